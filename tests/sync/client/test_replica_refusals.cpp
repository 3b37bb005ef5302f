// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/replica_fixture.h"

namespace mdmc::sync {

using namespace test;

class TestReplicaRefusals : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestReplicaRefusals)
#include "test_replica_refusals.moc"
