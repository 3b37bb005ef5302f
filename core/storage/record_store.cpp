// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_store.h"

#include "core/model/value_codec.h"
#include "core/rules/match_keys.h"
#include "core/storage/record_schema.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mdmc::storage {

namespace {

/// The SQL of one record type, made once from its field table.
struct TableSql {
    QByteArray table;
    QByteArray selectList;
    QByteArray load;
    QByteArray save;
    QByteArray page;
    QByteArray pageLive;
    QByteArray byRowId;
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
    sql.page = from + " WHERE id>?1 ORDER BY id LIMIT ?2";
    sql.pageLive = from + " WHERE id>?1 AND deleted=0 ORDER BY id LIMIT ?2";
    sql.byRowId = from + " WHERE rowid=?1";
    columns.append("sort_key");
    QList<QByteArray> marks(columns.size(), "?");
    QList<QByteArray> updates;
    for (const QByteArray &column : columns)
        if (column != "id")
            updates.append(column + "=excluded." + column);
    sql.save = "INSERT INTO " + sql.table + "(" + columns.join(',') + ") VALUES(" + marks.join(',')
        + ") ON CONFLICT(id) DO UPDATE SET " + updates.join(',') + " RETURNING rowid";
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

QString toJson(const QStringList &texts)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

QStringList fromJson(const QByteArray &json)
{
    QStringList texts;
    for (const QJsonValue &value : QJsonDocument::fromJson(json).array())
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
    case FieldType::TextSet: return Value(fromJson(row.columnUtf8View(column).toByteArray()));
    case FieldType::Bytes: return Value(row.columnBlob(column));
    case FieldType::Money: break;
    }
    return {};
}

} // namespace

RecordStore::RecordStore(Database &database, SensitiveCodec *codec, bool indexText)
    : m_db(database), m_codec(codec), m_indexText(indexText)
{
}

const QByteArray &RecordStore::selectList(EntityType type)
{
    return sqlOf(type).selectList;
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
    for (int i = 0; i < info.fieldCount(); ++i) {
        const FieldInfo &field = info.field(i);
        if (m_codec && field.has(FieldFlag::Sensitive)) {
            const QByteArray sealed = row.columnBlob(at++);
            if (sealed.isEmpty())
                continue;
            MDMC_ASSIGN(const QByteArray plain, m_codec->open(type, record.id, i, sealed));
            MDMC_ASSIGN(record.values[size_t(i)], decodeValue(field.type, plain));
        } else {
            record.values[size_t(i)] = columnValue(row, at, field.type);
        }
    }
    return record;
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

Result<> RecordStore::bindRecord(Statement &statement, const Record &record)
{
    const EntityInfo &info = record.info();
    statement.bind(1, record.id);
    statement.bind(2, record.rev);
    statement.bind(3, record.deleted);
    statement.bindBlob(4, packVersions(record.versions, record.rev));
    if (record.extra.isEmpty())
        statement.bind(5, nullptr);
    else
        statement.bindBlob(5, record.extra);
    int at = 6;
    for (int i = 0; i < info.fieldCount(); ++i) {
        const FieldInfo &field = info.field(i);
        const Value &value = record.values[size_t(i)];
        if (m_codec && field.has(FieldFlag::Sensitive) && !value.isEmpty()) {
            MDMC_ASSIGN(const QByteArray sealed, m_codec->seal(record.type, record.id, i, encodeValue(field.type, value)));
            statement.bindBlob(at++, sealed);
        } else {
            bindValue(statement, at, field.type, value);
        }
    }
    const int title = info.titleField();
    const QString titleText = title >= 0 ? record.values[size_t(title)].as<QString>() : QString();
    if (titleText.isEmpty())
        statement.bind(at, nullptr);
    else
        statement.bind(at, QStringView(foldText(titleText)));
    return {};
}

Result<> RecordStore::save(const Record &record)
{
    const TableSql &sql = sqlOf(record.type);
    const bool isIndexed = !m_bulk && (record.type == EntityType::Lead || (m_indexText && record.info().isSearchable()));
    const bool existed = isIndexed && contains(record.type, record.id);
    qint64 rowId = 0;
    {
        MDMC_ASSIGN(Statement statement, m_db.prepare(sql.save));
        MDMC_TRY(bindRecord(statement, record));
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return failure(ErrorCode::Internal, QStringLiteral("upsert returned no row"));
        rowId = statement.columnInt64(0);
    }
    if (isIndexed)
        return indexRecord(record, rowId, existed);
    return {};
}

Result<> RecordStore::indexRecord(const Record &record, qint64 rowId, bool existed)
{
    if (record.type == EntityType::Lead)
        MDMC_TRY(writeMatchKeys(record, rowId, existed));
    if (!m_indexText || !record.info().isSearchable())
        return {};
    const QByteArray fts = sqlOf(record.type).table + "_fts";
    if (existed)
        MDMC_TRY(m_db.run(QByteArray("DELETE FROM " + fts + " WHERE rowid=?1"), rowId));
    const QString text = record.isDeleted() ? QString() : searchText(record);
    if (!text.isEmpty())
        MDMC_TRY(m_db.run(QByteArray("INSERT INTO " + fts + "(rowid, text) VALUES(?1, ?2)"), rowId, text));
    return {};
}

Result<> RecordStore::writeMatchKeys(const Record &record, qint64 rowId, bool existed)
{
    if (existed)
        MDMC_TRY(m_db.run("DELETE FROM lead_match WHERE lead=?1", rowId));
    if (record.isDeleted())
        return {};
    for (const QString &key : matchKeys(fromRecord<Lead>(record))) {
        const QByteArray stored = m_codec ? m_codec->matchKey(key) : key.toUtf8();
        MDMC_TRY(m_db.run("INSERT OR IGNORE INTO lead_match(key, lead) VALUES(?1, ?2)", stored, rowId));
    }
    return {};
}

Result<> RecordStore::erase(EntityType type, const RecordId &id)
{
    const TableSql &sql = sqlOf(type);
    MDMC_ASSIGN(const std::optional<qint64> rowId,
                m_db.queryInt64(QByteArray("DELETE FROM " + sql.table + " WHERE id=?1 RETURNING rowid"), id));
    if (!rowId)
        return {};
    if (type == EntityType::Lead)
        MDMC_TRY(m_db.run("DELETE FROM lead_match WHERE lead=?1", *rowId));
    if (m_indexText && entityInfo(type).isSearchable())
        MDMC_TRY(m_db.run(QByteArray("DELETE FROM " + sql.table + "_fts WHERE rowid=?1"), *rowId));
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
    MDMC_ASSIGN(Statement statement, m_db.prepare(sqlOf(type).byRowId));
    for (const qint64 rowId : rowIds) {
        statement.reset();
        statement.bind(1, rowId);
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            continue;
        MDMC_ASSIGN(Record record, read(type, statement));
        records.push_back(std::move(record));
    }
    return records;
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

Result<> RecordStore::endBulk()
{
    m_bulk = false;
    for (const EntityInfo *info : allEntities()) {
        const bool hasText = m_indexText && info->isSearchable();
        if (!hasText && info->type != EntityType::Lead)
            continue;
        const TableSql &sql = sqlOf(info->type);
        if (hasText)
            MDMC_TRY(m_db.exec(QByteArray("INSERT INTO " + sql.table + "_fts(" + sql.table + "_fts) VALUES('delete-all')")));
        if (info->type == EntityType::Lead)
            MDMC_TRY(m_db.exec(QByteArrayView("DELETE FROM lead_match")));
        MDMC_ASSIGN(Statement rows, m_db.prepare(QByteArray("SELECT rowid," + sql.selectList + " FROM " + sql.table
                                                            + " WHERE deleted=0 ORDER BY rowid")));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                break;
            MDMC_ASSIGN(const Record record, read(info->type, rows, 1));
            MDMC_TRY(indexRecord(record, rows.columnInt64(0), false));
        }
    }
    return {};
}

QString searchText(const Record &record)
{
    QStringList parts;
    const EntityInfo &info = record.info();
    for (int i = 0; i < info.fieldCount(); ++i) {
        if (!info.field(i).has(FieldFlag::Searchable) || record.values[size_t(i)].isEmpty())
            continue;
        parts.append(toPlainText(record.values[size_t(i)]));
        if (info.field(i).name != QLatin1String("phones"))
            continue;
        for (const QString &phone : record.values[size_t(i)].as<QStringList>()) {
            QString digits;
            for (const QChar c : phone)
                if (c.isDigit())
                    digits += c;
            parts.append(digits);
            if (digits.startsWith(QLatin1String("33")))
                parts.append(QLatin1Char('0') + digits.mid(2)); // As French people type it
        }
    }
    return parts.join(QLatin1Char('\n'));
}

} // namespace mdmc::storage
