// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_store.h"

#include "core/model/value_codec.h"
#include "core/storage/record_schema.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace mdmc::storage {

namespace {

/// The SQL of one record type, made once from its field table.
struct TableSql {
    QByteArray table;
    QByteArray selectList;
    QByteArray load;
    QByteArray stored; ///< As `load`, and the row id last.
    QByteArray insert;
    QByteArray replace; ///< Inserts, or overwrites every column.
    QByteArray page;
    QByteArray pageLive;
    QByteArray byRowIds; ///< In their order; they come as a JSON array.
};

TableSql makeSql(const EntityInfo &info)
{
    TableSql sql;
    sql.table = QByteArray(info.table.data(), info.table.size());
    QList<QByteArray> columns{"id", "rev", "deleted", "versions", "extra"};
    for (const FieldInfo &field : info.fields)
        columns += columnsOf(field);
    sql.selectList = columns.join(',');
    const QByteArray from = "SELECT " + sql.selectList + " FROM " + sql.table;
    sql.load = from + " WHERE id=?1";
    sql.stored = "SELECT " + sql.selectList + ",rowid FROM " + sql.table + " WHERE id=?1";
    sql.page = from + " WHERE id>?1 ORDER BY id LIMIT ?2";
    sql.pageLive = from + " WHERE id>?1 AND deleted=0 ORDER BY id LIMIT ?2";
    sql.byRowIds = "SELECT t." + columns.join(",t.") + " FROM json_each(?1) k CROSS JOIN " + sql.table + " t ON t.rowid=k.value";
    columns.append("sort_key");
    QList<QByteArray> marks(columns.size(), "?");
    QList<QByteArray> updates;
    for (const QByteArray &column : columns)
        if (column != "id")
            updates.append(column + "=excluded." + column);
    sql.insert = "INSERT INTO " + sql.table + "(" + columns.join(',') + ") VALUES(" + marks.join(',') + ")";
    sql.replace = sql.insert + " ON CONFLICT(id) DO UPDATE SET " + updates.join(',');
    return sql;
}

const TableSql &sqlOf(EntityType type)
{
    static const auto all = [] {
        std::array<TableSql, 32> table;
        for (const EntityInfo *info : allEntities())
            table[size_t(info->type)] = makeSql(*info);
        return table;
    }();
    return all[size_t(type)];
}

bool isPlainInJson(QStringView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c.unicode() >= 0x20 && c != u'"' && c != u'\\' && !c.isSurrogate(); });
}

/// Sets are in almost every row; a document object for each would cost more than all other fields together.
QString toJson(const QStringList &texts)
{
    if (!std::all_of(texts.begin(), texts.end(), isPlainInJson))
        return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
    QString json = QStringLiteral("[");
    for (const QString &text : texts)
        json += (json.size() > 1 ? QLatin1String(",\"") : QLatin1String("\"")) + text + u'"';
    return json + u']';
}

/// `["…","…"]` as `toJson` writes it, without escapes; nothing for any other JSON.
std::optional<QStringList> fromPlainJson(QByteArrayView json)
{
    if (json.size() < 4 || json.front() != '[' || json.back() != ']' || json.contains('\\'))
        return std::nullopt;
    QStringList texts;
    qsizetype at = 1;
    while (json[at] == '"') {
        const qsizetype end = json.indexOf('"', at + 1);
        if (end < 0)
            return std::nullopt;
        texts.append(QString::fromUtf8(json.sliced(at + 1, end - at - 1)));
        if (end + 2 == json.size())
            return texts;
        if (json[end + 1] != ',')
            return std::nullopt;
        at = end + 2;
    }
    return std::nullopt;
}

QStringList fromJson(QByteArrayView json)
{
    if (auto plain = fromPlainJson(json))
        return std::move(*plain);
    QStringList texts;
    for (const QJsonValue &value : QJsonDocument::fromJson(json.toByteArray()).array())
        texts.append(value.toString());
    return texts;
}

/// Binds a value to the next column or columns.
void bindValue(Statement &statement, int &at, FieldType type, const Value &value)
{
    if (type == FieldType::Money) {
        if (const Money *money = value.get<Money>()) {
            statement.bind(at++, money->minor);
            statement.bind(at++, QStringView(money->currency));
        } else {
            statement.bind(at++, nullptr);
            statement.bind(at++, nullptr);
        }
        return;
    }
    const int index = at++;
    struct Visitor {
        Statement &s;
        int i;
        void operator()(std::monostate) const { s.bind(i, nullptr); }
        void operator()(bool v) const { s.bind(i, v); }
        void operator()(qint64 v) const { s.bind(i, v); }
        void operator()(const QString &v) const { s.bind(i, QStringView(v)); }
        void operator()(const RecordId &v) const { s.bind(i, v); }
        void operator()(const Money &) const {}
        void operator()(const QDate &v) const { s.bind(i, QStringView(v.toString(Qt::ISODate))); }
        void operator()(const QStringList &v) const { s.bind(i, QStringView(toJson(v))); }
        void operator()(const QByteArray &v) const { s.bindBlob(i, v); }
    };
    std::visit(Visitor{statement, index}, value.variant());
}

Value columnValue(Statement &row, int &at, FieldType type)
{
    const int column = at++;
    if (type == FieldType::Money) {
        const int currency = at++;
        if (row.isNull(column))
            return {};
        return Value(Money{row.columnInt64(column), row.columnText(currency)});
    }
    if (row.isNull(column))
        return {};
    switch (type) {
    case FieldType::Bool: return Value(row.columnBool(column));
    case FieldType::Integer:
    case FieldType::Timestamp: return Value(row.columnInt64(column));
    case FieldType::Text: return Value(row.columnText(column));
    case FieldType::Id: return Value(row.columnRecordId(column));
    case FieldType::Date: return Value(QDate::fromString(row.columnText(column), Qt::ISODate));
    case FieldType::TextSet: return Value(fromJson(row.columnUtf8View(column)));
    case FieldType::Bytes: return Value(row.columnBlob(column));
    case FieldType::Money: break;
    }
    return {};
}

void bindSortKey(Statement &statement, int at, const Record &record)
{
    const int title = record.info().titleField();
    const QString text = title >= 0 ? record.values[size_t(title)].as<QString>() : QString();
    if (text.isEmpty())
        statement.bind(at, nullptr);
    else
        statement.bind(at, QStringView(foldText(text)));
}

void bindExtra(Statement &statement, int at, const Record &record)
{
    if (record.extra.isEmpty())
        statement.bind(at, nullptr);
    else
        statement.bindBlob(at, record.extra);
}

} // namespace

RecordStore::RecordStore(Database &database, SensitiveCodec *codec, bool indexText)
    : m_db(database), m_codec(codec), m_indexText(indexText)
{
    m_marks.fill(kAllRows);
}

const QByteArray &RecordStore::replaceSql(EntityType type)
{
    return sqlOf(type).replace;
}

const QByteArray &RecordStore::selectList(EntityType type)
{
    return sqlOf(type).selectList;
}

QByteArray RecordStore::selectList(EntityType type, const QByteArray &alias)
{
    return alias + '.' + QByteArray(selectList(type)).replace(",", "," + alias + '.');
}

Result<Record> RecordStore::read(EntityType type, Statement &row, int first)
{
    Record record(type, row.columnRecordId(first));
    record.rev = row.columnInt64(first + 1);
    record.deleted = row.columnInt64(first + 2);
    const EntityInfo &info = record.info();
    auto versions = unpackVersions(row.columnBlob(first + 3), record.rev, size_t(info.fieldCount()));
    if (!versions)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("versions of a row of %1").arg(info.name));
    record.versions = std::move(*versions);
    record.extra = row.columnBlob(first + 4);
    int at = first + 5;
    for (int i = 0; i < info.fieldCount(); ++i)
        MDMC_TRY(readField(record, i, row, at));
    return record;
}

Result<> RecordStore::readField(Record &record, int field, Statement &row, int &at)
{
    const FieldInfo &info = record.info().field(field);
    if (!m_codec || !info.has(FieldFlag::Sensitive)) {
        record.values[size_t(field)] = columnValue(row, at, info.type);
        return {};
    }
    const QByteArray sealed = row.columnBlob(at++);
    record.values[size_t(field)] = Value();
    if (sealed.isEmpty())
        return {};
    MDMC_ASSIGN(const QByteArray plain, m_codec->open(record.type, record.id, field, sealed));
    MDMC_ASSIGN(record.values[size_t(field)], decodeValue(info.type, plain));
    return {};
}

Result<std::optional<Record>> RecordStore::load(EntityType type, const RecordId &id)
{
    MDMC_ASSIGN(Statement statement, m_db.prepare(sqlOf(type).load));
    statement.bind(1, id);
    MDMC_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<Record>();
    MDMC_ASSIGN(Record record, read(type, statement));
    return std::optional<Record>(std::move(record));
}

bool RecordStore::contains(EntityType type, const RecordId &id)
{
    const auto rowId = m_db.queryInt64(QByteArray("SELECT rowid FROM " + sqlOf(type).table + " WHERE id=?1"), id);
    return rowId && rowId->has_value();
}

Result<> RecordStore::bindField(Statement &statement, int &at, const Record &record, int field)
{
    const FieldInfo &info = record.info().field(field);
    const Value &value = record.values[size_t(field)];
    if (!m_codec || !info.has(FieldFlag::Sensitive) || value.isEmpty()) {
        bindValue(statement, at, info.type, value);
        return {};
    }
    MDMC_ASSIGN(const QByteArray sealed, m_codec->seal(record.type, record.id, field, encodeValue(info.type, value)));
    statement.bindBlob(at++, sealed);
    return {};
}

Result<> RecordStore::bindRecord(Statement &statement, const Record &record)
{
    const EntityInfo &info = record.info();
    statement.bind(1, record.id);
    statement.bind(2, record.rev);
    statement.bind(3, record.deleted);
    statement.bindBlob(4, packVersions(record.versions, record.rev));
    bindExtra(statement, 5, record);
    int at = 6;
    for (int i = 0; i < info.fieldCount(); ++i)
        MDMC_TRY(bindField(statement, at, record, i));
    bindSortKey(statement, at, record);
    return {};
}

Result<std::optional<RecordStore::Stored>> RecordStore::stored(EntityType type, const RecordId &id)
{
    MDMC_ASSIGN(Statement statement, m_db.prepare(sqlOf(type).stored));
    statement.bind(1, id);
    MDMC_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<Stored>();
    Stored stored;
    stored.rowId = statement.columnInt64(statement.columnCount() - 1);
    // What cannot be read can still be overwritten.
    if (auto record = read(type, statement))
        stored.record = std::move(*record);
    return std::optional(std::move(stored));
}

Result<> RecordStore::save(const Record &record)
{
    const TableSql &sql = sqlOf(record.type);
    std::optional<Stored> before;
    if (!m_bulk) {
        MDMC_ASSIGN(before, stored(record.type, record.id));
    }
    if (before && before->record)
        return update(*before->record, before->rowId, record);
    {
        MDMC_ASSIGN(Statement statement, m_db.prepare(m_bulk || before ? sql.replace : sql.insert));
        MDMC_TRY(bindRecord(statement, record));
        MDMC_TRY(statement.run());
    }
    if (m_bulk)
        return {};
    return indexRecord(record, nullptr, before ? before->rowId : m_db.lastInsertRowId(), before.has_value());
}

Result<> RecordStore::save(const Record &record, const Record &before)
{
    return m_bulk ? save(record) : update(before, std::nullopt, record);
}

/// Writes the columns that differ and nothing else: an index whose columns stay is not touched, and every page that is
/// touched costs its encryption and its place in the log. SQLite takes a column that is assigned for one that changes:
/// with `deleted`, which is in the condition of most indexes, it would write an entry of each of them anew.
Result<> RecordStore::update(const Record &old, std::optional<qint64> rowId, const Record &record)
{
    const EntityInfo &info = record.info();
    const int title = info.titleField();
    QByteArray columns;
    std::vector<int> fields;
    const auto add = [&](const QByteArray &column) { columns += (columns.isEmpty() ? "" : ",") + column + "=?"; };
    const bool hasExtra = old.extra != record.extra;
    const bool hasState = old.rev != record.rev || old.versions != record.versions;
    const bool hasDeleted = old.deleted != record.deleted;
    if (hasState)
        columns = "rev=?,versions=?";
    if (hasDeleted)
        add("deleted");
    if (hasExtra)
        add("extra");
    for (int i = 0; i < info.fieldCount(); ++i) {
        if (old.values[size_t(i)] == record.values[size_t(i)])
            continue;
        fields.push_back(i);
        for (const QByteArray &column : columnsOf(info.field(i)))
            add(column);
    }
    const bool hasTitle = std::find(fields.begin(), fields.end(), title) != fields.end();
    if (hasTitle)
        add("sort_key");
    if (columns.isEmpty())
        return {};
    {
        MDMC_ASSIGN(Statement statement,
                    m_db.prepare(
                        QByteArray("UPDATE " + sqlOf(record.type).table + " SET " + columns
                                        + (rowId ? " WHERE rowid=?" : " WHERE id=?"))));
        int at = 1;
        if (hasState) {
            statement.bind(at++, record.rev);
            statement.bindBlob(at++, packVersions(record.versions, record.rev));
        }
        if (hasDeleted)
            statement.bind(at++, record.deleted);
        if (hasExtra)
            bindExtra(statement, at++, record);
        for (const int field : fields)
            MDMC_TRY(bindField(statement, at, record, field));
        if (hasTitle)
            bindSortKey(statement, at++, record);
        rowId ? statement.bind(at, *rowId) : statement.bind(at, record.id);
        MDMC_TRY(statement.run());
    }
    if (!rowId && !hasKeysAnew(record, &old) && !hasTextAnew(record, &old))
        return {};
    if (!rowId) {
        MDMC_ASSIGN(rowId, m_db.queryInt64(QByteArray("SELECT rowid FROM " + sqlOf(record.type).table + " WHERE id=?1"),
                                           record.id));
    }
    return rowId ? indexRecord(record, &old, *rowId, true) : Result<>();
}

Result<> RecordStore::erase(EntityType type, const RecordId &id)
{
    const TableSql &sql = sqlOf(type);
    std::optional<Stored> lead;
    if (type == EntityType::Lead) {
        MDMC_ASSIGN(lead, stored(type, id)); // Its match keys are made of it.
    }
    MDMC_ASSIGN(const std::optional<qint64> rowId,
                m_db.queryInt64(QByteArray("DELETE FROM " + sql.table + " WHERE id=?1 RETURNING rowid"), id));
    if (!rowId)
        return {};
    if (*rowId <= m_marks[size_t(type)]) {
        if (lead)
            MDMC_TRY(removeMatchKeys(lead->record ? &*lead->record : nullptr, *rowId));
        return removeText(type, *rowId);
    }
    if (m_isBuilding)
        m_changed[type][*rowId] = true;
    return {};
}

Result<std::vector<Record>> RecordStore::page(EntityType type, const RecordId &after, int limit, bool withDeleted)
{
    const TableSql &sql = sqlOf(type);
    MDMC_ASSIGN(Statement statement, m_db.prepare(withDeleted ? sql.page : sql.pageLive));
    statement.bindBlob(1, after.toBytes()); // The null id sorts first as 16 zero bytes, not as NULL
    statement.bind(2, limit);
    std::vector<Record> records;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return records;
        MDMC_ASSIGN(Record record, read(type, statement));
        records.push_back(std::move(record));
    }
}

Result<std::vector<Record>> RecordStore::byRowIds(EntityType type, std::span<const qint64> rowIds)
{
    std::vector<Record> records;
    records.reserve(rowIds.size());
    QByteArray list = "[";
    for (const qint64 rowId : rowIds)
        list += (list.size() > 1 ? "," : "") + QByteArray::number(rowId);
    // One statement for all: SQLite gives the memory of a row's columns back whenever a statement is begun anew.
    MDMC_ASSIGN(Statement statement, m_db.prepare(sqlOf(type).byRowIds));
    statement.bind(1, QString::fromLatin1(list + ']'));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return records;
        MDMC_ASSIGN(Record record, read(type, statement));
        records.push_back(std::move(record));
    }
}

Result<std::vector<RecordId>> RecordStore::referencing(EntityType type, QLatin1String field, const RecordId &id)
{
    const QByteArray column = toColumnName(field).toLatin1();
    MDMC_ASSIGN(Statement statement, m_db.prepare(QByteArray("SELECT id FROM " + sqlOf(type).table + " WHERE " + column
                                                             + "=?1 AND deleted=0 ORDER BY id")));
    statement.bind(1, id);
    std::vector<RecordId> ids;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return ids;
        ids.push_back(statement.columnRecordId(0));
    }
}

Result<std::vector<RecordId>> RecordStore::byMatchKey(const QString &key, int limit)
{
    const QByteArray stored = m_codec ? m_codec->matchKey(key) : key.toUtf8();
    MDMC_ASSIGN(Statement statement, m_db.prepare("SELECT lead.id FROM lead_match JOIN lead ON lead.rowid=lead_match.lead "
                                                  "WHERE lead_match.key=?1 ORDER BY lead.id LIMIT ?2"));
    statement.bindBlob(1, stored);
    statement.bind(2, limit);
    std::vector<RecordId> ids;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return ids;
        ids.push_back(statement.columnRecordId(0));
    }
}

Result<qint64> RecordStore::count(EntityType type)
{
    MDMC_ASSIGN(const std::optional<qint64> n,
                m_db.queryInt64(QByteArray("SELECT count(*) FROM " + sqlOf(type).table + " WHERE deleted=0")));
    return n.value_or(0);
}

} // namespace mdmc::storage
