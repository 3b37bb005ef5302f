// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/trusted_proxies.h"

#include <QStringList>

namespace mdmc::http {

QHostAddress normalised(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

QByteArray peerKey(const QHostAddress &address)
{
    const QHostAddress plain = normalised(address);
    if (plain.protocol() != QAbstractSocket::IPv6Protocol)
        return plain.toString().toLatin1();
    const Q_IPV6ADDR v6 = plain.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(v6.c), 8).toHex() + "/64";
}

Result<TrustedProxies> TrustedProxies::parse(const QStringList &networks)
{
    TrustedProxies proxies;
    for (const QString &each : networks) {
        const QString text = each.trimmed();
        const auto network = QHostAddress::parseSubnet(text);
        const bool isWhole = text.contains(u'/') || !QHostAddress(text).isNull(); // parseSubnet takes `10.` as well
        if (network.first.isNull() || network.second < 0 || !isWhole) {
            const auto detail = QStringLiteral("\"%1\" is neither an IP address nor a network such as 10.0.0.0/8");
            return failure(ErrorCode::InvalidInput, detail.arg(text));
        }
        proxies.m_networks.push_back(network);
    }
    return proxies;
}

bool TrustedProxies::contains(const QHostAddress &address) const
{
    const QHostAddress plain = normalised(address);
    return std::any_of(m_networks.begin(), m_networks.end(),
                       [&](const auto &network) { return plain.isInSubnet(network); });
}

QHostAddress TrustedProxies::client(const QHostAddress &direct, const QByteArray &forwardedFor) const
{
    QHostAddress hop = normalised(direct);
    const QList<QByteArray> hops = forwardedFor.split(',');
    for (auto it = hops.crbegin(); it != hops.crend() && contains(hop); ++it) {
        const QHostAddress next(QString::fromLatin1(it->trimmed()));
        if (next.isNull())
            break;
        hop = normalised(next);
    }
    return hop;
}

} // namespace mdmc::http
