// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/codec.h"
#include "sync/server/session.h"
#include "workspace_fixture.h"

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

bool contains(const std::vector<Record> &rows, const RecordId &id)
{
    return std::any_of(rows.begin(), rows.end(), [&](const Record &r) { return r.id == id; });
}
bool contains(const std::vector<RecordRef> &refs, const RecordId &id)
{
    return std::any_of(refs.begin(), refs.end(), [&](const RecordRef &r) { return r.id == id; });
}

} // namespace

class TestChangeFeed : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handingOnEvictsAndBackfillsWithChildren()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        ChangeFeed feed(*w.store);
        const RecordId id = ana.createLead(QStringLiteral("Moving"));
        const RecordId note = RecordId::mint(w.clock, w.random);
        QCOMPARE(ana.run(OperationKind::Create, EntityType::Activity, note,
                         {assign("subjectType", QStringLiteral("lead"), 0, EntityType::Activity),
                          assign("subjectId", id, 0, EntityType::Activity),
                          assign("kind", QStringLiteral("note"), 0, EntityType::Activity),
                          assign("body", QStringLiteral("x"), 0, EntityType::Activity)})
                     .outcome,
                 Outcome::Applied);
        const Cursor before = w.cursor();
        const Record noteBefore = w.row(EntityType::Activity, note);
        const qint64 base = w.row(EntityType::Lead, id).rev;
        QCOMPARE(ana.patch(id, {assign("ownerId", w.ben.id, base)}).outcome, Outcome::Applied);

        const Changes forAna = feed.after(actorFor(w.ana), before, 100).value();
        QVERIFY(contains(forAna.evicted, id) && contains(forAna.evicted, note));
        QVERIFY(forAna.rows.empty());
        QCOMPARE(forAna.evictedCount, 2);
        const Changes forBen = feed.after(actorFor(w.ben), before, 100).value();
        QVERIFY(contains(forBen.rows, id) && contains(forBen.rows, note));
        QVERIFY(forBen.evicted.empty());
        const Changes forBoss = feed.after(actorFor(w.boss), before, 100).value();
        QVERIFY(contains(forBoss.rows, id) && forBoss.evicted.empty());
        const Changes forTom = feed.after(actorFor(w.tom), before, 100).value();
        QVERIFY(forTom.rows.empty() && forTom.evicted.empty());
        QCOMPARE(forTom.to.seq, w.head()); // The cursor moves on all the same

        const Record noteAfter = w.row(EntityType::Activity, note);
        QVERIFY(noteAfter.rev > noteBefore.rev);
        QCOMPARE(noteAfter.versions, noteBefore.versions);
    }

    void tombstonesCarryNoValues()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        ChangeFeed feed(*w.store);
        const RecordId id = ana.createLead(QStringLiteral("Deleted"));
        const Cursor before = w.cursor();
        ana.run(OperationKind::Delete, EntityType::Lead, id);
        const Changes changes = feed.after(actorFor(w.ana), before, 100).value();
        QCOMPARE(changes.rows.size(), 1u);
        QVERIFY(changes.rows.front().isDeleted());
        for (const Value &value : changes.rows.front().values)
            QVERIFY(value.isEmpty());
        QVERIFY(feed.after(actorFor(w.ben), before, 100)->rows.empty());
    }

    /// Sessions that share what was read get what each would have read for itself.
    void sharedTailShowsEachActorTheirOwn()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        ChangeFeed feed(*w.store);
        TailCache cache;
        const std::array users{w.ana, w.ben, w.tom, w.boss};
        const Cursor start = w.cursor();
        std::map<RecordId, Cursor> cursors;
        for (const User &user : users)
            cursors[user.id] = start;
        std::vector<RecordId> leads;
        for (int step = 0; step < 12; ++step) {
            if (step % 4 == 0)
                leads.push_back(ana.createLead(QStringLiteral("Lead %1").arg(step)));
            else if (step % 4 == 1)
                boss.createLead(QStringLiteral("Of the boss"));
            else if (step % 4 == 2)
                ana.patch(leads.back(), {assign("ownerId", w.ben.id, w.row(EntityType::Lead, leads.back()).rev)});
            else
                boss.run(OperationKind::Delete, EntityType::Lead, leads.back());
            cache.moveTo(w.store->head().value());
            for (const User &user : users) {
                if ((step + (user.id == w.tom.id)) % 3 == 1)
                    continue; // Some follow more slowly: other logs, other frames.
                Cursor &cursor = cursors[user.id];
                const Changes expected = feed.after(actorFor(user), cursor, 100).value();
                const auto frame = feed.frameAfter(actorFor(user), cursor, cache).value();
                QVERIFY(frame.has_value());
                QVERIFY(std::get<Changes>(decodeFrame(*frame).value().front()) == expected);
                QCOMPARE(cursor, w.cursor());
                QVERIFY(!feed.frameAfter(actorFor(user), cursor, cache).value());
            }
        }
    }

    void sharedTailNeverPassesWhatItHasRead()
    {
        // Found by the simulator: a session that came before the hub was woken got a row as another one had read it,
        // with a cursor beyond its deletion.
        Workspace w;
        TestClient ana(w, w.ana);
        ChangeFeed feed(*w.store);
        TailCache cache;
        Cursor early = w.cursor();
        const RecordId lead = ana.createLead(QStringLiteral("Lead"));
        Cursor late = w.cursor();
        ana.patch(lead, {assign("notes", QStringLiteral("seen"), w.row(EntityType::Lead, lead).rev)});
        cache.moveTo(w.store->head().value());
        QVERIFY(feed.frameAfter(actorFor(w.ana), late, cache).value());
        ana.run(OperationKind::Delete, EntityType::Lead, lead);
        const auto frame = feed.frameAfter(actorFor(w.ana), early, cache).value();
        QVERIFY(frame);
        QCOMPARE(early, late);
        QCOMPARE(std::get<Changes>(decodeFrame(*frame).value().front()).to, late);
        cache.moveTo(w.store->head().value());
        const auto next = feed.frameAfter(actorFor(w.ana), early, cache).value();
        QVERIFY(next);
        QVERIFY(std::get<Changes>(decodeFrame(*next).value().front()).rows.front().isDeleted());
    }

    void groupsAreNeverCut()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        ChangeFeed feed(*w.store);
        const Cursor before = w.cursor();
        ana.createLead(QStringLiteral("First"));
        std::vector<Operation> group;
        for (int i = 0; i < 4; ++i)
            group.push_back(ana.makeLead(QStringLiteral("Member")));
        for (Operation &op : group) {
            op.group = group.front().n;
            op.groupSize = 4;
        }
        ana.push(group);
        const Changes first = feed.after(actorFor(w.ana), before, 3).value();
        QCOMPARE(first.rows.size(), 1u);
        QVERIFY(first.hasMore);
        QCOMPARE(first.to.seq, before.seq + 1);
        const Changes second = feed.after(actorFor(w.ana), first.to, 3).value();
        QCOMPARE(second.rows.size(), 4u); // One group larger than the page comes whole
        QVERIFY(!second.hasMore);
        QCOMPARE(second.to, w.cursor());
    }

    /// What no page can hold is not sent as one that nobody can read.
    void aGroupLargerThanAnyPage()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        ChangeFeed feed(*w.store);
        const QString notes(20'000, QChar(0x20ac));
        std::vector<RecordId> ids;
        for (int i = 0; i < 230; ++i)
            ids.push_back(ana.createLead(QStringLiteral("Large"), {assign("notes", notes)}));
        const Cursor before = w.cursor();
        ana.createLead(QStringLiteral("Small, and alone"));
        const Cursor between = w.cursor();
        std::vector<Operation> group;
        for (const RecordId &id : ids)
            group.push_back(ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("nextStep", QStringLiteral("Call"), between.seq)}));
        for (Operation &op : group) {
            op.group = group.front().n;
            op.groupSize = int(group.size());
        }
        QCOMPARE(ana.push(group).back().outcome, Outcome::Applied);
        const Actor actor = actorFor(w.ana);
        const Changes first = feed.after(actor, before, 5000).value();
        QCOMPARE(first.rows.size(), 1u); // What comes before it does come.
        QCOMPARE(first.to, between);
        QVERIFY(first.hasMore);
        QCOMPARE(feed.after(actor, between, 5000).error().code, ErrorCode::TooLarge);
        QCOMPARE(feed.after(actor, between, 1).error().code, ErrorCode::TooLarge);
        QVERIFY(*feed.canFollow(actor, before));
        QVERIFY(!*feed.canFollow(actor, between));
        QVERIFY(*feed.canFollow(actor, w.cursor()));
        QVERIFY(*feed.canFollow(actorFor(w.ben), between)); // Who sees nothing of it goes on.
        // A session is told to take a snapshot, and the next greeting says the same.
        TailCache cache;
        cache.moveTo(w.store->head().value());
        SyncSession session({*w.store, *w.processor, w.clock, {}, {}, SyncSession::Kind::Live, {}, {}, &cache}, actor);
        Hello hello;
        hello.clientId = RecordId::mint(w.clock, w.random);
        hello.cursor = before;
        hello.scopeTag = scopeTag(actor);
        QCOMPARE(std::get<Welcome>(session.handle(hello).front()).resume, Welcome::Resume::Tail);
        QCOMPARE(std::get<Changes>(decodeFrame(session.nextFrame()->bytes).value().front()).to, between);
        const auto told = decodeFrame(session.nextFrame()->bytes).value();
        QCOMPARE(std::get<ProtocolError>(told.front()).code, QStringLiteral("resnapshot"));
        QVERIFY(!session.isFollowing());
        hello.cursor = between;
        QCOMPARE(std::get<Welcome>(session.handle(hello).front()).resume, Welcome::Resume::Snapshot);
        QCOMPARE(std::get<ProtocolError>(session.handle(Pull{between, 100, 0}).front()).code, QStringLiteral("resnapshot"));
    }

    void cursorsAreChecked()
    {
        Workspace w;
        ChangeFeed feed(*w.store);
        const Cursor good = w.cursor();
        using enum ChangeFeed::Continuity;
        QCOMPARE(feed.check(good).value(), Follows);
        QCOMPARE(feed.check(Cursor{}).value(), BelowFloor);
        Cursor other = good;
        other.epoch = QByteArray(16, 'x');
        QCOMPARE(feed.check(other).value(), EpochMismatch);
        other = good;
        other.tag = QByteArray(8, 'x');
        QCOMPARE(feed.check(other).value(), EpochMismatch);
        other = good;
        ++other.seq;
        QCOMPARE(feed.check(other).value(), EpochMismatch);
        QVERIFY(w.store->database().exec(QByteArrayView("UPDATE sync_head SET floor=5")).has_value());
        other = {good.epoch, 4, w.store->change(4).value()->tag};
        QCOMPARE(feed.check(other).value(), BelowFloor);
    }

    /// Whatever pages it comes in, the snapshot holds each live visible row once and nothing else.
    void snapshotIsWhatOneSees()
    {
        Workspace w;
        TestClient ana(w, w.ana), ben(w, w.ben), tom(w, w.tom);
        ChangeFeed feed(*w.store);
        std::map<RecordId, std::set<RecordId>> leadsOf;
        for (int i = 0; i < 7; ++i) {
            w.clock.advance(5);
            leadsOf[w.ana.id].insert(ana.createLead(QStringLiteral("A%1").arg(i)));
            leadsOf[w.ben.id].insert(ben.createLead(QStringLiteral("B%1").arg(i)));
            leadsOf[w.tom.id].insert(tom.createLead(QStringLiteral("T%1").arg(i)));
        }
        const RecordId gone = *leadsOf[w.ana.id].begin();
        ana.run(OperationKind::Delete, EntityType::Lead, gone);
        leadsOf[w.ana.id].erase(gone);
        std::set<RecordId> parisLeads = leadsOf[w.ana.id];
        parisLeads.insert(leadsOf[w.ben.id].begin(), leadsOf[w.ben.id].end());
        std::set<RecordId> all = parisLeads;
        all.insert(leadsOf[w.tom.id].begin(), leadsOf[w.tom.id].end());
        const auto read = [&](const User &user) {
            std::set<RecordId> ids;
            RecordId after;
            while (true) {
                const SnapshotPage page = feed.snapshot(actorFor(user), EntityType::Lead, after, 3).value();
                const SnapshotPage packed = feed.packedSnapshot(actorFor(user), EntityType::Lead, after, 3).value();
                if (!packed.packed || encodeFrame(packed) != encodeFrame(page))
                    qFatal("packed rows are other rows");
                for (const Record &row : page.rows)
                    if (!ids.insert(row.id).second)
                        qFatal("a row came twice");
                if (page.isLastOfType)
                    return page.liveCount == qint64(ids.size()) ? ids : std::set<RecordId>{};
                after = page.rows.back().id;
            }
        };
        QCOMPARE(read(w.ana), leadsOf[w.ana.id]);
        QCOMPARE(read(w.boss), parisLeads);
        QCOMPARE(read(w.tom), leadsOf[w.tom.id]);
        QCOMPARE(read(w.eye), all);
        User disabled = w.eye;
        disabled.isActive = false;
        QVERIFY(read(disabled).empty());
        QVERIFY(feed.snapshot(actorFor(w.ana), allEntities().back()->type, {}, 10)->isLast);
    }

    void checksumsNarrowToABucket()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        ChangeFeed feed(*w.store);
        std::vector<RecordId> ids;
        for (int i = 0; i < 20; ++i)
            ids.push_back(ana.createLead(QStringLiteral("L%1").arg(i)));
        const ChecksumReply whole = feed.checksums(actorFor(w.ana), {}).value();
        const ChecksumReply buckets = feed.checksums(actorFor(w.ana), EntityType::Lead).value();
        QCOMPARE(whole.sums.size(), allEntities().size());
        QCOMPARE(buckets.sums.size(), 256u);
        qint64 count = 0;
        quint64 sum = 0, expected = 0;
        for (const Checksum &bucket : buckets.sums) {
            count += bucket.count;
            sum += bucket.sum;
        }
        for (const RecordId &id : ids)
            expected += rowChecksum(id, w.row(EntityType::Lead, id).rev);
        QCOMPARE(count, 20);
        QCOMPARE(sum, expected);
        const BucketReply one = feed.bucket(actorFor(w.ana), EntityType::Lead, checksumBucket(ids.front())).value();
        QVERIFY(contains(one.rows, ids.front()));
        QVERIFY(feed.bucket(actorFor(w.ben), EntityType::Lead, checksumBucket(ids.front()))->rows.empty());
    }
};

QTEST_GUILESS_MAIN(TestChangeFeed)
#include "test_change_feed.moc"
