// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/storage/log_writes.h"
#include "core/storage/recent_rows.h"

#include <QString>

#include <array>
#include <atomic>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// Inside of core/storage only.
namespace mdmc::storage::detail {

/// What authenticates each page. SHA-256 is what processors have instructions for: it takes half the time of SQLCipher's
/// own SHA-512, which files of the first versions have (docs/decisions/0032).
enum class PageMac : quint8 { Sha256, Sha512 };

struct CachedStatement {
    std::string sql;
    sqlite3_stmt *stmt = nullptr;
    bool isLent = false;
};

/// Owns the SQLite handle and the compiled statements. Shared by the database and what it lends out, so that a
/// statement that outlives its database is harmless.
class Connection {
public:
    Connection(sqlite3 *db, QString path, PageMac mac, std::unique_ptr<LogWrites> files);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    sqlite3 *db() const { return m_db; }
    const QString &path() const { return m_path; }
    PageMac mac() const { return m_mac; }

    /// Compiles `sql`, or lends it from the cache; `slot` is null when every copy in the cache is lent already.
    Result<sqlite3_stmt *> lend(std::string_view sql, CachedStatement *&slot);
    void giveBack(sqlite3_stmt *stmt, CachedStatement *slot);
    void clearCache();

    Result<> exec(std::string_view sql);
    /// The error that belongs to result code `rc` of the last call.
    Error error(int rc, std::string_view doing) const;

    /// From here on a page that does not authenticate is damage and no longer a wrong key.
    void setKeyProven() { m_isKeyProven = true; }

    /// From any thread: the statement under way and every later one end with Cancelled. For good.
    void interrupt();
    /// As `interrupt`, while one of them is set, which outlive their use here; null: nothing.
    void giveUpWhen(const std::atomic<bool> *isGivenUp, const std::atomic<bool> *isOutranked)
    {
        m_givesUpWhen = {isGivenUp, isOutranked};
    }
    /// sqlite3_step, which by itself forgets an interrupt that came while no statement ran, and runs outside of any
    /// transaction what was meant for one that SQLite has rolled back on its own (full disk, I/O error): that error again.
    int step(sqlite3_stmt *stmt);
    /// Between these two SQLite must not end the transaction behind our back.
    void transactionBegun();
    void transactionEnded();
    /// The error that ended a transaction behind our back; SQLITE_OK while it is whole or where there is none.
    int lostTransaction() const;

    /// In the write-ahead log after the last commit of this connection; 0 once they are moved.
    int logPages() const { return m_logPages; }
    qint64 commits() const { return m_commits; }
    Result<> moveLog();
    /// A commit that leaves so many pages in the log moves them. At SQLite's default of 1000 a push of 500 edits fills the
    /// log, and each commit then moves it: twice the writes, four times the waiting for the disk.
    static constexpr int kMostLogPages = 8000;
    void setMostLogPages(int pages) { m_mostLogPages = pages; }

    /// Every row of a record table that this connection writes is noted there from now on.
    void noteRowsIn(std::shared_ptr<RecentRows> rows);

    int savepointDepth = 0;

private:
    static int isInterrupted(void *connection);
    static void rowChanged(void *rows, int operation, const char *schema, const char *table, long long rowId);
    static int committed(void *connection, sqlite3 *db, const char *schema, int logPages);
    Result<sqlite3_stmt *> compile(std::string_view sql, bool isKept);
    void dropOldest();

    std::unique_ptr<LogWrites> m_files; ///< As long as the handle is open.
    sqlite3 *m_db;
    QString m_path;
    PageMac m_mac;
    bool m_isKeyProven = false;
    bool m_isInTransaction = false;
    int m_logPages = 0;
    int m_mostLogPages = kMostLogPages;
    qint64 m_commits = 0;
    std::shared_ptr<RecentRows> m_recentRows; ///< Null: nobody wants to know.
    int m_lostBecause = 0; ///< First error of a statement in this transaction that ended it.
    std::atomic<bool> m_isInterrupted{false};
    std::array<const std::atomic<bool> *, 2> m_givesUpWhen{};
    std::list<CachedStatement> m_statements; ///< Most recently used first; addresses are stable.
    std::unordered_map<std::string_view, std::list<CachedStatement>::iterator> m_bySql;
};

} // namespace mdmc::storage::detail
