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

    bool hasTakenEffect() const
    {
        return result.outcome == sync::Outcome::Applied || result.outcome == sync::Outcome::Merged;
    }
    QString toString() const; ///< "patch lead 0198… (client 01ab…, n 5)"
};

/// Everything that one transaction of the store made durable.
struct StoreCommit {
    UtcMs at = 0;
    qint64 headBefore = 0;
    qint64 headAfter = 0;
    QByteArray epoch;
    RecordId submitter; ///< The client whose push it was.
    std::vector<qint64> repeated; ///< What the same push held and had taken effect before, by its numbers in the log.
    std::vector<ServerRow> rows;
    std::vector<sync::Change> changes;
    std::vector<Decided> decided;
    bool isFolding = false; ///< Removed old entries of the log,
    qint64 floor = 0;       ///< up to here.
    std::vector<RecordRef> purged; ///< Tombstones removed.
};

/// What the server made durable, commit by commit, as seen from outside. A restored backup begins a new branch with
/// the commits up to the backup.
class ServerHistory {
public:
    struct Branch {
        QByteArray epoch;
        std::vector<std::shared_ptr<const StoreCommit>> commits;
        size_t inherited = 0; ///< Commits taken over from the branch before.
        UtcMs begunAt = 0; ///< True time.
    };
    using Rows = std::map<RecordRef, ServerRow>;

    /// Rows of a fresh store: the history begins behind them.
    Result<> begin(sync::Store &store);
    bool isBegun() const { return !m_branches.empty(); }
    void add(std::shared_ptr<const StoreCommit> commit);
    /// A place in the history to be set back to: branch and number of its commits.
    quint64 mark() const { return quint64(branchIndex()) << 32 | commitCount(); }
    void restore(quint64 mark, UtcMs at);
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
    const ServerRow *row(const RecordRef &ref) const;
    /// Whether the tombstone was removed.
    bool isPurged(const RecordRef &ref) const { return m_purged.contains(ref); }
    /// In the present branch.
    const Decided *decision(const RecordId &client, qint64 n) const;
    const sync::Change *change(qint64 seq) const;
    /// The account as its record stands; an inactive actor where there is none.
    Actor actor(const RecordId &user) const;
    /// Whether, at any moment of any branch, the row was out of that person's sight (or not there).
    bool wasOutOfSight(const RecordRef &ref, const RecordId &user) const;

private:
    void apply(const std::shared_ptr<const StoreCommit> &commit);

    std::vector<Branch> m_branches;
    Rows m_base;
    qint64 m_baseHead = 0;
    Rows m_rows;
    std::set<RecordRef> m_purged;
    std::map<std::pair<RecordId, qint64>, const Decided *> m_decisions;
    std::map<qint64, const sync::Change *> m_changes;
};

/// "lead 0198c2…", short enough for a message and long enough to search for.
QString nameOf(const RecordRef &ref);
/// "patch lead 0198c2… notes, phones"
QString nameOf(const sync::Operation &operation);

} // namespace mdmc::simulation
