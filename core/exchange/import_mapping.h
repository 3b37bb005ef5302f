// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/column_guess.h"
#include "core/exchange/csv_reader.h"

namespace mdmc::exchange {

/// Which column goes where: one target of `importTargets()` per column of the file, `ignore` for none. Columns beyond
/// its end are ignored.
struct ColumnMapping {
    QStringList targets;

    bool operator==(const ColumnMapping &) const = default;
};

/// What a person sees of a file before anything is imported.
struct FilePreview {
    CsvFormat format;
    QStringList header;
    std::vector<CsvRow> rows; ///< The first ones.
    std::vector<ColumnGuess> guesses; ///< One per column.
    ColumnMapping mapping; ///< The guesses as a mapping, to be changed.
};
/// Reads the beginning of the file (and all of it once for its encoding). Errors as `CsvReader::open` and `next`.
Result<FilePreview> previewFile(QIODevice &device, const CsvOptions &options = {}, int rows = 100);

/// InvalidInput, `field` being `mapping[<column>]` for a target that does not exist or is given twice without being
/// repeatable, `mapping` for more targets than columns or when no column says who a row is about.
Result<> checkMapping(const ColumnMapping &mapping, const QStringList &header);

/// The lead's field (FieldInfo::name) that a target fills, for its label; empty for `ignore`, `id` and `fullName`;
/// `currency` gives `budget`.
QString fieldOfTarget(QStringView target);

/// Files with the same titles in the same order, whatever their case, accents and punctuation, have the same signature
/// (64 hexadecimal digits): the key under which callers keep a mapping.
QString headerSignature(const QStringList &header);

/// `{"version":1,"signature":…,"columns":[{"title":…,"target":…}…]}`.
QByteArray mappingToJson(const ColumnMapping &mapping, const QStringList &header);
/// The mapping again, for a file with this header. InvalidInput: `mapping.json` for what is no such JSON,
/// `mapping.signature` when it was made for other columns; else as `checkMapping`.
Result<ColumnMapping> mappingFromJson(const QByteArray &json, const QStringList &header);
/// From the command line: `Title=target` or `3=target` (columns from 1) separated by `;` or `,`, over the guesses.
Result<ColumnMapping> mappingFromText(QStringView text, const ColumnMapping &guessed, const QStringList &header);

} // namespace mdmc::exchange
