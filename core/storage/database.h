// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/secret.h"
#include "core/storage/statement.h"

#include <QString>

#include <memory>
#include <atomic>
#include <optional>

struct sqlite3;

namespace mdmc::storage {

class RecentRows;

struct OpenOptions {
    QString path;            ///< A file, or ":memory:".
    security::SecretKey key; ///< The raw 256-bit key; never a passphrase.
    bool create = false;     ///< Create the file (readable by its owner only) where there is none.
    bool readOnly = false;
    bool foreignKeys = false; ///< Off by default: replication may bring a child before its parent.
    int cacheKib = 64 * 1024; ///< Page cache. Small ones make point reads several times slower.
    int busyTimeoutMs = 5000;
    std::optional<QString> vfs; ///< A registered SQLite VFS other than the system's, for fault injection.
};

/// One connection to an encrypted SQLCipher 4 database (SQLite 3.46: FTS5, upsert, RETURNING, STRICT).
/// Used by one thread at a time; any number of connections may share a file (WAL: one writer, readers unhindered).
///
/// Every open proves that the library encrypts and that the file is not plain SQLite. Durability is that of
/// synchronous=FULL: what was committed survives a power cut. Deleted content is overwritten.
///
/// Error codes of every call below: WrongKey (also: the file is no database), StorageCorrupt, StorageFull,
/// StorageBusy (another connection held the lock past the time-out), AlreadyExists (unique constraint), InvalidInput
/// (other constraints), TooLarge, Cancelled (`interrupt`), StorageFailure (the rest).
/// After StorageFull and StorageFailure the open transaction is gone; what was committed before is intact.
class Database {
public:
    /// NotFound when there is no such file (or an empty one) and `create` is not set.
    static Result<Database> open(const OpenOptions &options);
    /// Whether a database file with content stands at `path`.
    static bool exists(const QString &path);

    Database(Database &&) noexcept;
    Database &operator=(Database &&) noexcept;
    ~Database();

    /// Runs one or more statements without parameters. Never put values into the text: it may appear in logs.
    Result<> exec(QByteArrayView sql);
    Result<> exec(QStringView sql);

    /// One statement, compiled or taken from the cache (by its text).
    Result<Statement> prepare(QByteArrayView sql);
    Result<Statement> prepare(QStringView sql);

    /// Prepares, binds from 1 and runs one statement.
    template<typename Sql, typename... Args>
    Result<> run(const Sql &sql, const Args &...args)
    {
        auto statement = prepare(sql);
        if (!statement)
            return tl::unexpected<Error>(std::move(statement.error()));
        statement->bindAll(args...);
        return statement->run();
    }
    /// The first column of the first row as an integer; nothing when there is no row or it is NULL.
    template<typename Sql, typename... Args>
    Result<std::optional<qint64>> queryInt64(const Sql &sql, const Args &...args)
    {
        return queryOne(prepare(sql), [](Statement &s) { return s.columnOptionalInt64(0); }, args...);
    }
    /// The first column of the first row as a text; nothing when there is no row or it is NULL.
    template<typename Sql, typename... Args>
    Result<std::optional<QString>> queryText(const Sql &sql, const Args &...args)
    {
        return queryOne(prepare(sql), [](Statement &s) { return s.columnOptionalText(0); }, args...);
    }

    /// Differs after any commit, of this connection or another one, from what it was before; compare for equality only.
    /// May differ without one, too.
    struct Version {
        qint64 own = 0;
        qint64 others = 0;
        bool operator==(const Version &) const = default;
    };
    Result<Version> version();

    /// Notes every row of a record table that this connection writes there, from now on.
    void noteRowsIn(std::shared_ptr<RecentRows> rows);

    qint64 changes() const;         ///< Rows changed by the last statement that changes rows.
    qint64 lastInsertRowId() const;
    bool inTransaction() const;
    /// Makes the statement under way end with Cancelled, and every later one too: for a connection that is about to be
    /// closed. What was begun can still be committed or rolled back. The one call allowed from another thread, while
    /// the owner keeps the object alive.
    void interrupt();
    /// Statements end with Cancelled while one of them is set, and go on afterwards; both outlive their use here. Null: never.
    void giveUpWhen(const std::atomic<bool> *isGivenUp, const std::atomic<bool> *isOutranked = nullptr);

    /// Authenticates every page and checks the structure: StorageCorrupt with the first findings. Reads everything.
    Result<> integrityCheck();
    /// Writes a complete, checked copy encrypted with `key` to a new file; refuses an existing one (AlreadyExists).
    /// Other connections may write meanwhile. On failure no file is left at `path`.
    Result<> backupTo(const QString &path, const security::SecretKey &key);
    /// Re-encrypts everything. No other connection may be open (StorageBusy or broken reads otherwise). Interrupted
    /// at any moment, exactly one of the two keys opens the file: keep both until an open with the new one succeeded.
    Result<> rekey(const security::SecretKey &newKey);
    /// The write-ahead log, as far as this connection writes it.
    struct Log {
        int pages = 0;      ///< In it that are not known to be in the file, as of the last commit.
        qint64 commits = 0; ///< Since the database was opened.
    };
    Log log() const;
    /// Until called again with false, the log grows to 128 MB instead of 32 before a commit moves it: for long loads, which
    /// have nobody wait for the disk until all is there.
    void setLongLog(bool isLong);
    /// Moves what readers allow of the log into the file, without waiting for them. The log is begun anew by the next commit
    /// when all was moved.
    Result<> moveLog();
    /// Moves the log into the file and empties it. False when readers or writers elsewhere prevented part of it.
    Result<bool> checkpoint();

    QString path() const;
    sqlite3 *handle() const;

private:
    friend class Transaction;
    friend class Savepoint;
    explicit Database(std::shared_ptr<detail::Connection> connection);

    template<typename Read, typename... Args>
    auto queryOne(Result<Statement> statement, Read read, const Args &...args) -> Result<decltype(read(*statement))>
    {
        if (!statement)
            return tl::unexpected<Error>(std::move(statement.error()));
        statement->bindAll(args...);
        auto row = statement->step();
        if (!row)
            return tl::unexpected<Error>(std::move(row.error()));
        return *row ? read(*statement) : decltype(read(*statement)){};
    }

    std::shared_ptr<detail::Connection> m_connection;
};

} // namespace mdmc::storage
