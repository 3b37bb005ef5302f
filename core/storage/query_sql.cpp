// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/query_sql.h"

#include "core/storage/record_schema.h"

#include <algorithm>

namespace mdmc::storage {

namespace {

/// A filter deeper than this is nobody's intention.
constexpr int kMaxDepth = 8;

/// Two letters match a good part of everything. Whoever wants few records gets the first of so many hits, so that a
/// keystroke costs the same however many records there are.
constexpr int kMaxHits = 200;
constexpr int kFewRecords = 100;

QByteArray columnOf(const FieldInfo &field)
{
    return "t." + columnsOf(field).first();
}

auto unsuitable(const FieldInfo &field)
{
    return failure(ErrorCode::InvalidInput, QStringLiteral("this comparison does not suit the field"), QString(field.name));
}

/// `t.set` holds the text: sets are JSON, so their members are rows of json_each.
void appendSetContains(SqlText &sql, const QByteArray &column, const Value &text)
{
    sql << "EXISTS(SELECT 1 FROM json_each(" << column << ") WHERE value=";
    sql.argument(text.as<QString>().isEmpty() && text.get<QStringList>() ? text.as<QStringList>().value(0) : text.as<QString>());
    sql << ")";
}

void appendEquals(SqlText &sql, const FieldInfo &field, const Value &value)
{
    const QByteArray column = columnOf(field);
    if (value.isEmpty()) {
        sql << column << " IS NULL";
    } else if (field.type == FieldType::TextSet) {
        appendSetContains(sql, column, value);
    } else {
        sql << column << "=";
        sql.value(value);
        if (const Money *money = value.get<Money>()) {
            sql << " AND " << column << "_currency=";
            sql.argument(money->currency);
        }
    }
}

void appendAnyOf(SqlText &sql, const FieldInfo &field, const std::vector<Value> &values)
{
    sql << "(";
    for (size_t i = 0; i < values.size(); ++i) {
        if (i > 0)
            sql << " OR ";
        appendEquals(sql, field, values[i]);
    }
    if (values.empty())
        sql << "0";
    sql << ")";
}

/// Records without a value have none of them, unless having no value is one of them.
void appendNoneOf(SqlText &sql, const FieldInfo &field, const std::vector<Value> &values)
{
    sql << "(NOT ";
    appendAnyOf(sql, field, values);
    if (std::none_of(values.begin(), values.end(), [](const Value &value) { return value.isEmpty(); }))
        sql << " OR " << columnOf(field) << " IS NULL";
    sql << ")";
}

Result<> appendBound(SqlText &sql, const FieldInfo &field, const char *comparison, const Value &bound)
{
    const bool isOrdered = field.type == FieldType::Integer || field.type == FieldType::Timestamp
        || field.type == FieldType::Date || field.type == FieldType::Money;
    if (!isOrdered || bound.isEmpty() || !bound.fits(field.type))
        return unsuitable(field);
    sql << columnOf(field) << comparison;
    sql.value(bound);
    if (const Money *money = bound.get<Money>()) {
        sql << " AND " << columnOf(field) << "_currency=";
        sql.argument(money->currency);
    }
    return {};
}

Result<> appendCondition(SqlText &sql, const EntityInfo &info, const Condition &condition)
{
    if (condition.field < 0 || condition.field >= info.fieldCount())
        return failure(ErrorCode::InvalidInput, QStringLiteral("the filter names an unknown field"));
    const FieldInfo &field = info.field(condition.field);
    const QByteArray column = columnOf(field);
    const Value first = condition.values.empty() ? Value() : condition.values.front();
    switch (condition.comparison) {
    case Comparison::Equals:
        sql << "(";
        appendEquals(sql, field, first);
        sql << ")";
        return {};
    case Comparison::NotEquals:
        appendNoneOf(sql, field, {first});
        return {};
    case Comparison::AnyOf:
        appendAnyOf(sql, field, condition.values);
        return {};
    case Comparison::NoneOf:
        appendNoneOf(sql, field, condition.values);
        return {};
    case Comparison::AtLeast: return appendBound(sql, field, ">=", first);
    case Comparison::AtMost: return appendBound(sql, field, "<=", first);
    case Comparison::Between:
        if (condition.values.size() != 2)
            return unsuitable(field);
        sql << "(";
        MDMC_TRY(appendBound(sql, field, ">=", condition.values[0]));
        sql << " AND ";
        MDMC_TRY(appendBound(sql, field, "<=", condition.values[1]));
        sql << ")";
        return {};
    case Comparison::Contains:
        if (field.type != FieldType::Text && field.type != FieldType::TextSet)
            return unsuitable(field);
        sql << "instr(mdmc_fold(" << column << "),";
        sql.argument(foldText(first.as<QString>()));
        sql << ")>0";
        return {};
    case Comparison::IsEmpty: sql << column << " IS NULL"; return {};
    case Comparison::IsNotEmpty: sql << column << " IS NOT NULL"; return {};
    }
    return unsuitable(field);
}

Result<> appendFilter(SqlText &sql, const EntityInfo &info, const Filter &filter, int depth)
{
    if (depth > kMaxDepth)
        return failure(ErrorCode::InvalidInput, QStringLiteral("the filter is nested deeper than %1 levels").arg(kMaxDepth));
    const char *joint = filter.join == Filter::Join::All ? " AND " : " OR ";
    bool isFirst = true;
    const auto separate = [&] {
        if (!isFirst)
            sql << joint;
        isFirst = false;
    };
    sql << "(";
    for (const Condition &condition : filter.conditions) {
        separate();
        MDMC_TRY(appendCondition(sql, info, condition));
    }
    for (const Filter &group : filter.groups) {
        if (group.isEmpty())
            continue;
        separate();
        MDMC_TRY(appendFilter(sql, info, group, depth + 1));
    }
    if (isFirst)
        sql << "1";
    sql << ")";
    return {};
}

} // namespace

bool isMeasure(const FieldInfo &field)
{
    return field.type == FieldType::Integer || field.type == FieldType::Timestamp || field.type == FieldType::Date
        || field.type == FieldType::Money;
}

QByteArray sortExpression(const FieldInfo &field)
{
    const QByteArray column = columnOf(field);
    if (field.hasReference) {
        const EntityInfo &target = entityInfo(field.refers);
        const QByteArray table(target.table.data(), target.table.size());
        const QByteArray key = field.refers == EntityType::Stage ? "position" : "sort_key";
        return "(SELECT r." + key + " FROM " + table + " r WHERE r.id=" + column + ")";
    }
    if (field.list && field.type == FieldType::Text)
        return "iif(" + column + " IS NULL,NULL,coalesce((SELECT position FROM list_item WHERE list='" + QByteArray(field.list)
            + "' AND key=" + column + " AND deleted=0),999999))";
    if (field.type == FieldType::Text || field.type == FieldType::TextSet)
        return "mdmc_fold(" + column + ")";
    return column;
}

void SqlText::argument(Argument value)
{
    m_arguments.push_back(std::move(value));
    m_sql.append('?').append(QByteArray::number(m_arguments.size()));
}

void SqlText::value(const Value &value)
{
    struct Visitor {
        SqlText &sql;
        void operator()(std::monostate) const { sql << "NULL"; }
        void operator()(bool v) const { sql.argument(qint64(v)); }
        void operator()(qint64 v) const { sql.argument(v); }
        void operator()(const QString &v) const { sql.argument(v); }
        void operator()(const RecordId &v) const { sql.argument(v); }
        void operator()(const Money &v) const { sql.argument(v.minor); }
        void operator()(const QDate &v) const { sql.argument(v.toString(Qt::ISODate)); }
        void operator()(const QStringList &v) const { sql.argument(v.value(0)); }
        void operator()(const QByteArray &v) const { sql.argument(v); }
    };
    std::visit(Visitor{*this}, value.variant());
}

Result<Statement> SqlText::prepare(Database &db) const
{
    MDMC_ASSIGN(Statement statement, db.prepare(m_sql));
    int index = 0;
    for (const Argument &argument : m_arguments) {
        ++index;
        std::visit([&](const auto &v) { statement.bind(index, v); }, argument);
    }
    return statement;
}

QByteArray tableOf(EntityType type)
{
    const QLatin1String table = entityInfo(type).table;
    return QByteArray(table.data(), table.size());
}

bool hasWords(QStringView search)
{
    return std::any_of(search.begin(), search.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isMark() || c.isSurrogate(); });
}

namespace {

bool isSearch(const RecordQuery &query)
{
    return hasWords(query.search) && entityInfo(query.type).isSearchable();
}

/// Row ids of what has all words that are searched for.
void appendSearch(SqlText &sql, const RecordQuery &query)
{
    const QByteArray fts = tableOf(query.type) + "_fts";
    sql << "SELECT rowid FROM " << fts << " WHERE " << fts << " MATCH mdmc_words(";
    sql.argument(query.search);
    sql << ") ORDER BY rowid";
}

} // namespace

Result<> appendWhere(SqlText &sql, const RecordQuery &query, int maxHits)
{
    sql << " WHERE t.deleted=0";
    if (isSearch(query)) {
        sql << " AND t.rowid IN (";
        appendSearch(sql, query);
        if (maxHits > 0) {
            sql << " DESC LIMIT ";
            sql.argument(qint64(maxHits));
        }
        sql << ")";
    }
    if (query.filter.isEmpty())
        return {};
    sql << " AND ";
    return appendFilter(sql, query.type, query.filter);
}

Result<> appendFilter(SqlText &sql, EntityType type, const Filter &filter)
{
    return appendFilter(sql, entityInfo(type), filter, 1);
}

Result<> appendOrder(SqlText &sql, const RecordQuery &query, bool isSorted)
{
    const EntityInfo &info = entityInfo(query.type);
    const QByteArray direction = query.sort.order == Qt::AscendingOrder ? "" : " DESC";
    sql << (isSorted ? " ORDER BY +" : " ORDER BY "); // The sign is all that SQLite needs to take no index for it.
    if (query.sort.field >= info.fieldCount())
        return failure(ErrorCode::InvalidInput, QStringLiteral("sorted by an unknown field"));
    const bool byTitle = query.sort.field < 0 || info.field(query.sort.field).has(FieldFlag::Title);
    if (byTitle) {
        sql << "t.sort_key" << direction << " NULLS LAST, t.rowid" << direction;
        return {};
    }
    const FieldInfo &field = info.field(query.sort.field);
    sql << sortExpression(field) << direction << " NULLS LAST, ";
    if (!isMeasure(field))
        sql << "t.sort_key, t.rowid";
    else
        sql << "t.rowid" << (query.sort.order == Qt::AscendingOrder ? " DESC" : "");
    return {};
}

namespace {

Result<> appendRowIds(SqlText &sql, const RecordQuery &query, std::optional<Part> part)
{
    sql << "SELECT t.rowid AS row_id FROM " << tableOf(query.type) << " t";
    const bool isBounded =
        part && query.filter.isEmpty() && part->offset == 0 && part->limit >= 0 && part->limit <= kFewRecords;
    MDMC_TRY(appendWhere(sql, query, isBounded ? kMaxHits : 0));
    MDMC_TRY(appendOrder(sql, query));
    if (part) {
        sql << " LIMIT ";
        sql.argument(qint64(part->limit));
        sql << " OFFSET ";
        sql.argument(qint64(part->offset));
    }
    return {};
}

} // namespace

Result<SqlText> rowIdSql(const RecordQuery &query, std::optional<Part> part)
{
    SqlText sql;
    MDMC_TRY(appendRowIds(sql, query, part));
    return sql;
}

Result<SqlText> sortedRowIdSql(const RecordQuery &query)
{
    SqlText sql;
    sql << "SELECT t.rowid FROM " << tableOf(query.type) << " t";
    MDMC_TRY(appendWhere(sql, query));
    MDMC_TRY(appendOrder(sql, query, true));
    return sql;
}

Result<SqlText> rowIdSqlAmong(SqlText among, const RecordQuery &query)
{
    SqlText sql = std::move(among);
    sql.wrap("SELECT t.rowid FROM (", ") k CROSS JOIN " + tableOf(query.type) + " t ON t.rowid=k.row_id");
    MDMC_TRY(appendWhere(sql, query));
    MDMC_TRY(appendOrder(sql, query));
    return sql;
}

Result<SqlText> recordSql(const RecordQuery &query, Part part)
{
    SqlText sql;
    sql << "SELECT " << RecordStore::selectList(query.type, "r") << " FROM (";
    MDMC_TRY(appendRowIds(sql, query, part));
    sql << ") k CROSS JOIN " << tableOf(query.type) << " r ON r.rowid=k.row_id";
    return sql;
}

std::optional<SqlText> hitSql(const RecordQuery &query)
{
    if (!isSearch(query))
        return std::nullopt;
    SqlText sql;
    appendSearch(sql, query);
    return sql;
}

Result<SqlText> stageAmountSql(const RecordQuery &query)
{
    SqlText sql;
    sql << "SELECT t.stage_id, t.budget, t.budget_currency, t.contract_value, t.contract_value_currency FROM lead t";
    MDMC_TRY(appendWhere(sql, query));
    return sql;
}

} // namespace mdmc::storage
