// SPDX-License-Identifier: GPL-3.0-or-later
// Every schema version that was ever released has a replica in tests/data/schema, written by the program of its time.
// Each must open in today's program with everything in it. MDMC_WRITE_SCHEMA=1 writes the one of this version anew, as
// long as it is not released.
#include "tests/sync/client/replica_fixture.h"

#include "core/security/secret.h"
#include "core/storage/migrations.h"
#include "sync/client/replica_schema.h"

namespace mdmc::sync {

using namespace test;

class TestReplicaSchema : public QObject {
    Q_OBJECT

private:
    static QString stored(int version)
    {
        return QStringLiteral(MDMC_TEST_DATA "/schema/replica_v%1.db").arg(version);
    }

    static QStringList indexesOf(storage::Database &database)
    {
        QStringList indexes;
        auto rows = database.prepare("SELECT sql FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL ORDER BY name");
        while (rows && rows->step().value_or(false))
            indexes += rows->columnText(0);
        return indexes;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("MDMC_WRITE_SCHEMA"))
            return;
        ReplicaFixture f;
        f.snapshot({f.leadRow(QStringLiteral("Zoé d'Été")), f.leadRow(QStringLiteral("Kado"))});
        const RecordId id = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, id, {leadText("artistName", QStringLiteral("Not sent yet"))}));
        VERIFY_OK(f.replica->setLocalValue(QStringLiteral("draft"), QByteArray("kept")));
        VERIFY_OK(f.replica->database().checkpoint());
        const QString path = stored(int(replicaMigrations().size()));
        QFile::remove(path);
        VERIFY_OK(f.replica->database().backupTo(path, ReplicaFixture::key()));
    }

    void everyReleasedVersionOpens_data()
    {
        QTest::addColumn<int>("version");
        for (const storage::Migration &migration : replicaMigrations())
            QTest::addRow("%d", migration.version) << migration.version;
    }

    void everyReleasedVersionOpens()
    {
        QFETCH(int, version);
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("replica.db"));
        QVERIFY(QFile::copy(stored(version), path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        auto database = storage::Database::open({.path = path, .key = ReplicaFixture::key(), .vfs = {}});
        VERIFY_OK(database);
        ManualClock clock;
        SeededRandom random(1);
        const auto opened = Replica::open(std::move(*database), clock, random);
        VERIFY_OK(opened);
        Replica &replica = **opened;
        VERIFY_OK(replica.database().integrityCheck());
        QCOMPARE(indexesOf(replica.database()), indexesOf(ReplicaFixture().replica->database()));
        QCOMPARE(*replica.store().count(EntityType::Lead), 3);
        QCOMPARE(replica.counts()->pending, 1);
        QVERIFY(replica.undoState()->canUndo);
        QCOMPARE(replica.localValues()->value(QStringLiteral("draft")), QByteArray("kept"));
        QCOMPARE(replica.actor().role, Role::Manager);
        QVERIFY(replica.rules().stages().size() > 3);
        // Search, the match keys and a commit work on the old rows.
        while (replica.isIndexing())
            VERIFY_OK(replica.indexNext());
        storage::RecordQuery query;
        query.search = QStringLiteral("zoe");
        QCOMPARE(*storage::queryCount(replica.database(), query), 1);
        const auto found = storage::queryRecords(replica.database(), replica.store(), query, 1);
        VERIFY_OK(found);
        VERIFY_OK(replica.commit({QStringLiteral("Edit"), {{Kind::Patch, EntityType::Lead, found->front().id, {leadText("notes", QStringLiteral("new"))}}}, {}}));
        query.search = QStringLiteral("n z"); // One letter each
        QCOMPARE(*storage::queryCount(replica.database(), query), 1);
        VERIFY_OK(replica.undo());
    }

    void aLaterVersionIsRefusedUntouched()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("replica.db"));
        QVERIFY(QFile::copy(stored(1), path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        {
            auto database = storage::Database::open({.path = path, .key = ReplicaFixture::key(), .vfs = {}});
            VERIFY_OK(database);
            VERIFY_OK(database->exec(QByteArrayView("PRAGMA user_version=999")));
        }
        auto database = storage::Database::open({.path = path, .key = ReplicaFixture::key(), .vfs = {}});
        VERIFY_OK(database);
        ManualClock clock;
        SeededRandom random(1);
        VERIFY_ERROR(Replica::open(std::move(*database), clock, random), ErrorCode::SchemaTooNew);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaSchema)
#include "test_replica_schema.moc"
