// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/snapshot_maker.h"
#include "workspace_fixture.h"

#include <QCoreApplication>

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

constexpr SnapshotMaker::Pace kPace{.quietMs = 3000, .pauseMs = 1, .lateMs = 10, .awayMs = 1000};

struct Fixture {
    Fixture()
    {
        PreparedSnapshot::Policy policy;
        policy.leastRows = 1;
        policy.leastFreeBytes = 0;
        prepared = std::make_unique<PreparedSnapshot>(
            PreparedSnapshot::Options{QStringLiteral(":memory:"), *security::SecretKey::fromBytes(QByteArray(32, 'p')), {}, policy},
            w.clock);
        maker = std::make_unique<SnapshotMaker>(*w.store, *prepared, w.clock, kPace);
        maker->look(); // What was committed so far.
    }
    bool becomesReady()
    {
        return QTest::qWaitFor([&] { return prepared->status().isReady; }, 5000);
    }
    void lookAfter(qint64 ms)
    {
        w.clock.advance(ms);
        maker->look();
    }
    /// Until it stands back or is done.
    void letItRun() { QVERIFY(QTest::qWaitFor([this] { return !maker->isUnderWay(); }, 5000)); }

    Workspace w;
    TestClient author{w, w.admin};
    std::unique_ptr<PreparedSnapshot> prepared;
    std::unique_ptr<SnapshotMaker> maker;
};

} // namespace

class TestSnapshotMaker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesWhenItIsQuiet()
    {
        Fixture f;
        f.lookAfter(kPace.quietMs - 1);
        f.letItRun();
        QVERIFY(!f.prepared->status().isReady);
        f.lookAfter(1);
        QVERIFY(f.becomesReady());
    }

    void notWhilePeopleWrite()
    {
        Fixture f;
        for (int i = 0; i < 10; ++i) {
            f.w.clock.advance(kPace.quietMs - 1);
            f.author.createLead(QStringLiteral("A"));
            f.maker->look();
            f.letItRun();
            QVERIFY(!f.prepared->status().isReady);
        }
        QVERIFY(*f.prepared->isWanted(*f.w.store)); // Not even begun.
    }

    /// An edit in the midst of it comes first, and the rest is made when it is quiet again.
    void pausesForAnEdit()
    {
        Fixture f;
        f.lookAfter(kPace.quietMs);
        QCoreApplication::processEvents();
        QVERIFY(!f.prepared->status().isReady);
        f.author.createLead(QStringLiteral("A"));
        f.letItRun();
        QVERIFY(!f.prepared->status().isReady);
        f.maker->look();
        f.letItRun();
        QVERIFY(!f.prepared->status().isReady);
        f.lookAfter(kPace.quietMs);
        QVERIFY(f.becomesReady());
    }

    /// Also where people write all the time and nobody asks for pages.
    void removesWhatIsNoLongerGood()
    {
        Fixture f;
        f.lookAfter(kPace.quietMs);
        QVERIFY(f.becomesReady());
        f.w.clock.advance(PreparedSnapshot::Policy().maxAgeMs + 1);
        f.author.createLead(QStringLiteral("A"));
        f.maker->look();
        QVERIFY(!f.prepared->status().isReady);
    }

    /// A piece that comes late had others before it: they have the thread for a while.
    void standsBackWhenOthersAreServed()
    {
        Fixture f;
        f.lookAfter(kPace.quietMs);
        f.w.clock.advance(kPace.lateMs + 1);
        f.letItRun();
        QVERIFY(!f.prepared->status().isReady);
        f.lookAfter(kPace.awayMs - 1);
        f.letItRun();
        QVERIFY(!f.prepared->status().isReady);
        f.lookAfter(1);
        QVERIFY(f.becomesReady());
    }
};

QTEST_GUILESS_MAIN(TestSnapshotMaker)
#include "test_snapshot_maker.moc"
