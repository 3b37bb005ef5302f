// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/codec.h"
#include "sync/server/session.h"
#include "workspace_fixture.h"

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
    SyncSession session(const User &user, SyncSession::Kind kind = SyncSession::Kind::Live)
    {
        return SyncSession({*store, *processor, clock, {}, QStringLiteral("Agence"), kind, {}, [this] { ++commits; },
                            &tail},
                           actorFor(user));
    }
    /// What the session would send now.
    std::optional<Changes> next(SyncSession &session)
    {
        tail.moveTo(store->head().value());
        const auto frame = session.nextFrame();
        if (!frame)
            return std::nullopt;
        return std::get<Changes>(decodeFrame(frame->bytes).value().front());
    }
    Hello hello(const User &user, const RecordId &client)
    {
        Hello hello;
        hello.clientId = client;
        hello.cursor = cursor();
        hello.scopeTag = scopeTag(actorFor(user));
        return hello;
    }
    int commits = 0;
    TailCache tail;
};

} // namespace

class TestSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resume_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("resume");
        using enum Welcome::Resume;
        QTest::newRow("in step") << "" << int(Tail);
        QTest::newRow("never synced") << "empty" << int(Snapshot);
        QTest::newRow("saw other rows") << "scope" << int(Snapshot);
        QTest::newRow("another history") << "epoch" << int(EpochMismatch);
        QTest::newRow("another tail") << "tag" << int(EpochMismatch);
        QTest::newRow("past the head") << "ahead" << int(EpochMismatch);
        QTest::newRow("a snapshot of another tail") << "seen" << int(EpochMismatch);
        QTest::newRow("a first load of another tail") << "seen empty" << int(EpochMismatch);
        QTest::newRow("a snapshot of this history") << "known" << int(Tail);
        QTest::newRow("set back") << "n" << int(ClientForked);
        QTest::newRow("another person's client") << "user" << int(ClientForked);
    }
    void resume()
    {
        QFETCH(QString, what);
        QFETCH(int, resume);
        Setting s;
        TestClient ana(s, s.ana);
        ana.createLead(QStringLiteral("Known"));
        Hello hello = s.hello(s.ana, ana.id);
        hello.lastN = 1;
        if (what == QStringLiteral("known"))
            hello.seen = hello.cursor;
        if (what.startsWith(QStringLiteral("seen"))) {
            hello.seen = hello.cursor;
            hello.seen.tag[0] = char(~hello.seen.tag[0]);
        }
        if (what.endsWith(QStringLiteral("empty")))
            hello.cursor = {};
        if (what == QStringLiteral("scope"))
            hello.scopeTag = scopeTag(actorFor(s.boss));
        if (what == QStringLiteral("epoch"))
            hello.cursor.epoch[0] = char(~hello.cursor.epoch[0]);
        if (what == QStringLiteral("tag"))
            hello.cursor.tag[0] = char(~hello.cursor.tag[0]);
        if (what == QStringLiteral("ahead"))
            hello.cursor.seq += 10;
        if (what == QStringLiteral("n"))
            hello.lastN = 0;
        SyncSession session = s.session(what == QStringLiteral("user") ? s.ben : s.ana);
        const Welcome welcome = only<Welcome>(session.handle(hello));
        QCOMPARE(int(welcome.resume), resume);
        QCOMPARE(welcome.lastN, what == QStringLiteral("user") ? 0 : 1);
        QCOMPARE(welcome.head, s.head());
        QCOMPARE(session.isFollowing(), welcome.resume == Welcome::Resume::Tail);
        if (welcome.resume == Welcome::Resume::ClientForked)
            QCOMPARE(only<ProtocolError>(session.handle(Push{{ana.makeLead(QStringLiteral("No"))}})).code,
                     QStringLiteral("client_forked"));
        if (welcome.resume != Welcome::Resume::EpochMismatch)
            return;
        // What this server lost comes before what is new, else its numbers would count as known (simulator, seed 20137).
        const Push push{{ana.makeLead(QStringLiteral("Later"))}};
        QCOMPARE(only<ProtocolError>(session.handle(push)).code, QStringLiteral("epoch_mismatch"));
        QCOMPARE(s.store->client(ana.id).value()->lastN, 1);
        hello.cursor = hello.seen = {};
        QCOMPARE(only<Welcome>(session.handle(hello)).lastN, 1);
        QCOMPARE(only<PushResult>(session.handle(push)).results.front().outcome, Outcome::Applied);
    }

    /// What overtakes a lost or refused predecessor is not reached, and nothing is lost with it.
    void pushesKeepTheirOrder()
    {
        Setting s;
        TestClient ana(s, s.ana);
        SyncSession session = s.session(s.ana);
        QCOMPARE(only<Welcome>(session.handle(s.hello(s.ana, ana.id))).limits.maxPushesUnderWay,
                 SyncSession::kPushesUnderWay);
        SyncSession request = s.session(s.ana, SyncSession::Kind::Request);
        QCOMPARE(only<Welcome>(request.handle(s.hello(s.ana, ana.id))).limits.maxPushesUnderWay, 1);
        const Operation first = ana.makeLead(QStringLiteral("First"));
        const Operation second = ana.makeLead(QStringLiteral("Second"));
        Push late{{second}};
        late.afterN = first.n;
        const qint64 before = s.head();
        QVERIFY(only<PushResult>(session.handle(late)).results.empty());
        QCOMPARE(s.head(), before);
        QCOMPARE(only<PushResult>(session.handle(Push{{first}})).results.front().outcome, Outcome::Applied);
        QCOMPARE(only<PushResult>(session.handle(late)).results.front().outcome, Outcome::Applied);
        QCOMPARE(s.store->client(ana.id).value()->lastN, second.n);
    }

    void pushesInARow_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QList<int>>("results"); // Of each push
        QTest::addColumn<int>("commits");
        QTest::newRow("sound") << "" << QList<int>{1, 2, 1} << 1;
        QTest::newRow("one of them was decided before") << "repeated" << QList<int>{1, 2, 1} << 1;
        QTest::newRow("one is refused as a whole") << "disorder" << QList<int>{1, -1, 0} << 1;
        QTest::newRow("one overtakes what is missing") << "gap" << QList<int>{1, 0, 0} << 1;
    }
    void pushesInARow()
    {
        QFETCH(QString, what);
        QFETCH(QList<int>, results);
        QFETCH(int, commits);
        Setting s;
        TestClient ana(s, s.ana);
        SyncSession session = s.session(s.ana);
        session.handle(s.hello(s.ana, ana.id));
        std::vector<Push> pushes(3);
        pushes[0].operations = {ana.makeLead(QStringLiteral("One"))};
        const Operation lost = ana.makeLead(QStringLiteral("Lost"));
        pushes[1].operations = {ana.makeLead(QStringLiteral("Two")), ana.makeLead(QStringLiteral("Three"))};
        pushes[2].operations = {ana.makeLead(QStringLiteral("Four"))};
        pushes[1].afterN = what == QStringLiteral("gap") ? lost.n : pushes[0].operations.back().n;
        pushes[2].afterN = pushes[1].operations.back().n;
        if (what == QStringLiteral("repeated"))
            session.handle(pushes[0]);
        if (what == QStringLiteral("disorder"))
            std::swap(pushes[1].operations.front(), pushes[1].operations.back());
        s.commits = 0;
        const std::vector<Message> answers = session.handle(pushes);
        QCOMPARE(int(answers.size()), 3);
        for (int i = 0; i < 3; ++i) {
            const auto *answer = std::get_if<PushResult>(&answers[size_t(i)]);
            QCOMPARE(answer ? int(answer->results.size()) : -1, results[i]);
            for (size_t k = 0; answer && k < answer->results.size(); ++k)
                QCOMPARE(answer->results[k].n, pushes[size_t(i)].operations[k].n);
        }
        QCOMPARE(s.commits, commits);
        const std::vector<Message> pages = session.nextChanges(3);
        QVERIFY(!pages.empty());
        QCOMPARE(std::get<Changes>(pages.back()).to.seq, s.head());
    }

    void helloComesFirst()
    {
        Setting s;
        SyncSession session = s.session(s.ana);
        QVERIFY(only<ProtocolError>(session.handle(Pull{})).isFatal);
        QVERIFY(session.hasFatalError());
    }

    void unknownProtocolIsRefused()
    {
        Setting s;
        SyncSession session = s.session(s.ana);
        Hello hello = s.hello(s.ana, RecordId::mint());
        hello.protocolMin = hello.protocolMax = kProtocolVersion + 5;
        QCOMPARE(only<ProtocolError>(session.handle(hello)).code, QStringLiteral("protocol_unsupported"));
    }

    void pushThenFollow()
    {
        Setting s;
        TestClient ana(s, s.ana), boss(s, s.boss);
        SyncSession session = s.session(s.ana);
        session.handle(s.hello(s.ana, ana.id));
        QVERIFY(!s.next(session));
        const PushResult pushed = only<PushResult>(session.handle(Push{{ana.makeLead(QStringLiteral("Live"))}}));
        QCOMPARE(pushed.results.front().outcome, Outcome::Applied);
        QCOMPARE(s.commits, 1);
        boss.createLead(QStringLiteral("Out of sight"));
        const std::optional<Changes> changes = s.next(session);
        QVERIFY(changes.has_value());
        QCOMPARE(changes->rows.size(), 1u);
        QCOMPARE(changes->to, s.cursor());
        QVERIFY(!s.next(session));
    }

    /// They stay for those who ask again under another id, until maintenance removes them.
    void acknowledgedResultsAreNoted()
    {
        Setting s;
        TestClient ana(s, s.ana);
        SyncSession session = s.session(s.ana);
        session.handle(s.hello(s.ana, ana.id));
        session.handle(Push{{ana.makeLead(QStringLiteral("Acked"))}});
        QVERIFY(s.store->result(ana.id, 1)->has_value());
        QVERIFY(session.handle(AckResults{1}).empty());
        QVERIFY(s.store->result(ana.id, 1)->has_value());
        // Not worth a durable write of its own.
        QCOMPARE(s.store->client(ana.id).value()->ackedN, 0);
        session.handle(Push{{ana.makeLead(QStringLiteral("Next"))}});
        QVERIFY(s.store->result(ana.id, 1)->has_value());
        QCOMPARE(s.store->client(ana.id).value()->ackedN, 1);
    }

    void behindFollowsAgainAfterAPull()
    {
        Setting s;
        TestClient ana(s, s.ana);
        SyncSession session = s.session(s.ana);
        session.handle(s.hello(s.ana, ana.id));
        const Cursor before = s.cursor();
        ana.createLead(QStringLiteral("Missed"));
        QCOMPARE(std::get<Behind>(session.fallBehind()).head, s.head());
        QVERIFY(!s.next(session));
        QCOMPARE(only<Changes>(session.handle(Pull{before, 100, 0})).rows.size(), 1u);
        QVERIFY(session.isFollowing());
    }

    void pullOfAnotherHistory()
    {
        Setting s;
        SyncSession session = s.session(s.ana, SyncSession::Kind::Request);
        session.handle(s.hello(s.ana, RecordId::mint()));
        Cursor cursor = s.cursor();
        cursor.epoch = QByteArray(16, 'x');
        QCOMPARE(only<ProtocolError>(session.handle(Pull{cursor, 100, 0})).code, QStringLiteral("epoch_mismatch"));
        QCOMPARE(only<ProtocolError>(session.handle(Pull{{}, 100, 0})).code, QStringLiteral("resnapshot"));
    }

    /// Whoever was filled for another sight gets no rows before a snapshot, whatever the road.
    void aTailOfAnotherSightIsRefused()
    {
        Setting s;
        for (const auto kind : {SyncSession::Kind::Request, SyncSession::Kind::Live}) {
            SyncSession session = s.session(s.ana, kind);
            Hello hello = s.hello(s.ana, RecordId::mint());
            hello.scopeTag = scopeTag(actorFor(s.boss));
            QCOMPARE(only<Welcome>(session.handle(hello)).resume, Welcome::Resume::Snapshot);
            QCOMPARE(only<ProtocolError>(session.handle(Pull{s.cursor(), 100, 0})).code, QStringLiteral("resnapshot"));
            QCOMPARE(only<ProtocolError>(session.handle(Pull{s.cursor(), 100, 0, hello.scopeTag})).code,
                     QStringLiteral("resnapshot"));
            QVERIFY(!session.isFollowing());
            // After the snapshot, on the same connection:
            only<Changes>(session.handle(Pull{s.cursor(), 100, 0, scopeTag(actorFor(s.ana))}));
            QCOMPARE(session.isFollowing(), kind == SyncSession::Kind::Live);
        }
    }

    void changedRoleStopsTheTail()
    {
        Setting s;
        SyncSession session = s.session(s.ana);
        session.handle(s.hello(s.ana, RecordId::mint()));
        User promoted = s.ana;
        promoted.scope = sightKey(Sight::All);
        const std::optional<Message> notice = session.setActor(actorFor(promoted));
        QVERIFY(notice.has_value());
        QCOMPARE(std::get<ScopeChanged>(*notice).scopeTag, scopeTag(actorFor(promoted)));
        QVERIFY(!session.isFollowing());
        promoted.isActive = false;
        QVERIFY(std::get<ProtocolError>(*session.setActor(actorFor(promoted))).isFatal);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
