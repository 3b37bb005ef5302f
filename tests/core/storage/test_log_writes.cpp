// SPDX-License-Identifier: GPL-3.0-or-later
// The log's frames are written in few pieces, and nobody can tell otherwise: not another connection, not the one that
// reads its own rows back, not the program that opens the file after a kill.
#include "tests/core/storage/log_pages.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::storage;
using namespace mdmc::test;

namespace {

constexpr qint64 kPageBytes = 4096;
constexpr qint64 kPieceBytes = 128 * 1024;

} // namespace

class TestLogWrites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTransactionIsOneWrite()
    {
        SimulatedDisk disk;
        auto db = openOn(disk);
        VERIFY_OK(db);
        VERIFY_OK(db->exec("CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB)"));
        VERIFY_OK(addPages(*db, 1));
        const qint64 before = disk.count(SimulatedDisk::Write);
        VERIFY_OK(addPages(*db, 20));
        QCOMPARE(disk.count(SimulatedDisk::Write) - before, 1);
        QCOMPARE(disk.unsyncedWrites(), 0);
    }

    void aLargeOneIsAsManyAsItHasPieces()
    {
        SimulatedDisk disk;
        auto db = openOn(disk);
        VERIFY_OK(db->exec("CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB)"));
        const qint64 before = disk.count(SimulatedDisk::Write);
        constexpr int kPages = 400;
        VERIFY_OK(addPages(*db, kPages));
        const qint64 writes = disk.count(SimulatedDisk::Write) - before;
        QVERIFY2(writes >= kPages * kPageBytes / kPieceBytes && writes <= 2 * kPages * kPageBytes / kPieceBytes,
                 qPrintable(QString::number(writes)));
    }

    void othersSeeWhatIsCommitted_data()
    {
        QTest::addColumn<QByteArray>("synchronous");
        for (const char *level : {"FULL", "NORMAL", "OFF"})
            QTest::addRow("%s", level) << QByteArray(level);
    }

    /// Also where the log is not synced with each commit.
    void othersSeeWhatIsCommitted()
    {
        QFETCH(QByteArray, synchronous);
        SimulatedDisk disk;
        auto writer = openOn(disk);
        VERIFY_OK(writer->exec("CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB)"));
        VERIFY_OK(writer->exec(QByteArray("PRAGMA synchronous=" + synchronous)));
        auto reader = openOn(disk);
        VERIFY_OK(reader);
        qint64 expected = 0;
        for (const int pages : {1, 5, 40, 200}) {
            VERIFY_OK(addPages(*writer, pages));
            expected += pages;
            QCOMPARE(pagesIn(*reader), expected);
        }
        VERIFY_OK(reader->integrityCheck());
        // A kill takes nothing that was committed, power cuts set aside.
        disk.kill();
        auto again = openOn(disk);
        VERIFY_OK(again);
        QCOMPARE(pagesIn(*again), expected);
    }

    /// With a cache far too small its pages go to the log and come back from there before the commit.
    void theWriterReadsItsOwnFrames()
    {
        SimulatedDisk disk;
        auto db = openOn(disk, 64);
        VERIFY_OK(db->exec("CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB)"));
        {
            auto transaction = Transaction::begin(*db);
            VERIFY_OK(transaction);
            for (int i = 0; i < 300; ++i)
                VERIFY_OK(db->run("INSERT INTO t(bytes) VALUES(?1)", QByteArray(3500, 'b')));
            QCOMPARE(pagesIn(*db), 300);
            VERIFY_OK(db->run("UPDATE t SET bytes=?1 WHERE id%7=0", QByteArray(3500, 'c')));
            QCOMPARE(pagesIn(*db), 300);
            VERIFY_OK(transaction->commit());
        }
        QCOMPARE(pagesIn(*db), 300);
        VERIFY_OK(db->integrityCheck());
        VERIFY_OK(addPages(*db, 10));
        {
            auto transaction = Transaction::begin(*db);
            VERIFY_OK(transaction);
            for (int i = 0; i < 300; ++i)
                VERIFY_OK(db->run("INSERT INTO t(bytes) VALUES(?1)", QByteArray(3500, 'd')));
            // Rolled back when it goes.
        }
        QCOMPARE(pagesIn(*db), 310);
        disk.kill();
        auto again = openOn(disk);
        VERIFY_OK(again);
        QCOMPARE(pagesIn(*again), 310);
        VERIFY_OK(again->integrityCheck());
    }

    void aReadThatCannotWriteFirstLosesNothing_data()
    {
        QTest::addColumn<SimulatedDisk::Fault>("fault");
        QTest::addRow("full") << SimulatedDisk::Fault::Full;
        QTest::addRow("I/O error") << SimulatedDisk::Fault::IoError;
    }

    /// The frames that it would have read from stay those of the transaction, which may go on.
    void aReadThatCannotWriteFirstLosesNothing()
    {
        QFETCH(SimulatedDisk::Fault, fault);
        int goneOn = 0;
        int failures = 0;
        for (int pages = 20; pages < 60; ++pages) {
            SimulatedDisk disk;
            auto db = openOn(disk, 64);
            VERIFY_OK(db->exec("CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB)"));
            auto transaction = Transaction::begin(*db);
            VERIFY_OK(transaction);
            for (int i = 0; i < pages; ++i)
                VERIFY_OK(db->run("INSERT INTO t(bytes) VALUES(?1)", QByteArray(3500, 'b')));
            disk.failOnce(SimulatedDisk::Write, 1, fault);
            failures += db->exec("SELECT sum(length(bytes)) FROM t").has_value() ? 0 : 1;
            disk.heal();
            const bool isCommitted = transaction->commit().has_value();
            goneOn += isCommitted ? 1 : 0;
            QCOMPARE(pagesIn(*db), isCommitted ? pages : 0);
            VERIFY_OK(db->integrityCheck());
            disk.kill();
            auto again = openOn(disk);
            VERIFY_OK(again);
            QCOMPARE(pagesIn(*again), isCommitted ? pages : 0);
            VERIFY_OK(again->integrityCheck());
        }
        QVERIFY(failures > 10);
        qInfo("%d failures, %d transactions went on", failures, goneOn);
    }

    void aLayerThatIsNotThereIsAnError()
    {
        VERIFY_ERROR(Database::open({.path = QStringLiteral("a.db"), .key = security::SecretKey::generate(), .create = true,
                                     .vfs = QStringLiteral("no such layer")}),
                     ErrorCode::StorageFailure);
    }
};

QTEST_GUILESS_MAIN(TestLogWrites)
#include "test_log_writes.moc"
