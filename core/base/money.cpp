// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/money.h"

#include <algorithm>
#include <array>
#include <limits>

namespace mdmc {

namespace {

struct CurrencySign {
    QStringView sign;
    QStringView code;
};

// Longer ones before those that they contain.
constexpr std::array<CurrencySign, 26> kSigns{{
    {u"EUROS", u"EUR"}, {u"EURO", u"EUR"}, {u"EUR", u"EUR"}, {u"GBP", u"GBP"}, {u"USD", u"USD"}, {u"CHF", u"CHF"},
    {u"CAD", u"CAD"}, {u"AUD", u"AUD"}, {u"JPY", u"JPY"}, {u"SEK", u"SEK"}, {u"NOK", u"NOK"}, {u"DKK", u"DKK"},
    {u"PLN", u"PLN"}, {u"MAD", u"MAD"}, {u"TND", u"TND"}, {u"DZD", u"DZD"}, {u"XOF", u"XOF"}, {u"XAF", u"XAF"},
    {u"XPF", u"XPF"}, {u"KWD", u"KWD"}, {u"CA$", u"CAD"}, {u"US$", u"USD"}, {u"€", u"EUR"}, {u"£", u"GBP"},
    {u"¥", u"JPY"}, {u"$", u"USD"},
}};

/// The parts of an amount: digits before and after the decimal separator.
struct Digits {
    QString whole;
    QString fraction;
};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Grouping spaces of any kind become a space, apostrophes as in Switzerland one apostrophe.
QString withPlainGrouping(QString text)
{
    for (QChar &c : text) {
        if (c.isSpace())
            c = u' ';
        else if (c == QChar(0x2019))
            c = u'\'';
    }
    return text.trimmed();
}

/// `1`, `1234`, or groups of three with one separator throughout (`1 234 567`): whatever else stands between digits is
/// a date or a phone number, not an amount. Nothing when it is neither.
std::optional<QString> readWhole(const QString &text)
{
    QString digits;
    QChar separator;
    qsizetype group = 0;
    for (const QChar c : text) {
        if (isDigit(c)) {
            digits += c;
            ++group;
            continue;
        }
        if (!QStringView(u" '.,").contains(c) || (!separator.isNull() && (c != separator || group != 3)) || group == 0
            || group > 3)
            return std::nullopt;
        separator = c;
        group = 0;
    }
    if (!separator.isNull() && group != 3)
        return std::nullopt;
    return digits;
}

/// Splits at the decimal separator: the last `.` or `,`, unless it can only be grouping (it repeats) or reads as
/// grouping: exactly three digits follow it, one to three stand before it without a leading zero, and the currency has
/// no three decimals.
std::optional<Digits> splitAmount(const QString &text, int places)
{
    const qsizetype dot = text.lastIndexOf(u'.');
    const qsizetype comma = text.lastIndexOf(u',');
    const qsizetype last = std::max(dot, comma);
    const bool repeats = last >= 0 && text.count(text.at(last)) > 1;
    const bool readsAsGroup = last >= 1 && last <= 3 && (dot < 0 || comma < 0) && text.size() - last - 1 == 3
                              && text.at(0) != u'0' && places != 3;
    Digits digits;
    if (last >= 0 && !repeats && !readsAsGroup) {
        digits.fraction = text.mid(last + 1);
        if (!std::all_of(digits.fraction.begin(), digits.fraction.end(), isDigit))
            return std::nullopt;
    }
    const auto whole = readWhole(last < 0 || repeats || readsAsGroup ? text : text.left(last));
    if (!whole || (whole->isEmpty() && digits.fraction.isEmpty()))
        return std::nullopt;
    digits.whole = *whole;
    return digits;
}

/// The number in units of 10^-places, exactly, or nothing.
std::optional<qint64> toMinor(const Digits &digits, int places, qint64 scale)
{
    QString fraction = digits.fraction;
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    if (fraction.size() > 6 || (scale == 1 && fraction.size() > places))
        return std::nullopt;
    bool ok = false;
    // A zero in front, for amounts such as `.00` that have no other digit left.
    const qint64 value = (QLatin1Char('0') + digits.whole + fraction).toLongLong(&ok);
    if (!ok)
        return std::nullopt;
    qint64 factor = scale;
    qint64 divisor = 1;
    for (qsizetype i = fraction.size(); i < places; ++i)
        factor *= 10;
    for (qsizetype i = places; i < fraction.size(); ++i)
        divisor *= 10;
    if (value > std::numeric_limits<qint64>::max() / factor || (value * factor) % divisor != 0)
        return std::nullopt;
    return value * factor / divisor;
}

} // namespace

int minorUnitDigits(QStringView currency)
{
    static constexpr std::array<QStringView, 16> none{u"BIF", u"CLP", u"DJF", u"GNF", u"ISK", u"JPY", u"KMF", u"KRW",
                                                      u"PYG", u"RWF", u"UGX", u"VND", u"VUV", u"XAF", u"XOF", u"XPF"};
    static constexpr std::array<QStringView, 7> three{u"BHD", u"IQD", u"JOD", u"KWD", u"LYD", u"OMR", u"TND"};
    if (std::find(none.begin(), none.end(), currency) != none.end())
        return 0;
    return std::find(three.begin(), three.end(), currency) != three.end() ? 3 : 2;
}

QString toDecimal(const Money &money)
{
    const int places = minorUnitDigits(money.currency);
    const bool negative = money.minor < 0;
    // Through unsigned, so that the smallest value has an absolute value too.
    quint64 absolute = negative ? 0 - quint64(money.minor) : quint64(money.minor);
    QString text = QString::number(absolute);
    if (places > 0) {
        text = text.rightJustified(places + 1, QLatin1Char('0'));
        text.insert(text.size() - places, QLatin1Char('.'));
    }
    return negative ? QLatin1Char('-') + text : text;
}

std::optional<Money> parseMoney(QStringView input, const QString &defaultCurrency)
{
    QString text = input.toString();
    Money money{0, defaultCurrency};
    for (const CurrencySign &sign : kSigns) {
        if (const qsizetype at = text.indexOf(sign.sign, 0, Qt::CaseInsensitive); at >= 0) {
            money.currency = sign.code.toString();
            text.remove(at, sign.sign.size());
            break;
        }
    }
    text = withPlainGrouping(text);
    qint64 scale = 1;
    if (text.endsWith(u'k', Qt::CaseInsensitive)) {
        scale = 1000;
        text = text.chopped(1).trimmed();
    }
    bool isNegative = false;
    if (!text.isEmpty() && QStringView(u"-\u2212+").contains(text.front())) {
        isNegative = text.front() != u'+';
        text = text.mid(1).trimmed();
    }
    const int places = minorUnitDigits(money.currency);
    const std::optional<Digits> digits = splitAmount(text, places);
    const std::optional<qint64> minor = digits ? toMinor(*digits, places, scale) : std::nullopt;
    if (!minor)
        return std::nullopt;
    money.minor = isNegative ? -*minor : *minor;
    return money;
}

} // namespace mdmc
