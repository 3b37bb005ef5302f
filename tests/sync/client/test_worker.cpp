// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/worker.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <atomic>

namespace mdmc::sync {

namespace {

std::atomic<bool> isThreadDataFreed = false;

/// Freed by the thread after its last own line, slowly: whoever does not join the thread is ahead of it.
struct ThreadData {
    ~ThreadData()
    {
        QSemaphore neverReleased;
        neverReleased.tryAcquire(1, 100);
        isThreadDataFreed = true;
    }
    int uses = 0;
};

} // namespace

class TestWorker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsJobsInOrderOnItsThread()
    {
        std::vector<int> order;
        QThread *thread = nullptr;
        {
            Worker worker(QStringLiteral("a worker"));
            for (int i = 0; i < 100; ++i) {
                worker.post([&, i](bool isCancelled) {
                    thread = QThread::currentThread();
                    if (!isCancelled)
                        order.push_back(i);
                });
            }
            QSemaphore last;
            worker.post([&](bool) { last.release(); });
            QVERIFY(last.tryAcquire(1, 20'000));
        }
        QVERIFY(thread && thread != QThread::currentThread());
        QCOMPARE(order.size(), size_t(100));
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    /// Every job is called once: done, or told that its turn will not come; after `stop` at once.
    void stopCancelsWhatWaits()
    {
        QSemaphore isRunning;
        QSemaphore mayEnd;
        std::atomic<int> done = 0;
        std::atomic<int> cancelled = 0;
        const auto count = [&](bool isCancelled) { ++(isCancelled ? cancelled : done); };
        Worker worker(QStringLiteral("a worker"));
        worker.post([&](bool isCancelled) {
            isRunning.release();
            mayEnd.acquire();
            count(isCancelled);
        });
        for (int i = 0; i < 10; ++i)
            worker.post(count);
        QVERIFY(isRunning.tryAcquire(1, 20'000));
        std::thread helper([&] {
            while (cancelled == 0 && done == 0) { // Refused once `stop` has begun: then the job under way may end.
                // One that is taken is called later, by `stop`.
                const auto isRefused = std::make_shared<std::atomic<bool>>(false);
                worker.post([isRefused](bool isCancelled) { *isRefused = isCancelled; });
                if (*isRefused)
                    break;
                std::this_thread::yield();
            }
            mayEnd.release();
        });
        bool isLastCalled = false;
        worker.stop([&] { isLastCalled = true; });
        helper.join();
        QVERIFY(isLastCalled);
        QCOMPARE(done.load(), 1);
        QCOMPARE(cancelled.load(), 10);
        worker.post(count);
        QCOMPARE(cancelled.load(), 11);
        worker.stop([&] { QFAIL("stopped before"); });
    }

    /// Sockets and timers live there: events come, and what is deleted later is deleted before the thread ends.
    void hasEventsAndDeletesWhatIsLeft()
    {
        QSemaphore isTimedOut;
        std::atomic<bool> isDeleted = false;
        Worker worker(QStringLiteral("a worker"));
        worker.post([&](bool) { QTimer::singleShot(0, [&] { isTimedOut.release(); }); });
        QVERIFY(isTimedOut.tryAcquire(1, 20'000));
        worker.stop([&] {
            auto *object = new QObject;
            connect(object, &QObject::destroyed, [&] { isDeleted = true; });
            object->deleteLater();
        });
        QVERIFY(isDeleted);
    }

    /// A job that waits for the keychain runs events meanwhile: nothing of the worker may come in between.
    void nothingComesIntoAJobsOwnEventLoop()
    {
        QSemaphore isInLoop;
        std::atomic<bool> isJobDone = false;
        std::atomic<bool> isNextRun = false;
        Worker worker(QStringLiteral("a worker"));
        worker.post([&](bool) {
            QEventLoop loop;
            QTimer::singleShot(100, &loop, &QEventLoop::quit);
            isInLoop.release();
            loop.exec();
            isJobDone = !isNextRun;
        });
        worker.post([&](bool isCancelled) { isNextRun = !isCancelled; });
        QVERIFY(isInLoop.tryAcquire(1, 20'000));
        bool isLastAfter = false;
        worker.stop([&] { isLastAfter = isJobDone; });
        QVERIFY(isLastAfter);
    }

    /// What the thread frees when it ends (OpenSSL has such data, too) must not run beside the program's exit.
    void nothingOfTheThreadIsLeftAfterStop()
    {
        Worker worker(QStringLiteral("a worker"));
        worker.post([](bool) {
            static thread_local ThreadData data;
            ++data.uses;
        });
        QSemaphore isRun;
        worker.post([&](bool) { isRun.release(); });
        QVERIFY(isRun.tryAcquire(1, 20'000));
        worker.stop();
        QVERIFY(isThreadDataFreed);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestWorker)
#include "test_worker.moc"
