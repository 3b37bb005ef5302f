// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/security/password_hash.h"
#include "sync/server/folder_lock.h"
#include "sync/server/routes.h"
#include "sync/server/server_keys.h"
#include "sync/server/snapshot_maker.h"

#include <QHostAddress>
#include <QTimer>

#include <memory>

namespace mdmc::sync {

struct ServerConfig {
    QString dataDir; ///< Holds `workspace.db` and, unless the environment gives them, the keys.
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 0; ///< 0 takes a free one.
    QString tlsCertificateFile; ///< Both or none. Without TLS only loopback is listened on, or with
    QString tlsKeyFile; ///< `trustedProxies` only those are let in.
    QStringList trustedProxies;
    QStringList allowedOrigins; ///< Web pages that may call the API; none by default.
    bool isTrial = false; ///< Only looks whether it would start: runs beside the server whose folder it is.
    std::optional<ServerKeys> keys; ///< Nothing: `loadServerKeys(dataDir)`.
    std::optional<QString> storeVfs = std::nullopt; ///< As in storage::OpenOptions, for the store alone.
    RateLimits rates;
    SyncLimits limits;
    security::Argon2Cost passwordCost = security::Argon2Cost::standard();
    PreparedSnapshot::Policy prepared;
    SnapshotMaker::Pace preparing;
};

QString storePath(const QString &dataDir);
/// Of the prepared snapshot: may be removed at any time while no server runs.
QString preparedPath(const QString &dataDir);

/// The sync server as a library: mdmc-server runs it, and the desktop client when it hosts a workspace.
/// Lives on the thread that opened it, which needs an event loop. Several may live in one process.
class Server final : public QObject {
    Q_OBJECT
public:
    /// Opens the store of an existing workspace; listens to nothing yet. `clock` and `random` outlive the server.
    /// Errors are one clear line each: NotFound (no workspace there), KeyMissing, WrongKey, SchemaTooNew, InvalidInput,
    /// StorageBusy (of an earlier version, and served).
    static Result<std::unique_ptr<Server>> open(const ServerConfig &config, const Clock &clock, Random &random);
    ~Server() override;

    /// InvalidInput for plain HTTP beyond loopback or certificates that do not load, Unreachable for an address or port
    /// that cannot be had, StorageBusy while another server serves the folder.
    Result<> start();
    quint16 port() const;
    /// `http://127.0.0.1:8787`
    QString url() const;
    /// Says goodbye to live sessions and lets begun requests finish; `stopped` follows, within `http::Limits`' time.
    void stop();

    Store &store();
    Accounts &accounts();
    LiveHub &hub();
    QString workspaceName() const;

Q_SIGNALS:
    void stopped();

private:
    struct Parts;
    Server(ServerConfig config, std::unique_ptr<Parts> parts);
    ServerConfig m_config;
    FolderLock m_lock;
    QTimer m_rest;
    std::unique_ptr<Parts> m_parts;
};

} // namespace mdmc::sync
