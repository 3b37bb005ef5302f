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

/// ` ORDER BY …` for a query over table alias `t`: empty values last; ties by row id, of texts and references by title
/// first.
Result<> appendOrder(SqlText &sql, const RecordQuery &query);

/// A piece of a list.
struct Part { int limit = 0; int offset = 0; };
/// Row ids that a query yields, in order; all of them or a part.
Result<SqlText> rowIdSql(const RecordQuery &query, std::optional<Part> part = std::nullopt);
/// The rows themselves, as `RecordStore::selectList` names their columns: found first and read then, so that sorting never
/// carries whole rows along.
Result<SqlText> recordSql(const RecordQuery &query, Part part);
/// Row ids that the query's search finds, ascending, whatever its filter says; nothing when it searches for nothing.
Result<std::optional<SqlText>> hitSql(const RecordQuery &query);
/// Stage, budget and contract value (each followed by its currency) of the leads that a query yields, in any order.
Result<SqlText> stageAmountSql(const RecordQuery &query);

QByteArray tableOf(EntityType type);

} // namespace mdmc::storage
