// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"
#include "sync/client/outbox.h"

namespace mdmc::sync {

/// A refused operation as it is kept.
struct TrayItem {
    qint64 id = 0;
    Operation operation;
    QByteArray before;
    RejectReason reason = RejectReason::None;
    QString detail;
    QString field;
    qint64 cause = 0; ///< n of the operation because of which this one failed; 0: failed by itself.
    UtcMs refusedAt = 0;
};

/// The table behind *Needs attention*. Runs inside the caller's transaction.
class AttentionTray {
public:
    explicit AttentionTray(storage::Database &database) : m_db(database) {}

    /// Keeps a refused operation; finds out itself which refused create an orphan depends on.
    Result<> add(const OutboxEntry &entry, const OperationResult &result, UtcMs at);
    /// The oldest `limit` refusals, in the order in which they came.
    Result<std::vector<TrayItem>> first(int limit);
    Result<std::optional<TrayItem>> find(qint64 id);
    /// Items that failed because `item` did, directly.
    Result<std::vector<TrayItem>> dependantsOf(const TrayItem &item);
    Result<> remove(qint64 id);
    Result<qint64> count();
    /// The client starts to count anew: kept numbers must not meet new ones.
    Result<> retireNumbers();

private:
    Result<std::vector<TrayItem>> readAll(storage::Statement &rows);
    Result<qint64> refusedCreateBehind(const Operation &operation);
    storage::Database &m_db;
};

} // namespace mdmc::sync
