// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/messages.h"
#include "sync/server/store.h"

#include <memory>

namespace mdmc::simulation {

/// A row as the server held it.
struct ServerRow {
    Record record;
    sync::RowScope scope;
};

/// An operation and what the server decided of it, in one commit.
struct Decided {
    RecordId client;
    qint64 n = 0;
    QByteArray hash;
    sync::OperationResult result;
    std::optional<sync::Operation> operation; ///< As it was received; nothing for what the server submitted itself.
    UtcMs receivedAt = 0;                     ///< By the server's clock.
};

/// Everything that one transaction of the store made durable.
struct StoreCommit {
    UtcMs at = 0;
    qint64 headBefore = 0;
    qint64 headAfter = 0;
    std::vector<ServerRow> rows;
    std::vector<sync::Change> changes;
    std::vector<Decided> decided;
    bool isFolding = false; ///< Removed old entries of the log and tombstones.
};

/// What the server made durable, commit by commit, as seen from outside. A restored backup begins a new history with
/// the commits up to the backup.
class ServerHistory {
public:
    struct Branch {
        QByteArray epoch;
        std::vector<std::shared_ptr<const StoreCommit>> commits;
        size_t inherited = 0; ///< Commits taken over from the branch before.
    };
    using Rows = std::map<RecordRef, ServerRow>;

    /// Rows of a fresh store: the history begins behind them.
    void begin(sync::Store &store);
    bool isBegun() const { return !m_branches.empty(); }
    void add(std::shared_ptr<const StoreCommit> commit);
    void restore(size_t commits);
    void setEpoch(const QByteArray &epoch) { m_branches.back().epoch = epoch; }

    const std::vector<Branch> &branches() const { return m_branches; }
    const Branch &branch() const { return m_branches.back(); }
    size_t branchIndex() const { return m_branches.size() - 1; }
    size_t commitCount() const { return m_branches.empty() ? 0 : branch().commits.size(); }
    qint64 head() const;
    const Rows &baseRows() const { return m_base; }
    qint64 baseHead() const { return m_baseHead; }
    /// All rows after the last commit.
    const Rows &rows() const { return m_rows; }
    /// The decision about an operation in the present branch.
    const Decided *decision(const RecordId &client, qint64 n) const;

private:
    std::vector<Branch> m_branches;
    Rows m_base;
    qint64 m_baseHead = 0;
    Rows m_rows;
    std::map<std::pair<RecordId, qint64>, std::pair<std::shared_ptr<const StoreCommit>, size_t>> m_decisions;
};

} // namespace mdmc::simulation
