// SPDX-License-Identifier: GPL-3.0-or-later
// Reads of lists on one thread: what is seen first goes before whole lists, which are broken off for it and read again.
#include "sync/client/read_thread.h"
#include "tests/support/results.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

namespace mdmc::sync {

namespace {

constexpr int kPatience = 30'000;
const char kEndless[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

/// What became of one job. Its fields are read when `delivered` says that the thread is done with it.
struct Fate {
    int runs = 0;
    std::optional<Result<qint64>> result;
    std::atomic<int> delivered{0};
    std::atomic<bool> isBegun{false};

    bool waitBegun() const { return QTest::qWaitFor([this] { return isBegun.load(); }, kPatience); }
    bool waitDelivered() const { return QTest::qWaitFor([this] { return delivered > 0; }, kPatience); }
};

/// Runs `f`, with the number of the run.
ReadJob jobOf(Fate &fate, std::function<Result<qint64>(storage::Database &, int run)> f)
{
    ReadJob job;
    job.run = [&fate, f = std::move(f)](Result<ReplicaReader *> reader) {
        ++fate.runs;
        fate.isBegun = true;
        fate.result = reader ? f((*reader)->db, fate.runs) : tl::unexpected<Error>(reader.error());
        return fate.result->has_value() || fate.result->error().code != ErrorCode::Cancelled;
    };
    job.deliver = [&fate] { ++fate.delivered; };
    return job;
}

Result<qint64> number(storage::Database &db, const char *sql)
{
    MDMC_ASSIGN(const auto found, db.queryInt64(sql));
    return found.value_or(-1);
}

/// Never ends by itself the first time.
ReadJob endlessAtFirst(Fate &fate)
{
    return jobOf(fate, [](storage::Database &db, int run) { return number(db, run == 1 ? kEndless : "SELECT 7"); });
}

} // namespace

class TestReadThread : public QObject {
    Q_OBJECT

    using Rank = ReadThread::Rank;

    QTemporaryDir m_dir;
    const security::SecretKey m_key = security::SecretKey::generate();

    /// Stops at the end of a test, before what its jobs write to is gone: the last thing a test declares.
    std::unique_ptr<ReadThread> openThread() const
    {
        storage::OpenOptions options{.path = m_dir.filePath(QStringLiteral("a.db")), .key = m_key, .vfs = {}};
        options.create = true;
        auto thread = std::make_unique<ReadThread>(QStringLiteral("reader"));
        const auto opened = thread->open(options);
        return opened ? std::move(thread) : nullptr;
    }

private Q_SLOTS:
    void whatIsSeenFirstBreaksOffAWholeList()
    {
        Fate whole, first;
        const auto thread = openThread();
        QVERIFY(thread);
        thread->post(endlessAtFirst(whole), {}, Rank::Later);
        QVERIFY(whole.waitBegun());
        thread->post(jobOf(first, [&](storage::Database &db, int) {
            return whole.delivered == 0 ? number(db, "SELECT 5") : failure(ErrorCode::Internal, QStringLiteral("too late"));
        }));
        QVERIFY(first.waitDelivered() && whole.waitDelivered());
        QCOMPARE(**first.result, 5);
        QCOMPARE(**whole.result, 7);
        QCOMPARE(whole.runs, 2);
    }

    void whatIsSeenFirstIsNotBrokenOff()
    {
        Fate begun, next;
        std::atomic<bool> mayEnd{false};
        const auto thread = openThread();
        QVERIFY(thread);
        thread->post(jobOf(begun, [&](storage::Database &db, int) {
            while (!mayEnd)
                std::this_thread::yield();
            return number(db, "SELECT 3");
        }));
        QVERIFY(begun.waitBegun());
        thread->post(jobOf(next, [](storage::Database &db, int) { return number(db, "SELECT 4"); }));
        mayEnd = true;
        QVERIFY(begun.waitDelivered() && next.waitDelivered());
        QCOMPARE(**begun.result, 3);
        QCOMPARE(begun.runs, 1);
        QCOMPARE(**next.result, 4);
    }

    void aWholeListIsNotSetAsideForEver()
    {
        constexpr int kMost = 30;
        Fate whole;
        std::array<Fate, kMost> firsts;
        const auto thread = openThread();
        QVERIFY(thread);
        thread->post(jobOf(whole, [&](storage::Database &db, int run) {
            if (run > kMost)
                return Result<qint64>(failure(ErrorCode::Internal, QStringLiteral("set aside too often")));
            thread->post(jobOf(firsts[size_t(run - 1)], [](storage::Database &one, int) { return number(one, "SELECT 5"); }));
            return number(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT count(*) FROM n");
        }), {}, Rank::Later);
        QVERIFY(whole.waitDelivered());
        QCOMPARE(**whole.result, 200'000);
        QVERIFY(whole.runs > 1 && whole.runs < kMost);
        for (int i = 0; i < whole.runs; ++i)
            QVERIFY(firsts[size_t(i)].waitDelivered());
    }

    void oneThatIsGivenUpIsNotReadAgain()
    {
        Fate whole, first;
        const auto thread = openThread();
        QVERIFY(thread);
        auto isGivenUp = std::make_shared<std::atomic<bool>>(false);
        thread->post(jobOf(whole, [](storage::Database &db, int) { return number(db, kEndless); }), isGivenUp, Rank::Later);
        QVERIFY(whole.waitBegun());
        *isGivenUp = true;
        thread->post(jobOf(first, [](storage::Database &db, int) { return number(db, "SELECT 5"); }));
        QVERIFY(first.waitDelivered() && whole.waitDelivered());
        VERIFY_ERROR(*whole.result, ErrorCode::Cancelled);
        QCOMPARE(whole.runs, 1);
        QCOMPARE(**first.result, 5);
    }

    void closingEndsEach()
    {
        Fate whole, first, waiting;
        const auto thread = openThread();
        QVERIFY(thread);
        thread->post(jobOf(whole, [](storage::Database &db, int) { return number(db, kEndless); }), {}, Rank::Later);
        QVERIFY(whole.waitBegun());
        thread->post(jobOf(first, [](storage::Database &db, int) { return number(db, kEndless); }));
        QVERIFY(first.waitBegun()); // The whole list is set aside.
        thread->post(endlessAtFirst(waiting), {}, Rank::Later);
        thread->stop();
        for (Fate *fate : {&whole, &first, &waiting}) {
            QCOMPARE(fate->delivered.load(), 1);
            VERIFY_ERROR(*fate->result, ErrorCode::Cancelled);
        }
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReadThread)
#include "test_read_thread.moc"
