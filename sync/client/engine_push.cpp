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
    if ((isPushing() && m_startsAnew) || m_clock.monotonicMs() < m_pushNotBefore)
        return false;
    if (m_phase == Phase::Following)
        return true;
    if (m_phase != Phase::Snapshot)
        return false;
    const auto lost = kept(m_replica.meta().bytes(meta::kEpochLost));
    return lost && lost->isEmpty();
}

void SyncEngine::forgetPushes()
{
    m_pushes.clear();
    m_startsAnew = false;
}

/// Behind those that are under way, and noted as one of them. Nothing: there is none, or the disk failed.
std::optional<Push> SyncEngine::nextPush()
{
    Push push;
    UnderWay noted;
    push.afterN = isPushing() ? m_pushes.back().lastN : 0;
    auto skipped = isPushing() ? std::vector<SkippedOperation>() : kept(m_replica.givenUp());
    if (!skipped)
        return std::nullopt;
    push.skipped = std::move(*skipped);
    if (push.skipped.empty()) {
        // Repeated trouble with a push: smaller ones, so that what is healthy gets through.
        const qint64 behind = isPushing() ? push.afterN : std::numeric_limits<qint64>::min();
        auto operations = kept(m_replica.nextPush(m_limits, m_pushFailures >= 3 ? 1 : 0, behind));
        if (!operations || operations->empty())
            return std::nullopt;
        push.operations = std::move(*operations);
        const Operation &first = push.operations.front();
        noted = {first.n, push.operations.back().n, qint64(push.operations.size()), 0, m_clock.monotonicMs()};
        noted.aloneGroup = push.operations.back().group == first.group ? first.group : 0;
    } else {
        noted = {push.skipped.front().n, push.skipped.back().n, qint64(push.skipped.size()), 0, m_clock.monotonicMs()};
    }
    m_log.add({.kind = SyncEvent::Kind::Pushed, .a = noted.operations, .b = noted.firstN});
    m_pushes.push_back(noted);
    return push;
}

/// What goes out together. While others are under way only whole pushes follow them and what is left behind these: who
/// types has their edits sent together as long as the server is busy with the one before.
std::optional<std::vector<Message>> SyncEngine::nextPushes(int most)
{
    std::vector<Message> pushes;
    for (bool isLeft = true; isLeft && int(pushes.size()) < most;) {
        if (isPushing()) {
            const auto waiting = kept(m_replica.undecidedCount());
            if (!waiting)
                return std::nullopt;
            qint64 sent = 0;
            for (const UnderWay &underWay : m_pushes)
                sent += underWay.operations;
            isLeft = *waiting - sent >= (pushes.empty() ? m_limits.maxPushOperations : 1);
        }
        auto push = isLeft ? nextPush() : std::nullopt;
        if (m_phase != Phase::Following && m_phase != Phase::Snapshot)
            return std::nullopt; // The disk failed.
        if (!push)
            break;
        pushes.push_back(std::move(*push));
    }
    return pushes;
}

/// The first alone, so that its answer is there early; then as many at a time as the server takes into one commit.
void SyncEngine::push()
{
    while (mayPush()) {
        const int most = m_isLiveOpen && m_pushFailures == 0 ? m_limits.maxPushesUnderWay : 1;
        const int together = std::max(1, most / 2);
        if (isPushing() && int(m_pushes.size()) + together > most)
            return;
        auto pushes = nextPushes(isPushing() ? together : 1);
        if (!pushes || pushes->empty())
            return;
        if (!m_isLiveOpen)
            return post(Purpose::Push, std::move(*pushes), kPostMs);
        if (m_ackN > 0)
            pushes->insert(pushes->begin(), AckResults{std::exchange(m_ackN, 0)});
        for (const QByteArray &frame : framesOf(std::move(*pushes), m_limits))
            m_link.sendLive(frame);
    }
}

/// The one at the front is answered with these results. Those behind one that was not wholly decided are not reached.
void SyncEngine::pushAnswered(const std::vector<OperationResult> &results)
{
    const auto isOpen = [](const OperationResult &result) {
        return result.outcome == Outcome::Deferred || result.reason == RejectReason::ClientForked;
    };
    const qint64 lastN = results.empty() ? 0 : results.back().n;
    if (!isPushing() || (!results.empty() && lastN < m_pushes.front().firstN))
        return; // The answer to one that was given up waiting for.
    const bool isWhole = !results.empty() && std::none_of(results.begin(), results.end(), isOpen);
    m_startsAnew = m_startsAnew || !isWhole || lastN < m_pushes.front().lastN;
    do
        m_pushes.pop_front();
    while (isPushing() && m_pushes.front().lastN <= lastN);
    if (!isPushing())
        m_startsAnew = false;
}

/// A push met an error instead of results. What fails alone eight times while the server answers otherwise is given up.
void SyncEngine::pushFailed(const Error &error, qint64 retryAfterMs, bool isEditsFault)
{
    const qint64 aloneGroup = isPushing() ? m_pushes.front().aloneGroup : 0;
    pushAnswered({});
    if (!isEditsFault)
        m_deferral = error;
    if (error.code == ErrorCode::ServerFailure && isEditsFault) {
        ++m_pushFailures;
        if (aloneGroup > 0 && std::exchange(m_isServerHealthy, false))
            kept(m_replica.countPushFailure(aloneGroup));
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

void SyncEngine::on(PushResult &result)
{
    onResults({std::move(result)}, std::nullopt);
}

/// The results of one or more pushes, and the changes that the server sent with them.
void SyncEngine::onResults(std::vector<PushResult> results, std::optional<Changes> batch)
{
    PushResult all;
    bool isAnswered = false;
    for (PushResult &result : results) {
        if (!isOfThisClient(result))
            continue;
        const bool isOvertaken = result.results.empty() && m_startsAnew;
        pushAnswered(result.results);
        if (isOvertaken)
            continue; // That the one before it failed is known already.
        isAnswered = true;
        all.client = result.client;
        all.head = std::max(all.head, result.head);
        if (result.at.epoch == m_epoch && result.at.isBeyond(all.at))
            all.at = result.at;
        all.results.insert(all.results.end(), std::make_move_iterator(result.results.begin()),
                           std::make_move_iterator(result.results.end()));
    }
    if (!isAnswered)
        return batch ? on(*batch) : push();
    m_head = std::max(m_head, all.head);
    const auto isLate = kept(skipsUndecided(all));
    if (!isLate)
        return;
    if (*isLate) {
        m_startsAnew = isPushing();
        return batch ? on(*batch) : push();
    }
    noteDeferral(all);
    // What follows is on its way before this is written: the server need not wait for it.
    if (isPushing())
        push();
    const auto outcome = batch ? kept(m_replica.applyTogether(all.results, *batch, all.at)) : kept(resultsAlone(all));
    if (!outcome)
        return;
    const auto greetings = m_greetings;
    afterResults(all, outcome->push);
    if (batch && m_phase == Phase::Following && m_greetings == greetings)
        afterChanges(*batch, outcome->pull);
    push();
}

/// The answer to what was sent before them is lost. They come again with it: decided in another order than they were made,
/// edits of one record would be shown in that order.
Result<bool> SyncEngine::skipsUndecided(const PushResult &result)
{
    if (result.results.empty())
        return false;
    MDMC_ASSIGN(const std::optional<qint64> first, m_replica.firstUndecided());
    return first && *first < result.results.front().n;
}

Result<Replica::Together> SyncEngine::resultsAlone(const PushResult &result)
{
    MDMC_ASSIGN(PushOutcome outcome, m_replica.applyResults(result.results, result.at));
    return Replica::Together{std::move(outcome), {}};
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
