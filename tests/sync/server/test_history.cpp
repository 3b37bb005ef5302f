// SPDX-License-Identifier: GPL-3.0-or-later
// A store that was set back, clients that were copied, operations that cannot be taken.
#include "sync/server/session.h"
#include "workspace_fixture.h"

#include <QTemporaryDir>

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

template <typename Expected> Expected only(const std::vector<Message> &messages)
{
    if (messages.size() != 1 || !std::holds_alternative<Expected>(messages.front()))
        qFatal("another message was expected");
    return std::get<Expected>(messages.front());
}

struct Setting : Workspace {
    /// Keeps a copy of the store as it is now.
    void backUp()
    {
        if (const auto done = store->database().backupTo(path(), EmbeddedStore::fileKey(key())); !done)
            qFatal("%s", qPrintable(done.error().detail));
    }
    /// As if somebody had copied the file back by hand.
    void setBack()
    {
        processor.reset();
        store = EmbeddedStore::open({path(), key(), false}).value();
        processor = std::make_unique<OperationProcessor>(*store, clock, random);
    }
    Welcome greet(const User &user, const RecordId &client, const Cursor &at, qint64 lastN = 1000)
    {
        SyncSession session({*store, *processor, clock, {}, {}, SyncSession::Kind::Request, {}, [this] { ++wakes; }},
                            actorFor(user));
        Hello hello;
        hello.clientId = client;
        hello.cursor = at;
        hello.lastN = lastN;
        hello.scopeTag = scopeTag(actorFor(user));
        hello.formerIds = former;
        return only<Welcome>(session.handle(hello));
    }
    qint64 epochChanges()
    {
        return store->database().queryInt64("SELECT count(*) FROM audit WHERE action='epoch'")->value_or(-1);
    }
    QString path() const { return dir.filePath(QStringLiteral("backup.db")); }
    static security::SecretKey key() { return *security::SecretKey::fromBytes(QByteArray(32, 'k')); }

    QTemporaryDir dir;
    std::vector<RecordId> former;
    int wakes = 0;
};

/// The operations as a client sends them that took another id: numbered from `n`, each saying what it was before.
std::vector<Operation> renumbered(std::vector<Operation> operations, const RecordId &before, qint64 n)
{
    const qint64 shift = n - operations.front().n;
    for (Operation &op : operations) {
        if (!op.origin)
            op.origin = Origin{before, op.n};
        op.n += shift;
        op.group += shift;
    }
    return operations;
}

FieldEdit addPlatform(const char *name, qint64 base)
{
    return {at(EntityType::Lead, "platforms"), EditAction::Add, QStringList{QString::fromLatin1(name)}, base};
}

constexpr char kPoison[] = "CREATE TRIGGER poison BEFORE INSERT ON lead WHEN new.artist_name='Poison' "
                           "BEGIN SELECT RAISE(ABORT, 'boom'); END";

} // namespace

class TestHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStoreThatWasSetBackBeginsANewEpochOnce_data()
    {
        QTest::addColumn<int>("changesSince");
        QTest::newRow("the cursor is past the head") << 0;
        QTest::newRow("the head has come as far again") << 1;
        QTest::newRow("the head is past the cursor") << 5;
    }
    void aStoreThatWasSetBackBeginsANewEpochOnce()
    {
        QFETCH(int, changesSince);
        Setting s;
        TestClient ana(s, s.ana), ben(s, s.ben);
        ana.createLead(QStringLiteral("Kept"));
        const Cursor before = s.cursor();
        s.backUp();
        ana.createLead(QStringLiteral("Lost"));
        const Cursor lost = s.cursor();
        s.setBack();
        for (int i = 0; i < changesSince; ++i)
            ben.createLead(QStringLiteral("Since"));
        const QByteArray epoch = s.cursor().epoch;
        QCOMPARE(epoch, before.epoch);

        // Who had not come so far notices nothing and misses nothing.
        QCOMPARE(s.greet(s.eye, RecordId::mint(), before).resume, Welcome::Resume::Tail);
        QCOMPARE(s.epochChanges(), 0);
        const Welcome welcome = s.greet(s.ana, ana.id, lost);
        QCOMPARE(welcome.resume, Welcome::Resume::EpochMismatch);
        QVERIFY(welcome.epoch != epoch);
        QCOMPARE(welcome.epoch, s.cursor().epoch);
        QCOMPARE(welcome.lastN, 1); // The second creation is not known any more.
        QCOMPARE(s.epochChanges(), 1);
        QCOMPARE(s.wakes, 1);
        // From here on everybody is told, and the proof is good for one change.
        QCOMPARE(s.greet(s.eye, RecordId::mint(), before).resume, Welcome::Resume::EpochMismatch);
        QCOMPARE(s.greet(s.ana, ana.id, lost).epoch, welcome.epoch);
        QCOMPARE(s.epochChanges(), 1);
        QCOMPARE(s.greet(s.ana, ana.id, s.cursor()).resume, Welcome::Resume::Tail);
    }

    void aCursorThatTheStoreDidNotMakeChangesNothing_data()
    {
        QTest::addColumn<qint64>("ahead");
        QTest::addColumn<QByteArray>("tag");
        QTest::newRow("far ahead") << qint64(1'000'000) << QByteArray(16, 'x');
        QTest::newRow("the head's tag further on") << qint64(1) << QByteArray();
        QTest::newRow("a random tag here") << qint64(0) << QByteArray(16, 'x');
        QTest::newRow("a short tag") << qint64(1) << QByteArray("x");
    }
    void aCursorThatTheStoreDidNotMakeChangesNothing()
    {
        QFETCH(qint64, ahead);
        QFETCH(QByteArray, tag);
        Setting s;
        Cursor cursor = s.cursor();
        cursor.seq += ahead;
        if (!tag.isEmpty())
            cursor.tag = tag;
        const QByteArray epoch = cursor.epoch;
        QCOMPARE(s.greet(s.ana, RecordId::mint(), cursor).resume, Welcome::Resume::EpochMismatch);
        QCOMPARE(s.cursor().epoch, epoch);
        QCOMPARE(s.epochChanges(), 0);
    }

    void formerIdsAreAnsweredToTheirPersonOnly()
    {
        Setting s;
        TestClient ana(s, s.ana), ben(s, s.ben);
        ana.createLead(QStringLiteral("One"));
        ana.createLead(QStringLiteral("Two"));
        ben.createLead(QStringLiteral("Three"));
        s.former = {ana.id, ben.id, RecordId::mint()};
        QCOMPARE(s.greet(s.ana, RecordId::mint(), {}).formerLastN, (std::vector<qint64>{2, -1, 0}));
    }

    /// Decided, but the answers were lost; then the client learns that it has to take another id.
    void aCopyIsAnsweredWithWhatWasDecided()
    {
        Setting s;
        TestClient old(s, s.ana), now(s, s.ana), ben(s, s.ben);
        const Operation create = old.makeLead(QStringLiteral("Once"));
        const std::vector<Operation> sent{
            create,
            old.make(OperationKind::Patch, EntityType::Lead, create.id, {addPlatform("spotify", 0)}),
            old.make(OperationKind::Patch, EntityType::Lead, create.id, {assign("nextStep", QStringLiteral("call"))}),
            old.make(OperationKind::Patch, EntityType::Lead, create.id, {assign("nextStep", QStringLiteral("write"))}),
        };
        const std::vector<OperationResult> decided = old.push(sent);
        TestClient boss(s, s.boss);
        boss.patch(create.id, {{at(EntityType::Lead, "platforms"), EditAction::Remove,
                                QStringList{QStringLiteral("spotify")}, s.head()}});
        const qint64 head = s.head();
        auto again = renumbered(sent, old.id, 1);
        const std::vector<OperationResult> results = now.push(again);
        QCOMPARE(results.size(), sent.size());
        for (size_t i = 0; i < results.size(); ++i) {
            QCOMPARE(results[i].outcome, Outcome::Applied);
            QCOMPARE(results[i].seq, decided[i].seq);
            QCOMPARE(results[i].n, qint64(i) + 1);
        }
        QCOMPARE(s.head(), head);
        QVERIFY(s.lead(create.id).platforms.isEmpty());
        QVERIFY(s.conflicts().empty());
        // Again under the new numbers, and under a third id: still the same.
        QCOMPARE(now.push(again).front().seq, decided.front().seq);
        TestClient third(s, s.ana);
        QCOMPARE(third.push(renumbered(again, now.id, 1)).back().seq, decided.back().seq);
        QCOMPARE(s.head(), head);
    }

    /// What follows in the same push was typed on top of what is recognised: no conflict with oneself.
    /// Also when the push is taken group by group because of one that fails.
    void whatFollowsHasSeenWhatIsRecognised_data()
    {
        QTest::addColumn<bool>("isPoisoned");
        QTest::newRow("whole") << false;
        QTest::newRow("one by one") << true;
    }

    void whatFollowsHasSeenWhatIsRecognised()
    {
        QFETCH(bool, isPoisoned);
        Setting s;
        TestClient old(s, s.ana), now(s, s.ana);
        const RecordId lead = old.createLead(QStringLiteral("Seen"));
        const qint64 base = s.head();
        const Operation lost =
            old.make(OperationKind::Patch, EntityType::Lead, lead, {assign("nextStep", QStringLiteral("call"), base)});
        QCOMPARE(old.push(lost).outcome, Outcome::Applied);
        s.clock.advance(1000);
        const Operation next =
            old.make(OperationKind::Patch, EntityType::Lead, lead, {assign("nextStep", QStringLiteral("write"), base)});
        std::vector<Operation> push{lost, next};
        if (isPoisoned) {
            push.push_back(old.makeLead(QStringLiteral("Poison")));
            QVERIFY(s.store->database()
                        .exec(QByteArrayView("CREATE TRIGGER poison BEFORE INSERT ON lead WHEN new.artist_name='Poison' "
                                             "BEGIN SELECT RAISE(ABORT, 'poisoned'); END"))
                        .has_value());
        }
        const auto results = now.push(renumbered(push, old.id, 1));
        QCOMPARE(results[1].outcome, Outcome::Applied);
        QCOMPARE(s.lead(lead).nextStep, QStringLiteral("write"));
        QVERIFY(s.conflicts().empty());
    }

    /// The copy comes first, the original sends the same later.
    void theOriginalIsAnsweredWithWhatItsCopySent()
    {
        Setting s;
        TestClient original(s, s.ana), copy(s, s.ana);
        original.createLead(QStringLiteral("Before"));
        const Operation both = original.makeLead(QStringLiteral("Both"));
        const auto first = copy.push(renumbered({both}, original.id, 1));
        QCOMPARE(first.front().outcome, Outcome::Applied);
        const qint64 head = s.head();
        const OperationResult second = original.push(both);
        QCOMPARE(second.outcome, Outcome::Applied);
        QCOMPARE(second.seq, first.front().seq);
        QCOMPARE(second.n, both.n);
        QCOMPARE(s.head(), head);
        QCOMPARE(s.store->client(original.id).value()->lastN, both.n);
    }

    void anotherEditUnderAnOldNumberIsAnotherEdit()
    {
        Setting s;
        TestClient original(s, s.ana), copy(s, s.ana), ben(s, s.ben);
        const RecordId lead = original.createLead(QStringLiteral("Mine"));
        Operation here = original.make(OperationKind::Patch, EntityType::Lead, lead, {addPlatform("spotify", 0)});
        Operation there = here;
        there.edits = {addPlatform("press", 0)};
        QCOMPARE(original.push(here).outcome, Outcome::Applied);
        QCOMPARE(copy.push(renumbered({there}, original.id, 1)).front().outcome, Outcome::Applied);
        QCOMPARE(s.lead(lead).platforms.size(), 2);
        // Nobody is answered with what another person's client was told.
        Operation foreign = ben.makeLead(QStringLiteral("Foreign"));
        foreign.origin = Origin{original.id, 1};
        const OperationResult result = ben.push(foreign);
        QCOMPARE(result.outcome, Outcome::Applied);
        QCOMPARE(result.seq, s.head());
    }

    /// A client that was set back gave a number to two operations. Copies of it that send the second one are answered
    /// alike all the same, whenever the first one comes.
    void whatCopiesSendHappensOnceThoughItsNumberIsTaken_data()
    {
        QTest::addColumn<bool>("isTakenBefore");
        QTest::newRow("taken before") << true;
        QTest::newRow("taken between the copies") << false;
    }

    void whatCopiesSendHappensOnceThoughItsNumberIsTaken()
    {
        QFETCH(bool, isTakenBefore);
        Setting s;
        TestClient old(s, s.ana), copy(s, s.ana), again(s, s.ana), boss(s, s.boss);
        const RecordId lead = old.createLead(QStringLiteral("Mine"));
        const qint64 base = s.head();
        const Operation first = old.make(OperationKind::Patch, EntityType::Lead, lead, {addPlatform("press", base)});
        Operation second = first;
        second.edits = {addPlatform("spotify", base), assign("nextStep", QStringLiteral("call"), base)};
        if (isTakenBefore)
            QCOMPARE(old.push(first).outcome, Outcome::Applied);
        const auto sent = copy.push(renumbered({second}, old.id, 1));
        QCOMPARE(sent.front().outcome, Outcome::Applied);
        const auto known = s.head();
        if (!isTakenBefore)
            QCOMPARE(old.push(first).outcome, Outcome::Applied);
        FieldEdit removal = addPlatform("spotify", known);
        removal.action = EditAction::Remove;
        QCOMPARE(boss.patch(lead, {removal}).outcome, Outcome::Applied);

        s.clock.advance(1000);
        old.n = second.n;
        const Operation next =
            old.make(OperationKind::Patch, EntityType::Lead, lead, {assign("nextStep", QStringLiteral("write"), base)});
        const auto results = again.push(renumbered({second, next}, old.id, 1));
        QCOMPARE(results[0].seq, sent.front().seq);
        QCOMPARE(results[0].n, 1);
        QCOMPARE(s.lead(lead).platforms, QStringList{QStringLiteral("press")});
        QCOMPARE(results[1].outcome, Outcome::Applied);
        QCOMPARE(s.lead(lead).nextStep, QStringLiteral("write"));
        QVERIFY(s.conflicts().empty());
    }

    void aRefusedGroupStaysRefused()
    {
        Setting s;
        TestClient old(s, s.ana), now(s, s.ana);
        Operation good = old.makeLead(QStringLiteral("Good"));
        Operation bad = old.makeLead({});
        good.groupSize = bad.groupSize = 2;
        bad.group = good.group;
        const auto refused = old.push({good, bad});
        QCOMPARE(refused[0].reason, RejectReason::GroupAborted);
        now.createLead(QStringLiteral("Something else"));
        const auto again = now.push(renumbered({good, bad}, old.id, 2));
        QCOMPARE(again[0].reason, RejectReason::GroupAborted);
        QCOMPARE(again[0].cause, 3);
        QCOMPARE(again[1].reason, RejectReason::Validation);
        QCOMPARE(s.store->client(now.id).value()->lastN, 3);
    }

    /// Eight times alone, while the store takes other writes; then what follows gets through. The count survives restarts.
    void poisonIsRefusedInTheEnd()
    {
        Setting s;
        QVERIFY(s.store->database().exec(QByteArrayView(kPoison)).has_value());
        TestClient ana(s, s.ana);
        const std::vector<Operation> push{ana.makeLead(QStringLiteral("Poison")), ana.makeLead(QStringLiteral("Later"))};
        for (int i = 1; i < OperationProcessor::kFailures; ++i) {
            const auto results = ana.push(push);
            QCOMPARE(results.size(), 1u);
            QCOMPARE(results.front().outcome, Outcome::Deferred);
            if (i == 4) {
                s.backUp();
                s.setBack();
            }
        }
        const auto results = ana.push(push);
        QCOMPARE(results.size(), 2u);
        QCOMPARE(results[0].reason, RejectReason::ServerError);
        QCOMPARE(results[1].outcome, Outcome::Applied);
        QCOMPARE(ana.push(push)[0].reason, RejectReason::ServerError); // Durable
        QVERIFY(s.store->database().exec(QByteArrayView("DROP TRIGGER poison")).has_value());
        QCOMPARE(ana.push(push)[0].reason, RejectReason::ServerError);
    }

    void anotherHeadOfTheQueueCountsAnew()
    {
        Setting s;
        QVERIFY(s.store->database().exec(QByteArrayView(kPoison)).has_value());
        TestClient ana(s, s.ana);
        const Operation first = ana.makeLead(QStringLiteral("Poison"));
        for (int i = 1; i < OperationProcessor::kFailures; ++i)
            QCOMPARE(ana.push(first).outcome, Outcome::Deferred);
        QVERIFY(s.store->database().exec(QByteArrayView("DROP TRIGGER poison")).has_value());
        QCOMPARE(ana.push(first).outcome, Outcome::Applied);
        QVERIFY(s.store->database().exec(QByteArrayView(kPoison)).has_value());
        QCOMPARE(ana.push(ana.makeLead(QStringLiteral("Poison"))).outcome, Outcome::Deferred);
    }

    /// A store that takes nothing at all is nobody's fault.
    void aStoreThatTakesNothingRefusesNothing()
    {
        Setting s;
        QVERIFY(s.store->database().exec(QByteArrayView("VACUUM; PRAGMA max_page_count=1")).has_value()); // No page is free.
        TestClient ana(s, s.ana);
        const Operation big = ana.makeLead(
            QStringLiteral("Big"), {assign("notes", QString(15'000, u'x'))});
        for (int i = 0; i < 2 * OperationProcessor::kFailures; ++i)
            QCOMPARE(ana.push(big).outcome, Outcome::Deferred);
        QVERIFY(s.store->database().exec(QByteArrayView("PRAGMA max_page_count=1000000")).has_value());
        QCOMPARE(ana.push(big).outcome, Outcome::Applied);
    }

    void whatTheClientGaveUpOnIsRefusedOnce()
    {
        Setting s;
        TestClient ana(s, s.ana);
        const Operation decided = ana.makeLead(QStringLiteral("Decided"));
        ana.push(decided);
        const Operation poison = ana.makeLead(QStringLiteral("Never seen"));
        const Operation later = ana.makeLead(QStringLiteral("Later"));
        const std::vector<SkippedOperation> skipped{{decided.n, decided.n, operationHash(decided)},
                                                    {poison.n, poison.n, operationHash(poison)}};
        for (int i = 0; i < 2; ++i) { // The answer may be lost.
            const auto outcome = s.processor->push({ana.id, s.ana.id, {}}, {later}, skipped);
            QVERIFY(outcome.has_value());
            QCOMPARE(outcome->results.size(), 3u);
            QCOMPARE(outcome->results[0].outcome, Outcome::Applied);
            QCOMPARE(outcome->results[1].reason, RejectReason::ServerError);
            QCOMPARE(outcome->results[2].outcome, Outcome::Applied);
        }
        QCOMPARE(ana.push(poison).reason, RejectReason::ServerError);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "test_history.moc"
