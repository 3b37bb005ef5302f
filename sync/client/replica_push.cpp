// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to the server and what it decided of it.
#include "sync/client/replica.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

Result<std::vector<Operation>> Replica::nextPush(const SyncLimits &limits, int maxGroups, qint64 afterN)
{
    std::vector<Operation> push;
    MDMC_ASSIGN(std::vector<OutboxEntry> entries,
                m_outbox.undecided(isMutated(Mutation::PushUnbounded) ? -1 : limits.maxPushOperations, afterN));
    MDMC_ASSIGN(const qint64 givenUp, m_meta.number(meta::kGivenUp));
    if (givenUp > 0)
        std::erase_if(entries, [&](const OutboxEntry &entry) { return entry.operation.group == givenUp; });
    qint64 bytes = 0;
    int groups = 0;
    for (size_t at = 0; at < entries.size();) {
        size_t end = at;
        qint64 groupBytes = 0;
        const qint64 group = entries[at].operation.group;
        while (end < entries.size() && entries[end].operation.group == group)
            groupBytes += encodeOperation(entries[end++].operation).size();
        const bool isCut = !entries[end - 1].operation.isLastOfGroup() && end == entries.size();
        const bool isFull = bytes + groupBytes > limits.maxPushBytes || (maxGroups > 0 && groups >= maxGroups);
        if (!push.empty() && (isCut || isFull))
            break;
        for (; at < end; ++at)
            push.push_back(entries[at].operation);
        bytes += groupBytes;
        ++groups;
    }
    if (!push.empty())
        m_outbox.noteSent(push.front().n, push.back().n, m_clock.nowUtc());
    return push;
}

Result<std::vector<SkippedOperation>> Replica::givenUp()
{
    std::vector<SkippedOperation> skipped;
    MDMC_ASSIGN(const qint64 group, m_meta.number(meta::kGivenUp));
    if (group <= 0)
        return skipped;
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.undecided(SyncLimits{}.maxPushOperations));
    for (const OutboxEntry &entry : entries)
        if (entry.operation.group == group)
            skipped.push_back({entry.operation.n, group, operationHash(entry.operation)});
    return skipped;
}

Result<bool> Replica::countPushFailure(qint64 group)
{
    return inTransaction([&]() -> Result<bool> {
        MDMC_ASSIGN(const QByteArray stored, m_meta.bytes(meta::kPushFailures));
        const QList<QByteArray> parts = stored.split('/');
        const int before = parts.size() == 2 && parts[0].toLongLong() == group ? parts[1].toInt() : 0;
        MDMC_TRY(m_meta.set(meta::kPushFailures,
                            QByteArray(QByteArray::number(group) + '/' + QByteArray::number(before + 1))));
        if (before + 1 < kPushFailures)
            return false;
        qCWarning(lcSync) << "an edit failed the server" << before + 1 << "times and is given up on";
        MDMC_TRY(m_meta.set(meta::kGivenUp, group));
        return true;
    });
}

/// Operations that took effect one after the other leave the outbox together, or stay overlaid until the server's rows
/// are here, and shown.
Result<> Replica::decideRun(Decisions &decisions)
{
    const auto run = std::exchange(decisions.run, {});
    if (run.empty())
        return {};
    const auto numberAt = [&](size_t i) { return run[i].first.operation.n; };
    MDMC_TRY(m_outbox.archiveBetween(decisions.clientId, numberAt(0), numberAt(run.size() - 1)));
    const bool isBehind = decisions.here.epoch.isEmpty() || decisions.isStaged;
    const auto leaves = [&](size_t i) {
        return run[i].second.seq <= (isBehind ? decisions.coveredSeq : std::max(decisions.here.seq, decisions.coveredSeq));
    };
    for (size_t at = 0; at < run.size();) {
        size_t end = at + 1;
        if (!leaves(at)) {
            const qint64 seq = run[at].second.seq;
            MDMC_TRY(run[at].second.outcome == Outcome::Applied ? m_outbox.markApplied(run[at].first.operation, seq)
                                                                : m_outbox.markDecided(numberAt(at), seq));
        } else {
            while (end < run.size() && leaves(end))
                ++end;
            MDMC_TRY(m_outbox.removeBetween(numberAt(at), numberAt(end - 1)));
        }
        at = end;
    }
    std::map<RecordRef, WrittenFields> written;
    for (size_t i = 0; i < run.size(); ++i) {
        const OutboxEntry &entry = run[i].first;
        // Merged: a field may have lost to a value that the author of what follows has not seen.
        if (run[i].second.outcome == Outcome::Applied)
            written[{entry.operation.type, entry.operation.id}].add(entry.operation, run[i].second.seq);
        if (!leaves(i))
            continue;
        decisions.unsettled.insert({entry.operation.type, entry.operation.id});
        if (entry.subject)
            decisions.unsettled.insert(*entry.subject);
    }
    MDMC_TRY(m_outbox.raiseBases(written, std::max(decisions.answeredN, numberAt(run.size() - 1))));
    if (decisions.coveredSeq >= 0)
        return {};
    for (const RecordRef &record : std::exchange(decisions.unsettled, {}))
        MDMC_TRY(m_rows.refresh(record, decisions.changes));
    return {};
}

Result<> Replica::refuse(const OutboxEntry &entry, const OperationResult &result, ChangeCollector &changes)
{
    const RecordRef record{entry.operation.type, entry.operation.id};
    if (!isMutated(Mutation::RejectionSwallowed))
        MDMC_TRY(m_tray.add(entry, result, m_clock.nowUtc()));
    MDMC_TRY(m_outbox.remove(entry));
    MDMC_TRY(m_undo.removeByOperation(entry.operation.n));
    if (result.serverRow && result.serverRow->type == record.type && result.serverRow->id == record.id)
        MDMC_TRY(m_rows.takeServerRow(*result.serverRow, false, changes));
    return m_rows.settle(entry, changes);
}

Result<> Replica::takeResults(const std::vector<OperationResult> &results, Decisions &decisions, PushOutcome &outcome)
{
    if (results.empty())
        return {};
    const auto firstOpen = std::find_if(results.begin(), results.end(), [](const OperationResult &result) {
        return result.outcome == Outcome::Deferred || result.reason == RejectReason::ClientForked;
    });
    decisions.answeredN = firstOpen == results.begin() ? 0 : std::prev(firstOpen)->n;
    const auto byN = [](const OperationResult &a, const OperationResult &b) { return a.n < b.n; };
    const auto [lowest, highest] = std::minmax_element(results.begin(), results.end(), byN);
    MDMC_ASSIGN(const std::vector<OutboxEntry> waiting, m_outbox.undecidedBetween(lowest->n, highest->n));
    for (const OperationResult &result : results) {
        if (result.outcome == Outcome::Deferred) {
            outcome.retryAfterMs = std::max<qint64>({outcome.retryAfterMs, result.retryAfterMs, 1});
            break; // What follows must not overtake it.
        }
        if (result.outcome == Outcome::Rejected && result.reason == RejectReason::ClientForked) {
            outcome.isForked = true;
            break;
        }
        outcome.ackN = std::max(outcome.ackN, result.n);
        const auto next = std::lower_bound(waiting.begin(), waiting.end(), result.n,
                                           [](const OutboxEntry &entry, qint64 n) { return entry.operation.n < n; });
        if (next == waiting.end() || next->operation.n != result.n)
            continue; // A repeated answer.
        if (result.outcome != Outcome::Rejected) {
            const bool follows = !decisions.run.empty() && next != waiting.begin()
                && std::prev(next)->operation.n == decisions.run.back().first.operation.n;
            if (!follows) // One that has no result yet lies between.
                MDMC_TRY(decideRun(decisions));
            decisions.run.emplace_back(*next, result);
            continue;
        }
        MDMC_TRY(decideRun(decisions));
        MDMC_TRY(refuse(*next, result, decisions.changes));
        if (result.reason != RejectReason::GroupAborted)
            outcome.refused.push_back({{next->operation.type, next->operation.id}, result.reason, result.field});
    }
    MDMC_TRY(decideRun(decisions));
    if (outcome.ackN == 0)
        return {};
    MDMC_TRY(m_meta.remove(meta::kPushFailures));
    MDMC_ASSIGN(const qint64 givenUp, m_meta.number(meta::kGivenUp));
    return givenUp > 0 && outcome.ackN >= givenUp ? m_meta.remove(meta::kGivenUp) : Result<>();
}

Result<PushOutcome> Replica::applyResults(const std::vector<OperationResult> &results, const Cursor &at)
{
    MDMC_ASSIGN(Together outcome, applyTogether(results, {}, at));
    return std::move(outcome.push);
}

Result<Replica::Together> Replica::applyTogether(const std::vector<OperationResult> &results, const Changes &batch,
                                                  const Cursor &at)
{
    return inTransaction([&]() -> Result<Together> {
        Together outcome;
        ChangeCollector changes;
        Decisions decisions{.changes = changes, .here = {}};
        MDMC_ASSIGN(decisions.here, cursor());
        MDMC_ASSIGN(const qint64 staged, stagedCount());
        decisions.isStaged = staged > 0;
        MDMC_ASSIGN(const QByteArray clientId, m_meta.bytes(meta::kClientId));
        decisions.clientId = RecordId::fromBytes(clientId).value_or(RecordId());
        const bool hasChanges = !batch.to.epoch.isEmpty();
        bool isTaken = false;
        if (hasChanges) {
            MDMC_ASSIGN(outcome.pull.verdict, examine(batch, decisions.here));
            isTaken = outcome.pull.verdict == PullOutcome::Verdict::Applied
                && (batch.to.seq >= decisions.here.seq || isMutated(Mutation::CursorMovesBack)); // Else doubled.
            if (isTaken && !mustWait(batch, staged))
                decisions.coveredSeq = batch.to.seq;
        }
        MDMC_TRY(takeResults(results, decisions, outcome.push));
        if (isTaken)
            MDMC_TRY(takeChanges(batch, staged, std::move(decisions.unsettled), changes));
        if (!at.epoch.isEmpty())
            MDMC_TRY(noteSeen(at));
        MDMC_ASSIGN(outcome.push.changes, finish(changes, false));
        return outcome;
    });
}

Result<> Replica::setAcknowledged(qint64 n)
{
    return m_meta.set(meta::kAckedN, n);
}

/// What took effect up to there is no longer overlaid; the rows that it concerned are to be shown anew.
Result<> Replica::leaveDecided(qint64 upToSeq, std::set<RecordRef> &unsettled)
{
    MDMC_ASSIGN(const std::vector<OutboxEntry> decided, m_outbox.decidedUpTo(upToSeq));
    for (const OutboxEntry &entry : decided) {
        MDMC_TRY(m_outbox.remove(entry));
        unsettled.insert({entry.operation.type, entry.operation.id});
        if (entry.subject)
            unsettled.insert(*entry.subject);
    }
    return {};
}

Result<> Replica::settleDecided(qint64 upToSeq, ChangeCollector &changes)
{
    std::set<RecordRef> unsettled;
    MDMC_TRY(leaveDecided(upToSeq, unsettled));
    for (const RecordRef &record : unsettled)
        MDMC_TRY(m_rows.refresh(record, changes));
    return {};
}

} // namespace mdmc::sync
