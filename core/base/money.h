// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <optional>

namespace mdmc {

/// An amount in minor units of its ISO 4217 currency (cents for EUR, yen for JPY). Never a binary float.
struct Money {
    qint64 minor = 0;
    QString currency = QStringLiteral("EUR"); ///< ISO 4217 code, upper case.

    bool operator==(const Money &) const = default;
};

/// Number of minor-unit digits of an ISO 4217 currency: 2 for most, 0 for JPY, KRW …, 3 for KWD, BHD ….
int minorUnitDigits(QStringView currency);

/// The exact decimal text with a dot and no grouping, such as `1234.50`; no currency.
QString toDecimal(const Money &money);

/// Reads an amount as people and spreadsheets write it: `1 234,56 €`, `1,234.56`, `€1.234`, `12k`, `EUR 500`.
/// A symbol or code found in the text wins over `defaultCurrency`. Nothing when it is no amount, or when it has more
/// decimals than the currency has minor units, or does not fit.
std::optional<Money> parseMoney(QStringView text, const QString &defaultCurrency = QStringLiteral("EUR"));

} // namespace mdmc

Q_DECLARE_METATYPE(mdmc::Money)
