// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/place.h"

#include "app/desktop/await.h"
#include "app/desktop/cli.h"
#include "core/rules/default_lists.h"
#include "sync/server/demo_data.h"
#include "sync/server/workspace_access.h"
#include "sync/server/workspace_setup.h"
#include "tests/bench/workload.h"

#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

#include <unistd.h>

namespace mdmc::bench {

namespace {

using sync::WorkspaceAccess;

const QString kPassword = QStringLiteral("bench password 42");
const QString kAdmin = QStringLiteral("admin@bench.test");
constexpr int kEngines = 4;
constexpr int kSyncMs = 3'600'000;

QString emailOf(int client)
{
    return client == 0 ? kAdmin : QStringLiteral("client%1@bench.test").arg(client);
}

bool isReplaced(const Record &record)
{
    if (record.type == EntityType::Stage)
        return true;
    const QString list = record.type == EntityType::ListItem ? fromRecord<ListItem>(record).list : QString();
    return list == u"genre" || list == u"platform" || list == u"goal";
}

Result<> loadLeads(WorkspaceAccess &access, Workload &workload)
{
    constexpr size_t kPiece = 5000;
    std::vector<Record> piece;
    MDMC_TRY(workload.forEach([&](Record lead) -> Result<> {
        piece.push_back(std::move(lead));
        if (piece.size() < kPiece)
            return {};
        MDMC_TRY(writeRecords(*access.store, access.clock, access.random, piece));
        piece.clear();
        return {};
    }));
    return piece.empty() ? Result<>() : writeRecords(*access.store, access.clock, access.random, piece);
}

/// The file's workspace: default lists but for those that the file brings its own of.
Result<> loadWorkload(WorkspaceAccess &access, const Place &place)
{
    Team team;
    team.id = RecordId::mint();
    team.name = QStringLiteral("Bench");
    User admin;
    admin.id = RecordId::mint();
    admin.name = QStringLiteral("Ada Admin");
    admin.email = kAdmin;
    admin.role = QStringLiteral("admin");
    admin.scope = QStringLiteral("all");
    admin.teamId = team.id;
    std::vector<Record> records{toRecord(team), toRecord(admin)};
    RecordId pipelineId;
    for (const Record &record : defaultWorkspaceRecords(access.clock, access.random)) {
        if (isReplaced(record))
            continue;
        if (record.type == EntityType::Pipeline)
            pipelineId = record.id;
        records.push_back(record);
    }
    MDMC_ASSIGN(const std::unique_ptr<Workload> workload, Workload::open(place.data, team.id, pipelineId));
    for (const Record &record : workload->foundation())
        records.push_back(record);
    MDMC_TRY(writeRecords(*access.store, access.clock, access.random, records));
    MDMC_TRY(access.accounts->setPassword(admin.id, kPassword));
    MDMC_TRY(loadLeads(access, *workload));
    // Last: a workspace without a name is none, so that one whose loading was broken off is not used.
    MDMC_ASSIGN(auto transaction, sync::StoreTransaction::begin(*access.store, sync::Store::Mode::Write));
    MDMC_TRY(access.store->setSetting(sync::kWorkspaceNameSetting, QStringLiteral("Bench")));
    return transaction.commit();
}

Result<> loadDemo(WorkspaceAccess &access, const Place &place)
{
    sync::NewUser admin;
    admin.name = QStringLiteral("Ada Admin");
    admin.email = kAdmin;
    admin.password = kPassword;
    MDMC_TRY(
        createWorkspace(*access.store, *access.accounts, access.clock, access.random, QStringLiteral("Bench"), admin));
    sync::DemoOptions options;
    options.leads = int(place.n);
    options.password = kPassword;
    MDMC_TRY(addDemoData(*access.store, *access.accounts, access.clock, access.random, options));
    return {};
}

/// The team that owns the leads.
Result<RecordId> teamOf(WorkspaceAccess &access)
{
    MDMC_ASSIGN(const std::vector<Record> teams, access.store->all(EntityType::Team));
    if (teams.empty())
        return failure(ErrorCode::NotFound, QStringLiteral("the workspace has no team"));
    return teams.front().id;
}

} // namespace

sync::KeyAccess benchKeys()
{
    return {nullptr, [](security::PassphrasePurpose, int attempt, const Error &lastError) -> Result<QString> {
                if (attempt > 1)
                    return tl::unexpected<Error>(lastError);
                return QStringLiteral("bench passphrase 42");
            }};
}

Result<std::unique_ptr<test::ServerProcess>> startServer(const Place &place)
{
    MDMC_TRY(prepareServer(place));
    // One port for all runs in a place: a profile remembers its server's address.
    QFile kept(place.dir + QStringLiteral("/port"));
    const quint16 port = kept.open(QIODevice::ReadOnly) ? kept.readAll().toUShort() : quint16(0);
    kept.close();
    auto server = std::make_unique<test::ServerProcess>(place.binDir, place.serverDir(), port);
    // Nothing comes any longer then, and what waits for it would wait long.
    server->onUnexpectedEnd([log = server.get()] {
        qWarning("the server has ended in the middle of the job; its last words:\n%s", log->log().right(2000).constData());
        ::_exit(1);
    });
    server->start();
    if (kept.open(QIODevice::WriteOnly))
        kept.write(QByteArray::number(server->port()));
    return server;
}

namespace {

QJsonObject answerOf(QNetworkReply *reply)
{
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    reply->deleteLater();
    return QJsonDocument::fromJson(reply->readAll()).object();
}

} // namespace

Result<> waitUntilPrepared(const test::ServerProcess &server, int patienceMs)
{
    QNetworkAccessManager network;
    network.setTransferTimeout(10'000);
    QNetworkRequest login(QUrl(server.url() + QStringLiteral("/api/v1/auth/login")));
    login.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const QJsonObject who{{QStringLiteral("email"), kAdmin}, {QStringLiteral("password"), kPassword}};
    const QJsonObject signedIn = answerOf(network.post(login, QJsonDocument(who).toJson()));
    QNetworkRequest status(QUrl(server.url() + QStringLiteral("/api/v1/status")));
    status.setRawHeader("Authorization", "Bearer " + signedIn[QLatin1String("accessToken")].toString().toLatin1());
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < patienceMs) {
        if (answerOf(network.get(status))[QLatin1String("preparedSnapshot")].isObject())
            return {};
        QEventLoop pause;
        QTimer::singleShot(200, &pause, &QEventLoop::quit);
        pause.exec();
    }
    return failure(ErrorCode::TimedOut, QStringLiteral("the server has prepared no snapshot"));
}

Result<> prepareServer(const Place &place)
{
    const QString ready = place.serverDir() + QStringLiteral("/ready");
    if (QFile::exists(ready))
        return {};
    QDir(place.serverDir()).removeRecursively();
    MDMC_ASSIGN(const std::unique_ptr<WorkspaceAccess> access, WorkspaceAccess::create(place.serverDir()));
    MDMC_TRY(place.data.isEmpty() ? loadDemo(*access, place) : loadWorkload(*access, place));
    MDMC_ASSIGN(const RecordId team, teamOf(*access));
    for (int i = 1; i < kEngines; ++i) {
        sync::NewUser user;
        user.name = QStringLiteral("Client %1").arg(i);
        user.email = emailOf(i);
        user.role = QStringLiteral("account_manager");
        user.scope = place.data.isEmpty() ? QStringLiteral("all") : QStringLiteral("team");
        user.teamId = team;
        user.password = kPassword;
        MDMC_TRY(addUser(*access->store, *access->accounts, access->clock, access->random, user));
    }
    QFile mark(ready);
    if (!mark.open(QIODevice::WriteOnly))
        return failure(ErrorCode::StorageFailure, QStringLiteral("cannot write to %1").arg(place.serverDir()));
    return {};
}

Result<std::vector<LightUser>> lightUsers(const Place &place, int count)
{
    MDMC_ASSIGN(const std::unique_ptr<WorkspaceAccess> access, WorkspaceAccess::open(place.serverDir()));
    MDMC_ASSIGN(const RecordId team, teamOf(*access));
    MDMC_ASSIGN(const std::vector<Record> present, access->store->all(EntityType::User));
    std::vector<LightUser> users;
    for (const Record &record : present)
        if (const User user = fromRecord<User>(record); user.email.startsWith(u"light"))
            users.push_back({user, 1});
    std::vector<Record> missing;
    for (int i = int(users.size()); i < count; ++i) {
        User user;
        user.id = RecordId::mint();
        user.name = QStringLiteral("Light %1").arg(i);
        user.email = QStringLiteral("light%1@bench.test").arg(i);
        user.role = QStringLiteral("account_manager");
        user.scope = place.data.isEmpty() ? QStringLiteral("all") : QStringLiteral("team");
        user.teamId = team;
        missing.push_back(toRecord(user));
        users.push_back({user, 1});
    }
    if (!missing.empty()) {
        MDMC_TRY(writeRecords(*access->store, access->clock, access->random, missing));
        MDMC_ASSIGN(auto transaction, sync::StoreTransaction::begin(*access->store, sync::Store::Mode::Write));
        for (const Record &record : missing) // A hash that no password has: they never sign in.
            MDMC_TRY(access->store->saveAccount({record.id, QStringLiteral("-"), 0, 0, 1}));
        MDMC_TRY(transaction.commit());
    }
    users.resize(size_t(count));
    return users;
}

Result<TokenPress> TokenPress::open(const Place &place)
{
    MDMC_ASSIGN(const sync::ServerKeys keys, sync::loadServerKeys(place.serverDir()));
    TokenPress press;
    press.m_secret = keys.tokenSecret;
    press.m_openedAt = SystemClock().nowUtc();
    return press;
}

Result<QByteArray> TokenPress::press(const LightUser &user, int ageSeconds) const
{
    const ManualClock then(m_openedAt - qint64(ageSeconds) * 1000);
    MDMC_ASSIGN(const sync::TokenIssuer issuer, sync::TokenIssuer::create(m_secret, then));
    return issuer.issue(user.user.id, user.tokenVersion);
}

Result<sync::Cursor> serverCursor(const Place &place)
{
    MDMC_ASSIGN(const std::unique_ptr<WorkspaceAccess> access, WorkspaceAccess::open(place.serverDir()));
    MDMC_ASSIGN(const sync::Head head, access->store->head());
    return head.cursor();
}

QFuture<Result<std::unique_ptr<sync::Workspace>>> signInClient(const Place &place, const test::ServerProcess &server,
                                                               int index)
{
    QDir(place.clientDir(index)).removeRecursively();
    QDir().mkpath(place.clientDir(index));
    return sync::signIn(place.clientDir(index),
                        {QUrl(server.url()), emailOf(index), kPassword, QStringLiteral("bench"), {}}, benchKeys());
}

Result<std::unique_ptr<sync::Workspace>> openClient(const Place &place, const test::ServerProcess &server, int index)
{
    auto profile = sync::Profile::load(place.clientDir(index));
    const bool isThere = profile && profile->server == QUrl(server.url());
    MDMC_ASSIGN(std::unique_ptr<sync::Workspace> workspace,
                isThere ? app::await(sync::openWorkspace(*profile, benchKeys()))
                        : app::await(signInClient(place, server, index)));
    MDMC_TRY(app::waitUntilSynced(*workspace, kSyncMs));
    app::waitUntilIndexed(*workspace); // Queries are measured on what is there for good.
    return workspace;
}

Result<std::unique_ptr<sync::Workspace>> openOffline(const Place &place)
{
    if (!sync::Profile::load(place.clientDir())) {
        MDMC_ASSIGN(const auto server, startServer(place));
        MDMC_TRY(openClient(place, *server, 0));
    }
    MDMC_ASSIGN(const sync::Profile profile, sync::Profile::load(place.clientDir()));
    MDMC_ASSIGN(std::unique_ptr<sync::Workspace> workspace, app::await(sync::openWorkspace(profile, benchKeys())));
    MDMC_TRY(goOfflineAndWait(*workspace));
    return workspace;
}

Result<std::vector<RecordId>> someLeads(sync::Workspace &workspace, int count)
{
    return app::await(workspace.read([count](sync::ReplicaReader &reader) -> Result<std::vector<RecordId>> {
        MDMC_ASSIGN(std::vector<qint64> rows, storage::queryRowIds(reader.db, storage::RecordQuery()));
        if (rows.empty())
            return failure(ErrorCode::NotFound, QStringLiteral("the replica has no leads"));
        std::vector<qint64> chosen;
        for (int i = 0; i < count; ++i)
            chosen.push_back(rows[size_t(i) * 7919 % rows.size()]);
        std::vector<RecordId> ids;
        MDMC_ASSIGN(const std::vector<Record> records, reader.store.byRowIds(EntityType::Lead, chosen));
        for (const Record &record : records)
            ids.push_back(record.id);
        return ids;
    }));
}

Result<> goOfflineAndWait(sync::Workspace &workspace)
{
    workspace.goOffline();
    QEventLoop loop;
    const auto look = [&](const sync::SyncStatus &status) {
        if (status.state == sync::SyncState::Offline)
            loop.quit();
    };
    QObject::connect(&workspace, &sync::Workspace::statusChanged, &loop, look);
    QTimer::singleShot(30'000, &loop, [&] { loop.exit(1); });
    QMetaObject::invokeMethod(
        &loop, [&] { look(workspace.status()); }, Qt::QueuedConnection);
    return loop.exec() == 0 ? Result<>()
                            : Result<>(failure(ErrorCode::TimedOut, QStringLiteral("does not go offline")));
}

} // namespace mdmc::bench
