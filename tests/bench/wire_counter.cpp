// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/wire_counter.h"

#include <QDir>

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace mdmc::bench {

namespace {

constexpr int kLookMs = 20;

bool isConnectedTo(int descriptor, quint16 port)
{
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &size) != 0)
        return false;
    if (peer.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in &>(peer).sin_port) == port;
    return peer.ss_family == AF_INET6 && ntohs(reinterpret_cast<const sockaddr_in6 &>(peer).sin6_port) == port;
}

} // namespace

WireCounter::WireCounter(quint16 port) : m_port(port)
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
    m_timer.start(kLookMs);
}

void WireCounter::look()
{
    const QStringList entries =
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
    for (const QString &entry : entries) {
        const int descriptor = entry.toInt();
        struct stat about { };
        if (::fstat(descriptor, &about) != 0 || !S_ISSOCK(about.st_mode) || !isConnectedTo(descriptor, m_port))
            continue;
        tcp_info info{};
        socklen_t size = sizeof info;
        if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0)
            m_bySocket[quint64(about.st_ino)] = {qint64(info.tcpi_bytes_received), qint64(info.tcpi_bytes_acked)};
    }
}

WireCounter::Bytes WireCounter::total()
{
    look();
    Bytes sum;
    for (const auto &[inode, bytes] : m_bySocket) {
        sum.received += bytes.received;
        sum.sent += bytes.sent;
    }
    return sum;
}

} // namespace mdmc::bench
