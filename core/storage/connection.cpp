// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/connection.h"

#include <sqlcipher/sqlite3.h>

#include <algorithm>

namespace mdmc::storage::detail {

namespace {

constexpr size_t maxCachedStatements = 256;

/// Steps of SQLite's virtual machine between two looks at the interrupt: some 20 µs, and no cost that can be measured.
constexpr int stepsPerLook = 1000;

ErrorCode codeFor(int rc, bool isKeyProven)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_PROTOCOL: // The log stayed locked through all of SQLite's attempts.
    case SQLITE_LOCKED: return ErrorCode::StorageBusy;
    case SQLITE_FULL: return ErrorCode::StorageFull;
    case SQLITE_CORRUPT: return ErrorCode::StorageCorrupt;
    case SQLITE_NOTADB: return isKeyProven ? ErrorCode::StorageCorrupt : ErrorCode::WrongKey;
    case SQLITE_TOOBIG: return ErrorCode::TooLarge;
    case SQLITE_INTERRUPT: return ErrorCode::Cancelled;
    case SQLITE_CONSTRAINT:
        switch (rc) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return ErrorCode::AlreadyExists;
        default: return ErrorCode::InvalidInput;
        }
    default: return ErrorCode::StorageFailure;
    }
}

} // namespace

Connection::Connection(sqlite3 *db, QString path, PageMac mac, std::unique_ptr<LogWrites> files)
    : m_files(std::move(files)), m_db(db), m_path(std::move(path)), m_mac(mac)
{
    // sqlite3_interrupt alone is lost when it comes just before a statement begins, which would then run to its end.
    sqlite3_progress_handler(m_db, stepsPerLook, &Connection::isInterrupted, this);
    sqlite3_wal_hook(m_db, &Connection::committed, this); // In place of SQLite's own, which does the one thing only.
}

int Connection::committed(void *connection, sqlite3 *, const char *, int logPages)
{
    auto *self = static_cast<Connection *>(connection);
    ++self->m_commits;
    self->m_logPages = logPages;
    if (logPages >= self->m_mostLogPages)
        (void)self->moveLog(); // The commit stands; what cannot be moved now is moved later.
    return SQLITE_OK;
}

Result<> Connection::moveLog()
{
    m_logPages = 0; // Whatever comes of it: the next commit tells anew.
    const int rc = sqlite3_wal_checkpoint_v2(m_db, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return rc == SQLITE_OK || rc == SQLITE_BUSY ? Result<>() : tl::unexpected(error(rc, "checkpoint"));
}

int Connection::isInterrupted(void *connection)
{
    const auto *self = static_cast<const Connection *>(connection);
    const bool isGivenUp = std::any_of(self->m_givesUpWhen.begin(), self->m_givesUpWhen.end(), [](const std::atomic<bool> *isSet) {
        return isSet && isSet->load(std::memory_order_relaxed);
    });
    return isGivenUp || self->m_isInterrupted.load(std::memory_order_relaxed) ? 1 : 0;
}

void Connection::interrupt()
{
    m_isInterrupted.store(true, std::memory_order_relaxed);
    sqlite3_interrupt(m_db);
}

int Connection::step(sqlite3_stmt *stmt)
{
    if (isInterrupted(this))
        return SQLITE_INTERRUPT;
    if (const int lost = lostTransaction(); lost != SQLITE_OK)
        return lost;
    const int rc = sqlite3_step(stmt);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE && m_lostBecause == 0 && lostTransaction() != SQLITE_OK)
        m_lostBecause = rc;
    return rc;
}

void Connection::transactionBegun()
{
    m_isInTransaction = true;
    m_lostBecause = 0;
}

void Connection::transactionEnded()
{
    m_isInTransaction = false;
    if (m_recentRows)
        m_recentRows->settle();
}

void Connection::noteRowsIn(std::shared_ptr<RecentRows> rows)
{
    m_recentRows = std::move(rows);
    sqlite3_update_hook(m_db, &Connection::rowChanged, m_recentRows.get());
}

void Connection::rowChanged(void *rows, int, const char *, const char *table, long long rowId)
{
    static_cast<RecentRows *>(rows)->note(table, rowId);
}

int Connection::lostTransaction() const
{
    if (!m_isInTransaction || sqlite3_get_autocommit(m_db) == 0)
        return SQLITE_OK;
    return m_lostBecause != 0 ? m_lostBecause : SQLITE_ABORT_ROLLBACK;
}

Connection::~Connection()
{
    clearCache();
    // Statements hold a share of this object, so none is open any more and the close is complete.
    sqlite3_close_v2(m_db);
}

Result<sqlite3_stmt *> Connection::compile(std::string_view sql, bool isKept)
{
    sqlite3_stmt *stmt = nullptr;
    const char *tail = nullptr;
    const int rc = sqlite3_prepare_v3(m_db, sql.data(), int(sql.size()), isKept ? SQLITE_PREPARE_PERSISTENT : 0, &stmt,
                                      &tail);
    if (rc != SQLITE_OK)
        return tl::unexpected(error(rc, sql));
    if (!stmt)
        return failure(ErrorCode::Internal, QStringLiteral("An SQL text without a statement"));
    const std::string_view rest(tail, size_t(sql.data() + sql.size() - tail));
    if (rest.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        sqlite3_finalize(stmt);
        return failure(ErrorCode::Internal, QStringLiteral("More than one SQL statement where one is expected"));
    }
    return stmt;
}

Result<sqlite3_stmt *> Connection::lend(std::string_view sql, CachedStatement *&slot)
{
    slot = nullptr;
    if (const auto found = m_bySql.find(sql); found != m_bySql.end()) {
        if (found->second->isLent)
            return compile(sql, false); // Nested use of one text: a second, short-lived copy.
        m_statements.splice(m_statements.begin(), m_statements, found->second);
        slot = &*found->second;
        slot->isLent = true;
        return slot->stmt;
    }
    MDMC_ASSIGN(sqlite3_stmt * stmt, compile(sql, true));
    if (m_statements.size() >= maxCachedStatements)
        dropOldest();
    m_statements.push_front(CachedStatement{std::string(sql), stmt, true});
    slot = &m_statements.front();
    m_bySql.emplace(slot->sql, m_statements.begin());
    return stmt;
}

void Connection::giveBack(sqlite3_stmt *stmt, CachedStatement *slot)
{
    if (!slot) {
        sqlite3_finalize(stmt);
        return;
    }
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    slot->isLent = false;
}

void Connection::dropOldest()
{
    for (auto it = m_statements.rbegin(); it != m_statements.rend(); ++it) {
        if (it->isLent)
            continue;
        m_bySql.erase(it->sql);
        sqlite3_finalize(it->stmt);
        m_statements.erase(std::next(it).base());
        return;
    }
}

void Connection::clearCache()
{
    for (auto it = m_statements.begin(); it != m_statements.end();) {
        if (it->isLent) {
            ++it;
            continue;
        }
        m_bySql.erase(it->sql);
        sqlite3_finalize(it->stmt);
        it = m_statements.erase(it);
    }
}

Result<> Connection::exec(std::string_view sql)
{
    const char *next = sql.data();
    const char *const end = sql.data() + sql.size();
    while (next < end) {
        sqlite3_stmt *stmt = nullptr;
        const char *tail = end;
        int rc = sqlite3_prepare_v2(m_db, next, int(end - next), &stmt, &tail);
        const std::string_view text(next, size_t(tail - next));
        if (rc != SQLITE_OK)
            return tl::unexpected(error(rc, text));
        next = tail;
        if (!stmt)
            continue; // A comment or white space.
        do {
            rc = step(stmt);
        } while (rc == SQLITE_ROW);
        if (rc != SQLITE_DONE) {
            Error failed = error(rc, text);
            sqlite3_finalize(stmt);
            return tl::unexpected(std::move(failed));
        }
        sqlite3_finalize(stmt);
    }
    return {};
}

Error Connection::error(int rc, std::string_view doing) const
{
    const int extended = sqlite3_extended_errcode(m_db);
    if ((extended & 0xff) == (rc & 0xff))
        rc = extended;
    QString detail = QStringLiteral("SQLite %1: %2").arg(rc).arg(QString::fromUtf8(sqlite3_errstr(rc)));
    // The library's own message names tables and columns where we need them. When stepping fails otherwise it can
    // quote values (a full-text query, JSON), so it is left out there.
    const bool isConstraint = (rc & 0xff) == SQLITE_CONSTRAINT && rc != SQLITE_CONSTRAINT_TRIGGER;
    if (isConstraint)
        detail += QStringLiteral(" (%1)").arg(QString::fromUtf8(sqlite3_errmsg(m_db)));
    constexpr size_t shown = 120;
    detail += QStringLiteral(" in: ") + QString::fromUtf8(doing.substr(0, shown)).simplified();
    return Error{codeFor(rc, m_isKeyProven), detail, {}};
}

} // namespace mdmc::storage::detail
