// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/board_prompt.h"

#include "ui/theme/painting.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/focus.h"
#include "ui/widgets/panels.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QStyle>

namespace mdmc::ui {
namespace {

constexpr int ShadowRoom = 10, RowHeight = 28, MaxRows = 7;

} // namespace

BoardPrompt::BoardPrompt(const BoardQuestion &question, QWidget *parent) : QFrame(parent), m_question(question)
{
    setFixedWidth(size::BoardColumn + 2 * ShadowRoom);
    setAccessibleName(question.title);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(ShadowRoom + space::M, ShadowRoom + space::M, ShadowRoom + space::M,
                               ShadowRoom + space::M);
    layout->setSpacing(space::S);
    auto *title = label(question.title, TextStyle::Strong, this);
    title->setWordWrap(true);
    layout->addWidget(title);
    if (!question.choices.isEmpty()) {
        m_choices = new QListWidget(this);
        m_choices->setAccessibleName(question.title);
        for (const auto &choice : question.choices)
            m_choices->addItem(choice.text);
        m_choices->setCurrentRow(0);
        m_choices->setFixedHeight(int(std::min<qsizetype>(question.choices.size(), MaxRows)) * RowHeight + 2);
        m_choices->setProperty("bare", true);
        m_choices->installEventFilter(this);
        connect(m_choices, &QListWidget::itemDoubleClicked, this, &BoardPrompt::confirm);
        layout->addWidget(m_choices);
    }
    if (question.asksValue) {
        m_value = new QLineEdit(question.value, this);
        m_value->setAccessibleName(question.valueLabel);
        m_value->installEventFilter(this);
        if (m_choices)
            m_value->setPlaceholderText(question.valueLabel);
        else
            layout->addWidget(label(question.valueLabel, TextStyle::Secondary, this, Tone::Secondary));
        layout->addWidget(m_value);
    }
    m_error = label({}, TextStyle::Secondary, this, Tone::Negative);
    m_error->setWordWrap(true);
    m_error->hide();
    layout->addWidget(m_error);
    auto *row = new QHBoxLayout;
    auto *cancel = new Button(tr("Cancel"), ButtonKind::Quiet, this);
    auto *confirm = new Button(question.confirmText.isEmpty() ? tr("Move") : question.confirmText, ButtonKind::Primary,
                               this);
    m_confirm = confirm;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(confirm);
    layout->addLayout(row);
    connect(confirm, &QPushButton::clicked, this, &BoardPrompt::confirm);
    connect(cancel, &QPushButton::clicked, this, &BoardPrompt::cancelled);
}

void BoardPrompt::start()
{
    show();
    raise();
    if (m_choices) {
        m_choices->setFocus();
    } else if (m_value) {
        m_value->setFocus();
        m_value->selectAll();
    }
}

void BoardPrompt::confirm()
{
    if (m_done)
        return;
    BoardAnswer answer;
    if (m_choices)
        answer.choice = m_question.choices.value(m_choices->currentRow()).id;
    if (m_value)
        answer.value = m_value->text().trimmed();
    QString complaint;
    if (m_value && m_question.valueRequired && answer.value.isEmpty())
        complaint = tr("Fill this in to go on.");
    else if (m_question.check && m_value)
        complaint = m_question.check(answer.value);
    m_error->setText(complaint);
    m_error->setVisible(!complaint.isEmpty());
    if (!complaint.isEmpty()) {
        m_value->setProperty("invalid", true);
        style()->unpolish(m_value);
        style()->polish(m_value);
        m_value->setFocus();
        adjustSize();
        return;
    }
    m_done = true;
    Q_EMIT answered(answer);
}

void BoardPrompt::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelled();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        confirm();
    event->accept();
}

bool BoardPrompt::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            confirm();
            return true;
        }
        if (key == Qt::Key_Escape) {
            Q_EMIT cancelled();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

bool BoardPrompt::focusNextPrevChild(bool next)
{
    return cycleFocus(this, next);
}

void BoardPrompt::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    const QRect panel = rect().adjusted(ShadowRoom, ShadowRoom, -ShadowRoom, -ShadowRoom);
    paintShadow(painter, panel, radius::Card, c, ShadowRoom - 2);
    paintRounded(painter, panel, radius::Card, c[Role::Raised], c[Role::Line]);
}

} // namespace mdmc::ui
