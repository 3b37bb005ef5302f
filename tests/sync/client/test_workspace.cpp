// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/default_lists.h"
#include "core/storage/field_index.h"
#include "sync/client/replica.h"
#include "sync/client/session.h"
#include "tests/support/results.h"

#include <QDir>
#include <QProcess>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace mdmc::sync {

namespace {

constexpr int kPatience = 20'000;

template<typename T>
T wait(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, kPatience))
        qFatal("a future did not finish");
    return future.takeResult();
}

FieldChange text(const char *field, const QString &value)
{
    return {entityInfo(EntityType::Lead).indexOf(QLatin1String(field)), Value(value)};
}

Command createLead(const RecordId &id, const QString &artist)
{
    return {QStringLiteral("New lead"), {{RecordEdit::Kind::Create, EntityType::Lead, id, {text("artistName", artist)}}}};
}

} // namespace

class TestWorkspace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_keys = std::make_unique<security::MemoryKeyStore>();
        m_user.id = RecordId::mint();
        m_user.name = QStringLiteral("Me");
        m_user.email = QStringLiteral("me@example.org");
        m_user.role = roleKey(Role::Admin);
        m_user.scope = sightKey(Sight::All);
        SystemClock clock;
        SystemRandom random;
        std::vector<Record> records = defaultWorkspaceRecords(clock, random);
        records.push_back(toRecord(m_user));
        auto made = wait(createLocalWorkspace(profileDir(), m_user, QStringLiteral("Demo"), records, access()));
        VERIFY_OK(made);
        m_workspace = std::move(*made);
    }

    void cleanup() { m_workspace.reset(); }

    void isOpenAtOnce()
    {
        QCOMPARE(m_workspace->status().state, SyncState::LocalOnly);
        QCOMPARE(m_workspace->actor().userId, m_user.id);
        QCOMPARE(m_workspace->actor().role, Role::Admin);
        QCOMPARE(m_workspace->workspaceName(), QStringLiteral("Demo"));
        QVERIFY(m_workspace->serverAddress().isEmpty());
        QVERIFY(!m_workspace->undoState().canUndo);
    }

    void aCommitIsReadBackAndAnnounced()
    {
        QSignalSpy changed(m_workspace.get(), &Workspace::changed);
        QSignalSpy undo(m_workspace.get(), &Workspace::undoStateChanged);
        const RecordId id = RecordId::mint();
        VERIFY_OK(wait(m_workspace->commit(createLead(id, QStringLiteral("Zoé")))));
        // A read that follows sees it.
        const auto lead = wait(m_workspace->read([id](ReplicaReader &reader) { return reader.load<Lead>(id); }));
        VERIFY_OK(lead);
        QCOMPARE((*lead)->artistName, QStringLiteral("Zoé"));
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(changed.front().front().value<ChangeSet>().touches({EntityType::Lead, id}));
        QTRY_COMPARE(undo.size(), 1);
        QCOMPARE(m_workspace->undoState().undoLabel, QStringLiteral("New lead"));
        const auto label = wait(m_workspace->undo());
        VERIFY_OK(label);
        QCOMPARE(*label, QStringLiteral("New lead"));
        QTRY_VERIFY(m_workspace->undoState().canRedo);
        VERIFY_OK(wait(m_workspace->redo()));
    }

    void aReadKnowsWhatWasWrittenSinceAnEarlierOne()
    {
        const auto marks = [this] {
            return wait(m_workspace->readList(ListPart::Whole, [](ReplicaReader &reader) -> Result<storage::RecentRows::Mark> {
                       return reader.asOf;
                   }, {}))
                .value();
        };
        const auto before = marks();
        const RecordId id = RecordId::mint();
        VERIFY_OK(wait(m_workspace->commit(createLead(id, QStringLiteral("Zoé")))));
        QVERIFY(marks() > before);
        const auto written = wait(m_workspace->readList(ListPart::Whole, [&](ReplicaReader &reader) -> Result<bool> {
            const auto rows = reader.recentRows->since(before);
            MDMC_ASSIGN(const auto rowId, storage::rowIdOf(reader.db, EntityType::Lead, id));
            return rows && rowId && std::ranges::find(*rows, storage::RecentRows::Row{EntityType::Lead, *rowId}) != rows->end();
        }, {}));
        VERIFY_OK(written);
        QVERIFY(*written);
    }

    void aRefusedCommitChangesAndAnnouncesNothing()
    {
        QSignalSpy changed(m_workspace.get(), &Workspace::changed);
        const auto result = wait(m_workspace->commit(createLead(RecordId::mint(), QString())));
        VERIFY_ERROR(result, ErrorCode::InvalidInput);
        QCOMPARE(result.error().field, QStringLiteral("artistName"));
        wait(m_workspace->read([](ReplicaReader &reader) { return reader.store.count(EntityType::Lead); }));
        QCoreApplication::processEvents();
        QVERIFY(changed.isEmpty());
    }

    void theReaderFollowsChangedRules()
    {
        const auto genres = [&] {
            return wait(m_workspace->read([](ReplicaReader &r) -> Result<size_t> { return r.rules.list(u"genre").size(); })).value();
        };
        const size_t before = genres();
        const EntityInfo &info = entityInfo(EntityType::ListItem);
        const auto value = [&](const char *field, const QString &v) { return FieldChange{info.indexOf(QLatin1String(field)), Value(v)}; };
        VERIFY_OK(wait(m_workspace->commit({QStringLiteral("Genre"), {{RecordEdit::Kind::Create, EntityType::ListItem, RecordId::mint(),
            {value("list", QStringLiteral("genre")), value("key", QStringLiteral("zouk")), value("labelEn", QStringLiteral("Zouk"))}}}})));
        QCOMPARE(genres(), before + 1);
    }

    void reopens()
    {
        const RecordId id = RecordId::mint();
        VERIFY_OK(wait(m_workspace->commit(createLead(id, QStringLiteral("Kept")))));
        m_workspace->setLocalValue(QStringLiteral("columns"), "wide");
        QCOMPARE(m_workspace->localValue(QStringLiteral("columns")), QByteArray("wide"));
        // What was asked for before is done before it closes, or says so.
        m_workspace->setLocalValue(QStringLiteral("draft"), "text");
        wait(m_workspace->pending());
        m_workspace.reset();
        const auto profile = Profile::load(profileDir());
        VERIFY_OK(profile);
        auto opened = wait(openWorkspace(*profile, access()));
        VERIFY_OK(opened);
        m_workspace = std::move(*opened);
        QCOMPARE(m_workspace->localValue(QStringLiteral("columns")), QByteArray("wide"));
        QCOMPARE(m_workspace->localValue(QStringLiteral("draft")), QByteArray("text"));
        QCOMPARE(m_workspace->undoState().undoLabel, QStringLiteral("New lead"));
        QCOMPARE(wait(m_workspace->read([](ReplicaReader &r) { return r.store.count(EntityType::Lead); })).value(), 1);
    }

    /// A replica without a server as well: what a list is sorted by has an index soon after.
    void aListsFieldIsIndexed()
    {
        std::vector<Record> records;
        Lead lead;
        for (int i = 0; i <= Replica::kIndexRows; ++i) {
            lead.id = RecordId::mint();
            lead.artistName = QStringLiteral("Act %1").arg(i);
            records.push_back(toRecord(lead));
        }
        auto made = wait(createLocalWorkspace(m_dir->filePath(QStringLiteral("many")), m_user, QStringLiteral("Demo"), records, access()));
        VERIFY_OK(made);
        const auto isIndexed = [&](const char *name) {
            return wait((*made)->read([name](ReplicaReader &reader) {
                       return storage::hasFieldIndex(reader.db, EntityType::Lead, entityInfo(EntityType::Lead).indexOf(QLatin1String(name)));
                   })).value();
        };
        storage::RecordQuery query;
        for (const char *name : {"priority", "country"}) {
            query.sort.field = entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
            QVERIFY(!isIndexed(name));
            (*made)->prepareFor(query, {});
            QTRY_VERIFY_WITH_TIMEOUT(isIndexed(name), kPatience);
        }
        QTRY_VERIFY_WITH_TIMEOUT(isIndexed("createdAt"), kPatience); // Nobody has asked for it, and no edit pays for it.
    }

    void doesNotOpenWithoutItsKey()
    {
        m_workspace.reset();
        const auto profile = Profile::load(profileDir());
        VERIFY_OK(profile);
        security::MemoryKeyStore empty;
        VERIFY_ERROR(wait(openWorkspace(*profile, KeyAccess{&empty, {}})), ErrorCode::KeyMissing);
        security::MemoryKeyStore locked;
        locked.setAvailable(false);
        VERIFY_ERROR(wait(openWorkspace(*profile, KeyAccess{&locked, {}})), ErrorCode::KeyMissing);
        security::MemoryKeyStore wrong;
        VERIFY_OK(wrong.store(QStringLiteral("replica/%1@local").arg(m_user.id.toString()), security::SecretKey::generate()));
        VERIFY_ERROR(wait(openWorkspace(*profile, KeyAccess{&wrong, {}})), ErrorCode::WrongKey);
        VERIFY_OK(wait(openWorkspace(*profile, access())));
        // Not made over.
        VERIFY_ERROR(wait(createLocalWorkspace(profileDir(), m_user, {}, {}, access())), ErrorCode::AlreadyExists);
    }

    void nothingReadableOnTheDisk()
    {
        VERIFY_OK(wait(m_workspace->commit(createLead(RecordId::mint(), QStringLiteral("CanaryArtist")))));
        m_workspace->setLocalValue(QStringLiteral("draft"), "CanaryDraft");
        wait(m_workspace->pending());
        for (const QFileInfo &info : QDir(profileDir()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("Canary"), qPrintable(info.fileName()));
            QVERIFY(info.fileName() == QLatin1String("profile.json") || !file.permissions().testFlag(QFileDevice::ReadOther));
        }
    }

    /// Whoever closes the program while it asks for a passphrase: the threads end before the main loop returns, so that
    /// nothing holds the prompt and the key store any longer.
    void quittingEndsAnOpening()
    {
        QSemaphore isAsked;
        QSemaphore mayEnd;
        const auto held = std::make_shared<int>(0);
        const QTemporaryDir dir;
        // As the program does: its prompt closes before any opening is cut short.
        const auto closing = connect(qApp, &QCoreApplication::aboutToQuit, qApp, [&] { mayEnd.release(); });
        createLocalWorkspace(dir.filePath(QStringLiteral("new")), m_user, {}, {},
                             {nullptr, [&isAsked, &mayEnd, held](security::PassphrasePurpose, int, const Error &) -> Result<QString> {
                                  isAsked.release();
                                  mayEnd.acquire();
                                  return failure(ErrorCode::Cancelled);
                              }});
        QVERIFY(isAsked.tryAcquire(1, kPatience));
        QVERIFY(held.use_count() > 1);
        QTimer::singleShot(0, qApp, &QCoreApplication::quit);
        QCoreApplication::exec();
        disconnect(closing);
        mayEnd.release(); // Also when nothing waited for it.
        QCOMPARE(held.use_count(), 1L);
    }

    void closingFinishesEveryFuture()
    {
        // A read that takes for ever is interrupted, what waits behind it and behind the writer is cancelled.
        const auto forever = m_workspace->read([](ReplicaReader &reader) -> Result<qint64> {
            MDMC_ASSIGN(const auto n, reader.db.queryInt64(
                "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c"));
            return n.value_or(0);
        });
        std::vector<QFuture<Result<qint64>>> reads;
        std::vector<QFuture<Result<>>> commits;
        for (int i = 0; i < 20; ++i) {
            reads.push_back(m_workspace->read([](ReplicaReader &r) { return r.store.count(EntityType::Lead); }));
            commits.push_back(m_workspace->commit(createLead(RecordId::mint(), QStringLiteral("A"))));
        }
        m_workspace.reset();
        QVERIFY(forever.isFinished());
        VERIFY_ERROR(forever.result(), ErrorCode::Cancelled);
        for (const auto &read : reads) {
            QVERIFY(read.isFinished());
            VERIFY_ERROR(read.result(), ErrorCode::Cancelled);
        }
        for (const auto &commit : commits) {
            QVERIFY(commit.isFinished());
            QVERIFY(commit.result() || commit.result().error().code == ErrorCode::Cancelled);
        }
    }

    void badServers_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("code");
        QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n") << "protocol_violation";
        QTest::newRow("a web page") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>") << "protocol_violation";
        QTest::newRow("not found") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") << "protocol_violation";
        QTest::newRow("redirect") << QByteArray("HTTP/1.1 302 Found\r\nLocation: https://example.org/\r\nContent-Length: 0\r\n\r\n") << "protocol_violation";
        QTest::newRow("endless") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n") + QByteArray(300'000, 'x') << "protocol_violation";
        QTest::newRow("overload") << QByteArray("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") << "server_failure";
        QTest::newRow("wrong password") << QByteArray("HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\n{}") << "unauthenticated";
        QTest::newRow("too often") << QByteArray("HTTP/1.1 429 No\r\nRetry-After: 9\r\nContent-Length: 2\r\n\r\n{}") << "rate_limited";
    }

    void badServers()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, code);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QByteArray asked;
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
                asked += socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        const QString dir = m_dir->filePath(QStringLiteral("other"));
        const SignIn credentials{QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort())),
                                 QStringLiteral("me@example.org"), QStringLiteral("secret password"), QStringLiteral("test"), {}};
        QCOMPARE(mdmc::test::codeOf(wait(signIn(dir, credentials, access()))), code);
        QVERIFY(!QFile::exists(dir)); // Nothing was begun.
        QVERIFY(asked.startsWith("POST /api/v1/auth/login "));
    }

    void certificates()
    {
        const QString certificate = m_dir->filePath(QStringLiteral("cert.pem")), key = m_dir->filePath(QStringLiteral("key.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"), {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-nodes"), QStringLiteral("-newkey"),
            QStringLiteral("rsa:2048"), QStringLiteral("-subj"), QStringLiteral("/CN=127.0.0.1"), QStringLiteral("-addext"),
            QStringLiteral("subjectAltName=IP:127.0.0.1"), QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate});
        QVERIFY(openssl.waitForFinished() && openssl.exitCode() == 0);
        QFile certificateFile(certificate), keyFile(key);
        QVERIFY(certificateFile.open(QIODevice::ReadOnly) && keyFile.open(QIODevice::ReadOnly));
        const QByteArray pem = certificateFile.readAll();
        QSslConfiguration tls;
        tls.setLocalCertificate(QSslCertificate(pem, QSsl::Pem));
        tls.setPrivateKey(QSslKey(&keyFile, QSsl::Rsa));
        QSslServer server;
        server.setSslConfiguration(tls);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        bool wasAsked = false;
        connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [&] {
            while (QTcpSocket *socket = server.nextPendingConnection()) {
                const auto answer = [&wasAsked, socket] {
                    if (socket->readAll().isEmpty())
                        return;
                    wasAsked = true;
                    socket->write("HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\n{}");
                };
                connect(socket, &QTcpSocket::readyRead, socket, answer);
                answer(); // It may have come with the handshake.
            }
        });
        SignIn credentials{QUrl(QStringLiteral("https://127.0.0.1:%1").arg(server.serverPort())),
                           QStringLiteral("me@example.org"), QStringLiteral("secret password"), QStringLiteral("test"), {}};
        const QString dir = m_dir->filePath(QStringLiteral("other"));
        VERIFY_ERROR(wait(signIn(dir, credentials, access())), ErrorCode::CertificateRejected);
        QVERIFY(!wasAsked); // The password did not leave.
        credentials.extraCertificate = pem;
        VERIFY_ERROR(wait(signIn(dir, credentials, access())), ErrorCode::Unauthenticated);
        QVERIFY(wasAsked);
        // No TLS there at all.
        QTcpServer plain;
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        connect(&plain, &QTcpServer::newConnection, &plain, [&] { plain.nextPendingConnection()->write("SSH-2.0-OpenSSH_9.2p1\r\n"); });
        credentials.server.setPort(plain.serverPort());
        VERIFY_ERROR(wait(signIn(dir, credentials, access())), ErrorCode::ProtocolViolation);
    }

private:
    QString profileDir() const { return m_dir->filePath(QStringLiteral("profile")); }
    KeyAccess access() const { return {m_keys.get(), {}}; }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<security::MemoryKeyStore> m_keys;
    User m_user;
    std::unique_ptr<Workspace> m_workspace;
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestWorkspace)
#include "test_workspace.moc"
