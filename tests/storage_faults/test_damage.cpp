// SPDX-License-Identifier: GPL-3.0-or-later
// Wrong keys and damaged files: a clear error, and the files stay as they are for whoever can make something of them.
#include "core/storage/transaction.h"
#include "sync/server/embedded_store.h"
#include "sync/server/server.h"
#include "tests/support/fault_sweep.h"
#include "tests/support/simulated_disk.h"
#include "tests/sync/both/person.h"

#include <QFile>

namespace mdmc::sync {

using namespace test;
using mdmc::test::SimulatedDisk;

namespace {

void overwrite(const QString &path, qint64 offset, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(offset) || file.write(bytes) != bytes.size())
        qFatal("cannot damage %s", qPrintable(path));
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    (void)file.open(QIODevice::ReadOnly);
    return file.readAll();
}

User someone()
{
    User user;
    user.id = RecordId::mint();
    user.name = QStringLiteral("Ada");
    user.email = kAda;
    user.role = roleKey(Role::Admin);
    user.scope = sightKey(Sight::All);
    return user;
}

} // namespace

class TestDamage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replica_data();
    void replica();
    void server_data();
    void server();
    void aDamagedLogLosesNoEarlierCommit();
};

void TestDamage::replica_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("key gone") << QStringLiteral("no key") << ErrorCode::KeyMissing;
    QTest::newRow("another key") << QStringLiteral("other key") << ErrorCode::WrongKey;
    QTest::newRow("first page") << QStringLiteral("first page") << ErrorCode::WrongKey;
    QTest::newRow("schema page") << QStringLiteral("second page") << ErrorCode::StorageCorrupt;
    QTest::newRow("cut in the middle") << QStringLiteral("half") << ErrorCode::StorageCorrupt;
    QTest::newRow("nearly nothing left") << QStringLiteral("rest") << ErrorCode::StorageCorrupt;
    QTest::newRow("empty") << QStringLiteral("empty") << ErrorCode::StorageCorrupt;
    QTest::newRow("missing") << QStringLiteral("missing") << ErrorCode::StorageCorrupt;
}

void TestDamage::replica()
{
    QFETCH(QString, what);
    QFETCH(ErrorCode, expected);
    Person ada;
    {
        const User user = someone();
        auto made =
            wait(createLocalWorkspace(ada.profile(), user, QStringLiteral("Demo"), {toRecord(user)}, {&ada.keys, {}}));
        VERIFY_OK(made);
        ada.workspace = std::move(*made);
        ada.workspace.reset();
        VERIFY_OK(ada.reopen());
        ada.workspace.reset();
    }
    const QString path = Profile::load(ada.profile())->databasePath();
    QVERIFY(!QFile::exists(path + QStringLiteral("-wal")));
    if (what == QLatin1String("no key")) {
        ada.keys = {};
    } else if (what == QLatin1String("other key")) {
        const Profile profile = *Profile::load(ada.profile());
        VERIFY_OK(ada.keys.store(QStringLiteral("replica/%1@local").arg(profile.userId.toString()),
                                 security::SecretKey::generate()));
    } else if (what == QLatin1String("first page")) {
        overwrite(path, 100, QByteArray(200, 'x'));
    } else if (what == QLatin1String("second page")) {
        for (int page = 1; page < 60; ++page)
            overwrite(path, page * 4096 + 50, QByteArray(200, 'x'));
    } else if (what == QLatin1String("half")) {
        QVERIFY(QFile::resize(path, QFileInfo(path).size() / 2 / 4096 * 4096));
    } else if (what == QLatin1String("rest")) {
        QVERIFY(QFile::resize(path, 1000));
    } else if (what == QLatin1String("empty")) {
        QVERIFY(QFile::resize(path, 0));
    } else {
        QVERIFY(QFile::remove(path));
    }
    const QByteArray before = contentOf(path);
    const Result<> opened = ada.reopen();
    VERIFY_ERROR(opened, expected);
    QVERIFY(!opened.error().detail.isEmpty());
    QCOMPARE(contentOf(path), before);
}

void TestDamage::server_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("keys gone") << QStringLiteral("keys");
    QTest::newRow("another key") << QStringLiteral("key");
    QTest::newRow("first page") << QStringLiteral("page");
    QTest::newRow("cut") << QStringLiteral("cut");
    QTest::newRow("missing") << QStringLiteral("missing");
}

/// One line that says what is wrong, and no server.
void TestDamage::server()
{
    QFETCH(QString, what);
    const QTemporaryDir dir;
    mdmc::test::ServerProcess server(QStringLiteral(MDMC_BIN_DIR), dir.filePath(QStringLiteral("server")));
    server.init(kAda, kPassword);
    const QString path = storePath(server.dataDir());
    const QString key = server.dataDir() + QStringLiteral("/server.key");
    if (what == QLatin1String("keys"))
        QVERIFY(QFile::remove(key));
    else if (what == QLatin1String("key"))
        overwrite(key, 0, "00000000");
    else if (what == QLatin1String("page"))
        overwrite(path, 100, QByteArray(200, 'x'));
    else if (what == QLatin1String("cut"))
        QVERIFY(QFile::resize(path, QFileInfo(path).size() / 2 / 4096 * 4096));
    else
        QVERIFY(QFile::remove(path));
    const QByteArray before = contentOf(path);
    const auto ended = mdmc::test::runProgram(QStringLiteral(MDMC_BIN_DIR), QStringLiteral("mdmc-server"),
                                              {QStringLiteral("serve"), QStringLiteral("--data"), server.dataDir(),
                                               QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")},
                                              {}, {}, 20'000);
    QVERIFY(!ended.crashed);
    QVERIFY(ended.exitCode > 0);
    QVERIFY2(ended.err.contains(what == QLatin1String("missing") ? "There is no workspace" : "key")
                 || ended.err.contains("damaged") || ended.err.contains("SQLite 11"),
             ended.err.constData());
    QCOMPARE(contentOf(path), before);
}

/// Nobody can tell a damaged log from one that a power cut has torn. What was committed before the damage is kept.
void TestDamage::aDamagedLogLosesNoEarlierCommit()
{
    SimulatedDisk disk;
    const QString path = QStringLiteral("a.db");
    storage::OpenOptions options{
        .path = path, .key = *security::SecretKey::fromBytes(QByteArray(32, 'k')), .create = true, .vfs = disk.name()};
    constexpr int kCommits = 12;
    std::vector<qint64> sizes; // Of the log after each commit.
    SimulatedDisk::Image image;
    {
        auto db = storage::Database::open(options);
        VERIFY_OK(db->exec("CREATE TABLE t(n INTEGER PRIMARY KEY, text BLOB)"));
        VERIFY_OK(db->checkpoint());
        for (int i = 0; i < kCommits; ++i) {
            VERIFY_OK(db->run("INSERT INTO t(text) VALUES(?)", QByteArray(3000, 'x')));
            sizes.push_back(disk.content(path + QStringLiteral("-wal")).size());
        }
        image = disk.image();
    }
    for (qint64 at = 40; at < sizes.back(); at += 1500) {
        disk.load(image);
        options.vfs = disk.name();
        disk.overwrite(path + QStringLiteral("-wal"), at, QByteArray("damage"));
        auto db = storage::Database::open(options);
        VERIFY_OK(db);
        const qint64 found = db->queryInt64("SELECT count(*) FROM t")->value();
        const qint64 whole = std::upper_bound(sizes.begin(), sizes.end(), at) - sizes.begin();
        QVERIFY2(found == whole, qPrintable(QStringLiteral("damage at %1: %2 of %3").arg(at).arg(found).arg(whole)));
        VERIFY_OK(mdmc::test::checkSound(*db));
        VERIFY_OK(db->run("INSERT INTO t(text) VALUES('goes on')"));
    }
}

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestDamage)
#include "test_damage.moc"
