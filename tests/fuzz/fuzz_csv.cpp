// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include "core/exchange/csv_writer.h"
#include "core/exchange/lead_import.h"
#include "core/storage/record_store.h"
#include "tests/support/lead_book.h"
#include "tests/support/list_rule_context.h"

#include <QBuffer>

// Files that people bring: reading, preview and the whole import, whose promises are checked on what it planned. The
// first byte steers the options, the rest is the file.

using namespace mdmc;
using namespace mdmc::exchange;
using mdmc::fuzz::require;

namespace {

constexpr qint64 kMaxRows = 200; ///< Of an import: more rows of the same teach nothing.

CsvOptions optionsFrom(uint8_t choice)
{
    CsvOptions options;
    options.hasHeader = !(choice & 1);
    if (choice & 2)
        options.encoding = TextEncoding((choice >> 2) & 3);
    if (choice & 16)
        options.delimiter = QChar(u';');
    options.limits = {.cellChars = 4096, .rowChars = 16384, .columns = 100, .unclosedQuotes = 5};
    return options;
}

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

struct Plan {
    bool isRefused = false;
    std::vector<PlannedRow> rows;
    ImportCounts counts;
};

Plan importOf(QBuffer &file, const CsvOptions &csv, const ImportOptions &options, const RuleContext &context,
              LeadBook &book, int chunk)
{
    Plan plan;
    file.seek(0);
    auto import = LeadImport::open(file, csv, options, context);
    if (!import) {
        plan.isRefused = true;
        return plan;
    }
    for (bool isMore = true; isMore && qint64(plan.rows.size()) < kMaxRows;) {
        std::vector<PlannedRow> rows;
        const auto next = (*import)->nextChunk(chunk, context, book, rows);
        if (!next) {
            plan.isRefused = true;
            break;
        }
        isMore = *next;
        for (PlannedRow &row : rows) {
            require(row.hasEdit() || row.changes.empty(), "only what is created or updated has changes");
            require(row.outcome != RowOutcome::Invalid || (!row.issues.empty() && row.issues.front().isError()),
                    "an invalid row says why");
            for (const RowIssue &issue : row.issues)
                require(!describe(issue).isEmpty(), "an issue can be worded");
            book.apply(row);
            plan.rows.push_back(std::move(row));
        }
    }
    plan.counts = (*import)->counts();
    require(plan.counts.rows == qint64(plan.rows.size()) && plan.counts.sum() == plan.counts.rows, "the counts add up");
    return plan;
}

/// Imported again, a file creates nothing a second time; rows planned one by one are planned the same.
void importTwice(QBuffer &file, const CsvOptions &csv, const ColumnMapping &mapping, uint8_t choice)
{
    static const ListRuleContext context = ListRuleContext::defaults();
    ImportOptions options;
    options.mapping = mapping;
    options.idSalt = QByteArrayLiteral("fuzz");
    options.mode = ImportMode((choice >> 5) % 3);
    LeadBook book;
    const Plan first = importOf(file, csv, options, context, book, 100);
    LeadBook other;
    const Plan oneByOne = importOf(file, csv, options, context, other, 1);
    require(first.isRefused == oneByOne.isRefused, "the size of the chunks makes no difference to the verdict");
    if (first.isRefused)
        return;
    require(first.counts == oneByOne.counts || qint64(first.rows.size()) >= kMaxRows,
            "the size of the chunks makes no difference");
    for (const auto &[id, record] : book.leads)
        require(storage::searchText(record).size() < 1'000'000, "a lead can be indexed");
    const Plan second = importOf(file, csv, options, context, book, 100);
    require(second.counts.created == 0, "importing again creates no lead twice");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Steering steering(data, size);
    const uint8_t choice = steering.byte();
    const CsvOptions options = optionsFrom(choice);
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
    if (checkMapping(preview->mapping, preview->header)) {
        require(mapping && *mapping == preview->mapping, "a mapping written reads the same");
        importTwice(file, options, *mapping, choice);
    }
    return 0;
}
