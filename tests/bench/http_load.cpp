// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/http_load.h"

#include "tests/bench/epoll.h"

#include <arpa/inet.h>
#include <atomic>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <thread>

namespace mdmc::bench {

namespace {

struct Connection {
    Descriptor socket;
    QByteArray head; ///< Of the answer, until its size is known.
    qsizetype bodyLeft = -1; ///< -1: still in the head.
    QByteArray token;
    int requestsLeft = 0;
    qint64 sentAt = 0;
};

class Run {
public:
    explicit Run(const HttpLoad &load) : m_load(load) { }

    Result<HttpLoadResult> run()
    {
        const Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
        m_connections.resize(size_t(m_load.connections));
        for (size_t i = 0; i < m_connections.size(); ++i) {
            m_connections[i].socket = connectLoopback(m_load.port, m_load.firstPeer + quint32(i));
            if (!m_connections[i].socket.isOpen())
                return failure(ErrorCode::Unreachable, QStringLiteral("connection %1 is not let in").arg(i));
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, m_connections[i].socket.get(), &event);
        }
        const qint64 start = nowNs();
        const qint64 end = start + m_load.seconds * 1'000'000'000LL;
        for (Connection &connection : m_connections)
            ask(connection);
        std::array<epoll_event, 64> events;
        while (nowNs() < end) {
            const int count = ::epoll_wait(epoll.get(), events.data(), int(events.size()), 1000);
            for (int i = 0; i < count; ++i)
                MDMC_TRY(readFrom(m_connections[events[size_t(i)].data.u64]));
        }
        m_result.seconds = double(nowNs() - start) / 1e9;
        return std::move(m_result);
    }

private:
    bool isSampled(const Connection &connection) const { return m_isSampling && &connection == m_connections.data(); }

    void ask(Connection &connection)
    {
        if (m_load.nextToken && connection.requestsLeft-- <= 0) {
            connection.token = "Authorization: Bearer " + m_load.nextToken() + "\r\n";
            connection.requestsLeft = m_load.requestsPerToken - 1;
        }
        connection.head.clear();
        connection.bodyLeft = -1;
        connection.sentAt = nowNs();
        sendAll(connection.socket.get(),
                "GET " + m_load.nextPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + connection.token + "\r\n");
    }

    Result<> readFrom(Connection &connection)
    {
        const ssize_t size = ::recv(connection.socket.get(), m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (size <= 0)
            return size < 0 ? Result<>() : failure(ErrorCode::Unreachable, QStringLiteral("a connection was closed"));
        m_result.bytes += size;
        QByteArrayView bytes(m_buffer.data(), size);
        if (connection.bodyLeft < 0) {
            connection.head.append(bytes);
            const qsizetype end = connection.head.indexOf("\r\n\r\n");
            if (end < 0)
                return {};
            if (!connection.head.startsWith("HTTP/1.1 200"))
                return failure(ErrorCode::ServerFailure, QString::fromLatin1(connection.head.left(500)));
            const qsizetype at = connection.head.indexOf("Content-Length: ");
            const qsizetype length =
                connection.head.mid(at + 16, connection.head.indexOf('\r', at) - at - 16).toLongLong();
            connection.bodyLeft = length - (connection.head.size() - end - 4);
            if (isSampled(connection))
                m_result.sample.append(connection.head.mid(end + 4));
        } else {
            connection.bodyLeft -= size;
            if (isSampled(connection))
                m_result.sample.append(bytes);
        }
        if (connection.bodyLeft > 0)
            return {};
        m_result.latencies.add(double(nowNs() - connection.sentAt) / 1e6);
        m_isSampling = m_isSampling && !isSampled(connection);
        ask(connection);
        return {};
    }

    const HttpLoad &m_load;
    std::vector<Connection> m_connections;
    HttpLoadResult m_result;
    std::array<char, 256 * 1024> m_buffer;
    bool m_isSampling = true; ///< The first answer of the first connection is kept.
};

} // namespace

Result<HttpLoadResult> runHttpLoad(const HttpLoad &load)
{
    auto run = std::make_unique<Run>(load);
    return run->run();
}

struct CannedServer::Parts {
    Descriptor listener;
    QByteArray answer;
    std::atomic<bool> isStopped = false;
    std::thread thread;

    void run()
    {
        const Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
        const auto watch = [&](int fd) {
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.fd = fd;
            ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event);
        };
        watch(listener.get());
        std::vector<Descriptor> peers;
        std::array<epoll_event, 64> events;
        std::array<char, 4096> request; // Each fits: one is on its way at a time.
        while (!isStopped) {
            const int count = ::epoll_wait(epoll.get(), events.data(), int(events.size()), 50);
            for (int i = 0; i < count; ++i) {
                const int fd = events[size_t(i)].data.fd;
                if (fd == listener.get()) {
                    peers.emplace_back(::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC));
                    const int one = 1;
                    ::setsockopt(peers.back().get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    watch(peers.back().get());
                } else if (::recv(fd, request.data(), request.size(), 0) <= 0 || !sendAll(fd, answer)) {
                    ::epoll_ctl(epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
                }
            }
        }
    }
};

CannedServer::CannedServer(const QByteArray &answer) : m_parts(std::make_unique<Parts>())
{
    m_parts->answer = answer;
    m_parts->listener = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(m_parts->listener.get(), reinterpret_cast<sockaddr *>(&address), size);
    ::listen(m_parts->listener.get(), 128);
    ::getsockname(m_parts->listener.get(), reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_parts->thread = std::thread([parts = m_parts.get()] { parts->run(); });
}

CannedServer::~CannedServer()
{
    m_parts->isStopped = true;
    m_parts->thread.join();
}

} // namespace mdmc::bench
