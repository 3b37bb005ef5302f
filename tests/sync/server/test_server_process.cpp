// SPDX-License-Identifier: GPL-3.0-or-later
// The real mdmc-server, from init to SIGKILL and back.
#include "core/base/record_id.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"

#include <QDirIterator>
#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

const QByteArray kPassword = "correct horse 77";
const QString kEmail = QStringLiteral("chief@example.org");

struct Run {
    int exitCode = -1;
    QString out, err;
};

Run run(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(QStringLiteral(MDMC_BIN_DIR "/mdmc-server"), arguments);
    process.write(input);
    process.closeWriteChannel();
    Run run;
    if (process.waitForFinished(60'000))
        run.exitCode = process.exitCode();
    run.out = QString::fromUtf8(process.readAllStandardOutput());
    run.err = QString::fromUtf8(process.readAllStandardError());
    return run;
}

class ServerProcess {
public:
    explicit ServerProcess(const QString &dataDir)
    {
        const QString portFile = dataDir + QStringLiteral("/port");
        QFile::remove(portFile);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(MDMC_BIN_DIR "/mdmc-server"),
                        {QStringLiteral("serve"), QStringLiteral("--data"), dataDir, QStringLiteral("--listen"),
                         QStringLiteral("127.0.0.1:0"), QStringLiteral("--port-file"), portFile});
        if (!QTest::qWaitFor([&] { return QFile::exists(portFile) || m_process.state() == QProcess::NotRunning; },
                             20'000))
            qFatal("the server did not start");
        QFile file(portFile);
        if (file.open(QIODevice::ReadOnly))
            port = file.readAll().trimmed().toInt();
    }
    ~ServerProcess() { kill(); }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(10'000);
    }
    int terminate()
    {
        m_process.terminate();
        return m_process.waitForFinished(20'000) && m_process.exitStatus() == QProcess::NormalExit
            ? m_process.exitCode()
            : -1;
    }

    std::pair<int, QByteArray> post(const QString &path, const QByteArray &token, const QByteArray &type,
                                    const QByteArray &body)
    {
        QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path)));
        request.setRawHeader("Content-Type", type);
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        QNetworkReply *reply = m_network.post(request, body);
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        reply->deleteLater();
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
    }
    QJsonObject login(const QByteArray &password, int expected = 200)
    {
        const QJsonObject body{{QStringLiteral("email"), kEmail},
                               {QStringLiteral("password"), QString::fromLatin1(password)}};
        const auto [status, answer] =
            post(QStringLiteral("/api/v1/auth/login"), {}, "application/json", QJsonDocument(body).toJson());
        if (status != expected)
            qFatal("login answered %d %s", status, answer.constData());
        return QJsonDocument::fromJson(answer).object();
    }
    std::vector<Message> sync(const QByteArray &token, const std::vector<Message> &messages)
    {
        const auto [status, answer] =
            post(QStringLiteral("/api/v1/sync"), token, "application/vnd.mdmc.sync", encodeFrame(messages));
        if (status != 200)
            qFatal("sync answered %d", status);
        return decodeFrame(answer).value();
    }

    int port = 0;

private:
    QProcess m_process;
    QNetworkAccessManager m_network;
};

} // namespace

class TestServerProcess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const Run made =
            run({QStringLiteral("init"), QStringLiteral("--data"), data(), QStringLiteral("--admin-email"), kEmail,
                 QStringLiteral("--workspace"), QStringLiteral("Agence"), QStringLiteral("--password-stdin")},
                kPassword + '\n');
        QCOMPARE(made.exitCode, 0);
        QVERIFY(!made.out.contains(QString::fromLatin1(kPassword)));
        for (const QString &key :
             {QStringLiteral("server.key"), QStringLiteral("jwt.key"), QStringLiteral("workspace.db")})
            QVERIFY(!(QFile::permissions(data() + u'/' + key) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    /// Two servers would leave each other's live sessions without news. What ends without a word leaves no lock.
    void servesAFolderOnce()
    {
        const QStringList serve{QStringLiteral("serve"), QStringLiteral("--data"), data(), QStringLiteral("--listen"),
                                QStringLiteral("127.0.0.1:0")};
        const QStringList check{QStringLiteral("check-config"), QStringLiteral("--data"), data()};
        {
            ServerProcess server(data());
            const Run second = run(serve);
            QVERIFY(second.exitCode > 0);
            QVERIFY2(second.err.contains(QLatin1String("Another server")), qPrintable(second.err));
            QCOMPARE(run(check).exitCode, 0);
            server.kill();
        }
        ServerProcess again(data());
        QVERIFY(again.port > 0);
        QCOMPARE(again.terminate(), 0);
    }

    void acknowledgedWritesSurviveSigkill()
    {
        Lead lead;
        lead.id = RecordId::mint();
        lead.artistName = QStringLiteral("Quetzalcanary");
        lead.emails = {QStringLiteral("quetzalmail@example.org")};
        lead.phones = {QStringLiteral("+33639981234")};
        lead.notes = QStringLiteral("quetzalnote");
        Operation op;
        op.n = op.group = 1;
        op.kind = OperationKind::Create;
        op.id = lead.id;
        op.edits = editsOfCreate(toRecord(lead));
        op.editedAt = SystemClock().nowUtc();
        Hello hello;
        hello.clientId = RecordId::mint();
        hello.lastN = 1;
        QByteArray refresh;
        OperationResult acknowledged;
        {
            ServerProcess server(data());
            const QJsonObject session = server.login(kPassword);
            refresh = session[QStringLiteral("refreshToken")].toString().toLatin1();
            op.actor =
                *RecordId::fromString(session[QStringLiteral("user")].toObject()[QStringLiteral("id")].toString());
            const auto replies =
                server.sync(session[QStringLiteral("accessToken")].toString().toLatin1(), {hello, Push{{op}}});
            acknowledged = std::get<PushResult>(replies.back()).results.front();
            QCOMPARE(acknowledged.outcome, Outcome::Applied);
            server.kill();
        }
        // While it is down: nothing of what was stored can be read in the folder, the log included.
        QDirIterator files(data(), QDir::Files);
        int read = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            ++read;
            for (const char *canary :
                 {"Quetzalcanary", "quetzalmail", "39981234", "quetzalnote", "chief@example.org", "SQLite format 3"})
                QVERIFY2(!bytes.contains(canary), qPrintable(file.fileName()));
        }
        QVERIFY(read >= 3);
        ServerProcess server(data());
        const auto [status, body] = server.post(QStringLiteral("/api/v1/auth/refresh"), {}, "application/json",
                                                "{\"refreshToken\":\"" + refresh + "\"}");
        QCOMPARE(status, 200);
        const QByteArray token =
            QJsonDocument::fromJson(body).object()[QStringLiteral("accessToken")].toString().toLatin1();
        const auto replies = server.sync(token, {hello, Push{{op}}, SnapshotRequest{EntityType::Lead, {}, 100}});
        QCOMPARE(std::get<PushResult>(replies[1]).results.front(), acknowledged);
        const SnapshotPage &page = std::get<SnapshotPage>(replies[2]);
        QCOMPARE(page.rows.size(), 1u);
        const Lead kept = fromRecord<Lead>(page.rows.front());
        QCOMPARE(kept.artistName, lead.artistName);
        QCOMPARE(kept.emails, lead.emails);
        server.login("wrong password", 401);
        QCOMPARE(server.terminate(), 0);
    }

    void usersAreManagedBesideARunningServer()
    {
        ServerProcess server(data());
        const QStringList where{QStringLiteral("--data"), data()};
        const Run added =
            run(QStringList{QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("new@example.org"),
                            QStringLiteral("--role"), QStringLiteral("manager")}
                + where);
        QCOMPARE(added.exitCode, 0);
        QVERIFY(added.out.contains(QStringLiteral("password ")));
        const Run listed = run(QStringList{QStringLiteral("user"), QStringLiteral("list")} + where);
        QVERIFY(listed.out.contains(QStringLiteral("new@example.org\tmanager\tteam\tactive")));
        QCOMPARE(
            run(QStringList{QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("new@example.org")} + where)
                .exitCode,
            1);
        QCOMPARE(run(QStringList{QStringLiteral("user"), QStringLiteral("disable"), QStringLiteral("new@example.org")}
                     + where)
                     .exitCode,
                 0);
        QVERIFY(run(QStringList{QStringLiteral("user"), QStringLiteral("list")} + where)
                    .out.contains(QStringLiteral("disabled")));
        QCOMPARE(run(QStringList{QStringLiteral("user"), QStringLiteral("disable"), kEmail} + where).exitCode,
                 2); // The last administrator
        QCOMPARE(run(QStringList{QStringLiteral("user"), QStringLiteral("role"), QStringLiteral("new@example.org"),
                                 QStringLiteral("--role"), QStringLiteral("king")}
                     + where)
                     .exitCode,
                 2);
    }

    /// What was written after the backup is gone from the server, its epoch with it; the store that was there is kept.
    void aBackupIsTakenWhileServingAndPutBackInANewEpoch()
    {
        const QString file = m_dir.path() + QStringLiteral("/copy.db");
        const auto leadsOf = [](ServerProcess &server, Welcome &welcome) {
            const QByteArray token = server.login(kPassword)[QStringLiteral("accessToken")].toString().toLatin1();
            Hello hello;
            hello.clientId = RecordId::mint();
            const auto replies = server.sync(token, {hello, SnapshotRequest{EntityType::Lead, {}, 100}});
            welcome = std::get<Welcome>(replies[0]);
            return std::get<SnapshotPage>(replies[1]).rows.size();
        };
        const auto addLead = [](ServerProcess &server) {
            const QByteArray token = server.login(kPassword)[QStringLiteral("accessToken")].toString().toLatin1();
            return server.post(QStringLiteral("/api/v1/leads"), token, "application/json", "{\"artistName\":\"Later\"}").first;
        };
        Welcome before, after, undone;
        size_t leads = 0;
        {
            ServerProcess server(data());
            leads = leadsOf(server, before);
            const Run saved = run({QStringLiteral("backup"), data(), file});
            QVERIFY2(saved.exitCode == 0, qPrintable(saved.err));
            QCOMPARE(addLead(server), 201);
            QCOMPARE(leadsOf(server, before), leads + 1);
            QCOMPARE(run({QStringLiteral("backup"), data(), file}).exitCode, 1); // Never over an older one
            const Run busy = run({QStringLiteral("restore"), data(), file});
            QVERIFY(busy.exitCode > 0 && busy.err.contains(QLatin1String("Another server")));
            QCOMPARE(leadsOf(server, undone), leads + 1);
            server.kill(); // Its log lies beside the file and belongs to it alone.
        }
        QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
        const Run restored = run({QStringLiteral("restore"), data(), file});
        QVERIFY2(restored.exitCode == 0, qPrintable(restored.err));
        QVERIFY(restored.out.contains(QStringLiteral("before-restore")));
        ServerProcess server(data());
        QCOMPARE(leadsOf(server, after), leads);
        QVERIFY(after.epoch != before.epoch);
        QVERIFY(after.head < before.head);
        const QStringList kept = QDir(data()).entryList({QStringLiteral("workspace.db.before-restore-*")}, QDir::Files);
        QVERIFY(!kept.isEmpty());
        QVERIFY(!QDir(data()).exists(QStringLiteral("workspace.db.restoring")));
        const Run maintained = run({QStringLiteral("maintain"), QStringLiteral("--data"), data()});
        QVERIFY2(maintained.exitCode == 0, qPrintable(maintained.err));
        QVERIFY(maintained.out.startsWith(QLatin1String("removed 0 changes")));
    }

    void aRestoreThatCannotBeLeavesAllAsItWas_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no such file") << QByteArray();
        QTest::newRow("not a backup") << QByteArray(8192, 'x');
    }
    void aRestoreThatCannotBeLeavesAllAsItWas()
    {
        QFETCH(QByteArray, content);
        const QString path = m_dir.path() + QStringLiteral("/wrong.db");
        QFile file(path);
        if (!content.isEmpty()) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
            file.close();
        }
        const auto names = QDir(data()).entryList(QDir::Files);
        const Run done = run({QStringLiteral("restore"), QStringLiteral("--data"), data(), path});
        QVERIFY(done.exitCode > 0);
        QCOMPARE(done.err.trimmed().count(u'\n'), 0);
        QCOMPARE(QDir(data()).entryList(QDir::Files), names);
        QFile::remove(path);
        QCOMPARE(run({QStringLiteral("check-config"), QStringLiteral("--data"), data()}).exitCode, 0);
    }

    void badConfigurationIsOneLineAndExit2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *name, const QStringList &arguments) { QTest::newRow(name) << arguments; };
        const QString good = data();
        row("no such folder", {QStringLiteral("serve"), QStringLiteral("--data"), QStringLiteral("/nonexistent/x")});
        row("no data option", {QStringLiteral("serve")});
        row("unknown option", {QStringLiteral("serve"), QStringLiteral("--wrong")});
        row("unknown command", {QStringLiteral("dance")});
        row("bad address",
            {QStringLiteral("serve"), QStringLiteral("--data"), good, QStringLiteral("--listen"),
             QStringLiteral("x:y")});
        row("beyond loopback without TLS",
            {QStringLiteral("serve"), QStringLiteral("--data"), good, QStringLiteral("--listen"),
             QStringLiteral("0.0.0.0:0")});
        row("certificate without key",
            {QStringLiteral("check-config"), QStringLiteral("--data"), good, QStringLiteral("--tls-cert"),
             QStringLiteral("/nonexistent/cert.pem")});
        row("missing certificate",
            {QStringLiteral("check-config"), QStringLiteral("--data"), good, QStringLiteral("--tls-cert"),
             QStringLiteral("/nonexistent/c"), QStringLiteral("--tls-key"), QStringLiteral("/nonexistent/k")});
        row("weak password",
            {QStringLiteral("init"), QStringLiteral("--data"), good + QStringLiteral("-weak"),
             QStringLiteral("--admin-email"), kEmail, QStringLiteral("--password-stdin")});
    }
    void badConfigurationIsOneLineAndExit2()
    {
        QFETCH(QStringList, arguments);
        const Run done = run(arguments, "short\n");
        QCOMPARE(done.exitCode, 2);
        QCOMPARE(done.err.trimmed().count(u'\n'), 0);
        QVERIFY(done.err.startsWith(QStringLiteral("mdmc-server: ")));
    }

    void wrongOrMissingKeyIsExit2()
    {
        const QString keyFile = data() + QStringLiteral("/server.key");
        QVERIFY(QFile::rename(keyFile, keyFile + QStringLiteral(".away")));
        const QStringList check{QStringLiteral("check-config"), QStringLiteral("--data"), data()};
        QCOMPARE(run(check).exitCode, 2);
        QFile file(keyFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(32, 'x').toHex());
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        QVERIFY(run(check).err.contains(QStringLiteral("0600")));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        const Run wrong = run(check);
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY(wrong.err.contains(QStringLiteral("key does not open")));
        QVERIFY(file.remove() && QFile::rename(keyFile + QStringLiteral(".away"), keyFile));
        QCOMPARE(run(check).exitCode, 0);
        QCOMPARE(run({QStringLiteral("init"), QStringLiteral("--data"), data(), QStringLiteral("--admin-email"), kEmail,
                      QStringLiteral("--password-stdin")},
                     kPassword + '\n')
                     .exitCode,
                 1);
    }

private:
    QString data() const { return m_dir.path() + QStringLiteral("/data"); }
    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestServerProcess)
#include "test_server_process.moc"
