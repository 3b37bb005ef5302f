// SPDX-License-Identifier: GPL-3.0-or-later
// Whether replicas and server agree: 1, 10, 11, 14, 15, 18.
#include "tests/simulation/invariants/checks.h"

#include "sync/server/change_feed.h"
#include "tests/simulation/product_tables.h"

namespace mdmc::simulation {

using namespace sync;

QString nameOf(const ClientNode &client)
{
    return QStringLiteral("client %1").arg(client.index());
}

std::vector<ClientNode *> participants(World &world)
{
    std::vector<ClientNode *> all;
    if (!world.server().isUp())
        return all;
    for (const auto &client : world.clients())
        if (client->isUp() && !client->isRetired() && world.ledger().server().actor(client->user().id).isActive)
            all.push_back(client.get());
    return all;
}

std::map<RecordId, const Record *> visibleRows(const ServerHistory &server, const Actor &actor, EntityType type)
{
    std::map<RecordId, const Record *> rows;
    for (auto at = server.rows().lower_bound({type, RecordId()}); at != server.rows().end() && at->first.type == type; ++at)
        if (!at->second.record.isDeleted() && isVisible(actor, at->second.scope.key))
            rows.emplace(at->first.id, &at->second.record);
    return rows;
}

namespace {

QString fieldThatDiffers(const Record &ours, const Record &theirs)
{
    for (int i = 0; i < ours.info().fieldCount(); ++i)
        if (ours.values[size_t(i)] != theirs.values[size_t(i)])
            return QStringLiteral("%1: \"%2\" instead of \"%3\"")
                .arg(QString(ours.info().field(i).name), toPlainText(ours.values[size_t(i)]),
                     toPlainText(theirs.values[size_t(i)]));
    if (ours.rev != theirs.rev)
        return QStringLiteral("rev: %1 instead of %2").arg(ours.rev).arg(theirs.rev);
    if (ours.extra != theirs.extra)
        return QStringLiteral("unknown fields: %1 bytes instead of %2").arg(ours.extra.size()).arg(theirs.extra.size());
    for (int i = 0; i < ours.info().fieldCount(); ++i)
        if (ours.versions[size_t(i)] != theirs.versions[size_t(i)])
            return QStringLiteral("version of %1: %2 instead of %3").arg(QString(ours.info().field(i).name))
                .arg(ours.versions[size_t(i)]).arg(theirs.versions[size_t(i)]);
    return {};
}

bool isQuiet(ClientNode &client)
{
    const auto undecided = undecidedOf(client.replica());
    const auto overlaid = overlaidOf(client.replica());
    return undecided && overlaid && undecided->empty() && overlaid->empty();
}

/// Operations of a client on this record, for a message.
QString operationsOn(World &world, const RecordRef &ref)
{
    QStringList names;
    for (const Intention &made : world.ledger().intentions())
        if (made.operation.id == ref.id && names.size() < 6)
            names.append(made.toString());
    return names.isEmpty() ? QString() : QStringLiteral("; operations: ") + names.join(QStringLiteral(" | "));
}

} // namespace

void checkConvergence(World &world, Examination &examination)
{
    if (!world.isSettled())
        return;
    const ServerHistory &server = world.ledger().server();
    for (ClientNode *client : participants(world)) {
        if (!isQuiet(*client))
            continue;
        const Actor actor = server.actor(client->user().id);
        for (const EntityInfo *info : allEntities()) {
            const auto theirs = visibleRows(server, actor, info->type);
            const auto ours = client->replica().store().page(info->type, RecordId(), -1, false);
            examination.expect(ours.has_value(), [&] { return nameOf(*client) + QStringLiteral(" cannot be read"); });
            if (!ours)
                return;
            std::set<RecordId> seen;
            for (const Record &row : *ours) {
                const RecordRef ref{row.type, row.id};
                seen.insert(row.id);
                const auto same = theirs.find(row.id);
                examination.expect(same != theirs.end(), [&] {
                    const ServerRow *known = server.row(ref);
                    return QStringLiteral("%1 has %2, which %3%4").arg(nameOf(*client), nameOf(ref),
                        !known ? QStringLiteral("the server does not know")
                               : known->record.isDeleted() ? QStringLiteral("is deleted")
                                                           : QStringLiteral("its user does not see"),
                        operationsOn(world, ref));
                });
                if (same == theirs.end())
                    continue;
                const QString difference = fieldThatDiffers(row, *same->second);
                examination.expect(difference.isEmpty(), [&] {
                    return QStringLiteral("%1 has %2 with %3%4").arg(nameOf(*client), nameOf(ref), difference,
                                                                     operationsOn(world, ref));
                });
            }
            for (const auto &[id, row] : theirs)
                examination.expect(seen.contains(id), [&, id = id] {
                    return QStringLiteral("%1 lacks %2%3").arg(nameOf(*client), nameOf(RecordRef{info->type, id}),
                                                               operationsOn(world, {info->type, id}));
                });
        }
    }
}

void checkChecksums(World &world, Examination &examination)
{
    if (!world.isSettled())
        return;
    for (ClientNode *client : participants(world)) {
        const auto reply = ChangeFeed(world.server().store()).checksums(world.ledger().server().actor(client->user().id), {});
        const auto here = client->replica().cursor();
        if (!reply || !here || here->seq != reply->at.seq || here->epoch != reply->at.epoch || !isQuiet(*client))
            continue;
        examination.examined(qint64(reply->sums.size()) - 1);
        const auto different = client->replica().differing(*reply);
        examination.expect(different && different->empty(), [&] {
            return QStringLiteral("%1 at %2 has other checksums of %3").arg(nameOf(*client)).arg(here->seq)
                .arg(different ? QString(entityInfo(different->front().type).name) : QStringLiteral("everything"));
        });
    }
}

void checkProgress(World &world, Examination &examination)
{
    if (!world.server().isUp()) {
        examination.violated(QStringLiteral("the server is not up at the end"));
        return;
    }
    const qint64 head = world.ledger().server().head();
    for (ClientNode *client : participants(world)) {
        const auto cursor = client->replica().cursor();
        const auto counts = client->replica().counts();
        examination.expect(cursor && counts && counts->pending == 0 && cursor->seq == head, [&] {
            return QStringLiteral("%1 has %2 operations without a result and stands at %3 of %4").arg(nameOf(*client))
                .arg(counts ? counts->pending : -1).arg(cursor ? cursor->seq : -1).arg(head);
        });
    }
}

// Folding (14) --------------------------------------------------------------------------------------------------------

namespace {

using Revisions = std::map<RecordRef, qint64>;

/// Live rows that the actor saw after so many commits.
Revisions seenAfter(const ServerHistory &server, size_t commits, const Actor &actor)
{
    Revisions seen;
    const auto take = [&](const ServerRow &row) {
        const RecordRef ref{row.record.type, row.record.id};
        if (row.record.isDeleted() || !isVisible(actor, row.scope.key))
            seen.erase(ref);
        else
            seen[ref] = row.record.rev;
    };
    for (const auto &[ref, row] : server.baseRows())
        take(row);
    for (size_t i = 0; i < commits; ++i)
        for (const ServerRow &row : server.branch().commits[i]->rows)
            take(row);
    return seen;
}

void checkContinuation(World &world, const Actor &actor, size_t commits, const Cursor &cursor, Examination &examination)
{
    const ServerHistory &server = world.ledger().server();
    ChangeFeed feed(world.server().store());
    const auto continuity = feed.check(cursor);
    if (!continuity || *continuity != ChangeFeed::Continuity::Follows)
        return; // Below the floor.
    Revisions rows = seenAfter(server, commits, actor);
    Cursor at = cursor;
    while (at.seq < server.head()) {
        const auto page = feed.after(actor, at, 200);
        if (!page || page->to.seq <= at.seq) {
            examination.violated(QStringLiteral("no changes are served after %1").arg(at.seq));
            return;
        }
        for (const Record &row : page->rows) {
            if (row.isDeleted())
                rows.erase({row.type, row.id});
            else
                rows[{row.type, row.id}] = row.rev;
        }
        for (const RecordRef &ref : page->evicted)
            rows.erase(ref);
        at = page->to;
    }
    const Revisions fresh = seenAfter(server, server.commitCount(), actor);
    examination.expect(rows == fresh, [&] {
        for (const auto &[ref, rev] : fresh)
            if (const auto found = rows.find(ref); found == rows.end() || found->second != rev)
                return QStringLiteral("whoever goes on from %1 lacks %2 as of %3").arg(cursor.seq).arg(nameOf(ref)).arg(rev);
        for (const auto &[ref, rev] : rows)
            if (!fresh.contains(ref))
                return QStringLiteral("whoever goes on from %1 keeps %2").arg(cursor.seq).arg(nameOf(ref));
        return QString();
    });
}

} // namespace

void checkFoldingUnseen(World &world, Examination &examination)
{
    for (const Ledger::Folding &folding : world.ledger().foldings()) {
        const auto name = [&] {
            return QStringLiteral("folding changed what client %1 is served after %2").arg(folding.client).arg(folding.cursor.seq);
        };
        examination.expect(folding.isContinued && folding.before.rows == folding.after.rows
                               && folding.before.evicted == folding.after.evicted, name);
    }
    if (!world.isSettled())
        return;
    // Cursors that were served, continued now, against what a fresh snapshot holds.
    const ServerHistory &server = world.ledger().server();
    const ServerHistory::Branch &branch = server.branch();
    std::map<qint64, size_t> commitOf;
    for (size_t i = 0; i < branch.commits.size(); ++i)
        if (branch.commits[i]->headAfter > branch.commits[i]->headBefore)
            commitOf[branch.commits[i]->headAfter] = i + 1;
    std::set<std::pair<RecordId, qint64>> done;
    const std::vector<Handed> &handed = world.ledger().handedMessages();
    const size_t stride = std::max<size_t>(1, handed.size() / 12);
    for (size_t i = 0; i < handed.size(); i += stride) {
        const auto *changes = std::get_if<Changes>(&handed[i].message);
        const auto commits = changes ? commitOf.find(changes->to.seq) : commitOf.end();
        if (commits == commitOf.end() || handed[i].branch != server.branchIndex() || changes->to.epoch != branch.epoch)
            continue;
        const Actor actor = server.actor(handed[i].actor.userId);
        if (actor == handed[i].actor && done.insert({actor.userId, changes->to.seq}).second)
            checkContinuation(world, actor, commits->second, changes->to, examination);
    }
}

// Versions (15) -------------------------------------------------------------------------------------------------------

void checkUnknownFieldsKept(World &world, Examination &examination)
{
    const ServerHistory &server = world.ledger().server();
    std::map<RecordRef, QByteArray> known;
    for (const auto &[ref, row] : server.baseRows())
        if (!row.record.extra.isEmpty())
            known[ref] = row.record.extra;
    for (const auto &commit : server.branch().commits) {
        for (const ServerRow &row : commit->rows) {
            const RecordRef ref{row.record.type, row.record.id};
            // Written by a build that knows more, or by this one, which has to keep it.
            const bool isOfNewerBuild = commit->decided.empty();
            const auto before = known.find(ref);
            if (before != known.end() && !isOfNewerBuild)
                examination.expect(row.record.extra == before->second, [&] {
                    return QStringLiteral("%1 lost fields that this build does not know, at %2 by %3").arg(nameOf(ref))
                        .arg(row.record.rev).arg(commit->decided.front().toString());
                });
            if (!row.record.extra.isEmpty())
                known[ref] = row.record.extra;
        }
    }
    if (!world.isSettled())
        return;
    for (ClientNode *client : participants(world)) {
        if (!isQuiet(*client))
            continue;
        const Actor actor = server.actor(client->user().id);
        for (const auto &[ref, extra] : known) {
            const ServerRow *row = server.row(ref);
            if (!row || row->record.isDeleted() || !isVisible(actor, row->scope.key))
                continue;
            const auto here = client->replica().store().load(ref.type, ref.id);
            examination.expect(here && *here && (*here)->extra == extra, [&, &ref = ref] {
                return QStringLiteral("%1 has %2 without the fields that this build does not know")
                    .arg(nameOf(*client), nameOf(ref));
            });
        }
    }
}

/// On the way: the ledger compares what a message named with what is gone afterwards.
void checkBreaker(World &world, Examination &examination)
{
    Q_UNUSED(world);
    Q_UNUSED(examination);
}

} // namespace mdmc::simulation
