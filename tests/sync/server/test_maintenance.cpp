// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/maintenance.h"
#include "workspace_fixture.h"

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

constexpr qint64 kDay = Maintenance::kDayMs;

struct Setting : Workspace {
    Maintenance::Done maintain(int piece = 500)
    {
        Maintenance::Policy policy;
        policy.piece = piece;
        Maintenance maintenance(*store, clock, policy);
        if (const auto done = maintenance.run(); !done)
            qFatal("%s", qPrintable(done.error().detail));
        return maintenance.done();
    }
    qint64 floor() { return store->head()->floor; }
    qint64 count(const char *from) { return store->database().queryInt64(QByteArray("SELECT count(*) FROM ") + from)->value(); }
    Cursor cursorAt(qint64 seq)
    {
        const auto change = store->change(seq).value();
        return {store->head()->epoch, seq, change ? change->tag : QByteArray()};
    }
};

} // namespace

class TestMaintenance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nobodyAboveTheFloorNoticesFolding_data()
    {
        QTest::addColumn<int>("piece");
        QTest::newRow("at once") << 500;
        QTest::newRow("in small pieces") << 2;
    }
    void nobodyAboveTheFloorNoticesFolding()
    {
        QFETCH(int, piece);
        Setting s;
        TestClient ana(s, s.ana), boss(s, s.boss);
        std::vector<RecordId> leads;
        for (int i = 0; i < 10; ++i)
            leads.push_back(ana.createLead(QStringLiteral("Old %1").arg(i)));
        const Cursor old = s.cursor();
        s.clock.advance(40 * kDay);
        for (int i = 0; i < 5; ++i)
            boss.patch(leads[size_t(i)], {assign("nextStep", QStringLiteral("call"), s.head())});
        ana.run(OperationKind::Delete, EntityType::Lead, leads[9]);
        ChangeFeed feed(*s.store);
        std::map<qint64, Changes> before;
        for (qint64 seq = old.seq; seq <= s.head(); ++seq)
            before.emplace(seq, feed.after(actorFor(s.ana), s.cursorAt(seq), 3).value());
        const auto sums = feed.checksums(actorFor(s.ana), {}).value();
        const Cursor below = s.cursorAt(old.seq - 1);

        const Maintenance::Done done = s.maintain(piece);
        QCOMPARE(s.floor(), old.seq); // Every change of then, and none since.
        QCOMPARE(done.changes, old.seq);
        QCOMPARE(s.store->change(old.seq - 1).value(), std::nullopt);
        QCOMPARE(feed.check(below).value(), ChangeFeed::Continuity::BelowFloor);
        for (const auto &[seq, page] : before) {
            QCOMPARE(feed.check(s.cursorAt(seq)).value(), ChangeFeed::Continuity::Follows);
            QCOMPARE(feed.after(actorFor(s.ana), s.cursorAt(seq), 3).value(), page);
        }
        QCOMPARE(feed.checksums(actorFor(s.ana), {}).value(), sums);
        // Deleted after the floor: it stays until those who stand there have heard of it.
        QVERIFY(s.store->load({EntityType::Lead, leads[9]}).value().has_value());
        QCOMPARE(s.maintain().changes, 0);
    }

    void groupsAreFoldedWhole()
    {
        Setting s;
        TestClient ana(s, s.ana);
        std::vector<Operation> group;
        for (int i = 0; i < 20; ++i) {
            group.push_back(ana.makeLead(QStringLiteral("Member %1").arg(i)));
            group.back().group = group.front().n;
            group.back().groupSize = 20;
        }
        for (Operation &op : group)
            op.groupSize = 20;
        QCOMPARE(ana.push(group).back().outcome, Outcome::Applied);
        const qint64 last = s.head();
        s.clock.advance(40 * kDay);
        ana.createLead(QStringLiteral("Young"));
        Maintenance::Policy policy;
        policy.piece = 3;
        Maintenance maintenance(*s.store, s.clock, policy);
        while (maintenance.step().value()) {
            const auto at = s.store->change(s.floor()).value();
            QVERIFY(s.floor() == 0 || at->groupLast == at->seq);
        }
        QCOMPARE(s.floor(), last);
    }

    /// What an author's clock said decides nothing here.
    void whenItWasCommittedCounts()
    {
        Setting s;
        TestClient ana(s, s.ana);
        s.clock.advance(40 * kDay);
        Operation op = ana.makeLead(QStringLiteral("Typed in 1970"));
        op.editedAt = 0;
        const qint64 before = s.head();
        ana.push(op);
        s.maintain();
        QCOMPARE(s.floor(), before);
        QVERIFY(s.store->change(s.head()).value().has_value());
    }

    void tombstonesGoAndTheirIdsStayKnown()
    {
        Setting s;
        TestClient ana(s, s.ana);
        const Operation create = ana.makeLead(QStringLiteral("Gone"));
        ana.push(create);
        const RecordId parent = ana.createLead(QStringLiteral("Has a note"));
        Activity note;
        note.id = RecordId::mint(s.clock, s.random);
        note.subjectType = QStringLiteral("lead");
        note.subjectId = parent;
        note.kind = QStringLiteral("note");
        note.body = QStringLiteral("text");
        note.occurredAt = s.clock.nowUtc();
        QCOMPARE(ana.run(OperationKind::Create, EntityType::Activity, note.id, editsOfCreate(toRecord(note))).outcome,
                 Outcome::Applied);
        TestClient admin(s, s.admin);
        for (const RecordId &id : {create.id, parent})
            QCOMPARE(admin.run(OperationKind::Delete, EntityType::Lead, id).outcome, Outcome::Applied);
        s.clock.advance(40 * kDay);
        ana.createLead(QStringLiteral("Young"));
        QCOMPARE(s.maintain().tombstones, 1);
        QVERIFY(!s.store->load({EntityType::Lead, create.id}).value());
        QVERIFY(!s.store->scopeOf({EntityType::Lead, create.id}).value());
        QVERIFY(s.store->load({EntityType::Lead, parent}).value()); // Something belongs to it still.

        // A deleted id is not seen again.
        TestClient other(s, s.ana);
        Operation again = create;
        again.n = again.group = ++other.n;
        QCOMPARE(other.push(again).reason, RejectReason::IdReused);
        QCOMPARE(ana.patch(create.id, {assign("nextStep", QStringLiteral("x"))}).outcome, Outcome::Rejected);
        QCOMPARE(s.count("lead WHERE artist_name='Gone'"), 0);
        QVERIFY(s.store->database().integrityCheck().has_value());

        // Deleted itself and old enough, the note goes, and in the same run what it belonged to.
        QCOMPARE(admin.run(OperationKind::Delete, EntityType::Activity, note.id).outcome, Outcome::Applied);
        s.clock.advance(40 * kDay);
        ana.createLead(QStringLiteral("Younger"));
        QCOMPARE(s.maintain().tombstones, 2);
        QVERIFY(!s.store->load({EntityType::Lead, parent}).value());
    }

    void resultsGoWhenNobodyAsksAnyMore()
    {
        Setting s;
        TestClient ana(s, s.ana), gone(s, s.ben);
        const Operation acked = ana.makeLead(QStringLiteral("Acked")), lost = ana.makeLead(QStringLiteral("Answer lost"));
        ana.push({acked, lost});
        gone.createLead(QStringLiteral("Never came back"));
        {
            auto transaction = StoreTransaction::begin(*s.store, Store::Mode::Write);
            QVERIFY(s.store->acknowledge(ana.id, acked.n).has_value());
            QVERIFY(transaction->commit().has_value());
        }
        s.clock.advance(99 * kDay);
        QCOMPARE(s.maintain().results, 0);
        s.clock.advance(2 * kDay);
        QCOMPARE(s.maintain().results, 1);
        // What was never acknowledged is answered still: nothing takes effect twice.
        const qint64 head = s.head();
        QCOMPARE(ana.push(lost).outcome, Outcome::Applied);
        QCOMPARE(s.head(), head);
        s.clock.advance(400 * kDay);
        ana.createLead(QStringLiteral("Still here"));
        QCOMPARE(s.maintain().results, 1);
        QVERIFY(!s.store->result(gone.id, 1).value());
        QCOMPARE(s.store->client(gone.id).value()->lastN, 1); // Its numbers are never given to others.
    }

    /// Who wrote a folded value is forgotten, that it was written is not: an older edit does not overwrite it unseen.
    void aFoldedValueMeetsAnEdit_data()
    {
        QTest::addColumn<bool>("isOlder");
        QTest::newRow("typed before") << true;
        QTest::newRow("typed since") << false;
    }
    void aFoldedValueMeetsAnEdit()
    {
        QFETCH(bool, isOlder);
        Setting s;
        TestClient ana(s, s.ana), boss(s, s.boss);
        const RecordId lead = ana.createLead(QStringLiteral("Lead"));
        const qint64 seen = s.head();
        Operation away = ana.make(OperationKind::Patch, EntityType::Lead, lead,
                                  {assign("nextStep", QStringLiteral("mine"), seen)});
        s.clock.advance(1000);
        boss.patch(lead, {assign("nextStep", QStringLiteral("theirs"), seen)});
        s.clock.advance(40 * kDay);
        if (!isOlder)
            away.editedAt = s.clock.nowUtc();
        boss.createLead(QStringLiteral("Young"));
        s.maintain();
        QVERIFY(s.floor() > seen);
        const OperationResult result = ana.push(away);
        QCOMPARE(result.outcome, Outcome::Merged);
        QCOMPARE(s.lead(lead).nextStep, isOlder ? QStringLiteral("theirs") : QStringLiteral("mine"));
        QCOMPARE(s.conflicts().size(), 1u);
    }

    /// What is sent again was its author's own, also when the log does not say so any more: no conflict with oneself.
    /// An operation that changed nothing is no claim to what somebody else wrote then (simulator, seeds 5083 and 9294).
    void aFoldedValueOfOnesOwnMeetsAnEdit_data()
    {
        QTest::addColumn<bool>("isOwn");
        QTest::newRow("one's own") << true;
        QTest::newRow("somebody else's") << false;
    }
    void aFoldedValueOfOnesOwnMeetsAnEdit()
    {
        QFETCH(bool, isOwn);
        Setting s;
        TestClient ana(s, s.ana), boss(s, s.boss);
        const RecordId lead = ana.createLead(QStringLiteral("Lead"));
        const qint64 seen = s.head();
        if (!isOwn)
            boss.patch(lead, {assign("notes", QStringLiteral("same"), seen), assign("nextStep", QStringLiteral("theirs"), seen)});
        const Operation lost = ana.make(OperationKind::Patch, EntityType::Lead, lead,
                                        {isOwn ? assign("nextStep", QStringLiteral("first"), seen)
                                               : assign("notes", QStringLiteral("same"), seen)});
        const Operation next = ana.make(OperationKind::Patch, EntityType::Lead, lead,
                                        {assign("nextStep", QStringLiteral("second"), seen)});
        QCOMPARE(ana.push(lost).seq, s.head());
        boss.createLead(QStringLiteral("Old"));
        s.clock.advance(40 * kDay);
        boss.createLead(QStringLiteral("Young"));
        s.maintain();
        QVERIFY(s.floor() > seen + 1);
        const auto results = ana.push({lost, next});
        QCOMPARE(results[1].outcome, isOwn ? Outcome::Applied : Outcome::Merged);
        QCOMPARE(s.lead(lead).nextStep, QStringLiteral("second"));
        QCOMPARE(s.conflicts().empty(), isOwn);
    }

    void aDeletionMeetsAFoldedEdit()
    {
        Setting s;
        TestClient admin(s, s.admin), boss(s, s.boss);
        const RecordId lead = boss.createLead(QStringLiteral("Lead"));
        const qint64 seen = s.head();
        boss.patch(lead, {assign("nextStep", QStringLiteral("theirs"), seen)});
        s.clock.advance(40 * kDay);
        boss.createLead(QStringLiteral("Young"));
        s.maintain();
        const OperationResult result = admin.run(OperationKind::Delete, EntityType::Lead, lead,
                                                 {{0, EditAction::Assign, {}, seen}});
        QCOMPARE(result.outcome, Outcome::Merged);
        QCOMPARE(result.conflicts.size(), 1u);
    }

    void itIsDueOnceADay()
    {
        Setting s;
        QVERIFY(Maintenance::isDue(*s.store, s.clock).value());
        s.maintain();
        QVERIFY(!Maintenance::isDue(*s.store, s.clock).value());
        s.clock.advance(kDay);
        QVERIFY(Maintenance::isDue(*s.store, s.clock).value());
    }

    /// A child that is moved to nowhere is refused, not deferred for ever.
    void aParentThatIsNotThereIsRefused()
    {
        Setting s;
        TestClient ana(s, s.ana);
        Task task;
        task.id = RecordId::mint(s.clock, s.random);
        task.subjectType = QStringLiteral("lead");
        task.subjectId = ana.createLead(QStringLiteral("Parent"));
        task.title = QStringLiteral("Call");
        QCOMPARE(ana.run(OperationKind::Create, EntityType::Task, task.id, editsOfCreate(toRecord(task))).outcome,
                 Outcome::Applied);
        const OperationResult result =
            ana.run(OperationKind::Patch, EntityType::Task, task.id,
                    {assign("subjectId", RecordId::mint(s.clock, s.random), s.head(), EntityType::Task)});
        QCOMPARE(result.outcome, Outcome::Rejected);
    }
};

QTEST_GUILESS_MAIN(TestMaintenance)
#include "test_maintenance.moc"
