// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFlags>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace mdmc::exchange {

/// What a person should know about a row that was read all the same.
enum class CsvNote : quint8 {
    MoreCells = 1,        ///< More cells than the header; the last ones belong to no column.
    FewerCells = 2,       ///< Fewer cells than the header; the missing ones count as empty.
    StrayQuote = 4,       ///< A quotation mark where none should be; taken literally.
    UnclosedQuote = 8,    ///< A quotation mark that is never closed; taken literally.
    UndecodableText = 16, ///< Holds U+FFFD where the file's bytes were no text.
};
Q_DECLARE_FLAGS(CsvNotes, CsvNote)
Q_DECLARE_OPERATORS_FOR_FLAGS(CsvNotes)

struct CsvRow {
    qint64 line = 0; ///< Line of the file, from 1, on which the row starts; a quoted cell may span several.
    QStringList cells;
    CsvNotes notes;

    /// The cell, or an empty text where the row is too short.
    QString cell(qsizetype column) const { return column >= 0 && column < cells.size() ? cells[column] : QString(); }
    bool isBlank() const;

    bool operator==(const CsvRow &) const = default;
};

struct CsvLimits {
    qsizetype cellChars = 1 << 20;
    qsizetype rowChars = 16 << 20;
    qsizetype columns = 1000;
    int unclosedQuotes = 100; ///< Recovering from one costs a second look at up to `rowChars`.
};

/// RFC 4180 records out of text that arrives in pieces; where the pieces are cut makes no difference.
/// Lines end in CR LF, LF or CR. Cells keep their spaces and line ends as they are.
/// Not thread-safe; use it on one thread at a time.
class CsvRecords {
public:
    explicit CsvRecords(QChar delimiter, CsvLimits limits = {}) : m_delimiter(delimiter), m_limits(limits) {}

    void feed(QStringView text);
    /// Says that no more text follows.
    void finish() { m_isFinished = true; }

    /// The next record, an empty line included (one empty cell). Nothing: feed more, or after `finish()` the end.
    /// `TooLarge` or `InvalidInput` with the line in the detail and `file.cell`, `file.row`, `file.columns`,
    /// `file.quotes` or `file.binary` as field; there is no going on after that.
    Result<std::optional<CsvRow>> next();

    /// Line on which the next record starts.
    qint64 line() const { return m_line; }

private:
    QChar m_delimiter;
    CsvLimits m_limits;
    QString m_text;
    qsizetype m_position = 0;
    qint64 m_line = 1;
    int m_unclosedQuotes = 0;
    bool m_isFinished = false;
};

} // namespace mdmc::exchange
