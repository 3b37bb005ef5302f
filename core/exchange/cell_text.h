// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/money.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace mdmc::exchange {

// What people write into one cell of a table.

/// The cell without control characters (line ends and tabs stay) and outer spaces.
QString cleanCell(const QString &cell);
/// Whether the cell says that there is nothing: empty, `-`, `n/a`, `#N/A` ….
bool isNothing(QStringView cell);

/// Entries of a list. Separators are `;` `|` and line ends; where there are none of these, `,` outside brackets and
/// ` / `. An entry in quotation marks (doubled inside) is taken as it is.
QStringList splitList(const QString &cell);
/// The cell from which `splitList` reads the same entries (each trimmed and not empty): joined by `; `.
QString joinList(const QStringList &entries);

/// Addresses, also as `Name <address>` and `mailto:`; what is none is kept, to be named as such.
QStringList splitEmails(const QString &cell);
/// Numbers, in the form in which they are stored where they can be read; what cannot is kept.
QStringList splitPhones(const QString &cell, QStringView country);

struct PersonName {
    QString first;
    QString last;
    bool operator==(const PersonName &) const = default;
};
/// `Léa Valdorne`, `VALDORNE Léa` and `Valdorne, Léa` alike. A single word is a first name.
PersonName splitName(const QString &cell);

/// An amount as `parseMoney` reads it, also with any ISO 4217 code and with `HT`, `TTC`, `environ`, `max` beside it.
std::optional<Money> readAmount(const QString &cell, const QString &defaultCurrency);
/// The currency that a cell names by code or sign.
std::optional<QString> readCurrency(const QString &cell);

} // namespace mdmc::exchange
