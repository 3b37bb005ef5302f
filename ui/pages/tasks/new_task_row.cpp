// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/new_task_row.h"

#include "ui/pages/tasks/due_text.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {
constexpr int kDueWidth = 190;
}

NewTaskRow::NewTaskRow(const Formatter &format, QWidget *parent) : Surface<>(parent), m_format(format)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::L, space::M, space::L, space::S);
    layout->setSpacing(space::Xs);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::S);
    m_title = new QLineEdit(this);
    m_title->setObjectName(QStringLiteral("newTaskTitle"));
    m_title->setPlaceholderText(tr("What is to be done"));
    m_title->setAccessibleName(tr("New task"));
    m_due = new QLineEdit(this);
    m_due->setObjectName(QStringLiteral("newTaskDue"));
    m_due->setPlaceholderText(tr("Due: tomorrow, friday, +3…"));
    m_due->setAccessibleName(tr("Due"));
    m_due->setFixedWidth(kDueWidth);
    m_add = new Button(tr("Add"), ButtonKind::Primary, this);
    m_add->setObjectName(QStringLiteral("newTaskAdd"));
    row->addWidget(m_title, 1);
    row->addWidget(m_due);
    row->addWidget(m_add);
    layout->addLayout(row);
    m_hint = label({}, TextStyle::Secondary, this, Tone::Secondary);
    layout->addWidget(m_hint);
    connect(m_title, &QLineEdit::returnPressed, this, &NewTaskRow::submit);
    connect(m_due, &QLineEdit::returnPressed, this, &NewTaskRow::submit);
    connect(m_due, &QLineEdit::textChanged, this, &NewTaskRow::describe);
    connect(m_title, &QLineEdit::textChanged, this, &NewTaskRow::describe);
    connect(m_add, &Button::clicked, this, &NewTaskRow::submit);
    describe();
}

void NewTaskRow::start()
{
    show();
    m_title->setFocus();
}

void NewTaskRow::clear()
{
    m_title->clear();
    m_due->clear();
    m_title->setFocus();
}

QString NewTaskRow::hint() const
{
    return m_hint->text();
}

QDate NewTaskRow::due() const
{
    return dayFromText(m_due->text(), m_format.locale(), m_format.today());
}

void NewTaskRow::describe()
{
    const QDate day = due();
    const bool isWrong = !m_due->text().trimmed().isEmpty() && !day.isValid();
    m_due->setProperty("invalid", isWrong);
    m_due->style()->unpolish(m_due);
    m_due->style()->polish(m_due);
    m_hint->setProperty("tone", isWrong ? QStringLiteral("negative") : QStringLiteral("secondary"));
    m_hint->style()->unpolish(m_hint);
    m_hint->style()->polish(m_hint);
    m_hint->setText(isWrong ? tr("This day cannot be read. Write it like tomorrow, friday, +3 or %1.")
                                  .arg(m_format.locale().toString(m_format.today(), QLocale::ShortFormat))
                        : day.isValid() ? tr("Due %1").arg(m_format.locale().toString(day, QLocale::LongFormat))
                                        : tr("Enter adds it, Esc closes"));
    m_add->setEnabled(!isWrong && !m_title->text().trimmed().isEmpty());
}

void NewTaskRow::submit()
{
    if (m_title->text().trimmed().isEmpty())
        return m_title->setFocus();
    if (!m_due->text().trimmed().isEmpty() && !due().isValid())
        return m_due->setFocus();
    Q_EMIT addRequested(m_title->text(), due());
}

void NewTaskRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return Surface<>::keyPressEvent(event);
    hide();
    Q_EMIT closed();
}

} // namespace mdmc::ui
