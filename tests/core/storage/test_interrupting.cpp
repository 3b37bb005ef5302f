// SPDX-License-Identifier: GPL-3.0-or-later
// Statements that are ended in the middle: for good, or while somebody has given up waiting for them.
#include "core/storage/database.h"
#include "core/storage/transaction.h"
#include "tests/support/results.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace mdmc;
using namespace mdmc::storage;

class TestInterrupting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void interruptCancels();
    void givesUpOnlyWhileItIsTold();
    void interruptedChangesAreCommittedOrUndone();

private:
    OpenOptions options(const QString &file) const
    {
        return OpenOptions{
            .path = m_dir->filePath(file), .key = *security::SecretKey::fromBytes(QByteArray(32, 'k')), .create = true};
    }
    static qint64 count(Database &db) { return db.queryInt64("SELECT count(*) FROM person").value_or(-1).value_or(-1); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestInterrupting::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TestInterrupting::interruptCancels()
{
    auto db = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(db);
    constexpr const char *endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    // Once, at whatever moment: before the statement has begun, while it begins and while it runs.
    OpenOptions inMemory = options(QStringLiteral("a.db"));
    inMemory.path = QStringLiteral(":memory:");
    for (int round = 0; round < 100; ++round) {
        auto db = Database::open(inMemory);
        VERIFY_OK(db);
        std::atomic<bool> isReady{false};
        std::thread other([&] {
            while (!isReady)
                std::this_thread::yield();
            for (int i = 0; i < round * 40; ++i)
                std::atomic_signal_fence(std::memory_order_seq_cst);
            db->interrupt();
        });
        isReady = true;
        const auto cut = db->queryInt64(endless);
        other.join();
        VERIFY_ERROR(cut, ErrorCode::Cancelled);
        // For good: what comes later does not run on in its place.
        VERIFY_ERROR(db->queryInt64("SELECT 1"), ErrorCode::Cancelled);
        VERIFY_ERROR(db->exec("SELECT 1"), ErrorCode::Cancelled);
    }
}

void TestInterrupting::givesUpOnlyWhileItIsTold()
{
    OpenOptions inMemory = options(QStringLiteral("a.db"));
    inMemory.path = QStringLiteral(":memory:");
    auto db = Database::open(inMemory);
    VERIFY_OK(db);
    std::atomic<bool> isGivenUp{false};
    db->giveUpWhen(&isGivenUp);
    QCOMPARE(db->queryInt64("SELECT 1")->value(), 1);
    std::thread other([&] { isGivenUp = true; });
    const auto cut =
        db->queryInt64("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
    other.join();
    VERIFY_ERROR(cut, ErrorCode::Cancelled);
    VERIFY_ERROR(db->queryInt64("SELECT 1"), ErrorCode::Cancelled);
    db->giveUpWhen(nullptr);
    QCOMPARE(db->queryInt64("SELECT 1")->value(), 1);
}

void TestInterrupting::interruptedChangesAreCommittedOrUndone()
{
    auto db = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(db);
    VERIFY_OK(db->exec("CREATE TABLE person(id INTEGER PRIMARY KEY); INSERT INTO person DEFAULT VALUES"));
    auto cut = Transaction::begin(*db);
    VERIFY_OK(cut);
    VERIFY_OK(db->exec("DELETE FROM person"));
    db->interrupt();
    VERIFY_ERROR(db->exec("DELETE FROM person"), ErrorCode::Cancelled);
    cut->rollback();
    QVERIFY(!db->inTransaction());
    db = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(db);
    QCOMPARE(count(*db), 1);
    auto done = Transaction::begin(*db);
    VERIFY_OK(done);
    VERIFY_OK(db->exec("DELETE FROM person"));
    db->interrupt();
    VERIFY_OK(done->commit());
    db = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(db);
    QCOMPARE(count(*db), 0);
}

QTEST_GUILESS_MAIN(TestInterrupting)
#include "test_interrupting.moc"
