// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/when_done.h"

#include <QPromise>
#include <QTest>

#include <thread>

using namespace mdmc;

class TestWhenDone : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTheResultOnTheContextsThread();
    void finishedFutureIsGivenFromTheEventLoop();
    void saysNothingWhenTheContextIsGone();
    void saysNothingWhenThePromiseIsDropped();
    void movesResultsThatCannotBeCopied();
};

void TestWhenDone::givesTheResultOnTheContextsThread()
{
    QPromise<int> promise;
    promise.start();
    int result = 0;
    QThread *thread = nullptr;
    whenDone(promise.future(), this, [&](int value) {
        result = value;
        thread = QThread::currentThread();
    });
    std::thread other([&] {
        promise.addResult(7);
        promise.finish();
    });
    other.join();
    QTRY_COMPARE(result, 7);
    QCOMPARE(thread, QThread::currentThread());
}

void TestWhenDone::finishedFutureIsGivenFromTheEventLoop()
{
    QPromise<int> promise;
    promise.start();
    promise.addResult(7);
    promise.finish();
    int result = 0;
    whenDone(promise.future(), this, [&](int value) { result = value; });
    QCOMPARE(result, 0);
    QTRY_COMPARE(result, 7);
}

void TestWhenDone::saysNothingWhenTheContextIsGone()
{
    QPromise<int> promise;
    promise.start();
    bool isCalled = false;
    {
        QObject form;
        whenDone(promise.future(), &form, [&](int) { isCalled = true; });
    }
    promise.addResult(7); // QFuture::then(context, …) asserts here.
    promise.finish();
    QCoreApplication::processEvents();
    QVERIFY(!isCalled);
}

void TestWhenDone::saysNothingWhenThePromiseIsDropped()
{
    bool isCalled = false;
    QObject form;
    {
        QPromise<int> promise;
        promise.start();
        whenDone(promise.future(), &form, [&](int) { isCalled = true; });
    }
    QCoreApplication::processEvents();
    QVERIFY(!isCalled);
}

void TestWhenDone::movesResultsThatCannotBeCopied()
{
    QPromise<std::unique_ptr<int>> promise;
    promise.start();
    std::unique_ptr<int> result;
    whenDone(promise.future(), this, [&](std::unique_ptr<int> value) { result = std::move(value); });
    promise.addResult(std::make_unique<int>(7));
    promise.finish();
    QTRY_VERIFY(result && *result == 7);
}

QTEST_GUILESS_MAIN(TestWhenDone)
#include "test_when_done.moc"
