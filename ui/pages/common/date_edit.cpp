// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/date_edit.h"

#include "ui/theme/icons.h"

#include <QCalendarWidget>
#include <QKeyEvent>
#include <QMenu>
#include <QWidgetAction>

namespace mdmc::ui {

namespace {

/// `dd/mm/yyyy` with the letters people know for day, month and year.
QString dateHint(const QLocale &locale)
{
    QString hint = locale.dateFormat(QLocale::ShortFormat).toLower();
    //: The letter that stands for a day in dd/mm/yyyy.
    hint.replace(QLatin1Char('d'), DateEdit::tr("d"));
    //: The letter that stands for a year in dd/mm/yyyy.
    return hint.replace(QLatin1Char('y'), DateEdit::tr("y"));
}

} // namespace

DateEdit::DateEdit(const Formatter &format, QWidget *parent) : QLineEdit(parent), m_format(format)
{
    setPlaceholderText(dateHint(m_format.locale()));
    QAction *calendar = addAction(icon(Symbol::Calendar3), TrailingPosition);
    calendar->setToolTip(tr("Choose a day"));
    connect(calendar, &QAction::triggered, this, &DateEdit::showCalendar);
    connect(this, &QLineEdit::editingFinished, this, &DateEdit::takeText);
}

QDate DateEdit::parse(const QString &typed, const QLocale &locale)
{
    const QString text = typed.trimmed();
    QDate date = QDate::fromString(text, Qt::ISODate);
    for (const QString &form :
         {locale.dateFormat(QLocale::ShortFormat), QStringLiteral("d/M/yyyy"), QStringLiteral("d.M.yyyy")})
        if (!date.isValid())
            date = locale.toDate(text, form);
    return date.isValid() && date.year() < 1970 ? date.addYears(100) : date; // Two digits count from 1900.
}

void DateEdit::setDate(const QDate &date)
{
    m_date = date;
    setText(date.isValid() ? m_format.locale().toString(date, QLocale::ShortFormat) : QString());
}

bool DateEdit::isReadable() const
{
    return text().trimmed().isEmpty() || parse(text(), m_format.locale()).isValid();
}

void DateEdit::takeText()
{
    if (isReadable())
        choose(parse(text(), m_format.locale()));
}

void DateEdit::choose(const QDate &date)
{
    const bool isNew = date != m_date;
    setDate(date);
    if (isNew)
        Q_EMIT dateEdited(date);
}

void DateEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isUp = event->key() == Qt::Key_Up;
    if (!isReadOnly() && (isUp || event->key() == Qt::Key_Down)) {
        if (event->modifiers() & Qt::AltModifier)
            showCalendar();
        else if (event->modifiers() == Qt::NoModifier)
            choose(m_date.isValid() ? m_date.addDays(isUp ? 1 : -1) : m_format.today());
        else
            event->ignore();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void DateEdit::showCalendar()
{
    if (isReadOnly())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *calendar = new QCalendarWidget(menu);
    calendar->setLocale(m_format.locale());
    calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    calendar->setSelectedDate(m_date.isValid() ? m_date : m_format.today());
    auto *action = new QWidgetAction(menu);
    action->setDefaultWidget(calendar);
    menu->addAction(action);
    const auto take = [this, menu](const QDate &date) {
        choose(date);
        menu->close();
    };
    connect(calendar, &QCalendarWidget::clicked, this, take);
    connect(calendar, &QCalendarWidget::activated, this, take);
    if (m_date.isValid())
        connect(menu->addAction(tr("No day")), &QAction::triggered, this, [this] { choose({}); });
    menu->popup(mapToGlobal(QPoint(0, height() + 2)));
    calendar->setFocus();
}

} // namespace mdmc::ui
