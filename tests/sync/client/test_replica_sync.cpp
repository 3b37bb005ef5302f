// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/replica_fixture.h"

#include "core/model/value_codec.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

using namespace test;

class TestReplicaSync : public QObject {
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

    void rejectionsGoToAttentionWithWhatDependsOnThem()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        const RecordId created = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, created, {leadText("artistName", QStringLiteral("Refused"))}));
        VERIFY_OK(f.commit(Kind::Patch, created, {leadText("notes", QStringLiteral("more"))}));
        VERIFY_OK(f.replica->commit({QStringLiteral("Two"), {{Kind::Patch, EntityType::Lead, known.id, {leadText("notes", QStringLiteral("mine"))}},
                                                             {Kind::Create, EntityType::Lead, RecordId::mint(f.clock, f.random),
                                                              {leadText("artistName", QStringLiteral("Good"))}}}}));
        f.push();
        const auto outcome = f.results({ReplicaFixture::rejected(1, RejectReason::Validation),
                                        ReplicaFixture::rejected(2, RejectReason::RowUnknown),
                                        ReplicaFixture::rejected(3, RejectReason::Permission),
                                        ReplicaFixture::rejected(4, RejectReason::GroupAborted, 3)});
        QCOMPARE(outcome.ackN, 4);
        QCOMPARE(outcome.refused.size(), size_t(3));
        QVERIFY(!f.row(created));                        // slid back
        QCOMPARE(*f.row(known.id), known);
        QCOMPARE(f.rowsIn("outbox"), 0);
        QVERIFY(!f.replica->undoState()->canUndo);       // nothing of it can be taken back any more
        const auto items = f.replica->attention();
        VERIFY_OK(items);
        QCOMPARE(items->size(), size_t(4));
        QCOMPARE(items->at(0).title, QStringLiteral("Refused"));
        QCOMPARE(items->at(0).dependants, std::vector<qint64>{items->at(1).id});
        QCOMPARE(items->at(2).reason, QStringLiteral("permission"));
        QCOMPARE(items->at(2).dependants, std::vector<qint64>{items->at(3).id});
        const auto &view = items->at(2).fields.front();
        QCOMPARE(view.mine, Value(QStringLiteral("mine")));
        QVERIFY(view.before.isEmpty() && view.current.isEmpty());

        // Again with another value: both of the group go out together, the new value in place.
        VERIFY_OK(f.replica->retry(items->at(2).id, std::vector<FieldChange>{leadText("notes", QStringLiteral("better"))}));
        QCOMPARE(f.lead(known.id).notes, QStringLiteral("better"));
        const auto again = f.push();
        QCOMPARE(again.size(), size_t(2));
        QCOMPARE(again.front().n, 5);
        QCOMPARE(again.front().groupSize, 2);
        QCOMPARE(f.replica->counts()->attention, 2);
        // Thrown away with what hangs on it.
        VERIFY_OK(f.replica->discard(items->at(0).id));
        QCOMPARE(f.replica->counts()->attention, 0);
        VERIFY_ERROR(f.replica->discard(items->at(0).id), ErrorCode::NotFound);
    }

    void whatHangsOnARefusalGoesAlongToTheLast()
    {
        ReplicaFixture f;
        f.snapshot({});
        const RecordId lead = RecordId::mint(f.clock, f.random);
        const RecordId task = RecordId::mint(f.clock, f.random);
        const auto taskField = [](const char *name) {
            return entityInfo(EntityType::Task).indexOf(QLatin1String(name));
        };
        VERIFY_OK(f.commit(Kind::Create, lead, {leadText("artistName", QStringLiteral("Refused"))}));
        VERIFY_OK(f.replica->commit({QStringLiteral("Task"),
                                     {{Kind::Create, EntityType::Task, task,
                                       {{taskField("subjectType"), Value(QStringLiteral("lead"))},
                                        {taskField("subjectId"), Value(lead)},
                                        {taskField("title"), Value(QStringLiteral("Call"))}}}}}));
        VERIFY_OK(f.replica->commit({QStringLiteral("Rename"),
                                     {{Kind::Patch, EntityType::Task, task,
                                       {{taskField("title"), Value(QStringLiteral("Call twice"))}}}}}));
        f.push();
        f.results({ReplicaFixture::rejected(1, RejectReason::Validation),
                   ReplicaFixture::rejected(2, RejectReason::ReferenceMissing),
                   ReplicaFixture::rejected(3, RejectReason::RowUnknown)});
        const auto items = f.replica->attention();
        VERIFY_OK(items);
        QCOMPARE(items->size(), size_t(3));
        QCOMPARE(items->at(0).dependants, std::vector<qint64>{items->at(1).id});
        QCOMPARE(items->at(1).dependants, std::vector<qint64>{items->at(2).id});
        VERIFY_OK(f.replica->retry(items->at(0).id, {}));
        QCOMPARE(f.replica->counts()->attention, 0);
        const auto again = f.push(); // What was changed after the creation is part of it now.
        QCOMPARE(again.size(), size_t(2));
        QCOMPARE(again.front().groupSize, 2);
        QCOMPARE(fromRecord<Task>(*f.row(task, EntityType::Task)).title, QStringLiteral("Call twice"));
    }

    void theFieldToMendIsShownThoughItWasNotEdited()
    {
        ReplicaFixture f;
        Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("mine"))}));
        f.push();
        OperationResult refused = ReplicaFixture::rejected(1, RejectReason::Validation);
        refused.field = QStringLiteral("artistName");
        f.results({refused});
        const auto fields = f.replica->attention()->at(0).fields;
        QCOMPARE(fields.size(), size_t(2));
        QVERIFY(fields[0].isMine && !fields[1].isMine);
        QCOMPARE(fields[1].field, leadField("artistName"));
        QCOMPARE(fields[1].mine, Value(QStringLiteral("Known")));
        // Mended together with the edit; neither goes out where it is the same as before.
        VERIFY_OK(f.replica->retry(f.replica->attention()->at(0).id,
                                   std::vector<FieldChange>{leadText("notes", QStringLiteral("mine")),
                                                            leadText("artistName", QStringLiteral("Better"))}));
        QCOMPARE(f.lead(known.id).artistName, QStringLiteral("Better"));
        QCOMPARE(f.push().front().edits.size(), size_t(2));
    }

    void aRetryThatCannotBeStaysInTheTray()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("mine"))}));
        f.push();
        f.results({ReplicaFixture::rejected(1, RejectReason::ScopeLost)});
        f.pull({}, {{EntityType::Lead, known.id}});
        const auto items = f.replica->attention();
        VERIFY_OK(items);
        VERIFY_ERROR(f.replica->retry(items->front().id, {}), ErrorCode::NotFound);
        QCOMPARE(f.replica->counts()->attention, 1);
    }

    void deferredAndUnreachedAreSentAgain()
    {
        ReplicaFixture f;
        f.snapshot({});
        for (int i = 0; i < 3; ++i)
            VERIFY_OK(f.commit(Kind::Create, RecordId::mint(f.clock, f.random), {leadText("artistName", QStringLiteral("A"))}));
        QCOMPARE(f.push().size(), size_t(3));
        OperationResult deferred;
        deferred.n = 2;
        deferred.outcome = Outcome::Deferred;
        deferred.retryAfterMs = 700;
        const auto outcome = f.results({f.applied(1), deferred});
        QCOMPARE(outcome.ackN, 1);
        QCOMPARE(outcome.retryAfterMs, 700);
        const auto again = f.push();
        QCOMPARE(again.size(), size_t(2));
        QCOMPARE(again.front().n, 2);
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

    void checksumsFindAndRepair()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        const Record damaged = f.leadRow(QStringLiteral("Damaged"));
        f.snapshot({known, damaged});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("pending"))}));
        const auto sumOf = [](const std::vector<Record> &rows) {
            Checksum sum{EntityType::Lead, -1, qint64(rows.size()), 0};
            for (const Record &row : rows)
                sum.sum += rowChecksum(row.id, row.rev);
            return sum;
        };
        ChecksumReply reply{*f.replica->cursor(), {sumOf({known, damaged})}};
        QVERIFY(f.replica->differing(reply)->empty()); // Edits that wait make no difference.
        // A row is lost here, another was never removed.
        const Record ghost = f.leadRow(QStringLiteral("Ghost"));
        VERIFY_OK(f.replica->store().erase(EntityType::Lead, damaged.id));
        VERIFY_OK(f.replica->store().save(ghost));
        QCOMPARE(f.replica->differing(reply)->size(), size_t(1));
        reply.at.seq += 1;
        QVERIFY(f.replica->differing(reply)->empty()); // Not at the same cursor: says nothing.
        ChangeSet changes;
        for (const Record &row : {damaged, ghost}) {
            BucketReply bucket{EntityType::Lead, checksumBucket(row.id), f.cursorAt(f.seq), {}};
            for (const Record &theirs : {known, damaged})
                if (checksumBucket(theirs.id) == bucket.bucket)
                    bucket.rows.push_back(theirs);
            QVERIFY(*f.replica->repairBucket(bucket, changes));
        }
        reply.at = *f.replica->cursor();
        QVERIFY(f.replica->differing(reply)->empty());
        QVERIFY(f.row(damaged.id) && !f.row(ghost.id));
        QCOMPARE(f.lead(known.id).notes, QStringLiteral("pending"));
    }

    void aRevisionThatIsTooHighIsRepaired()
    {
        // Found by the simulator: a flipped bit made a row look newer than all that the server would ever send of it.
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        Record damaged = known;
        damaged.rev |= 1 << 20;
        VERIFY_OK(f.replica->store().save(damaged));
        BucketReply bucket{EntityType::Lead, checksumBucket(known.id), *f.replica->cursor(), {known}};
        ChangeSet changes;
        QVERIFY(*f.replica->repairBucket(bucket, changes));
        QCOMPARE(*f.row(known.id), known);
        // What came after the reply was read stays.
        const Record later = f.changed(known, "notes", Value(QStringLiteral("later")));
        f.pull({later});
        QVERIFY(*f.replica->repairBucket(bucket, changes));
        QCOMPARE(*f.row(known.id), later);
    }

    void aRevisionThatIsTheNextOneIsOverwritten()
    {
        // Found by the simulator: after a flipped bit the next change of a row passed for known, and sums agreed.
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        Record damaged = known;
        damaged.rev = f.seq + 1;
        VERIFY_OK(f.replica->store().save(damaged));
        const Record later = f.changed(known, "notes", Value(QStringLiteral("later")));
        f.pull({later});
        QCOMPARE(*f.row(known.id), later);
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
