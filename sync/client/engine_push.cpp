// SPDX-License-Identifier: GPL-3.0-or-later
// What goes out, and what the server decided of it.
#include "sync/client/engine.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "sync/protocol/codec.h"

namespace mdmc::sync {

/// What the server says of its disk has nothing to do with the edit that met it.
bool SyncEngine::isStoresTrouble(const QString &code)
{
    return code == errorCodeName(ErrorCode::StorageFull) || code == errorCodeName(ErrorCode::StorageBusy);
}

/// Uploads wait for a snapshot as little as downloads wait for uploads: results are by sequence, and what is decided
/// stays overlaid until the cursor passes it. Only after the server lost its history do bases have to be compared with
/// what it has now, which the end of the snapshot does.
bool SyncEngine::mayPush()
{
    if (m_isPushing || m_clock.monotonicMs() < m_pushNotBefore)
        return false;
    if (m_phase == Phase::Following)
        return true;
    if (m_phase != Phase::Snapshot)
        return false;
    const auto lost = kept(m_replica.meta().bytes(meta::kEpochLost));
    return lost && lost->isEmpty();
}

void SyncEngine::push()
{
    if (!mayPush())
        return;
    Push push;
    if (auto skipped = kept(m_replica.givenUp()))
        push.skipped = std::move(*skipped);
    else
        return;
    if (push.skipped.empty()) {
        // Repeated trouble with a push: smaller ones, so that what is healthy gets through.
        auto operations = kept(m_replica.nextPush(m_limits, m_pushFailures >= 3 ? 1 : 0));
        if (!operations || operations->empty())
            return;
        push.operations = std::move(*operations);
        const qint64 group = push.operations.front().group;
        m_pushedAlone = push.operations.back().group == group ? group : 0;
    }
    m_isPushing = true;
    m_pushedAt = m_clock.monotonicMs();
    m_log.add({.kind = SyncEvent::Kind::Pushed,
               .a = qint64(push.operations.size() + push.skipped.size()),
               .b = push.skipped.empty() ? push.operations.front().n : push.skipped.front().n});
    if (!m_isLiveOpen)
        return post(Purpose::Push, {push}, kPostMs);
    if (m_ackN > 0)
        sendLive({AckResults{std::exchange(m_ackN, 0)}, std::move(push)});
    else
        sendLive({std::move(push)});
}

/// A push met an error instead of results. What fails alone eight times while the server answers otherwise is given up.
void SyncEngine::pushFailed(const Error &error, qint64 retryAfterMs, bool isEditsFault)
{
    m_isPushing = false;
    if (!isEditsFault)
        m_deferral = error;
    if (error.code == ErrorCode::ServerFailure && isEditsFault) {
        ++m_pushFailures;
        if (m_pushedAlone > 0 && std::exchange(m_isServerHealthy, false))
            kept(m_replica.countPushFailure(std::exchange(m_pushedAlone, 0)));
        if (m_isLiveOpen)
            sendLive({Ping{m_clock.monotonicMs()}});
    }
    delayPush(error.code, retryAfterMs);
}

/// A person whose edits wait is told when it is the server's disk that they wait for.
void SyncEngine::noteDeferral(const PushResult &result)
{
    m_deferral.reset();
    for (const OperationResult &one : result.results)
        if (one.outcome == Outcome::Deferred && isStoresTrouble(one.detail))
            m_deferral = Error{ErrorCode::ServerFailure, one.detail + QStringLiteral(": the server cannot save"), {}};
}

/// What was sent under a former id is sent again under the present one and known by its origin.
bool SyncEngine::isOfThisClient(const PushResult &result)
{
    const auto client = kept(m_replica.meta().bytes(meta::kClientId));
    return client && (result.client.isNull() || result.client.toBytes() == *client);
}

void SyncEngine::on(const PushResult &result)
{
    if (!isOfThisClient(result))
        return;
    m_isPushing = false;
    m_head = std::max(m_head, result.head);
    noteDeferral(result);
    if (const auto outcome = kept(m_replica.applyResults(result.results))) {
        afterResults(result, *outcome);
        push();
    }
}

void SyncEngine::on(const PushResult &result, const Changes &batch)
{
    if (!isOfThisClient(result))
        return on(batch);
    m_isPushing = false;
    m_head = std::max(m_head, result.head);
    noteDeferral(result);
    const auto outcome = kept(m_replica.applyTogether(result.results, batch));
    if (!outcome)
        return;
    const auto greetings = m_greetings;
    afterResults(result, outcome->push);
    if (m_phase == Phase::Following && m_greetings == greetings)
        afterChanges(batch, outcome->pull);
    push();
}

void SyncEngine::afterResults(const PushResult &result, const PushOutcome &outcome)
{
    m_ackN = std::max(m_ackN, outcome.ackN); // Goes out with the next message: nobody waits for it.
    logAnswer(result);
    changed(outcome.changes);
    for (const Refusal &refusal : outcome.refused) {
        logRefusal(refusal);
        m_observer.operationRefused(refusal);
    }
    if (outcome.isForked)
        return takeNewId();
    if (outcome.ackN > 0) {
        m_backoff.reset();
        m_pushBackoff.reset();
        m_pushFailures = 0;
        m_pushNotBefore = 0;
    }
    if (outcome.ackN == 0 || outcome.retryAfterMs > 0)
        delayPush({}, outcome.retryAfterMs);
}

} // namespace mdmc::sync
