// SPDX-License-Identifier: GPL-3.0-or-later
// What the log says and what clients were served: 5, 6, 8, 13, 16.
#include "tests/simulation/invariants/checks.h"

#include "tests/simulation/product_tables.h"

namespace mdmc::simulation {

using namespace sync;

/// On the way: after each call of an engine.
void checkOwnEditsShown(World &world, Examination &examination)
{
    Q_UNUSED(world);
    Q_UNUSED(examination);
}

void checkCursorAndGaps(World &world, Examination &examination)
{
    const ServerHistory &server = world.ledger().server();
    for (const ServerHistory::Branch &branch : server.branches()) {
        qint64 head = server.baseHead();
        for (const auto &commit : branch.commits) {
            for (const Change &change : commit->changes) {
                examination.expect(change.seq == head + 1, [&] {
                    return QStringLiteral("after %1 the log goes on with %2 (%3, client %4, n %5)").arg(head).arg(change.seq)
                        .arg(nameOf(change.row), change.client.toString()).arg(change.n);
                });
                head = change.seq;
            }
            examination.expect(commit->headAfter == head, [&] {
                return QStringLiteral("the head stands at %1 with changes up to %2").arg(commit->headAfter).arg(head);
            });
        }
    }
    // Nothing becomes visible below a cursor that was served: what a session was given stands in the log as it was.
    std::map<std::pair<size_t, qint64>, QByteArray> tags;
    for (const Handed &handed : world.ledger().handedMessages()) {
        const auto *changes = std::get_if<Changes>(&handed.message);
        if (!changes || changes->to.seq == 0)
            continue;
        const auto first = tags.emplace(std::pair(handed.branch, changes->to.seq), changes->to.tag);
        examination.expect(first.first->second == changes->to.tag, [&] {
            return QStringLiteral("two clients were given different changes as number %1").arg(changes->to.seq);
        });
    }
}

void checkDeletedStays(World &world, Examination &examination)
{
    const ServerHistory &server = world.ledger().server();
    for (const ServerHistory::Branch &branch : server.branches()) {
        std::map<RecordRef, bool> isDeleted;
        for (const auto &commit : branch.commits) {
            std::set<RecordRef> undeleted;
            for (const Change &change : commit->changes)
                if (change.kind == ChangeKind::Undelete)
                    undeleted.insert(change.row);
            for (const ServerRow &row : commit->rows) {
                const RecordRef ref{row.record.type, row.record.id};
                bool &was = isDeleted[ref];
                if (was || row.record.isDeleted())
                    examination.expect(!was || row.record.isDeleted() || undeleted.contains(ref), [&] {
                        return QStringLiteral("%1 came back at %2 without an undelete%3").arg(nameOf(ref)).arg(row.record.rev)
                            .arg(commit->decided.empty() ? QString()
                                                         : QStringLiteral(", by ") + commit->decided.front().toString());
                    });
                was = row.record.isDeleted();
            }
        }
    }
}

void checkReopened(World &world, Examination &examination)
{
    if (!world.server().isUp())
        return;
    // What became durable is there, row by row and entry by entry.
    const ServerHistory &server = world.ledger().server();
    const auto head = world.server().store().head();
    if (!head)
        return;
    for (const auto &[ref, row] : server.rows()) {
        const auto stored = world.server().store().load(ref);
        const bool isPurged = stored && !*stored && row.record.isDeleted() && server.isPurged(ref);
        examination.expect(stored && (isPurged || (*stored && **stored == row.record)), [&, &ref = ref, &row = row] {
            return QStringLiteral("the server's %1 is not as it was committed at %2").arg(nameOf(ref)).arg(row.record.rev);
        });
    }
    for (ClientNode *client : participants(world)) {
        const QString wrong = inconsistencyOf(client->replica());
        examination.expect(wrong.isEmpty(), [&] { return QStringLiteral("%1 holds %2").arg(nameOf(*client), wrong); });
    }
    const auto sound = world.server().embedded().database().integrityCheck();
    examination.expect(sound.has_value(), [&] { return QStringLiteral("the server's store: ") + sound.error().detail; });
}

void checkBounds(World &world, Examination &examination)
{
    const SyncLimits limits;
    const Ledger &ledger = world.ledger();
    examination.expect(ledger.maxMessageBytes() <= limits.maxFrameBytes, [&] {
        return QStringLiteral("a message of %1 bytes was sent").arg(ledger.maxMessageBytes());
    });
}

} // namespace mdmc::simulation
