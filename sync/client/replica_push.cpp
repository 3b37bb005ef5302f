// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to the server and what it decided of it.
#include "sync/client/replica.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

Result<std::vector<Operation>> Replica::nextPush(const SyncLimits &limits, int maxGroups)
{
    std::vector<Operation> push;
    MDMC_ASSIGN(std::vector<OutboxEntry> entries, m_outbox.undecided(isMutated(Mutation::PushUnbounded) ? -1 : limits.maxPushOperations));
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
        MDMC_TRY(m_outbox.markSent(push.front().n, push.back().n, m_clock.nowUtc()));
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

Result<> Replica::decide(const OutboxEntry &entry, const OperationResult &result, qint64 answeredN,
                         ChangeCollector &changes)
{
    MDMC_ASSIGN(const Cursor here, cursor());
    // Merged: a field may have lost to a value that the author of what follows has not seen.
    if (result.outcome == Outcome::Applied) {
        MDMC_TRY(m_outbox.raiseBases(entry.operation, result.seq, answeredN));
        MDMC_TRY(m_outbox.markApplied(entry.operation, result.seq));
    } else {
        MDMC_TRY(m_outbox.markDecided(entry.operation.n, result.seq));
    }
    MDMC_ASSIGN(const QByteArray clientId, m_meta.bytes(meta::kClientId));
    MDMC_TRY(m_outbox.archive(RecordId::fromBytes(clientId).value_or(RecordId()), entry.operation));
    MDMC_ASSIGN(const qint64 staged, stagedCount());
    if (result.seq > here.seq || here.epoch.isEmpty() || staged > 0)
        return {}; // Overlaid until the server's row is here, and shown.
    MDMC_TRY(m_outbox.remove(entry.operation.n));
    return m_rows.settle(entry, changes);
}

Result<> Replica::refuse(const OutboxEntry &entry, const OperationResult &result, ChangeCollector &changes)
{
    const RecordRef record{entry.operation.type, entry.operation.id};
    if (!isMutated(Mutation::RejectionSwallowed))
        MDMC_TRY(m_tray.add(entry, result, m_clock.nowUtc()));
    MDMC_TRY(m_outbox.remove(entry.operation.n));
    MDMC_TRY(m_undo.removeByOperation(entry.operation.n));
    if (result.serverRow && result.serverRow->type == record.type && result.serverRow->id == record.id)
        MDMC_TRY(m_rows.takeServerRow(*result.serverRow, false, changes));
    return m_rows.settle(entry, changes);
}

Result<PushOutcome> Replica::applyResults(const std::vector<OperationResult> &results)
{
    return inTransaction([&]() -> Result<PushOutcome> {
        PushOutcome outcome;
        ChangeCollector changes;
        const auto firstOpen = std::find_if(results.begin(), results.end(), [](const OperationResult &result) {
            return result.outcome == Outcome::Deferred || result.reason == RejectReason::ClientForked;
        });
        const qint64 answeredN = firstOpen == results.begin() ? 0 : std::prev(firstOpen)->n;
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
            MDMC_ASSIGN(const std::optional<OutboxEntry> entry, m_outbox.find(result.n));
            if (!entry || entry->state == OutboxEntry::State::Decided)
                continue; // A repeated answer.
            if (result.outcome != Outcome::Rejected) {
                MDMC_TRY(decide(*entry, result, answeredN, changes));
                continue;
            }
            MDMC_TRY(refuse(*entry, result, changes));
            if (result.reason != RejectReason::GroupAborted)
                outcome.refused.push_back({{entry->operation.type, entry->operation.id}, result.reason, result.field});
        }
        if (outcome.ackN > 0) {
            MDMC_TRY(m_meta.remove(meta::kPushFailures));
            MDMC_ASSIGN(const qint64 givenUp, m_meta.number(meta::kGivenUp));
            if (givenUp > 0 && outcome.ackN >= givenUp)
                MDMC_TRY(m_meta.remove(meta::kGivenUp));
        }
        MDMC_ASSIGN(outcome.changes, finish(changes, false));
        return outcome;
    });
}

Result<> Replica::setAcknowledged(qint64 n)
{
    return m_meta.set(meta::kAckedN, n);
}

Result<> Replica::settleDecided(qint64 upToSeq, ChangeCollector &changes)
{
    MDMC_ASSIGN(const std::vector<OutboxEntry> decided, m_outbox.decidedUpTo(upToSeq));
    for (const OutboxEntry &entry : decided)
        MDMC_TRY(m_outbox.remove(entry.operation.n));
    for (const OutboxEntry &entry : decided)
        MDMC_TRY(m_rows.settle(entry, changes));
    return {};
}

} // namespace mdmc::sync
