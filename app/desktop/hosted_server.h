// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "sync/client/worker.h"

#include <QFuture>
#include <QUrl>

#include <memory>

namespace mdmc::app {

/// The first person of a workspace that is hosted here, who administers it.
struct HostedOwner {
    QString workspaceName;
    QString name;
    QString email;
    QString password;
    int demoLeads = 0; ///< More than 0: filled with demo data.
};

/// The server inside the program: a workspace on this computer, reachable on loopback only, on a thread of its own.
/// Ends with the object, and its thread with it; what had not begun by then is cancelled without a result.
class HostedServer {
public:
    explicit HostedServer(QString dataDir);
    ~HostedServer();

    static bool exists(const QString &dataDir);
    /// Makes the workspace where there is none, then serves it. The address; the port changes from start to start.
    QFuture<Result<QUrl>> create(const HostedOwner &owner);
    QFuture<Result<QUrl>> start();

private:
    class Host;
    QFuture<Result<QUrl>> onThread(std::function<Result<QUrl>(Host &)> job);

    std::unique_ptr<Host> m_host; ///< The thread's own.
    sync::Worker m_thread{QStringLiteral("hosted server")};
};

} // namespace mdmc::app
