// SPDX-License-Identifier: GPL-3.0-or-later
// The programs as they are installed: a real server process and the client without a window.
#include "tests/support/processes.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace mdmc::test;

namespace {

const QString kBin = QStringLiteral(MDMC_BIN_DIR);
const QString kData = QStringLiteral(MDMC_TEST_DATA "/import/");
const QString kAdmin = QStringLiteral("ada@agency.test");
const QString kPassword = QStringLiteral("correct horse 17");
const QStringList kEnvironment{QStringLiteral("MDMC_PASSPHRASE=a passphrase for tests"), QStringLiteral("LANGUAGE=en")};

qint64 count(const Finished &report, const char *name)
{
    return report.json().value(QLatin1String("counts")).toObject().value(QLatin1String(name)).toInteger(-1);
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    std::unique_ptr<ServerProcess> m_server;

    Finished crm(const QString &profile, const QStringList &arguments, const QByteArray &input = {})
    {
        return runProgram(kBin, QStringLiteral("mdmc-crm"), QStringList{QStringLiteral("--data"), m_dir.filePath(profile)} + arguments,
                          input, kEnvironment, 120'000);
    }
    Finished signIn(const QString &profile, const QString &url, const QString &password)
    {
        return crm(profile, {QStringLiteral("sign-in"), url, kAdmin, QStringLiteral("--password-stdin"), QStringLiteral("--timeout"), QStringLiteral("30")},
                   password.toUtf8() + '\n');
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<ServerProcess>(kBin, m_dir.filePath(QStringLiteral("server")));
        m_server->init(kAdmin, kPassword);
        m_server->start();
    }

    void helpNamesTheCommands()
    {
        const Finished help = runProgram(kBin, QStringLiteral("mdmc-crm"), {QStringLiteral("--help")});
        QCOMPARE(help.exitCode, 0);
        for (const char *command : {"sign-in", "status", "sync", "import", "export"})
            QVERIFY2(help.out.contains(command), command);
    }

    void wrongCallsAreTold_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("command") << QStringList{QStringLiteral("frobnicate")};
        QTest::newRow("option") << QStringList{QStringLiteral("--frobnicate")};
        QTest::newRow("import without file") << QStringList{QStringLiteral("import")};
        QTest::newRow("mode") << QStringList{QStringLiteral("import"), QStringLiteral("x.csv"), QStringLiteral("--mode"), QStringLiteral("sideways")};
        QTest::newRow("filter") << QStringList{QStringLiteral("export"), QStringLiteral("--filter"), QStringLiteral("{")};
    }

    void wrongCallsAreTold()
    {
        QFETCH(QStringList, arguments);
        const Finished finished = crm(QStringLiteral("nobody"), arguments);
        QCOMPARE(finished.exitCode, 2);
        QVERIFY(finished.err.size() > 10);
        QVERIFY(!finished.crashed);
    }

    /// Each thing that can be wrong with a sign-in has its own sentence, and leaves no replica behind.
    void failedSignInsSayWhy()
    {
        const Finished wrongPassword = signIn(QStringLiteral("failed"), m_server->url(), QStringLiteral("not the password"));
        QCOMPARE(wrongPassword.exitCode, 1);
        QVERIFY2(wrongPassword.err.contains("password"), wrongPassword.err.constData());
        QVERIFY(!wrongPassword.err.contains("not the password"));

        QTcpServer unused;
        QVERIFY(unused.listen(QHostAddress::LocalHost));
        const QString dead = QStringLiteral("http://127.0.0.1:%1").arg(unused.serverPort());
        unused.close();
        const Finished unreachable = signIn(QStringLiteral("failed"), dead, kPassword);
        QCOMPARE(unreachable.exitCode, 1);
        QVERIFY2(unreachable.err.contains("unreachable"), unreachable.err.constData());

        const Finished plain = signIn(QStringLiteral("failed"), QStringLiteral("http://crm.example.org"), kPassword);
        QCOMPARE(plain.exitCode, 1);
        QVERIFY2(plain.err.contains("https"), plain.err.constData());
        QVERIFY(!QFile::exists(m_dir.filePath(QStringLiteral("failed/replica.db"))));
    }

    void importReachesTheOtherReplica()
    {
        Finished finished = signIn(QStringLiteral("one"), m_server->url(), kPassword);
        QVERIFY2(finished.exitCode == 0, finished.err.constData());
        finished = signIn(QStringLiteral("two"), m_server->url(), kPassword);
        QVERIFY2(finished.exitCode == 0, finished.err.constData());

        const QJsonObject expected = [] {
            QFile file(kData + QStringLiteral("expected.json"));
            (void)file.open(QIODevice::ReadOnly);
            return QJsonDocument::fromJson(file.readAll()).object();
        }();
        QVERIFY(!expected.isEmpty());
        const QString file = kData + QStringLiteral("hubspot_contacts.csv");
        const Finished dry = crm(QStringLiteral("one"), {QStringLiteral("import"), file, QStringLiteral("--dry-run"), QStringLiteral("--report"), QStringLiteral("json")});
        QVERIFY2(dry.exitCode == 0, dry.err.constData());
        QCOMPARE(count(dry, "rows"), 420);
        const Finished real = crm(QStringLiteral("one"), {QStringLiteral("import"), file, QStringLiteral("--report"), QStringLiteral("json")});
        QVERIFY2(real.exitCode == 0, real.err.constData());
        QCOMPARE(count(real, "created"), count(dry, "created"));
        QVERIFY(count(real, "created") > 300);

        QVERIFY(crm(QStringLiteral("two"), {QStringLiteral("sync")}).exitCode == 0);
        for (const char *profile : {"one", "two"}) {
            const Finished status = crm(QString::fromLatin1(profile), {QStringLiteral("status"), QStringLiteral("--report"), QStringLiteral("json")});
            QCOMPARE(status.json().value(QLatin1String("records")).toObject().value(QLatin1String("lead")).toInteger(), count(real, "created"));
            QCOMPARE(status.json().value(QLatin1String("pending")).toInt(-1), 0);
            QCOMPARE(status.json().value(QLatin1String("attention")).toInt(-1), 0);
        }
        // The same leads, not only as many: the exports are equal to the byte.
        const Finished one = crm(QStringLiteral("one"), {QStringLiteral("export"), QStringLiteral("--format"), QStringLiteral("json")});
        const Finished two = crm(QStringLiteral("two"), {QStringLiteral("export"), QStringLiteral("--format"), QStringLiteral("json")});
        QVERIFY(one.out.size() > 10'000);
        QCOMPARE(one.out, two.out);
    }

    void importingAgainChangesNothing()
    {
        const Finished again = crm(QStringLiteral("two"), {QStringLiteral("import"), kData + QStringLiteral("hubspot_contacts.csv"),
                                                           QStringLiteral("--report"), QStringLiteral("json")});
        QVERIFY2(again.exitCode == 0, again.err.constData());
        QCOMPARE(count(again, "created"), 0);
        const QString own = m_dir.filePath(QStringLiteral("own.csv"));
        QCOMPARE(crm(QStringLiteral("two"), {QStringLiteral("export"), own}).exitCode, 0);
        const Finished round = crm(QStringLiteral("two"), {QStringLiteral("import"), own, QStringLiteral("--mode"), QStringLiteral("both"),
                                                           QStringLiteral("--report"), QStringLiteral("json")});
        QVERIFY2(round.exitCode == 0, round.err.constData());
        QCOMPARE(count(round, "created") + count(round, "updated"), 0);
    }

    void unreadableFilesAreNamed()
    {
        const Finished missing = crm(QStringLiteral("two"), {QStringLiteral("import"), QStringLiteral("no-such.csv")});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY2(missing.err.contains("The file no-such.csv cannot be read"), missing.err.constData());
        const QString path = m_dir.filePath(QStringLiteral("binary.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("PK\x03\x04", 4) + QByteArray(500, '\0'));
        file.close();
        const Finished workbook = crm(QStringLiteral("two"), {QStringLiteral("import"), path});
        QCOMPARE(workbook.exitCode, 1);
        QVERIFY2(workbook.err.size() > 20, workbook.err.constData());
    }

#ifdef Q_OS_UNIX
    /// A device or pipe that an export is sent to stays what it was.
    void exportsDoNotReplaceDevices()
    {
        const QString pipe = m_dir.filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const int end = ::open(QFile::encodeName(pipe).constData(), O_RDWR | O_NONBLOCK);
        QVERIFY(end >= 0);
        const Finished exported = crm(QStringLiteral("two"), {QStringLiteral("export"), pipe, QStringLiteral("--search"), QStringLiteral("nobodyiscalledthis")});
        QByteArray bytes(4096, '\0');
        bytes.resize(qMax<qsizetype>(0, ::read(end, bytes.data(), size_t(bytes.size()))));
        ::close(end);
        QVERIFY2(exported.exitCode == 0, exported.err.constData());
        QVERIFY(!QFileInfo(pipe).isFile());
        QVERIFY(bytes.contains("Artist"));
        QVERIFY(QFile::remove(pipe));
    }
#endif

    void wrongPassphraseAndDamageAreRefused()
    {
        const Finished wrong = runProgram(kBin, QStringLiteral("mdmc-crm"),
                                          {QStringLiteral("--data"), m_dir.filePath(QStringLiteral("two")), QStringLiteral("status")}, {},
                                          {QStringLiteral("MDMC_PASSPHRASE=another passphrase")});
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY2(wrong.err.contains("wrong_key"), wrong.err.constData());
        const QString database = m_dir.filePath(QStringLiteral("two/replica.db"));
        QVERIFY(QFile::exists(database));
        QVERIFY(QFile::copy(database, database + QStringLiteral(".copy")));
        {
            QFile file(database);
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.seek(100);
            file.write(QByteArray(3000, 'x'));
        }
        const Finished damaged = crm(QStringLiteral("two"), {QStringLiteral("status")});
        QCOMPARE(damaged.exitCode, 1);
        QVERIFY(!damaged.crashed);
        // The passphrase was right: it is the file that is to blame, and the library adds no words of its own.
        QVERIFY2(damaged.err.contains("storage_corrupt"), damaged.err.constData());
        QVERIFY2(!damaged.err.contains("ERROR CORE"), damaged.err.constData());
        for (const bool isEmptied : {true, false}) {
            QFile file(database);
            QVERIFY(isEmptied ? file.resize(0) : file.remove());
            const Finished gone = crm(QStringLiteral("two"), {QStringLiteral("status")});
            QCOMPARE(gone.exitCode, 1);
            QVERIFY2(gone.err.contains("storage_corrupt"), gone.err.constData());
            QCOMPARE(file.exists(), isEmptied);
            if (!isEmptied)
                QVERIFY(file.open(QIODevice::WriteOnly));
        }
        // Nothing was made in its place: with the old bytes back, everything is there.
        QVERIFY(QFile::remove(database));
        QVERIFY(QFile::rename(database + QStringLiteral(".copy"), database));
        const Finished back = crm(QStringLiteral("two"), {QStringLiteral("status"), QStringLiteral("--report"), QStringLiteral("json")});
        QVERIFY2(back.exitCode == 0, back.err.constData());
    }

    void filesHoldNoReadablePersonalData()
    {
        const Finished exported = crm(QStringLiteral("one"), {QStringLiteral("export"), QStringLiteral("--format"), QStringLiteral("json")});
        const QJsonArray leads = QJsonDocument::fromJson(exported.out).array();
        QByteArrayList secrets;
        for (int i = 0; i < leads.size() && secrets.size() < 20; ++i)
            if (const QString email = leads[i].toObject().value(QLatin1String("emails")).toArray().first().toString(); email.size() > 8)
                secrets.append(email.toUtf8());
        QVERIFY(secrets.size() >= 10);
        for (const char *folder : {"one", "two", "server"}) {
            const QDir dir(m_dir.filePath(QString::fromLatin1(folder)));
            const QStringList names = dir.entryList(QDir::Files | QDir::Hidden);
            QVERIFY(!names.isEmpty());
            for (const QString &name : names) {
                QFile file(dir.filePath(name));
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QByteArray bytes = file.readAll();
                for (const QByteArray &secret : secrets)
                    QVERIFY2(!bytes.contains(secret), qPrintable(file.fileName()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
