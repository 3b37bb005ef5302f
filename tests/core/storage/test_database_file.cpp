// SPDX-License-Identifier: GPL-3.0-or-later
// What other processes see of a database that is open here, and what is refused before it is opened.
#include "core/storage/database.h"
#include "tests/support/results.h"
#include "tests/support/simulated_disk.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mdmc;
using namespace mdmc::storage;
using test::SimulatedDisk;

namespace {

OpenOptions optionsFor(const QString &path)
{
    return {.path = path, .key = *security::SecretKey::fromBytes(QByteArray(32, 'k')), .create = true, .vfs = {}};
}

/// Whether another process would be kept from taking the file for itself, as SQLite does before it ends a log.
bool isLockedForOthers(const QString &path)
{
    const QByteArray name = path.toLocal8Bit();
    const pid_t child = fork();
    if (child == 0) { // Only calls that are safe after a fork.
        const int file = open(name.constData(), O_RDWR);
        struct flock range = {};
        range.l_type = F_WRLCK;
        range.l_whence = SEEK_SET;
        range.l_start = 0x40000002; // SQLite's SHARED range.
        range.l_len = 510;
        const bool isHeld = file < 0 || fcntl(file, F_GETLK, &range) != 0 || range.l_type != F_UNLCK;
        _exit(isHeld ? 1 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status) == 1;
}

} // namespace

class TestDatabaseFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOpenKeepsItsLock();
    void checkIsNotMisledByATornCheckpoint();
    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
};

void TestDatabaseFile::everyOpenKeepsItsLock()
{
    const QTemporaryDir dir;
    const OpenOptions wanted = optionsFor(dir.filePath(QStringLiteral("a.db")));
    auto db = Database::open(wanted);
    VERIFY_OK(db);
    VERIFY_OK(db->exec("CREATE TABLE t(n); INSERT INTO t VALUES(1)"));
    QVERIFY(isLockedForOthers(wanted.path));
    {
        auto second = Database::open(wanted);
        VERIFY_OK(second);
        QVERIFY(isLockedForOthers(wanted.path));
        OpenOptions wrong = wanted;
        wrong.key = security::SecretKey::generate();
        VERIFY_ERROR(Database::open(wrong), ErrorCode::WrongKey);
    }
    QVERIFY(isLockedForOthers(wanted.path));
    const QString copy = dir.filePath(QStringLiteral("copy.db"));
    VERIFY_OK(db->backupTo(copy, wanted.key));
    QVERIFY(isLockedForOthers(wanted.path));
    VERIFY_OK(db->rekey(security::SecretKey::generate()));
    QVERIFY(isLockedForOthers(wanted.path));

    // What it would be without: a descriptor of one's own takes the lock along.
    QFile own(wanted.path);
    QVERIFY(own.open(QIODevice::ReadOnly));
    own.close();
    QVERIFY(!isLockedForOthers(wanted.path));
}

void TestDatabaseFile::checkIsNotMisledByATornCheckpoint()
{
    int torn = 0;
    for (quint64 seed = 0; seed < 12; ++seed) {
        SimulatedDisk disk;
        OpenOptions wanted = optionsFor(QStringLiteral("a.db"));
        wanted.vfs = disk.name();
        auto db = Database::open(wanted);
        VERIFY_OK(db->exec("CREATE TABLE t(n INTEGER PRIMARY KEY, text BLOB)"));
        VERIFY_OK(db->checkpoint());
        for (int i = 0; i < 20; ++i)
            VERIFY_OK(db->run("INSERT INTO t(text) VALUES(?)", QByteArray(3000, 'x')));
        disk.stopAt(SimulatedDisk::Write, 8);
        QVERIFY(!db->checkpoint());
        disk.powerCut(seed);
        wanted.vfs = disk.name();
        torn += disk.content(wanted.path).size() % 4096 != 0;
        db = Database::open(wanted);
        VERIFY_OK(db);
        VERIFY_OK(db->integrityCheck());
        QCOMPARE(db->queryInt64("SELECT count(*) FROM t")->value(), 20);
    }
    QVERIFY(torn > 0);
}

void TestDatabaseFile::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("nothing in it") << QByteArray() << ErrorCode::NotFound;
    QTest::newRow("cut below a page") << QByteArray(1000, 'x') << ErrorCode::StorageCorrupt;
    QTest::newRow("not encrypted") << QByteArray("SQLite format 3\0", 16) + QByteArray(8176, '\0')
                                   << ErrorCode::WrongKey;
    QTest::newRow("something else") << QByteArray(8192, 'x') << ErrorCode::WrongKey;
}

void TestDatabaseFile::refusesWhatIsNoDatabase()
{
    QFETCH(QByteArray, content);
    QFETCH(ErrorCode, expected);
    SimulatedDisk disk;
    OpenOptions wanted = optionsFor(QStringLiteral("a.db"));
    wanted.create = content.size() > 0; // Must not help.
    wanted.vfs = disk.name();
    disk.put(wanted.path, content);
    VERIFY_ERROR(Database::open(wanted), expected);
    QCOMPARE(disk.content(wanted.path), content);
}

QTEST_GUILESS_MAIN(TestDatabaseFile)
#include "test_database_file.moc"
