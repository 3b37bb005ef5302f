// SPDX-License-Identifier: GPL-3.0-or-later
// The disk itself: that it is a disk, and that it really loses what was not synced.
#include "core/storage/transaction.h"
#include "tests/support/results.h"
#include "tests/support/simulated_disk.h"

#include <QTest>

#include <array>
#include <set>
#include <thread>

using namespace mdmc;
using namespace mdmc::storage;
using test::SimulatedDisk;

namespace {

const QString path = QStringLiteral("a.db");

Result<Database> openOn(const SimulatedDisk &disk)
{
    return Database::open({.path = path,
                           .key = *security::SecretKey::fromBytes(QByteArray(32, 'k')),
                           .create = true,
                           .cacheKib = 256,
                           .busyTimeoutMs = 50,
                           .vfs = disk.name()});
}

/// A table of `rows` rows; further ones come with `add`.
Result<Database> seeded(const SimulatedDisk &disk, int rows)
{
    MDMC_ASSIGN(Database db, openOn(disk));
    MDMC_TRY(db.exec("CREATE TABLE t(n INTEGER PRIMARY KEY, text BLOB)"));
    for (int i = 0; i < rows; ++i)
        MDMC_TRY(db.run("INSERT INTO t(text) VALUES(?)", QByteArray(300, 'x')));
    return db;
}

Result<> add(Database &db, int rows)
{
    MDMC_ASSIGN(Transaction transaction, Transaction::begin(db));
    for (int i = 0; i < rows; ++i)
        MDMC_TRY(db.run("INSERT INTO t(text) VALUES(?)", QByteArray(900, 'y')));
    return transaction.commit();
}

/// Rows of a database that is in order; -1 when it is damaged.
qint64 soundRows(const SimulatedDisk &disk)
{
    auto db = openOn(disk);
    if (!db || !db->integrityCheck())
        return -1;
    return db->queryInt64("SELECT count(*) FROM t").value_or(std::nullopt).value_or(-1);
}

} // namespace

class TestSimulatedDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsAnEncryptedDatabaseInWalMode();
    void connectionsSeeEachOther();
    void worksInManyThreads();
    void imagesAreIndependent();
    void aKilledProcessLeavesWhatItWrote();
    void theDeadChangeNothing();
    void powerCutSparesWhatWasSynced();
    void powerCutSparesWhatWasFoundAfterAKill();
    void powerCutTakesWhatWasNotSynced();
    void powerCutIsDeterministic();
    void newFilesNeedTheFolderSynced();
    void failsTheChosenCall_data();
    void failsTheChosenCall();
    void stopsAtTheChosenCall();
    void fillsUp();
    void isBusyForAWhile();
};

void TestSimulatedDisk::keepsAnEncryptedDatabaseInWalMode()
{
    SimulatedDisk disk;
    {
        auto db = seeded(disk, 100);
        VERIFY_OK(db);
        QCOMPARE(db->queryText("PRAGMA journal_mode")->value(), QStringLiteral("wal"));
        QVERIFY(disk.exists(path + QStringLiteral("-wal")));
        QVERIFY(!disk.content(path).startsWith("SQLite format 3"));
        QVERIFY(disk.count(SimulatedDisk::Sync) > 100); // synchronous=FULL: one at least for each commit.
        QVERIFY(disk.count(SimulatedDisk::ShmLock) > 0);
        VERIFY_OK(db->checkpoint());
    }
    QCOMPARE(disk.files(), QStringList{path}); // A tidy end takes the log away.
    QCOMPARE(disk.content(path).size() % 4096, 0);
    QCOMPARE(soundRows(disk), 100);
}

void TestSimulatedDisk::connectionsSeeEachOther()
{
    SimulatedDisk disk;
    auto writer = seeded(disk, 3);
    auto reader = openOn(disk);
    VERIFY_OK(reader);
    {
        auto transaction = Transaction::begin(*writer);
        VERIFY_OK(writer->run("INSERT INTO t(text) VALUES('new')"));
        QCOMPARE(reader->queryInt64("SELECT count(*) FROM t")->value(), 3);
        VERIFY_ERROR(Transaction::begin(*reader), ErrorCode::StorageBusy);
        VERIFY_OK(transaction->commit());
    }
    QCOMPARE(reader->queryInt64("SELECT count(*) FROM t")->value(), 4);
    auto snapshot = Transaction::begin(*reader, Transaction::Mode::Read);
    QCOMPARE(reader->queryInt64("SELECT count(*) FROM t")->value(), 4);
    VERIFY_OK(add(*writer, 1));
    QCOMPARE(reader->queryInt64("SELECT count(*) FROM t")->value(), 4); // Until its transaction ends.
    QCOMPARE(writer->checkpoint().value(), false);
    snapshot->rollback();
    QCOMPARE(reader->queryInt64("SELECT count(*) FROM t")->value(), 5);
    QCOMPARE(writer->checkpoint().value(), true);
}

void TestSimulatedDisk::worksInManyThreads()
{
    SimulatedDisk disk;
    VERIFY_OK(seeded(disk, 0));
    std::vector<std::thread> threads;
    std::array<bool, 4> isRight{};
    for (bool &right : isRight) {
        threads.emplace_back([&disk, &right] {
            auto db = openOn(disk);
            right = bool(db);
            for (int i = 0; i < 50 && right; ++i) {
                Result<> done = add(*db, 1);
                while (!done && done.error().code == ErrorCode::StorageBusy)
                    done = add(*db, 1);
                right = bool(done);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    for (const bool right : isRight)
        QVERIFY(right);
    QCOMPARE(soundRows(disk), 200);
}

void TestSimulatedDisk::imagesAreIndependent()
{
    SimulatedDisk disk;
    auto db = seeded(disk, 5);
    const SimulatedDisk::Image image = disk.image(); // With a log, as a copy of a running machine has it.
    SimulatedDisk other(image);
    VERIFY_OK(add(*db, 20));
    QCOMPARE(soundRows(other), 5);
    {
        auto theirs = openOn(other);
        VERIFY_OK(add(*theirs, 2));
    }
    QCOMPARE(soundRows(other), 7);
    QCOMPARE(soundRows(SimulatedDisk(image)), 5);
    QCOMPARE(soundRows(disk), 25);
    other.copyDatabase(disk, path, path);
    QCOMPARE(soundRows(other), 25);
    other.load(image);
    QCOMPARE(soundRows(other), 5);
    other.put(QStringLiteral("b.db"), disk.content(path));
    QCOMPARE(other.content(QStringLiteral("b.db")), disk.content(path));
    QVERIFY(other.usedBytes() > disk.content(path).size());
}

void TestSimulatedDisk::aKilledProcessLeavesWhatItWrote()
{
    SimulatedDisk disk;
    auto db = seeded(disk, 10);
    auto open = Transaction::begin(*db);
    VERIFY_OK(db->run("INSERT INTO t(text) VALUES('not committed')"));
    disk.kill();
    QCOMPARE(soundRows(disk), 10);
}

void TestSimulatedDisk::theDeadChangeNothing()
{
    SimulatedDisk disk;
    const QString before = disk.name();
    {
        auto db = seeded(disk, 10);
        disk.kill();
        QVERIFY(disk.name() != before);
        QVERIFY(disk.exists(path + QStringLiteral("-wal")));
        QVERIFY(!add(*db, 1));
        auto living = openOn(disk);
        VERIFY_OK(living);
        VERIFY_OK(add(*living, 1));
        QVERIFY(!db->checkpoint());
        db = failure(ErrorCode::Internal); // Closing it neither checkpoints nor takes the log away.
        QVERIFY(disk.exists(path + QStringLiteral("-wal")));
        VERIFY_OK(add(*living, 1));
    }
    QCOMPARE(soundRows(disk), 12);
}

void TestSimulatedDisk::powerCutSparesWhatWasSynced()
{
    SimulatedDisk disk;
    qint64 committed = 0;
    VERIFY_OK(seeded(disk, 0));
    qint64 attempted = 0;
    for (quint64 seed = 0; seed < 120; ++seed) {
        {
            auto db = openOn(disk);
            VERIFY_OK(db);
            disk.stopAt(SimulatedDisk::AnyChange, 1 + qint64(seed * 7 % 40));
            for (int i = 0; i < 4; ++i) {
                attempted = committed + 3;
                if (!add(*db, 3))
                    break;
                if (disk.isStopped() && i > 0) // Its last sync may have been the last call.
                    ++i;
                committed += 3;
                if (i == 2)
                    (void)db->checkpoint();
            }
            disk.powerCut(seed);
        }
        const qint64 found = soundRows(disk);
        QVERIFY2(found >= committed && found <= attempted,
                 qPrintable(QStringLiteral("seed %1: %2 rows, committed %3").arg(seed).arg(found).arg(committed)));
        committed = found;
    }
    QVERIFY(committed > 100);
}

/// Whoever opens the database of a killed process believes the commits that they find.
void TestSimulatedDisk::powerCutSparesWhatWasFoundAfterAKill()
{
    int unsynced = 0;
    for (quint64 seed = 0; seed < 90; ++seed) {
        SimulatedDisk disk;
        {
            auto db = seeded(disk, 5);
            VERIFY_OK(db);
            disk.stopAt(SimulatedDisk::Write, 1 + qint64(seed % 15));
            unsynced += add(*db, 3) ? 0 : 1;
            disk.kill();
        }
        qint64 found = 0;
        {
            auto db = openOn(disk);
            VERIFY_OK(db);
            found = db->queryInt64("SELECT count(*) FROM t").value().value();
            unsynced += found > 5 ? 1000 : 0;
            disk.powerCut(seed);
        }
        QCOMPARE(soundRows(disk), found);
    }
    QVERIFY2(unsynced > 1000, qPrintable(QString::number(unsynced))); // Some had written all and synced nothing.
}

void TestSimulatedDisk::powerCutTakesWhatWasNotSynced()
{
    int damaged = 0;
    int shorter = 0;
    int whole = 0;
    for (quint64 seed = 0; seed < 60; ++seed) {
        SimulatedDisk disk;
        auto db = seeded(disk, 20);
        VERIFY_OK(db);
        VERIFY_OK(db->exec("PRAGMA synchronous=OFF")); // Which the product never does.
        for (int i = 0; i < 30; ++i)
            VERIFY_OK(add(*db, 10));
        VERIFY_OK(db->checkpoint());
        VERIFY_OK(add(*db, 10));
        disk.powerCut(seed);
        const qint64 rows = soundRows(disk);
        (rows < 0 ? damaged : rows < 330 ? shorter : whole)++;
    }
    QVERIFY2(damaged > 10 && shorter > 5 && whole > 5,
             qPrintable(QStringLiteral("%1 damaged, %2 short, %3 whole").arg(damaged).arg(shorter).arg(whole)));
}

void TestSimulatedDisk::powerCutIsDeterministic()
{
    const auto outcome = [](quint64 seed) {
        SimulatedDisk disk;
        auto db = seeded(disk, 5);
        (void)db->exec("PRAGMA synchronous=OFF");
        for (int i = 0; i < 10; ++i)
            (void)add(*db, 3);
        disk.powerCut(seed);
        return soundRows(disk);
    };
    std::set<qint64> outcomes;
    for (quint64 seed = 0; seed < 20; ++seed) {
        const qint64 rows = outcome(seed);
        QCOMPARE(outcome(seed), rows);
        outcomes.insert(rows);
    }
    QVERIFY(outcomes.size() > 3);
}

void TestSimulatedDisk::newFilesNeedTheFolderSynced()
{
    int missing = 0;
    for (quint64 seed = 0; seed < 20; ++seed) {
        SimulatedDisk disk;
        auto db = openOn(disk);
        VERIFY_OK(db);
        VERIFY_OK(db->exec("PRAGMA synchronous=OFF; CREATE TABLE t(n)"));
        disk.powerCut(seed);
        missing += !disk.exists(path + QStringLiteral("-wal"));
        QVERIFY(disk.exists(path)); // Going over to the log has synced it.
    }
    QVERIFY(missing > 3 && missing < 20);
}

void TestSimulatedDisk::failsTheChosenCall_data()
{
    using D = SimulatedDisk;
    QTest::addColumn<quint32>("call");
    QTest::addColumn<D::Fault>("fault");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("open") << quint32(D::Open) << D::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("read") << quint32(D::Read) << D::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("write") << quint32(D::Write) << D::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("write, full") << quint32(D::Write) << D::Fault::Full << ErrorCode::StorageFull;
    QTest::newRow("sync") << quint32(D::Sync) << D::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("map") << quint32(D::ShmMap) << D::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("lock of the log") << quint32(D::ShmLock) << D::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("lock") << quint32(D::Lock) << D::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("lock, busy") << quint32(D::Lock) << D::Fault::Busy << ErrorCode::StorageBusy;
}

void TestSimulatedDisk::failsTheChosenCall()
{
    QFETCH(quint32, call);
    QFETCH(SimulatedDisk::Fault, fault);
    QFETCH(ErrorCode, expected);
    SimulatedDisk disk;
    VERIFY_OK(seeded(disk, 5));
    const auto work = [&]() -> Result<> {
        MDMC_ASSIGN(Database db, openOn(disk));
        return add(db, 3);
    };
    disk.failFrom(SimulatedDisk::Call(call), 1, fault);
    VERIFY_ERROR(work(), expected);
    QVERIFY(disk.hasFailed());
    disk.heal();
    QCOMPARE(soundRows(disk), 5);
    disk.failOnce(SimulatedDisk::Call(call), 1'000'000, fault);
    VERIFY_OK(work());
    QVERIFY(!disk.hasFailed());
    QCOMPARE(soundRows(disk), 8);
}

void TestSimulatedDisk::stopsAtTheChosenCall()
{
    SimulatedDisk disk;
    auto db = seeded(disk, 5);
    const qint64 before = disk.count(SimulatedDisk::Write);
    disk.stopAt(SimulatedDisk::Write, 2);
    QVERIFY(!add(*db, 2000));
    QVERIFY(disk.isStopped());
    QCOMPARE(disk.count(SimulatedDisk::Write) - before, 2); // Both were done, no third one was tried on the disk.
    QCOMPARE(disk.unsyncedWrites(), 2);
    disk.kill();
    QVERIFY(!disk.isStopped());
    QCOMPARE(soundRows(disk), 5);
}

void TestSimulatedDisk::fillsUp()
{
    SimulatedDisk disk;
    auto db = seeded(disk, 5);
    const qint64 capacity = disk.usedBytes() + 20'000;
    disk.setCapacity(capacity);
    VERIFY_OK(add(*db, 2));
    VERIFY_ERROR(add(*db, 100), ErrorCode::StorageFull);
    QVERIFY(disk.usedBytes() <= capacity);
    QVERIFY(disk.usedBytes() > capacity - 4096 - 24); // To the brim.
    QCOMPARE(db->queryInt64("SELECT count(*) FROM t")->value(), 7);
    disk.setCapacity(-1);
    VERIFY_OK(add(*db, 100));
    db = failure(ErrorCode::Internal);
    QCOMPARE(soundRows(disk), 107);
}

void TestSimulatedDisk::isBusyForAWhile()
{
    SimulatedDisk disk;
    auto db = seeded(disk, 5);
    disk.busyFor(2);
    VERIFY_OK(add(*db, 1)); // Within the busy time-out.
    disk.busyFor(1000);
    VERIFY_ERROR(add(*db, 1), ErrorCode::StorageBusy);
    disk.heal();
    VERIFY_OK(add(*db, 1));
    QCOMPARE(soundRows(disk), 7);
}

QTEST_GUILESS_MAIN(TestSimulatedDisk)
#include "test_simulated_disk.moc"
