// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of the server's own making: it folds its log; it asks for removals that it did not count.
#include "sync/protocol/codec.h"
#include "sync/server/change_feed.h"
#include "sync/server/maintenance.h"
#include "tests/simulation/eyes.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

using namespace sync;

/// Folds what was committed up to some moment, and notes what each client is served before and after.
void foldLog(World &world, const Step &step)
{
    ServerNode &server = world.server();
    if (!server.isUp())
        return;
    ChangeFeed feed(server.store());
    std::vector<Ledger::Folding> foldings;
    for (const auto &client : world.clients()) {
        if (!client->isUp())
            continue;
        const auto cursor = client->replica().cursor();
        const Actor actor = world.ledger().server().actor(client->user().id);
        if (!cursor || !actor.isActive)
            continue;
        const auto continuity = feed.check(*cursor);
        const auto before = feed.after(actor, *cursor, 5000);
        if (continuity && *continuity == ChangeFeed::Continuity::Follows && before)
            foldings.push_back({client->index(), *cursor, *before, {}, false});
    }
    Maintenance::Policy policy;
    policy.logMs = qint64((step.dice >> 8) % 90'000);
    const auto done = Maintenance(server.store(), server.clock(), policy).run();
    const auto head = server.store().head();
    if (!done || !head)
        return;
    world.happened(step.fault, QString::number(head->floor));
    for (Ledger::Folding &folding : foldings) {
        if (folding.cursor.seq < head->floor)
            continue;
        const Actor actor = world.ledger().server().actor(world.client(folding.client).user().id);
        const auto continuity = feed.check(folding.cursor);
        const auto after = feed.after(actor, folding.cursor, 5000);
        if (!continuity || !after)
            continue; // The server is being killed while it is looked at.
        folding.isContinued = *continuity == ChangeFeed::Continuity::Follows;
        folding.after = *after;
        world.ledger().folded(std::move(folding));
    }
}

/// A message, damaged or forged on its way, that names nearly all leads as gone and counts one. Worlds are small: where
/// there are not yet enough rows for the removal breaker, the client imports some.
void evictUncounted(World &world, ClientNode &client, const Step &step)
{
    constexpr size_t kEnough = 230;
    if (!client.isUp())
        return;
    const auto leads = client.replica().store().page(EntityType::Lead, RecordId(), 1000, false);
    const auto cursor = client.replica().cursor();
    if (!leads || !cursor || cursor->epoch.isEmpty())
        return;
    if (leads->size() < kEnough) {
        Eyes eyes(client, step.dice);
        Command rows{QStringLiteral("import"), {}, {}};
        for (int i = 0; i < 120; ++i)
            rows.edits.push_back({RecordEdit::Kind::Create, EntityType::Lead, eyes.mint(),
                                  {{entityInfo(EntityType::Lead).indexOf(QLatin1String("artistName")), Value(eyes.freshText())}}});
        (void)client.commit(rows);
        return;
    }
    Changes message;
    message.from = cursor->seq;
    message.to = *cursor;
    for (const Record &lead : *leads)
        message.evicted.push_back({EntityType::Lead, lead.id});
    message.evictedCount = 1;
    world.happened(step.fault);
    const QByteArray frame = encodeFrame(message);
    client.hear(frame, [&](LinkEvents &events) { events.liveFrame(frame); });
}

} // namespace mdmc::simulation
