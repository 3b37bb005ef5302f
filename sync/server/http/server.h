// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "sync/server/http/limits.h"
#include "sync/server/http/service.h"
#include "sync/server/http/trusted_proxies.h"

#include <QHash>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>

#include <memory>
#include <optional>
#include <unordered_set>

namespace mdmc::http {

class Connection;

/// The connection layer: accepts, parses, limits, times out, compresses, upgrades. Knows no routes and no records.
/// HTTP/1.0 and 1.1, one request at a time per connection, pipelined ones answered in order.
/// Lives on one thread with an event loop; several servers on several threads share nothing.
class Server final : public QObject {
    Q_OBJECT
public:
    /// `service` and `clock` outlive the server.
    Server(Service &service, const Clock &clock, Limits limits = {}, QObject *parent = nullptr);
    /// Cuts off what is left; replies that come later are harmless. WebSockets that were adopted live on.
    ~Server() override;

    /// Whose X-Forwarded-For and X-Forwarded-Proto are believed. With `behindTrustedProxy`, plain HTTP may also listen
    /// on other than loopback addresses, and then only loopback and the trusted proxies are let in. Before `listen`.
    void trustProxies(TrustedProxies proxies, bool behindTrustedProxy = false);

    /// `port` 0 takes a free one. With `tls` every connection is TLS (see `tls.h`). Fails with InvalidInput for plain
    /// HTTP beyond loopback, Unreachable when the address or port cannot be had.
    Result<> listen(const QHostAddress &address, quint16 port, std::optional<QSslConfiguration> tls = std::nullopt);
    quint16 port() const;

    /// Drains: stops accepting, closes idle connections, lets requests that were begun finish within
    /// `Limits::drainTimeoutMs`. Returns at once; `drained` follows. WebSockets are their adopters' to close.
    void close();

    /// Open connections, adopted WebSockets included.
    int connectionCount() const;

Q_SIGNALS:
    void drained();

private:
    friend class Connection;
    class Listener;

    void accept(qintptr descriptor);
    void connectionGone(Connection *connection);
    void sweep();
    bool admitsPeer(const QHostAddress &peer) const;
    void release(const QByteArray &peer);
    QString nextRequestId();

    Service &m_service;
    const Clock &m_clock;
    const Limits m_limits;
    TrustedProxies m_proxies;
    bool m_behindTrustedProxy = false;
    bool m_onlyProxies = false;
    std::optional<QSslConfiguration> m_tls;
    std::unique_ptr<Listener> m_listener;
    std::unordered_set<Connection *> m_connections;
    QHash<QByteArray, int> m_perPeer;
    int m_open = 0;
    int m_maxOpen = 0;
    qint64 m_buffered = 0;
    QTimer m_sweep;
    bool m_draining = false;
    qint64 m_drainDeadline = 0;
    QString m_requestPrefix;
    quint64 m_requests = 0;
};

} // namespace mdmc::http
