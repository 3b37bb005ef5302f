// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/date_text.h"

#include "core/exchange/folded_text.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTime>

#include <array>

namespace mdmc::exchange {

namespace {

struct Moment {
    QDate date;
    QTime time;                       ///< Invalid where only a day was written.
    std::optional<int> offsetSeconds; ///< From UTC, where one was written.
};

struct MonthName {
    const char16_t *start;
    int month;
};

// Folded (no accents, lower case); a word is a month when it begins so. The first that fits counts.
constexpr std::array<MonthName, 18> monthNames = {{
    {u"jan", 1},
    {u"fev", 2},
    {u"feb", 2},
    {u"mar", 3},
    {u"avr", 4},
    {u"apr", 4},
    {u"mai", 5},
    {u"may", 5},
    {u"juin", 6},
    {u"jun", 6},
    {u"juil", 7},
    {u"jul", 7},
    {u"aou", 8},
    {u"aug", 8},
    {u"sep", 9},
    {u"oct", 10},
    {u"nov", 11},
    {u"dec", 12},
}};

int monthOf(QStringView word)
{
    for (const MonthName &name : monthNames) {
        if (word.startsWith(QStringView(name.start)))
            return name.month;
    }
    return 0;
}

int fullYear(QStringView digits)
{
    const int year = digits.toInt();
    if (digits.size() > 2)
        return year;
    return year < 70 ? 2000 + year : 1900 + year;
}

/// A real day between 1900 and 2199, or nothing: other years in business data are slips of the keyboard.
std::optional<QDate> day(int year, int month, int dayOfMonth)
{
    const QDate date(year, month, dayOfMonth);
    return date.isValid() && year >= 1900 && year < 2200 ? std::optional(date) : std::nullopt;
}

/// Cuts a time such as `T09:30:00.000Z`, ` 3:45 PM`, ` à 14h30` off the end. False when there is one that does not
/// exist.
bool takeTime(QString &text, Moment &moment)
{
    static const QRegularExpression pattern(QStringLiteral("(?:t|[ "
                                                           ",]+|\\bat\\b|\\ba\\b)\\s*(\\d{1,2})(?:[:h](\\d{2}))(?::("
                                                           "\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(am|pm|a\\.m\\.|p\\.m\\.)?"
                                                           "\\s*(z|utc|gmt|[+-]\\d{2}:?\\d{2})?$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return true;
    int hour = match.captured(1).toInt();
    const QString half = match.captured(5);
    if (!half.isEmpty()) {
        if (hour < 1 || hour > 12)
            return false;
        hour = hour % 12 + (half.startsWith(u'p') ? 12 : 0);
    }
    const int ms = match.captured(4).leftJustified(3, u'0').left(3).toInt();
    moment.time = QTime(hour, match.captured(2).toInt(), match.captured(3).toInt(), ms);
    if (!moment.time.isValid())
        return false;
    const QString zone = match.captured(6);
    if (zone.startsWith(u'+') || zone.startsWith(u'-')) {
        const int sign = zone.startsWith(u'-') ? -1 : 1;
        moment.offsetSeconds = sign * (zone.mid(1, 2).toInt() * 3600 + zone.right(2).toInt() * 60);
    } else if (!zone.isEmpty()) {
        moment.offsetSeconds = 0;
    }
    text.truncate(match.capturedStart());
    // Only words such as "à" may be left between the day and the time.
    static const QRegularExpression joiner(QStringLiteral("\\s+(?:a|at)$"));
    text.remove(joiner);
    text = text.trimmed();
    return true;
}

std::optional<QDate> numericDate(const QString &text, DateOrder order)
{
    static const QRegularExpression yearFirst(QStringLiteral("^(\\d{4})([-/. ])(\\d{1,2})\\2(\\d{1,2})$"));
    if (const auto match = yearFirst.match(text); match.hasMatch())
        return day(match.captured(1).toInt(), match.captured(3).toInt(), match.captured(4).toInt());
    static const QRegularExpression compact(QStringLiteral("^((?:19|20)\\d{2})(\\d{2})(\\d{2})$"));
    if (const auto match = compact.match(text); match.hasMatch())
        return day(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt());
    static const QRegularExpression yearLast(
        QStringLiteral("^(\\d{1,2}) ?([-/. ]) ?(\\d{1,2}) ?\\2 ?(\\d{4}|\\d{2})$"));
    if (const auto match = yearLast.match(text); match.hasMatch()) {
        const int first = match.captured(1).toInt();
        const int second = match.captured(3).toInt();
        const bool isDayFirst = order == DateOrder::DayFirst;
        return day(fullYear(match.captured(4)), isDayFirst ? second : first, isDayFirst ? first : second);
    }
    return std::nullopt;
}

std::optional<QDate> wordDate(const QString &text)
{
    static const QRegularExpression weekday(
        QStringLiteral("^(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]*\\s+(?=\\S+\\s+\\S+\\s+"
                       "\\S|\\S+[- ]\\S+[- ]\\d)"));
    QString rest = text;
    rest.remove(weekday);
    static const QRegularExpression dayFirst(
        QStringLiteral("^(?:le )?(\\d{1,2})(?:er|st|nd|rd|th)?[-. ]+(?:of )?([a-z]{3,})[-., ]+(\\d{4}|\\d{2})$"));
    static const QRegularExpression monthFirst(
        QStringLiteral("^([a-z]{3,})[-. ]+(\\d{1,2})(?:st|nd|rd|th)?[-, ]+(\\d{4})$"));
    if (const auto match = dayFirst.match(rest); match.hasMatch())
        return day(fullYear(match.captured(3)), monthOf(match.captured(2)), match.captured(1).toInt());
    if (const auto match = monthFirst.match(rest); match.hasMatch())
        return day(match.captured(3).toInt(), monthOf(match.captured(1)), match.captured(2).toInt());
    return std::nullopt;
}

/// Spreadsheets' days since 1899-12-30 with the time as fraction, or milliseconds since 1970 as programs export them.
std::optional<Moment> numberDate(const QString &text)
{
    static const QRegularExpression serial(QStringLiteral("^(\\d{5})(?:[.,](\\d{1,12}))?$"));
    if (const auto match = serial.match(text); match.hasMatch()) {
        const int days = match.captured(1).toInt();
        if (days < 20000 || days > 80000) // 1954 to 2119: beyond that the number is no date
            return std::nullopt;
        Moment moment{QDate(1899, 12, 30).addDays(days), {}, {}};
        if (!match.captured(2).isEmpty()) {
            const double fraction = QString(QStringLiteral("0.") + match.captured(2)).toDouble();
            moment.time = QTime::fromMSecsSinceStartOfDay(int(qMin(86399.0, fraction * 86400 + 0.5)) * 1000);
        }
        return moment;
    }
    static const QRegularExpression milliseconds(QStringLiteral("^[12]\\d{12}$"));
    if (milliseconds.match(text).hasMatch()) {
        const QDateTime moment = QDateTime::fromMSecsSinceEpoch(text.toLongLong(), Qt::UTC);
        return Moment{moment.date(), moment.time(), 0};
    }
    return std::nullopt;
}

std::optional<Moment> parseMoment(QStringView raw, DateOrder order)
{
    if (raw.size() > 64)
        return std::nullopt;
    QString text = foldAccents(raw).simplified();
    if (const auto number = numberDate(text))
        return number;
    Moment moment;
    if (!takeTime(text, moment))
        return std::nullopt;
    const auto date = numericDate(text, order);
    const auto found = date ? date : wordDate(text);
    if (!found)
        return std::nullopt;
    moment.date = *found;
    return moment;
}

} // namespace

void DateEvidence::add(QStringView value)
{
    if (value.trimmed().isEmpty())
        return;
    const auto dayFirst = parseDate(value, DateOrder::DayFirst);
    const auto monthFirst = parseDate(value, DateOrder::MonthFirst);
    if (dayFirst && monthFirst)
        ++(*dayFirst == *monthFirst ? m_sameInBoth : m_ambiguous);
    else if (dayFirst)
        ++m_dayFirstOnly;
    else if (monthFirst)
        ++m_monthFirstOnly;
    else
        ++m_neither;
}

DateEvidence::Verdict DateEvidence::verdict(DateOrder preference) const
{
    Verdict verdict;
    verdict.order = preference;
    if (m_dayFirstOnly != m_monthFirstOnly)
        verdict.order = m_dayFirstOnly > m_monthFirstOnly ? DateOrder::DayFirst : DateOrder::MonthFirst;
    verdict.isContradictory = m_dayFirstOnly > 0 && m_monthFirstOnly > 0;
    const bool hasEvidence = m_dayFirstOnly + m_monthFirstOnly > 0;
    verdict.isCertain = !verdict.isContradictory && (hasEvidence || m_ambiguous == 0);
    const bool isDayFirst = verdict.order == DateOrder::DayFirst;
    verdict.dates = m_ambiguous + m_sameInBoth + (isDayFirst ? m_dayFirstOnly : m_monthFirstOnly);
    verdict.others = m_neither + (isDayFirst ? m_monthFirstOnly : m_dayFirstOnly);
    return verdict;
}

std::optional<QDate> parseDate(QStringView text, DateOrder order)
{
    const auto moment = parseMoment(text, order);
    return moment ? std::optional(moment->date) : std::nullopt;
}

std::optional<UtcMs> parseDateTime(QStringView text, DateOrder order, const QTimeZone &zone)
{
    const auto moment = parseMoment(text, order);
    if (!moment)
        return std::nullopt;
    QDateTime at;
    if (moment->offsetSeconds)
        at = QDateTime(moment->date, moment->time, Qt::OffsetFromUTC, *moment->offsetSeconds);
    else
        at = moment->time.isValid() ? QDateTime(moment->date, moment->time, zone) : moment->date.startOfDay(zone);
    return at.isValid() ? std::optional<UtcMs>(at.toMSecsSinceEpoch()) : std::nullopt;
}

} // namespace mdmc::exchange
