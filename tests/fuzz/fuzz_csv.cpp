// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include "core/exchange/csv_writer.h"
#include "core/exchange/lead_import.h"
#include "tests/fuzz/csv_options.h"

#include <QBuffer>

// Files that people bring: reading, preview and the mapping of columns (the import itself: fuzz_csv_import.cpp). The first
// byte steers the options, the rest is the file.

using namespace mdmc;
using namespace mdmc::exchange;
using mdmc::fuzz::require;

namespace {

struct Rows {
    QString verdict; ///< Empty, or the field of the error.
    std::vector<CsvRow> rows;
    bool operator==(const Rows &) const = default;
};

Rows recordsOf(const QString &text, QChar delimiter, const CsvLimits &limits, qsizetype piece)
{
    CsvRecords records(delimiter, limits);
    Rows found;
    for (qsizetype at = 0; at <= text.size(); at += piece) {
        records.feed(QStringView(text).mid(at, piece));
        if (at + piece > text.size())
            records.finish();
        for (;;) {
            auto next = records.next();
            if (!next) {
                found.verdict = next.error().field;
                return found;
            }
            if (!*next)
                break;
            require((*next)->cells.size() >= 1 && (*next)->cells.size() <= limits.columns, "columns stay under their limit");
            found.rows.push_back(std::move(**next));
        }
    }
    return found;
}

/// Cells come back as they were written, but for empty ones beyond the last column.
void writeAndRead(const std::vector<CsvRow> &rows)
{
    QBuffer buffer;
    buffer.open(QIODevice::ReadWrite);
    CsvWriter writer(buffer);
    qsizetype columns = 1;
    for (const CsvRow &row : rows)
        columns = std::max(columns, row.cells.size());
    require(writer.writeRow(QStringList(columns, QStringLiteral("title"))).has_value(), "a buffer can be written");
    std::vector<QStringList> written;
    for (const CsvRow &row : rows) {
        if (row.isBlank() || row.cells.join(QString()).contains(QChar(0)))
            continue;
        require(writer.writeRow(row.cells).has_value(), "a buffer can be written");
        written.push_back(row.cells);
    }
    require(writer.finish().has_value(), "a buffer can be written");
    buffer.seek(0);
    auto reader = CsvReader::open(buffer, {.delimiter = QChar(u',')});
    require(reader.has_value(), "what was written opens", reader ? QByteArray() : reader.error().detail.toUtf8());
    for (const QStringList &cells : written) {
        const auto row = reader->next();
        require(row && *row, "what was written has its rows", row ? QByteArray() : row.error().field.toUtf8());
        require((*row)->cells == cells, "what was written reads the same");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Steering steering(data, size);
    const uint8_t choice = steering.byte();
    const CsvOptions options = fuzz::csvOptionsFrom(choice);
    QBuffer file;
    file.setData(steering.rest());
    file.open(QIODevice::ReadOnly);

    const auto preview = previewFile(file, options, 20);
    if (!preview) {
        require(!preview.error().field.isEmpty(), "a refusal names its kind", preview.error().detail.toUtf8());
        return 0;
    }
    TextDecoder decoder(preview->format.encoding.encoding);
    QString text = decoder.decode(QByteArrayView(file.data()).sliced(preview->format.encoding.bomSize));
    text += decoder.finish();
    const Rows whole = recordsOf(text, preview->format.delimiter, options.limits, text.size() + 1);
    require(whole == recordsOf(text, preview->format.delimiter, options.limits, 1 + choice % 7),
            "where the text is cut makes no difference");
    writeAndRead(whole.rows);

    const QByteArray json = mappingToJson(preview->mapping, preview->header);
    const auto mapping = mappingFromJson(json, preview->header);
    if (checkMapping(preview->mapping, preview->header))
        require(mapping && *mapping == preview->mapping, "a mapping written reads the same");
    return 0;
}
