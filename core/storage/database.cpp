// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/database.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "core/storage/connection.h"
#include "core/storage/database_file.h"
#include "core/storage/sql_functions.h"

#include <QFile>
#include <QFileInfo>

#include <sodium.h>
#include <sqlcipher/sqlite3.h>

#include <array>
#include <cstdio>

namespace mdmc::storage {

namespace {

using detail::Connection;
using detail::PageMac;
using ConnectionPtr = std::shared_ptr<Connection>;

const QString memoryPath = QStringLiteral(":memory:");

std::string_view asView(QByteArrayView text)
{
    return std::string_view(text.data(), size_t(text.size()));
}

/// SQLCipher's notation for a raw key (x'…'), which spares 0.2 s of key derivation per connection. Wiped at the end.
class RawKeyText {
public:
    explicit RawKeyText(const security::SecretKey &key)
    {
        m_text[0] = 'x';
        m_text[1] = '\'';
        sodium_bin2hex(m_text.data() + 2, 65, key.data(), security::SecretKey::Size);
        m_text[66] = '\'';
    }
    ~RawKeyText() { sodium_memzero(m_text.data(), m_text.size()); }
    RawKeyText(const RawKeyText &) = delete;
    RawKeyText &operator=(const RawKeyText &) = delete;

    const char *data() const { return m_text.data(); }
    int size() const { return 67; }

private:
    std::array<char, 68> m_text{};
};

/// Creates an empty file that only its owner may read. The log and the index beside it inherit that from SQLite.
Result<> createPrivateFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
        if (QFileInfo::exists(path)) // Another process was quicker, which is fine.
            return {};
        return failure(ErrorCode::StorageFailure,
                       QStringLiteral("The database file cannot be created: %1").arg(file.errorString()));
    }
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return {};
}

/// Before the library is first used; later calls change nothing.
void configureLibrary()
{
    // Nobody asks how much memory is in use, and counting it takes a lock with each allocation.
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    Q_UNUSED(configured);
}

/// Opens and keys, nothing else: the first read tells whether the key fits.
Result<ConnectionPtr> openKeyed(const QString &path, const security::SecretKey &key, int flags, PageMac mac,
                                const std::optional<QString> &vfs)
{
    configureLibrary();
    sqlite3 *db = nullptr;
    MDMC_ASSIGN(std::unique_ptr<detail::LogWrites> files, detail::LogWrites::over(vfs));
    const int rc = sqlite3_open_v2(path.toUtf8().constData(), &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                   files->name());
    if (!db)
        return failure(ErrorCode::StorageFailure, QStringLiteral("SQLite has no memory"));
    auto connection = std::make_shared<Connection>(db, path, mac, std::move(files));
    if (rc != SQLITE_OK)
        return tl::unexpected(connection->error(rc, "open"));
    // On every connection: indexes on their expressions cannot be checked without them, in a backup neither.
    if (const int added = addSqlFunctions(db); added != SQLITE_OK)
        return tl::unexpected(connection->error(added, "functions"));
    // Else SQLCipher reports a wrong key on stderr.
    MDMC_TRY(connection->exec("PRAGMA cipher_log_level=NONE"));
    const RawKeyText raw(key);
    if (const int keyed = sqlite3_key_v2(db, "main", raw.data(), raw.size()); keyed != SQLITE_OK)
        return tl::unexpected(connection->error(keyed, "key"));
    if (mac == PageMac::Sha256)
        MDMC_TRY(connection->exec("PRAGMA cipher_hmac_algorithm=HMAC_SHA256"));
    // Again: the first key of a process starts the cipher, which resets its log.
    MDMC_TRY(connection->exec("PRAGMA cipher_log_level=NONE"));
    return connection;
}

Result<QByteArray> pragma(Connection &connection, std::string_view sql)
{
    detail::CachedStatement *slot = nullptr;
    MDMC_ASSIGN(sqlite3_stmt * stmt, connection.lend(sql, slot));
    const int rc = sqlite3_step(stmt);
    QByteArray value;
    Result<QByteArray> result;
    if (rc == SQLITE_ROW)
        result = QByteArray(reinterpret_cast<const char *>(sqlite3_column_text(stmt, 0)));
    else if (rc != SQLITE_DONE)
        result = tl::unexpected(connection.error(rc, sql));
    connection.giveBack(stmt, slot);
    return result;
}

/// Every setting that safety or speed depends on, and the proof that the key opens the file.
Result<> configure(Connection &connection, const OpenOptions &options)
{
    sqlite3 *db = connection.db();
    sqlite3_busy_timeout(db, options.busyTimeoutMs);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, options.foreignKeys ? 1 : 0, nullptr);

    // A library without the codec ignores the key and writes plain files: the one thing that must never happen.
    MDMC_ASSIGN(const QByteArray cipher, pragma(connection, "PRAGMA cipher_version"));
    if (cipher.isEmpty())
        return failure(ErrorCode::StorageFailure, QStringLiteral("The database library does not encrypt"));

    // temp_store: sorts and temporary tables would else be spilled to disk in plain text.
    MDMC_TRY(connection.exec("PRAGMA temp_store=2; PRAGMA mmap_size=0; PRAGMA secure_delete=ON"));
    MDMC_TRY(connection.exec("PRAGMA cache_size=" + std::to_string(-options.cacheKib)));
    MDMC_TRY(connection.exec("SELECT count(*) FROM sqlite_schema")); // Fails here when the key does not fit.
    connection.setKeyProven();

    if (!options.readOnly) {
        MDMC_ASSIGN(const QByteArray mode, pragma(connection, "PRAGMA journal_mode=WAL"));
        if (mode != "wal" && options.path != memoryPath)
            return failure(ErrorCode::StorageFailure, QStringLiteral("The file system allows no write-ahead log"));
        // And the log keeps that length: cut down and grown anew, it would be laid out on the disk again each time.
        MDMC_TRY(connection.exec("PRAGMA synchronous=FULL; PRAGMA journal_size_limit=34603008"));
        if (isMutated(Mutation::CommitNotSynced))
            MDMC_TRY(connection.exec("PRAGMA synchronous=OFF"));
        else
            MDMC_TRY(detail::syncLog(db));
    }
    return {};
}

/// Entering WAL mode has written the first page, so even a new database has a header to look at.
Result<> refusePlainFile(const Connection &connection)
{
    if (connection.path() == memoryPath)
        return {};
    MDMC_ASSIGN(const bool isPlain, detail::isPlainFile(connection.db()));
    return isPlain ? failure(ErrorCode::WrongKey, QStringLiteral("The file is an unencrypted database")) : Result<>();
}

Result<ConnectionPtr> openProven(const OpenOptions &options, int flags, PageMac mac)
{
    MDMC_ASSIGN(ConnectionPtr connection, openKeyed(options.path, options.key, flags, mac, options.vfs));
    MDMC_TRY(configure(*connection, options));
    MDMC_TRY(refusePlainFile(*connection));
    return connection;
}

/// SQLite takes a file below one page for an empty one and would write over it.
Result<> refuseUnfit(const detail::FileFacts &file)
{
    constexpr qint64 pageSize = 4096;
    if (file.isPlain)
        return failure(ErrorCode::WrongKey, QStringLiteral("The file is an unencrypted database"));
    if (file.size < pageSize && !file.isRepairable)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("The database file is cut short"));
    return {};
}

/// Sees to it that there is a file to open, as the options want it; the flags to open it with.
Result<int> prepareFile(const OpenOptions &options)
{
    const int flags = options.readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.path == memoryPath)
        return flags | SQLITE_OPEN_CREATE;
    MDMC_ASSIGN(const detail::FileFacts file, detail::fileFacts(options.path, options.vfs));
    if (file.size > 0) {
        MDMC_TRY(refuseUnfit(file));
        return flags;
    }
    if (!options.create || options.readOnly)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no database file"));
    if (options.vfs)
        return flags | SQLITE_OPEN_CREATE;
    MDMC_TRY(createPrivateFile(options.path));
    return flags;
}

/// Runs a check that yields one row per finding, or the single row `ok`.
Result<> collectFindings(Connection &connection, std::string_view sql)
{
    detail::CachedStatement *slot = nullptr;
    MDMC_ASSIGN(sqlite3_stmt * stmt, connection.lend(sql, slot));
    QStringList findings;
    int rc = SQLITE_OK;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW && findings.size() < 5) {
        const QString finding = QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(stmt, 0)));
        if (finding != QLatin1String("ok"))
            findings << finding;
    }
    Result<> result;
    if (!findings.isEmpty())
        result = failure(ErrorCode::StorageCorrupt, findings.join(QStringLiteral("; ")));
    else if (rc != SQLITE_DONE && rc != SQLITE_ROW)
        result = tl::unexpected(connection.error(rc, sql));
    connection.giveBack(stmt, slot);
    return result;
}

} // namespace

Database::Database(ConnectionPtr connection) : m_connection(std::move(connection)) {}
Database::Database(Database &&) noexcept = default;
Database &Database::operator=(Database &&) noexcept = default;
Database::~Database() = default;

bool Database::exists(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.size() > 0;
}

Result<Database> Database::open(const OpenOptions &options)
{
    MDMC_ASSIGN(const int flags, prepareFile(options));
    auto connection = openProven(options, flags, PageMac::Sha256);
    if (!connection && connection.error().code == ErrorCode::WrongKey) {
        // Or a file of an earlier version. Its first error stands when it is none.
        if (auto earlier = openProven(options, flags, PageMac::Sha512))
            connection = std::move(earlier);
    }
    if (!connection)
        return tl::unexpected(std::move(connection.error()));
    return Database(std::move(*connection));
}

Result<> Database::exec(QByteArrayView sql)
{
    return m_connection->exec(asView(sql));
}

Result<> Database::exec(QStringView sql)
{
    return exec(sql.toUtf8());
}

Result<Statement> Database::prepare(QByteArrayView sql)
{
    detail::CachedStatement *slot = nullptr;
    MDMC_ASSIGN(sqlite3_stmt * stmt, m_connection->lend(asView(sql), slot));
    return Statement(m_connection, stmt, slot);
}

Result<Statement> Database::prepare(QStringView sql)
{
    return prepare(sql.toUtf8());
}

Result<Database::Version> Database::version()
{
    MDMC_ASSIGN(const std::optional<qint64> others, queryInt64("PRAGMA data_version"));
    return Version{sqlite3_total_changes64(handle()), others.value_or(0)};
}

qint64 Database::changes() const
{
    return sqlite3_changes64(m_connection->db());
}

qint64 Database::lastInsertRowId() const
{
    return sqlite3_last_insert_rowid(m_connection->db());
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_connection->db()) == 0;
}

void Database::noteRowsIn(std::shared_ptr<RecentRows> rows)
{
    m_connection->noteRowsIn(std::move(rows));
}

void Database::giveUpWhen(const std::atomic<bool> *isGivenUp, const std::atomic<bool> *isOutranked)
{
    m_connection->giveUpWhen(isGivenUp, isOutranked);
}

void Database::interrupt()
{
    m_connection->interrupt();
}

Result<> Database::integrityCheck()
{
    // The one check authenticates the pages in the file, the other all that are in use, in the log or the file, as it
    // reads them. A page that a power cut or a full disk has torn while the log was moved into the file is whole in the
    // log: hence the move first, and where it cannot be made the file alone says nothing.
    if (m_connection->path() != memoryPath) {
        if (const auto isMoved = checkpoint(); isMoved && *isMoved)
            MDMC_TRY(collectFindings(*m_connection, "PRAGMA cipher_integrity_check"));
    }
    return collectFindings(*m_connection, "PRAGMA quick_check");
}

Result<> Database::backupTo(const QString &path, const security::SecretKey &key)
{
    if (QFileInfo::exists(path))
        return failure(ErrorCode::AlreadyExists, QStringLiteral("A file stands where the backup would go"));
    const QString partial = path + QStringLiteral(".partial");
    QFile::remove(partial);
    const auto copy = [&]() -> Result<> {
        MDMC_TRY(createPrivateFile(partial));
        MDMC_ASSIGN(ConnectionPtr target, openKeyed(partial, key, SQLITE_OPEN_READWRITE, m_connection->mac(), std::nullopt));
        MDMC_TRY(target->exec("PRAGMA temp_store=2"));
        sqlite3_backup *backup = sqlite3_backup_init(target->db(), "main", m_connection->db(), "main");
        if (!backup)
            return tl::unexpected(target->error(sqlite3_errcode(target->db()), "backup"));
        // All in one step: with a write-ahead log that is one snapshot, and writers are not kept waiting.
        const int rc = sqlite3_backup_step(backup, -1);
        sqlite3_backup_finish(backup);
        if (rc != SQLITE_DONE)
            return tl::unexpected(target->error(rc, "backup"));
        target->setKeyProven();
        MDMC_TRY(collectFindings(*target, "PRAGMA cipher_integrity_check"));
        MDMC_TRY(collectFindings(*target, "PRAGMA quick_check"));
        MDMC_TRY(pragma(*target, "PRAGMA journal_mode=DELETE")); // Nothing may be left in a log beside the file.
        MDMC_TRY(refusePlainFile(*target));
        target.reset();
        if (!QFile::rename(partial, path))
            return failure(ErrorCode::StorageFailure, QStringLiteral("The backup cannot be given its name"));
        return {};
    };
    Result<> result = copy();
    if (!result) {
        for (const char *suffix : {"", "-wal", "-shm", "-journal"})
            QFile::remove(partial + QLatin1String(suffix));
    }
    return result;
}

Result<> Database::rekey(const security::SecretKey &newKey)
{
    if (inTransaction())
        return failure(ErrorCode::Internal, QStringLiteral("A key cannot be changed inside a transaction"));
    m_connection->clearCache();
    const RawKeyText raw(newKey);
    const int rc = sqlite3_rekey_v2(m_connection->db(), "main", raw.data(), raw.size());
    if (rc != SQLITE_OK)
        return tl::unexpected(m_connection->error(rc, "rekey"));
    MDMC_TRY(checkpoint());
    return refusePlainFile(*m_connection);
}

Database::Log Database::log() const
{
    return {m_connection->logPages(), m_connection->commits()};
}

void Database::setLongLog(bool isLong)
{
    m_connection->setMostLogPages(isLong ? 4 * Connection::kMostLogPages : Connection::kMostLogPages);
}

Result<> Database::moveLog()
{
    return m_connection->moveLog();
}

Result<bool> Database::checkpoint()
{
    int frames = 0;
    int moved = 0;
    const int rc = sqlite3_wal_checkpoint_v2(m_connection->db(), "main", SQLITE_CHECKPOINT_TRUNCATE, &frames, &moved);
    if (rc == SQLITE_BUSY)
        return false;
    if (rc != SQLITE_OK)
        return tl::unexpected(m_connection->error(rc, "checkpoint"));
    return frames == moved;
}

QString Database::path() const
{
    return m_connection->path();
}

sqlite3 *Database::handle() const
{
    return m_connection->db();
}

} // namespace mdmc::storage
