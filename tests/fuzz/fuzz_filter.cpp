// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include "core/storage/query_sql.h"
#include "core/storage/record_query.h"
#include "tests/fuzz/sample_values.h"
#include "tests/support/test_database.h"

// Filter expressions (saved views, command line) and search texts. What parseFilter accepts must run on the real
// tables, or be refused as InvalidInput where a comparison does not suit its field; a SQL error is a finding.

using namespace mdmc;
using namespace mdmc::storage;
using mdmc::fuzz::require;

namespace {

/// Runs the query in every form there is; the same verdict each time.
void run(Database &db, RecordStore &store, const RecordQuery &query)
{
    const auto rowIds = queryRowIds(db, query);
    const auto count = queryCount(db, query);
    const auto records = queryRecords(db, store, query, 20);
    for (const Error *error : {rowIds ? nullptr : &rowIds.error(), count ? nullptr : &count.error(),
                               records ? nullptr : &records.error()}) {
        if (error)
            require(error->code == ErrorCode::InvalidInput && !rowIds, "a filter is refused or it runs", error->detail.toUtf8());
    }
    if (!rowIds)
        return;
    require(count && *count == qint64(rowIds->size()), "the count is the number of rows");
    require(records && records->size() == std::min<size_t>(20, rowIds->size()), "the first records are those of the rows");
    if (query.type == EntityType::Lead)
        require(queryStageTotals(db, {}, query).has_value(), "totals run where rows do");
    require(queryValueCounts(db, query, 0).has_value(), "counts run where rows do");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Database db = test::recordDatabase();
    static RecordStore store(db, nullptr, true);
    static const bool isFilled = [] {
        SeededRandom random(7);
        for (const EntityInfo *info : allEntities()) {
            for (int i = 0; i < 3; ++i)
                require(store.save(fuzz::sampleRecord(info->type, random)).has_value(), "sample rows can be saved");
        }
        return true;
    }();
    require(isFilled, "there are rows");

    fuzz::Steering steering(data, size);
    const auto all = allEntities();
    RecordQuery query;
    query.type = all[steering.byte() % all.size()]->type;
    const uint8_t order = steering.byte();
    query.sort.field = int(order & 0x3f) - 1;
    query.sort.order = order & 0x40 ? Qt::DescendingOrder : Qt::AscendingOrder;
    if (order & 0x80) {
        query.search = QString::fromUtf8(steering.rest());
        run(db, store, query);
        return 0;
    }
    const auto filter = parseFilter(query.type, steering.rest());
    if (!filter) {
        require(filter.error().code == ErrorCode::InvalidInput && !filter.error().detail.isEmpty(), "a refusal says why");
        return 0;
    }
    const QByteArray json = filterToJson(query.type, *filter);
    const auto again = parseFilter(query.type, json);
    require(again.has_value(), "a filter written can be read", json);
    require(*again == *filter, "a filter written reads the same", json);
    query.filter = *filter;
    run(db, store, query);
    return 0;
}
