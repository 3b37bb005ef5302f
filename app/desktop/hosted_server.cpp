// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/hosted_server.h"

#include "sync/server/demo_data.h"
#include "sync/server/server.h"
#include "sync/server/workspace_access.h"
#include "sync/server/workspace_setup.h"

#include <QPromise>

namespace mdmc::app {

/// Used and destroyed on the server's thread.
class HostedServer::Host {
public:
    explicit Host(QString dataDir) : m_dataDir(std::move(dataDir)) {}

    Result<> make(const HostedOwner &owner)
    {
        MDMC_ASSIGN(const std::unique_ptr<sync::WorkspaceAccess> access, sync::WorkspaceAccess::create(m_dataDir));
        const sync::NewUser administrator{owner.name, owner.email, QStringLiteral("admin"), {}, {}, owner.password};
        const auto made = sync::createWorkspace(*access->store, *access->accounts, m_clock, m_random, owner.workspaceName,
                                                administrator);
        if (!made)
            return tl::unexpected<Error>(made.error());
        if (owner.demoLeads > 0) {
            sync::DemoOptions demo;
            demo.leads = owner.demoLeads;
            demo.password = owner.password;
            if (const auto filled = sync::addDemoData(*access->store, *access->accounts, m_clock, m_random, demo); !filled)
                return tl::unexpected<Error>(filled.error());
        }
        return {};
    }

    Result<QUrl> serve()
    {
        sync::ServerConfig config;
        config.dataDir = m_dataDir;
        MDMC_ASSIGN(m_server, sync::Server::open(config, m_clock, m_random));
        MDMC_TRY(m_server->start());
        return QUrl(m_server->url());
    }

private:
    QString m_dataDir;
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<sync::Server> m_server;
};

HostedServer::HostedServer(QString dataDir) : m_host(std::make_unique<Host>(std::move(dataDir))) {}

HostedServer::~HostedServer()
{
    m_thread.stop([this] { m_host.reset(); });
}

bool HostedServer::exists(const QString &dataDir)
{
    return storage::Database::exists(sync::storePath(dataDir));
}

QFuture<Result<QUrl>> HostedServer::onThread(std::function<Result<QUrl>(Host &)> job)
{
    auto promise = std::make_shared<QPromise<Result<QUrl>>>();
    promise->start();
    m_thread.post([this, promise, job = std::move(job)](bool isCancelled) {
        if (isCancelled)
            return;
        promise->addResult(job(*m_host));
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<QUrl>> HostedServer::create(const HostedOwner &owner)
{
    return onThread([owner](Host &host) -> Result<QUrl> {
        MDMC_TRY(host.make(owner));
        return host.serve();
    });
}

QFuture<Result<QUrl>> HostedServer::start()
{
    return onThread([](Host &host) { return host.serve(); });
}

} // namespace mdmc::app
