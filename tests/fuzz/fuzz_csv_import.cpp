// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/csv_options.h"
#include "tests/fuzz/fuzz_target.h"

#include "core/exchange/lead_import.h"
#include "core/storage/record_store.h"
#include "tests/support/lead_book.h"
#include "tests/support/list_rule_context.h"

#include <QBuffer>

// The import of a file, whose promises are checked on what it planned. The first byte steers the options, the rest is the
// file, of which few rows are taken: an import of many is slow, and more rows of the same teach nothing.

using namespace mdmc;
using namespace mdmc::exchange;
using mdmc::fuzz::require;

namespace {

constexpr qint64 kMaxRows = 12;

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
    const CsvOptions options = fuzz::csvOptionsFrom(choice);
    QBuffer file;
    file.setData(steering.rest());
    file.open(QIODevice::ReadOnly);
    if (const auto preview = previewFile(file, options, 20); preview && checkMapping(preview->mapping, preview->header))
        importTwice(file, options, preview->mapping, choice);
    return 0;
}
