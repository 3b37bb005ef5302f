// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/storage/database.h"

namespace mdmc::storage {

/// A transaction that is rolled back unless committed. Not nestable; see `Savepoint`.
/// Ends before its database does.
class Transaction {
public:
    enum class Mode {
        Read,  ///< One snapshot for several reads, taken at the first. Do not write in it: that can fail at once.
        Write, ///< Takes the write lock at once (BEGIN IMMEDIATE), waiting up to the busy time-out.
    };

    static Result<Transaction> begin(Database &database, Mode mode = Mode::Write);

    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    /// On failure everything is rolled back, and the error says why. A transaction that the database already ended
    /// because of an earlier error (full disk) cannot be committed either.
    Result<> commit();
    void rollback();

private:
    explicit Transaction(std::shared_ptr<detail::Connection> connection);

    std::shared_ptr<detail::Connection> m_connection; ///< Null once ended.
};

/// A part of a transaction that can be undone alone: rolled back unless released. Nests.
class Savepoint {
public:
    static Result<Savepoint> begin(Database &database);

    Savepoint(Savepoint &&other) noexcept;
    Savepoint &operator=(Savepoint &&) = delete;
    ~Savepoint();

    Result<> release();
    void rollback();

private:
    Savepoint(std::shared_ptr<detail::Connection> connection, int depth);

    std::shared_ptr<detail::Connection> m_connection; ///< Null once ended.
    int m_depth;
};

} // namespace mdmc::storage
