// SPDX-License-Identifier: GPL-3.0-or-later
// How the engine comes up to date and repairs: pages, gaps, forks, checksums.
#include "tests/sync/client/engine_fixture.h"

#include "sync/protocol/merge.h"

namespace mdmc::sync {

using namespace test;

namespace {

/// In the midst of a snapshot, whose pages are written when the test says so.
struct Loading : Bench {
    Loading()
    {
        goLive();
        link.answer(ScopeChanged{scopeTag = "other"});
        link.isHolding = true;
    }
    /// All that there is of a type, `later` changes after the cursor.
    SnapshotPage page(size_t type, qint64 later = 0)
    {
        return {allEntities()[type]->type, {}, true, false, cursorAt(seq + later), 0};
    }
};

} // namespace

class TestEngineCatchUp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scopeChangeReloads()
    {
        Bench b;
        b.goLive();
        b.link.answer(ScopeChanged{b.scopeTag = "other"});
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

    /// With a connection or without: what a first load leaves for later is made from ticks, and the status says how far.
    void whatAFirstLoadLeavesIsMadeFromTicks()
    {
        Bench b;
        b.replica->setIndexRows(3);
        std::vector<RecordRef> all{{EntityType::Lead, b.known.id}};
        for (const Record &row : b.baseRows)
            all.push_back({row.type, row.id});
        b.pull({}, all);
        QVERIFY(b.snapshot({b.known}).isComplete);
        b.engine->refreshStatus();
        QVERIFY(b.engine->status().indexed < 1);
        QCOMPARE(b.engine->msToNextTick(), 1);
        b.pass(100);
        QCOMPARE(b.engine->status().indexed, 1.0);
        QVERIFY(b.engine->msToNextTick() > 1000);
        QVERIFY(b.changes > 0); // Searches find more now.
        QCOMPARE(b.state(), SyncState::Offline);
        b.goLive();
        QCOMPARE(b.state(), SyncState::Synced);
    }

    /// The notice of a change can be older than the pages that answer it (simulator, seed 40203).
    void aSnapshotIsOfTheScopeThatItsPagesAreOf()
    {
        Bench b;
        b.goLive();
        b.link.answer(ScopeChanged{b.scopeTag = "other"});
        const auto page = [&](const EntityInfo *info) {
            SnapshotPage page{info->type, {}, true, info == allEntities().back(), b.cursorAt(b.seq), 0};
            for (const Record &row : b.baseRows)
                if (row.type == info->type)
                    page.rows.push_back(row);
            page.liveCount = qint64(page.rows.size());
            return page;
        };
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page(allEntities()[0])}));
        b.scopeTag = "third";
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page(allEntities()[1])}));
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, allEntities()[0]->type); // Begun anew.
        for (const EntityInfo *info : allEntities())
            QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page(info)}));
        QCOMPARE(b.replica->hello()->scopeTag, QByteArray("third"));
    }

    void theNextPageIsAskedForWhileOneIsWritten()
    {
        Loading b;
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

    /// Pages that come together are written one after the other, and what follows the last is asked for at once.
    void pagesThatComeTogether()
    {
        Loading b;
        const auto types = allEntities();
        QCOMPARE(b.link.posted<SnapshotRequest>()->notBefore, b.seq + 1); // Later than the cursor.
        QVERIFY(b.link.posted<SnapshotRequest>()->maxPages > 1);
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), b.page(0), b.page(1, 3), b.page(2, 3)}));
        QCOMPARE(b.link.posted<SnapshotRequest>()->type, types[3]->type);
        QCOMPARE(b.link.posted<SnapshotRequest>()->notBefore, b.seq + 3);
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, types[0]->type);
        QCOMPARE(b.link.held.size(), size_t(1));
        // More come before any is written: they wait behind, and so many are enough.
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), b.page(3, 3), b.page(4, 3)}));
        QCOMPARE(b.link.held.size(), size_t(1));
        QVERIFY(!b.link.posted<SnapshotRequest>());
        b.link.held.front()();
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, types[5]->type);
        QCOMPARE(b.link.posted<SnapshotRequest>()->type, types[5]->type);
        QCOMPARE(b.link.posts.size(), size_t(1)); // Not asked for twice.
    }

    void pagesThatWaitAreDroppedWithTheirConnection()
    {
        Loading b;
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), b.page(0), b.page(1)}));
        b.link.close(ErrorCode::Unreachable);
        b.engine->start();
        b.link.events().liveOpened();
        b.link.answer(b.welcome(Welcome::Resume::Snapshot));
        QCOMPARE(b.link.posted<SnapshotRequest>()->type, allEntities()[0]->type);
        b.link.isHolding = false;
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(Welcome::Resume::Snapshot), b.page(0), b.page(1)}));
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, allEntities()[2]->type);
    }

    void aPageOfABrokenConnectionIsAskedForAgain()
    {
        Loading b;
        const EntityType first = allEntities()[0]->type;
        const SnapshotPage page{first, {}, true, false, b.cursorAt(b.seq), 0};
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page}));
        const auto late = b.link.held.front();
        b.link.close(ErrorCode::Unreachable);
        QVERIFY(b.link.held.empty());
        late(); // Even if it ran: the connection it came from is gone.
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, first);
    }

    /// By then the person may see again what they saw before, but rows of the other sight are here (simulator, seed 5016).
    void aBrokenOffSnapshotLeavesNoScope()
    {
        Bench b;
        b.goLive();
        QVERIFY(!b.replica->hello()->scopeTag.isEmpty());
        b.link.answer(ScopeChanged{b.scopeTag = "other"});
        const SnapshotPage page{allEntities()[0]->type, {}, true, false, b.cursorAt(b.seq), 0};
        QVERIFY(b.link.reply<SnapshotRequest>({b.welcome(), page}));
        b.link.close(ErrorCode::Unreachable);
        QVERIFY(b.replica->hello()->scopeTag.isEmpty());
        // One that the cursor has passed since would take it back.
        const EntityType second = allEntities()[1]->type;
        QVERIFY(b.replica->beginSnapshot(b.epoch, "other", 0));
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, second);
        QVERIFY(b.replica->meta().setCursor(meta::kCursor, b.cursorAt(b.seq + 5)));
        QVERIFY(b.replica->beginSnapshot(b.epoch, "other", 0));
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, allEntities()[0]->type);
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

    /// It may lie beyond the next page, or be of what a row was before the first one was read.
    void aPageOfAnEarlierSnapshotIsNotTaken()
    {
        Bench b;
        b.goLive();
        b.link.answer(ScopeChanged{"other"});
        QVERIFY(b.link.posted<SnapshotRequest>());
        b.link.answer(ScopeChanged{"another"});
        const auto wanted = b.replica->nextSnapshotPage(10);
        VERIFY_OK(wanted);
        SnapshotPage page;
        page.type = wanted->type;
        page.isLastOfType = true;
        page.head = b.cursorAt(b.seq);
        Welcome welcome = b.welcome(Welcome::Resume::Snapshot);
        welcome.scopeTag = "another";
        QVERIFY(b.link.reply<SnapshotRequest>({welcome, page})); // The first that was asked for.
        QCOMPARE(b.replica->nextSnapshotPage(10)->type, wanted->type);
        QVERIFY(b.link.reply<SnapshotRequest>({welcome, page}));
        QVERIFY(b.replica->nextSnapshotPage(10)->type != wanted->type);
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
QTEST_GUILESS_MAIN(TestEngineCatchUp)
#include "test_engine_catch_up.moc"
