// SPDX-License-Identifier: GPL-3.0-or-later
// The log of what the connection did, and what the inspector is told, from the real engine over a real replica.
#include "sync/client/engine.h"
#include "sync/protocol/codec.h"
#include "tests/sync/client/replica_fixture.h"

namespace mdmc::sync {

using namespace test;
using EventKind = SyncEvent::Kind;

namespace {

/// A network that keeps what is sent and says what it is told to.
class QuietLink final : public Link {
public:
    void openLive() override { }
    void sendLive(const QByteArray &frame) override
    {
        const auto messages = decodeFrame(frame).value();
        for (const Message &message : messages)
            if (const Push *push = std::get_if<Push>(&message))
                pushes.push_back(*push);
    }
    void closeLive() override { }
    quint64 post(const QByteArray &frame, int) override
    {
        const auto messages = decodeFrame(frame).value();
        isChecking = std::any_of(messages.begin(), messages.end(),
                                 [](const Message &m) { return std::holds_alternative<ChecksumRequest>(m); });
        return ++lastPost;
    }
    void cancelPosts() override { }
    void renew() override { }
    LinkEvents &events() { return *m_events; }
    void answer(const Message &message) { m_events->liveFrame(encodeFrame(message)); }

    std::vector<Push> pushes;
    bool isChecking = false;
    quint64 lastPost = 0;
};

struct Bench : ReplicaFixture, EngineObserver {
    Bench()
    {
        known = leadRow(QStringLiteral("Known"));
        snapshot({known});
        engine = std::make_unique<SyncEngine>(*replica, link, clock, random, *this);
    }
    void statusChanged(const SyncStatus &) override { }
    void replicaChanged(const ChangeSet &) override { }
    void operationRefused(const Refusal &) override { }

    void goLive(qint64 head)
    {
        engine->start();
        link.events().liveOpened();
        Welcome welcome;
        welcome.epoch = epoch;
        welcome.head = head;
        welcome.serverTime = clock.nowUtc();
        welcome.scopeTag = "tag";
        welcome.userId = me.id;
        welcome.resume = Welcome::Resume::Tail;
        link.answer(welcome);
    }
    void edit(const QString &notes)
    {
        require(commit(Kind::Patch, known.id, {leadText("notes", notes)}));
        engine->localChange();
    }
    SyncInspection inspect()
    {
        auto told = engine->inspect();
        require(told);
        return *told;
    }
    std::vector<EventKind> kinds()
    {
        std::vector<EventKind> found;
        for (const SyncEvent &event : inspect().events)
            found.push_back(event.kind);
        return found;
    }

    QuietLink link;
    Record known;
    std::unique_ptr<SyncEngine> engine;
};

} // namespace

class TestSyncLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsTheLastAndCountsWhatWent()
    {
        ManualClock clock(1'000'000);
        SyncLog log(clock);
        for (size_t i = 0; i < SyncLog::kCapacity + 7; ++i) {
            clock.advance(10);
            log.add({.kind = EventKind::Pushed, .a = qint64(i)});
        }
        const auto events = log.events();
        QCOMPARE(events.size(), SyncLog::kCapacity);
        QCOMPARE(events.front().a, 7);
        QCOMPARE(events.back().a, qint64(SyncLog::kCapacity + 6));
        QCOMPARE(events.back().at, clock.nowUtc());
        QCOMPARE(log.dropped(), 7);
    }

    void manyBatchesInASecondAreOneLine()
    {
        ManualClock clock(1'000'000);
        SyncLog log(clock);
        log.add({.kind = EventKind::Received, .a = 5});
        clock.advance(400);
        log.add({.kind = EventKind::Received, .a = 2, .b = 1});
        clock.advance(700);
        log.add({.kind = EventKind::Received, .a = 1});
        const auto events = log.events();
        QCOMPARE(events.size(), size_t(2));
        QCOMPARE(events[0].a, 7);
        QCOMPARE(events[0].b, 1);
        clock.jumpWallClock(-600'000); // A clock that is put back must not swallow anything.
        log.add({.kind = EventKind::Received, .a = 9});
        QCOMPARE(log.events().size(), size_t(3));
    }

    void tellsHowAnEditTravels()
    {
        Bench b;
        b.edit(QStringLiteral("one"));
        const UtcMs editedAt = b.clock.nowUtc();
        SyncInspection told = b.inspect();
        QCOMPARE(told.transport, SyncInspection::Transport::None);
        QCOMPARE(told.queued, 1);
        QCOMPARE(told.sent, 0);
        QCOMPARE(told.oldestEditedAt, editedAt);
        QCOMPARE(told.cursor, b.seq);
        QCOMPARE(told.epoch, b.epoch.left(4));
        QVERIFY(told.events.empty());

        b.clock.advance(60'000);
        b.goLive(b.seq + 3); // Others have gone on meanwhile.
        told = b.inspect();
        QCOMPARE(told.transport, SyncInspection::Transport::Live);
        QCOMPARE(told.head - told.cursor, 3);
        QCOMPARE(told.queued, 0);
        QCOMPARE(told.sent, 1);
        QCOMPARE(b.kinds(), (std::vector<EventKind>{EventKind::Opening, EventKind::Greeted, EventKind::Pushed}));
        const auto waiting = b.replica->pending(10);
        VERIFY_OK(waiting);
        QCOMPARE(waiting->front().state, PendingOperation::State::Sent);
        QCOMPARE(waiting->front().sentAt, b.clock.nowUtc());

        b.seq += 3;
        const OperationResult taken = b.applied(1);
        b.link.answer(PushResult{{taken}, b.seq});
        told = b.inspect();
        QCOMPARE(told.sent, 0);
        QCOMPARE(told.decided, 1); // Until the cursor passes it.
        QCOMPARE(told.oldestEditedAt, 0);
        QCOMPARE(b.replica->pending(10)->front().state, PendingOperation::State::Decided);
        QCOMPARE(told.events.back().kind, EventKind::Answered);
        QCOMPARE(told.events.back().a, 1);

        Changes changes;
        changes.from = b.replica->cursor()->seq;
        changes.to = b.cursorAt(b.seq);
        changes.rows = {b.known};
        b.link.answer(changes);
        told = b.inspect();
        QCOMPARE(told.decided, 0);
        QCOMPARE(told.cursor, told.head);
        QVERIFY(b.replica->pending(10)->empty());
        QCOMPARE(told.events.back().kind, EventKind::Received);
    }

    void tellsWhyAnEditWasRefused()
    {
        Bench b;
        b.edit(QStringLiteral("one"));
        b.goLive(b.seq);
        OperationResult refused = ReplicaFixture::rejected(1, RejectReason::Permission);
        refused.detail = QStringLiteral("canary@example.org");
        b.link.answer(PushResult{{refused}, b.seq});
        const auto events = b.inspect().events;
        QCOMPARE(events.back().kind, EventKind::Refused);
        QCOMPARE(events.back().reasonName(), QLatin1String("permission"));
        QCOMPARE(events.back().type, std::optional(EntityType::Lead));
        QCOMPARE(events.at(events.size() - 2).b, 1);
    }

    void tellsOfTroubleAndOfTheNextAttempt()
    {
        Bench b;
        b.engine->start();
        b.link.events().liveClosed({Error{ErrorCode::Unreachable, QStringLiteral("canary.example.org"), {}}, 0});
        auto event = b.inspect().events.back();
        QCOMPARE(event.kind, EventKind::Waiting);
        QCOMPARE(event.error, std::optional(ErrorCode::Unreachable));
        QCOMPARE(b.clock.nowUtc() + event.a, b.engine->status().retryAt);
        b.engine->stop();
        b.engine->stop();
        QCOMPARE(b.kinds(), (std::vector<EventKind>{EventKind::Opening, EventKind::Waiting, EventKind::StoppedByHand}));

        b.edit(QStringLiteral("one"));
        b.goLive(b.seq);
        b.link.answer(ProtocolError{QStringLiteral("rate_limited"), {}, 5000, false});
        const SyncInspection told = b.inspect();
        QCOMPARE(told.events.back().kind, EventKind::PushDelayed);
        QVERIFY(told.sendsAt >= b.clock.nowUtc() + 5000);
    }

    void tellsOfComparisons()
    {
        Bench b;
        b.goLive(b.seq);
        b.clock.advance(SyncEngine::kCheckMs);
        b.link.answer(Pong{0, b.clock.nowUtc()});
        b.engine->tick();
        QVERIFY(b.link.isChecking);
        QCOMPARE(b.inspect().comparedAt, 0);
        ChecksumReply reply;
        reply.at = b.cursorAt(b.seq + 1); // Not where we are: nothing is compared.
        b.link.events().replied(b.link.lastPost, decodeFramePacked(encodeFrame(Message(reply))));
        QCOMPARE(b.inspect().comparedAt, 0);
        b.clock.advance(SyncEngine::kCheckMs);
        b.link.answer(Pong{0, b.clock.nowUtc()});
        b.engine->tick();
        reply.at = *b.replica->cursor();
        b.link.events().replied(b.link.lastPost, decodeFramePacked(encodeFrame(Message(reply))));
        const SyncInspection told = b.inspect();
        QCOMPARE(told.comparedAt, b.clock.nowUtc());
        QCOMPARE(told.differing, 0);
        QCOMPARE(told.events.back().kind, EventKind::Compared);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestSyncLog)
#include "test_sync_log.moc"
