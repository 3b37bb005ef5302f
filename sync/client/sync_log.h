// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/model/entity.h"

#include <deque>
#include <optional>
#include <vector>

namespace mdmc::sync {

/// One thing the connection did, as typed facts: a kind, codes and counts. There is no room for text, so nothing that a
/// person typed, no address and no token can get in, whatever goes wrong.
struct SyncEvent {
    enum class Kind : quint8 {
        Opening, ///< `a`: 1 over HTTP.
        Greeted, ///< The server answered; `a`: 1 over HTTP, `b`: its head.
        SignedOut, ///< `error`: the session has ended.
        Renewing, ///< A new access token is asked for.
        Waiting, ///< `error`: why; `a`: milliseconds until the next attempt.
        Halted, ///< `error`: why it does not go on by itself.
        StoppedByHand,
        Pushed, ///< `a`: operations sent, `b`: number of the first.
        PushDelayed, ///< `error` or none; `a`: milliseconds until they are sent again.
        Answered, ///< `a`: operations taken on, `b`: refused.
        Refused, ///< `reason`, `type`.
        Received, ///< `a`: rows, `b`: rows that left this person's sight.
        SnapshotBegun,
        SnapshotDone, ///< `a`: 1 when rows were kept because too many would have gone.
        Compared, ///< Checksums; `a`: record types that differ.
        Repaired, ///< `type`; `a`: bucket, `b`: 1 when too many rows would have gone.
        OtherHistory, ///< The server was restored from a backup; what it lost is offered again.
        NewClientId, ///< This replica was copied or rolled back.
        Breaker, ///< The server asked to remove more than it counted.
    };
    UtcMs at = 0;
    Kind kind = Kind::Opening;
    std::optional<ErrorCode> error;
    quint8 reason = 0; ///< RejectReason of the protocol; 0: none.
    std::optional<EntityType> type;
    qint64 a = 0;
    qint64 b = 0;
    bool operator==(const SyncEvent &) const = default;

    QLatin1String reasonName() const; ///< As in SYNC.md; empty without one.
};

/// The last events, oldest first. Bounded; the oldest go. Several of `Received` within a second are one.
class SyncLog {
public:
    static constexpr size_t kCapacity = 300;

    explicit SyncLog(const Clock &clock) : m_clock(clock) { }

    void add(SyncEvent event); ///< Sets its time.
    std::vector<SyncEvent> events() const { return {m_events.begin(), m_events.end()}; }
    qint64 dropped() const { return m_dropped; }

private:
    const Clock &m_clock;
    std::deque<SyncEvent> m_events;
    qint64 m_dropped = 0;
};

/// Where replica and connection stand, for the inspector and for the log that support is sent.
struct SyncInspection {
    enum class Transport : quint8 { None, Live, Http };
    Transport transport = Transport::None;
    qint64 cursor = 0; ///< The server's sequence that the replica has reached.
    qint64 head = 0; ///< The last sequence that the server spoke of; below `cursor`: not heard of yet.
    QByteArray epoch; ///< First 4 bytes of the server's epoch; empty: never synced.
    int queued = 0; ///< Operations that never left.
    int sent = 0; ///< Sent, without an answer.
    int decided = 0; ///< Taken on, and not come back in order yet.
    UtcMs oldestEditedAt = 0; ///< Of those without an answer; 0: none.
    UtcMs sendsAt = 0; ///< Sending pauses until then, at the server's wish or after trouble; 0: it does not.
    UtcMs comparedAt = 0; ///< Checksums, since the program was started; 0: not yet.
    int differing = 0; ///< Record types that differed then.
    UtcMs repairedAt = 0;
    qint64 clockOffsetMs = 0; ///< Server's clock less this computer's; differences under a second are not told.
    UtcMs startedAt = 0; ///< Of the log.
    qint64 droppedEvents = 0;
    std::vector<SyncEvent> events; ///< Oldest first.
};

} // namespace mdmc::sync
