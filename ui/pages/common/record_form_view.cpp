// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/record_form_view.h"

#include "core/rules/contact_text.h"
#include "ui/pages/common/choice_menu.h"
#include "ui/pages/common/date_edit.h"
#include "ui/widgets/chip_editor.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace mdmc::ui {

namespace {

constexpr int kLongTextHeight = 84;

} // namespace

RecordFormView::RecordFormView(RecordForm &form, QWidget *parent)
    : FormLayout(parent), m_form(form), m_texts(form.context().fields())
{
    connect(&form, &RecordForm::loaded, this, &RecordFormView::fill);
    connect(&form, &RecordForm::valueChanged, this, &RecordFormView::fillEditor);
    connect(&form, &RecordForm::errorsChanged, this, &RecordFormView::showErrors);
}

FormField *RecordFormView::addField(QLatin1String name, bool wide, const QString &hint)
{
    const int position = entityInfo(m_form.type()).indexOf(name);
    auto *field =
        new FormField(FieldText::label(entityInfo(m_form.type()).field(position)), makeEditor(position), this);
    field->setRequired(m_form.isRequired(position));
    field->setHint(hint);
    m_fields.insert(position, field);
    m_order << position;
    return add(field, wide);
}

FormField *RecordFormView::fieldOf(QLatin1String name) const
{
    return m_fields.value(entityInfo(m_form.type()).indexOf(name));
}

QWidget *RecordFormView::editorOf(QLatin1String name) const
{
    FormField *field = fieldOf(name);
    return field ? field->editor() : nullptr;
}

void RecordFormView::setFieldShown(QLatin1String name, bool isShown)
{
    if (FormField *field = fieldOf(name))
        setShown(field, isShown);
}

QWidget *RecordFormView::makeEditor(int position)
{
    const FieldInfo &info = entityInfo(m_form.type()).field(position);
    QWidget *focus = nullptr;
    QWidget *editor = nullptr;
    if (info.type == FieldType::TextSet) {
        auto *chips = new ChipEditor(this);
        chips->setFreeText(true); // Lists grow by what people type; an administrator tidies them.
        editor = chips;
        focus = chips->lineEdit();
        connect(chips, &ChipEditor::valuesChanged, this,
                [this, position](const QStringList &values) { m_form.setValue(position, Value(values)); });
    } else if (m_texts.isChosen(m_form.type(), position)) {
        auto *combo = new QComboBox(this);
        focus = editor = combo;
        connect(combo, &QComboBox::activated, this, [this, combo, position] {
            const FieldInfo &field = entityInfo(m_form.type()).field(position);
            m_form.setValue(position, FieldText::valueOfOption(field, combo->currentData().toString()));
        });
    } else if (info.type == FieldType::Date) {
        auto *date = new DateEdit(m_form.context().format, this);
        focus = editor = date;
        connect(date, &DateEdit::dateEdited, this,
                [this, position](const QDate &day) { m_form.setValue(position, Value(day)); });
        connect(date, &QLineEdit::textEdited, this,
                [this, position](const QString &text) { m_form.setText(position, text); });
    } else if (info.has(FieldFlag::LongText)) {
        auto *text = new QPlainTextEdit(this);
        text->setTabChangesFocus(true);
        text->setFixedHeight(kLongTextHeight);
        focus = editor = text;
        connect(text, &QPlainTextEdit::textChanged, this, [this, text, position] {
            if (!m_isFilling)
                m_form.setValue(position, Value(text->toPlainText()));
        });
    } else {
        auto *line = new QLineEdit(this);
        focus = editor = line;
        connect(line, &QLineEdit::textEdited, this,
                [this, position](const QString &text) { m_form.setText(position, text); });
    }
    focus->setProperty("field", position);
    focus->installEventFilter(this);
    return editor;
}

void RecordFormView::fill()
{
    for (const int position : std::as_const(m_order))
        fillEditor(position);
    showErrors();
}

void RecordFormView::fillEditor(int position)
{
    FormField *field = m_fields.value(position);
    if (!field)
        return;
    const FieldInfo &info = entityInfo(m_form.type()).field(position);
    const Value &value = m_form.value(position);
    const bool mayEdit = m_form.mayEdit(position);
    m_isFilling = true;
    if (auto *chips = qobject_cast<ChipEditor *>(field->editor())) {
        QList<ChipOption> options;
        for (const FieldOption &option : m_texts.options(m_form.type(), position))
            options << ChipOption{option.id, option.label, option.hue};
        if (options.isEmpty()) // What is there already is read as everywhere else: +33 6 39 98 12 34.
            for (const QString &one : value.as<QStringList>())
                options << ChipOption{one, m_texts.text(m_form.type(), position, Value(QStringList{one})), Hue::Slate};
        chips->setOptions(options);
        chips->setValues(value.as<QStringList>());
        chips->setReadOnly(!mayEdit);
    } else if (auto *combo = qobject_cast<QComboBox *>(field->editor())) {
        combo->clear();
        if (!info.has(FieldFlag::Required))
            combo->addItem(QString(), QString());
        for (const FieldOption &option : m_texts.options(m_form.type(), position))
            combo->addItem(dotIcon(option.hue), option.label, option.id);
        const QString id = FieldText::optionId(value);
        if (!id.isEmpty() && combo->findData(id) < 0) // Archived, or a person who left.
            combo->addItem(m_texts.text(m_form.type(), position, value), id);
        combo->setCurrentIndex(combo->findData(id));
        combo->setEnabled(mayEdit);
    } else if (auto *date = qobject_cast<DateEdit *>(field->editor())) {
        value.isEmpty() && !m_form.text(position).isEmpty() ? date->setText(m_form.text(position))
                                                            : date->setDate(value.as<QDate>());
        date->setReadOnly(!mayEdit);
    } else if (auto *text = qobject_cast<QPlainTextEdit *>(field->editor())) {
        text->setPlainText(value.as<QString>());
        text->setReadOnly(!mayEdit);
    } else if (auto *line = qobject_cast<QLineEdit *>(field->editor())) {
        line->setText(m_form.text(position));
        line->setReadOnly(!mayEdit);
    }
    m_isFilling = false;
}

void RecordFormView::showErrors()
{
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
        it.value()->setError(m_form.error(it.key()));
}

void RecordFormView::focusFirst()
{
    if (m_order.isEmpty())
        return;
    QWidget *editor = m_fields.value(m_order.first())->editor();
    editor->setFocus(Qt::TabFocusReason);
}

void RecordFormView::focusError()
{
    for (const int position : std::as_const(m_order)) {
        if (m_form.error(position).isEmpty())
            continue;
        QWidget *editor = m_fields.value(position)->editor();
        if (auto *chips = qobject_cast<ChipEditor *>(editor))
            editor = chips->lineEdit();
        editor->setFocus(Qt::OtherFocusReason);
        return;
    }
}

bool RecordFormView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && !m_isFilling) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason) {
            const int position = watched->property("field").toInt();
            // After the editor's own handling: it may still take what was typed.
            QMetaObject::invokeMethod(
                this, [this, position] { m_form.leave(position); }, Qt::QueuedConnection);
        }
    }
    return FormLayout::eventFilter(watched, event);
}

} // namespace mdmc::ui
