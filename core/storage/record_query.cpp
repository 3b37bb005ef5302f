// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_query.h"

#include "core/storage/field_index.h"
#include "core/storage/list_walk.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace mdmc::storage {

namespace {

Result<std::vector<qint64>> rowIdsOf(Database &db, const SqlText &sql)
{
    MDMC_ASSIGN(Statement statement, sql.prepare(db));
    std::vector<qint64> rowIds;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return rowIds;
        rowIds.push_back(statement.columnInt64(0));
    }
}

/// Those of the list that are among `hits` (ascending), `limit` at most.
Result<std::vector<qint64>> firstOf(Database &db, const SqlText &list, const std::vector<qint64> &hits, size_t limit)
{
    MDMC_ASSIGN(Statement statement, list.prepare(db));
    std::vector<qint64> rowIds;
    while (rowIds.size() < limit) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            break;
        if (std::binary_search(hits.begin(), hits.end(), statement.columnInt64(0)))
            rowIds.push_back(statement.columnInt64(0));
    }
    return rowIds;
}

/// From here on looking up each hit's row to sort by it takes longer than walking the whole list.
constexpr size_t kManyHits = 1000;

constexpr int kNoLimit = std::numeric_limits<int>::max();

/// The list without the search, read off its index, and of it the `hits` (ascending).
Result<std::vector<qint64>> orderedHits(Database &db, RecordQuery query, const std::vector<qint64> &hits, size_t limit)
{
    query.search.clear();
    MDMC_ASSIGN(const SqlText sql, rowIdSql(query));
    return firstOf(db, sql, hits, limit);
}

/// What a search finds, ascending; nothing where nothing is searched for.
Result<SearchHits> hitsOf(Database &db, const RecordQuery &query)
{
    const std::optional<SqlText> search = hitSql(query);
    if (!search)
        return SearchHits();
    MDMC_ASSIGN(std::vector<qint64> hits, rowIdsOf(db, *search));
    return SearchHits(std::move(hits));
}

/// The whole list from a statement that leaves the search out.
Result<FirstRows> wholeOf(Database &db, const SqlText &sql, const SearchHits &hits)
{
    MDMC_ASSIGN(std::vector<qint64> rowIds, hits ? firstOf(db, sql, *hits, kNoLimit) : rowIdsOf(db, sql));
    return FirstRows{std::move(rowIds), true};
}

/// A list of which so few records can pass the filter, by an index, that each of them is looked at.
Result<std::optional<FirstRows>> fewByIndex(Database &db, const RecordQuery &query, const SearchHits &hits, int limit)
{
    MDMC_ASSIGN(const std::optional<SqlText> few, fewSql(db, query, limit));
    if (!few)
        return std::optional<FirstRows>();
    MDMC_ASSIGN(FirstRows whole, wholeOf(db, *few, hits));
    return std::optional(std::move(whole));
}

/// A list that is read in the order of an index, or not at all in that of one; nothing where the planner does well.
Result<std::optional<FirstRows>> inOrder(Database &db, const RecordQuery &query, const SearchHits &hits, int limit)
{
    const bool isFiltered = !query.filter.isEmpty();
    if (isFiltered && isCoveredBySchema(query))
        return std::optional<FirstRows>();
    if (limit != kNoLimit || !isFiltered) {
        MDMC_ASSIGN(WalkedRows walked, walkInOrder(db, query, hits, limit));
        if (walked.end == WalkedRows::End::NoOrder)
            return std::optional<FirstRows>();
        if (walked.end != WalkedRows::End::TooFar)
            return std::optional(FirstRows{std::move(walked.rowIds), walked.end == WalkedRows::End::OfList});
    }
    MDMC_ASSIGN(const SqlText sorted, sortedRowIdSql(query));
    MDMC_ASSIGN(FirstRows whole, wholeOf(db, sorted, hits));
    return std::optional(std::move(whole));
}

/// Without the words that it has searched for. Nothing where so few were found that sorting them is quickest.
std::optional<RecordQuery> listOf(const RecordQuery &query, const SearchHits &hits)
{
    if (hits && hits->size() <= kManyHits)
        return std::nullopt;
    RecordQuery list = query;
    list.search.clear();
    return list;
}

Result<FirstRows> firstAmong(Database &db, const RecordQuery &query, const SearchHits &hits, int limit)
{
    FirstRows first;
    if (hits && hits->size() > kManyHits) {
        MDMC_ASSIGN(first.rowIds, orderedHits(db, query, *hits, size_t(limit)));
        first.isAll = first.rowIds.size() < size_t(limit);
        return first;
    }
    const bool isWhole = hits || limit == kNoLimit;
    MDMC_ASSIGN(const SqlText sql, isWhole ? rowIdSql(query) : rowIdSql(query, Part{limit, 0}));
    MDMC_ASSIGN(first.rowIds, rowIdsOf(db, sql));
    first.isAll = isWhole || first.rowIds.size() < size_t(limit);
    return first;
}

} // namespace

Result<std::vector<qint64>> queryRowIds(Database &db, const RecordQuery &query)
{
    MDMC_ASSIGN(FirstRows all, queryFirstRowIds(db, query, kNoLimit));
    return std::move(all.rowIds);
}

Result<FirstRows> queryFirstRowIds(Database &db, const RecordQuery &query, int limit)
{
    MDMC_ASSIGN(const auto hits, hitsOf(db, query));
    std::optional<FirstRows> found;
    if (const auto list = listOf(query, hits)) {
        MDMC_ASSIGN(found, fewByIndex(db, *list, hits, limit));
        if (!found) {
            MDMC_ASSIGN(found, inOrder(db, *list, hits, limit));
        }
    }
    return found ? Result<FirstRows>(std::move(*found)) : firstAmong(db, query, hits, limit);
}

Result<std::vector<FirstRows>> queryFirstOfStages(Database &db, const RecordQuery &query, std::span<const RecordId> stages,
                                                  int limit)
{
    MDMC_ASSIGN(const auto hits, hitsOf(db, query));
    RecordQuery one = query;
    const int stage = entityInfo(EntityType::Lead).indexOf(QLatin1String("stageId"));
    std::vector<FirstRows> columns;
    for (const RecordId &id : stages) {
        one.filter = {};
        one.filter.conditions = {{stage, Comparison::Equals, {Value(id)}}};
        if (!query.filter.isEmpty())
            one.filter.groups = {query.filter};
        std::optional<FirstRows> found;
        if (const auto list = listOf(one, hits)) {
            MDMC_ASSIGN(found, fewByIndex(db, *list, hits, limit));
        }
        if (!found) {
            MDMC_ASSIGN(found, firstAmong(db, one, hits, limit));
        }
        columns.push_back(std::move(*found));
    }
    return columns;
}

Result<qint64> queryCount(Database &db, const RecordQuery &query)
{
    SqlText sql;
    sql << "SELECT count(*) FROM " << tableOf(query.type) << " t";
    MDMC_TRY(appendWhere(sql, query));
    MDMC_ASSIGN(Statement statement, sql.prepare(db));
    MDMC_ASSIGN(const bool hasRow, statement.step());
    return hasRow ? statement.columnInt64(0) : 0;
}

Result<std::vector<Record>> queryRecords(Database &db, RecordStore &store, const RecordQuery &query, int limit, int offset)
{
    MDMC_ASSIGN(const SqlText sql, recordSql(query, Part{limit, offset}));
    MDMC_ASSIGN(Statement statement, sql.prepare(db));
    std::vector<Record> records;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return records;
        MDMC_ASSIGN(Record record, store.read(query.type, statement));
        records.push_back(std::move(record));
    }
}

Result<std::optional<qint64>> rowIdOf(Database &db, EntityType type, const RecordId &id)
{
    return db.queryInt64(QByteArray("SELECT rowid FROM " + tableOf(type) + " WHERE id=?1 AND deleted=0"), id);
}

Result<std::vector<StageTotals>> queryStageTotals(Database &db, const RecordId &pipelineId, const RecordQuery &query)
{
    struct Column {
        bool isWon = false;
        qint64 probability = 0;
        StageTotals totals;
    };
    std::vector<Column> columns;
    std::unordered_map<RecordId, size_t> places;
    {
        MDMC_ASSIGN(Statement stages, db.prepare("SELECT id, kind, probability FROM stage WHERE deleted=0 "
                                                 "AND coalesce(is_archived,0)=0 AND pipeline_id=?1 "
                                                 "ORDER BY position, id"));
        stages.bind(1, pipelineId);
        while (true) {
            MDMC_ASSIGN(const bool hasRow, stages.step());
            if (!hasRow)
                break;
            const RecordId id = stages.columnRecordId(0);
            places.emplace(id, columns.size());
            columns.push_back({stages.columnUtf8View(1) == QByteArrayView("won"), stages.columnInt64(2), {id, 0, {}}});
        }
    }
    // Added up here: grouping in SQL would sort every hit by stage and currency first.
    MDMC_ASSIGN(const SqlText sql, stageAmountSql(query));
    MDMC_ASSIGN(Statement hits, sql.prepare(db));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, hits.step());
        if (!hasRow)
            break;
        const auto place = places.find(hits.columnRecordId(0));
        if (place == places.end())
            continue;
        Column &column = columns[place->second];
        ++column.totals.count;
        const int first = column.isWon ? 3 : 1;
        if (hits.isNull(first))
            continue;
        const QString currency = hits.columnText(first + 1);
        auto &amounts = column.totals.amounts;
        auto amount = std::find_if(amounts.begin(), amounts.end(), [&](const auto &a) { return a.currency == currency; });
        if (amount == amounts.end())
            amount = amounts.insert(amounts.end(), {currency, 0, 0});
        const qint64 minor = hits.columnInt64(first);
        amount->sum += minor;
        amount->weighted += (minor * column.probability + 50) / 100;
    }
    std::vector<StageTotals> totals;
    for (Column &column : columns) {
        std::sort(column.totals.amounts.begin(), column.totals.amounts.end(),
                  [](const auto &a, const auto &b) { return a.currency < b.currency; });
        totals.push_back(std::move(column.totals));
    }
    return totals;
}

Result<std::vector<ValueCount>> queryValueCounts(Database &db, const RecordQuery &query, int field, int limit)
{
    const EntityInfo &info = entityInfo(query.type);
    if (field < 0 || field >= info.fieldCount() || info.field(field).type == FieldType::Money)
        return failure(ErrorCode::InvalidInput, QStringLiteral("values of this field cannot be counted"));
    const FieldInfo &described = info.field(field);
    const QByteArray column = "t." + toColumnName(described.name).toLatin1();
    const bool isSet = described.type == FieldType::TextSet;
    SqlText sql;
    sql << "SELECT " << (isSet ? QByteArray("j.value") : column) << " AS v, count(*) FROM " << tableOf(query.type) << " t";
    if (isSet)
        sql << ", json_each(" << column << ") j";
    MDMC_TRY(appendWhere(sql, query));
    sql << " GROUP BY v ORDER BY 2 DESC, 1 LIMIT ";
    sql.argument(qint64(limit));
    MDMC_ASSIGN(Statement statement, sql.prepare(db));
    std::vector<ValueCount> counts;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return counts;
        Value value;
        if (!statement.isNull(0)) {
            switch (described.type) {
            case FieldType::Id: value = Value(statement.columnRecordId(0)); break;
            case FieldType::Bool: value = Value(statement.columnBool(0)); break;
            case FieldType::Integer:
            case FieldType::Timestamp: value = Value(statement.columnInt64(0)); break;
            case FieldType::Date: value = Value(QDate::fromString(statement.columnText(0), Qt::ISODate)); break;
            default: value = Value(statement.columnText(0)); break;
            }
        }
        counts.push_back({value, statement.columnInt64(1)});
    }
}

} // namespace mdmc::storage
