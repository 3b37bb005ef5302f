// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "sync/protocol/messages.h"
#include "sync/server/store.h"

namespace mdmc::sync {

/// What an actor gets to read: changes after a cursor, snapshot pages, checksums. Each call reads one moment of the
/// store. Same thread as its store.
class ChangeFeed {
public:
    ChangeFeed(Store &store, SyncLimits limits = {}) : m_store(store), m_limits(limits) { }

    enum class Continuity {
        Follows, ///< Changes after the cursor can be sent.
        EpochMismatch, ///< The cursor is not of this store's history.
        LostHistory, ///< Not either, but this store made it in this epoch: it was set back since. See leaveLostHistory.
        BelowFloor, ///< Of its history, but no longer kept; also a cursor that never synced.
    };
    Result<Continuity> check(const Cursor &cursor);

    /// Changes after `cursor` (which `check` has passed), at most `maxChanges` unless one group alone has more, and
    /// about 1 MB. Rows are as they are now: a row that the actor sees comes whole, one that they saw and see no longer
    /// is evicted, others are passed over.
    Result<Changes> after(const Actor &actor, const Cursor &cursor, int maxChanges);

    /// Live visible rows of `type` after `after`, in id order.
    Result<SnapshotPage> snapshot(const Actor &actor, EntityType type, const RecordId &after, int maxRows);

    /// Sums of every type, or of the 256 buckets of one.
    Result<ChecksumReply> checksums(const Actor &actor, std::optional<EntityType> bucketsOf);
    Result<BucketReply> bucket(const Actor &actor, EntityType type, int bucket);

private:
    Result<std::vector<Change>> wholeGroups(qint64 from, int maxChanges);

    Store &m_store;
    SyncLimits m_limits;
};

/// Begins a new epoch when `cursor` is still LostHistory: once, however many clients show such a cursor, durable before
/// it returns, in the audit. Nobody can bring it about with a cursor that this store did not make.
Result<> leaveLostHistory(Store &store, const Clock &clock, const Cursor &cursor);

/// Names what an actor sees: another tag, another snapshot.
QByteArray scopeTag(const Actor &actor);

} // namespace mdmc::sync
