// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/hosted_server.h"

#include "sync/server/demo_data.h"
#include "sync/server/embedded_store.h"
#include "sync/server/server.h"
#include "sync/server/workspace_setup.h"

#include <QDir>
#include <QPromise>

namespace mdmc::app {

/// Lives on the server's thread; made and destroyed there too.
class HostedServer::Worker : public QObject {
public:
    explicit Worker(QString dataDir) : m_dataDir(std::move(dataDir)) {}

    Result<> make(const HostedOwner &owner)
    {
        if (!QDir().mkpath(m_dataDir))
            return failure(ErrorCode::StorageFailure, QStringLiteral("the folder %1 cannot be made").arg(m_dataDir));
        QFile::setPermissions(m_dataDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        MDMC_ASSIGN(const sync::ServerKeys keys, sync::createServerKeys(m_dataDir));
        MDMC_ASSIGN(const sync::TokenIssuer tokens, sync::TokenIssuer::create(keys.tokenSecret, m_clock));
        MDMC_ASSIGN(const std::unique_ptr<sync::EmbeddedStore> store,
                    sync::EmbeddedStore::open({sync::storePath(m_dataDir), keys.store, true}));
        sync::Accounts accounts(*store, tokens, m_clock, m_random);
        sync::NewUser administrator{owner.name, owner.email, QStringLiteral("admin"), {}, {}, owner.password};
        const auto made = sync::createWorkspace(*store, accounts, m_clock, m_random, owner.workspaceName, administrator);
        if (!made)
            return tl::unexpected<Error>(made.error());
        if (owner.demoLeads > 0) {
            sync::DemoOptions demo;
            demo.leads = owner.demoLeads;
            demo.password = owner.password;
            if (const auto filled = sync::addDemoData(*store, accounts, m_clock, m_random, demo); !filled)
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

    void close() { m_server.reset(); }

private:
    QString m_dataDir;
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<sync::Server> m_server;
};

HostedServer::HostedServer(QString dataDir, QObject *parent)
    : QObject(parent), m_worker(std::make_unique<Worker>(std::move(dataDir)))
{
    m_thread.setObjectName(QStringLiteral("hosted-server"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

HostedServer::~HostedServer()
{
    QMetaObject::invokeMethod(m_worker.get(), [worker = m_worker.get()] { worker->close(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

bool HostedServer::exists(const QString &dataDir)
{
    return storage::Database::exists(sync::storePath(dataDir));
}

QFuture<Result<QUrl>> HostedServer::onThread(std::function<Result<QUrl>(Worker &)> job)
{
    auto promise = std::make_shared<QPromise<Result<QUrl>>>();
    promise->start();
    QMetaObject::invokeMethod(m_worker.get(), [worker = m_worker.get(), promise, job = std::move(job)] {
        promise->addResult(job(*worker));
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<QUrl>> HostedServer::create(const HostedOwner &owner)
{
    return onThread([owner](Worker &worker) -> Result<QUrl> {
        MDMC_TRY(worker.make(owner));
        return worker.serve();
    });
}

QFuture<Result<QUrl>> HostedServer::start()
{
    return onThread([](Worker &worker) { return worker.serve(); });
}

} // namespace mdmc::app
