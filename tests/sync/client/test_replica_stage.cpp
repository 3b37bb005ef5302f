// SPDX-License-Identifier: GPL-3.0-or-later
// Catching up through several pages: what was done as one is seen as one.
#include "tests/sync/client/replica_fixture.h"

namespace mdmc::sync {

using namespace test;

namespace {

struct Fixture : ReplicaFixture {
    Fixture()
    {
        one = leadRow(QStringLiteral("One"));
        two = leadRow(QStringLiteral("Two"));
        snapshot({one, two});
    }
    Changes page(std::vector<Record> rows, qint64 to, bool hasMore)
    {
        Changes changes;
        changes.from = replica->cursor()->seq;
        changes.to = cursorAt(to);
        changes.hasMore = hasMore;
        changes.rows = std::move(rows);
        return changes;
    }
    void take(const Changes &changes)
    {
        const auto outcome = replica->applyChanges(changes);
        require(outcome);
        QCOMPARE(outcome->verdict, PullOutcome::Verdict::Applied);
    }
    Record one, two;
};

} // namespace

class TestReplicaStage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPageBeforeTheLastIsNotSeenYet()
    {
        Fixture f;
        const Record early = f.changed(f.one, "notes", Value(QStringLiteral("first half")));
        const qint64 middle = f.seq;
        const Record late = f.changed(f.two, "notes", Value(QStringLiteral("second half")));
        f.take(f.page({early}, middle, true));
        QCOMPARE(f.replica->cursor()->seq, middle);
        QVERIFY(f.lead(f.one.id).notes.isEmpty());
        f.open(); // A program that ends here loses nothing of it.
        QVERIFY(f.lead(f.one.id).notes.isEmpty());
        f.take(f.page({late}, f.seq, false));
        QCOMPARE(f.lead(f.one.id).notes, QStringLiteral("first half"));
        QCOMPARE(f.lead(f.two.id).notes, QStringLiteral("second half"));
        QCOMPARE(f.rowsIn("pull_stage"), 0);
    }

    void theNewestOfARowIsSeen()
    {
        Fixture f;
        const Record older = f.changed(f.one, "notes", Value(QStringLiteral("older")));
        const qint64 middle = f.seq;
        const Record newer = f.changed(older, "notes", Value(QStringLiteral("newer")));
        f.take(f.page({newer}, middle, true));
        f.take(f.page({older}, middle, true)); // Doubled, and late.
        f.take(f.page({}, f.seq, false));
        QCOMPARE(f.lead(f.one.id).notes, QStringLiteral("newer"));
    }

    void evictionsHappenAtOnce()
    {
        Fixture f;
        const Record early = f.changed(f.one, "notes", Value(QStringLiteral("Canarystage")));
        f.take(f.page({early}, f.seq, true));
        QVERIFY(f.holds("notes") || f.rowsIn("pull_stage") == 1);
        ++f.seq;
        Changes leaving = f.page({}, f.seq, true);
        leaving.evicted = {{EntityType::Lead, f.one.id}};
        leaving.evictedCount = 1;
        f.take(leaving);
        QVERIFY(!f.row(f.one.id));
        QCOMPARE(f.rowsIn("pull_stage"), 0);
        QVERIFY(!f.holds("canarystage"));
    }

    /// The author goes on seeing what they typed until the row that has it is shown.
    void ownEditsStayOverlaid()
    {
        Fixture f;
        VERIFY_OK(f.commit(Kind::Patch, f.one.id, {leadText("notes", QStringLiteral("mine"))}));
        f.push();
        const OperationResult result = f.applied(1);
        f.results({result});
        Record row = f.one;
        row.setValue(QLatin1String("notes"), Value(QStringLiteral("mine")));
        row.rev = result.seq;
        row.versions[size_t(leadField("notes"))] = result.seq;
        f.take(f.page({row}, f.seq, true));
        QCOMPARE(f.lead(f.one.id).notes, QStringLiteral("mine"));
        QCOMPARE(f.rowsIn("outbox"), 1);
        // A result that comes now, of an edit that changed nothing there, waits too.
        VERIFY_OK(f.commit(Kind::Patch, f.one.id, {leadText("notes", QStringLiteral("more"))}));
        f.push();
        OperationResult known;
        known.n = 2;
        known.seq = result.seq;
        f.results({known});
        QCOMPARE(f.lead(f.one.id).notes, QStringLiteral("more"));
        ++f.seq;
        f.take(f.page({}, f.seq, false));
        QCOMPARE(f.rowsIn("outbox"), 0);
    }

    void whatWaitsIsComparedWithNothing()
    {
        Fixture f;
        f.take(f.page({f.changed(f.one, "notes", Value(QStringLiteral("x")))}, f.seq, true));
        QVERIFY(f.replica->differing({*f.replica->cursor(), {Checksum{EntityType::Lead, -1, 99, 99}}})->empty());
    }

    void anotherHistoryDropsIt()
    {
        Fixture f;
        f.take(f.page({f.changed(f.one, "notes", Value(QStringLiteral("lost")))}, f.seq, true));
        VERIFY_OK(f.replica->changeEpoch(0));
        QCOMPARE(f.rowsIn("pull_stage"), 0);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaStage)
#include "test_replica_stage.moc"
