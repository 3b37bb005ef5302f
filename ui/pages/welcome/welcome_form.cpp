// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/welcome_form.h"

#include "ui/pages/welcome/welcome_parts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

namespace mdmc::ui {

WelcomeForm::WelcomeForm(const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_layout(new QVBoxLayout(this)), m_fieldsLayout(new QVBoxLayout)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::S);
    m_back = new Button(tr("Back"), ButtonKind::Quiet, this);
    m_back->setSymbol(Symbol::ChevronLeft);
    m_back->setObjectName(QStringLiteral("welcomeBack"));
    m_title = label(title, TextStyle::Page, this);
    m_text = label(text, TextStyle::Base, this, Tone::Secondary);
    m_text->setWordWrap(true);
    m_notice = new InlineNotice(Tone::Negative, this);
    m_notice->setObjectName(QStringLiteral("welcomeProblem"));
    m_notice->hide();
    m_submit = new Button({}, ButtonKind::Primary, this);
    m_fieldsLayout->setSpacing(space::M);

    auto *backRow = new QHBoxLayout;
    backRow->addWidget(m_back);
    backRow->addStretch();
    m_layout->addLayout(backRow);
    m_layout->addSpacing(space::S);
    m_layout->addWidget(m_title);
    m_layout->addWidget(m_text);
    m_layout->addSpacing(space::S);
    m_layout->addLayout(m_fieldsLayout);
    m_layout->addSpacing(space::S);
    m_layout->addWidget(m_notice);
    m_layout->addWidget(m_submit);
    connect(m_back, &Button::clicked, this, &WelcomeForm::backRequested);
    connect(m_submit, &Button::clicked, this, &WelcomeForm::submitted);
}

QLineEdit *WelcomeForm::addField(const QString &name, const QString &label, bool isSecret, const QString &hint)
{
    QLineEdit *edit = isSecret ? secretEdit(this) : new QLineEdit(this);
    edit->setObjectName(name);
    auto *field = new FormField(label, edit, this);
    field->setHint(hint);
    m_fieldsLayout->addWidget(field);
    if (!m_fields.isEmpty())
        setTabOrder(m_fields.last()->editor(), edit);
    m_fields << field;
    connect(edit, &QLineEdit::returnPressed, this, [this] {
        if (!m_isBusy)
            Q_EMIT submitted();
    });
    // The sentence has been read once the person does something about it.
    connect(edit, &QLineEdit::textEdited, field, [field] { field->setError({}); });
    return edit;
}

void WelcomeForm::setSubmit(const QString &name, const QString &text)
{
    m_submit->setObjectName(name);
    m_submit->setText(text);
    if (!m_fields.isEmpty())
        setTabOrder(m_fields.last()->editor(), m_submit);
    setTabOrder(m_submit, m_back);
}

void WelcomeForm::setTexts(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
}

void WelcomeForm::setFieldShown(QLineEdit *edit, bool shown)
{
    fieldOf(edit)->setVisible(shown);
}

void WelcomeForm::setBackShown(bool shown)
{
    m_back->setVisible(shown);
}

FormField *WelcomeForm::fieldOf(const QLineEdit *edit) const
{
    for (FormField *field : m_fields)
        if (field->editor() == edit)
            return field;
    return nullptr;
}

bool WelcomeForm::hasProblems() const
{
    return std::any_of(m_fields.begin(), m_fields.end(), [](FormField *field) { return field->hasError(); });
}

void WelcomeForm::setBusy(bool busy, const QString &sentence)
{
    m_isBusy = busy;
    m_submit->setBusy(busy, sentence);
    m_back->setText(busy ? tr("Cancel") : tr("Back"));
    for (FormField *field : std::as_const(m_fields))
        static_cast<QLineEdit *>(field->editor())->setReadOnly(busy);
    if (busy)
        clearProblems();
}

void WelcomeForm::showProblem(const QString &name, const QString &sentence)
{
    for (FormField *field : std::as_const(m_fields)) {
        if (field->editor()->objectName() != name || field->isHidden())
            continue;
        field->setError(sentence);
        auto *edit = static_cast<QLineEdit *>(field->editor());
        edit->setFocus();
        edit->selectAll();
        return;
    }
    m_notice->setText(sentence);
    m_notice->show();
}

void WelcomeForm::clearProblems()
{
    for (FormField *field : std::as_const(m_fields))
        field->setError({});
    m_notice->hide();
}

void WelcomeForm::focusFirst()
{
    for (FormField *field : std::as_const(m_fields)) {
        auto *edit = static_cast<QLineEdit *>(field->editor());
        const bool isLast = field == m_fields.last();
        if (!field->isHidden() && (edit->text().isEmpty() || isLast)) {
            edit->setFocus();
            return;
        }
    }
}

void WelcomeForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT backRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace mdmc::ui
