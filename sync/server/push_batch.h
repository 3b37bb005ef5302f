// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/decision.h"

namespace mdmc::sync {

/// One push while it is being processed, inside one write transaction: which operations are new, which were decided
/// before, what is kept of the answers. Errors are unexpected; refusals are results.
class PushBatch {
public:
    PushBatch(Store &store, WorkingSet &rows, Decision &decision, ClientState &state, const Actor &actor)
        : m_store(store), m_rows(rows), m_decision(decision), m_state(state), m_actor(actor)
    {
    }

    /// What the client gave up on is refused, unless it was decided after all.
    Result<> skip(const SkippedOperation &skipped);
    /// The operations of one atomic group.
    Result<> process(std::span<const Operation> group);
    /// Refuses all of the group without looking at it: it failed too often.
    void quarantine(std::span<const Operation> group);

    /// Another operation than ours was sent under the number of a decided one: the client was cloned or set back, and
    /// nothing more of it may be taken.
    bool isForked() const { return m_isForked; }

    /// Writes the results, after the working set. All results in n order. Rows in them only say which are to be added:
    /// how they stand is known when all of the push is decided.
    Result<std::vector<OperationResult>> finish(UtcMs now);

private:
    struct Fresh {
        OperationResult result;
        QByteArray hash;
        std::optional<Origin> origin;
    };
    Result<> replay(qint64 n, const QByteArray &hash, const Operation *op);
    Result<std::optional<std::vector<OperationResult>>> decidedElsewhere(std::span<const Operation> group);
    Result<std::optional<StoredResult>> storedUnderOrigin(const Operation &op);
    Result<bool> mayBeKnown(const Operation &op);
    Result<> moveAside(qint64 n, const QByteArray &hash);
    Result<> keepUnderOrigin(const Origin &origin, StoredResult stored, OperationResult result);
    void refuse(std::span<const Operation> group, RejectReason reason, const QString &detail);
    void abort(std::span<const Operation> group, std::vector<OperationResult> &results);
    void keep(std::span<const Operation> group, std::vector<OperationResult> results);

    Store &m_store;
    WorkingSet &m_rows;
    Decision &m_decision;
    ClientState &m_state;
    const Actor m_actor;
    std::vector<OperationResult> m_replayed;
    std::vector<Fresh> m_fresh;
    bool m_isForked = false;
    std::optional<bool> m_hasOwnResults; ///< Of numbers above the last decided one.
};

/// Operations of one atomic group: neighbours with one `group`.
std::vector<std::span<const Operation>> groupsOf(std::span<const Operation> operations);
/// Whether they take more than so many bytes on the wire.
bool isOver(std::span<const Operation> operations, qint64 bytes);
/// A value takes no more than that on the wire.
qint64 mostEncoded(const Value &value);

} // namespace mdmc::sync
