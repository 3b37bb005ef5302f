// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/replica_fixture.h"

#include "sync/client/engine.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

using namespace test;

namespace {

/// A network that does nothing by itself: the test sees what was sent and answers.
class ScriptedLink final : public Link {
public:
    void openLive() override { ++opens; isOpen = true; }
    void sendLive(const QByteArray &frame) override
    {
        const std::vector<Message> messages = decodeFrame(frame).value();
        sent.insert(sent.end(), messages.begin(), messages.end());
    }
    void closeLive() override { isOpen = false; }
    quint64 post(const QByteArray &frame, int) override
    {
        posts.emplace(++lastPost, decodeFrame(frame).value());
        return lastPost;
    }
    void afterSending(std::function<void()> work) override { isHolding ? held.push_back(std::move(work)) : work(); }
    void cancelPosts() override { posts.clear(); held.clear(); }
    void renew() override { ++renewals; }

    LinkEvents &events() { return *m_events; }
    void answer(const Message &message) { m_events->liveFrame(encodeFrame(message)); }
    void close(ErrorCode code, qint64 retryAfterMs = 0)
    {
        isOpen = false;
        m_events->liveClosed({Error{code, QStringLiteral("scripted"), {}}, retryAfterMs});
    }
    /// Answers the oldest post that carries such a message.
    template<typename Asked>
    bool reply(const std::vector<Message> &messages)
    {
        for (const auto &[id, asked] : posts) {
            if (!std::any_of(asked.begin(), asked.end(), [](const Message &m) { return std::holds_alternative<Asked>(m); }))
                continue;
            const quint64 found = id;
            posts.erase(found);
            m_events->replied(found, encodeFrame(messages));
            return true;
        }
        return false;
    }
    template<typename Asked>
    std::optional<Asked> posted() const
    {
        for (const auto &[id, asked] : posts)
            for (const Message &message : asked)
                if (const Asked *found = std::get_if<Asked>(&message))
                    return *found;
        return std::nullopt;
    }
    /// The last message of the kind on the live socket, taken out.
    template<typename Kind>
    std::optional<Kind> take()
    {
        for (size_t i = sent.size(); i-- > 0;) {
            if (const Kind *found = std::get_if<Kind>(&sent[i])) {
                const Kind message = *found;
                sent.erase(sent.begin() + qptrdiff(i));
                return message;
            }
        }
        return std::nullopt;
    }

    int opens = 0;
    bool isHolding = false;
    std::vector<std::function<void()>> held;
    int renewals = 0;
    bool isOpen = false;
    std::vector<Message> sent;
    std::map<quint64, std::vector<Message>> posts;
    quint64 lastPost = 0;
};

struct Bench : ReplicaFixture, EngineObserver {
    Bench()
    {
        known = leadRow(QStringLiteral("Known"));
        snapshot({known});
        engine = std::make_unique<SyncEngine>(*replica, link, clock, random, *this);
    }

    void statusChanged(const SyncStatus &status) override { states.push_back(status.state); }
    void replicaChanged(const ChangeSet &) override { ++changes; }
    void operationRefused(const Refusal &refusal) override { refusals.push_back(refusal); }

    Welcome welcome(Welcome::Resume resume = Welcome::Resume::Tail) const
    {
        Welcome message;
        message.epoch = epoch;
        message.head = seq;
        message.serverTime = clock.nowUtc();
        message.scopeTag = "tag";
        message.userId = me.id;
        message.resume = resume;
        return message;
    }

    void goLive()
    {
        engine->start();
        link.events().liveOpened();
        link.answer(welcome());
        catchUp();
    }

    /// The tail catches up with the server's head.
    void catchUp(std::vector<Record> rows = {}) { link.answer(batch(std::move(rows))); }
    Changes batch(std::vector<Record> rows = {})
    {
        Changes message;
        message.from = replica->cursor()->seq;
        message.to = cursorAt(seq);
        message.rows = std::move(rows);
        return message;
    }

    void edit(const QString &notes)
    {
        require(commit(Kind::Patch, known.id, {leadText("notes", notes)}));
        engine->localChange();
    }

    /// Lets time pass as the host does: never past the engine's own deadline.
    void pass(qint64 ms)
    {
        while (ms > 0) {
            const qint64 step = std::min(ms, engine->msToNextTick());
            clock.advance(step);
            ms -= step;
            engine->tick();
        }
    }

    SyncState state() const { return engine->status().state; }

    ScriptedLink link;
    Record known;
    std::unique_ptr<SyncEngine> engine;
    std::vector<SyncState> states;
    std::vector<Refusal> refusals;
    int changes = 0;
};

} // namespace

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
        QCOMPARE(b.link.take<AckResults>()->n, 1);
        const auto next = b.link.take<Push>();
        QVERIFY(next);
        QCOMPARE(next->operations.front().n, 2);
        OperationResult refused = ReplicaFixture::rejected(2, RejectReason::Permission);
        b.link.answer(PushResult{{refused}, b.seq});
        QCOMPARE(b.refusals.size(), size_t(1));
        QCOMPARE(b.engine->status().attention, 1);
        b.catchUp();
        QCOMPARE(b.state(), SyncState::Synced);
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

    void scopeChangeReloads()
    {
        Bench b;
        b.goLive();
        b.link.answer(ScopeChanged{"other"});
        QCOMPARE(b.state(), SyncState::Syncing);
        std::vector<Record> all = b.baseRows;
        all.push_back(b.known);
        for (const EntityInfo *info : allEntities()) {
            const auto request = b.link.posted<SnapshotRequest>();
            QVERIFY(request);
            QCOMPARE(request->type, info->type);
            SnapshotPage page{info->type, {}, true, info == allEntities().back(), b.cursorAt(b.seq), 0};
            for (const Record &row : all)
                if (row.type == info->type)
                    page.rows.push_back(row);
            page.liveCount = qint64(page.rows.size());
            QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page}));
        }
        QVERIFY(b.link.take<Pull>());
        QCOMPARE(b.replica->hello()->scopeTag, QByteArray("other"));
        QCOMPARE(b.state(), SyncState::Synced);
    }

    void theNextPageIsAskedForWhileOneIsWritten()
    {
        Bench b;
        b.goLive();
        b.link.answer(ScopeChanged{"other"});
        b.link.isHolding = true;
        const EntityType first = allEntities()[0]->type;
        const EntityType second = allEntities()[1]->type;
        const SnapshotPage page{first, {}, true, false, b.cursorAt(b.seq), 0};
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page}));
        QCOMPARE(b.link.posted<SnapshotRequest>()->type, second); // Under way …
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, first);   // … and nothing written yet.
        QCOMPARE(b.link.held.size(), size_t(1));
        b.link.held.front()();
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, second);
        QCOMPARE(b.link.posts.size(), size_t(1)); // Not asked for twice.
    }

    void aPageOfABrokenConnectionIsAskedForAgain()
    {
        Bench b;
        b.goLive();
        b.link.answer(ScopeChanged{"other"});
        b.link.isHolding = true;
        const EntityType first = allEntities()[0]->type;
        const SnapshotPage page{first, {}, true, false, b.cursorAt(b.seq), 0};
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page}));
        const auto late = b.link.held.front();
        b.link.close(ErrorCode::Unreachable);
        QVERIFY(b.link.held.empty());
        late(); // Even if it ran: the connection it came from is gone.
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, first);
    }

    void whoFallsBehindPagesOverHttp()
    {
        Bench b;
        b.goLive();
        const Record one = b.leadRow(QStringLiteral("One"));
        const Record two = b.leadRow(QStringLiteral("Two"));
        b.link.answer(Behind{b.seq});
        QCOMPARE(b.state(), SyncState::Syncing);
        Changes first = b.batch({one});
        first.to = b.cursorAt(one.rev);
        first.hasMore = true;
        QVERIFY(b.link.reply<Pull>({b.welcome(), first}));
        QVERIFY(!b.link.take<Pull>());
        QVERIFY(b.link.reply<Pull>({b.welcome(), b.batch({two})}));
        QCOMPARE(b.link.take<Pull>()->cursor, b.cursorAt(two.rev)); // Live again from here.
        QVERIFY(b.row(one.id) && b.row(two.id));
        QCOMPARE(b.state(), SyncState::Synced);
    }

    void aGapIsFilled()
    {
        Bench b;
        b.goLive();
        const Record missed = b.leadRow(QStringLiteral("Missed"));
        Changes late = b.batch();
        late.from = missed.rev;
        const Record next = b.leadRow(QStringLiteral("Next"));
        late.to = b.cursorAt(next.rev);
        late.rows = {next};
        b.link.answer(late);
        QVERIFY(!b.row(next.id));
        QVERIFY(b.link.reply<Pull>({b.welcome(), b.batch({missed, next})}));
        QVERIFY(b.row(missed.id) && b.row(next.id));
    }

    void aForkedClientGreetsAnew()
    {
        Bench b;
        b.edit(QStringLiteral("mine"));
        b.engine->start();
        b.link.events().liveOpened();
        const RecordId before = b.link.take<Hello>()->clientId;
        b.link.answer(b.welcome(Welcome::Resume::ClientForked));
        const auto hello = b.link.take<Hello>();
        QVERIFY(hello && hello->clientId != before);
        b.link.answer(b.welcome());
        QCOMPARE(b.link.take<Push>()->operations.front().n, 1);
        // A server that says so for ever does not keep us spinning.
        Bench c;
        c.engine->start();
        c.link.events().liveOpened();
        for (int i = 0; i < 10 && c.state() == SyncState::Connecting; ++i)
            c.link.answer(c.welcome(Welcome::Resume::ClientForked));
        QCOMPARE(c.state(), SyncState::Offline);
    }

    void differencesAreRepairedOnceInTenMinutes()
    {
        Bench b;
        b.goLive();
        const Record lost = b.leadRow(QStringLiteral("Lost")); // The server has it, we never heard.
        b.catchUp();
        b.pass(1);
        for (int i = 0; i < 31; ++i) {
            b.pass(19'500);
            b.link.answer(Pong{0, b.clock.nowUtc()});
        }
        QVERIFY(b.link.posted<ChecksumRequest>());
        const quint64 sum = rowChecksum(b.known.id, b.known.rev) + rowChecksum(lost.id, lost.rev);
        const ChecksumReply reply{*b.replica->cursor(), {{EntityType::Lead, -1, 2, sum}}};
        QVERIFY(b.link.reply<ChecksumRequest>({b.welcome(), reply}));
        QCOMPARE(b.link.posted<ChecksumRequest>()->bucketsOf, std::optional(EntityType::Lead));
        const int bucket = checksumBucket(lost.id);
        const bool isShared = bucket == checksumBucket(b.known.id);
        QVERIFY(b.link.reply<ChecksumRequest>({b.welcome(), ChecksumReply{*b.replica->cursor(),
            {{EntityType::Lead, bucket, isShared ? 2 : 1, isShared ? sum : rowChecksum(lost.id, lost.rev)}}}}));
        QCOMPARE(b.link.posted<BucketRequest>()->bucket, bucket);
        std::vector<Record> rows{lost};
        if (isShared)
            rows.push_back(b.known);
        QVERIFY(b.link.reply<BucketRequest>({b.welcome(), BucketReply{EntityType::Lead, bucket, *b.replica->cursor(), rows}}));
        QVERIFY(b.row(lost.id));
        // Still different at the next look: says so and leaves it.
        for (int i = 0; i < 4; ++i) {
            b.pass(19'500);
            b.link.answer(Pong{0, b.clock.nowUtc()});
        }
        QVERIFY(b.link.reply<ChecksumRequest>({b.welcome(), ChecksumReply{*b.replica->cursor(), {{EntityType::Lead, -1, 3, 1}}}}));
        QVERIFY(!b.link.posted<ChecksumRequest>());
        QCOMPARE(b.state(), SyncState::Synced);
        QVERIFY(b.engine->status().error);
    }

    void aWrongClockChangesNothing()
    {
        Bench b;
        b.clock.jumpWallClock(-10LL * 365 * 24 * 3600 * 1000);
        Welcome welcome = b.welcome();
        welcome.serverTime += 10LL * 365 * 24 * 3600 * 1000;
        b.engine->start();
        b.link.events().liveOpened();
        b.link.answer(welcome);
        b.catchUp();
        QCOMPARE(b.state(), SyncState::Synced);
        b.edit(QStringLiteral("x"));
        const Operation operation = b.link.take<Push>()->operations.front();
        QCOMPARE(operation.editedAt + operation.clockOffset, welcome.serverTime);
    }
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
