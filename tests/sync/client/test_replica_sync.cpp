// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/replica_fixture.h"

#include "core/model/value_codec.h"

namespace mdmc::sync {

using namespace test;

class TestReplicaSync : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shownIsShadowWithWhatWaits_data()
    {
        QTest::addColumn<QByteArray>("theirField");
        QTest::addColumn<QString>("shownNotes");
        QTest::addColumn<QString>("shownFirstName");
        QTest::newRow("another field") << QByteArray("firstName") << "mine" << "theirs";
        QTest::newRow("the same field") << QByteArray("notes") << "mine" << "";
    }

    void shownIsShadowWithWhatWaits()
    {
        QFETCH(QByteArray, theirField);
        QFETCH(QString, shownNotes);
        QFETCH(QString, shownFirstName);
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("mine"))}));
        f.push();
        const Record theirs = f.changed(known, theirField.constData(), Value(QStringLiteral("theirs")));
        f.pull({theirs});
        QCOMPARE(f.lead(known.id).notes, shownNotes);
        QCOMPARE(f.lead(known.id).firstName, shownFirstName);
        // Decided, but the row of the decision is not here yet: no flicker back to theirs.
        const OperationResult result = f.applied(1);
        QCOMPARE(f.results({result}).ackN, 1);
        QCOMPARE(f.lead(known.id).notes, shownNotes);
        QCOMPARE(f.replica->counts()->pending, 0);
        Record merged = theirs;
        merged.setValue(QLatin1String("notes"), Value(QStringLiteral("decided")));
        merged.rev = result.seq;
        merged.versions[size_t(leadField("notes"))] = result.seq;
        f.pull({merged});
        QCOMPARE(*f.row(known.id), merged);
        QCOMPARE(f.rowsIn("sync_shadow"), 0);
        QCOMPARE(f.rowsIn("outbox"), 0);
        QCOMPARE(f.rowsIn("acked_ops"), 1);
    }

    void changesBeforeTheirResult()
    {
        // The tail may be quicker than the answer to the push.
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("mine"))}));
        f.push();
        const OperationResult result = f.applied(1);
        Record row = known;
        row.setValue(QLatin1String("notes"), Value(QStringLiteral("mine")));
        row.rev = result.seq;
        f.pull({row});
        QCOMPARE(f.lead(known.id).notes, QStringLiteral("mine"));
        f.results({result});
        QCOMPARE(*f.row(known.id), row);
        QCOMPARE(f.rowsIn("outbox"), 0);
        // The answer once more, and the batch once more.
        QCOMPARE(f.results({result}).ackN, 1);
        f.pull({known});
        QCOMPARE(*f.row(known.id), row);
    }

    void aLaterEditIsBasedOnTheAppliedOne()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("one"))}));
        QCOMPARE(f.push().size(), size_t(1));
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("two")), leadText("firstName", QStringLiteral("A"))}));
        const OperationResult result = f.applied(1);
        f.results({result});
        const auto next = f.push();
        QCOMPARE(next.size(), size_t(1));
        for (const FieldEdit &edit : next.front().edits)
            QCOMPARE(edit.base, edit.field == leadField("notes") ? result.seq : known.rev);
        // Sent operations are repeated as they were.
        QCOMPARE(f.push(), next);
    }

    void evictionLeavesNoTrace()
    {
        ReplicaFixture f;
        Record secret = f.leadRow(QStringLiteral("CanaryArtist"));
        secret.setValue(QLatin1String("notes"), Value(QStringLiteral("canarynotes")));
        Activity note;
        note.id = RecordId::mint(f.clock, f.random);
        note.subjectType = QStringLiteral("lead");
        note.subjectId = secret.id;
        note.kind = QStringLiteral("note");
        note.body = QStringLiteral("canarybody");
        const Record noteRow = f.serverRow(toRecord(note));
        const Record stays = f.leadRow(QStringLiteral("Stays"));
        f.snapshot({secret, noteRow, stays});
        // Edits that wait, are decided, were undone: each leaves copies.
        VERIFY_OK(f.commit(Kind::Patch, secret.id, {leadText("notes", QStringLiteral("typed by me"))}));
        VERIFY_OK(f.commit(Kind::Patch, secret.id, {leadText("artistName", QStringLiteral("Renamed"))}));
        VERIFY_OK(f.replica->undo());
        QVERIFY(f.holds("canary"));
        const auto outcome = f.pull({}, {{EntityType::Lead, secret.id}});
        QVERIFY(outcome.changes.touches({EntityType::Activity, note.id}));
        QVERIFY(!f.row(secret.id) && !f.row(note.id, EntityType::Activity) && f.row(stays.id));
        QCOMPARE(f.rowsIn("lead_fts_docsize"), 1);
        // What the person typed still goes out; its result is kept with nothing else.
        const auto operations = f.push();
        QCOMPARE(operations.size(), size_t(3));
        f.results({ReplicaFixture::rejected(1, RejectReason::ScopeLost), ReplicaFixture::rejected(2, RejectReason::ScopeLost),
                   ReplicaFixture::rejected(3, RejectReason::ScopeLost)});
        VERIFY_OK(f.replica->discard(f.replica->attention()->at(2).id)); // It restored a name that was read, not typed.
        QVERIFY(!f.row(secret.id));
        VERIFY_OK(f.replica->database().checkpoint());
        QVERIFY(!f.holds("canary"));
        QVERIFY(f.holds("typed by me"));
        QCOMPARE(f.rowsIn("sync_shadow"), 0);
    }

    void theRemovalBreakerWantsTheServersCount()
    {
        ReplicaFixture f;
        std::vector<Record> rows;
        for (int i = 0; i < 300; ++i)
            rows.push_back(f.leadRow(QStringLiteral("Act %1").arg(i)));
        f.snapshot(rows);
        Changes changes;
        changes.from = f.replica->cursor()->seq;
        changes.to = f.cursorAt(++f.seq);
        for (const Record &row : rows)
            changes.evicted.push_back({EntityType::Lead, row.id});
        changes.evictedCount = 12;
        const auto refused = f.replica->applyChanges(changes);
        VERIFY_OK(refused);
        QCOMPARE(refused->verdict, PullOutcome::Verdict::Refused);
        QCOMPARE(f.replica->store().count(EntityType::Lead).value(), 300);
        QVERIFY(f.replica->cursor()->seq < changes.to.seq);
        changes.evictedCount = 300;
        VERIFY_OK(f.replica->applyChanges(changes));
        QCOMPARE(f.replica->store().count(EntityType::Lead).value(), 0);
    }

    void gapsAndOtherHistoriesAreNotApplied()
    {
        ReplicaFixture f;
        f.snapshot({});
        Changes gap;
        gap.from = f.seq + 5;
        gap.to = f.cursorAt(f.seq + 9);
        gap.rows = {f.leadRow(QStringLiteral("X"))};
        QCOMPARE(f.replica->applyChanges(gap)->verdict, PullOutcome::Verdict::Gap);
        Changes foreign = gap;
        foreign.from = 0;
        foreign.to.epoch = QByteArray(16, 'z');
        QCOMPARE(f.replica->applyChanges(foreign)->verdict, PullOutcome::Verdict::OtherEpoch);
        QCOMPARE(f.replica->store().count(EntityType::Lead).value(), 0);
    }

    /// The server need not know any more whose the value is that an edit replaces.
    void anEditUponADecidedOneHasSeenIt()
    {
        ReplicaFixture f;
        f.snapshot({});
        const RecordId id = RecordId::mint(f.clock, f.random);
        const auto notes = [](const char *text) { return std::vector{leadText("notes", QString::fromLatin1(text))}; };
        const auto baseOf = [](const Operation &op) { return op.edits.front().base; };
        VERIFY_OK(f.commit(Kind::Create, id, {leadText("artistName", QStringLiteral("New"))}));
        VERIFY_OK(f.commit(Kind::Patch, id, notes("sent with it")));
        f.push();
        const OperationResult created = f.applied(1);
        f.results({created}); // The row is still to come; the patch goes out in another push.
        QCOMPARE(baseOf(f.push().front()), created.seq);
        const OperationResult patched = f.applied(2);
        f.results({patched});
        VERIFY_OK(f.commit(Kind::Patch, id, notes("made since")));
        QCOMPARE(baseOf(f.push().front()), patched.seq);
        // What merged may have lost to a value that nobody has seen here.
        OperationResult merged = f.applied(3);
        merged.outcome = Outcome::Merged;
        f.results({merged});
        VERIFY_OK(f.commit(Kind::Patch, id, notes("and after that")));
        QCOMPARE(baseOf(f.push().front()), patched.seq);
    }

    void aCloneTakesAnotherId()
    {
        ReplicaFixture f;
        f.snapshot({});
        for (int i = 0; i < 3; ++i)
            VERIFY_OK(f.commit(Kind::Create, RecordId::mint(f.clock, f.random), {leadText("artistName", QStringLiteral("A%1").arg(i))}));
        const RecordId before = f.replica->hello()->clientId;
        f.push();
        f.results({f.applied(1)}); // Decided; its row is still to come.
        const auto outcome = f.results({ReplicaFixture::rejected(2, RejectReason::ClientForked)});
        QVERIFY(outcome.isForked);
        QCOMPARE(f.replica->counts()->attention, 0);
        VERIFY_OK(f.replica->renewClientId());
        QVERIFY(f.replica->hello()->clientId != before);
        QCOMPARE(f.replica->hello()->lastN, 2);
        const auto operations = f.push();
        QCOMPARE(operations.size(), size_t(2));
        QCOMPARE(operations[0].n, 1);
        QCOMPARE(operations[0].group, 1);
        QCOMPARE(operations[1].n, 2);
        QCOMPARE(f.replica->store().count(EntityType::Lead).value(), 3); // The decided one is still shown.
    }

    void anotherHistoryIsOfferedWhatItLost()
    {
        ReplicaFixture f;
        Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("kept by the backup"))}));
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("firstName", QStringLiteral("lost"))}));
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("lastName", QStringLiteral("waiting"))}));
        f.push();
        const OperationResult one = f.applied(1), two = f.applied(2);
        f.results({one, two});
        Record row = *f.row(known.id);
        row.rev = two.seq;
        row.versions[size_t(leadField("notes"))] = one.seq;
        row.versions[size_t(leadField("firstName"))] = two.seq;
        row.setValue(QLatin1String("lastName"), {});
        f.pull({row});
        QCOMPARE(f.rowsIn("acked_ops"), 2);

        // Restored to the moment after the first operation: the same sequences mean other things now.
        VERIFY_OK(f.replica->changeEpoch(1));
        QVERIFY(f.replica->cursor()->epoch.isEmpty());
        f.epoch = QByteArray(16, 'n');
        Record restored = known;
        restored.setValue(QLatin1String("notes"), Value(QStringLiteral("kept by the backup")));
        restored.rev = one.seq;
        restored.versions[size_t(leadField("notes"))] = one.seq;
        f.snapshot({restored});
        QCOMPARE(f.lead(known.id).firstName, QStringLiteral("lost"));
        const auto operations = f.push();
        QCOMPARE(operations.size(), size_t(2));
        QCOMPARE(operations[0].n, 2);
        QCOMPARE(operations[1].n, 3);
        // Offered once.
        f.results({f.applied(2), f.applied(3)});
        VERIFY_OK(f.replica->changeEpoch(3));
        QVERIFY(f.push().empty());
    }

    void losersAreRestored()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        Conflict conflict;
        conflict.id = RecordId::mint(f.clock, f.random);
        conflict.subjectType = QStringLiteral("lead");
        conflict.subjectId = known.id;
        conflict.field = QStringLiteral("notes");
        conflict.losingValue = encodeValue(FieldType::Text, Value(QStringLiteral("lost")));
        const Record conflictRow = f.serverRow(toRecord(conflict));
        f.snapshot({known, conflictRow});
        QCOMPARE(f.replica->counts()->conflicts, 1);
        const auto views = f.replica->conflicts({});
        VERIFY_OK(views);
        QCOMPARE(views->front().losing, Value(QStringLiteral("lost")));
        QCOMPARE(views->front().title, QStringLiteral("Known"));
        VERIFY_OK(f.replica->restore(conflict.id));
        QCOMPARE(f.lead(known.id).notes, QStringLiteral("lost"));
        QCOMPARE(f.replica->counts()->conflicts, 0);
        QCOMPARE(f.push().front().groupSize, 2);
        // One step takes both back.
        VERIFY_OK(f.replica->undo());
        QVERIFY(f.lead(known.id).notes.isEmpty());
        QCOMPARE(f.replica->counts()->conflicts, 1);
        VERIFY_OK(f.replica->dismiss(conflict.id));
        QCOMPARE(f.replica->counts()->conflicts, 0);
        QVERIFY(f.lead(known.id).notes.isEmpty());
    }
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestReplicaSync)
#include "test_replica_sync.moc"
