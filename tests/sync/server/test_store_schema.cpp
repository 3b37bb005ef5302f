// SPDX-License-Identifier: GPL-3.0-or-later
// As tests/sync/client/test_replica_schema.cpp, for the server's embedded store.
#include "sync/protocol/merge.h"
#include "sync/server/embedded_schema.h"
#include "sync/server/embedded_store.h"
#include "sync/server/folder_lock.h"
#include "sync/server/server.h"
#include "sync/server/workspace_access.h"
#include "sync/server/workspace_setup.h"
#include "tests/support/results.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

security::SecretKey key()
{
    return *security::SecretKey::fromBytes(QByteArray(32, 'k'));
}

QString stored(int version)
{
    return QStringLiteral(MDMC_TEST_DATA "/schema/server_v%1.db").arg(version);
}

const QString kEmail = QStringLiteral("zoe@example.org");

} // namespace

class TestStoreSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("MDMC_WRITE_SCHEMA"))
            return;
        QTemporaryDir dir;
        ManualClock clock;
        SeededRandom random(1);
        auto store = EmbeddedStore::open({dir.filePath(QStringLiteral("workspace.db")), key(), true});
        VERIFY_OK(store);
        const auto tokens = TokenIssuer::create(QByteArray(32, 't'), clock);
        Accounts accounts(**store, *tokens, clock, random, security::PasswordHasher(security::Argon2Cost::forTests()));
        VERIFY_OK(createWorkspace(**store, accounts, clock, random, QStringLiteral("Stored"),
                                  {QStringLiteral("Ada"), QStringLiteral("ada@example.org"), QStringLiteral("admin"), {}, {}, QStringLiteral("stored password 1")}));
        Lead lead;
        lead.id = RecordId::mint(clock, random);
        lead.artistName = QStringLiteral("Zoé d'Été");
        lead.emails = {kEmail};
        VERIFY_OK(writeRecords(**store, clock, random, {toRecord(lead)}));
        const QString path = stored(int(serverMigrations().size()));
        QFile::remove(path);
        VERIFY_OK((*store)->database().backupTo(path, EmbeddedStore::fileKey(key())));
    }

    void everyReleasedVersionOpens_data()
    {
        QTest::addColumn<int>("version");
        for (const int version : {1, 4, 5}) // Those that are stored.
            QTest::addRow("%d", version) << version;
    }

    void everyReleasedVersionOpens()
    {
        QFETCH(int, version);
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("workspace.db"));
        QVERIFY(QFile::copy(stored(version), path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        auto opened = EmbeddedStore::open({path, key(), false});
        VERIFY_OK(opened);
        EmbeddedStore &store = **opened;
        VERIFY_OK(store.database().integrityCheck());
        QCOMPARE(store.setting(kWorkspaceNameSetting)->value(), QStringLiteral("Stored"));
        const auto leads = store.all(EntityType::Lead);
        VERIFY_OK(leads);
        QCOMPARE(leads->size(), 1u);
        QCOMPARE(fromRecord<Lead>(leads->front()).emails, QStringList{kEmail});
        QVERIFY(store.head()->seq > 0);
        const Actor admin{RecordId::mint(), Role::Admin, Sight::All, {}, true};
        const RowSum sum = store.visibleSum(EntityType::Lead, admin).value();
        QCOMPARE(sum, (RowSum{1, rowChecksum(leads->front().id, leads->front().rev)}));
        ManualClock clock;
        SeededRandom random(2);
        const auto tokens = TokenIssuer::create(QByteArray(32, 't'), clock);
        Accounts accounts(store, *tokens, clock, random, security::PasswordHasher(security::Argon2Cost::forTests()));
        VERIFY_OK(accounts.login(QStringLiteral("ada@example.org"), QStringLiteral("stored password 1"), {}));
    }

    void whatIsServedIsNotMigrated()
    {
        QTemporaryDir dir;
        const QString path = storePath(dir.path());
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(QFile::copy(stored(1), path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        const auto version = [&] {
            storage::OpenOptions options{.path = path, .key = EmbeddedStore::fileKey(key()), .vfs = {}};
            auto database = storage::Database::open(options);
            return database ? database->queryInt64("PRAGMA user_version").value() : std::optional<qint64>();
        };
        {
            const auto served = FolderLock::take(dir.path());
            VERIFY_OK(served);
            VERIFY_ERROR(openStoreOf(dir.path(), key()), ErrorCode::StorageBusy);
            QCOMPARE(version(), std::optional<qint64>(1));
        }
        VERIFY_OK(openStoreOf(dir.path(), key()));
        QVERIFY(version() > 1);
        const auto served = FolderLock::take(dir.path());
        VERIFY_OK(served); // Given back
        const auto store = openStoreOf(dir.path(), key()); // Of this version: beside a server that runs.
        VERIFY_OK(store);
        VERIFY_OK((*store)->checkVersion());
        VERIFY_OK((*store)->database().exec(QByteArrayView("PRAGMA user_version=999"))); // Another program's doing
        VERIFY_ERROR((*store)->checkVersion(), ErrorCode::SchemaTooNew);
    }

    void storedFilesAreEncrypted()
    {
        QFile file(stored(1));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.size() > 10'000);
        QVERIFY(!bytes.contains(kEmail.toUtf8()));
        QVERIFY(!bytes.startsWith("SQLite format 3"));
    }
};

QTEST_GUILESS_MAIN(TestStoreSchema)
#include "test_store_schema.moc"
