// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/engine_fixture.h"

namespace mdmc::sync {

using namespace test;

class TestEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsAndPushes()
    {
        Bench b;
        QCOMPARE(b.state(), SyncState::Offline);
        b.engine->start();
        QCOMPARE(b.state(), SyncState::Connecting);
        b.link.events().liveOpened();
        const auto hello = b.link.take<Hello>();
        QVERIFY(hello);
        QCOMPARE(hello->cursor, *b.replica->cursor());
        QCOMPARE(hello->scopeTag, QByteArray("tag"));
        b.link.answer(b.welcome());
        b.catchUp();
        QCOMPARE(b.state(), SyncState::Synced);
        QCOMPARE(b.engine->status().lastSyncedAt, b.clock.nowUtc());

        b.edit(QStringLiteral("one"));
        QCOMPARE(b.state(), SyncState::Syncing);
        QCOMPARE(b.engine->status().pending, 1);
        const auto push = b.link.take<Push>();
        QVERIFY(push);
        b.edit(QStringLiteral("two")); // One push at a time.
        QVERIFY(!b.link.take<Push>());
        const OperationResult result = b.applied(1);
        b.link.answer(PushResult{{result}, b.seq});
        const auto next = b.link.take<Push>();
        QVERIFY(next);
        QCOMPARE(b.link.take<AckResults>()->n, 1); // With the next push.
        QCOMPARE(next->operations.front().n, 2);
        OperationResult refused = ReplicaFixture::rejected(2, RejectReason::Permission);
        b.link.answer(PushResult{{refused}, b.seq});
        QCOMPARE(b.refusals.size(), size_t(1));
        QCOMPARE(b.engine->status().attention, 1);
        b.catchUp();
        QCOMPARE(b.state(), SyncState::Synced);
    }

    /// Attempts that fail do not move the time since which it is away.
    void awaySinceContactWasLost()
    {
        Bench b;
        b.goLive();
        b.pass(5000);
        b.link.close(ErrorCode::Unreachable);
        const UtcMs lost = b.clock.nowUtc();
        QCOMPARE(b.engine->status().since, lost);
        for (int i = 0; i < 3; ++i) {
            while (b.state() != SyncState::Connecting)
                b.pass(1000);
            QCOMPARE(b.engine->status().since, lost);
            while (b.state() == SyncState::Connecting) // Until nobody answers.
                b.pass(1000);
            QCOMPARE(b.state(), SyncState::Offline);
            QCOMPARE(b.engine->status().since, lost);
        }
        QVERIFY(b.clock.nowUtc() > lost);
    }

    void aLostReplyIsAskedForAgain()
    {
        Bench b;
        b.goLive();
        b.edit(QStringLiteral("one"));
        const auto push = b.link.take<Push>();
        QVERIFY(push);
        b.link.close(ErrorCode::Unreachable); // The server has committed; the answer is lost.
        QCOMPARE(b.state(), SyncState::Offline);
        QCOMPARE(b.engine->status().pending, 1);
        b.pass(1000);
        b.link.events().liveOpened();
        QCOMPARE(b.link.take<Hello>()->lastN, 1);
        b.link.answer(b.welcome());
        const auto again = b.link.take<Push>();
        QVERIFY(again);
        QCOMPARE(again->operations, push->operations); // Byte for byte, so that the server knows it.
        const OperationResult result = b.applied(1);
        b.link.answer(PushResult{{result}, b.seq});
        b.link.answer(PushResult{{result}, b.seq});
        QCOMPARE(b.engine->status().pending, 0);
        QCOMPARE(b.rowsIn("acked_ops"), 1);
    }

    void aMissingResultIsAskedForAgainOnAQuietSocket()
    {
        Bench b;
        b.goLive();
        b.edit(QStringLiteral("one"));
        QVERIFY(b.link.take<Push>());
        for (int i = 0; i < 4; ++i) {
            b.pass(19'000);
            b.link.answer(Pong{0, b.clock.nowUtc()});
        }
        QVERIFY(b.link.take<Push>());
    }

    void aSessionThatDoesNotFollowIsAskedAgain()
    {
        // Found by the simulator: the Pull after a snapshot was lost, the socket lived on, and nothing came for ever.
        Bench b;
        b.goLive();
        b.edit(QStringLiteral("one"));
        QVERIFY(b.link.take<Push>());
        const OperationResult result = b.applied(1);
        b.link.answer(PushResult{{result}, b.seq});
        while (b.link.take<Pull>()) { }
        for (int i = 0; i < 7; ++i) {
            b.pass(10'000);
            b.link.answer(Pong{0, b.clock.nowUtc()});
        }
        const auto pull = b.link.take<Pull>();
        QVERIFY(pull);
        QCOMPARE(pull->cursor, *b.replica->cursor());
        b.catchUp();
        for (int i = 0; i < 7; ++i) {
            b.pass(10'000);
            b.link.answer(Pong{0, b.clock.nowUtc()});
        }
        QVERIFY(!b.link.take<Pull>()); // At the head nothing is asked for.
    }

    void pausesGrowAndSpread()
    {
        Bench b;
        b.engine->start();
        qint64 longest = 0;
        for (int i = 0; i < 40; ++i) {
            if (b.link.isOpen)
                b.link.close(ErrorCode::Unreachable);
            else // Now and then it tries over HTTP.
                while (!b.link.posts.empty()) {
                    const quint64 id = b.link.posts.begin()->first;
                    b.link.posts.erase(id);
                    b.link.events().postFailed(id, {Error{ErrorCode::Unreachable, {}, {}}, 0});
                }
            QCOMPARE(b.state(), SyncState::Offline);
            const qint64 pause = b.engine->msToNextTick();
            QVERIFY2(pause >= Backoff::kFirstMs && pause <= Backoff::kLongestMs, qPrintable(QString::number(pause)));
            QVERIFY(pause <= (Backoff::kFirstMs << std::min(i, 10)));
            QCOMPARE(b.engine->status().retryAt, b.clock.nowUtc() + pause);
            longest = std::max(longest, pause);
            b.clock.advance(pause - 1);
            const int opens = b.link.opens;
            b.engine->tick();
            QCOMPARE(b.link.opens, opens);
            b.clock.advance(1);
            b.engine->tick();
            QCOMPARE(b.state(), SyncState::Connecting);
        }
        QVERIFY(longest > 10'000);
        // A person who asks gets an attempt at once.
        if (b.link.isOpen)
            b.link.close(ErrorCode::Unreachable);
        b.engine->stop();
        const int opens = b.link.opens;
        b.engine->start();
        QCOMPARE(b.link.opens, opens + 1);
    }

    void theServersPauseIsObeyed()
    {
        Bench b;
        b.engine->start();
        b.link.close(ErrorCode::RateLimited, 90'000);
        QVERIFY(b.engine->msToNextTick() >= 60'000);
        const int opens = b.link.opens;
        b.pass(89'000);
        QCOMPARE(b.link.opens, opens);
        b.pass(12'000);
        QVERIFY(b.link.opens > opens);

        b.link.events().liveOpened();
        b.link.answer(b.welcome());
        b.edit(QStringLiteral("x"));
        QVERIFY(b.link.take<Push>());
        b.link.answer(ProtocolError{QStringLiteral("rate_limited"), {}, 5000, false});
        QVERIFY(!b.link.take<Push>());
        b.pass(4000);
        QVERIFY(!b.link.take<Push>());
        b.pass(2000);
        QVERIFY(b.link.take<Push>());
        QCOMPARE(b.engine->status().attention, 0);
    }

    void anExpiredTokenIsRenewed()
    {
        Bench b;
        b.edit(QStringLiteral("kept"));
        b.engine->start();
        b.link.close(ErrorCode::Unauthenticated);
        QCOMPARE(b.link.renewals, 1);
        b.link.events().renewed("new");
        QCOMPARE(b.link.opens, 2);
        b.link.events().liveOpened();
        b.link.answer(b.welcome());
        QVERIFY(b.link.take<Push>());
        // In-band, before it ends.
        b.link.answer(TokenExpiring{60'000});
        b.link.answer(TokenExpiring{50'000});
        QCOMPARE(b.link.renewals, 2);
        b.link.events().renewed("newer");
        QCOMPARE(b.link.take<Renew>()->accessToken, QByteArray("newer"));
        QCOMPARE(b.link.opens, 2);
    }

    void anEndedSessionAsksForThePassword()
    {
        Bench b;
        b.edit(QStringLiteral("kept"));
        b.engine->start();
        b.link.close(ErrorCode::Unauthenticated);
        b.link.events().renewFailed({Error{ErrorCode::Unreachable, {}, {}}, 0});
        QCOMPARE(b.state(), SyncState::Offline); // Only the network: tried again.
        b.pass(2000);
        b.link.close(ErrorCode::Unauthenticated);
        b.link.events().renewFailed({Error{ErrorCode::Unauthenticated, {}, {}}, 0});
        QCOMPARE(b.state(), SyncState::SignInNeeded);
        QCOMPARE(b.engine->status().pending, 1);
        const int opens = b.link.opens;
        b.pass(600'000);
        QCOMPARE(b.link.opens, opens);
        b.engine->start();
        QCOMPARE(b.link.opens, opens + 1);

        Bench c; // A fresh token that is refused.
        c.engine->start();
        c.link.close(ErrorCode::Unauthenticated);
        c.link.events().renewed("new");
        c.link.close(ErrorCode::Unauthenticated);
        QCOMPARE(c.link.renewals, 1);
        QCOMPARE(c.state(), SyncState::SignInNeeded);
    }

    void stops_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("revoked") << int(ErrorCode::Forbidden);
        QTest::newRow("certificate") << int(ErrorCode::CertificateRejected);
    }

    void stops()
    {
        QFETCH(int, code);
        Bench b;
        b.edit(QStringLiteral("kept"));
        b.engine->start();
        b.link.close(ErrorCode(code));
        QCOMPARE(b.state(), SyncState::Stopped);
        QCOMPARE(b.engine->status().error->code, ErrorCode(code));
        const int opens = b.link.opens;
        b.pass(3'600'000);
        QCOMPARE(b.link.opens, opens);
        QCOMPARE(b.engine->status().pending, 1);

        Bench live;
        live.goLive();
        live.link.answer(ProtocolError{QStringLiteral("session_revoked"), {}, 0, true});
        QCOMPARE(live.state(), SyncState::Stopped);
    }

    void garbageIsNoServer()
    {
        Bench b;
        b.engine->start();
        b.link.events().liveOpened();
        b.link.events().liveFrame("SSH-2.0-OpenSSH_9.2");
        QCOMPARE(b.state(), SyncState::Offline);
        QCOMPARE(b.engine->status().error->code, ErrorCode::ProtocolViolation);
        QVERIFY(b.engine->msToNextTick() >= 10'000);
        QCOMPARE(*b.row(b.known.id), b.known);
    }

    void silenceReplacesTheSocketThenHttp()
    {
        Bench b;
        b.goLive();
        b.pass(SyncEngine::kPingMs);
        QVERIFY(b.link.take<Ping>());
        b.pass(SyncEngine::kSilenceMs - SyncEngine::kPingMs - 1);
        QCOMPARE(b.state(), SyncState::Synced);
        b.pass(1);
        QCOMPARE(b.state(), SyncState::Offline);
        b.pass(1000);
        QCOMPARE(b.link.opens, 2);
        b.link.events().liveOpened();
        b.link.answer(b.welcome());
        b.pass(SyncEngine::kSilenceMs);
        QCOMPARE(b.state(), SyncState::Offline);
        b.edit(QStringLiteral("over http"));
        b.pass(2000);
        QCOMPARE(b.link.opens, 2);
        QVERIFY(b.link.posted<Hello>());
        QVERIFY(b.link.reply<Hello>({b.welcome()}));
        QVERIFY(b.link.posted<Pull>());
        const auto push = b.link.posted<Push>();
        QVERIFY(push);
        const OperationResult result = b.applied(1);
        QVERIFY(b.link.reply<Push>({b.welcome(), PushResult{{result}, b.seq}}));
        Record row = b.known;
        row.rev = result.seq;
        row.setValue(QLatin1String("notes"), Value(QStringLiteral("over http")));
        QVERIFY(b.link.reply<Pull>({b.welcome(), b.batch({row})}));
        QCOMPARE(b.state(), SyncState::Synced);
        QCOMPARE(*b.row(b.known.id), row);
        // The next poll waits at the server, and carries the acknowledgement.
        QCOMPARE(b.link.posted<Pull>()->waitMs, SyncEngine::kPollMs);
        QCOMPARE(b.link.posted<AckResults>()->n, 1);
        QVERIFY(b.link.reply<Pull>({b.welcome(), b.batch()}));
        QVERIFY(b.link.posted<Pull>());
        b.pass(SyncEngine::kHttpMs);
        QCOMPARE(b.link.opens, 3); // The live tail is tried again.
    }

    void aProxyWithoutWebSockets()
    {
        Bench b;
        b.engine->start();
        b.link.close(ErrorCode::ProtocolViolation);
        QVERIFY(b.link.posted<Hello>());
        QVERIFY(b.link.reply<Hello>({b.welcome()}));
        QVERIFY(b.link.reply<Pull>({b.welcome(), b.batch()}));
        QCOMPARE(b.state(), SyncState::Synced);
    }
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
