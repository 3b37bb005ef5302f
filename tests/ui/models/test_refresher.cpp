// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/refresher.h"

#include <QTest>

using namespace mdmc::ui;

/// By order and number only: nothing here is judged by how long it took.
class TestRefresher : public QObject {
    Q_OBJECT

    static constexpr int kNever = 3'600'000;

private Q_SLOTS:
    void afterAQuietTimeAtOnce()
    {
        int times = 0;
        Refresher refresher([&] { ++times; }, kNever);
        refresher.request();
        refresher.request();
        QVERIFY(refresher.isDue());
        QCOMPARE(times, 0); // Not within the call: whoever asks may be in the middle of a change.
        QTRY_COMPARE(times, 1);
        QVERIFY(!refresher.isDue());
    }

    void aBurstWaitsForTheInterval()
    {
        int times = 0;
        Refresher refresher([&] { ++times; }, kNever);
        refresher.request();
        QTRY_COMPARE(times, 1);
        for (int i = 0; i < 5; ++i) {
            refresher.request();
            QCoreApplication::processEvents();
        }
        QVERIFY(refresher.isDue());
        QCOMPARE(times, 1);
        refresher.cancel();
        QVERIFY(!refresher.isDue());
    }

    /// Requests that come quicker than the interval must not put it off for ever.
    void aStreamDoesNotStarveIt()
    {
        int times = 0;
        Refresher refresher([&] { ++times; }, 50);
        QTimer stream;
        connect(&stream, &QTimer::timeout, &refresher, [&] { refresher.request(); });
        stream.start(1);
        QTRY_VERIFY_WITH_TIMEOUT(times >= 4, 60'000);
    }

    void whatItRefreshesMayAskAgain()
    {
        int times = 0;
        Refresher *it = nullptr;
        Refresher refresher(
            [&] {
                if (++times < 3)
                    it->request();
            },
            1);
        it = &refresher;
        refresher.request();
        QTRY_COMPARE(times, 3);
        QVERIFY(!refresher.isDue());
    }
};

QTEST_GUILESS_MAIN(TestRefresher)
#include "test_refresher.moc"
