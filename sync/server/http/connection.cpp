// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/connection.h"

#include "core/base/log.h"
#include "sync/server/http/compression.h"
#include "sync/server/http/response_head.h"
#include "sync/server/http/server.h"

#include <QScopedValueRollback>
#include <QSslSocket>
#include <QThread>
#include <QWebSocket>
#include <QWebSocketServer>

#include <array>
#include <atomic>

#ifdef Q_OS_LINUX
#include <sys/socket.h>
#endif

namespace mdmc::http {

namespace {

constexpr qint64 kReadWindow = 64 * 1024;
constexpr qint64 kWriteWindow = 256 * 1024; // Of a reply, so much is in the socket's own buffers at a time.
constexpr int kLingerMs = 2000;
constexpr qint64 kLingerBytes = 8 << 20;

/// Behind a `Reply`. Whoever is last to hold it uncalled answers 500.
class PendingReply {
public:
    PendingReply(std::shared_ptr<ReplyGate> gate, quint64 serial, QString requestId)
        : m_gate(std::move(gate)), m_serial(serial), m_requestId(std::move(requestId)) {}

    ~PendingReply()
    {
        if (m_used.load())
            return;
        deliver(Response::error(500, QStringLiteral("internal"), QStringLiteral("The server failed to answer."),
                                m_requestId));
    }

    void deliver(Response response)
    {
        if (m_used.exchange(true)) {
            qCWarning(lcHttp) << "second answer to request" << m_requestId << "ignored";
            return;
        }
        std::unique_lock lock(m_gate->mutex);
        Connection *connection = m_gate->connection;
        if (!connection)
            return;
        if (connection->thread() == QThread::currentThread()) {
            lock.unlock(); // Only this thread could destroy it.
            connection->answer(m_serial, std::move(response));
            return;
        }
        auto answer = [connection, serial = m_serial, response = std::move(response)]() mutable {
            connection->answer(serial, std::move(response));
        };
        QMetaObject::invokeMethod(connection, std::move(answer), Qt::QueuedConnection);
    }

private:
    const std::shared_ptr<ReplyGate> m_gate;
    const quint64 m_serial;
    const QString m_requestId;
    std::atomic<bool> m_used = false;
};

} // namespace

Connection::Connection(Server &server)
    : QObject(&server), m_server(server), m_gate(std::make_shared<ReplyGate>()), m_reader(server.m_limits)
{
    m_gate->connection = this;
}

Connection::~Connection()
{
    const std::lock_guard lock(m_gate->mutex);
    m_gate->connection = nullptr;
    if (m_socket)
        m_socket->disconnect(this);
}

bool Connection::isSecureSocket() const
{
    return m_server.m_tls.has_value();
}

bool Connection::open(qintptr descriptor)
{
    // QSslServer is not used: it handshakes before anyone counts the connection or its time.
    m_socket = isSecureSocket() ? new QSslSocket(this) : new QTcpSocket(this);
    if (!m_socket->setSocketDescriptor(descriptor))
        return false;
    m_direct = normalised(m_socket->peerAddress());
    m_key = peerKey(m_direct);
    return true;
}

void Connection::start()
{
    m_socket->setReadBufferSize(std::max<qint64>(kReadWindow, m_server.m_limits.maxHeaderBytes + 1));
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::process);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &Connection::pump);
    connect(m_socket, &QTcpSocket::disconnected, this, &Connection::gone);
    auto *ssl = qobject_cast<QSslSocket *>(m_socket);
    enter(ssl ? State::Handshaking : State::Idle, m_server.m_limits.headerTimeoutMs);
    if (!ssl)
        return;
    connect(ssl, &QSslSocket::encryptedBytesWritten, this, &Connection::pump);
    connect(ssl, &QSslSocket::encrypted, this, [this] { enter(State::Idle, m_server.m_limits.headerTimeoutMs); });
    ssl->setSslConfiguration(*m_server.m_tls);
    ssl->startServerEncryption();
}

void Connection::enter(State state, int timeoutMs)
{
    m_state = state;
    m_deadline = timeoutMs > 0 ? m_server.m_clock.monotonicMs() + timeoutMs : 0;
}

void Connection::process()
{
    if (m_state == State::Idle && m_socket->bytesAvailable() > 0) {
        const qint64 firstDeadline = m_deadline;
        m_reader.reset();
        ++m_serial;
        m_requestId = m_server.nextRequestId();
        m_acceptEncoding.clear();
        m_isHead = false;
        m_mayHaveUnread = true;
        m_closeAfter = true;
        enter(State::Head, m_server.m_limits.headerTimeoutMs);
        if (m_serial == 1) // The time runs from the connection on, whenever the first byte comes.
            m_deadline = firstDeadline;
    }
    if (m_state == State::Head)
        readHead();
    if (m_state == State::Body)
        readBody();
    if (m_state == State::Lingering)
        discard();
}

void Connection::readHead()
{
    const QByteArray unread = m_socket->peek(m_server.m_limits.maxHeaderBytes + 1);
    auto step = m_reader.scanHead(unread);
    if (step == RequestReader::Step::NeedMore)
        return;
    if (step == RequestReader::Step::Done)
        step = m_reader.parseHead(QByteArrayView(unread).first(m_reader.headSize()));
    if (step == RequestReader::Step::Refused)
        return refuse(m_reader.refusal());
    admit();
}

void Connection::admit()
{
    Request &head = m_reader.request();
    const bool isProxied = m_server.m_proxies.contains(m_direct);
    head.peer = isProxied ? m_server.m_proxies.client(m_direct, head.header("X-Forwarded-For")) : m_direct;
    head.secure = isSecureSocket()
        || (isProxied && head.header("X-Forwarded-Proto").compare("https", Qt::CaseInsensitive) == 0);
    head.requestId = m_requestId;
    m_acceptEncoding = head.header("Accept-Encoding");
    m_isHead = head.method == Method::Head;
    if (head.method == Method::Other)
        return refuse({501, "not_implemented", "This server does not know that method."});
    if (m_server.m_buffered > m_server.m_limits.maxBufferedBytes)
        return refuse({503, "overloaded", "The server is busy. Try again in a moment."});

    std::optional<Response> refused = m_server.m_service.admit(head);
    if (!refused && head.upgrade) {
        refused = m_server.m_service.admitUpgrade(head);
        if (!refused)
            return upgrade();
    }
    m_socket->skip(m_reader.headSize());
    m_mayHaveUnread = m_reader.hasBody();
    m_closeAfter = !m_reader.keepAlive() || m_server.m_draining;
    if (refused) {
        m_closeAfter |= m_mayHaveUnread;
        return respond(std::move(*refused));
    }
    if (!m_reader.hasBody())
        return handle();
    enter(State::Body, m_server.m_limits.bodyTimeoutMs);
    if (m_reader.expectsContinue() && m_socket->bytesAvailable() == 0)
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void Connection::readBody()
{
    const qint64 window = m_socket->readBufferSize();
    while (m_socket->bytesAvailable() > 0) {
        qsizetype taken = 0;
        const auto step = m_reader.readBody(m_socket->peek(window), taken);
        m_socket->skip(taken);
        charge(m_reader.bodySize());
        if (step == RequestReader::Step::Refused) {
            m_closeAfter = true;
            return refuse(m_reader.refusal());
        }
        if (step == RequestReader::Step::Done)
            return handle();
        if (m_server.m_buffered > m_server.m_limits.maxBufferedBytes)
            return refuse({503, "overloaded", "The server is busy. Try again in a moment."});
        if (taken == 0)
            return;
    }
}

void Connection::handle()
{
    m_mayHaveUnread = false;
    charge(0);
    enter(State::Handling, 0);
    auto pending = std::make_shared<PendingReply>(m_gate, m_serial, m_requestId);
    m_server.m_service.handle(m_reader.takeRequest(), [pending = std::move(pending)](Response response) {
        pending->deliver(std::move(response));
    });
}

void Connection::answer(quint64 serial, Response response)
{
    if (m_state == State::Handling && serial == m_serial)
        respond(std::move(response));
}

void Connection::refuse(const Refusal &refusal)
{
    m_closeAfter = true;
    m_mayHaveUnread = true;
    Response response = Response::error(refusal.status, QLatin1String(refusal.code), QLatin1String(refusal.message),
                                        m_requestId);
    if (refusal.status == 503)
        response.headers.emplace_back("Retry-After", "5");
    if (refusal.status == 426)
        response.headers.emplace_back("Sec-WebSocket-Version", "13");
    respond(std::move(response));
}

void Connection::respond(Response response)
{
    if (response.status < 200 || response.status > 599) {
        qCWarning(lcHttp) << "status" << response.status << "cannot be an answer, request" << m_requestId;
        response = Response::error(500, QStringLiteral("internal"), QStringLiteral("The server failed to answer."),
                                   m_requestId);
    }
    compress(response, m_acceptEncoding);
    m_head = responseHead(response, m_requestId, !m_closeAfter, m_server.m_clock.nowUtc());
    m_body = m_isHead || !mayHaveBody(response.status) ? QByteArray() : std::move(response.body);
    m_sent = 0;
    charge(m_body.size());
    enter(State::Replying, m_server.m_limits.writeTimeoutMs);
    pump();
}

qint64 Connection::unsent() const
{
    const auto *ssl = qobject_cast<const QSslSocket *>(m_socket);
    return m_socket->bytesToWrite() + (ssl ? ssl->encryptedBytesToWrite() : 0);
}

void Connection::pump()
{
    if (m_state != State::Replying || m_isPumping)
        return;
    m_deadline = m_server.m_clock.monotonicMs() + m_server.m_limits.writeTimeoutMs;
    {
        const QScopedValueRollback guard(m_isPumping, true); // flush() signals what it wrote.
        sendAtOnce();
        while (m_state == State::Replying && (!m_head.isEmpty() || m_sent < m_body.size()) && unsent() < kWriteWindow) {
            const qint64 size = std::min<qint64>(kWriteWindow, m_body.size() - m_sent);
            // Head and first bytes in one write, so that they leave in one packet.
            m_socket->write(std::exchange(m_head, {}) + m_body.mid(m_sent, size));
            m_sent += size;
            m_socket->flush();
        }
    }
    if (m_state != State::Replying)
        return;
    charge(m_body.size() - m_sent + unsent());
    if (m_head.isEmpty() && m_sent == m_body.size() && unsent() == 0)
        finishReply();
}

/// Gives the system what it takes without waiting, head and body in one call and from where they lie. The socket object
/// would copy both first. Errors are left to it, which meets them with what is left.
void Connection::sendAtOnce()
{
#ifdef Q_OS_LINUX
    const bool isAllGiven = m_head.isEmpty() && m_sent == m_body.size();
    if (isAllGiven || isSecureSocket() || m_socket->bytesToWrite() > 0)
        return;
    std::array<iovec, 2> parts{{{m_head.data(), size_t(m_head.size())},
                                {const_cast<char *>(m_body.constData()) + m_sent, size_t(m_body.size() - m_sent)}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const qint64 sent = ::sendmsg(int(m_socket->socketDescriptor()), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent <= 0)
        return;
    const qint64 ofHead = std::min<qint64>(sent, m_head.size());
    m_head.remove(0, ofHead);
    m_sent += sent - ofHead;
#endif
}

void Connection::finishReply()
{
    m_body.clear();
    charge(0);
    if (!m_closeAfter) {
        enter(State::Idle, m_server.m_limits.idleTimeoutMs);
        // Queued: a thousand pipelined requests are not to become a thousand stack frames.
        if (m_socket->bytesAvailable() > 0)
            QMetaObject::invokeMethod(this, &Connection::process, Qt::QueuedConnection);
        return;
    }
    if (!m_mayHaveUnread) {
        enter(State::Lingering, kLingerMs);
        m_socket->disconnectFromHost();
        return;
    }
    // Closing with bytes unread would reset the connection and could take the answer away from the peer before it read
    // it. So what still comes is thrown away for a while.
    enter(State::Lingering, kLingerMs);
    discard();
}

void Connection::discard()
{
    const qint64 available = m_socket->bytesAvailable();
    m_discarded += m_socket->skip(available);
    if (m_discarded > kLingerBytes)
        cut();
}

void Connection::upgrade()
{
    m_socket->disconnect(this);
    connect(m_socket, &QTcpSocket::disconnected, this, &Connection::gone);
    // Frames are only taken whole, so the socket must be able to hold the largest.
    m_socket->setReadBufferSize(qint64(m_server.m_limits.maxMessage) + kReadWindow);
    enter(State::Upgrading, m_server.m_limits.headerTimeoutMs);
    const auto mode = isSecureSocket() ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode;
    m_upgrader = new QWebSocketServer(QStringLiteral("mdmc"), mode, this);
    connect(m_upgrader, &QWebSocketServer::newConnection, this, &Connection::finishUpgrade);
    m_upgrader->handleConnection(m_socket);
}

void Connection::finishUpgrade()
{
    std::unique_ptr<QWebSocket> socket(m_upgrader->nextPendingConnection());
    if (!socket || m_state != State::Upgrading)
        return;
    QTcpSocket *transport = std::exchange(m_socket, nullptr);
    transport->disconnect(this);
    socket->setParent(nullptr);
    transport->setParent(socket.get());
    socket->setMaxAllowedIncomingMessageSize(m_server.m_limits.maxMessage);
    socket->setMaxAllowedIncomingFrameSize(m_server.m_limits.maxMessage);
    // It still holds a descriptor, so it still counts.
    connect(socket.get(), &QObject::destroyed, &m_server,
            [server = &m_server, peer = m_key] { server->release(peer); });
    m_state = State::Gone;
    m_server.connectionGone(this);
    deleteLater();
    m_server.m_service.adopt(m_reader.takeRequest(), std::move(socket));
}

void Connection::drain()
{
    m_closeAfter = true;
    if (m_state == State::Handshaking || m_state == State::Idle)
        cut();
}

void Connection::sweep(qint64 now)
{
    if (m_deadline == 0 || now < m_deadline)
        return;
    if (m_state == State::Head || m_state == State::Body)
        refuse({408, "request_timeout", "The request took too long to arrive."});
    else
        cut();
}

void Connection::cut()
{
    if (m_state == State::Gone)
        return;
    m_socket->abort();
    gone();
}

void Connection::gone()
{
    if (m_state == State::Gone)
        return;
    m_state = State::Gone;
    charge(0);
    m_server.connectionGone(this);
    m_server.release(m_key);
    deleteLater();
}

void Connection::charge(qint64 bytes)
{
    m_server.m_buffered += bytes - m_charged;
    m_charged = bytes;
}

} // namespace mdmc::http
