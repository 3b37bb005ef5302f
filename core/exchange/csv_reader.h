// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/csv_records.h"
#include "core/exchange/text_encoding.h"

class QIODevice;

namespace mdmc::exchange {

/// What the person said about a file; what is left open is found out.
struct CsvOptions {
    std::optional<TextEncoding> encoding;
    std::optional<QChar> delimiter;
    bool hasHeader = true;
    CsvLimits limits;
};

/// How a file is read, given or found out.
struct CsvFormat {
    DetectedEncoding encoding;
    QChar delimiter = u',';
    bool hasSepLine = false; ///< Begins with Excel's `sep=;` line, which is no row.

    bool operator==(const CsvFormat &) const = default;
};

/// The delimiter of a text: the candidate (`;` `,` tab `|`) with which the first rows have the same number of cells as
/// the header. `,` where there is only one column. `isWhole` says that the text is not just the beginning of a longer
/// one.
QChar sniffDelimiter(QStringView text, bool isWhole);

/// Reads a CSV file row by row in constant memory, however long it is.
/// Blank rows (no cell with a visible character) are skipped and counted. A leading apostrophe that `CsvWriter` put
/// before a formula character is taken off. The device outlives the reader, which moves its position. One thread at a
/// time.
class CsvReader {
public:
    /// Reads the file through once for its encoding, then finds the delimiter and the header. Errors as
    /// `detectEncoding` and `CsvRecords::next`, and `InvalidInput`/`file.empty` for a file with blank lines only.
    static Result<CsvReader> open(QIODevice &device, const CsvOptions &options = {});

    const CsvFormat &format() const { return m_format; }
    /// Titles of the columns, trimmed; `Column 1` … (English) where the options say that there is no header.
    const QStringList &header() const { return m_header; }

    /// The next row; nothing at the end of the file. After an error there is no going on.
    Result<std::optional<CsvRow>> next();

    qint64 rowCount() const { return m_rows; } ///< Rows given out so far.
    /// Blank rows before the last row given out; those at the end of a file never count.
    qint64 blankRowCount() const { return m_blanks; }
    qint64 bytesRead() const; ///< For progress, of `bytesTotal()`.
    qint64 bytesTotal() const;

private:
    CsvReader(QIODevice &device, const CsvFormat &format, const CsvLimits &limits);
    Result<> readHeader(bool hasHeader);
    Result<std::optional<CsvRow>> nextVisible();
    Result<bool> readMore();

    QIODevice *m_device;
    CsvFormat m_format;
    TextDecoder m_decoder;
    CsvRecords m_records;
    QStringList m_header;
    std::optional<CsvRow> m_first; ///< The first row of a file without header, read to count its columns.
    qint64 m_rows = 0;
    qint64 m_blanks = 0;
    qint64 m_pendingBlanks = 0;
    qint64 m_chunkBytes;
    bool m_isAtEnd = false;
};

} // namespace mdmc::exchange
