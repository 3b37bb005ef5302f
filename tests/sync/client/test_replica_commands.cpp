// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/replica_fixture.h"

#include "sync/protocol/merge.h"

#include <QFile>

namespace mdmc::sync {

using namespace test;
using mdmc::test::codeOf;

class TestReplicaCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCreateIsShownQueuedAndUndoable()
    {
        ReplicaFixture f;
        f.snapshot({});
        const RecordId id = RecordId::mint(f.clock, f.random);
        const auto changes = f.commit(Kind::Create, id, {leadText("artistName", QStringLiteral("  Zoé ")),
                                                         {leadField("emails"), Value(QStringList{QStringLiteral("Zoe@Example.org")})}});
        VERIFY_OK(changes);
        QVERIFY(changes->isLocal && changes->touches({EntityType::Lead, id}));
        const Lead lead = f.lead(id);
        QCOMPARE(lead.artistName, QStringLiteral("Zoé"));                              // normalised
        QCOMPARE(lead.emails, QStringList{QStringLiteral("zoe@example.org")});
        QCOMPARE(lead.ownerId, f.me.id);                                                // derived
        QVERIFY(lead.stageId && lead.score && lead.createdAt);
        const std::vector<Operation> operations = f.push();
        QCOMPARE(operations.size(), size_t(1));
        QCOMPARE(operations.front().n, 1);
        QCOMPARE(operations.front().actor, f.me.id);
        for (const FieldEdit &edit : operations.front().edits)                          // predictions stay here
            QVERIFY(entityInfo(EntityType::Lead).field(edit.field).merge != Merge::Server);
        QCOMPARE(f.replica->undoState()->undoLabel, QStringLiteral("Edit"));
    }

    void whatIsRefusedLeavesNothing_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("code");
        QTest::newRow("no title") << int(Kind::Create) << false << "notes" << "x" << "invalid_input";
        QTest::newRow("empty title") << int(Kind::Patch) << true << "artistName" << "" << "invalid_input";
        QTest::newRow("not in the list") << int(Kind::Patch) << true << "priority" << "whatever" << "invalid_input";
        QTest::newRow("unknown record") << int(Kind::Patch) << false << "notes" << "x" << "not_found";
        QTest::newRow("delete unknown") << int(Kind::Delete) << false << "" << "" << "not_found";
        QTest::newRow("create again") << int(Kind::Create) << true << "artistName" << "x" << "already_exists";
        QTest::newRow("too large") << int(Kind::Patch) << true << "notes" << QString(70'000, u'x') << "too_large";
    }

    void whatIsRefusedLeavesNothing()
    {
        QFETCH(int, kind);
        QFETCH(bool, isKnown);
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, code);
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        std::vector<FieldChange> changes;
        if (!field.isEmpty())
            changes.push_back(leadText(qPrintable(field), value));
        // A good edit goes before the bad one: it must vanish with it.
        const RecordId good = RecordId::mint(f.clock, f.random);
        const RecordId target = isKnown ? known.id : RecordId::mint(f.clock, f.random);
        const auto result = f.replica->commit({QStringLiteral("Two"),
                                               {{Kind::Create, EntityType::Lead, good, {leadText("artistName", QStringLiteral("Good"))}},
                                                {Kind(kind), EntityType::Lead, target, changes}}});
        QCOMPARE(codeOf(result), code);
        QVERIFY(!f.row(good));
        QCOMPARE(*f.row(known.id), known);
        for (const char *table : {"outbox", "sync_shadow", "undo_step"})
            QCOMPARE(f.rowsIn(table), 0);
    }

    void permissionsAndSight()
    {
        ReplicaFixture reader(Role::ReadOnly, Sight::All);
        const Record seen = reader.leadRow(QStringLiteral("Seen"));
        reader.snapshot({seen});
        VERIFY_ERROR(reader.commit(Kind::Patch, seen.id, {leadText("notes", QStringLiteral("x"))}), ErrorCode::Forbidden);
        QCOMPARE(*reader.row(seen.id), seen);
        QCOMPARE(reader.rowsIn("outbox"), 0);

        ReplicaFixture own(Role::AccountManager, Sight::Own);
        own.snapshot({});
        const RecordId id = RecordId::mint(own.clock, own.random);
        VERIFY_ERROR(own.commit(Kind::Create, id, {leadText("artistName", QStringLiteral("X")), {leadField("ownerId"), Value(own.other.id)}}),
                     ErrorCode::Forbidden);
        QVERIFY(!own.row(id));
    }

    void aBatchIsOneStepOfUndo()
    {
        ReplicaFixture f;
        f.snapshot({});
        const RecordId alone = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, alone, {leadText("artistName", QStringLiteral("Alone"))}));
        const RecordId batch = RecordId::mint(f.clock, f.random);
        std::vector<RecordId> imported;
        for (int piece = 0; piece < UndoLog::kMaxSteps + 5; ++piece) {
            imported.push_back(RecordId::mint(f.clock, f.random));
            const RecordEdit edit{Kind::Create, EntityType::Lead, imported.back(), {leadText("artistName", QStringLiteral("Piece"))}};
            VERIFY_OK(f.replica->commit({QStringLiteral("Import"), {edit}, batch}));
        }
        f.open();
        QCOMPARE(f.replica->undoState()->undoLabel, QStringLiteral("Import"));
        VERIFY_OK(f.replica->undo());
        for (const RecordId &id : imported)
            QVERIFY(f.row(id)->isDeleted());
        QVERIFY2(!f.row(alone)->isDeleted(), "the step before the batch stays");
        VERIFY_OK(f.replica->redo());
        for (const RecordId &id : imported)
            QVERIFY(!f.row(id)->isDeleted());
        VERIFY_OK(f.replica->undo());
        VERIFY_OK(f.replica->undo());
        QVERIFY(f.row(alone)->isDeleted());
        VERIFY_ERROR(f.replica->undo(), ErrorCode::NotFound);
    }

    /// The oldest are forgotten now and then, with the records they are found by; a step that is new takes nothing over
    /// from one whose number it has.
    void theLineOfUndoStaysShort()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        const Record other = f.leadRow(QStringLiteral("Other"));
        f.snapshot({known, other});
        const auto edit = [&](const Record &lead, int i) {
            VERIFY_OK(f.commit(Kind::Patch, lead.id, {leadText("notes", QStringLiteral("n%1").arg(i))}));
        };
        constexpr int kEdits = 3 * UndoLog::kMaxSteps;
        for (int i = 0; i < kEdits; ++i)
            edit(known, i);
        const qint64 kept = f.rowsIn("undo_step");
        QVERIFY2(kept >= UndoLog::kMaxSteps && kept < UndoLog::kMaxSteps + UndoLog::kForgetEvery, qPrintable(QString::number(kept)));
        QCOMPARE(f.rowsIn("undo_record"), kept);
        VERIFY_OK(f.replica->undo());
        VERIFY_OK(f.replica->undo());
        QVERIFY(f.replica->undoState()->canRedo);
        edit(other, 0);
        QVERIFY(!f.replica->undoState()->canRedo);
        QCOMPARE(f.rowsIn("undo_step"), kept - 1);
        QCOMPARE(f.rowsIn("undo_record"), kept - 1);
        VERIFY_OK(UndoLog(f.replica->database()).forget(known.id));
        QCOMPARE(f.rowsIn("undo_step"), 1);
        QCOMPARE(f.rowsIn("undo_record"), 1);
        VERIFY_OK(f.replica->undo());
        QVERIFY(f.lead(other.id).notes.isEmpty());
    }

    void undoAndRedoSurviveARestart()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        const RecordId id = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, id, {leadText("artistName", QStringLiteral("New"))}));
        VERIFY_OK(f.commit(Kind::Patch, id, {leadText("notes", QStringLiteral("typed"))}));
        VERIFY_OK(f.commit(Kind::Delete, known.id));
        f.open();
        QVERIFY(f.row(known.id)->isDeleted());
        VERIFY_OK(f.replica->undo());
        QVERIFY(!f.row(known.id)->isDeleted());
        QCOMPARE(f.lead(known.id).artistName, QStringLiteral("Known"));
        VERIFY_OK(f.replica->undo());
        QVERIFY(f.lead(id).notes.isEmpty());
        VERIFY_OK(f.replica->undo());
        QVERIFY(f.row(id)->isDeleted());
        VERIFY_ERROR(f.replica->undo(), ErrorCode::NotFound);
        f.open();
        for (int i = 0; i < 3; ++i)
            VERIFY_OK(f.replica->redo());
        VERIFY_ERROR(f.replica->redo(), ErrorCode::NotFound);
        QCOMPARE(f.lead(id).artistName, QStringLiteral("New"));
        QCOMPARE(f.lead(id).notes, QStringLiteral("typed"));
        QVERIFY(f.row(known.id)->isDeleted());
        // Every step back and forth is an operation of its own, without gaps.
        const auto operations = f.push();
        for (size_t i = 0; i < operations.size(); ++i)
            QCOMPARE(operations[i].n, qint64(i) + 1);
        // A new edit ends the line of redo.
        VERIFY_OK(f.replica->undo());
        VERIFY_OK(f.commit(Kind::Patch, id, {leadText("notes", QStringLiteral("other"))}));
        QVERIFY(!f.replica->undoState()->canRedo);
    }

    void undoLeavesAloneWhatOthersChangedSince()
    {
        ReplicaFixture f;
        Record known = f.leadRow(QStringLiteral("Known"));
        known.setValue(QLatin1String("tags"), Value(QStringList{QStringLiteral("old")}));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("mine")), leadText("firstName", QStringLiteral("Ana")),
                                                   {leadField("tags"), Value(QStringList{QStringLiteral("old"), QStringLiteral("mine")})}}));
        f.push();
        const OperationResult result = f.applied(1);
        Record server = *f.row(known.id);
        server.rev = result.seq;
        for (const char *field : {"notes", "firstName", "tags"})
            server.versions[size_t(leadField(field))] = result.seq;
        f.results({result});
        server = f.changed(server, "notes", QStringLiteral("theirs"));
        server.setValue(QLatin1String("tags"), Value(QStringList{QStringLiteral("old"), QStringLiteral("mine"), QStringLiteral("theirs")}));
        f.pull({server});
        VERIFY_OK(f.replica->undo());
        QCOMPARE(f.lead(known.id).notes, QStringLiteral("theirs"));
        QVERIFY(f.lead(known.id).firstName.isEmpty());
        QCOMPARE(f.lead(known.id).tags, (QStringList{QStringLiteral("old"), QStringLiteral("theirs")}));
    }

    void aLargeCommandBecomesSeveralGroupsAndOneStep()
    {
        ReplicaFixture f;
        f.snapshot({});
        Command command{QStringLiteral("Import"), {}};
        constexpr int kMany = 1200;
        for (int i = 0; i < kMany; ++i)
            command.edits.push_back({Kind::Create, EntityType::Lead, RecordId::mint(f.clock, f.random),
                                     {leadText("artistName", QStringLiteral("Act %1").arg(i))}});
        const auto changes = f.replica->commit(command);
        VERIFY_OK(changes);
        QVERIFY(changes->isWide);
        qint64 next = 1;
        const SyncLimits limits;
        while (true) {
            const auto push = f.push();
            if (push.empty())
                break;
            QVERIFY(int(push.size()) <= limits.maxPushOperations);
            QVERIFY(push.back().isLastOfGroup());
            QCOMPARE(push.front().n, push.front().group);
            std::vector<OperationResult> results;
            for (const Operation &operation : push) {
                QCOMPARE(operation.n, next++);
                results.push_back(f.applied(operation.n));
            }
            f.results(results);
        }
        QCOMPARE(next - 1, kMany);
        VERIFY_OK(f.replica->undo());
        QCOMPARE(f.replica->store().count(EntityType::Lead).value(), 0);
    }

    void anActivityPredictsWhatItDoesToItsLead()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        const EntityInfo &info = entityInfo(EntityType::Activity);
        const RecordId note = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.replica->commit({QStringLiteral("Note"), {{Kind::Create, EntityType::Activity, note,
            {{info.indexOf(QLatin1String("subjectType")), Value(QStringLiteral("lead"))},
             {info.indexOf(QLatin1String("subjectId")), Value(known.id)},
             {info.indexOf(QLatin1String("kind")), Value(QStringLiteral("note"))},
             {info.indexOf(QLatin1String("body")), Value(QStringLiteral("spoke on the phone"))}}}}}));
        QCOMPARE(f.lead(known.id).lastActivityAt, std::optional<qint64>(f.clock.nowUtc()));
        QCOMPARE(f.push().size(), size_t(1));
        // Refused: the lead stands as before, and as the server has it.
        f.results({ReplicaFixture::rejected(1, RejectReason::Permission)});
        QCOMPARE(*f.row(known.id), known);
        QVERIFY(!f.row(note, EntityType::Activity));
        QCOMPARE(f.rowsIn("sync_shadow"), 0);
    }

    void withoutAServerNothingWaits()
    {
        ReplicaFixture f;
        QTemporaryDir dir;
        auto database = storage::Database::open({.path = dir.filePath(QStringLiteral("local.db")), .key = ReplicaFixture::key(),
                                                 .create = true, .vfs = {}});
        VERIFY_OK(database);
        auto replica = Replica::open(std::move(*database), f.clock, f.random);
        VERIFY_OK(replica);
        VERIFY_OK((*replica)->setOwner({f.me, {}, QStringLiteral("Demo")}));
        std::vector<Record> seed = f.lists;
        seed.push_back(toRecord(f.me));
        VERIFY_OK((*replica)->seed(seed));
        const RecordId id = RecordId::mint(f.clock, f.random);
        VERIFY_OK((*replica)->commit({QStringLiteral("New"), {{Kind::Create, EntityType::Lead, id, {leadText("artistName", QStringLiteral("A"))}}}}));
        VERIFY_OK((*replica)->commit({QStringLiteral("Gone"), {{Kind::Delete, EntityType::Lead, id, {}}}}));
        QCOMPARE((*replica)->counts()->pending, 0);
        VERIFY_OK((*replica)->undo());
        QCOMPARE((*replica)->store().count(EntityType::Lead).value(), 1);
    }

    void whatWasCommittedSurvivesAKill()
    {
        ReplicaFixture f;
        f.snapshot({});
        const RecordId id = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, id, {leadText("artistName", QStringLiteral("Kept"))}));
        // As the disk stands at the moment of the kill: database and log, nothing closed.
        QTemporaryDir crash;
        const QString copy = crash.filePath(QStringLiteral("replica.db"));
        QVERIFY(QFile::copy(f.path(), copy));
        QVERIFY(QFile::copy(f.path() + QStringLiteral("-wal"), copy + QStringLiteral("-wal")));
        auto database = storage::Database::open({.path = copy, .key = ReplicaFixture::key(), .vfs = {}});
        VERIFY_OK(database);
        auto replica = Replica::open(std::move(*database), f.clock, f.random);
        VERIFY_OK(replica);
        QCOMPARE((*replica)->counts()->pending, 1);
        QCOMPARE(fromRecord<Lead>(**(*replica)->store().load(EntityType::Lead, id)).artistName, QStringLiteral("Kept"));
        QCOMPARE((*replica)->hello()->lastN, 1);
    }
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestReplicaCommands)
#include "test_replica_commands.moc"
