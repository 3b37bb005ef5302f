// SPDX-License-Identifier: GPL-3.0-or-later
// The connection: opening, failing, waiting, the status. What messages mean is in engine_messages.cpp.
#include "sync/client/engine.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "sync/protocol/codec.h"

namespace mdmc::sync {

namespace {

/// What is no MDMC server now (a captive portal, a proxy's page) may be one later, but not in half a second.
constexpr qint64 kStrangeServerMs = 15'000;
constexpr qint64 kStorageMs = 30'000;
constexpr qint64 kKeepSyncedMs = 60'000;

bool isAway(SyncState state)
{
    return state == SyncState::Offline || state == SyncState::Connecting;
}

} // namespace

SyncEngine::SyncEngine(Replica &replica, Link &link, const Clock &clock, Random &random, EngineObserver &observer)
    : m_replica(replica), m_link(link), m_clock(clock), m_observer(observer), m_log(clock),
      m_startedAt(clock.nowUtc()), m_backoff(random), m_pushBackoff(random)
{
    m_link.setEvents(this);
    if (const auto at = m_replica.meta().number(meta::kLastSyncedAt))
        m_status.lastSyncedAt = m_lastSyncedKept = *at;
    m_status.state = m_replica.hasServer() ? SyncState::Offline : SyncState::LocalOnly;
    m_status.since = m_clock.nowUtc();
    updateStatus();
}

SyncEngine::~SyncEngine()
{
    m_link.setEvents(nullptr);
}

void SyncEngine::start()
{
    if (!m_replica.hasServer())
        return updateStatus();
    const bool isUnderWay = m_phase == Phase::Opening || m_phase == Phase::Greeting || m_phase == Phase::Snapshot
        || m_phase == Phase::Following || m_phase == Phase::Renewing;
    if (isUnderWay)
        return;
    m_backoff.reset();
    m_isTokenFresh = false;
    m_httpUntil = 0;
    connect();
    updateStatus();
}

void SyncEngine::stop()
{
    if (m_phase != Phase::Idle && m_replica.hasServer())
        m_log.add({.kind = SyncEvent::Kind::StoppedByHand});
    disconnect();
    m_phase = Phase::Idle;
    m_error.reset();
    updateStatus();
}

void SyncEngine::connect()
{
    disconnect();
    m_error.reset();
    m_greetings = 0;
    const qint64 now = m_clock.monotonicMs();
    m_deadline = now + kConnectMs;
    m_isHttp = now < m_httpUntil;
    m_log.add({.kind = SyncEvent::Kind::Opening, .a = m_isHttp});
    if (m_isHttp) {
        m_phase = Phase::Greeting;
        sayHello();
    } else {
        m_phase = Phase::Opening;
        m_link.openLive();
    }
}

void SyncEngine::disconnect()
{
    m_link.closeLive();
    m_link.cancelPosts();
    m_posts.clear();
    m_isLiveOpen = false;
    forgetPushes();
    m_isCatchingUp = false;
    m_isRenewingInBand = false;
    forgetPages();
    m_typesToCheck.clear();
    m_bucketsToRepair.clear();
}

void SyncEngine::wait(const LinkFailure &failure)
{
    disconnect();
    m_phase = Phase::Waiting;
    m_error = failure.error;
    qint64 atLeast = failure.retryAfterMs;
    if (failure.error.code == ErrorCode::ProtocolViolation)
        atLeast = std::max(atLeast, kStrangeServerMs);
    const qint64 pause = m_backoff.next(atLeast);
    m_deadline = m_clock.monotonicMs() + pause;
    m_retryAt = m_clock.nowUtc() + pause;
    m_log.add({.kind = SyncEvent::Kind::Waiting, .error = failure.error.code, .a = pause});
    qCInfo(lcSync) << "offline:" << errorCodeName(failure.error.code) << failure.error.detail << "again in" << pause
                   << "ms";
}

void SyncEngine::halt(const Error &error)
{
    qCWarning(lcSync) << "stopped:" << errorCodeName(error.code) << error.detail;
    m_log.add({.kind = SyncEvent::Kind::Halted, .error = error.code});
    disconnect();
    m_phase = Phase::Halted;
    m_error = error;
}

void SyncEngine::fail(const LinkFailure &failure)
{
    switch (failure.error.code) {
    case ErrorCode::Unauthenticated:
        if (m_isTokenFresh) { // Refused with a token that is a moment old: the session is over.
            m_log.add({.kind = SyncEvent::Kind::SignedOut, .error = failure.error.code});
            disconnect();
            m_phase = Phase::SignIn;
            m_error = failure.error;
            return;
        }
        disconnect();
        m_phase = Phase::Renewing;
        m_log.add({.kind = SyncEvent::Kind::Renewing});
        m_deadline = m_clock.monotonicMs() + kConnectMs;
        m_link.renew();
        return;
    case ErrorCode::Forbidden:
    case ErrorCode::CertificateRejected:
    case ErrorCode::Unsupported: return halt(failure.error);
    default: return wait(failure);
    }
}

void SyncEngine::storageFailed(const Error &error)
{
    wait({error, kStorageMs});
}

bool SyncEngine::kept(const Result<> &result)
{
    if (!result)
        storageFailed(result.error());
    return result.has_value();
}

void SyncEngine::stalled()
{
    ++m_stalls;
    if (!m_isHttp && m_stalls >= 2) {
        m_stalls = 0;
        m_httpUntil = m_clock.monotonicMs() + kHttpMs;
    }
    wait({Error{ErrorCode::TimedOut, QStringLiteral("the server does not answer"), {}}, 0});
}

void SyncEngine::sayHello()
{
    // Whoever is sent round in circles by a server that forks or restores for ever stops here.
    if (++m_greetings > 4)
        return fail(
            {Error{ErrorCode::ProtocolViolation, QStringLiteral("the server asks for a new start again and again"), {}},
             0});
    m_ackN = 0; // It may be another id's now, and nothing is lost with it.
    m_startsAnew = isPushing(); // As the numbers may be.
    m_phase = Phase::Greeting;
    m_deadline = m_clock.monotonicMs() + kConnectMs;
    if (m_isHttp)
        return post(Purpose::Greet, {}, int(kConnectMs));
    if (auto hello = kept(m_replica.hello()))
        sendLive({*hello});
}

void SyncEngine::post(Purpose purpose, std::vector<Message> messages, int timeoutMs, const Cursor &seen)
{
    auto hello = kept(m_replica.hello());
    if (!hello)
        return;
    if (seen.isBeyond(hello->cursor) && seen.isBeyond(hello->seen))
        hello->seen = seen;
    if (m_ackN > 0) {
        messages.insert(messages.begin(), AckResults{m_ackN});
        m_ackN = 0;
    }
    messages.insert(messages.begin(), *hello);
    m_posts.emplace(m_link.post(encodeFrame(messages), timeoutMs), purpose);
}

bool SyncEngine::isUnderWay(Purpose purpose) const
{
    return std::any_of(m_posts.begin(), m_posts.end(), [purpose](const auto &post) { return post.second == purpose; });
}

void SyncEngine::sendLive(const std::vector<Message> &messages)
{
    m_link.sendLive(encodeFrame(messages));
}

void SyncEngine::liveOpened()
{
    if (m_phase != Phase::Opening)
        return;
    m_isLiveOpen = true;
    m_openFailures = 0;
    m_lastBytesAt = m_lastPingAt = m_clock.monotonicMs();
    sayHello();
    updateStatus();
}

void SyncEngine::liveFrame(const QByteArray &frame)
{
    if (!m_isLiveOpen)
        return;
    m_lastBytesAt = m_clock.monotonicMs();
    handle(decodeFramePacked(frame));
    updateStatus();
}

void SyncEngine::liveClosed(const LinkFailure &failure)
{
    if (m_isHttp || m_phase == Phase::Idle || m_phase == Phase::Halted || m_phase == Phase::SignIn
        || m_phase == Phase::Waiting)
        return;
    const bool wasOpening = m_phase == Phase::Opening;
    m_isLiveOpen = false;
    const bool isAboutUs = failure.error.code == ErrorCode::Unauthenticated
        || failure.error.code == ErrorCode::Forbidden || failure.error.code == ErrorCode::CertificateRejected
        || failure.error.code == ErrorCode::RateLimited;
    // A proxy that lets no WebSocket through: the same bytes go over HTTP.
    if (wasOpening && !isAboutUs && ++m_openFailures >= (failure.error.code == ErrorCode::ProtocolViolation ? 1 : 2)) {
        m_openFailures = 0;
        m_httpUntil = m_clock.monotonicMs() + kHttpMs;
        if (failure.error.code == ErrorCode::ProtocolViolation) {
            connect();
            return updateStatus();
        }
    }
    fail(failure);
    updateStatus();
}

void SyncEngine::replied(quint64 id, Result<std::vector<Message>> messages)
{
    const auto found = m_posts.find(id);
    if (found == m_posts.end())
        return;
    const Purpose purpose = found->second;
    m_posts.erase(found);
    m_answered = purpose;
    handle(std::move(messages));
    m_answered.reset();
    // A reply that brought nothing of what was asked must not leave anybody waiting.
    if (purpose == Purpose::Push && !isUnderWay(Purpose::Push))
        forgetPushes();
    if (purpose == Purpose::CatchUp && !isUnderWay(Purpose::CatchUp))
        m_isCatchingUp = false;
    if (purpose == Purpose::Poll && m_isHttp && m_phase == Phase::Following && !isUnderWay(Purpose::Poll))
        poll(kPollMs);
    push();
    updateStatus();
}

void SyncEngine::postFailed(quint64 id, const LinkFailure &failure)
{
    const auto found = m_posts.find(id);
    if (found == m_posts.end())
        return;
    const Purpose purpose = found->second;
    m_posts.erase(found);
    const bool isServersTrouble =
        failure.error.code == ErrorCode::RateLimited || failure.error.code == ErrorCode::ServerFailure;
    if (purpose == Purpose::Push && isServersTrouble) {
        // The tail goes on: downloads never wait for uploads.
        pushFailed(failure.error, failure.retryAfterMs);
    } else if (purpose == Purpose::Check && failure.error.code != ErrorCode::Unauthenticated) {
        m_nextCheck = m_clock.monotonicMs() + kCheckMs;
    } else {
        // Over HTTP too: back to trying the live tail first.
        if (purpose == Purpose::Greet && failure.error.code == ErrorCode::Unreachable)
            m_httpUntil = 0;
        fail(failure);
    }
    updateStatus();
}

void SyncEngine::renewed(const QByteArray &accessToken)
{
    if (m_isRenewingInBand && m_isLiveOpen) {
        m_isRenewingInBand = false;
        sendLive({Renew{accessToken}});
    } else if (m_phase == Phase::Renewing) {
        m_isTokenFresh = true;
        connect();
    }
    updateStatus();
}

void SyncEngine::renewFailed(const LinkFailure &failure)
{
    const ErrorCode code = failure.error.code;
    const bool isOver =
        code == ErrorCode::Unauthenticated || code == ErrorCode::Forbidden || code == ErrorCode::KeyMissing;
    if (isOver) {
        m_log.add({.kind = SyncEvent::Kind::SignedOut, .error = code});
        disconnect();
        m_phase = Phase::SignIn;
        m_error = failure.error;
    } else if (m_phase == Phase::Renewing) {
        code == ErrorCode::CertificateRejected ? halt(failure.error) : wait(failure);
    }
    m_isRenewingInBand = false;
    updateStatus();
}

void SyncEngine::personActed()
{
    m_fieldIndexNotBefore = std::max(m_fieldIndexNotBefore, m_clock.monotonicMs() + m_quietMs);
}

void SyncEngine::localChange()
{
    personActed();
    push();
    updateStatus();
}

void SyncEngine::tick()
{
    const qint64 now = m_clock.monotonicMs();
    switch (m_phase) {
    case Phase::Waiting:
        if (now >= m_deadline)
            connect();
        break;
    case Phase::Renewing:
    case Phase::Opening:
    case Phase::Greeting:
        if (now >= m_deadline) {
            if (m_phase == Phase::Opening && ++m_openFailures >= 2)
                m_httpUntil = now + kHttpMs;
            stalled();
        }
        break;
    case Phase::Snapshot:
    case Phase::Following:
        if (m_isLiveOpen && now - m_lastBytesAt >= kSilenceMs) {
            stalled();
        } else if (m_isLiveOpen && now - m_lastPingAt >= kPingMs) {
            m_lastPingAt = now;
            if (m_ackN > 0)
                sendLive({AckResults{std::exchange(m_ackN, 0)}, Ping{now}});
            else
                sendLive({Ping{now}});
        }
        break;
    case Phase::Idle:
    case Phase::SignIn:
    case Phase::Halted: break;
    }
    if (m_phase == Phase::Following && m_isHttp && now >= m_httpUntil)
        connect(); // The live tail may work again.
    if (isPushing() && now - m_pushes.front().at >= kResultMs && !isMutated(Mutation::LostResultNotAsked))
        forgetPushes(); // Sent again; the server knows a repetition by its number.
    push();
    m_replica.isIndexing() ? index() : indexField();
    if (m_phase == Phase::Following) {
        if (now >= m_nextAudit)
            audit();
        if (now >= m_nextCheck || m_changesSinceCheck >= kCheckChanges)
            check();
    }
    updateStatus();
}

/// So long as nobody waits, so that the person and the network come in between; with a connection or without.
void SyncEngine::index()
{
    const qint64 now = m_clock.monotonicMs();
    if (now < m_indexNotBefore)
        return;
    const auto made = m_replica.indexNext(
        [&] { return !m_observer.isAwaited() && m_clock.monotonicMs() - now < kIndexMs; });
    if (made)
        return changed(*made);
    qCWarning(lcSync) << "the search index could not be made:" << errorCodeName(made.error().code);
    m_indexNotBefore = now + kStorageMs;
}

/// Work of seconds in one piece: when the person has rested for a moment, and given up as soon as they edit.
void SyncEngine::indexField()
{
    const qint64 now = m_clock.monotonicMs();
    if (!m_replica.wantsFieldIndex() || now < m_fieldIndexNotBefore || m_isCatchingUp || m_phase == Phase::Snapshot)
        return;
    const Result<> made = m_replica.makeFieldIndex(m_observer.awaited());
    if (made) {
        m_quietMs = kQuietMs;
    } else if (made.error().code == ErrorCode::Cancelled) {
        m_fieldIndexNotBefore = m_clock.monotonicMs() + m_quietMs;
        m_quietMs = std::min(2 * m_quietMs, kMaxQuietMs);
    } else {
        qCWarning(lcSync) << "the index of a field could not be made:" << errorCodeName(made.error().code);
        m_fieldIndexNotBefore = now + kStorageMs;
    }
}

qint64 SyncEngine::msToNextTick() const
{
    const qint64 now = m_clock.monotonicMs();
    if (m_replica.isIndexing())
        return std::clamp<qint64>(m_indexNotBefore - now, 1, kAuditMs);
    const bool isFieldWaiting = m_replica.wantsFieldIndex() && !m_isCatchingUp && m_phase != Phase::Snapshot;
    const qint64 idle = isFieldWaiting ? std::clamp<qint64>(m_fieldIndexNotBefore - now, 1, kAuditMs) : kAuditMs;
    qint64 next = now + idle;
    switch (m_phase) {
    case Phase::Idle:
    case Phase::SignIn:
    case Phase::Halted: return idle;
    case Phase::Waiting:
    case Phase::Renewing:
    case Phase::Opening:
    case Phase::Greeting: next = std::min(next, m_deadline); break;
    case Phase::Snapshot:
    case Phase::Following:
        if (m_isLiveOpen)
            next = std::min({next, m_lastPingAt + kPingMs, m_lastBytesAt + kSilenceMs});
        if (m_pushNotBefore > now)
            next = std::min(next, m_pushNotBefore);
        if (m_nextCheck > 0)
            next = std::min(next, std::max(m_nextCheck, now + 1000));
        break;
    }
    return std::max<qint64>(next - now, 1);
}

SyncState SyncEngine::stateOf(const Replica::Counts &counts)
{
    if (!m_replica.hasServer())
        return SyncState::LocalOnly;
    const auto cursor = m_replica.cursor();
    switch (m_phase) {
    case Phase::Idle:
    case Phase::Waiting: return SyncState::Offline;
    case Phase::Renewing:
    case Phase::Opening:
    case Phase::Greeting: return SyncState::Connecting;
    case Phase::Snapshot: return cursor && cursor->epoch.isEmpty() ? SyncState::FirstSync : SyncState::Syncing;
    case Phase::Following: {
        const bool isInStep = counts.pending == 0 && !isPushing() && !m_isCatchingUp && cursor && cursor->seq >= m_head;
        return isInStep ? SyncState::Synced : SyncState::Syncing;
    }
    case Phase::SignIn: return SyncState::SignInNeeded;
    case Phase::Halted: return SyncState::Stopped;
    }
    return SyncState::Offline;
}

void SyncEngine::refreshStatus()
{
    updateStatus();
}

/// Each edit of a person goes through `Syncing` and back: the time is not worth a durable write every time.
void SyncEngine::keepLastSynced(UtcMs at, bool isConnected)
{
    if (isConnected && std::abs(at - m_lastSyncedKept) < kKeepSyncedMs)
        return;
    m_lastSyncedKept = at;
    m_replica.meta().set(meta::kLastSyncedAt, at);
}

void SyncEngine::updateStatus()
{
    SyncStatus status = m_status;
    const auto counts = m_replica.counts();
    const Replica::Counts known =
        counts.value_or(Replica::Counts{m_status.pending, m_status.attention, m_status.conflicts});
    status.state = stateOf(known);
    status.pending = known.pending;
    status.attention = known.attention;
    status.conflicts = known.conflicts;
    status.error = m_error ? m_error : m_deferral ? m_deferral : m_notice;
    status.progress = 0;
    if (status.state == SyncState::FirstSync)
        status.progress = m_replica.snapshotProgress().value_or(0);
    status.indexed = m_replica.indexed();
    status.retryAt = m_phase == Phase::Waiting ? m_retryAt : 0;
    if (status.state != m_status.state) {
        if (!isAway(status.state) || !isAway(m_status.state)) // An attempt in between changes nothing.
            status.since = m_clock.nowUtc();
        if (status.state == SyncState::Synced || m_status.state == SyncState::Synced) {
            status.lastSyncedAt = m_clock.nowUtc();
            keepLastSynced(status.lastSyncedAt, status.state == SyncState::Synced || status.state == SyncState::Syncing);
        }
    }
    if (status == m_status)
        return;
    m_status = status;
    m_observer.statusChanged(m_status);
}

} // namespace mdmc::sync
