// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, transactions, rows and what an actor sees. Log, operations and accounts: embedded_store_tables.cpp.
#include "sync/server/embedded_store.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "core/storage/query_sql.h"
#include "sync/protocol/merge.h"
#include "sync/server/embedded_schema.h"

namespace mdmc::sync {

using storage::SqlText;
using storage::Statement;
using storage::tableOf;
using storage::Transaction;

namespace {

constexpr int kTagSaltSize = 8;

QByteArray placeOf(EntityType type, const RecordId &id, int field)
{
    const EntityInfo &info = entityInfo(type);
    const QLatin1String name = info.field(field).name;
    QByteArray place; // For every sealed field of every row that is read
    place.reserve(info.table.size() + name.size() + 18);
    place.append(info.table.data(), info.table.size()).append('/').append(name.data(), name.size()).append('/');
    return place.append(reinterpret_cast<const char *>(id.data()), 16);
}

/// `isVisible` needs no look at the row's scope.
bool seesAll(EntityType type, const Actor &actor)
{
    return actor.isActive && (actor.sight == Sight::All || entityInfo(type).scope == ScopeRule::Workspace);
}

/// What `isVisible` says as SQL: `SELECT <select> FROM table t [CROSS JOIN row_scope s] WHERE t.deleted=0 [AND visible]`
SqlText visibleSql(const QByteArray &select, EntityType type, const Actor &actor)
{
    SqlText sql;
    sql << "SELECT " << select << " FROM " << tableOf(type) << " t";
    if (seesAll(type, actor) || !actor.isActive) {
        sql << " WHERE t.deleted=0" << (actor.isActive ? "" : " AND 0");
        return sql;
    }
    // CROSS keeps the order of the join: along the ids, one look-up of a scope each, and no sorting.
    sql << " CROSS JOIN row_scope s ON s.entity=" << QByteArray::number(int(type))
        << " AND s.id=t.id WHERE t.deleted=0 AND (s.workspace=1 OR s.owner=";
    sql.argument(actor.userId);
    if (actor.sight == Sight::Team) {
        sql << " OR s.team=";
        sql.argument(actor.teamId);
        sql << " OR (s.team IS NULL AND s.owner IS NULL)";
    }
    sql << ")";
    return sql;
}

void appendPage(SqlText &sql, const RecordId &after, int limit)
{
    sql << " AND t.id>";
    sql.argument(after.toBytes()); // The null id as 16 zero bytes: it comes first.
    sql << " ORDER BY t.id LIMIT ";
    sql.argument(qint64(limit));
}

Result<> checkFilter(EntityType type, const storage::Filter &filter)
{
    for (const storage::Condition &condition : filter.conditions) {
        const bool isKnown = condition.field >= 0 && condition.field < entityInfo(type).fieldCount();
        const FieldInfo *field = isKnown ? &entityInfo(type).field(condition.field) : nullptr;
        if (field && field->has(FieldFlag::Sensitive))
            return failure(ErrorCode::InvalidInput,
                           QStringLiteral("This field is encrypted on the server and cannot be filtered by."),
                           QString(field->name));
    }
    for (const storage::Filter &group : filter.groups)
        MDMC_TRY(checkFilter(type, group));
    return {};
}

} // namespace

Result<std::unique_ptr<SealedFields>> SealedFields::create(const security::SecretKey &fieldKey,
                                                           const security::SecretKey &indexKey)
{
    security::KeyRing ring;
    ring.keys.emplace(1, fieldKey);
    ring.current = 1;
    MDMC_ASSIGN(security::FieldCipher cipher, security::FieldCipher::create(ring));
    return std::unique_ptr<SealedFields>(new SealedFields(std::move(cipher), indexKey));
}

Result<QByteArray> SealedFields::seal(EntityType type, const RecordId &id, int field, const QByteArray &plain)
{
    return m_cipher.seal(plain, placeOf(type, id, field));
}

Result<QByteArray> SealedFields::open(EntityType type, const RecordId &id, int field, const QByteArray &sealed)
{
    return m_cipher.open(sealed, placeOf(type, id, field));
}

QByteArray SealedFields::matchKey(const QString &key) const
{
    return m_index.fingerprint("lead_match", key.toUtf8());
}

EmbeddedStore::EmbeddedStore(storage::Database database, std::unique_ptr<SealedFields> codec,
                             const security::SecretKey &tagKey)
    : m_db(std::move(database)), m_codec(std::move(codec)), m_records(m_db, m_codec.get()), m_tags(tagKey)
{
}

Result<std::unique_ptr<EmbeddedStore>> EmbeddedStore::open(const Options &options)
{
    MDMC_ASSIGN(std::unique_ptr<SealedFields> codec,
                SealedFields::create(options.key.subkey(2, "mdmcfld1"), options.key.subkey(3, "mdmcidx1")));
    storage::OpenOptions open{.path = options.path, .key = fileKey(options.key)};
    open.create = options.create;
    open.vfs = options.vfs;
    MDMC_ASSIGN(storage::Database database, storage::Database::open(open));
    const std::vector<storage::Migration> migrations = serverMigrations();
    MDMC_ASSIGN(const auto version, database.queryInt64("PRAGMA user_version"));
    if (options.beforeMigrating && version.value_or(0) < qint64(migrations.size()))
        MDMC_TRY(options.beforeMigrating());
    MDMC_TRY(storage::migrate(database, migrations, kServerApplicationId));
    return std::unique_ptr<EmbeddedStore>(new EmbeddedStore(std::move(database), std::move(codec), options.key.subkey(4, "mdmctag1")));
}

Result<> EmbeddedStore::checkVersion()
{
    MDMC_ASSIGN(const auto version, m_db.queryInt64("PRAGMA user_version"));
    return version.value_or(0) == qint64(serverMigrations().size())
        ? Result<>()
        : failure(ErrorCode::SchemaTooNew, QStringLiteral("The workspace was brought up to a later version meanwhile. Start a server of that version."));
}

Result<> EmbeddedStore::begin(Mode mode)
{
    if (m_transaction)
        return failure(ErrorCode::Internal, QStringLiteral("a transaction is open already"));
    m_isWriting = mode == Mode::Write;
    auto transaction =
        Transaction::begin(m_db, mode == Mode::Write ? Transaction::Mode::Write : Transaction::Mode::Read);
    if (!transaction) {
        const Result<> failed = tl::unexpected<Error>(transaction.error());
        noteWrite(failed);
        return failed;
    }
    m_transaction.emplace(std::move(*transaction));
    return {};
}

Result<> EmbeddedStore::commit()
{
    if (!m_transaction)
        return failure(ErrorCode::Internal, QStringLiteral("no transaction to commit"));
    Result<> done = m_isWriting ? m_sums.write() : Result<>();
    if (done)
        done = m_transaction->commit();
    m_sums.forget();
    m_transaction.reset();
    noteWrite(done);
    if (done)
        confirmNumbers();
    return done;
}

void EmbeddedStore::rollback()
{
    // One that the database has ended by itself knows why.
    if (m_transaction && !m_db.inTransaction())
        noteWrite(m_transaction->commit());
    m_sums.forget();
    m_transaction.reset();
}

void EmbeddedStore::noteWrite(const Result<> &result)
{
    const bool isDisks = !result
        && (result.error().code == ErrorCode::StorageFull || result.error().code == ErrorCode::StorageFailure);
    if (m_isWriting && isDisks)
        m_writeError = result.error();
}

Result<> EmbeddedStore::checkWritable()
{
    if (!m_writeError)
        return {};
    MDMC_TRY(begin(Mode::Write));
    // Leaves nothing and is written all the same, which an update to the same value is not.
    const auto tried = m_db.exec("INSERT INTO setting(key, value) VALUES('write_probe', ''); "
                                 "DELETE FROM setting WHERE key='write_probe'");
    if (!tried) {
        rollback();
        return tried;
    }
    const Result<> kept = commit();
    if (kept)
        m_writeError.reset(); // Only now: a transaction that wrote nothing proves nothing.
    return kept;
}

Result<std::optional<storage::Database::Version>> EmbeddedStore::version()
{
    MDMC_ASSIGN(const storage::Database::Version version, m_db.version());
    return std::optional(version);
}

Result<> EmbeddedStore::rest(qint64 monotonicMs)
{
    MDMC_TRY(m_log.look(monotonicMs));
    return m_areSumsWrong ? mendSums() : Result<>();
}

Result<> EmbeddedStore::mendSums()
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(*this, Mode::Write));
    MDMC_TRY(m_sums.rebuild());
    MDMC_TRY(transaction.commit());
    m_areSumsWrong = false;
    return {};
}

Result<Head> EmbeddedStore::head()
{
    MDMC_ASSIGN(
        Statement statement,
        m_db.prepare("SELECT h.seq, h.epoch, h.floor, c.tag FROM sync_head h LEFT JOIN change_log c ON c.seq=h.seq"));
    MDMC_ASSIGN(const bool found, statement.step());
    if (!found)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("the store has no head"));
    return Head{statement.columnBlob(1), statement.columnInt64(0), statement.columnBlob(3), statement.columnInt64(2)};
}

Result<qint64> EmbeddedStore::raiseHead(qint64 count)
{
    MDMC_ASSIGN(const std::optional<qint64> seq,
                m_db.queryInt64("UPDATE sync_head SET seq=seq+?1 WHERE one=1 RETURNING seq", drawnNumbers(count)));
    if (!seq)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("the store has no head"));
    return *seq;
}

Result<> EmbeddedStore::renewEpoch()
{
    return m_db.run("UPDATE sync_head SET epoch=?1 WHERE one=1", security::randomBytes(16));
}

QByteArray EmbeddedStore::makeTag(const QByteArray &epoch, qint64 seq, const QByteArray &salt) const
{
    Q_ASSERT(salt.size() == kTagSaltSize);
    return salt + m_tags.fingerprint("cursor", epoch + '/' + QByteArray::number(seq) + '/' + salt).left(8);
}

bool EmbeddedStore::isOwnTag(const Cursor &cursor) const
{
    return cursor.tag.size() > kTagSaltSize
        && security::constantTimeEquals(cursor.tag, makeTag(cursor.epoch, cursor.seq, cursor.tag.left(kTagSaltSize)));
}

Result<std::optional<Record>> EmbeddedStore::load(const RecordRef &row)
{
    return m_records.load(row.type, row.id);
}

Result<std::optional<RowScope>> EmbeddedStore::scopeOf(const RecordRef &row)
{
    MDMC_ASSIGN(Statement statement,
                m_db.prepare("SELECT root_entity, root_id, workspace, owner, team FROM row_scope "
                             "WHERE entity=?1 AND id=?2"));
    statement.bindAll(int(row.type), row.id);
    MDMC_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<RowScope>();
    RowScope scope;
    scope.root = {EntityType(statement.columnInt(0)), statement.columnRecordId(1)};
    scope.key = {statement.columnBool(2), statement.columnRecordId(3), statement.columnRecordId(4)};
    return std::optional<RowScope>(scope);
}

Result<> EmbeddedStore::save(const Record &record, const RowScope &scope, const ScopedRow *before)
{
    const auto counted = [](const Record &row, const RowScope &seen) {
        return row.isDeleted() ? std::nullopt : std::optional(RowSums::Row{row.rev, seen.key});
    };
    m_sums.note({record.type, record.id}, before ? counted(before->record, before->scope) : std::nullopt,
                counted(record, scope));
    if (before && before->scope == scope)
        return m_records.save(record, before->record);
    MDMC_TRY(m_records.save(record));
    return m_db.run("INSERT INTO row_scope(entity, id, root_entity, root_id, workspace, owner, team) "
                    "VALUES(?1,?2,?3,?4,?5,?6,?7) ON CONFLICT(entity, id) DO UPDATE SET "
                    "root_entity=excluded.root_entity, root_id=excluded.root_id, workspace=excluded.workspace, "
                    "owner=excluded.owner, team=excluded.team "
                    // Most edits change nobody's sight: then nothing is written.
                    "WHERE (root_entity, root_id, workspace, owner, team) IS NOT "
                    "(excluded.root_entity, excluded.root_id, excluded.workspace, excluded.owner, excluded.team)",
                    int(record.type), record.id, int(scope.root.type), scope.root.id, scope.key.isWorkspace,
                    scope.key.ownerId, scope.key.teamId);
}

Result<std::vector<RecordRef>> EmbeddedStore::dependantsOf(const RecordRef &root)
{
    MDMC_ASSIGN(Statement statement,
                m_db.prepare("SELECT entity, id FROM row_scope WHERE root_id=?1 AND root_entity=?2 "
                             "AND root_id<>id ORDER BY entity, id"));
    statement.bindAll(root.id, int(root.type));
    std::vector<RecordRef> rows;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return rows;
        rows.push_back({EntityType(statement.columnInt(0)), statement.columnRecordId(1)});
    }
}

Result<std::vector<Record>> EmbeddedStore::all(EntityType type)
{
    return m_records.page(type, RecordId(), -1, false);
}

Result<std::optional<RecordId>> EmbeddedStore::userByEmail(const QString &email)
{
    MDMC_ASSIGN(Statement statement,
                m_db.prepare("SELECT id FROM user WHERE email=?1 AND deleted=0 ORDER BY id LIMIT 1"));
    statement.bind(1, email);
    MDMC_ASSIGN(const bool found, statement.step());
    return found ? std::optional(statement.columnRecordId(0)) : std::nullopt;
}

Result<std::vector<Record>> EmbeddedStore::visiblePage(EntityType type, const Actor &actor, const RecordId &after,
                                                       int limit)
{
    // The join has column names in common with the record's own, hence the prefix.
    SqlText sql =
        visibleSql(storage::RecordStore::selectList(type, "t"), type, actor);
    appendPage(sql, after, limit);
    MDMC_ASSIGN(Statement statement, sql.prepare(m_db));
    std::vector<Record> rows;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return rows;
        MDMC_ASSIGN(Record record, m_records.read(type, statement));
        rows.push_back(std::move(record));
    }
}

Result<Store::PackedPage> EmbeddedStore::visiblePacked(EntityType type, const Actor &actor, const RecordId &after,
                                                       int limit, qint64 maxBytes)
{
    SqlText sql =
        visibleSql(storage::RecordStore::selectList(type, "t"), type, actor);
    appendPage(sql, after, limit);
    MDMC_ASSIGN(Statement statement, sql.prepare(m_db));
    PackedPage page;
    page.cbor.reserve(qsizetype(maxBytes));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            break;
        if (page.cbor.size() >= maxBytes)
            return page;
        page.last = statement.columnRecordId(0);
        if (page.count++ == 0)
            page.first = page.last;
        MDMC_TRY(m_records.appendPacked(page.cbor, type, statement));
    }
    page.isLast = page.count < limit;
    return page;
}

Result<std::vector<Record>> EmbeddedStore::visibleInBucket(EntityType type, const Actor &actor, int bucket)
{
    std::vector<RecordId> ids;
    {
        MDMC_ASSIGN(Statement all, m_db.prepare(QByteArray("SELECT id FROM " + tableOf(type) + " ORDER BY id")));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, all.step());
            if (!hasRow)
                break;
            if (const RecordId id = all.columnRecordId(0); checksumBucket(id) == bucket)
                ids.push_back(id);
        }
    }
    std::vector<Record> rows;
    RowSum sum;
    for (const RecordId &id : ids) {
        MDMC_ASSIGN(std::optional<Record> row, load({type, id}));
        MDMC_ASSIGN(const std::optional<RowScope> scope, scopeOf({type, id}));
        if (!row || !scope || row->isDeleted() || !isVisible(actor, scope->key))
            continue;
        sum += {1, rowChecksum(id, row->rev)};
        rows.push_back(std::move(*row));
    }
    MDMC_ASSIGN(const BucketSums noted, m_sums.buckets(type, actor));
    if (noted[size_t(bucket)] != sum && !std::exchange(m_areSumsWrong, true))
        qCWarning(lcServer) << "the sums of" << entityInfo(type).name << "do not fit its rows; they are made anew";
    return rows;
}

Result<std::vector<Store::RowPlace>> EmbeddedStore::visibleRows(EntityType type, const Actor &actor,
                                                                const RecordId &after, int limit,
                                                                const storage::Filter &filter)
{
    MDMC_TRY(checkFilter(type, filter));
    const bool hasScope = actor.isActive && !seesAll(type, actor);
    // Of the row nothing but what an index of such pages holds.
    SqlText sql = visibleSql(hasScope ? "t.id, t.rowid, s.workspace, s.owner, s.team" : "t.id, t.rowid", type, actor);
    if (!filter.isEmpty()) {
        sql << " AND ";
        MDMC_TRY(storage::appendFilter(sql, type, filter));
    }
    appendPage(sql, after, limit);
    MDMC_ASSIGN(Statement statement, sql.prepare(m_db));
    std::vector<RowPlace> rows;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return rows;
        RowPlace row{statement.columnRecordId(0), statement.columnInt64(1), {}};
        if (hasScope)
            row.scope = {statement.columnBool(2), statement.columnRecordId(3), statement.columnRecordId(4)};
        rows.push_back(row);
    }
}

Result<> EmbeddedStore::visitPacked(EntityType type, std::span<const RowPlace> rows, const VisitPacked &visit)
{
    if (rows.empty())
        return {};
    MDMC_ASSIGN(Statement statement,
                m_db.prepare(QByteArray("SELECT " + storage::RecordStore::selectList(type) + " FROM " + tableOf(type)
                                        + " WHERE rowid=?1")));
    QByteArray cbor;
    for (const RowPlace &row : rows) {
        statement.bind(1, row.place);
        MDMC_ASSIGN(const bool isThere, statement.step());
        if (!isThere)
            return failure(ErrorCode::StorageCorrupt,
                           QStringLiteral("a row of %1 that was found is not there").arg(entityInfo(type).table));
        cbor.resize(0);
        MDMC_TRY(m_records.appendPacked(cbor, type, statement));
        MDMC_TRY(visit(cbor));
        statement.reset();
    }
    return {};
}

} // namespace mdmc::sync
