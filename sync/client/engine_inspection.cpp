// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine tells of itself: its log and where things stand.
#include "sync/client/engine.h"

namespace mdmc::sync {

namespace {

constexpr qint64 kToldOffsetMs = 1000;
constexpr int kToldEpochBytes = 4;

} // namespace

void SyncEngine::delayPush(std::optional<ErrorCode> why, qint64 atLeastMs)
{
    const qint64 pause = m_pushBackoff.next(atLeastMs);
    m_pushNotBefore = m_clock.monotonicMs() + pause;
    m_log.add({.kind = SyncEvent::Kind::PushDelayed, .error = why, .a = pause});
}

void SyncEngine::logAnswer(const PushResult &result)
{
    SyncEvent answered{.kind = SyncEvent::Kind::Answered};
    for (const OperationResult &one : result.results) {
        answered.a += one.outcome == Outcome::Applied || one.outcome == Outcome::Merged;
        answered.b += one.outcome == Outcome::Rejected && one.reason != RejectReason::ClientForked;
    }
    if (answered.a + answered.b > 0)
        m_log.add(answered);
}

void SyncEngine::logRefusal(const Refusal &refusal)
{
    m_log.add({.kind = SyncEvent::Kind::Refused, .reason = quint8(refusal.reason), .type = refusal.record.type});
}

void SyncEngine::logComparison(const ChecksumReply &reply, size_t differing)
{
    // At different cursors nothing was compared.
    const auto here = m_replica.cursor();
    if (!here || !(*here == reply.at))
        return;
    m_comparedAt = m_clock.nowUtc();
    m_differing = int(differing);
    m_log.add({.kind = SyncEvent::Kind::Compared, .a = m_differing});
}

void SyncEngine::logRepair(const BucketReply &reply, bool isRefused)
{
    m_repairedAt = m_clock.nowUtc();
    m_log.add({.kind = SyncEvent::Kind::Repaired, .type = reply.type, .a = reply.bucket, .b = isRefused});
}

Result<SyncInspection> SyncEngine::inspect()
{
    SyncInspection told;
    if (m_phase == Phase::Following || m_phase == Phase::Snapshot)
        told.transport = m_isLiveOpen ? SyncInspection::Transport::Live : SyncInspection::Transport::Http;
    MDMC_ASSIGN(const Cursor cursor, m_replica.cursor());
    told.cursor = cursor.seq;
    told.head = m_head;
    told.epoch = cursor.epoch.left(kToldEpochBytes);
    MDMC_ASSIGN(const Outbox::Tally queue, m_replica.queue());
    told.queued = queue.queued;
    told.sent = queue.sent;
    told.decided = queue.decided;
    told.oldestEditedAt = queue.oldestEditedAt;
    const qint64 pause = m_pushNotBefore - m_clock.monotonicMs();
    if (pause > 0 && queue.queued + queue.sent > 0)
        told.sendsAt = m_clock.nowUtc() + pause;
    told.comparedAt = m_comparedAt;
    told.differing = m_differing;
    told.repairedAt = m_repairedAt;
    const qint64 offset = m_replica.meta().number(meta::kClockOffset).value_or(0);
    told.clockOffsetMs = std::abs(offset) > kToldOffsetMs ? offset : 0;
    told.startedAt = m_startedAt;
    told.droppedEvents = m_log.dropped();
    told.events = m_log.events();
    return told;
}

} // namespace mdmc::sync
