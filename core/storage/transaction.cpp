// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/transaction.h"

#include "core/storage/connection.h"

#include <sqlcipher/sqlite3.h>

#include <utility>

namespace mdmc::storage {

namespace {

/// Through the cache: these run around every change.
Result<> runCached(detail::Connection &connection, std::string_view sql)
{
    detail::CachedStatement *slot = nullptr;
    MDMC_ASSIGN(sqlite3_stmt * stmt, connection.lend(sql, slot));
    const int rc = sqlite3_step(stmt);
    Result<> result;
    if (rc != SQLITE_DONE)
        result = tl::unexpected(connection.error(rc, sql));
    connection.giveBack(stmt, slot);
    return result;
}

bool isOpen(const detail::Connection &connection)
{
    return sqlite3_get_autocommit(connection.db()) == 0;
}

} // namespace

Transaction::Transaction(std::shared_ptr<detail::Connection> connection) : m_connection(std::move(connection)) {}

Transaction::Transaction(Transaction &&other) noexcept = default;

Transaction::~Transaction()
{
    rollback();
}

Result<Transaction> Transaction::begin(Database &database, Mode mode)
{
    auto connection = database.m_connection;
    if (isOpen(*connection))
        return failure(ErrorCode::Internal, QStringLiteral("A transaction inside a transaction"));
    MDMC_TRY(runCached(*connection, mode == Mode::Write ? "BEGIN IMMEDIATE" : "BEGIN"));
    connection->transactionBegun();
    return Transaction(std::move(connection));
}

Result<> Transaction::commit()
{
    if (!m_connection)
        return failure(ErrorCode::Internal, QStringLiteral("The transaction has ended already"));
    const auto connection = std::exchange(m_connection, nullptr);
    if (const int lost = connection->lostTransaction(); lost != SQLITE_OK) {
        connection->transactionEnded();
        return tl::unexpected(connection->error(lost, "what the database rolled back at once"));
    }
    Result<> result = runCached(*connection, "COMMIT");
    connection->transactionEnded();
    if (!result && isOpen(*connection))
        (void)runCached(*connection, "ROLLBACK");
    return result;
}

void Transaction::rollback()
{
    const auto connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return;
    connection->transactionEnded();
    if (isOpen(*connection))
        (void)runCached(*connection, "ROLLBACK");
}

Savepoint::Savepoint(std::shared_ptr<detail::Connection> connection, int depth)
    : m_connection(std::move(connection)), m_depth(depth)
{
}

Savepoint::Savepoint(Savepoint &&other) noexcept = default;

Savepoint::~Savepoint()
{
    rollback();
}

Result<Savepoint> Savepoint::begin(Database &database)
{
    auto connection = database.m_connection;
    if (!isOpen(*connection))
        return failure(ErrorCode::Internal, QStringLiteral("A savepoint outside of a transaction"));
    const int depth = connection->savepointDepth + 1;
    MDMC_TRY(runCached(*connection, "SAVEPOINT s" + std::to_string(depth)));
    connection->savepointDepth = depth;
    return Savepoint(std::move(connection), depth);
}

Result<> Savepoint::release()
{
    if (!m_connection)
        return failure(ErrorCode::Internal, QStringLiteral("The savepoint has ended already"));
    const auto connection = m_connection;
    if (!isOpen(*connection)) {
        rollback();
        return failure(ErrorCode::StorageFailure, QStringLiteral("The database rolled back after an earlier error"));
    }
    MDMC_TRY(runCached(*connection, "RELEASE s" + std::to_string(m_depth)));
    connection->savepointDepth = m_depth - 1;
    m_connection.reset();
    return {};
}

void Savepoint::rollback()
{
    const auto connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return;
    connection->savepointDepth = m_depth - 1;
    if (!isOpen(*connection))
        return;
    const std::string name = "s" + std::to_string(m_depth);
    (void)runCached(*connection, "ROLLBACK TO " + name);
    (void)runCached(*connection, "RELEASE " + name);
}

} // namespace mdmc::storage
