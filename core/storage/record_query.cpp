// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_query.h"

#include "core/storage/query_sql.h"

namespace mdmc::storage {

Result<std::vector<qint64>> queryRowIds(Database &db, const RecordQuery &query)
{
    SqlText sql;
    sql << "SELECT t.rowid FROM " << tableOf(query.type) << " t";
    MDMC_TRY(appendWhere(sql, query));
    MDMC_TRY(appendOrder(sql, query));
    MDMC_ASSIGN(Statement statement, sql.prepare(db));
    std::vector<qint64> rowIds;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return rowIds;
        rowIds.push_back(statement.columnInt64(0));
    }
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
    // Rows are found first and read by row id, so that sorting never carries whole rows along.
    SqlText sql;
    sql << "SELECT t.rowid FROM " << tableOf(query.type) << " t";
    MDMC_TRY(appendWhere(sql, query));
    MDMC_TRY(appendOrder(sql, query));
    sql << " LIMIT ";
    sql.argument(qint64(limit));
    sql << " OFFSET ";
    sql.argument(qint64(offset));
    std::vector<qint64> rowIds;
    {
        MDMC_ASSIGN(Statement statement, sql.prepare(db));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, statement.step());
            if (!hasRow)
                break;
            rowIds.push_back(statement.columnInt64(0));
        }
    }
    return store.byRowIds(query.type, rowIds);
}

Result<std::optional<qint64>> rowIdOf(Database &db, EntityType type, const RecordId &id)
{
    return db.queryInt64(QByteArray("SELECT rowid FROM " + tableOf(type) + " WHERE id=?1 AND deleted=0"), id);
}

Result<std::vector<StageTotals>> queryStageTotals(Database &db, const RecordId &pipelineId, const RecordQuery &query)
{
    // The where clause comes from a query that knows nothing of stages; it is joined to the stages by a subquery.
    SqlText sql;
    sql << "WITH hit AS (SELECT t.stage_id AS stage, t.budget AS budget, t.budget_currency AS currency,"
           " t.contract_value AS contract, t.contract_value_currency AS contract_currency FROM lead t";
    MDMC_TRY(appendWhere(sql, query));
    sql << "), worth AS (SELECT h.stage AS stage, CASE WHEN s.kind='won' THEN h.contract ELSE h.budget END AS amount,"
           " CASE WHEN s.kind='won' THEN h.contract_currency ELSE h.currency END AS currency, s.probability AS probability"
           " FROM hit h JOIN stage s ON s.id=h.stage)"
           " SELECT s.id, w.currency, count(w.stage), coalesce(sum(w.amount),0),"
           " coalesce(sum((w.amount*w.probability+50)/100),0)"
           " FROM stage s LEFT JOIN worth w ON w.stage=s.id"
           " WHERE s.deleted=0 AND coalesce(s.is_archived,0)=0 AND s.pipeline_id=";
    sql.argument(pipelineId);
    sql << " GROUP BY s.id, w.currency ORDER BY s.position, s.id, w.currency";
    MDMC_ASSIGN(Statement statement, sql.prepare(db));
    std::vector<StageTotals> totals;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return totals;
        const RecordId stage = statement.columnRecordId(0);
        if (totals.empty() || totals.back().stageId != stage)
            totals.push_back({stage, 0, {}});
        totals.back().count += statement.columnInt64(2);
        if (!statement.isNull(1))
            totals.back().amounts.push_back({statement.columnText(1), statement.columnInt64(3), statement.columnInt64(4)});
    }
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
