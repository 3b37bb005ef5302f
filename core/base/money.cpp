// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/money.h"

#include <array>
#include <limits>

namespace mdmc {

namespace {

struct CurrencySign {
    QStringView sign;
    QStringView code;
};

constexpr std::array<CurrencySign, 9> kSigns{{
    {u"EUR", u"EUR"}, {u"GBP", u"GBP"}, {u"USD", u"USD"}, {u"CHF", u"CHF"}, {u"CAD", u"CAD"},
    {u"€", u"EUR"}, {u"£", u"GBP"}, {u"$", u"USD"}, {u"JPY", u"JPY"},
}};

bool isGroupingSpace(QChar c)
{
    return c.isSpace() || c == QChar(0x00a0) || c == QChar(0x202f) || c == QLatin1Char('\'') || c == QChar(0x2019);
}

/// The decimal separator is the last `.` or `,`, unless the text can only be grouping: it repeats, or exactly three
/// digits follow it and no other separator stands before it.
qsizetype decimalSeparator(const QString &digits)
{
    const qsizetype dot = digits.lastIndexOf(QLatin1Char('.'));
    const qsizetype comma = digits.lastIndexOf(QLatin1Char(','));
    const qsizetype last = std::max(dot, comma);
    if (last < 0)
        return -1;
    if (dot >= 0 && comma >= 0)
        return last;
    const QChar separator = digits.at(last);
    if (digits.count(separator) > 1 || digits.size() - last - 1 == 3)
        return -1;
    return last;
}

} // namespace

int minorUnitDigits(QStringView currency)
{
    static constexpr std::array<QStringView, 6> none{u"JPY", u"KRW", u"VND", u"CLP", u"XAF", u"XOF"};
    static constexpr std::array<QStringView, 5> three{u"KWD", u"BHD", u"OMR", u"TND", u"JOD"};
    for (QStringView code : none)
        if (code == currency)
            return 0;
    for (QStringView code : three)
        if (code == currency)
            return 3;
    return 2;
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
    QString text = input.trimmed().toString();
    Money money{0, defaultCurrency};
    for (const CurrencySign &sign : kSigns) {
        if (const qsizetype at = text.indexOf(sign.sign, 0, Qt::CaseInsensitive); at >= 0) {
            money.currency = sign.code.toString();
            text.remove(at, sign.sign.size());
            break;
        }
    }
    text.removeIf(isGroupingSpace);
    qint64 scale = 1;
    if (text.endsWith(QLatin1Char('k'), Qt::CaseInsensitive)) {
        scale = 1000;
        text.chop(1);
    }
    bool negative = false;
    if (text.startsWith(QLatin1Char('-')) || text.startsWith(QChar(0x2212))) {
        negative = true;
        text.remove(0, 1);
    } else if (text.startsWith(QLatin1Char('+'))) {
        text.remove(0, 1);
    }
    const qsizetype separator = decimalSeparator(text);
    QString whole = separator < 0 ? text : text.left(separator);
    QString fraction = separator < 0 ? QString() : text.mid(separator + 1);
    whole.remove(QLatin1Char('.')).remove(QLatin1Char(','));
    const int places = minorUnitDigits(money.currency);
    while (fraction.size() > places && fraction.endsWith(QLatin1Char('0')))
        fraction.chop(1);
    if ((whole.isEmpty() && fraction.isEmpty()) || (scale == 1 && fraction.size() > places) || fraction.size() > 6)
        return std::nullopt;
    const QString digits = whole + fraction;
    for (const QChar c : digits)
        if (c < QLatin1Char('0') || c > QLatin1Char('9'))
            return std::nullopt;
    bool ok = false;
    qint64 value = digits.toLongLong(&ok);
    if (!ok)
        return std::nullopt;
    // value is in 10^-fraction.size() units; bring it to minor units, exactly.
    qint64 factor = scale;
    for (qsizetype i = fraction.size(); i < places; ++i)
        factor *= 10;
    qint64 divisor = 1;
    for (qsizetype i = places; i < fraction.size(); ++i)
        divisor *= 10;
    if (value > std::numeric_limits<qint64>::max() / factor)
        return std::nullopt;
    value *= factor;
    if (value % divisor != 0)
        return std::nullopt;
    money.minor = (negative ? -1 : 1) * (value / divisor);
    return money;
}

} // namespace mdmc
