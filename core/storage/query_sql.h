// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/record_query.h"

namespace mdmc::storage {

/// A piece of SQL with the values of its parameters, in order. Values never enter the text. For those who
/// write SQL: core/storage and the stores built on it.
class SqlText {
public:
    using Argument = std::variant<qint64, QString, QByteArray, RecordId>;

    SqlText &operator<<(QByteArrayView text) { m_sql.append(text); return *this; }
    void argument(Argument value);
    /// Text around what is there already.
    void wrap(QByteArrayView before, QByteArrayView after) { m_sql.prepend(before).append(after); }
    /// Binds a field's value as its column holds it; an amount binds its minor units.
    void value(const Value &value);

    const QByteArray &sql() const { return m_sql; }
    Result<Statement> prepare(Database &db) const;

private:
    QByteArray m_sql;
    std::vector<Argument> m_arguments;
};

/// ` WHERE …` of a query over table alias `t`: live rows, search and filter. InvalidInput names a condition that does
/// not suit its field. `maxHits` over 0: of the search's hits only so many, the latest.
Result<> appendWhere(SqlText &sql, const RecordQuery &query, int maxHits = 0);

/// A filter's condition over table alias `t`, in parentheses. InvalidInput as above.
Result<> appendFilter(SqlText &sql, EntityType type, const Filter &filter);

/// Numbers, amounts and times: ties stay in the order of row ids, which is the order within an index. By title, each
/// tie would cost a look at the row, and the first page of a list could not be read off the index.
bool isMeasure(const FieldInfo &field);

/// What lists by this field are ordered by, over table alias `t`. References sort by what people read: the title of the
/// record they point to, stages by their place, entries of a list by theirs and after them those that it does not have.
/// Empty values are NULL.
QByteArray sortExpression(const FieldInfo &field);

/// ` ORDER BY …` for a query over table alias `t`: empty values last; ties by row id, upwards where the values go down and the
/// other way round, so that one index has both; of texts and references by title first, always upwards.
/// `isSorted`: what is found is sorted, even where an index has the order.
Result<> appendOrder(SqlText &sql, const RecordQuery &query, bool isSorted = false);

/// A piece of a list.
struct Part { int limit = 0; int offset = 0; };
/// Row ids that a query yields, in order; all of them or a part.
Result<SqlText> rowIdSql(const RecordQuery &query, std::optional<Part> part = std::nullopt);
/// All of them, not found in the order of an index: where few of many records pass the filter, that would look up each
/// record's row somewhere else in the file.
Result<SqlText> sortedRowIdSql(const RecordQuery &query);
/// The same of the rows whose ids `among` gives as `row_id`.
Result<SqlText> rowIdSqlAmong(SqlText among, const RecordQuery &query);
/// The rows themselves, as `RecordStore::selectList` names their columns: found first and read then, so that sorting never
/// carries whole rows along.
Result<SqlText> recordSql(const RecordQuery &query, Part part);
/// Row ids that the query's search finds, ascending, whatever its filter says; nothing when it searches for nothing.
std::optional<SqlText> hitSql(const RecordQuery &query);
/// Stage, budget and contract value (each followed by its currency) of the leads that a query yields, in any order.
Result<SqlText> stageAmountSql(const RecordQuery &query);

QByteArray tableOf(EntityType type);

} // namespace mdmc::storage
