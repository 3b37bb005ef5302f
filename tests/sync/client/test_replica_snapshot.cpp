// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/replica_fixture.h"

namespace mdmc::sync {

using namespace test;

class TestReplicaSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A page that was made beforehand must not be older than anything that is here.
    void whatAPageMustNotBeOlderThan()
    {
        ReplicaFixture f;
        VERIFY_OK(f.replica->beginSnapshot(f.epoch, "tag", 0));
        QCOMPARE(f.replica->nextSnapshotPage(10)->notBefore, 0); // An empty replica: any.
        const Record lead = f.leadRow(QStringLiteral("A"));
        f.snapshot({lead}, 3, 1);
        const SnapshotRequest second = f.replica->nextSnapshotPage(3).value();
        QCOMPARE(second.notBefore, f.replica->meta().cursor(meta::kSnapshot)->seq);
        const SnapshotPage later{second.type, {}, true, false, f.cursorAt(f.seq + 7), 0};
        QCOMPARE(Replica::pageAfter(later, second)->notBefore, f.seq + 7);
        f.snapshot({lead});
        f.pull({f.changed(lead, "notes", Value(QStringLiteral("x")))});
        VERIFY_OK(f.replica->beginSnapshot(f.epoch, "another tag", 0));
        QCOMPARE(f.replica->nextSnapshotPage(10)->notBefore, f.seq + 1); // Later than the cursor.
        VERIFY_OK(f.replica->meta().setCursor(meta::kSeen, f.cursorAt(f.seq + 4)));
        QCOMPARE(f.replica->nextSnapshotPage(10)->notBefore, f.seq + 4); // Rows beyond it.
        VERIFY_OK(f.replica->beginSnapshot(QByteArray(16, 'x'), "another tag", 0));
        QCOMPARE(f.replica->nextSnapshotPage(10)->notBefore, 0); // Another history.
    }

    void aFirstSnapshotGoesOnAfterEachPage()
    {
        ReplicaFixture f;
        std::vector<Record> rows;
        for (int i = 0; i < 25; ++i)
            rows.push_back(f.leadRow(QStringLiteral("Act %1").arg(i)));
        SnapshotOutcome outcome;
        int pages = 0;
        const qint64 start = f.seq + 2 + qint64(f.lists.size()); // Head at the first page.
        while (!outcome.isComplete && pages < 100) {
            outcome = f.snapshot(rows, 10, 1); // One page, then the program is killed.
            ++pages;
            QCOMPARE(f.replica->cursor()->epoch.isEmpty(), !outcome.isComplete);
            f.open();
            ++f.seq; // The server goes on meanwhile.
        }
        QVERIFY(pages > 12);
        QCOMPARE(f.replica->cursor()->seq, start);
        QCOMPARE(f.replica->store().count(EntityType::Lead).value(), 25);
        for (const Record &row : rows)
            QCOMPARE(*f.row(row.id), row);
        QCOMPARE(f.rowsIn("lead_fts_docsize"), 25);
        QVERIFY(f.replica->database().queryInt64("SELECT 1 FROM sqlite_schema WHERE name='lead_by_stage'")->has_value());
        QVERIFY(!*f.replica->isSnapshotRunning());
        QCOMPARE(*f.replica->snapshotProgress(), 1.0);
    }

    void editsDuringTheFirstSnapshot()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known}, 100, 6); // Leads have come, the rest has not.
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("mine"))}));
        const RecordId created = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, created, {leadText("artistName", QStringLiteral("New"))}));
        QVERIFY(f.snapshot({known}).isComplete);
        QCOMPARE(f.lead(known.id).notes, QStringLiteral("mine"));
        QVERIFY(f.row(created));
        QCOMPARE(f.push().size(), size_t(2));
        QCOMPARE(f.rowsIn("lead_fts_docsize"), 2);
    }

    void aLaterSnapshotSweeps()
    {
        ReplicaFixture f;
        const Record stays = f.leadRow(QStringLiteral("Stays"));
        const Record leaves = f.leadRow(QStringLiteral("Leaves"));
        const Record edited = f.leadRow(QStringLiteral("Edited"));
        f.snapshot({stays, leaves, edited});
        const RecordId created = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, created, {leadText("artistName", QStringLiteral("New"))}));
        VERIFY_OK(f.commit(Kind::Patch, edited.id, {leadText("notes", QStringLiteral("mine"))}));
        const Record later = f.leadRow(QStringLiteral("Later"));
        const auto outcome = f.snapshot({stays, edited, later});
        QVERIFY(outcome.isComplete && !outcome.isSweepRefused);
        QVERIFY(f.row(stays.id) && f.row(later.id) && f.row(created) && !f.row(leaves.id));
        QCOMPARE(f.lead(edited.id).notes, QStringLiteral("mine")); // Outbox and overlays are kept.
        QCOMPARE(f.push().size(), size_t(2));
    }

    void aSweepWithoutTheServersCountIsRefused()
    {
        ReplicaFixture f;
        std::vector<Record> rows;
        for (int i = 0; i < 300; ++i)
            rows.push_back(f.leadRow(QStringLiteral("Act %1").arg(i)));
        f.snapshot(rows);
        // A server that says 300 and sends none: it has lost them, or lies.
        VERIFY_OK(f.replica->beginSnapshot(f.epoch, "tag", 0));
        SnapshotOutcome outcome;
        for (const EntityInfo *info : allEntities()) {
            SnapshotPage page;
            page.type = info->type;
            page.isLastOfType = true;
            page.isLast = info == allEntities().back();
            page.head = f.cursorAt(f.seq);
            for (const Record &row : f.baseRows)
                if (row.type == info->type)
                    page.rows.push_back(row);
            page.liveCount = info->type == EntityType::Lead ? 300 : qint64(page.rows.size());
            const auto applied = f.replica->applySnapshotPage(page);
            VERIFY_OK(applied);
            outcome = *applied;
        }
        QVERIFY(outcome.isComplete && outcome.isSweepRefused);
        QCOMPARE(f.replica->store().count(EntityType::Lead).value(), 300);
    }
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestReplicaSnapshot)
#include "test_replica_snapshot.moc"
