// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <array>
#include <cmath>

namespace mdmc::ui {
namespace {

constexpr QChar NarrowSpace(0x202F);
constexpr QChar NoBreakSpace(0x00A0);
constexpr qint64 SecondMs = 1000, MinuteMs = 60 * SecondMs, HourMs = 60 * MinuteMs;
constexpr int WeekDays = 7;

/// Gives the words below their translation context.
struct FormatWords {
    Q_DECLARE_TR_FUNCTIONS(FormatWords)
};

QString symbolOf(const QString &currency, const QLocale &locale)
{
    if (locale.currencySymbol(QLocale::CurrencyIsoCode) == currency)
        return locale.currencySymbol(QLocale::CurrencySymbol);
    static const QHash<QString, QString> symbols{
        {QStringLiteral("EUR"), QStringLiteral("€")}, {QStringLiteral("GBP"), QStringLiteral("£")},
        {QStringLiteral("USD"), QStringLiteral("$")}, {QStringLiteral("JPY"), QStringLiteral("¥")},
    };
    // Without a symbol everybody knows, the code is the honest one.
    return symbols.value(currency, currency);
}

} // namespace

Formatter::Formatter(const Clock &clock, QLocale locale, QTimeZone zone)
    : m_clock(&clock), m_locale(std::move(locale)), m_zone(std::move(zone))
{
}

QString Formatter::money(const Money &money, bool trimZeros) const
{
    const int digits = minorUnitDigits(money.currency);
    qint64 unit = 1;
    for (int i = 0; i < digits; ++i)
        unit *= 10;
    const bool whole = money.minor % unit == 0;
    // Built from integers: a double cannot hold every amount.
    const quint64 amount = money.minor < 0 ? quint64(0) - quint64(money.minor) : quint64(money.minor);
    QString number = m_locale.toString(qulonglong(amount / quint64(unit)));
    if (digits > 0 && !(trimZeros && whole))
        number += m_locale.decimalPoint()
                + QString::number(qulonglong(amount % quint64(unit))).rightJustified(digits, u'0');
    const QString symbol = symbolOf(money.currency, m_locale);
    const QString sign = money.minor < 0 ? m_locale.negativeSign() : QString();
    const QString pattern = m_locale.toCurrencyString(1.0, QStringLiteral("@"), 0);
    if (pattern.startsWith(u'@'))
        return sign + symbol + (symbol.size() > 1 ? QString(NoBreakSpace) : QString()) + number;
    return sign + number + NoBreakSpace + symbol;
}

QString Formatter::moneyShort(const Money &value) const
{
    const int digits = minorUnitDigits(value.currency);
    const double amount = double(value.minor) / std::pow(10.0, digits);
    const double size = std::abs(amount);
    if (size < 10'000)
        return money({qint64(std::llround(amount)) * qint64(std::llround(std::pow(10.0, digits))), value.currency},
                     true);
    struct Step { double limit; double unit; const char *english; const char *french; };
    static constexpr std::array<Step, 3> steps{{{999'500, 1e3, "K", "k"}, {999'500'000, 1e6, "M", "M"},
                                                {1e300, 1e9, "B", "Md"}}};
    const auto &step = size < steps[0].limit ? steps[0] : size < steps[1].limit ? steps[1] : steps[2];
    const double scaled = amount / step.unit;
    const int decimals = std::abs(scaled) < 99.95 ? 1 : 0;
    QString number = m_locale.toString(scaled, 'f', decimals);
    const QString zero = m_locale.decimalPoint() + m_locale.zeroDigit();
    if (decimals == 1 && number.endsWith(zero))
        number.chop(zero.size());
    const QString symbol = symbolOf(value.currency, m_locale);
    if (isFrench())
        return number + NarrowSpace + QLatin1String(step.french) + symbol;
    if (m_locale.toCurrencyString(1.0, QStringLiteral("@"), 0).startsWith(u'@'))
        return symbol + number + QLatin1String(step.english);
    return number + QLatin1String(step.english) + NoBreakSpace + symbol;
}

QString Formatter::number(qint64 value) const
{
    return m_locale.toString(value);
}

QString Formatter::decimal(double value, int decimals) const
{
    return m_locale.toString(value, 'f', decimals);
}

QString Formatter::percent(double ratio, int decimals) const
{
    return m_locale.toString(ratio * 100, 'f', decimals) + (isFrench() ? QString(NarrowSpace) : QString()) + u'%';
}

QDateTime Formatter::local(UtcMs time) const
{
    return QDateTime::fromMSecsSinceEpoch(time, m_zone);
}

QDate Formatter::today() const
{
    return local(m_clock->nowUtc()).date();
}

QString Formatter::time(UtcMs time) const
{
    return m_locale.toString(local(time).time(), QLocale::ShortFormat);
}

QString Formatter::day(QDate date) const
{
    const qint64 days = today().daysTo(date);
    if (days == 0)
        return FormatWords::tr("today");
    if (days == 1)
        return FormatWords::tr("tomorrow");
    if (days == -1)
        return FormatWords::tr("yesterday");
    if (std::abs(days) < WeekDays)
        return m_locale.standaloneDayName(date.dayOfWeek(), QLocale::LongFormat);
    return m_locale.toString(date, QLocale::ShortFormat);
}

QString Formatter::dateTime(UtcMs time) const
{
    const QDate date = local(time).date();
    if (std::abs(today().daysTo(date)) >= WeekDays)
        return m_locale.toString(date, QLocale::ShortFormat);
    return day(date) + u' ' + this->time(time);
}

QString Formatter::ago(UtcMs time) const
{
    const qint64 past = m_clock->nowUtc() - time;
    if (past < 0 || past >= HourMs)
        return dateTime(time);
    if (past < SecondMs)
        return FormatWords::tr("just now");
    if (past < MinuteMs)
        return FormatWords::tr("%1 s ago").arg(past / SecondMs);
    return FormatWords::tr("%1 min ago").arg(past / MinuteMs);
}

QString Formatter::fullDateTime(UtcMs time) const
{
    const QDateTime value = local(time);
    return m_locale.toString(value.date(), QLocale::LongFormat) + u' '
         + m_locale.toString(value.time(), QLocale::ShortFormat);
}

QString Formatter::remaining(qint64 ms) const
{
    if (ms < 0)
        return {};
    if (ms < MinuteMs)
        return FormatWords::tr("less than a minute left");
    if (ms < 90 * MinuteMs)
        return FormatWords::tr("about %1 min left").arg((ms + MinuteMs / 2) / MinuteMs);
    return FormatWords::tr("about %1 h left").arg((ms + HourMs / 2) / HourMs);
}

QString Formatter::typeset(const QString &text) const
{
    if (!isFrench())
        return text;
    QString out;
    out.reserve(text.size() + 8);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const QChar next = i + 1 < text.size() ? text[i + 1] : QChar(u' ');
        const bool closes = c == u';' || c == u'!' || c == u'?' || c == u'%' || c == u'»'
                         || (c == u':' && (next.isSpace() || i + 1 == text.size())); // not in 14:02 or https:
        if (closes && !out.isEmpty()) {
            while (!out.isEmpty() && out.back().isSpace())
                out.chop(1);
            if (!out.isEmpty() && out.back() != u'!' && out.back() != u'?')
                out += NarrowSpace;
        }
        out += c;
        if (c == u'«') {
            out += NarrowSpace;
            while (i + 1 < text.size() && text[i + 1].isSpace())
                ++i;
        }
    }
    return out;
}

QString initials(QStringView name)
{
    QString first, last;
    bool atWordStart = true;
    for (const QChar c : name) {
        if (atWordStart && c.isLetterOrNumber()) {
            (first.isEmpty() ? first : last) = c.toUpper();
            atWordStart = false;
        } else if (c.isSpace() || c == u'-' || c == u'.') {
            atWordStart = true;
        }
    }
    return first + last;
}

} // namespace mdmc::ui
