// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/server.h"

#include "core/base/log.h"
#include "sync/server/http/connection.h"

#include <QRandomGenerator>
#include <QSslKey>
#include <QTcpServer>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace mdmc::http {

namespace {

constexpr int kSweepMs = 200;
constexpr int kAcceptAgainMs = 500;
constexpr int kBacklog = 1024;         // With Qt's 50, ten thousand clients at once need minutes to get in.
constexpr int kOtherDescriptors = 256; // Left to stores, outgoing connections and the listener itself.

/// At the limit of descriptors accept() fails for ever and QTcpServer spins, so stay below it.
int descriptorsFor(int wanted)
{
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    const rlim_t needed = rlim_t(wanted) + kOtherDescriptors;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(needed, limit.rlim_max);
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
            getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < needed) {
        const int possible = std::max(16, int(limit.rlim_cur) - kOtherDescriptors);
        qCWarning(lcHttp) << "this process may open" << quint64(limit.rlim_cur) << "files: connections limited to"
                          << possible;
        return possible;
    }
#endif
    return wanted;
}

} // namespace

class Server::Listener final : public QTcpServer {
public:
    explicit Listener(Server &server) : m_server(server) {}

protected:
    void incomingConnection(qintptr descriptor) override { m_server.accept(descriptor); }

private:
    Server &m_server;
};

Server::Server(Service &service, const Clock &clock, Limits limits, QObject *parent)
    : QObject(parent), m_service(service), m_clock(clock), m_limits(limits),
      m_requestPrefix(QString::number(QRandomGenerator::system()->generate64() | (1ull << 63), 16).left(12))
{
    m_sweep.setInterval(kSweepMs);
    connect(&m_sweep, &QTimer::timeout, this, &Server::sweep);
}

Server::~Server()
{
    m_draining = true;
    blockSignals(true);
    const auto connections = m_connections;
    for (Connection *connection : connections)
        connection->cut();
    qDeleteAll(connections);
}

void Server::trustProxies(TrustedProxies proxies, bool behindTrustedProxy)
{
    Q_ASSERT(!m_listener);
    m_proxies = std::move(proxies);
    m_behindTrustedProxy = behindTrustedProxy;
}

Result<> Server::listen(const QHostAddress &address, quint16 port, std::optional<QSslConfiguration> tls)
{
    const bool isExposed = !tls && !normalised(address).isLoopback();
    if (isExposed && (!m_behindTrustedProxy || m_proxies.isEmpty())) {
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("plain HTTP is served on loopback addresses only, and %1 is none: set a TLS "
                                      "certificate and key, or declare the reverse proxy in front of this server as "
                                      "trusted").arg(address.toString()));
    }
    if (tls && (tls->localCertificate().isNull() || tls->privateKey().isNull()))
        return failure(ErrorCode::InvalidInput, QStringLiteral("TLS needs a certificate and its key"));
    m_onlyProxies = isExposed;
    m_tls = std::move(tls);
    m_maxOpen = descriptorsFor(m_limits.maxConnections);
    m_listener = std::make_unique<Listener>(*this);
    m_listener->setListenBacklogSize(kBacklog);
    connect(m_listener.get(), &QTcpServer::acceptError, this, [this] {
        qCWarning(lcHttp) << "accepting failed, pausing:" << m_listener->errorString();
        m_listener->pauseAccepting();
        QTimer::singleShot(kAcceptAgainMs, m_listener.get(), [this] { m_listener->resumeAccepting(); });
    });
    if (!m_listener->listen(address, port)) {
        const QString reason = m_listener->errorString();
        m_listener.reset();
        return failure(ErrorCode::Unreachable,
                       QStringLiteral("cannot listen on %1 port %2: %3").arg(address.toString()).arg(port).arg(reason));
    }
    qCInfo(lcHttp) << "listening on" << address.toString() << "port" << m_listener->serverPort()
                   << (m_tls ? "with TLS" : "without TLS");
    return {};
}

quint16 Server::port() const
{
    return m_listener ? m_listener->serverPort() : 0;
}

void Server::close()
{
    if (m_draining)
        return;
    m_draining = true;
    m_drainDeadline = m_clock.monotonicMs() + m_limits.drainTimeoutMs;
    if (m_listener)
        m_listener->close();
    const auto connections = m_connections; // Those that go now take themselves out.
    for (Connection *connection : connections)
        connection->drain();
    if (connections.empty())
        QMetaObject::invokeMethod(this, &Server::drained, Qt::QueuedConnection);
}

int Server::connectionCount() const
{
    return m_open;
}

bool Server::admitsPeer(const QHostAddress &peer) const
{
    return !m_onlyProxies || peer.isLoopback() || m_proxies.contains(peer);
}

void Server::accept(qintptr descriptor)
{
    auto *connection = new Connection(*this);
    if (!connection->open(descriptor)) {
        delete connection;
        return;
    }
    const QByteArray key = connection->key();
    const QHostAddress peer = connection->directPeer();
    const bool isFull = m_open >= m_maxOpen
        || (!m_proxies.contains(peer) && m_perPeer.value(key) >= m_limits.maxConnectionsPerPeer);
    if (m_draining || isFull || !admitsPeer(peer)) {
        qCDebug(lcHttp) << "connection refused, open:" << m_open;
        delete connection; // Takes its socket along.
        return;
    }
    ++m_open;
    ++m_perPeer[key];
    m_connections.insert(connection);
    if (!m_sweep.isActive())
        m_sweep.start();
    connection->start();
}

void Server::connectionGone(Connection *connection)
{
    m_connections.erase(connection);
    if (!m_connections.empty())
        return;
    m_sweep.stop();
    if (m_draining)
        QMetaObject::invokeMethod(this, &Server::drained, Qt::QueuedConnection);
}

void Server::release(const QByteArray &peer)
{
    --m_open;
    if (--m_perPeer[peer] <= 0)
        m_perPeer.remove(peer);
}

void Server::sweep()
{
    const qint64 now = m_clock.monotonicMs();
    const bool isOver = m_draining && now >= m_drainDeadline;
    const auto connections = m_connections; // Those that end now take themselves out.
    for (Connection *connection : connections) {
        if (isOver)
            connection->cut();
        else
            connection->sweep(now);
    }
}

QString Server::nextRequestId()
{
    return m_requestPrefix + u'-' + QString::number(++m_requests, 16);
}

} // namespace mdmc::http
