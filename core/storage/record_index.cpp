// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept beside the rows: match keys and the full-text index, row by row and for all rows at once.
#include "core/base/mutation.h"
#include "core/rules/match_keys.h"
#include "core/storage/match_key_list.h"
#include "core/storage/record_schema.h"
#include "core/storage/record_store.h"

#include <algorithm>

namespace mdmc::storage {

namespace {

constexpr char kAddKey[] = "INSERT OR IGNORE INTO lead_match(key, lead) VALUES(?1, ?2)";
constexpr char kRemoveKey[] = "DELETE FROM lead_match WHERE key=?1 AND lead=?2";

QByteArray tableOf(EntityType type)
{
    const QLatin1String table = entityInfo(type).table;
    return QByteArray(table.data(), table.size());
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

bool isTextField(const FieldInfo &field)
{
    return field.has(FieldFlag::Searchable);
}

/// In one of these fields, or in whether there is anything to index at all.
bool differs(const Record &a, const Record &b, bool (*isMeant)(const FieldInfo &))
{
    if (a.isDeleted() != b.isDeleted())
        return true;
    const EntityInfo &info = a.info();
    for (int i = 0; i < info.fieldCount(); ++i)
        if (isMeant(info.field(i)) && a.values[size_t(i)] != b.values[size_t(i)])
            return true;
    return false;
}

} // namespace

bool RecordStore::hasKeysAnew(const Record &record, const Record *before) const
{
    return record.type == EntityType::Lead && (!before || differs(record, *before, isMatchField));
}

bool RecordStore::hasTextAnew(const Record &record, const Record *before) const
{
    return m_indexText && record.info().isSearchable() && (!before || differs(record, *before, isTextField));
}

Result<> RecordStore::indexRecord(const Record &record, const Record *before, qint64 rowId, bool existed)
{
    if (rowId > m_marks[size_t(record.type)]) {
        if (m_isBuilding)
            m_changed[record.type].try_emplace(rowId, false);
        return {};
    }
    // What neither is made of needs no new entry, and most edits are of that kind.
    if (hasKeysAnew(record, before))
        MDMC_TRY(existed ? changeMatchKeys(record, before, rowId) : addMatchKeys(record, rowId));
    if (!hasTextAnew(record, before))
        return {};
    const QByteArray fts = tableOf(record.type) + "_fts";
    if (existed)
        MDMC_TRY(m_db.run(QByteArray("DELETE FROM " + fts + " WHERE rowid=?1"), rowId));
    const QString text = record.isDeleted() ? QString() : searchText(record);
    if (!text.isEmpty())
        MDMC_TRY(m_db.run(QByteArray("INSERT INTO " + fts + "(rowid, text) VALUES(?1, ?2)"), rowId, text));
    return {};
}

Result<> RecordStore::addMatchKeys(const Record &record, qint64 rowId)
{
    for (const QString &key : matchKeysOf(record))
        MDMC_TRY(m_db.run(kAddKey, storedKey(key), rowId));
    return {};
}

/// Those that differ: each lies on a page of its own.
Result<> RecordStore::changeMatchKeys(const Record &record, const Record *before, qint64 rowId)
{
    if (!before) {
        MDMC_TRY(removeMatchKeys(nullptr, rowId));
        return addMatchKeys(record, rowId);
    }
    const QStringList former = matchKeysOf(*before);
    const QStringList now = matchKeysOf(record);
    for (const QString &key : former)
        if (!now.contains(key))
            MDMC_TRY(m_db.run(kRemoveKey, storedKey(key), rowId));
    for (const QString &key : now)
        if (!former.contains(key))
            MDMC_TRY(m_db.run(kAddKey, storedKey(key), rowId));
    return {};
}

/// `lead` null: it cannot be read, and every key is looked at.
Result<> RecordStore::removeMatchKeys(const Record *lead, qint64 rowId)
{
    if (!lead)
        return m_db.run("DELETE FROM lead_match WHERE lead=?1", rowId);
    for (const QString &key : matchKeysOf(*lead))
        MDMC_TRY(m_db.run(kRemoveKey, storedKey(key), rowId));
    return {};
}

QStringList RecordStore::matchKeysOf(const Record &lead)
{
    return lead.isDeleted() ? QStringList() : matchKeys(matchableLead(lead));
}

Result<> RecordStore::removeText(EntityType type, qint64 rowId)
{
    if (!m_indexText || !entityInfo(type).isSearchable() || isMutated(Mutation::EvictionKeepsText))
        return {};
    return m_db.run(QByteArray("DELETE FROM " + tableOf(type) + "_fts WHERE rowid=?1"), rowId);
}

/// Match keys on their way into their table: sorted first, since keys in order load several times faster.
class RecordStore::MatchKeyLoad {
public:
    explicit MatchKeyLoad(RecordStore &store) : m_store(store) {}

    Result<> add(const Record &record, qint64 rowId)
    {
        for (const QString &key : matchKeysOf(record))
            m_keys.add(m_store.storedKey(key), rowId);
        constexpr size_t kPiece = 200'000; // Some 8 MB
        return m_keys.size() >= kPiece ? write() : Result<>();
    }
    Result<> write()
    {
        m_keys.sort();
        MDMC_TRY(m_store.writeMatchKeys(m_keys));
        m_keys.clear();
        return {};
    }

private:
    RecordStore &m_store;
    MatchKeyList m_keys;
};

/// But for those of `without`.
Result<> RecordStore::writeMatchKeys(const MatchKeyList &keys, const std::map<qint64, bool> &without)
{
    MDMC_ASSIGN(Statement insert, m_db.prepare(kAddKey));
    for (size_t i = 0; i < keys.size(); ++i)
        if (without.empty() || !without.contains(keys.rowId(i)))
            MDMC_TRY(insert.bindBlobView(1, keys.key(i)).bind(2, keys.rowId(i)).run());
    return {};
}

bool RecordStore::isIndexed(EntityType type) const
{
    return type == EntityType::Lead || (m_indexText && entityInfo(type).isSearchable());
}

void RecordStore::endBuild()
{
    m_isBuilding = false;
    m_changed.clear();
}

void RecordStore::setMark(EntityType type, qint64 rowId)
{
    m_marks[size_t(type)] = rowId;
}

Result<> RecordStore::endBulk()
{
    m_bulk = false;
    MDMC_TRY(m_db.exec(QByteArrayView("DELETE FROM lead_match")));
    for (const EntityInfo *info : allEntities()) {
        if (!isIndexed(info->type))
            continue;
        MDMC_TRY(clearText(*info));
        MDMC_TRY(beginText(*info));
        MDMC_TRY(indexRows(*info, 0, -1));
        MDMC_TRY(settleText(*info));
        setMark(info->type, kAllRows);
    }
    return {};
}

Result<> RecordStore::beginPieces()
{
    m_bulk = false;
    MDMC_TRY(m_db.exec(QByteArrayView("DELETE FROM lead_match")));
    for (const EntityInfo *info : allEntities()) {
        if (!isIndexed(info->type))
            continue;
        MDMC_TRY(clearText(*info));
        setMark(info->type, 0);
    }
    return {};
}

Result<> RecordStore::indexPiece(EntityType type, int rows)
{
    const EntityInfo &info = entityInfo(type);
    const qint64 from = mark(type);
    if (from == 0)
        MDMC_TRY(beginText(info));
    MDMC_ASSIGN(const std::optional<qint64> reached, indexRows(info, from, rows));
    if (!reached)
        MDMC_TRY(settleText(info));
    setMark(type, reached.value_or(kAllRows));
    return {};
}

Result<> RecordStore::clearText(const EntityInfo &info)
{
    if (!m_indexText || !info.isSearchable())
        return {};
    const QByteArray fts = tableOf(info.type) + "_fts";
    return m_db.exec(QByteArray("INSERT INTO " + fts + '(' + fts + ") VALUES('delete-all')"));
}

Result<> RecordStore::setTextWriting(Database &db, const QByteArray &table, TextWriting writing)
{
    const bool isBulk = writing == TextWriting::Bulk;
    const auto set = [&](const char *option, qint64 value) {
        return db.exec(QByteArray("INSERT INTO " + table + '(' + table + ", rank) VALUES('" + option + "', "
                                  + QByteArray::number(value) + ')'));
    };
    // As many words as possible are gathered in memory, for each batch written is a segment to merge with others later;
    // and none is begun to be merged that would have to be ended.
    MDMC_TRY(set("hashsize", isBulk ? kBulkTextBuffer : kUsualTextBuffer));
    return set("automerge", isBulk ? 0 : kUsualAutomerge);
}

/// Before many rows.
Result<> RecordStore::beginText(const EntityInfo &info)
{
    return m_indexText && info.isSearchable() ? setTextWriting(m_db, tableOf(info.type) + "_fts", TextWriting::Bulk)
                                              : Result<>();
}

Result<std::optional<qint64>> RecordStore::visitRows(const EntityInfo &info, qint64 after, int limit, const VisitRow &visit)
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
    MDMC_ASSIGN(Statement rows, m_db.prepare(QByteArray("SELECT rowid, deleted, id" + columns + " FROM " + tableOf(info.type)
                                                        + " WHERE rowid>?1 ORDER BY rowid LIMIT ?2")));
    rows.bindAll(after, limit);
    Record record(info.type, RecordId());
    std::optional<qint64> last;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return last;
        last = rows.columnInt64(0);
        if (rows.columnInt64(1) != 0)
            continue;
        record.id = rows.columnRecordId(2);
        int at = 3;
        for (const int field : fields)
            MDMC_TRY(readField(record, field, rows, at));
        MDMC_ASSIGN(const bool goesOn, visit(record, *last));
        if (!goesOn)
            return last;
    }
}

Result<std::optional<qint64>> RecordStore::indexRows(const EntityInfo &info, qint64 after, int limit)
{
    const bool hasKeys = info.type == EntityType::Lead;
    MatchKeyLoad keys(*this);
    std::optional<Statement> insert;
    if (m_indexText && info.isSearchable()) {
        MDMC_ASSIGN(insert, m_db.prepare(QByteArray("INSERT INTO " + tableOf(info.type) + "_fts(rowid, text) VALUES(?1, ?2)")));
    }
    const auto add = [&](const Record &record, qint64 rowId) -> Result<bool> {
        if (hasKeys)
            MDMC_TRY(keys.add(record, rowId));
        if (const QString text = insert ? searchText(record) : QString(); !text.isEmpty())
            MDMC_TRY(insert->run(rowId, text));
        return true;
    };
    MDMC_ASSIGN(const std::optional<qint64> last, visitRows(info, after, limit, add));
    MDMC_TRY(keys.write());
    return last;
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
