// SPDX-License-Identifier: GPL-3.0-or-later
// What the server makes durable and hands out.
#include "tests/simulation/ledger.h"

#include "sync/protocol/codec.h"

namespace mdmc::simulation {

using namespace sync;

void Ledger::committing(const std::shared_ptr<StoreCommit> &commit)
{
    for (Decided &decided : commit->decided) {
        // Results kept for another id of the same client decide nothing, also where the operation had come under that
        // id before and was sent back (simulator, seed 1012663).
        const auto found = m_received.find({decided.client, decided.n, decided.hash});
        if (found != m_received.end() && decided.client == commit->submitter)
            decided.operation = found->second;
    }
    const auto &[pusher, operations] = m_lastPush;
    for (const Operation &op : operations) {
        const Decided *before = pusher == commit->submitter ? m_server.decision(pusher, op.n) : nullptr;
        if (before && before->hasTakenEffect() && before->hash == operationHash(op))
            commit->repeated.push_back(before->result.seq);
    }
    m_doubtful = commit;
}

void Ledger::committed(const std::shared_ptr<StoreCommit> &commit, bool isDone)
{
    if (!isDone)
        return; // Rolled back, or the process is gone: `serverStarted` finds out.
    m_doubtful.reset();
    const bool isOfInterest = !commit->decided.empty() || !commit->changes.empty() || !commit->rows.empty()
        || commit->isFolding || !commit->purged.empty();
    if (!m_server.isBegun())
        return;
    const qint64 head = m_server.head();
    if (isOfInterest)
        m_server.add(commit);
    const qint64 first = commit->changes.empty() ? head + 1 : commit->changes.front().seq;
    note(6, first == head + 1, [&] {
        return QStringLiteral("after %1 the log goes on with %2 (%3, client %4, n %5)").arg(head).arg(first)
            .arg(nameOf(commit->changes.front().row), commit->changes.front().client.toString())
            .arg(commit->changes.front().n);
    });
    if (commit->epoch != m_server.branch().epoch) {
        m_server.restore(m_server.mark(), commit->at);
        m_server.setEpoch(commit->epoch);
    }
}

void Ledger::serverStarted(Store &store)
{
    if (!m_server.isBegun()) {
        if (const auto begun = m_server.begin(store); !begun)
            note(13, false, [&] { return QStringLiteral("the server cannot be read: ") + begun.error().detail; });
        return;
    }
    const auto head = store.head();
    note(13, head.has_value(), [&] { return QStringLiteral("the server cannot be read: ") + head.error().detail; });
    if (!head)
        return;
    if (const std::shared_ptr<StoreCommit> commit = std::exchange(m_doubtful, nullptr)) {
        bool wasWritten = commit->headAfter > commit->headBefore && head->seq == commit->headAfter;
        if (!commit->decided.empty() && commit->headAfter == commit->headBefore) {
            const auto kept = store.result(commit->decided.front().client, commit->decided.front().n);
            wasWritten = kept && kept->has_value();
        }
        if (!commit->purged.empty()) {
            const auto purged = store.load(commit->purged.front());
            wasWritten = purged && !*purged;
        } else if (commit->isFolding) {
            wasWritten = head->floor >= commit->floor;
        }
        if (wasWritten)
            m_server.add(commit);
    }
    m_server.setEpoch(head->epoch);
    note(13, head->seq == m_server.head(), [&] {
        return QStringLiteral("the server reopened at %1; what it had committed ends at %2")
            .arg(head->seq).arg(m_server.head());
    });
    for (const auto &[ref, row] : m_server.rows()) {
        const auto stored = store.load(ref);
        const bool isPurged = stored && !*stored && row.record.isDeleted() && m_server.isPurged(ref);
        note(13, stored && (isPurged || (*stored && **stored == row.record)), [&, &ref = ref] {
            return QStringLiteral("the server reopened with another state of %1").arg(nameOf(ref));
        });
    }
}

void Ledger::serverRestored(ServerMark mark, UtcMs at)
{
    m_doubtful.reset();
    m_server.restore(mark, at);
}

void Ledger::received(int client, const RecordId &clientId, const Push &push, UtcMs now)
{
    Q_UNUSED(now);
    m_pushing[client] = clientId;
    m_lastPush = {clientId, push.operations};
    const SyncLimits limits;
    note(16, int(push.operations.size()) <= limits.maxPushOperations, [&] {
        return QStringLiteral("client %1 sent %2 operations at once").arg(client).arg(push.operations.size());
    });
    for (const Operation &op : push.operations)
        m_received[{clientId, op.n, operationHash(op)}] = op;
}

void Ledger::logged(const QString &line)
{
    const QStringList words = canariesIn(line);
    note(9, words.isEmpty(), [&] { return QStringLiteral("the log holds what a person wrote: ") + line; });
}

void Ledger::queued(int client, qint64 unsentBytes)
{
    m_maxUnsent = std::max(m_maxUnsent, unsentBytes);
    // A session is told to page for itself beyond 1 MB; what it is given up to there may be one page more.
    constexpr qint64 kBound = 2 * 1024 * 1024 + 256 * 1024;
    note(16, unsentBytes <= kBound, [&] {
        return QStringLiteral("%1 bytes wait to be sent to client %2").arg(unsentBytes).arg(client);
    });
}

void Ledger::checkHandedRow(int client, const Actor &actor, const Record &row)
{
    const RecordRef ref{row.type, row.id};
    const ServerRow *known = m_server.row(ref);
    note(9, known && isVisible(actor, known->scope.key), [&] {
        return QStringLiteral("%1 was sent to client %2, whose user does not see it").arg(nameOf(ref)).arg(client);
    });
    if (!known || !row.isDeleted())
        return;
    const bool isBare = std::all_of(row.values.begin(), row.values.end(), [](const Value &v) { return v.isEmpty(); });
    note(9, isBare, [&] { return QStringLiteral("the tombstone of %1 was sent with its values").arg(nameOf(ref)); });
}

/// Everything between the two cursors that the session may see, nothing else, and no group cut in two.
void Ledger::checkHandedChanges(int client, const Actor &actor, const Changes &page)
{
    std::set<RecordRef> told;
    for (const Record &row : page.rows)
        told.insert({row.type, row.id});
    told.insert(page.evicted.begin(), page.evicted.end());
    note(6, page.to.seq <= m_server.head() && page.to.seq >= page.from, [&] {
        return QStringLiteral("client %1 was given the cursor %2 after %3 at head %4")
            .arg(client).arg(page.to.seq).arg(page.from).arg(m_server.head());
    });
    for (qint64 seq = page.from + 1; seq <= page.to.seq; ++seq) {
        const Change *change = m_server.change(seq);
        if (!change)
            continue; // Of the template, or a gap: another check's business.
        const bool concerns = (change->before && isVisible(actor, *change->before))
            || (change->after && isVisible(actor, *change->after));
        note(6, !concerns || told.contains(change->row), [&] {
            return QStringLiteral("the changes %1 to %2 for client %3 leave out %4 at %5")
                .arg(page.from).arg(page.to.seq).arg(client).arg(nameOf(change->row)).arg(seq);
        });
    }
    const Change *last = m_server.change(page.to.seq);
    note(4, !last || last->groupLast == last->seq, [&] {
        return QStringLiteral("the changes for client %1 end at %2, inside of a group that ends at %3")
            .arg(client).arg(page.to.seq).arg(last->groupLast);
    });
}

void Ledger::handed(int client, const Actor &actor, const Message &message)
{
    if (!m_server.isBegun())
        return;
    const Actor now = m_server.actor(actor.userId); // The session may not have heard yet of what changed.
    const SyncLimits limits;
    const auto checkRows = [&](const std::vector<Record> &rows) {
        for (const Record &row : rows)
            checkHandedRow(client, now, row);
        note(16, int(rows.size()) <= limits.maxPageChanges || rows.size() <= 600, [&] {
            return QStringLiteral("%1 rows in one message for client %2").arg(rows.size()).arg(client);
        });
        if (rows.size() > 20)
            m_maxMessage = std::max<qint64>(m_maxMessage, encodeFrame(message).size());
    };
    if (const auto *changes = std::get_if<Changes>(&message)) {
        checkHandedChanges(client, actor, *changes);
        checkRows(changes->rows);
    } else if (const auto *page = std::get_if<SnapshotPage>(&message)) {
        const auto made = page->compressed ? readCompressed(*page->compressed) : Result<SnapshotPage>(*page);
        const auto rows = made ? rowsOf(*made) : Result<std::vector<Record>>(tl::unexpected(made.error()));
        note(13, rows.has_value(), [&] { return QStringLiteral("client %1 was sent a page that cannot be read").arg(client); });
        if (rows)
            checkRows(*rows);
    } else if (const auto *bucket = std::get_if<BucketReply>(&message)) {
        checkRows(bucket->rows);
    } else if (const auto *push = std::get_if<PushResult>(&message)) {
        for (const OperationResult &result : push->results) {
            if (result.serverRow)
                checkHandedRow(client, now, *result.serverRow);
            const bool isFinal = result.outcome != Outcome::Deferred && result.reason != RejectReason::ClientForked;
            if (!isFinal)
                continue;
            note(2, m_server.decision(m_pushing[client], result.n) != nullptr, [&] {
                return QStringLiteral("client %1 was told the result of its operation %2, of which nothing is durable")
                    .arg(client).arg(result.n);
            });
            m_answers.push_back({client, m_pushing[client], result, m_server.branchIndex(), m_server.commitCount()});
        }
    }
    m_handed.push_back({client, actor, message, m_server.branchIndex(), m_server.commitCount()});
}

} // namespace mdmc::simulation
