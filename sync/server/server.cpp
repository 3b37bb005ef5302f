// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/server.h"

#include "core/base/log.h"
#include "sync/server/api.h"
#include "sync/server/embedded_store.h"
#include "sync/server/http/server.h"
#include "sync/server/http/tls.h"
#include "sync/server/maintenance.h"
#include "sync/server/workspace_access.h"
#include "sync/server/workspace_setup.h"

#include <QDir>

namespace mdmc::sync {

/// In the order in which they depend on each other; destroyed backwards.
struct Server::Parts {
    Parts(std::unique_ptr<Store> opened, TokenIssuer issuer, const ServerConfig &config, const Clock &clock,
          Random &random, const QString &name)
        : store(std::move(opened)), tokens(std::move(issuer)),
          accounts(*store, tokens, clock, random, security::PasswordHasher(config.passwordCost)),
          processor(*store, clock, random, config.limits),
          pushes(clock, config.rates.pushes),
          prepared({preparedPath(config.dataDir), config.keys->store.subkey(5, "mdmcsnp1"), config.limits, config.prepared},
                   clock),
          services{*store, processor, accounts, tokens, clock, pushes, config.limits, name, &prepared},
          hub(services), auth(services), sync(services, hub, config.rates.frames),
          leads(services, hub, EntityType::Lead, QStringLiteral("/api/v1/leads"), 128 << 20),
          campaigns(services, hub, EntityType::Campaign, QStringLiteral("/api/v1/campaigns"), 16 << 20),
          routes(hub, services, config.rates, config.allowedOrigins), http(routes, clock), maintenance(*store, clock),
          maker(*store, prepared, clock, config.preparing)
    {
        routes.add(healthRoutes(*store));
        routes.add(statusRoutes(*store, prepared));
        routes.add(auth.routes());
        routes.add(sync.routes());
        routes.add(leads.routes());
        routes.add(campaigns.routes());
    }
    /// Who still waits for news is answered while everything that answers is alive.
    ~Parts() { hub.closeAll(); }

    std::unique_ptr<Store> store;
    TokenIssuer tokens;
    Accounts accounts;
    OperationProcessor processor;
    http::RateLimiter pushes;
    PreparedSnapshot prepared;
    SyncServices services;
    LiveHub hub;
    AuthApi auth;
    SyncApi sync;
    RecordApi leads;
    RecordApi campaigns;
    Routes routes;
    http::Server http;
    DailyMaintenance maintenance;
    SnapshotMaker maker;
};

QString storePath(const QString &dataDir)
{
    return QDir(dataDir).filePath(QStringLiteral("workspace.db"));
}

QString preparedPath(const QString &dataDir)
{
    return QDir(dataDir).filePath(QStringLiteral("prepared-snapshot.db"));
}

Server::Server(ServerConfig config, std::unique_ptr<Parts> parts)
    : m_config(std::move(config)), m_parts(std::move(parts))
{
    connect(&m_parts->http, &http::Server::drained, this, &Server::stopped);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        const Clock &clock = m_parts->services.clock;
        if (const auto rested = m_parts->store->rest(clock.monotonicMs()); !rested)
            qCWarning(lcServer) << "the store's log cannot be moved:" << errorCodeName(rested.error().code);
        if (!m_config.isTrial)
            m_parts->maker.look();
    });
}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const ServerConfig &config, const Clock &clock, Random &random)
{
    if (!config.storeVfs && !storage::Database::exists(storePath(config.dataDir)))
        return failure(
            ErrorCode::NotFound,
            QStringLiteral("There is no workspace in %1. Make one with: mdmc-server init.").arg(config.dataDir));
    ServerConfig complete = config;
    if (!complete.keys) {
        MDMC_ASSIGN(complete.keys, loadServerKeys(config.dataDir));
    }
    MDMC_ASSIGN(TokenIssuer tokens, TokenIssuer::create(complete.keys->tokenSecret, clock));
    MDMC_ASSIGN(std::unique_ptr<EmbeddedStore> store,
                openStoreOf(config.dataDir, complete.keys->store, false, config.storeVfs));
    MDMC_ASSIGN(const std::optional<QString> name, store->setting(kWorkspaceNameSetting));
    if (!name)
        return failure(
            ErrorCode::NotFound,
            QStringLiteral("The workspace in %1 is not complete. Run mdmc-server init again.").arg(config.dataDir));
    auto parts = std::make_unique<Parts>(std::move(store), std::move(tokens), complete, clock, random, *name);
    return std::unique_ptr<Server>(new Server(std::move(complete), std::move(parts)));
}

Result<> Server::start()
{
    if (!m_config.isTrial) {
        MDMC_ASSIGN(m_lock, FolderLock::take(m_config.dataDir));
        MDMC_TRY(m_parts->store->checkVersion()); // From now on it stays: openStoreOf asks for the lock.
    }
    std::optional<QSslConfiguration> tls;
    if (m_config.tlsCertificateFile.isEmpty() != m_config.tlsKeyFile.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("TLS needs both a certificate and a key."));
    if (!m_config.tlsCertificateFile.isEmpty()) {
        MDMC_ASSIGN(tls, http::loadTls(m_config.tlsCertificateFile, m_config.tlsKeyFile));
    }
    if (!m_config.trustedProxies.isEmpty()) {
        MDMC_ASSIGN(http::TrustedProxies proxies, http::TrustedProxies::parse(m_config.trustedProxies));
        m_parts->http.trustProxies(std::move(proxies), !tls);
    }
    MDMC_TRY(m_parts->http.listen(m_config.address, m_config.port, tls));
    if (!m_config.isTrial)
        m_parts->prepared.recall(*m_parts->store);
    m_rest.start(1000);
    if (!m_config.isTrial)
        m_parts->maintenance.start();
    return {};
}

quint16 Server::port() const
{
    return m_parts->http.port();
}

QString Server::url() const
{
    QUrl url;
    url.setScheme(m_config.tlsCertificateFile.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"));
    url.setHost(m_config.address.toString());
    url.setPort(port());
    return url.toString();
}

void Server::stop()
{
    m_parts->hub.closeAll();
    m_parts->http.close();
}

Store &Server::store()
{
    return *m_parts->store;
}
Accounts &Server::accounts()
{
    return m_parts->accounts;
}
LiveHub &Server::hub()
{
    return m_parts->hub;
}
QString Server::workspaceName() const
{
    return m_parts->services.workspaceName;
}

} // namespace mdmc::sync
