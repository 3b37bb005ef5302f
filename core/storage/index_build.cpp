// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/index_build.h"

#include "core/base/memory.h"
#include "core/storage/text_levels.h"
#include "core/storage/transaction.h"

#include <sqlcipher/sqlite3.h>

namespace mdmc::storage {

namespace {

constexpr qint64 kRowsPerLook = 1000; ///< Between two looks at the memory.

QByteArray textTableOf(EntityType type)
{
    const QLatin1String table = entityInfo(type).table;
    return QByteArray(table.data(), table.size()) + "_fts";
}

/// While it lasts, the tables inside of a full-text index can be written, which else only FTS5 may.
class ShadowAccess {
public:
    explicit ShadowAccess(Database &db) : m_db(db) { sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr); }
    ~ShadowAccess() { sqlite3_db_config(m_db.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr); }
    ShadowAccess(const ShadowAccess &) = delete;
    ShadowAccess &operator=(const ShadowAccess &) = delete;

private:
    Database &m_db;
};

/// All rows of `table`, as they are and in its order, from one database into another one's. Columns are integers and blobs.
Result<> copyTable(Database &from, Database &to, const QByteArray &table, const QByteArray &columns, const QByteArray &key)
{
    const int width = int(columns.count(',')) + 1;
    MDMC_ASSIGN(Statement rows, from.prepare(QByteArray("SELECT " + columns + " FROM " + table + " ORDER BY " + key)));
    MDMC_ASSIGN(Statement insert, to.prepare(QByteArray("INSERT INTO " + table + '(' + columns + ") VALUES(?"
                                                        + QByteArray(",?").repeated(width - 1) + ')')));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return {};
        for (int i = 0; i < width; ++i) {
            if (sqlite3_column_type(rows.handle(), i) == SQLITE_BLOB)
                insert.bindBlobView(i + 1, rows.columnBlobView(i));
            else
                insert.bind(i + 1, rows.columnOptionalInt64(i));
        }
        MDMC_TRY(insert.run());
    }
}

} // namespace

Result<> IndexBuild::make(Database &source, const std::vector<EntityType> &types)
{
    MDMC_ASSIGN(m_text, Database::open({.path = QStringLiteral(":memory:"), .key = security::SecretKey::generate(), .vfs = {}}));
    source.giveUpWhen(&m_isGivenUp);
    m_text->giveUpWhen(&m_isGivenUp);
    MDMC_ASSIGN(Transaction reading, Transaction::begin(source, Transaction::Mode::Read));
    MDMC_ASSIGN(Transaction writing, Transaction::begin(*m_text));
    RecordStore store(source, nullptr, true);
    bool isRoomLeft = true;
    for (size_t i = 0; i < types.size() && isRoomLeft; ++i) {
        MDMC_ASSIGN(isRoomLeft, makePart(store, source, types[i]));
    }
    MDMC_TRY(writing.commit());
    m_keys.sort();
    m_text->giveUpWhen(nullptr);
    return {};
}

/// False: there is no room for more.
Result<bool> IndexBuild::makePart(RecordStore &store, Database &source, EntityType type)
{
    const EntityInfo &info = entityInfo(type);
    const QByteArray table = textTableOf(type);
    std::optional<Statement> insert;
    if (info.isSearchable()) {
        MDMC_ASSIGN(const auto definition, source.queryText("SELECT sql FROM sqlite_schema WHERE name=?1", QLatin1String(table)));
        MDMC_TRY(m_text->exec(QStringView(definition.value_or(QString()))));
        MDMC_TRY(RecordStore::setTextWriting(*m_text, table, RecordStore::TextWriting::Bulk));
        MDMC_ASSIGN(insert, m_text->prepare(QByteArray("INSERT INTO " + table + "(rowid, text) VALUES(?1, ?2)")));
    }
    Part part{type};
    const auto add = [&](const Record &record, qint64 rowId) -> Result<bool> {
        if (type == EntityType::Lead)
            for (const QString &key : RecordStore::matchKeysOf(record))
                m_keys.add(key.toUtf8(), rowId);
        if (const QString text = insert ? searchText(record) : QString(); !text.isEmpty())
            MDMC_TRY(insert->run(rowId, text));
        if (m_isGivenUp)
            return failure(ErrorCode::Cancelled);
        if (++m_rowsMade % kRowsPerLook != 0)
            return true;
        MDMC_ASSIGN(const bool isNoRoom, isFull());
        if (isNoRoom)
            part.mark = rowId;
        return !isNoRoom;
    };
    MDMC_TRY(store.visitRows(info, 0, -1, add));
    m_parts.push_back(part);
    return part.mark == RecordStore::kAllRows;
}

Result<bool> IndexBuild::isFull()
{
    MDMC_ASSIGN(const auto bytes, m_text->queryInt64("SELECT page_count*page_size FROM pragma_page_count, pragma_page_size"));
    return m_keys.bytes() + bytes.value_or(0) >= m_maxBytes;
}

Result<> RecordStore::takeBuild(IndexBuild &build)
{
    for (const IndexBuild::Part &part : build.m_parts) {
        const EntityInfo &info = entityInfo(part.type);
        if (info.isSearchable())
            MDMC_TRY(copyText(info, *build.m_text));
        if (part.mark != kAllRows)
            MDMC_TRY(beginText(info)); // The rest follows in pieces.
        setMark(part.type, part.mark);
    }
    build.m_text.reset();
    giveMemoryBack(); // Some 30 MB are to be sorted next, on a thread that cannot use what another one freed.
    for (const IndexBuild::Part &part : build.m_parts)
        if (part.type == EntityType::Lead)
            MDMC_TRY(writeMatchKeys(build.m_keys, m_changed[EntityType::Lead]));
    for (const IndexBuild::Part &part : build.m_parts)
        MDMC_TRY(indexChanged(part.type));
    return {};
}

/// The index is what the tables inside of it hold (https://www.sqlite.org/fts5.html#fts5_data_structures), but for its
/// settings. FTS5 remembers their state as it was, which nobody else is to change, until it is rolled back to a savepoint.
Result<> RecordStore::copyText(const EntityInfo &info, Database &from)
{
    const QByteArray table = textTableOf(info.type);
    MDMC_TRY(clearText(info)); // What it had not written yet, too.
    MDMC_TRY(setTextWriting(m_db, table, TextWriting::Edits)); // An earlier load may have ended in the middle.
    {
        const ShadowAccess access(m_db);
        MDMC_TRY(m_db.exec(QByteArray("DELETE FROM " + table + "_data")));
        MDMC_TRY(copyTable(from, m_db, table + "_data", "id,block", "id"));
        MDMC_TRY(copyTable(from, m_db, table + "_idx", "segid,term,pgno", "segid,term"));
        MDMC_TRY(copyTable(from, m_db, table + "_docsize", "id,sz,origin", "id"));
    }
    return liftText(table);
}

/// After the last of many rows: what is indexed from here on is single edits, which must not wait for those (text_levels.h).
Result<> RecordStore::settleText(const EntityInfo &info)
{
    if (!m_indexText || !info.isSearchable())
        return {};
    const QByteArray table = textTableOf(info.type);
    MDMC_TRY(setTextWriting(m_db, table, TextWriting::Edits));
    MDMC_ASSIGN(Savepoint written, Savepoint::begin(m_db)); // What FTS5 has gathered is in its tables then.
    MDMC_TRY(written.release());
    return liftText(table);
}

Result<> RecordStore::liftText(const QByteArray &table)
{
    std::optional<QByteArray> lifted;
    {
        MDMC_ASSIGN(Statement row, m_db.prepare(QByteArray("SELECT block FROM " + table + "_data WHERE id=10")));
        MDMC_ASSIGN(const bool hasRow, row.step());
        if (hasRow)
            lifted = withSegmentsHigh(row.columnBlob(0));
    }
    if (lifted) {
        const ShadowAccess access(m_db);
        MDMC_TRY(m_db.run(QByteArray("UPDATE " + table + "_data SET block=?1 WHERE id=10"), *lifted));
    }
    MDMC_ASSIGN(Savepoint nothing, Savepoint::begin(m_db));
    nothing.rollback();
    return {};
}

Result<> RecordStore::indexChanged(EntityType type)
{
    bool isAnyErased = false;
    for (const auto &[rowId, isErased] : m_changed[type]) {
        if (rowId > mark(type))
            break;
        isAnyErased = isAnyErased || isErased;
        MDMC_TRY(removeText(type, rowId));
        const qint64 one[] = {rowId};
        MDMC_ASSIGN(const std::vector<Record> now, byRowIds(type, one));
        if (!now.empty())
            MDMC_TRY(indexRecord(now.front(), nullptr, rowId, false));
    }
    const QByteArray table = textTableOf(type);
    // Words of what was evicted do not stay in the index (docs/decisions/0008).
    return isAnyErased && entityInfo(type).isSearchable()
        ? m_db.exec(QByteArray("INSERT INTO " + table + '(' + table + ") VALUES('optimize')"))
        : Result<>();
}

} // namespace mdmc::storage
