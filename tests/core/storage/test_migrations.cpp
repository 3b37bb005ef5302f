// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/migrations.h"
#include "tests/support/results.h"
#include "tests/support/simulated_disk.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <thread>

using namespace mdmc;
using namespace mdmc::storage;

namespace {

constexpr qint32 ourId = 0x4d444d43;

const security::SecretKey key = *security::SecretKey::fromBytes(QByteArray(32, 'm'));

std::vector<Migration> twoSteps()
{
    return {
        {1, QStringLiteral("first"),
         "CREATE TABLE a(x INTEGER); CREATE INDEX a_x ON a(x); INSERT INTO a VALUES(1);", {}},
        {2, QStringLiteral("second"), "ALTER TABLE a ADD COLUMN y TEXT",
         [](Database &db) { return db.run("UPDATE a SET y = ?", QStringLiteral("filled")); }},
    };
}

} // namespace

class TestMigrations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void bringsAnEmptyDatabaseUp();
    void appliesOnlyWhatIsMissing();
    void failureLeavesTheEarlierVersion_data();
    void failureLeavesTheEarlierVersion();
    void fullDiskLeavesTheEarlierVersion();
    void refusesALaterVersion();
    void refusesAForeignDatabase();
    void refusesGaps();
    void twoAtOnce();

private:
    OpenOptions options() const
    {
        return OpenOptions{.path = m_dir->filePath(QStringLiteral("a.db")), .key = key, .create = true};
    }
    static qint64 version(Database &db) { return db.queryInt64("PRAGMA user_version")->value(); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestMigrations::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void TestMigrations::bringsAnEmptyDatabaseUp()
{
    auto db = Database::open(options());
    VERIFY_OK(db);
    const auto reached = migrate(*db, twoSteps(), ourId);
    VERIFY_OK(reached);
    QCOMPARE(*reached, 2);
    QCOMPARE(version(*db), 2);
    QCOMPARE(db->queryInt64("PRAGMA application_id")->value(), ourId);
    QCOMPARE(db->queryText("SELECT y FROM a")->value(), QStringLiteral("filled"));
}

void TestMigrations::appliesOnlyWhatIsMissing()
{
    auto db = Database::open(options());
    auto steps = twoSteps();
    VERIFY_OK(migrate(*db, std::span(steps).first(1), ourId));
    VERIFY_OK(db->exec("INSERT INTO a VALUES(2)"));
    VERIFY_OK(migrate(*db, steps, ourId));
    VERIFY_OK(migrate(*db, steps, ourId)); // Again changes nothing.
    QCOMPARE(db->queryInt64("SELECT count(*) FROM a WHERE y = 'filled'")->value(), 2);
}

void TestMigrations::failureLeavesTheEarlierVersion_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<bool>("codeFails");
    QTest::newRow("wrong SQL after right SQL") << QByteArray("CREATE TABLE b(x); CREATE TABLE c(;") << false;
    QTest::newRow("constraint") << QByteArray("CREATE TABLE b(x UNIQUE); INSERT INTO b VALUES(1), (1)") << false;
    QTest::newRow("code") << QByteArray("CREATE TABLE b(x); DELETE FROM a") << true;
    QTest::newRow("ends the transaction") << QByteArray("ROLLBACK") << false;
}

void TestMigrations::failureLeavesTheEarlierVersion()
{
    QFETCH(QByteArray, sql);
    QFETCH(bool, codeFails);
    auto db = Database::open(options());
    auto steps = twoSteps();
    steps.push_back({3, QStringLiteral("bad"), sql, [codeFails](Database &) -> Result<> {
                         return codeFails ? Result<>(failure(ErrorCode::Internal)) : Result<>();
                     }});
    QVERIFY(!migrate(*db, steps, ourId));
    QVERIFY(!db->inTransaction());
    QCOMPARE(version(*db), 2); // The two good ones stay.
    QCOMPARE(db->queryInt64("SELECT count(*) FROM a")->value(), 1);
    QCOMPARE(db->queryInt64("SELECT count(*) FROM sqlite_schema WHERE name IN ('b', 'c')")->value(), 0);
    steps.back() = {3, QStringLiteral("repaired"), "CREATE TABLE b(x)", {}};
    VERIFY_OK(migrate(*db, steps, ourId));
    QCOMPARE(version(*db), 3);
}

void TestMigrations::fullDiskLeavesTheEarlierVersion()
{
    test::SimulatedDisk disk;
    OpenOptions wanted = options();
    wanted.vfs = disk.name();
    auto steps = twoSteps();
    steps.push_back({3, QStringLiteral("large"),
                     "CREATE TABLE b(x BLOB); INSERT INTO b VALUES(zeroblob(1000000))", {}});
    {
        auto db = Database::open(wanted);
        VERIFY_OK(migrate(*db, std::span(steps).first(2), ourId));
        disk.setCapacity(disk.usedBytes() + 200'000);
        VERIFY_ERROR(migrate(*db, steps, ourId), ErrorCode::StorageFull);
        QCOMPARE(version(*db), 2);
    }
    disk.heal();
    auto db = Database::open(wanted);
    VERIFY_OK(db);
    QCOMPARE(version(*db), 2);
    VERIFY_OK(migrate(*db, steps, ourId));
    VERIFY_OK(db->integrityCheck());
}

void TestMigrations::refusesALaterVersion()
{
    auto db = Database::open(options());
    auto steps = twoSteps();
    VERIFY_OK(migrate(*db, steps, ourId));
    VERIFY_ERROR(migrate(*db, std::span(steps).first(1), ourId), ErrorCode::SchemaTooNew);
    QCOMPARE(version(*db), 2);
    QCOMPARE(db->queryText("SELECT y FROM a")->value(), QStringLiteral("filled"));
}

void TestMigrations::refusesAForeignDatabase()
{
    auto db = Database::open(options());
    const auto steps = twoSteps();
    VERIFY_OK(db->exec("CREATE TABLE theirs(x)"));
    VERIFY_ERROR(migrate(*db, steps, ourId), ErrorCode::Unsupported);
    VERIFY_OK(db->exec("PRAGMA application_id=5"));
    VERIFY_ERROR(migrate(*db, steps, ourId), ErrorCode::Unsupported);
    QCOMPARE(version(*db), 0);
    QCOMPARE(db->queryInt64("SELECT count(*) FROM sqlite_schema")->value(), 1);
}

void TestMigrations::refusesGaps()
{
    auto db = Database::open(options());
    auto steps = twoSteps();
    steps[1].version = 3;
    VERIFY_ERROR(migrate(*db, steps, ourId), ErrorCode::Internal);
    QCOMPARE(version(*db), 0);
}

void TestMigrations::twoAtOnce()
{
    VERIFY_OK(Database::open(options()));
    std::array<Result<int>, 4> results;
    std::vector<std::thread> threads;
    for (auto &result : results) {
        threads.emplace_back([this, &result] {
            auto db = Database::open(options());
            result = db ? migrate(*db, twoSteps(), ourId) : tl::unexpected(db.error());
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    for (const auto &result : results)
        VERIFY_OK(result);
    auto db = Database::open(options());
    QCOMPARE(db->queryInt64("SELECT count(*) FROM a")->value(), 1);
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "test_migrations.moc"
