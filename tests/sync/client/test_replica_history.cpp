// SPDX-License-Identifier: GPL-3.0-or-later
// A replica that takes another id, and a server that has lost what it acknowledged.
#include "tests/sync/client/replica_fixture.h"

namespace mdmc::sync {

using namespace test;

namespace {

struct Fixture : ReplicaFixture {
    Fixture()
    {
        known = leadRow(QStringLiteral("Known"));
        snapshot({known});
    }
    void note(const QString &text)
    {
        clock.advance(1000);
        require(commit(Kind::Patch, known.id, {leadText("notes", text)}));
    }
    RecordId clientId() { return replica->hello()->clientId; }
    /// Takes effect, and its row comes back.
    void settle(qint64 n)
    {
        results({applied(n)});
        Record row = *this->row(known.id);
        row.rev = seq;
        row.versions[size_t(leadField("notes"))] = seq;
        pull({row});
    }
    Record known;
};

} // namespace

class TestReplicaHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWaitsKeepsItsOrigin()
    {
        Fixture f;
        f.note(QStringLiteral("one"));
        f.note(QStringLiteral("two"));
        f.note(QStringLiteral("three"));
        f.push();
        const RecordId before = f.clientId();
        f.results({f.applied(1)}); // Decided, its row is still to come.
        VERIFY_OK(f.replica->renewClientId());
        QCOMPARE(f.replica->hello()->formerIds, std::vector<RecordId>{before});
        const auto sent = f.push();
        QCOMPARE(sent.size(), size_t(2));
        QCOMPARE(sent[0].n, 1);
        QCOMPARE(sent[0].origin, std::optional(Origin{before, 2}));
        QCOMPARE(sent[1].origin, std::optional(Origin{before, 3}));
        // A second time: the first number still counts.
        const RecordId second = f.clientId();
        VERIFY_OK(f.replica->renewClientId());
        QCOMPARE(f.push()[0].origin, std::optional(Origin{before, 2}));
        QCOMPARE(f.replica->hello()->formerIds, (std::vector<RecordId>{before, second}));
        // The record of the decided one can still be edited, and is shown with everything.
        f.note(QStringLiteral("four"));
        QCOMPARE(f.lead(f.known.id).notes, QStringLiteral("four"));
        QVERIFY(!f.push().back().origin);
    }

    /// What was acknowledged is kept for thirty days of the server's time, whatever becomes of our clock and of the record.
    void acknowledgedIsKeptByTheServersTime()
    {
        constexpr qint64 kDay = 24LL * 3600 * 1000;
        Fixture f;
        f.note(QStringLiteral("kept"));
        f.push();
        f.settle(1);
        const UtcMs then = f.clock.nowUtc();
        VERIFY_OK(f.replica->ageArchive(then));
        f.clock.advance(3650 * kDay);
        VERIFY_OK(f.replica->audit());
        VERIFY_OK(f.replica->ageArchive(then + 30 * kDay));
        f.pull({}, {{EntityType::Lead, f.known.id}});
        QCOMPARE(f.rowsIn("acked_ops"), 1);
        VERIFY_OK(f.replica->ageArchive(then + 30 * kDay + 1));
        QCOMPARE(f.rowsIn("acked_ops"), 0);
    }

    /// A first load has no cursor yet that would tell that its server was set back.
    void aFirstLoadOfALostHistoryCountsForNothing()
    {
        ReplicaFixture f;
        Record lead = f.leadRow(QStringLiteral("Lost"));
        const Record restored = lead;
        lead = f.changed(lead, "notes", QStringLiteral("lost"));
        f.snapshot({lead}, 100, 7);
        QVERIFY(f.row(lead.id));
        f.epoch = QByteArray(16, 'n');
        f.snapshot({restored});
        QCOMPARE(*f.row(lead.id), restored);
    }

    /// Rows beyond the cursor prove a lost history as the cursor does (simulator, seed 4005181).
    void whatASnapshotHasSeenIsTold()
    {
        ReplicaFixture f;
        const Record lead = f.leadRow(QStringLiteral("Seen"));
        f.snapshot({lead});
        QCOMPARE(f.replica->hello()->seen, Cursor{});
        const Cursor before = *f.replica->cursor();
        const Record later = f.changed(lead, "notes", QStringLiteral("later"));
        f.snapshot({later}, 100, 1);
        QCOMPARE(f.replica->hello()->cursor, before);
        QCOMPARE(f.replica->hello()->seen, f.cursorAt(f.seq));
        f.open();
        f.snapshot({later});
        f.pull({});
        QCOMPARE(f.replica->hello()->seen, Cursor{});
        f.changed(later, "notes", QStringLiteral("later still"));
        f.snapshot({later}, 100, 1);
        VERIFY_OK(f.replica->changeEpoch(0));
        QCOMPARE(f.replica->hello()->seen, Cursor{});
    }

    void groupsStayTogetherUnderNewNumbers()
    {
        Fixture f;
        f.note(QStringLiteral("alone"));
        Command both{QStringLiteral("Two"), {}, {}};
        for (int i = 0; i < 2; ++i)
            both.edits.push_back({Kind::Create, EntityType::Lead, RecordId::mint(f.clock, f.random),
                                  {leadText("artistName", QStringLiteral("A%1").arg(i))}});
        VERIFY_OK(f.replica->commit(both));
        f.note(QStringLiteral("after"));
        f.push();
        f.results({f.applied(1)});
        VERIFY_OK(f.replica->renewClientId());
        const auto sent = f.push();
        QCOMPARE(sent.size(), size_t(3));
        QCOMPARE(sent[0].group, 1);
        QCOMPARE(sent[1].group, 1);
        QCOMPARE(sent[1].groupSize, 2);
        QCOMPARE(sent[2].group, 3);
        QCOMPARE(sent[2].groupSize, 1);
    }

    /// What was acknowledged under an id that this replica had before is offered again as well, in its order.
    void allFormerIdsAreOfferedAfterALoss()
    {
        Fixture f;
        f.note(QStringLiteral("kept"));
        f.note(QStringLiteral("lost under the first id"));
        f.push();
        f.settle(1);
        f.settle(2);
        const RecordId first = f.clientId();
        VERIFY_OK(f.replica->renewClientId());
        f.note(QStringLiteral("lost under the second id"));
        f.push();
        f.settle(1);
        f.note(QStringLiteral("waiting"));
        const RecordId second = f.clientId();

        VERIFY_OK(f.replica->changeEpoch(0, {1}));
        QVERIFY(f.clientId() != second);
        QCOMPARE(f.replica->hello()->formerIds, (std::vector<RecordId>{first, second}));
        f.epoch = QByteArray(16, 'n');
        Record restored = f.known;
        restored.setValue(QLatin1String("notes"), Value(QStringLiteral("kept")));
        f.snapshot({restored});
        const auto sent = f.push();
        QCOMPARE(sent.size(), size_t(3));
        QCOMPARE(sent[0].origin, std::optional(Origin{first, 2}));
        QCOMPARE(sent[1].origin, std::optional(Origin{second, 1}));
        QCOMPARE(sent[2].origin, std::optional(Origin{second, 2}));
        for (size_t i = 0; i < sent.size(); ++i) {
            QCOMPARE(sent[i].n, qint64(i) + 1);
            QCOMPARE(sent[i].group, sent[i].n);
        }
        QCOMPARE(f.lead(f.known.id).notes, QStringLiteral("waiting"));
        // Offered once.
        f.results({f.applied(1), f.applied(2), f.applied(3)});
        VERIFY_OK(f.replica->changeEpoch(3, {2, 2}));
        QVERIFY(f.push().empty());
    }

    /// Found by the simulator (failover-tail-lost): the sweep took what was only waiting to be created again.
    void whatWasCreatedAndLostStaysInSight()
    {
        Fixture f;
        const RecordId lead = RecordId::mint(f.clock, f.random), note = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, lead, {leadText("artistName", QStringLiteral("Made here"))}));
        const EntityInfo &activity = entityInfo(EntityType::Activity);
        VERIFY_OK(f.replica->commit(
            {QStringLiteral("Note"),
             {{Kind::Create, EntityType::Activity, note,
               {{activity.indexOf(QLatin1String("subjectType")), Value(QStringLiteral("lead"))},
                {activity.indexOf(QLatin1String("subjectId")), Value(lead)},
                {activity.indexOf(QLatin1String("kind")), Value(QStringLiteral("note"))},
                {activity.indexOf(QLatin1String("body")), Value(QStringLiteral("text"))},
                {activity.indexOf(QLatin1String("occurredAt")), Value(f.clock.nowUtc())}}}},
             {}}));
        f.push();
        f.results({f.applied(1), f.applied(2)});
        std::vector<Record> rows{*f.row(lead), *f.row(note, EntityType::Activity)};
        for (Record &row : rows)
            row.rev = f.seq;
        f.pull(rows);
        QCOMPARE(f.rowsIn("outbox"), 0);

        VERIFY_OK(f.replica->changeEpoch(0));
        f.epoch = QByteArray(16, 'n');
        f.snapshot({f.known});
        QCOMPARE(f.lead(lead).artistName, QStringLiteral("Made here"));
        QVERIFY(f.row(note, EntityType::Activity));
        QCOMPARE(f.push().size(), size_t(2));
    }

    void anotherPersonsIdIsNotOffered()
    {
        Fixture f;
        f.note(QStringLiteral("mine"));
        f.push();
        f.settle(1);
        VERIFY_OK(f.replica->renewClientId());
        VERIFY_OK(f.replica->changeEpoch(0, {-1}));
        QVERIFY(f.push().empty());
    }

    void lostResultsAreOfferedWithinTheEpoch()
    {
        Fixture f;
        f.note(QStringLiteral("kept"));
        f.push();
        f.settle(1);
        const Cursor here = *f.replica->cursor();
        f.note(QStringLiteral("lost"));
        f.push();
        f.results({f.applied(2)}); // Acknowledged; the cursor has not come so far.
        f.note(QStringLiteral("waiting"));
        QCOMPARE(f.replica->offerMissing(2, {}).value(), 0);
        QCOMPARE(f.replica->offerMissing(1, {}).value(), 1);
        QCOMPARE(*f.replica->cursor(), here);
        const auto sent = f.push();
        QCOMPARE(sent.size(), size_t(2));
        QCOMPARE(sent[0].n, 2);
        QCOMPARE(sent[1].n, 3);
        for (const Operation &op : sent)
            for (const FieldEdit &edit : op.edits)
                QVERIFY(edit.base <= here.seq); // Versions of changes that are gone do not count as seen.
        QCOMPARE(f.lead(f.known.id).notes, QStringLiteral("waiting"));
        QCOMPARE(f.replica->offerMissing(1, {}).value(), 0);
    }

    /// A record of the group left the person's sight: what they did is offered whole all the same. Where the archive has
    /// lost a member, the rest goes on alone.
    void groupsThatLostAMemberAreOfferedSingly_data()
    {
        QTest::addColumn<bool>("isForgotten");
        QTest::newRow("out of sight") << false;
        QTest::newRow("not in the archive") << true;
    }

    void groupsThatLostAMemberAreOfferedSingly()
    {
        QFETCH(bool, isForgotten);
        Fixture f;
        const Record other = f.leadRow(QStringLiteral("Other"));
        f.pull({other});
        VERIFY_OK(f.replica->commit({QStringLiteral("Both"),
                                     {{Kind::Patch, EntityType::Lead, f.known.id, {leadText("notes", QStringLiteral("a"))}},
                                      {Kind::Patch, EntityType::Lead, other.id, {leadText("notes", QStringLiteral("b"))}}},
                                     {}}));
        f.push();
        f.results({f.applied(1), f.applied(2)});
        f.pull({}, {{EntityType::Lead, other.id}});
        if (isForgotten)
            VERIFY_OK(f.replica->database().exec("DELETE FROM acked_ops WHERE n=2"));
        VERIFY_OK(f.replica->changeEpoch(0));
        f.epoch = QByteArray(16, 'n');
        f.snapshot({f.known});
        const auto sent = f.push();
        QCOMPARE(sent.size(), size_t(isForgotten ? 1 : 2));
        QCOMPARE(sent[0].groupSize, isForgotten ? 1 : 2);
        QCOMPARE(sent[0].group, sent[0].n);
    }

    void whatFailsEightTimesIsGivenUp()
    {
        Fixture f;
        f.note(QStringLiteral("poison"));
        f.note(QStringLiteral("later"));
        const auto operations = f.push();
        for (int i = 1; i < Replica::kPushFailures; ++i) {
            QVERIFY(!f.replica->countPushFailure(1).value());
            if (i == 4)
                f.open(); // The count is durable.
        }
        QVERIFY(f.replica->givenUp()->empty());
        QVERIFY(f.replica->countPushFailure(1).value());
        f.open();
        QCOMPARE(*f.replica->givenUp(), (std::vector<SkippedOperation>{{1, 1, operationHash(operations[0])}}));
        QCOMPARE(f.push().size(), size_t(1));
        QCOMPARE(f.push().front().n, 2);
        QCOMPARE(f.replica->counts()->pending, 2); // Until the server has said so too.
        f.results({ReplicaFixture::rejected(1, RejectReason::ServerError)});
        QCOMPARE(f.replica->counts()->pending, 1);
        QCOMPARE(f.replica->counts()->attention, 1);
        QVERIFY(f.replica->givenUp()->empty());
    }

    void anAnswerBeginsTheCountAnew()
    {
        Fixture f;
        f.note(QStringLiteral("one"));
        f.note(QStringLiteral("two"));
        f.push();
        for (int i = 1; i < Replica::kPushFailures; ++i)
            QVERIFY(!f.replica->countPushFailure(1).value());
        f.results({f.applied(1)});
        QVERIFY(!f.replica->countPushFailure(2).value());
        QVERIFY(!f.replica->countPushFailure(1).value());
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaHistory)
#include "test_replica_history.moc"
