// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/database.h"
#include "core/storage/transaction.h"
#include "tests/support/results.h"
#include "tests/support/simulated_disk.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlcipher/sqlite3.h>

using namespace mdmc;
using namespace mdmc::storage;
using test::SimulatedDisk;
using security::SecretKey;

namespace {

SecretKey keyOf(char c)
{
    return *SecretKey::fromBytes(QByteArray(32, c));
}

const QByteArray canary = "Zoe.Canary.7391@example.test";

} // namespace

class TestDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void appliesItsSettings();
    void keepsDataAcrossOpens();
    void missingFileIsNotCreatedUnasked();
    void fileIsPrivate();
    void refusesWrongKey();
    void opensFilesOfTheFirstVersions();
    void refusesPlainAndForeignFiles_data();
    void refusesPlainAndForeignFiles();
    void leavesNothingReadable();
    void detectsTamperedPage();
    void detectsTruncatedFile();
    void survivesFullDisk();
    void everyFailedWriteLeavesAConsistentFile_data();
    void everyFailedWriteLeavesAConsistentFile();
    void failedSyncLeavesOldData();
    void rollsBackUnlessCommitted();
    void savepointsNest();
    void readerSeesSnapshotWhileWriterWorks();
    void secondWriterIsBusy();
    void backsUpToAnotherKey();
    void failedBackupLeavesNoFile();
    void changesItsKey();
    void readOnlyRefusesWrites();
    void checkpointEmptiesTheLog();
    void fullTextTriggersWorkUnderUntrustedSchema();
    void constraintsHaveCodes();
    void errorsHoldNoValues();

private:
    OpenOptions options(const QString &file, char key = 'k') const
    {
        return OpenOptions{.path = m_dir->filePath(file), .key = keyOf(key), .create = true, .busyTimeoutMs = 50};
    }
    /// A database with one table of canaries.
    Result<Database> seeded(const OpenOptions &options, int rows)
    {
        MDMC_ASSIGN(Database db, Database::open(options));
        MDMC_TRY(db.exec("CREATE TABLE person(id INTEGER PRIMARY KEY, email TEXT NOT NULL, note BLOB) STRICT"));
        MDMC_ASSIGN(Transaction transaction, Transaction::begin(db));
        for (int i = 0; i < rows; ++i)
            MDMC_TRY(db.run("INSERT INTO person(email, note) VALUES(?, ?)", QString::fromLatin1(canary),
                            QByteArray(500, 'n') + canary));
        MDMC_TRY(transaction.commit());
        return db;
    }
    static qint64 count(Database &db) { return db.queryInt64("SELECT count(*) FROM person").value_or(-1).value_or(-1); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestDatabase::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TestDatabase::appliesItsSettings()
{
    auto db = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(db);
    QVERIFY(!db->queryText("PRAGMA cipher_version")->value_or(QString()).isEmpty());
    QCOMPARE(db->queryText("PRAGMA cipher_hmac_algorithm")->value(), QStringLiteral("HMAC_SHA256"));
    QCOMPARE(db->queryText("PRAGMA journal_mode")->value(), QStringLiteral("wal"));
    QCOMPARE(db->queryInt64("PRAGMA synchronous")->value(), 2);
    QCOMPARE(db->queryInt64("PRAGMA temp_store")->value(), 2);
    QCOMPARE(db->queryInt64("PRAGMA secure_delete")->value(), 1);
    QCOMPARE(db->queryInt64("PRAGMA trusted_schema")->value(), 0);
    QCOMPARE(db->queryInt64("PRAGMA cache_size")->value(), -64 * 1024);
    QCOMPARE(db->queryInt64("PRAGMA foreign_keys")->value(), 0);
}

void TestDatabase::keepsDataAcrossOpens()
{
    VERIFY_OK(seeded(options(QStringLiteral("a.db")), 3));
    auto again = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(again);
    QCOMPARE(count(*again), 3);
    VERIFY_OK(again->integrityCheck());
}

void TestDatabase::missingFileIsNotCreatedUnasked()
{
    OpenOptions wanted = options(QStringLiteral("none.db"));
    wanted.create = false;
    VERIFY_ERROR(Database::open(wanted), ErrorCode::NotFound);
    QVERIFY(!QFile::exists(wanted.path));
    wanted.create = true;
    wanted.path = m_dir->filePath(QStringLiteral("no-such-folder/a.db"));
    VERIFY_ERROR(Database::open(wanted), ErrorCode::StorageFailure);
}

void TestDatabase::fileIsPrivate()
{
    auto db = seeded(options(QStringLiteral("a.db")), 1);
    VERIFY_OK(db);
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
    for (const QFileInfo &file : QDir(m_dir->path()).entryInfoList(QDir::Files))
        QVERIFY2(!(file.permissions() & others), qPrintable(file.fileName()));
}

void TestDatabase::refusesWrongKey()
{
    VERIFY_OK(seeded(options(QStringLiteral("a.db")), 3));
    VERIFY_ERROR(Database::open(options(QStringLiteral("a.db"), 'x')), ErrorCode::WrongKey);
    VERIFY_OK(Database::open(options(QStringLiteral("a.db"))));
}

/// SQLCipher's own settings: SHA-512 in every page.
void TestDatabase::opensFilesOfTheFirstVersions()
{
    const OpenOptions wanted = options(QStringLiteral("earlier.db"));
    sqlite3 *raw = nullptr;
    QCOMPARE(sqlite3_open(wanted.path.toUtf8().constData(), &raw), SQLITE_OK);
    const QByteArray key = "x'" + QByteArray(32, 'k').toHex() + "'";
    QCOMPARE(sqlite3_key_v2(raw, "main", key.constData(), int(key.size())), SQLITE_OK);
    QCOMPARE(sqlite3_exec(raw, "PRAGMA journal_mode=WAL; CREATE TABLE person(id INTEGER PRIMARY KEY, email TEXT);"
                               "INSERT INTO person(email) VALUES('first'), ('second')",
                          nullptr, nullptr, nullptr),
             SQLITE_OK);
    QCOMPARE(sqlite3_close(raw), SQLITE_OK);

    {
        auto db = Database::open(wanted);
        VERIFY_OK(db);
        VERIFY_OK(db->run("INSERT INTO person(email) VALUES('third')"));
        VERIFY_OK(db->integrityCheck());
        VERIFY_OK(db->backupTo(m_dir->filePath(QStringLiteral("backup.db")), keyOf('b')));
        VERIFY_OK(db->rekey(keyOf('n')));
    }
    QCOMPARE(Database::open(wanted).error().code, ErrorCode::WrongKey);
    for (const OpenOptions &later : {options(QStringLiteral("earlier.db"), 'n'), options(QStringLiteral("backup.db"), 'b')}) {
        auto db = Database::open(later);
        VERIFY_OK(db);
        QCOMPARE(count(*db), 3);
        VERIFY_OK(db->integrityCheck());
    }
}

void TestDatabase::refusesPlainAndForeignFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("plain SQLite") << QByteArray("SQLite format 3\0", 16) + QByteArray(8192 - 16, '\0');
    QTest::newRow("text") << QByteArray("id;name\n").repeated(1000);
    QTest::newRow("zeros") << QByteArray(8192, '\0');
}

void TestDatabase::refusesPlainAndForeignFiles()
{
    QFETCH(QByteArray, content);
    const OpenOptions wanted = options(QStringLiteral("a.db"));
    QFile file(wanted.path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    VERIFY_ERROR(Database::open(wanted), ErrorCode::WrongKey);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content);
}

void TestDatabase::leavesNothingReadable()
{
    OpenOptions wanted = options(QStringLiteral("a.db"));
    wanted.cacheKib = 256;
    auto db = seeded(wanted, 20'000);
    VERIFY_OK(db);
    // A sort far larger than the cache, looked at while it runs.
    auto sorted = db->prepare("SELECT email, note FROM person ORDER BY note || id DESC, email");
    VERIFY_OK(sorted);
    QVERIFY(sorted->step().value_or(false));
    VERIFY_OK(db->exec("CREATE TEMP TABLE copy AS SELECT * FROM person"));

    int files = 0;
    QDirIterator it(m_dir->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY2(!content.contains(canary), qPrintable(file.fileName()));
        QVERIFY2(!content.contains("CREATE TABLE"), qPrintable(file.fileName()));
        QVERIFY2(!content.startsWith("SQLite format 3"), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files >= 3); // Database, log, index.
    QVERIFY(QFileInfo(wanted.path + QStringLiteral("-wal")).size() > 1'000'000);
#ifdef Q_OS_LINUX
    // Temporary files lie elsewhere and are unlinked at once, but the process still holds them open.
    for (const QFileInfo &fd : QDir(QStringLiteral("/proc/self/fd")).entryInfoList(QDir::Files | QDir::System)) {
        const QString target = QFile::symLinkTarget(fd.filePath());
        QVERIFY2(!target.contains(QLatin1String("etilqs")), qPrintable(target));
    }
#endif
}

void TestDatabase::detectsTamperedPage()
{
    const OpenOptions wanted = options(QStringLiteral("a.db"));
    VERIFY_OK(seeded(wanted, 500)); // Closed: the log has been moved into the file.
    QFile file(wanted.path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 4096 * 50);
    file.seek(4096 * 40 + 100);
    char byte = 0;
    QVERIFY(file.getChar(&byte));
    file.seek(4096 * 40 + 100);
    file.putChar(char(byte ^ 1));
    file.close();

    auto db = Database::open(wanted);
    VERIFY_OK(db); // The first page is intact.
    VERIFY_ERROR(db->integrityCheck(), ErrorCode::StorageCorrupt);
    auto read = db->prepare("SELECT sum(length(note)) FROM person");
    VERIFY_OK(read);
    VERIFY_ERROR(read->step(), ErrorCode::StorageCorrupt);
}

void TestDatabase::detectsTruncatedFile()
{
    const OpenOptions wanted = options(QStringLiteral("a.db"));
    VERIFY_OK(seeded(wanted, 500));
    QFile file(wanted.path);
    QVERIFY(file.resize(file.size() / 2 / 4096 * 4096));
    auto db = Database::open(wanted);
    VERIFY_ERROR(db, ErrorCode::StorageCorrupt);
    QVERIFY(file.resize(1000));
    VERIFY_ERROR(Database::open(wanted), ErrorCode::StorageCorrupt);
    QCOMPARE(file.size(), 1000); // Left as it is, for whoever can make something of it.
}

void TestDatabase::survivesFullDisk()
{
    SimulatedDisk disk;
    OpenOptions wanted = options(QStringLiteral("a.db"));
    wanted.vfs = disk.name();
    wanted.cacheKib = 64; // Small, so that the transaction spills before it commits.
    auto db = seeded(wanted, 10);
    VERIFY_OK(db);
    QVERIFY(disk.count(SimulatedDisk::Write) > 0);

    disk.setCapacity(disk.usedBytes() + 64 * 1024);
    Result<> failed;
    {
        auto transaction = Transaction::begin(*db);
        VERIFY_OK(transaction);
        for (int i = 0; i < 2000 && failed; ++i)
            failed = db->run("INSERT INTO person(email, note) VALUES('b', ?)", QByteArray(500, 'b'));
        if (failed)
            failed = transaction->commit();
        VERIFY_ERROR(failed, ErrorCode::StorageFull);
        QVERIFY(!transaction->commit()); // What is gone cannot be committed.
    }
    QCOMPARE(count(*db), 10);
    disk.heal();
    VERIFY_OK(db->run("INSERT INTO person(email) VALUES(?)", QStringLiteral("after")));
    QCOMPARE(count(*db), 11);
    VERIFY_OK(db->integrityCheck());
    db = Database::open(wanted);
    VERIFY_OK(db);
    QCOMPARE(count(*db), 11);
}

void TestDatabase::everyFailedWriteLeavesAConsistentFile_data()
{
    QTest::addColumn<bool>("diskFull");
    QTest::addColumn<bool>("onlyOnce");
    QTest::newRow("disk full from there on") << true << false;
    QTest::newRow("one I/O error") << false << true;
}

void TestDatabase::everyFailedWriteLeavesAConsistentFile()
{
    QFETCH(bool, diskFull);
    QFETCH(bool, onlyOnce);
    const auto fault = diskFull ? SimulatedDisk::Fault::Full : SimulatedDisk::Fault::IoError;
    SimulatedDisk disk;
    int failures = 0;
    bool isReached = true;
    for (int k = 1; isReached; ++k) {
        OpenOptions wanted = options(QStringLiteral("sweep%1.db").arg(k));
        wanted.vfs = disk.name();
        qint64 expected = 4;
        {
            auto db = seeded(wanted, 4);
            VERIFY_OK(db);
            const qint64 before = disk.count(SimulatedDisk::Write);
            if (onlyOnce)
                disk.failOnce(SimulatedDisk::Write, k, fault);
            else
                disk.failFrom(SimulatedDisk::Write, k, fault);
            const auto work = [&]() -> Result<> {
                MDMC_ASSIGN(Transaction transaction, Transaction::begin(*db));
                // As much as goes to the log in several pieces.
                for (int i = 0; i < 12; ++i)
                    MDMC_TRY(db->run("INSERT INTO person(email, note) VALUES('b', ?)", QByteArray(40'000, 'b')));
                return transaction.commit();
            };
            if (work())
                expected = 16;
            else
                ++failures;
            (void)db->checkpoint(); // Fails for some k.
            isReached = disk.count(SimulatedDisk::Write) - before >= k;
        }
        disk.heal();
        auto db = Database::open(wanted);
        VERIFY_OK(db);
        VERIFY_OK(db->integrityCheck());
        QCOMPARE(count(*db), expected);
    }
    QVERIFY(failures > 3);
}

void TestDatabase::failedSyncLeavesOldData()
{
    SimulatedDisk disk;
    OpenOptions wanted = options(QStringLiteral("a.db"));
    wanted.vfs = disk.name();
    auto db = seeded(wanted, 2);
    VERIFY_OK(db);
    const qint64 before = disk.count(SimulatedDisk::Sync);
    VERIFY_OK(db->run("INSERT INTO person(email) VALUES('x')"));
    QVERIFY(disk.count(SimulatedDisk::Sync) > before); // synchronous=FULL: a commit reaches the disk.
    disk.failFrom(SimulatedDisk::Sync, 1);
    VERIFY_ERROR(db->run("INSERT INTO person(email) VALUES('y')"), ErrorCode::StorageFailure);
    disk.heal();
    QCOMPARE(count(*db), 3);
}

void TestDatabase::rollsBackUnlessCommitted()
{
    OpenOptions memory = options(QString());
    memory.path = QStringLiteral(":memory:");
    auto db = seeded(memory, 0);
    VERIFY_OK(db);
    {
        auto transaction = Transaction::begin(*db);
        VERIFY_OK(transaction);
        VERIFY_ERROR(Transaction::begin(*db), ErrorCode::Internal);
        VERIFY_OK(db->run("INSERT INTO person(email) VALUES('a')"));
        QVERIFY(db->inTransaction());
    }
    QVERIFY(!db->inTransaction());
    QCOMPARE(count(*db), 0);
    {
        auto transaction = Transaction::begin(*db);
        Transaction moved = std::move(*transaction);
        VERIFY_OK(db->run("INSERT INTO person(email) VALUES('a')"));
        QCOMPARE(db->changes(), 1);
        QCOMPARE(db->lastInsertRowId(), 1);
        VERIFY_OK(moved.commit());
        QVERIFY(!moved.commit());
    }
    QCOMPARE(count(*db), 1);
}

void TestDatabase::savepointsNest()
{
    auto db = seeded(options(QStringLiteral("a.db")), 0);
    VERIFY_OK(db);
    VERIFY_ERROR(Savepoint::begin(*db), ErrorCode::Internal);
    auto transaction = Transaction::begin(*db);
    VERIFY_OK(transaction);
    VERIFY_OK(db->run("INSERT INTO person(email) VALUES('outer')"));
    {
        auto outer = Savepoint::begin(*db);
        VERIFY_OK(outer);
        VERIFY_OK(db->run("INSERT INTO person(email) VALUES('kept')"));
        {
            auto inner = Savepoint::begin(*db);
            VERIFY_OK(inner);
            VERIFY_OK(db->run("INSERT INTO person(email) VALUES('undone')"));
        }
        QCOMPARE(count(*db), 2);
        VERIFY_OK(outer->release());
    }
    VERIFY_OK(transaction->commit());
    QCOMPARE(count(*db), 2);
}

void TestDatabase::readerSeesSnapshotWhileWriterWorks()
{
    auto writer = seeded(options(QStringLiteral("a.db")), 5);
    auto reader = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(reader);
    auto reading = Transaction::begin(*reader, Transaction::Mode::Read);
    VERIFY_OK(reading);
    QCOMPARE(count(*reader), 5);
    auto writing = Transaction::begin(*writer);
    VERIFY_OK(writing);
    VERIFY_OK(writer->run("DELETE FROM person WHERE id <= 2"));
    QCOMPARE(count(*writer), 3);
    QCOMPARE(count(*reader), 5);
    VERIFY_OK(writing->commit());
    QCOMPARE(count(*reader), 5);
    VERIFY_OK(reading->commit());
    QCOMPARE(count(*reader), 3);
}

void TestDatabase::secondWriterIsBusy()
{
    auto first = seeded(options(QStringLiteral("a.db")), 1);
    auto second = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(second);
    auto holding = Transaction::begin(*first);
    VERIFY_OK(holding);
    VERIFY_ERROR(Transaction::begin(*second), ErrorCode::StorageBusy);
    VERIFY_OK(holding->commit());
    VERIFY_OK(Transaction::begin(*second));
}

void TestDatabase::backsUpToAnotherKey()
{
    auto db = seeded(options(QStringLiteral("a.db")), 50);
    VERIFY_OK(db);
    VERIFY_OK(db->exec("PRAGMA user_version=7; PRAGMA application_id=99"));
    const QString path = m_dir->filePath(QStringLiteral("backup.db"));
    VERIFY_OK(db->backupTo(path, keyOf('b')));
    QVERIFY(!QFile::exists(path + QStringLiteral(".partial")));
    QVERIFY(!QFile::exists(path + QStringLiteral(".partial-wal")));
    VERIFY_ERROR(db->backupTo(path, keyOf('b')), ErrorCode::AlreadyExists);
    VERIFY_ERROR(Database::open(options(QStringLiteral("backup.db"))), ErrorCode::WrongKey);
    auto copy = Database::open(options(QStringLiteral("backup.db"), 'b'));
    VERIFY_OK(copy);
    QCOMPARE(count(*copy), 50);
    QCOMPARE(copy->queryInt64("PRAGMA user_version")->value(), 7);
    QCOMPARE(copy->queryInt64("PRAGMA application_id")->value(), 99);
    VERIFY_OK(copy->integrityCheck());
}

void TestDatabase::failedBackupLeavesNoFile()
{
    auto db = seeded(options(QStringLiteral("a.db")), 5);
    VERIFY_OK(db);
    QVERIFY(!db->backupTo(m_dir->filePath(QStringLiteral("nowhere/b.db")), keyOf('b')));
    QDir(m_dir->path()).mkdir(QStringLiteral("b.db.partial")); // Cannot be replaced by a file.
    QVERIFY(!db->backupTo(m_dir->filePath(QStringLiteral("b.db")), keyOf('b')));
    QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("b.db"))));
}

void TestDatabase::changesItsKey()
{
    auto db = seeded(options(QStringLiteral("a.db")), 50);
    VERIFY_OK(db);
    QCOMPARE(count(*db), 50); // Leaves a statement in the cache.
    VERIFY_OK(db->rekey(keyOf('n')));
    QCOMPARE(count(*db), 50);
    db = failure(ErrorCode::Internal); // Closes it.
    VERIFY_ERROR(Database::open(options(QStringLiteral("a.db"))), ErrorCode::WrongKey);
    auto again = Database::open(options(QStringLiteral("a.db"), 'n'));
    VERIFY_OK(again);
    QCOMPARE(count(*again), 50);
    VERIFY_OK(again->integrityCheck());
}

void TestDatabase::readOnlyRefusesWrites()
{
    VERIFY_OK(seeded(options(QStringLiteral("a.db")), 2));
    OpenOptions wanted = options(QStringLiteral("a.db"));
    wanted.readOnly = true;
    auto db = Database::open(wanted);
    VERIFY_OK(db);
    QCOMPARE(count(*db), 2);
    VERIFY_ERROR(db->run("DELETE FROM person"), ErrorCode::StorageFailure);
}

void TestDatabase::checkpointEmptiesTheLog()
{
    const OpenOptions wanted = options(QStringLiteral("a.db"));
    auto db = seeded(wanted, 20);
    VERIFY_OK(db);
    const QString log = wanted.path + QStringLiteral("-wal");
    QVERIFY(QFileInfo(log).size() > 0);
    QVERIFY(db->checkpoint().value_or(false));
    QCOMPARE(QFileInfo(log).size(), 0);
    auto reader = Database::open(wanted);
    VERIFY_OK(reader);
    auto reading = reader->prepare("SELECT id FROM person");
    QVERIFY(reading->step().value_or(false));
    VERIFY_OK(db->run("DELETE FROM person WHERE id = 1"));
    QCOMPARE(db->checkpoint().value_or(true), false); // The reader still needs the log.
}

void TestDatabase::fullTextTriggersWorkUnderUntrustedSchema()
{
    auto db = seeded(options(QStringLiteral("a.db")), 0);
    VERIFY_OK(db);
    VERIFY_OK(db->exec("CREATE VIRTUAL TABLE person_text USING fts5(email, content='person', content_rowid='id', "
                       "tokenize='unicode61 remove_diacritics 2', prefix='2 3');"
                       "CREATE TRIGGER person_ai AFTER INSERT ON person BEGIN "
                       "INSERT INTO person_text(rowid, email) VALUES(new.id, new.email); END"));
    VERIFY_OK(db->run("INSERT INTO person(email) VALUES(?)", QStringLiteral("Éloïse Dupont")));
    const auto found =
        db->queryInt64("SELECT rowid FROM person_text WHERE person_text MATCH ?", QStringLiteral("elo*"));
    VERIFY_OK(found);
    QCOMPARE(*found, std::optional<qint64>(1));
}

void TestDatabase::constraintsHaveCodes()
{
    OpenOptions wanted = options(QStringLiteral("a.db"));
    wanted.foreignKeys = true;
    auto db = Database::open(wanted);
    VERIFY_OK(db);
    VERIFY_OK(db->exec("CREATE TABLE a(id INTEGER PRIMARY KEY, u TEXT UNIQUE, n TEXT NOT NULL CHECK(n <> ''),"
                       " p INTEGER REFERENCES a(id)) STRICT; INSERT INTO a VALUES(1, 'u', 'n', NULL)"));
    VERIFY_ERROR(db->run("INSERT INTO a VALUES(1, 'v', 'n', NULL)"), ErrorCode::AlreadyExists);
    VERIFY_ERROR(db->run("INSERT INTO a VALUES(2, 'u', 'n', NULL)"), ErrorCode::AlreadyExists);
    VERIFY_ERROR(db->run("INSERT INTO a VALUES(2, 'v', NULL, NULL)"), ErrorCode::InvalidInput);
    VERIFY_ERROR(db->run("INSERT INTO a VALUES(2, 'v', '', NULL)"), ErrorCode::InvalidInput);
    VERIFY_ERROR(db->run("INSERT INTO a VALUES(2, 'v', 'n', 77)"), ErrorCode::InvalidInput);
    VERIFY_ERROR(db->run("INSERT INTO nowhere VALUES(1)"), ErrorCode::StorageFailure);
}

void TestDatabase::errorsHoldNoValues()
{
    auto db = Database::open(options(QStringLiteral("a.db")));
    VERIFY_OK(db);
    VERIFY_OK(db->exec("CREATE VIRTUAL TABLE t USING fts5(x); CREATE TABLE s(i INTEGER) STRICT"));
    const QString secret = QString::fromLatin1(canary);
    for (const char *sql : {"SELECT rowid FROM t WHERE t MATCH ?", "INSERT INTO s VALUES(?)", "SELECT json(?)"}) {
        auto statement = db->prepare(sql);
        VERIFY_OK(statement);
        const auto failed = statement->run(secret + QStringLiteral("\"("));
        QVERIFY2(!failed, sql);
        QVERIFY2(!failed.error().detail.contains(secret.left(8)), qPrintable(failed.error().detail));
    }
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "test_database.moc"
