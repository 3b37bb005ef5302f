// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/list_walk.h"

#include "core/storage/field_index.h"
#include "core/storage/record_schema.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mdmc::storage {

namespace {

/// Texts of more different values than this are sorted as a whole: each value costs a look into the index.
constexpr int kMaxValues = 1000;
/// So many values of the same place (as those that a list no longer has) are merged.
constexpr size_t kMaxMerged = 40;
/// The filter is said again for each of them: SQLite takes 32,766 parameters.
constexpr size_t kMaxParameters = 30'000;

/// The table's size, without counting it.
Result<qint64> sizeOf(Database &db, EntityType type)
{
    MDMC_ASSIGN(const auto last, db.queryInt64(QByteArray("SELECT max(rowid) FROM " + tableOf(type))));
    return last.value_or(0);
}

QByteArray fromIndex(EntityType type, int field)
{
    return " FROM " + tableOf(type) + " t INDEXED BY " + fieldIndexName(type, field) + " WHERE t.deleted IS 0";
}

QByteArray schemaFrom(EntityType type, const QByteArray &index)
{
    return " FROM " + tableOf(type) + " t INDEXED BY " + index + " WHERE t.deleted=0";
}

/// ` FROM … WHERE …` by an index that has the order of the query; empty where there is none.
Result<QByteArray> fromOrder(Database &db, const RecordQuery &query)
{
    MDMC_ASSIGN(const bool isThere, hasFieldIndex(db, query.type, query.sort.field));
    if (isThere)
        return fromIndex(query.type, query.sort.field);
    MDMC_ASSIGN(const QByteArray name, schemaIndex(db, query.type, query.sort.field));
    return name.isEmpty() ? name : schemaFrom(query.type, name);
}

/// ` FROM … WHERE …` by an index that leads to values of the field; empty where there is none, or the planner knows.
Result<QByteArray> fromFilter(Database &db, const RecordQuery &query, int field)
{
    MDMC_ASSIGN(const QByteArray name, schemaFilterIndex(db, query.type, field));
    if (!name.isEmpty())
        return isCoveredBySchema(query) ? QByteArray() : schemaFrom(query.type, name);
    MDMC_ASSIGN(const bool isThere, hasFieldIndex(db, query.type, field));
    return isThere ? fromIndex(query.type, field) : QByteArray();
}

/// Row ids of what meets the condition as far as its column goes: an amount's currency is not in the index.
SqlText foundSql(EntityType type, const Condition &condition, const QByteArray &from)
{
    const QByteArray column = "t." + columnsOf(entityInfo(type).field(condition.field)).first();
    SqlText sql;
    sql << "SELECT t.rowid AS row_id" << from << " AND " << column;
    const auto compare = [&](const char *comparison, const Value &value) {
        sql << comparison;
        sql.value(value);
    };
    switch (condition.comparison) {
    case Comparison::AtLeast: compare(">=", condition.values[0]); break;
    case Comparison::AtMost: compare("<=", condition.values[0]); break;
    case Comparison::Between:
        compare(" BETWEEN ", condition.values[0]);
        compare(" AND ", condition.values[1]);
        break;
    default:
        if (condition.values[0].isEmpty()) {
            sql << " IS NULL";
            break;
        }
        sql << " IN (";
        for (size_t i = 0; i < (condition.comparison == Comparison::Equals ? 1 : condition.values.size()); ++i)
            compare(i > 0 ? "," : "", condition.values[i]);
        sql << ")";
    }
    return sql;
}

/// `most` at most.
Result<qint64> countUpTo(Database &db, SqlText found, qint64 most)
{
    found << " LIMIT ";
    found.argument(most);
    found.wrap("SELECT count(*) FROM (", ")");
    MDMC_ASSIGN(Statement statement, found.prepare(db));
    MDMC_ASSIGN(const bool hasRow, statement.step());
    return hasRow ? statement.columnInt64(0) : 0;
}

/// Up to how many records are best looked at one by one. All of them take as long as the whole table from when they are
/// a twentieth of it. Where the list can be read in its order, `limit` of so many are found after looking at size *
/// limit / many: the fewer of both.
Result<qint64> fewOf(Database &db, const RecordQuery &query, int limit)
{
    MDMC_ASSIGN(const qint64 size, sizeOf(db, query.type));
    MDMC_ASSIGN(const QByteArray order, fromOrder(db, query));
    if (order.isEmpty() || qint64(limit) >= size)
        return size / 20;
    return qint64(std::sqrt(double(size) * limit));
}

/// The rows of one walk, one after the other.
class Walk {
public:
    Walk(const SearchHits &hits, size_t limit, qint64 maxLooked) : m_hits(hits), m_limit(limit), m_left(maxLooked) { }

    /// `sql` gives row ids and whether they pass. False when there is no need for more.
    Result<bool> take(Database &db, const SqlText &sql)
    {
        MDMC_ASSIGN(Statement rows, sql.prepare(db));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                return true;
            if (m_left-- == 0)
                return false;
            if (!rows.columnBool(1)
                || (m_hits && !std::binary_search(m_hits->begin(), m_hits->end(), rows.columnInt64(0))))
                continue;
            m_rowIds.push_back(rows.columnInt64(0));
            if (m_rowIds.size() == m_limit)
                return false;
        }
    }

    /// `isEnd`: nothing is left to take.
    WalkedRows result(bool isEnd)
    {
        WalkedRows walked;
        walked.end = isEnd               ? WalkedRows::End::OfList
            : m_rowIds.size() == m_limit ? WalkedRows::End::Enough
                                         : WalkedRows::End::TooFar;
        walked.rowIds = std::move(m_rowIds);
        return walked;
    }

private:
    const SearchHits &m_hits;
    size_t m_limit;
    qint64 m_left;
    std::vector<qint64> m_rowIds;
};

Result<> appendPasses(SqlText &sql, const RecordQuery &query)
{
    if (!query.filter.isEmpty())
        return appendFilter(sql, query.type, query.filter);
    sql << "1";
    return {};
}

/// By title, and of measures.
Result<SqlText> plainSql(const RecordQuery &query, const QByteArray &from)
{
    SqlText sql;
    sql << "SELECT t.rowid, ";
    MDMC_TRY(appendPasses(sql, query));
    sql << from;
    MDMC_TRY(appendOrder(sql, query));
    return sql;
}

size_t valuesIn(const Filter &filter)
{
    size_t count = 0;
    for (const Condition &condition : filter.conditions)
        count += condition.values.size();
    for (const Filter &group : filter.groups)
        count += valuesIn(group);
    return count;
}

size_t maxMerged(const Filter &filter)
{
    const size_t parameters = 1 + 2 * valuesIn(filter); // An amount is two.
    return std::clamp<size_t>(kMaxParameters / parameters, 1, kMaxMerged);
}

/// Values that have the same place in the order.
using Places = std::vector<std::vector<std::optional<SqlText::Argument>>>;

/// The values that there are, in the order of the list: each is found from the one before it, and the last is none.
/// Nothing where they are too many. Left out are those that the filter does not let through by itself.
Result<std::optional<Places>> placesOf(Database &db, const RecordQuery &query)
{
    const FieldInfo &field = entityInfo(query.type).field(query.sort.field);
    const QByteArray column = columnsOf(field).first();
    const QByteArray next = "(SELECT x." + column + " FROM " + tableOf(query.type) + " x INDEXED BY "
        + fieldIndexName(query.type, query.sort.field) + " WHERE x.deleted IS 0";
    const QByteArray greatest = " ORDER BY x." + column + " DESC LIMIT 1)";
    SqlText sql;
    sql << "WITH RECURSIVE t(" << column << ") AS (SELECT " << next << greatest << " UNION ALL SELECT " << next
        << " AND x." << column << "<t." << column << greatest << " FROM t WHERE t." << column << " IS NOT NULL LIMIT "
        << QByteArray::number(kMaxValues + 1) << ") SELECT t." << column << ", dense_rank() OVER (ORDER BY "
        << sortExpression(field) << (query.sort.order == Qt::AscendingOrder ? "" : " DESC")
        << " NULLS LAST) AS place, (1";
    for (const Condition *condition : neededConditions(query.filter)) {
        if (condition->field != query.sort.field)
            continue;
        sql << " AND ";
        MDMC_TRY(appendFilter(sql, query.type, Filter{Filter::Join::All, {*condition}, {}}));
    }
    sql << ") FROM t ORDER BY place";
    MDMC_ASSIGN(Statement rows, sql.prepare(db));
    Places places;
    const size_t most = maxMerged(query.filter);
    qint64 last = 0;
    int values = 0;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            break;
        if (++values > kMaxValues)
            return std::optional<Places>();
        if (!rows.columnBool(2))
            continue;
        if (places.empty() || rows.columnInt64(1) != last)
            places.emplace_back();
        last = rows.columnInt64(1);
        std::optional<SqlText::Argument> value;
        if (!rows.isNull(0) && field.type == FieldType::Id)
            value = rows.columnRecordId(0);
        else if (!rows.isNull(0))
            value = rows.columnText(0);
        places.back().push_back(std::move(value));
        if (places.back().size() > most)
            return std::optional<Places>();
    }
    return std::optional(std::move(places));
}

/// The rows of one place, by title.
Result<SqlText> placeSql(const RecordQuery &query, const std::vector<std::optional<SqlText::Argument>> &values)
{
    const QByteArray column = "t." + columnsOf(entityInfo(query.type).field(query.sort.field)).first();
    SqlText sql;
    for (size_t i = 0; i < values.size(); ++i) {
        if (i > 0)
            sql << " UNION ALL ";
        sql << "SELECT t.rowid, ";
        MDMC_TRY(appendPasses(sql, query));
        sql << ", t.sort_key" << fromIndex(query.type, query.sort.field) << " AND " << column;
        if (values[i]) {
            sql << "=";
            sql.argument(*values[i]);
        } else {
            sql << " IS NULL";
        }
    }
    sql << " ORDER BY 3, 1";
    return sql;
}

} // namespace

Result<std::optional<SqlText>> fewSql(Database &db, const RecordQuery &query, int limit)
{
    std::optional<SqlText> best;
    qint64 fewest = -1;
    for (const Condition *condition : neededConditions(query.filter)) {
        if (!isFoundByIndex(query.type, *condition))
            continue;
        MDMC_ASSIGN(const QByteArray from, fromFilter(db, query, condition->field));
        if (from.isEmpty())
            continue;
        if (fewest < 0) {
            MDMC_ASSIGN(fewest, fewOf(db, query, limit));
            ++fewest;
        }
        const SqlText found = foundSql(query.type, *condition, from);
        MDMC_ASSIGN(const qint64 count, countUpTo(db, found, fewest));
        if (count < fewest)
            best = found;
        fewest = std::min(fewest, count);
    }
    if (!best)
        return std::optional<SqlText>();
    MDMC_ASSIGN(SqlText sql, rowIdSqlAmong(std::move(*best), query));
    return std::optional(std::move(sql));
}

Result<WalkedRows> walkInOrder(Database &db, const RecordQuery &query, const SearchHits &hits, int limit)
{
    MDMC_ASSIGN(const QByteArray from, fromOrder(db, query));
    if (from.isEmpty())
        return WalkedRows();
    qint64 maxLooked = std::numeric_limits<qint64>::max();
    if (!query.filter.isEmpty()) { // Each costs a look at its row.
        MDMC_ASSIGN(const qint64 size, sizeOf(db, query.type));
        maxLooked = std::clamp<qint64>(size / 10, 1000, 20'000);
    }
    Walk walk(hits, size_t(limit), maxLooked);
    const int field = query.sort.field;
    if (field < 0 || !mayHaveIndex(query.type, field) || isMeasure(entityInfo(query.type).field(field))) {
        MDMC_ASSIGN(const SqlText sql, plainSql(query, from));
        MDMC_ASSIGN(const bool isEnd, walk.take(db, sql));
        return walk.result(isEnd);
    }
    MDMC_ASSIGN(const std::optional<Places> places, placesOf(db, query));
    if (!places)
        return WalkedRows();
    for (const auto &values : *places) {
        MDMC_ASSIGN(const SqlText sql, placeSql(query, values));
        MDMC_ASSIGN(const bool isEnd, walk.take(db, sql));
        if (!isEnd)
            return walk.result(false);
    }
    return walk.result(true);
}

} // namespace mdmc::storage
