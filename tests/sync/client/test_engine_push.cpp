// SPDX-License-Identifier: GPL-3.0-or-later
// What goes out while a snapshot comes in, and after the server could not take it.
#include "tests/sync/client/engine_fixture.h"

namespace mdmc::sync {

using namespace test;

namespace {

/// Edits made offline, each a push of its own, to a server that takes four at a time.
void beginOneByOne(Bench &b, int edits)
{
    for (int i = 0; i < edits; ++i)
        b.edit(QString::number(i));
    b.engine->start();
    b.link.events().liveOpened();
    Welcome welcome = b.welcome();
    welcome.lastN = 0;
    welcome.limits.maxPushOperations = 1;
    welcome.limits.maxPushesUnderWay = 4;
    b.link.answer(welcome);
}

} // namespace

class TestEnginePush : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void uploadsDoNotWaitForASnapshot()
    {
        Bench b;
        b.engine->start();
        b.link.events().liveOpened();
        b.edit(QStringLiteral("before"));
        b.link.answer(b.welcome(Welcome::Resume::Snapshot));
        QVERIFY(b.link.posted<SnapshotRequest>());
        const auto push = b.link.take<Push>();
        QVERIFY(push);
        const OperationResult result = b.applied(1);
        b.link.answer(PushResult{{result}, b.seq});
        QCOMPARE(b.engine->status().pending, 0);
        QCOMPARE(b.lead(b.known.id).notes, QStringLiteral("before")); // Overlaid until the tail brings it.
        b.edit(QStringLiteral("during"));
        QVERIFY(b.link.take<Push>());
        QCOMPARE(b.link.take<AckResults>()->n, 1); // With it.
        // A push that the server cannot take now does not break the snapshot off.
        b.link.answer(ProtocolError{QStringLiteral("storage_busy"), {}, 0, false});
        QVERIFY(b.link.posted<SnapshotRequest>());
        QVERIFY(b.link.isOpen);
    }

    /// The first alone, then as many together as half of what the server allows; each says what it comes after.
    void severalAreUnderWay()
    {
        Bench b;
        beginOneByOne(b, 11);
        QCOMPARE(b.pushedNumbers(), (QList<qint64>{1, 2, 3}));
        b.link.answer(PushResult{{b.applied(1)}, b.seq});
        QCOMPARE(b.pushedNumbers(), (QList<qint64>{4, 5}));
        b.link.answer({PushResult{{b.applied(2)}, b.seq}, PushResult{{b.applied(3)}, b.seq}});
        QCOMPARE(b.pushedNumbers(), (QList<qint64>{6, 7}));
        QCOMPARE(b.engine->status().pending, 8);
        // What cannot be taken holds up those behind it: nothing goes out before all have come back.
        OperationResult deferred;
        deferred.n = 4;
        deferred.outcome = Outcome::Deferred;
        deferred.retryAfterMs = 100;
        b.link.answer({PushResult{{deferred}, b.seq}, PushResult{{}, b.seq}});
        b.pass(5000);
        QVERIFY(b.pushedNumbers().isEmpty());
        b.link.answer({PushResult{{}, b.seq}, PushResult{{}, b.seq}});
        b.pass(5000);
        QCOMPARE(b.pushedNumbers(), (QList<qint64>{4, 5, 6}));
        QCOMPARE(b.engine->status().pending, 8);
    }

    /// Decided in another order than they were made, edits of a record would be shown in that order (simulator, with every
    /// group pushed by itself: seed 8200392).
    void resultsWaitForALostAnswer()
    {
        Bench b;
        beginOneByOne(b, 3);
        QCOMPARE(b.pushedNumbers(), (QList<qint64>{1, 2, 3}));
        const OperationResult first = b.applied(1);
        const OperationResult second = b.applied(2);
        b.link.answer(PushResult{{second}, b.seq});
        QCOMPARE(b.engine->status().pending, 3);
        QVERIFY(b.pushedNumbers().isEmpty());
        const OperationResult third = b.applied(3);
        b.link.answer(PushResult{{third}, b.seq});
        QCOMPARE(b.engine->status().pending, 3);
        QCOMPARE(b.pushedNumbers(), (QList<qint64>{1, 2, 3}));
        b.link.answer({PushResult{{first}, b.seq}, PushResult{{second}, b.seq}, PushResult{{third}, b.seq}});
        QCOMPARE(b.engine->status().pending, 0);
    }

    /// Bases of a lost history say nothing before they were compared with what the server has now.
    void afterALossTheSnapshotComesFirst()
    {
        Bench b;
        b.edit(QStringLiteral("typed"));
        b.engine->start();
        b.link.events().liveOpened();
        b.epoch = QByteArray(16, 'n');
        b.link.answer(b.welcome(Welcome::Resume::EpochMismatch));
        b.link.answer(b.welcome(Welcome::Resume::Snapshot));
        QVERIFY(b.link.posted<SnapshotRequest>());
        b.pass(5000);
        QVERIFY(!b.link.take<Push>());
    }

    void whatTheServerLostIsOfferedAtTheNextGreeting()
    {
        Bench b;
        b.goLive();
        b.edit(QStringLiteral("acknowledged"));
        QVERIFY(b.link.take<Push>());
        const OperationResult result = b.applied(1);
        b.link.answer(PushResult{{result}, b.seq});
        b.link.close(ErrorCode::Unreachable);
        b.pass(1000);
        b.link.events().liveOpened();
        Welcome welcome = b.welcome();
        welcome.lastN = 0;
        b.link.answer(welcome);
        const auto again = b.link.take<Push>();
        QVERIFY(again);
        QCOMPARE(again->operations.front().n, 1);
    }

    /// A reply that was on its way before the result came says nothing of it.
    void anOldGreetingIsNotBelieved()
    {
        Bench b;
        b.goLive();
        b.pass(1000);
        b.edit(QStringLiteral("acknowledged"));
        QVERIFY(b.link.take<Push>());
        b.link.answer(PushResult{{b.applied(1)}, b.seq});
        b.catchUp();
        b.link.answer(Behind{b.seq + 5});
        QVERIFY(b.link.posted<Pull>());
        b.link.answer(ProtocolError{QStringLiteral("epoch_mismatch"), {}, 0, false}); // Says hello anew.
        Welcome old = b.welcome();
        old.lastN = 0;
        QVERIFY(b.link.reply<Pull>({old, b.batch()}));
        QVERIFY(!b.link.take<Push>());
        QCOMPARE(b.engine->status().pending, 0);
    }

    /// What was made and decided after a request had left is no sign of a copy.
    void anOldGreetingMakesNoCopy()
    {
        Bench b;
        b.goLive();
        const RecordId id = b.replica->hello()->clientId;
        b.link.answer(Behind{b.seq + 1});
        QVERIFY(b.link.posted<Pull>()); // Greets with the last number 0.
        b.edit(QStringLiteral("decided"));
        QVERIFY(b.link.take<Push>());
        b.link.answer(PushResult{{b.applied(1)}, b.seq, id});
        b.edit(QStringLiteral("on its way"));
        QVERIFY(b.link.take<Push>());
        Welcome old = b.welcome(Welcome::Resume::ClientForked);
        old.lastN = 2;
        QVERIFY(b.link.reply<Pull>({old, b.batch()}));
        QCOMPARE(b.replica->hello()->clientId, id);
        QCOMPARE(b.replica->cursor()->seq, b.seq); // And what else it brought is taken.
        b.link.answer(PushResult{{b.applied(2)}, b.seq, id});
        QCOMPARE(b.engine->status().pending, 0);
    }

    /// Numbers of a former id mean other operations now.
    void resultsOfAFormerIdAreNotTaken()
    {
        Bench b;
        b.goLive();
        const RecordId id = b.replica->hello()->clientId;
        b.edit(QStringLiteral("decided"));
        QVERIFY(b.link.take<Push>());
        b.link.answer(PushResult{{b.applied(1)}, b.seq, id});
        b.link.answer(Behind{b.seq + 1});
        b.edit(QStringLiteral("first"));
        b.edit(QStringLiteral("second"));
        QVERIFY(b.link.take<Push>());
        QVERIFY(b.link.reply<Pull>({b.welcome(Welcome::Resume::ClientForked)}));
        const auto hello = b.link.take<Hello>();
        QVERIFY(hello && hello->clientId != id);
        b.link.answer(PushResult{{b.applied(2)}, b.seq, id}); // The first, which is number 1 now.
        QCOMPARE(b.engine->status().pending, 2);
        b.link.answer(b.welcome());
        const auto again = b.link.take<Push>();
        QVERIFY(again);
        QCOMPARE(again->operations.size(), size_t(2));
        QCOMPARE(again->operations.front().origin->n, 2);
        b.link.answer(PushResult{{b.applied(1), b.applied(2)}, b.seq, hello->clientId});
        QCOMPARE(b.engine->status().pending, 0);
    }

    void whatTheServerCannotBearIsGivenUp()
    {
        Bench b;
        b.goLive();
        b.edit(QStringLiteral("poison"));
        b.edit(QStringLiteral("later"));
        const UtcMs start = b.clock.nowUtc();
        int failures = 0;
        std::optional<Push> push;
        while (failures < 40) {
            while (!(push = b.link.take<Push>())) {
                b.pass(500);
                if (b.link.take<Ping>())
                    b.link.answer(Pong{0, b.clock.nowUtc()});
                QVERIFY(b.clock.nowUtc() - start < 20 * 60'000);
            }
            if (!push->skipped.empty())
                break;
            ++failures;
            b.link.answer(ProtocolError{QStringLiteral("internal"), {}, 0, false});
        }
        QVERIFY2(failures >= Replica::kPushFailures && failures <= Replica::kPushFailures + 4,
                 qPrintable(QString::number(failures)));
        QVERIFY(push->operations.empty());
        QCOMPARE(push->skipped.size(), size_t(1));
        QCOMPARE(push->skipped.front().n, 1);
        b.link.answer(PushResult{{ReplicaFixture::rejected(1, RejectReason::ServerError)}, b.seq});
        QCOMPARE(b.engine->status().attention, 1);
        const auto later = b.link.take<Push>();
        QVERIFY(later);
        QCOMPARE(later->operations.front().n, 2);
    }

    /// A server that answers nothing else is down, not poisoned.
    void aServerThatIsDownIsNoReasonToGiveUp()
    {
        Bench b;
        b.goLive();
        b.edit(QStringLiteral("innocent"));
        for (int i = 0; i < 60; ++i) {
            if (b.link.take<Push>())
                b.link.answer(ProtocolError{QStringLiteral("internal"), {}, 0, false});
            b.pass(2000);
        }
        QVERIFY(b.replica->givenUp()->empty());
        QCOMPARE(b.engine->status().pending, 1);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestEnginePush)
#include "test_engine_push.moc"
