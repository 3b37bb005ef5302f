// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "sync/protocol/messages.h"
#include "sync/server/working_set.h"

#include <QHash>

#include <functional>
#include <map>
#include <memory>

namespace mdmc::sync {

/// A row as a feed hands it out, with who sees it.
struct FeedRow {
    std::optional<Record> record; ///< As it goes over the wire.
    std::optional<ScopeKey> scope;
    qint64 size = 0; ///< About that many bytes on the wire.
};

/// What all sessions at the head need after a commit, read and encoded once for all of them. Belongs to one head: whoever
/// learns of another one (the hub) calls `moveTo`. Same thread as its store.
class TailCache {
public:
    /// Forgets all unless this is the head it has already.
    void moveTo(const Head &head);
    /// The same after a commit that made all changes from `before` to `head`: they need not be read again.
    void moveTo(const Head &before, const Head &head, Committed committed);
    const Head &head() const { return m_head; }

private:
    friend class ChangeFeed;
    Head m_head;
    std::map<qint64, std::vector<Change>> m_logs; ///< By the sequence they follow.
    std::map<RecordRef, std::shared_ptr<FeedRow>> m_rows;
    QHash<QByteArray, QByteArray> m_frames; ///< By what is in them.
};

/// What an actor gets to read: changes after a cursor, snapshot pages, checksums. Each call reads one moment of the
/// store. Same thread as its store.
class ChangeFeed {
public:
    /// Uncompressed rows of one page: below the frame limit whatever the rows hold.
    static constexpr qint64 kPageBytes = 900 * 1024;

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
    /// is evicted, others are passed over. TooLarge, here and below: the next group does not fit a page, however it is
    /// asked for; only a snapshot leads past it.
    Result<Changes> after(const Actor &actor, const Cursor &cursor, int maxChanges);

    /// Whether `after` has an answer other than TooLarge.
    Result<bool> canFollow(const Actor &actor, const Cursor &cursor);

    /// The same as an encoded frame, for a session near the head of `cache`: it costs no look into the store once another
    /// session has asked from the same cursor, and no encoding once another one sees the same. `cursor` moves on.
    /// Nothing: the cursor is at the cache's head. Too far behind it, the cache is left aside.
    Result<std::optional<QByteArray>> frameAfter(const Actor &actor, Cursor &cursor, TailCache &cache);
    /// The same as a message, to go with another. Nothing also for a session too far behind.
    Result<std::optional<Changes>> changesAfter(const Actor &actor, Cursor &cursor, TailCache &cache);

    /// Live visible rows of `type` after `after`, in id order.
    Result<SnapshotPage> snapshot(const Actor &actor, EntityType type, const RecordId &after, int maxRows);
    /// The same with packed rows, at a fraction of the work: what it is sent as is the same to the byte.
    Result<SnapshotPage> packedSnapshot(const Actor &actor, EntityType type, const RecordId &after, int maxRows,
                                        qint64 maxBytes = kPageBytes);

    /// Sums of every type, or of the 256 buckets of one.
    Result<ChecksumReply> checksums(const Actor &actor, std::optional<EntityType> bucketsOf);
    Result<BucketReply> bucket(const Actor &actor, EntityType type, int bucket);

private:
    using ReadRow = std::function<Result<std::shared_ptr<FeedRow>>(const RecordRef &)>;
    struct Selection {
        Cursor to;
        /// In the order of the log; null: the row has left the actor's sight.
        std::vector<std::pair<RecordRef, std::shared_ptr<FeedRow>>> rows;
    };
    Result<Selection> selectNear(const Actor &actor, const Cursor &cursor, TailCache &cache);
    Result<Selection> select(const Actor &actor, const Cursor &from, const std::vector<Change> &log,
                             const ReadRow &read) const;
    Result<std::shared_ptr<FeedRow>> readRow(const RecordRef &ref);
    Result<std::vector<Change>> wholeGroups(qint64 from, int maxChanges);
    Result<SnapshotPage> emptyPage(const Actor &actor, EntityType type);

    Store &m_store;
    SyncLimits m_limits;
};

/// Begins a new epoch when `cursor` is still LostHistory: once, however many clients show such a cursor, durable before
/// it returns, in the audit. Nobody can bring it about with a cursor that this store did not make.
Result<> leaveLostHistory(Store &store, const Clock &clock, const Cursor &cursor);

/// Names what an actor sees: another tag, another snapshot.
QByteArray scopeTag(const Actor &actor);

} // namespace mdmc::sync
