// SPDX-License-Identifier: GPL-3.0-or-later
// The log is moved into the file when nobody commits for a while, and a disk or a reader that forbids it costs nothing.
#include "core/storage/log_mover.h"
#include "tests/core/storage/log_pages.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::storage;
using namespace mdmc::test;

namespace {

const QString kPath = QStringLiteral("a.db");
const QString kLogPath = QStringLiteral("a.db-wal");

} // namespace

class TestLogMover : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movesOnceNobodyCommits()
    {
        SimulatedDisk disk;
        auto db = openOn(disk);
        VERIFY_OK(db);
        LogMover mover(*db);
        VERIFY_OK(addPages(*db, LogMover::kPages));
        QVERIFY(db->log().pages >= LogMover::kPages);
        QVERIFY(disk.content(kPath).size() < 100'000);
        QVERIFY2(!*mover.look(0), "it has just been written");
        QVERIFY(!*mover.look(LogMover::kQuietMs - 1));
        VERIFY_OK(addPages(*db, 1));
        QVERIFY2(!*mover.look(LogMover::kQuietMs), "and again");
        QVERIFY(*mover.look(2 * LogMover::kQuietMs));
        QVERIFY(disk.content(kPath).size() > LogMover::kPages * 4096);
        QCOMPARE(db->log().pages, 0);
        QVERIFY2(!*mover.look(9 * LogMover::kQuietMs), "there is nothing left to move");
        // The next commit begins the log anew, and only what it adds is in it.
        const qsizetype length = disk.content(kLogPath).size();
        VERIFY_OK(addPages(*db, 10));
        QCOMPARE(disk.content(kLogPath).size(), length);
        QVERIFY(db->log().pages < 100);
        QVERIFY(!*mover.look(20 * LogMover::kQuietMs));
        QCOMPARE(pagesIn(*db), LogMover::kPages + 11);
        VERIFY_OK(db->integrityCheck());
    }

    void aLongLogIsMovedByTheCommit()
    {
        SimulatedDisk disk;
        auto db = openOn(disk);
        VERIFY_OK(addPages(*db, 8100));
        QVERIFY(disk.content(kPath).size() > 8000 * 4096);
        QCOMPARE(db->log().pages, 0);
        QCOMPARE(pagesIn(*db), 8100);
    }

    void longLogsAreForLoads()
    {
        SimulatedDisk disk;
        auto db = openOn(disk);
        db->setLongLog(true);
        VERIFY_OK(addPages(*db, 8100));
        QVERIFY(disk.content(kPath).size() < 100'000);
        QVERIFY(db->log().pages > 8000);
        db->setLongLog(false);
        VERIFY_OK(addPages(*db, 1));
        QVERIFY(disk.content(kPath).size() > 8000 * 4096);
        QCOMPARE(db->log().pages, 0);
        QCOMPARE(pagesIn(*db), 8101);
    }

    void aReaderKeepsWhatItSees()
    {
        SimulatedDisk disk;
        auto db = openOn(disk);
        VERIFY_OK(addPages(*db, 10));
        auto other = openOn(disk);
        VERIFY_OK(other);
        auto reading = Transaction::begin(*other, Transaction::Mode::Read);
        VERIFY_OK(reading);
        QCOMPARE(pagesIn(*other), 10);
        LogMover mover(*db);
        VERIFY_OK(addPages(*db, LogMover::kPages));
        QVERIFY(!*mover.look(0));
        QVERIFY(*mover.look(LogMover::kQuietMs));
        QCOMPARE(pagesIn(*other), 10);
        VERIFY_OK(reading->commit());
        QCOMPARE(pagesIn(*other), LogMover::kPages + 10);
        VERIFY_OK(addPages(*db, 1));
        QVERIFY2(db->log().pages > LogMover::kPages, "what could not be moved is known again");
        QVERIFY(!*mover.look(2 * LogMover::kQuietMs));
        QVERIFY(*mover.look(3 * LogMover::kQuietMs));
        QCOMPARE(pagesIn(*other), LogMover::kPages + 11);
        VERIFY_OK(db->integrityCheck());
    }

    void aDiskThatFailsLosesNothing()
    {
        SimulatedDisk disk;
        auto db = openOn(disk);
        LogMover mover(*db);
        VERIFY_OK(addPages(*db, LogMover::kPages));
        QVERIFY(!*mover.look(0));
        disk.failFrom(SimulatedDisk::Write, 500, SimulatedDisk::Fault::Full);
        VERIFY_ERROR(mover.look(LogMover::kQuietMs), ErrorCode::StorageFull);
        QVERIFY(disk.hasFailed());
        disk.heal();
        QCOMPARE(pagesIn(*db), LogMover::kPages);
        VERIFY_OK(addPages(*db, 1));
        QVERIFY(!*mover.look(2 * LogMover::kQuietMs));
        QVERIFY(*mover.look(3 * LogMover::kQuietMs));
        disk.powerCut(7);
        auto again = openOn(disk);
        VERIFY_OK(again);
        QCOMPARE(pagesIn(*again), LogMover::kPages + 1);
        VERIFY_OK(again->integrityCheck());
    }
};

QTEST_GUILESS_MAIN(TestLogMover)
#include "test_log_mover.moc"
