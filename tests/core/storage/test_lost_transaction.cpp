// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite ends a transaction by itself when the disk fails. What was meant for it must not happen outside of it.
#include "core/storage/record_store.h"
#include "core/storage/stored_rules.h"
#include "core/storage/transaction.h"
#include "tests/support/results.h"
#include "tests/support/simulated_disk.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::storage;
using test::SimulatedDisk;

class TestLostTransaction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingHappensOutsideOfIt_data();
    void nothingHappensOutsideOfIt();
    void listsAreReadAgain();
};

void TestLostTransaction::nothingHappensOutsideOfIt_data()
{
    QTest::addColumn<quint32>("call");
    QTest::addColumn<SimulatedDisk::Fault>("fault");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("read") << quint32(SimulatedDisk::Read) << SimulatedDisk::Fault::IoError << ErrorCode::StorageFailure;
    QTest::newRow("full") << quint32(SimulatedDisk::Write) << SimulatedDisk::Fault::Full << ErrorCode::StorageFull;
}

void TestLostTransaction::nothingHappensOutsideOfIt()
{
    QFETCH(quint32, call);
    QFETCH(SimulatedDisk::Fault, fault);
    QFETCH(ErrorCode, expected);
    SimulatedDisk disk;
    OpenOptions options{.path = QStringLiteral("a.db"),
                        .key = *security::SecretKey::fromBytes(QByteArray(32, 'k')),
                        .create = true,
                        .cacheKib = 16, // Most pages have to be read, changed ones are written early.
                        .vfs = disk.name()};
    auto db = Database::open(options);
    VERIFY_OK(db);
    VERIFY_OK(db->exec("CREATE TABLE t(n INTEGER PRIMARY KEY, text BLOB)"));
    for (int i = 0; i < 60; ++i)
        VERIFY_OK(db->run("INSERT INTO t(text) VALUES(?)", QByteArray(1000, 'x')));
    {
        auto transaction = Transaction::begin(*db);
        VERIFY_OK(transaction);
        VERIFY_OK(db->run("INSERT INTO t(text) VALUES('in it')"));
        disk.failOnce(SimulatedDisk::Call(call), 1, fault);
        Result<> failed;
        for (int i = 0; i < 400 && failed; ++i) // More than is gathered before it is written.
            failed = call == SimulatedDisk::Read ? db->exec("SELECT sum(length(text)) FROM t")
                                                 : db->run("INSERT INTO t(text) VALUES(?)", QByteArray(900, 'y'));
        VERIFY_ERROR(failed, expected);
        QVERIFY(disk.hasFailed());
        QVERIFY(!db->inTransaction());
        // The disk is well again, the transaction is not; whoever did not look at that error finds out now.
        VERIFY_ERROR(db->run("INSERT INTO t(text) VALUES('outside')"), expected);
        VERIFY_ERROR(db->exec("INSERT INTO t(text) VALUES('outside')"), expected);
        VERIFY_ERROR(db->queryInt64("SELECT count(*) FROM t"), expected);
        VERIFY_ERROR(transaction->commit(), expected);
    }
    QCOMPARE(db->queryInt64("SELECT count(*) FROM t")->value(), 60);
    VERIFY_OK(db->run("INSERT INTO t(text) VALUES('after')"));
    auto next = Transaction::begin(*db);
    VERIFY_OK(next);
    VERIFY_OK(db->run("INSERT INTO t(text) VALUES('in the next one')"));
    VERIFY_OK(next->commit());
    QCOMPARE(db->queryInt64("SELECT count(*) FROM t")->value(), 62);
}

void TestLostTransaction::listsAreReadAgain()
{
    SimulatedDisk disk;
    OpenOptions options{
        .path = QStringLiteral("a.db"), .key = security::SecretKey::generate(), .create = true, .vfs = {}};
    options.vfs = disk.name();
    {
        auto made = Database::open(options);
        VERIFY_OK(made);
        for (const QByteArray &sql : {recordTablesV1(), recordIndexesV1(), fullTextTablesV4()})
            VERIFY_OK(made->exec(sql));
        RecordStore store(*made);
        User user;
        user.id = RecordId::mint();
        user.name = QStringLiteral("Ana");
        VERIFY_OK(store.save(toRecord(user)));
    }
    auto db = Database::open(options);
    VERIFY_OK(db);
    RecordStore store(*db);
    StoredRules rules(store);
    disk.failFrom(SimulatedDisk::Read, 1);
    QVERIFY(rules.users().empty());
    disk.heal();
    QCOMPARE(rules.users().size(), size_t(1));
}

QTEST_GUILESS_MAIN(TestLostTransaction)
#include "test_lost_transaction.moc"
