// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/csv_reader.h"

#include "core/exchange/csv_writer.h"

#include <QIODevice>

namespace mdmc::exchange {

namespace {

constexpr qint64 firstChunkBytes = 64 * 1024;
constexpr qint64 largestChunkBytes = 4 * 1024 * 1024;
constexpr qint64 sampleBytes = 256 * 1024;
constexpr int sampleRows = 200;

Error readError(qint64 line)
{
    return Error{
        ErrorCode::StorageFailure,
        QStringLiteral("The file could not be read beyond line %1. The rows before it are not affected.").arg(line),
        QStringLiteral("file.read")};
}

/// How well a delimiter explains the first rows, 0 when not at all.
double delimiterScore(QStringView text, bool isWhole, QChar delimiter)
{
    CsvRecords records(delimiter);
    records.feed(text);
    if (isWhole)
        records.finish();
    qsizetype headerCells = 0;
    int rows = 0;
    int agreeing = 0;
    int damaged = 0;
    while (rows < sampleRows) {
        const auto next = records.next();
        if (!next || !*next)
            break;
        const CsvRow &row = **next;
        if (row.isBlank() && row.cells.size() < 2)
            continue;
        if (headerCells == 0)
            headerCells = row.cells.size();
        ++rows;
        agreeing += row.cells.size() == headerCells ? 1 : 0;
        damaged += (row.notes & (CsvNotes(CsvNote::StrayQuote) | CsvNote::UnclosedQuote)) ? 1 : 0;
    }
    if (headerCells < 2)
        return 0;
    // With the wrong delimiter the quotes of the right one stand in the middle of cells.
    const double share = double(agreeing) / rows - 0.5 * double(damaged) / rows;
    return qMax(0.01, share + 0.01 * double(qMin<qsizetype>(headerCells, 20)));
}

/// The character of Excel's first line `sep=;`, if the text begins with one.
std::optional<QChar> sepLine(QStringView text)
{
    if (text.startsWith(u'"'))
        text = text.mid(1);
    if (!text.startsWith(u"sep=", Qt::CaseInsensitive) || text.size() < 5)
        return std::nullopt;
    const QChar delimiter = text[4];
    text = text.mid(5);
    if (text.startsWith(u'"'))
        text = text.mid(1);
    const bool endsThere = text.isEmpty() || text.startsWith(u'\r') || text.startsWith(u'\n');
    return endsThere && delimiter != u'\r' && delimiter != u'\n' && delimiter != u'"' ? std::optional(delimiter)
                                                                                      : std::nullopt;
}

Result<DetectedEncoding> encodingOf(QIODevice &device, const CsvOptions &options)
{
    auto detected = detectEncoding(device);
    if (!options.encoding)
        return detected;
    // What is no text stays refused; only the doubt between encodings is the person's to settle.
    if (!detected && detected.error().field != QLatin1String("file.encoding"))
        return detected;
    const bool isSame = detected && detected->encoding == *options.encoding;
    return isSame ? *detected : DetectedEncoding{*options.encoding, 0, true, 0};
}

Result<CsvFormat> formatOf(QIODevice &device, const CsvOptions &options)
{
    CsvFormat format;
    MDMC_ASSIGN(format.encoding, encodingOf(device, options));
    if (!device.seek(format.encoding.bomSize))
        return tl::unexpected(readError(1));
    const QByteArray bytes = device.read(sampleBytes);
    TextDecoder decoder(format.encoding.encoding);
    QString text = decoder.decode(bytes);
    const bool isWhole = device.atEnd();
    if (const auto sep = sepLine(text)) {
        format.hasSepLine = true;
        format.delimiter = options.delimiter.value_or(*sep);
    } else {
        format.delimiter = options.delimiter ? *options.delimiter : sniffDelimiter(text, isWhole);
    }
    if (!device.seek(format.encoding.bomSize))
        return tl::unexpected(readError(1));
    return format;
}

} // namespace

QChar sniffDelimiter(QStringView text, bool isWhole)
{
    QChar best = u',';
    double bestScore = 0;
    for (const QChar candidate : {QChar(u';'), QChar(u','), QChar(u'\t'), QChar(u'|')}) {
        const double score = delimiterScore(text, isWhole, candidate);
        if (score > bestScore) {
            bestScore = score;
            best = candidate;
        }
    }
    return best;
}

CsvReader::CsvReader(QIODevice &device, const CsvFormat &format, const CsvLimits &limits)
    : m_device(&device), m_format(format), m_decoder(format.encoding.encoding), m_records(format.delimiter, limits),
      m_chunkBytes(firstChunkBytes)
{
}

Result<CsvReader> CsvReader::open(QIODevice &device, const CsvOptions &options)
{
    MDMC_ASSIGN(const CsvFormat format, formatOf(device, options));
    CsvReader reader(device, format, options.limits);
    MDMC_TRY(reader.readHeader(options.hasHeader));
    return reader;
}

Result<> CsvReader::readHeader(bool hasHeader)
{
    if (m_format.hasSepLine) {
        for (;;) {
            MDMC_ASSIGN(const auto row, m_records.next());
            if (row)
                break;
            MDMC_ASSIGN(const bool hasMore, readMore());
            if (!hasMore)
                break;
        }
    }
    MDMC_ASSIGN(auto first, nextVisible());
    if (!first) {
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("The file holds blank lines only. Nothing was imported."),
                       QStringLiteral("file.empty"));
    }
    m_pendingBlanks = 0; // those above the header are no rows
    m_blanks = 0;
    while (first->cells.size() > 1 && first->cells.last().trimmed().isEmpty())
        first->cells.removeLast();
    if (hasHeader) {
        for (const QString &title : first->cells)
            m_header.append(title.simplified());
    } else {
        for (qsizetype i = 0; i < first->cells.size(); ++i)
            m_header.append(QStringLiteral("Column %1").arg(i + 1));
        m_first = std::move(first);
    }
    return {};
}

Result<std::optional<CsvRow>> CsvReader::next()
{
    std::optional<CsvRow> row = std::exchange(m_first, std::nullopt);
    if (!row) {
        MDMC_ASSIGN(row, nextVisible());
    }
    if (!row)
        return row;
    ++m_rows;
    m_blanks += std::exchange(m_pendingBlanks, 0);
    // Spreadsheets pad rows with empty cells; only what somebody wrote there is worth a note.
    while (row->cells.size() > m_header.size() && row->cells.last().trimmed().isEmpty())
        row->cells.removeLast();
    if (row->cells.size() > m_header.size())
        row->notes |= CsvNote::MoreCells;
    else if (row->cells.size() < m_header.size())
        row->notes |= CsvNote::FewerCells;
    for (QString &cell : row->cells) {
        if (cell.contains(u'\xFFFD'))
            row->notes |= CsvNote::UndecodableText;
        cell = unguardFormula(cell);
    }
    return row;
}

Result<std::optional<CsvRow>> CsvReader::nextVisible()
{
    for (;;) {
        MDMC_ASSIGN(auto row, m_records.next());
        if (!row) {
            MDMC_ASSIGN(const bool hasMore, readMore());
            if (!hasMore)
                return std::optional<CsvRow>();
            continue;
        }
        m_chunkBytes = firstChunkBytes;
        if (!row->isBlank())
            return row;
        ++m_pendingBlanks;
    }
}

/// Hands the next piece of the file to the records. False when even the end was handed on before.
Result<bool> CsvReader::readMore()
{
    if (m_isAtEnd)
        return false;
    const QByteArray bytes = m_device->read(m_chunkBytes);
    if (bytes.isEmpty()) {
        // QIODevice::read(qint64) answers a failure with an empty array too.
        if (!m_device->atEnd())
            return tl::unexpected(readError(m_records.line()));
        m_isAtEnd = true;
        m_records.feed(m_decoder.finish());
        m_records.finish();
        return true;
    }
    // A long row is looked at again with every piece: larger pieces keep that from adding up.
    m_chunkBytes = qMin(2 * m_chunkBytes, largestChunkBytes);
    m_records.feed(m_decoder.decode(bytes));
    return true;
}

qint64 CsvReader::bytesRead() const
{
    return m_device->pos();
}

qint64 CsvReader::bytesTotal() const
{
    return m_device->size();
}

} // namespace mdmc::exchange
