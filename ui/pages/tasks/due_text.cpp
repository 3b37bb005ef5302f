// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/due_text.h"

#include "core/model/entity.h"
#include "ui/pages/common/date_edit.h"

#include <QCoreApplication>

namespace mdmc::ui {

namespace {

/// Gives the words below their translation context.
struct DueText {
    Q_DECLARE_TR_FUNCTIONS(DueText)
};

/// A word of at least three letters may be cut short: `fri`, `friday`.
bool isShortFor(const QString &typed, const QString &word)
{
    return typed.size() >= 3 && foldText(word).replace(QChar(0x2019), QLatin1Char('\'')).startsWith(typed);
}

} // namespace

QDate dayFromText(const QString &typed, const QLocale &locale, QDate today)
{
    // Keyboards have the straight apostrophe: aujourd'hui.
    const QString text = foldText(typed.trimmed()).replace(QChar(0x2019), QLatin1Char('\''));
    if (text.isEmpty())
        return {};
    if (isShortFor(text, DueText::tr("today")))
        return today;
    if (isShortFor(text, DueText::tr("tomorrow")))
        return today.addDays(1);
    for (int day = 1; day <= 7; ++day)
        if (isShortFor(text, locale.standaloneDayName(day, QLocale::LongFormat)))
            return today.addDays((day - today.dayOfWeek() + 6) % 7 + 1);
    bool isNumber = false;
    const int days = text.startsWith(QLatin1Char('+')) ? QStringView(text).mid(1).toInt(&isNumber) : 0;
    if (isNumber && days >= 0 && days <= 3650)
        return today.addDays(days);
    if (const QDate whole = DateEdit::parse(typed, locale); whole.isValid())
        return whole;
    // Day and month in the locale's order, of this year or the next.
    const bool isMonthFirst = locale.dateFormat(QLocale::ShortFormat).startsWith(QLatin1Char('M'));
    const QStringList parts =
        QString(text).replace(QLatin1Char('.'), QLatin1Char('/')).split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.size() != 2)
        return {};
    const int month = parts[isMonthFirst ? 0 : 1].toInt();
    const int day = parts[isMonthFirst ? 1 : 0].toInt();
    const QDate thisYear(today.year(), month, day);
    return thisYear.isValid() && thisYear >= today ? thisYear : QDate(today.year() + 1, month, day);
}

} // namespace mdmc::ui
