// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/list_update.h"

#include "core/storage/query_sql.h"

#include <algorithm>
#include <array>

namespace mdmc::storage {

namespace {

/// From here on a new query is as quick.
constexpr size_t kMostWritten = 32;

/// Whether the order of the query's records is made of records of that type, too.
bool sortsBy(const RecordQuery &query, EntityType type)
{
    const EntityInfo &info = entityInfo(query.type);
    if (query.sort.field < 0 || query.sort.field >= info.fieldCount())
        return false;
    const FieldInfo &field = info.field(query.sort.field);
    return (field.hasReference && field.refers == type) || (field.list && type == EntityType::ListItem);
}

/// The rows of the query's type that were written; nothing when they do not tell all.
std::optional<std::vector<qint64>> writtenRows(const RecordQuery &query, const RecentRows &recent, RecentRows::Mark asOf)
{
    const auto rows = recent.since(asOf);
    if (!rows)
        return std::nullopt;
    std::vector<qint64> written;
    for (const RecentRows::Row &row : *rows) {
        if (sortsBy(query, row.type))
            return std::nullopt;
        if (row.type == query.type)
            written.push_back(row.rowId);
    }
    return written.size() <= kMostWritten ? std::optional(std::move(written)) : std::nullopt;
}

/// Which of `rowIds` the query yields, in its order.
Result<std::vector<qint64>> inOrder(Database &db, const RecordQuery &query, std::span<const qint64> rowIds)
{
    std::vector<qint64> ordered;
    if (rowIds.empty())
        return ordered;
    SqlText among;
    QByteArrayView before = "SELECT column1 AS row_id FROM (VALUES(";
    for (const qint64 rowId : rowIds) {
        among << before;
        among.argument(rowId);
        before = "),(";
    }
    among << "))";
    MDMC_ASSIGN(const SqlText sql, rowIdSqlAmong(std::move(among), query));
    MDMC_ASSIGN(Statement statement, sql.prepare(db));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return ordered;
        ordered.push_back(statement.columnInt64(0));
    }
}

/// Copies the list without the rows that were written, and says where they stood.
void takeOut(std::span<const qint64> list, const std::vector<qint64> &written, UpdatedRows &updated)
{
    // Few of a long list pass this, and the others cost one look.
    constexpr size_t kBits = 4096;
    std::array<bool, kBits> mayBeWritten{};
    for (const qint64 rowId : written)
        mayBeWritten[size_t(rowId) % kBits] = true;
    updated.rowIds.reserve(list.size() + written.size());
    size_t copied = 0;
    for (size_t i = 0; i < list.size(); ++i) {
        if (!mayBeWritten[size_t(list[i]) % kBits] || !std::binary_search(written.begin(), written.end(), list[i]))
            continue;
        updated.before.push_back(i);
        updated.rowIds.insert(updated.rowIds.end(), list.begin() + qsizetype(copied), list.begin() + qsizetype(i));
        copied = i + 1;
    }
    updated.rowIds.insert(updated.rowIds.end(), list.begin() + qsizetype(copied), list.end());
}

} // namespace

Result<std::optional<UpdatedRows>> updateRowIds(Database &db, const RecordQuery &query, std::span<const qint64> list,
                                                const RecentRows &recent, RecentRows::Mark asOf)
{
    using Answer = std::optional<UpdatedRows>;
    if (hasWords(query.search)) // What the full text finds changes without the records, while it is made.
        return Answer();
    // Only what is asked after the snapshot has begun says all that the snapshot has: a look at the file begins it.
    MDMC_TRY(db.queryInt64("SELECT 1 FROM sqlite_schema LIMIT 1"));
    const auto written = writtenRows(query, recent, asOf);
    if (!written)
        return Answer();
    UpdatedRows updated;
    takeOut(list, *written, updated);
    MDMC_ASSIGN(const std::vector<qint64> found, inOrder(db, query, *written));
    RecordQuery order = query; // Of rows that the query yields.
    order.filter = {};
    auto from = updated.rowIds.begin();
    std::vector<size_t> places; // Among those that were not written.
    for (const qint64 rowId : found) {
        auto to = updated.rowIds.end();
        while (from != to) {
            const auto middle = from + (to - from) / 2;
            const std::array pair{*middle, rowId};
            MDMC_ASSIGN(const std::vector<qint64> ordered, inOrder(db, order, pair));
            if (ordered.size() != pair.size())
                return Answer(); // It should not have been in the list.
            if (ordered.front() == rowId)
                to = middle;
            else
                from = middle + 1;
        }
        places.push_back(size_t(from - updated.rowIds.begin()));
    }
    for (size_t i = 0; i < found.size(); ++i) {
        updated.now.push_back(places[i] + i);
        updated.rowIds.insert(updated.rowIds.begin() + qsizetype(updated.now.back()), found[i]);
    }
    return Answer(std::move(updated));
}

} // namespace mdmc::storage
