// SPDX-License-Identifier: GPL-3.0-or-later
// A server whose disk is full: it says so, loses nothing, and goes on when there is room. Real server, real clients.
#include "sync/server/workspace_setup.h"
#include "tests/support/simulated_disk.h"
#include "tests/sync/both/person.h"

#include "sync/server/embedded_store.h"
#include "sync/server/server.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace mdmc::sync {

using namespace test;
using mdmc::test::SimulatedDisk;

namespace {

struct Answer {
    int status = 0;
    QString code;
    QByteArray retryAfter;
    QJsonObject body;
};

/// A workspace with Ada and Ben, served in this process from a simulated disk.
struct ServerOnDisk {
    ServerOnDisk()
    {
        const ServerKeys keys{*security::SecretKey::fromBytes(QByteArray(32, 'k')), QByteArray(32, 's')};
        config.dataDir = dir.path();
        config.keys = keys;
        config.storeVfs = disk.name();
        config.passwordCost = security::Argon2Cost::forTests();
        auto store = EmbeddedStore::open({storePath(dir.path()), keys.store, true, disk.name()}).value();
        const TokenIssuer tokens = TokenIssuer::create(keys.tokenSecret, clock).value();
        Accounts accounts(*store, tokens, clock, random, security::PasswordHasher(config.passwordCost));
        const NewUser ada{QStringLiteral("Ada"), kAda, {}, {}, {}, kPassword};
        const User first = createWorkspace(*store, accounts, clock, random, QStringLiteral("Agence"), ada).value();
        const NewUser ben{QStringLiteral("Ben"), kBen,         QStringLiteral("manager"),
                          QStringLiteral("all"), first.teamId, kPassword};
        (void)addUser(*store, accounts, clock, random, ben).value();
        store.reset();
        server = Server::open(config, clock, random).value();
        if (const auto started = server->start(); !started)
            qFatal("%s", qPrintable(started.error().detail));
    }

    Answer send(const char *method, const QString &path, const QJsonObject &body = {}, const QString &token = {})
    {
        QNetworkRequest request(QUrl(server->url() + path));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token.toLatin1());
        request.setRawHeader("Content-Type", "application/json");
        const QByteArray bytes = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson();
        const std::unique_ptr<QNetworkReply> reply(network.sendCustomRequest(request, method, bytes));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, kPatience))
            qFatal("no answer");
        Answer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.retryAfter = reply->rawHeader("Retry-After");
        answer.body = QJsonDocument::fromJson(reply->readAll()).object();
        answer.code = answer.body[QStringLiteral("code")].toString();
        return answer;
    }
    Answer signIn(const QString &password)
    {
        return send("POST", QStringLiteral("/api/v1/auth/login"),
                    {{QStringLiteral("email"), kAda}, {QStringLiteral("password"), password}});
    }
    Answer ready() { return send("GET", QStringLiteral("/readyz")); }

    SystemClock clock;
    SystemRandom random;
    QTemporaryDir dir;
    SimulatedDisk disk;
    ServerConfig config;
    QNetworkAccessManager network;
    std::unique_ptr<Server> server;
};

} // namespace

class TestFullDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clientsWaitAndKeepTheirEdits();
};

void TestFullDisk::clientsWaitAndKeepTheirEdits()
{
    ServerOnDisk s;
    Person ada, ben;
    VERIFY_OK(ada.signInAs(kAda, s.server->url()));
    VERIFY_OK(ben.signInAs(kBen, s.server->url()));
    QTRY_VERIFY_WITH_TIMEOUT(ada.isSynced() && ben.isSynced(), kPatience);
    QCOMPARE(s.ready().status, 200);
    const QString token = s.signIn(kPassword).body[QStringLiteral("accessToken")].toString();
    QVERIFY(!token.isEmpty());

    s.disk.setCapacity(0); // Nothing may grow, and the log has to.
    VERIFY_OK(dynamic_cast<EmbeddedStore &>(s.server->store()).database().checkpoint());
    constexpr int kEdits = 3;
    std::vector<RecordId> leads;
    for (int i = 0; i < kEdits; ++i) {
        leads.push_back(RecordId::mint());
        VERIFY_OK(ada.edit(RecordEdit::Kind::Create, leads.back(), {text("artistName", QStringLiteral("Act"))}));
    }
    // Ada is told what her edits wait for. She is connected, and goes on reading and writing.
    QTRY_VERIFY_WITH_TIMEOUT(ada.workspace->status().error.has_value(), kPatience);
    QCOMPARE(ada.workspace->status().error->code, ErrorCode::ServerFailure);
    QVERIFY(ada.workspace->status().error->detail.contains(QLatin1String("storage_full")));
    QCOMPARE(ada.workspace->status().state, SyncState::Syncing);
    QCOMPARE(ada.workspace->status().pending, kEdits);
    QCOMPARE(ada.workspace->status().attention, 0);
    QVERIFY(ada.lead(leads.front()));

    // Whoever watches the server is told, too.
    const Answer ready = s.ready();
    QCOMPARE(ready.status, 503);
    QCOMPARE(ready.code, QStringLiteral("storage_full"));
    QCOMPARE(s.send("GET", QStringLiteral("/healthz")).status, 200);
    const Answer written = s.send("POST", QStringLiteral("/api/v1/leads"),
                                  {{QStringLiteral("artistName"), QStringLiteral("REST")}}, token);
    QCOMPARE(written.status, 507);
    QCOMPARE(written.code, QStringLiteral("storage_full"));
    QVERIFY(written.retryAfter.toInt() > 0);
    QCOMPARE(s.send("GET", QStringLiteral("/api/v1/leads"), {}, token).status, 200);
    const Answer login = s.signIn(kPassword);
    QCOMPARE(login.status, 507);
    QCOMPARE(login.code, QStringLiteral("storage_full"));

    s.disk.setCapacity(-1);
    QTRY_COMPARE_WITH_TIMEOUT(ada.workspace->status().pending, 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(ada.isSynced() && ben.isSynced(), kPatience);
    QVERIFY(!ada.workspace->status().error);
    QTRY_VERIFY_WITH_TIMEOUT(ben.lead(leads.back()).has_value(), kPatience);
    QCOMPARE(differenceOf(ada.rows(), ben.rows()), QString());
    QCOMPARE(s.ready().status, 200);
    QCOMPARE(s.signIn(kPassword).status, 200);
    const auto all = ben.rows();
    QCOMPARE(std::count_if(all.begin(), all.end(), [](const auto &row) { return row.first.type == EntityType::Lead; }),
             kEdits); // None twice, and nothing of what was refused.
}

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestFullDisk)
#include "test_full_disk.moc"
