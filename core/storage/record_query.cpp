// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_query.h"

#include "core/storage/query_sql.h"

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

constexpr int kNoLimit = std::numeric_limits<int>::max();

/// From here on looking up each hit's row to sort by it takes longer than walking the whole list.
constexpr size_t kManyHits = 1000;

/// The list without the search, read off its index, and of it the `hits` (ascending).
Result<std::vector<qint64>> orderedHits(Database &db, RecordQuery query, const std::vector<qint64> &hits, size_t limit)
{
    query.search.clear();
    MDMC_ASSIGN(const SqlText sql, rowIdSql(query));
    return firstOf(db, sql, hits, limit);
}

/// What a search finds, ascending; nothing where nothing is searched for.
Result<std::optional<std::vector<qint64>>> hitsOf(Database &db, const RecordQuery &query)
{
    MDMC_ASSIGN(const std::optional<SqlText> search, hitSql(query));
    if (!search)
        return std::optional<std::vector<qint64>>();
    MDMC_ASSIGN(std::vector<qint64> hits, rowIdsOf(db, *search));
    return std::optional(std::move(hits));
}

Result<FirstRows> firstAmong(Database &db, const RecordQuery &query, const std::optional<std::vector<qint64>> &hits, int limit)
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
    return firstAmong(db, query, hits, limit);
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
        MDMC_ASSIGN(FirstRows rows, firstAmong(db, one, hits, limit));
        columns.push_back(std::move(rows));
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
