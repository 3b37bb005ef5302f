// SPDX-License-Identifier: GPL-3.0-or-later
// When this replica or its server is not what it was: a copied or rolled back replica takes a new id; what a server that
// was set back has lost is offered again.
#include "core/base/log.h"
#include "core/base/mutation.h"
#include "sync/client/replica.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

namespace {

using State = OutboxEntry::State;

/// Groups of which the archive has lost a member go on as single operations.
void splitIncompleteGroups(std::map<qint64, OutboxEntry> &entries)
{
    std::map<qint64, int> sizes;
    for (const auto &[n, entry] : entries)
        if (entry.state != State::Decided)
            ++sizes[entry.operation.group];
    for (auto &[n, entry] : entries) {
        Operation &operation = entry.operation;
        if (entry.state == State::Decided || sizes[operation.group] == operation.groupSize)
            continue;
        operation.group = operation.n;
        operation.groupSize = 1;
    }
}

} // namespace

Result<std::vector<RecordId>> Replica::formerIds()
{
    MDMC_ASSIGN(const QByteArray stored, m_meta.bytes(meta::kFormerIds));
    std::vector<RecordId> ids;
    for (qsizetype at = 0; at + 16 <= stored.size(); at += 16)
        if (const auto id = RecordId::fromBytes(stored.mid(at, 16)))
            ids.push_back(*id);
    return ids;
}

/// Numbers the undecided entries from 1 in their order. Decided ones, which the server never sees again under the new
/// id, keep their place in the display with numbers below.
Result<> Replica::renumber(std::vector<OutboxEntry> entries)
{
    MDMC_TRY(m_outbox.removeAll());
    m_outbox.forgetSent();
    qint64 n = 0;
    qint64 settledN = -qint64(entries.size());
    std::vector<std::vector<OutboxEntry *>> groups;
    qint64 previousGroup = 0;
    State previousState = State::Queued;
    for (OutboxEntry &entry : entries) {
        Operation &operation = entry.operation;
        const bool isDecided = entry.state == State::Decided;
        const bool begins = groups.empty() || operation.n == operation.group || operation.group != previousGroup
            || isDecided != (previousState == State::Decided);
        previousGroup = operation.group;
        previousState = entry.state;
        if (begins)
            groups.emplace_back();
        operation.n = isDecided ? ++settledN : ++n;
        groups.back().push_back(&entry);
        if (!isDecided)
            entry.state = State::Queued;
    }
    for (const std::vector<OutboxEntry *> &group : groups)
        for (OutboxEntry *entry : group) {
            entry->operation.group = group.front()->operation.n;
            entry->operation.groupSize = int(group.size());
            MDMC_TRY(m_outbox.append(*entry));
        }
    return m_meta.set(meta::kLastN, n);
}

Result<> Replica::takeNewId(std::vector<OutboxEntry> entries)
{
    MDMC_ASSIGN(const QByteArray clientBytes, m_meta.bytes(meta::kClientId));
    const RecordId client = RecordId::fromBytes(clientBytes).value_or(RecordId());
    for (OutboxEntry &entry : entries)
        if (!entry.operation.origin && entry.operation.n > 0)
            entry.operation.origin = Origin{client, entry.operation.n};
    MDMC_ASSIGN(QByteArray former, m_meta.bytes(meta::kFormerIds));
    former += clientBytes;
    MDMC_TRY(m_meta.set(meta::kFormerIds, former.right(16 * kMaxFormerIds)));
    MDMC_TRY(m_meta.set(meta::kClientId, RecordId::mint(m_clock, m_random).toBytes()));
    MDMC_TRY(renumber(std::move(entries)));
    MDMC_TRY(m_meta.remove(meta::kPushFailures));
    MDMC_TRY(m_meta.remove(meta::kGivenUp));
    MDMC_TRY(m_tray.retireNumbers());
    return m_undo.forgetNumbers();
}

Result<> Replica::renewClientId()
{
    return inTransaction([&]() -> Result<> {
        qCWarning(lcSync) << "this replica was copied or rolled back: it takes a new client id";
        MDMC_ASSIGN(std::vector<OutboxEntry> entries, m_outbox.all());
        return takeNewId(std::move(entries));
    });
}

/// Acknowledged operations of one of this replica's ids above a number, as entries, taken out of the archive.
Result<std::vector<OutboxEntry>> Replica::archivedOf(const RecordId &client, qint64 afterN)
{
    std::vector<OutboxEntry> entries;
    if (isMutated(Mutation::ReofferForgotten))
        return entries;
    MDMC_ASSIGN(const std::vector<Operation> operations, m_outbox.takeArchived(client, afterN));
    for (const Operation &operation : operations) {
        OutboxEntry entry;
        entry.operation = operation;
        entry.isReoffered = true;
        if (operation.kind == OperationKind::Create && operation.type == EntityType::Activity) {
            Record activity(operation.type, operation.id);
            overlay(activity, operation);
            if (const auto subject = parentOf(activity); subject && subject->type == EntityType::Lead)
                entry.subject = subject;
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

/// Puts acknowledged operations that the server does not know back into the outbox, in the order in which they were
/// made. Those of a former id need new numbers below all that wait, hence a new id.
Result<int> Replica::reoffer(qint64 serverLastN, const std::vector<qint64> &formerLastN)
{
    MDMC_ASSIGN(const QByteArray clientBytes, m_meta.bytes(meta::kClientId));
    const RecordId client = RecordId::fromBytes(clientBytes).value_or(RecordId());
    MDMC_ASSIGN(const std::vector<RecordId> former, formerIds());
    std::vector<OutboxEntry> earlier;
    std::set<std::pair<RecordId, qint64>> offered;
    for (size_t i = 0; i < std::min(former.size(), formerLastN.size()); ++i) {
        if (formerLastN[i] < 0)
            continue;
        MDMC_ASSIGN(std::vector<OutboxEntry> entries, archivedOf(former[i], formerLastN[i]));
        for (OutboxEntry &entry : entries) {
            offered.emplace(former[i], entry.operation.n);
            if (!entry.operation.origin)
                entry.operation.origin = Origin{former[i], entry.operation.n};
            earlier.push_back(std::move(entry));
        }
    }
    MDMC_ASSIGN(std::vector<OutboxEntry> own, archivedOf(client, serverLastN));
    if (own.empty() && earlier.empty())
        return 0;
    const int count = int(own.size() + earlier.size());
    MDMC_ASSIGN(std::vector<OutboxEntry> waiting, m_outbox.all());
    std::map<qint64, OutboxEntry> entries;
    for (OutboxEntry &entry : waiting) {
        const std::optional<Origin> &origin = entry.operation.origin;
        const bool isDecided = entry.state == State::Decided;
        if (isDecided && entry.operation.n <= 0 && origin && offered.contains({origin->client, origin->n}))
            continue; // Overlaid until now, offered again from the archive.
        if (isDecided && entry.operation.n > serverLastN) {
            entry.state = State::Queued;
            entry.seq = 0;
            entry.isReoffered = true;
        }
        entries.emplace(entry.operation.n, std::move(entry));
    }
    for (OutboxEntry &entry : own)
        entries.emplace(entry.operation.n, std::move(entry));
    splitIncompleteGroups(entries);
    for (auto &[n, entry] : entries)
        earlier.push_back(std::move(entry));
    for (const OutboxEntry &entry : earlier) {
        MDMC_TRY(m_rows.shield({entry.operation.type, entry.operation.id}));
        if (entry.subject)
            MDMC_TRY(m_rows.shield(*entry.subject));
    }
    std::set<RecordRef> records;
    for (const OutboxEntry &entry : earlier)
        records.insert({entry.operation.type, entry.operation.id});
    if (!offered.empty()) {
        MDMC_TRY(takeNewId(std::move(earlier)));
    } else {
        MDMC_TRY(m_outbox.removeAll());
        for (const OutboxEntry &entry : earlier)
            MDMC_TRY(m_outbox.append(entry));
    }
    // Found by the simulator: what was created and deleted again is a row without values for the server.
    ChangeCollector shown; // Nobody is told: what comes from the server next changes more.
    for (const RecordRef &record : records)
        MDMC_TRY(m_rows.refresh(record, shown));
    return count;
}

Result<> Replica::changeEpoch(qint64 serverLastN, const std::vector<qint64> &formerLastN)
{
    return inTransaction([&]() -> Result<> {
        MDMC_ASSIGN(const int count, reoffer(serverLastN, formerLastN));
        qCWarning(lcSync) << "the server has another history:" << count
                          << "acknowledged operations are offered again";
        // Decided before the backup: the snapshot brings it, until then it stays overlaid.
        MDMC_TRY(m_db.run("UPDATE outbox SET seq=0 WHERE state=2"));
        MDMC_TRY(m_db.run("DELETE FROM pull_stage"));
        MDMC_TRY(m_meta.setCursor(meta::kCursor, {}));
        MDMC_TRY(m_meta.setCursor(meta::kSeen, {}));
        MDMC_TRY(m_meta.remove(meta::kScopeTag));
        MDMC_TRY(m_meta.remove(meta::kSnapshot));
        MDMC_TRY(m_meta.remove(meta::kSnapshotState));
        return m_meta.set(meta::kEpochLost, QByteArray("1"));
    });
}

Result<int> Replica::offerMissing(qint64 serverLastN, const std::vector<qint64> &formerLastN)
{
    return inTransaction([&]() -> Result<int> {
        MDMC_ASSIGN(const int count, reoffer(serverLastN, formerLastN));
        if (count == 0)
            return 0;
        qCWarning(lcSync) << "the server has lost results that it gave:" << count << "operations are offered again";
        // Versions past the cursor may be those of changes that are gone: they must not count as seen.
        MDMC_ASSIGN(const Cursor here, cursor());
        MDMC_TRY(lowerBasesTo(here.seq));
        return count;
    });
}

Result<> Replica::lowerBasesTo(qint64 seq)
{
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.all());
    for (const OutboxEntry &entry : entries) {
        Operation operation = entry.operation;
        if (entry.state == State::Decided)
            continue;
        for (FieldEdit &edit : operation.edits)
            edit.base = std::min(edit.base, seq);
        if (!(operation == entry.operation))
            MDMC_TRY(m_outbox.replaceOperation(operation));
    }
    return {};
}

Result<> Replica::lowerReofferedBases()
{
    // What the author saw has been undone by the restore: the restored value counts as seen. Where somebody wrote after
    // the restore, the version is above and the conflict is a real one.
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.all());
    for (const OutboxEntry &entry : entries) {
        Operation operation = entry.operation;
        MDMC_ASSIGN(const auto row, m_rows.serverRow({operation.type, operation.id}));
        if (!row || entry.state == State::Decided || operation.kind != OperationKind::Patch)
            continue;
        for (FieldEdit &edit : operation.edits)
            edit.base = std::min(edit.base, row->versions[size_t(edit.field)]);
        if (!(operation == entry.operation))
            MDMC_TRY(m_outbox.replaceOperation(operation));
    }
    return {};
}

} // namespace mdmc::sync
