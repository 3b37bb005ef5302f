// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QObject>
#include <QThread>
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
/// Ends with the object.
class HostedServer : public QObject {
    Q_OBJECT
public:
    explicit HostedServer(QString dataDir, QObject *parent = nullptr);
    ~HostedServer() override;

    static bool exists(const QString &dataDir);
    /// Makes the workspace where there is none, then serves it. The address; the port changes from start to start.
    QFuture<Result<QUrl>> create(const HostedOwner &owner);
    QFuture<Result<QUrl>> start();

private:
    class Worker;
    QFuture<Result<QUrl>> onThread(std::function<Result<QUrl>(Worker &)> job);

    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
};

} // namespace mdmc::app
