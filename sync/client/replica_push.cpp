// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to the server and what it decided of it.
#include "sync/client/replica.h"

#include "core/base/log.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

Result<std::vector<Operation>> Replica::nextPush(const SyncLimits &limits, int maxGroups)
{
    std::vector<Operation> push;
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.undecided(limits.maxPushOperations));
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

Result<> Replica::decide(const OutboxEntry &entry, const OperationResult &result, ChangeCollector &changes)
{
    MDMC_ASSIGN(const Cursor here, cursor());
    // Merged: a field may have lost to a value that the author of what follows has not seen.
    if (result.outcome == Outcome::Applied)
        MDMC_TRY(m_outbox.raiseBases(entry.operation, result.seq));
    MDMC_TRY(m_outbox.markDecided(entry.operation.n, result.seq));
    MDMC_ASSIGN(const QByteArray clientId, m_meta.bytes(meta::kClientId));
    MDMC_TRY(m_outbox.archive(RecordId::fromBytes(clientId).value_or(RecordId()), entry.operation, m_clock.nowUtc()));
    if (result.seq > here.seq || here.epoch.isEmpty())
        return {}; // Overlaid until the server's row is here.
    MDMC_TRY(m_outbox.remove(entry.operation.n));
    return m_rows.settle(entry, changes);
}

Result<> Replica::refuse(const OutboxEntry &entry, const OperationResult &result, ChangeCollector &changes)
{
    const RecordRef record{entry.operation.type, entry.operation.id};
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
                MDMC_TRY(decide(*entry, result, changes));
                continue;
            }
            MDMC_TRY(refuse(*entry, result, changes));
            if (result.reason != RejectReason::GroupAborted)
                outcome.refused.push_back({{entry->operation.type, entry->operation.id}, result.reason, result.field});
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

/// Numbers the undecided entries from 1 in their order. Decided ones, which the server never sees again under the new
/// id, keep their place in the display with numbers below.
Result<> Replica::renumber(std::vector<OutboxEntry> entries)
{
    MDMC_TRY(m_outbox.removeAll());
    qint64 n = 0;
    qint64 settledN = -qint64(entries.size());
    std::map<qint64, qint64> groups;
    for (OutboxEntry &entry : entries) {
        Operation &operation = entry.operation;
        qint64 &next = entry.state == OutboxEntry::State::Decided ? settledN : n;
        operation.n = ++next;
        const auto group = groups.emplace(operation.group, operation.n).first;
        operation.group = group->second;
        if (entry.state == OutboxEntry::State::Sent)
            entry.state = OutboxEntry::State::Queued;
        MDMC_TRY(m_outbox.append(entry));
    }
    return m_meta.set(meta::kLastN, n);
}

Result<> Replica::renewClientId()
{
    return inTransaction([&]() -> Result<> {
        qCWarning(lcSync) << "this replica was copied or rolled back: it takes a new client id";
        MDMC_ASSIGN(std::vector<OutboxEntry> entries, m_outbox.all());
        MDMC_TRY(m_meta.set(meta::kClientId, RecordId::mint(m_clock, m_random).toBytes()));
        MDMC_TRY(renumber(std::move(entries)));
        MDMC_TRY(m_tray.retireNumbers());
        return m_undo.forgetNumbers();
    });
}

Result<> Replica::changeEpoch(qint64 serverLastN)
{
    return inTransaction([&]() -> Result<> {
        MDMC_ASSIGN(const QByteArray clientBytes, m_meta.bytes(meta::kClientId));
        const RecordId client = RecordId::fromBytes(clientBytes).value_or(RecordId());
        MDMC_ASSIGN(std::vector<OutboxEntry> waiting, m_outbox.all());
        MDMC_ASSIGN(const std::vector<Operation> lost, m_outbox.takeArchived(client, serverLastN));
        std::map<qint64, OutboxEntry> entries;
        for (OutboxEntry &entry : waiting) {
            if (entry.state == OutboxEntry::State::Decided && entry.operation.n > serverLastN) {
                entry.state = OutboxEntry::State::Queued;
                entry.seq = 0;
                entry.isReoffered = true;
            }
            // Decided before the backup: the snapshot brings it, until then it stays overlaid.
            if (entry.state == OutboxEntry::State::Decided)
                entry.seq = 0;
            entries.emplace(entry.operation.n, std::move(entry));
        }
        for (const Operation &operation : lost) {
            OutboxEntry entry;
            entry.operation = operation;
            entry.isReoffered = true;
            if (operation.kind == OperationKind::Create && operation.type == EntityType::Activity) {
                Record activity(operation.type, operation.id);
                overlay(activity, operation);
                if (const auto subject = parentOf(activity); subject && subject->type == EntityType::Lead)
                    entry.subject = subject;
            }
            entries.emplace(operation.n, std::move(entry));
        }
        qCWarning(lcSync) << "the server has another history:" << lost.size()
                          << "acknowledged operations are offered again";
        MDMC_TRY(m_outbox.removeAll());
        for (const auto &[n, entry] : entries) {
            MDMC_TRY(m_outbox.append(entry));
            MDMC_TRY(m_rows.shield({entry.operation.type, entry.operation.id}));
            if (entry.subject)
                MDMC_TRY(m_rows.shield(*entry.subject));
        }
        MDMC_TRY(m_meta.setCursor(meta::kCursor, {}));
        MDMC_TRY(m_meta.remove(meta::kScopeTag));
        MDMC_TRY(m_meta.remove(meta::kSnapshot));
        MDMC_TRY(m_meta.remove(meta::kSnapshotState));
        return m_meta.set(meta::kEpochLost, QByteArray("1"));
    });
}

Result<> Replica::lowerReofferedBases()
{
    // What the author saw has been undone by the restore: the restored value counts as seen. Where somebody wrote after
    // the restore, the version is above and the conflict is a real one.
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.all());
    for (const OutboxEntry &entry : entries) {
        Operation operation = entry.operation;
        MDMC_ASSIGN(const auto row, m_rows.serverRow({operation.type, operation.id}));
        if (!row || entry.state == OutboxEntry::State::Decided || operation.kind != OperationKind::Patch)
            continue;
        for (FieldEdit &edit : operation.edits)
            edit.base = std::min(edit.base, row->versions[size_t(edit.field)]);
        if (!(operation == entry.operation))
            MDMC_TRY(m_outbox.replaceOperation(operation));
    }
    return {};
}

} // namespace mdmc::sync
