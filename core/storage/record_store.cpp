// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_store.h"

#include "core/base/mutation.h"
#include "core/model/value_codec.h"
#include "core/rules/match_keys.h"
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
    QByteArray save;
    QByteArray saveBulk; ///< Without the row id, whose RETURNING costs a temporary table.
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
    sql.saveBulk = "INSERT INTO " + sql.table + "(" + columns.join(',') + ") VALUES(" + marks.join(',')
        + ") ON CONFLICT(id) DO UPDATE SET " + updates.join(',');
    sql.save = sql.saveBulk + " RETURNING rowid";
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

/// What match keys are made of.
bool isMatchField(const FieldInfo &field)
{
    return field.name == QLatin1String("emails") || field.name == QLatin1String("phones")
        || field.name == QLatin1String("spotifyId") || field.name == QLatin1String("country");
}

/// A lead with those fields only: converting whole ones takes longer than making their keys.
Lead matchableLead(const Record &record)
{
    Lead lead;
    const EntityInfo &info = record.info();
    for (int i = 0; i < info.fieldCount(); ++i)
        if (isMatchField(info.field(i)))
            info.field(i).set(&lead, record.values[size_t(i)]);
    return lead;
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
    if (m_bulk) {
        MDMC_ASSIGN(Statement statement, m_db.prepare(sql.saveBulk));
        MDMC_TRY(bindRecord(statement, record));
        return statement.run();
    }
    const bool isIndexed = record.type == EntityType::Lead || (m_indexText && record.info().isSearchable());
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
    for (const QString &key : matchKeys(matchableLead(record))) {
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
    if (m_indexText && entityInfo(type).isSearchable() && !isMutated(Mutation::EvictionKeepsText))
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

/// Match keys on their way into their table: sorted first, since keys in order load several times faster.
class RecordStore::MatchKeyLoad {
public:
    MatchKeyLoad(Database &db, SensitiveCodec *codec) : m_db(db), m_codec(codec) {}

    Result<> add(const Record &record, qint64 rowId)
    {
        for (const QString &key : matchKeys(matchableLead(record)))
            m_keys.emplace_back(m_codec ? m_codec->matchKey(key) : key.toUtf8(), rowId);
        constexpr size_t kPiece = 500'000; // Some 40 MB
        return m_keys.size() >= kPiece ? write() : Result<>();
    }
    Result<> write()
    {
        std::sort(m_keys.begin(), m_keys.end());
        MDMC_ASSIGN(Statement insert, m_db.prepare("INSERT OR IGNORE INTO lead_match(key, lead) VALUES(?1, ?2)"));
        for (const auto &[key, rowId] : m_keys)
            MDMC_TRY(insert.run(key, rowId));
        m_keys.clear();
        return {};
    }

private:
    Database &m_db;
    SensitiveCodec *m_codec;
    std::vector<std::pair<QByteArray, qint64>> m_keys;
};

Result<> RecordStore::endBulk()
{
    m_bulk = false;
    MDMC_TRY(m_db.exec(QByteArrayView("DROP INDEX IF EXISTS lead_match_by_lead; DELETE FROM lead_match")));
    for (const EntityInfo *info : allEntities())
        if (info->type == EntityType::Lead || (m_indexText && info->isSearchable()))
            MDMC_TRY(indexAll(*info));
    return m_db.exec(QByteArrayView("CREATE INDEX lead_match_by_lead ON lead_match(lead)")); // As record_schema.cpp
}

Result<> RecordStore::indexAll(const EntityInfo &info)
{
    const bool hasText = m_indexText && info.isSearchable();
    const bool hasKeys = info.type == EntityType::Lead;
    std::vector<int> fields;
    QByteArray columns;
    for (int i = 0; i < info.fieldCount(); ++i) {
        const FieldInfo &field = info.field(i);
        if (!(hasText && field.has(FieldFlag::Searchable)) && !(hasKeys && isMatchField(field)))
            continue;
        fields.push_back(i);
        columns += ',' + columnsOf(field).join(',');
    }
    const QByteArray table = sqlOf(info.type).table;
    const QByteArray fts = table + "_fts";
    // As many words as possible are gathered in memory: each batch written is merged with the others later.
    if (hasText)
        MDMC_TRY(m_db.exec(QByteArray("INSERT INTO " + fts + '(' + fts + ") VALUES('delete-all');" + "INSERT INTO " + fts
                                      + '(' + fts + ", rank) VALUES('hashsize', 16777216)")));
    {
        MatchKeyLoad keys(m_db, m_codec);
        Record record(info.type, RecordId());
        MDMC_ASSIGN(Statement rows, m_db.prepare(QByteArray("SELECT rowid, id" + columns + " FROM " + table
                                                            + " WHERE deleted=0 ORDER BY rowid")));
        std::optional<Statement> insert;
        if (hasText) {
            MDMC_ASSIGN(insert, m_db.prepare(QByteArray("INSERT INTO " + fts + "(rowid, text) VALUES(?1, ?2)")));
        }
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                break;
            const qint64 rowId = rows.columnInt64(0);
            record.id = rows.columnRecordId(1);
            int at = 2;
            for (const int field : fields)
                MDMC_TRY(readField(record, field, rows, at));
            if (hasKeys)
                MDMC_TRY(keys.add(record, rowId));
            if (const QString text = hasText ? searchText(record) : QString(); !text.isEmpty())
                MDMC_TRY(insert->run(rowId, text));
        }
        MDMC_TRY(keys.write());
    }
    constexpr auto kUsualHashSize = "1048576"; // FTS5's own
    if (hasText)
        MDMC_TRY(m_db.exec(QByteArray("INSERT INTO " + fts + '(' + fts + ", rank) VALUES('hashsize', " + kUsualHashSize + ')')));
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
