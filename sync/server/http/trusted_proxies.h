// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QHostAddress>

#include <utility>
#include <vector>

namespace mdmc::http {

/// IPv4 addresses that came in through an IPv6 socket become plain IPv4; others stay as they are.
QHostAddress normalised(const QHostAddress &address);

/// What limits per peer count by: an IPv4 address, or the /64 of an IPv6 one (a client owns its /64).
QByteArray peerKey(const QHostAddress &address);

/// The reverse proxies whose forwarding headers are believed. Empty: nobody's are.
class TrustedProxies {
public:
    /// Addresses and networks, such as `10.0.0.0/8`, `192.0.2.7`, `fd00::/8`. InvalidInput names the bad one.
    static Result<TrustedProxies> parse(const QStringList &networks);

    bool isEmpty() const { return m_networks.empty(); }
    bool contains(const QHostAddress &address) const;

    /// The client behind `direct`: the rightmost address of X-Forwarded-For that is not itself a trusted proxy, since
    /// everything to the left of it is the client's own word. `direct` when that is no trusted proxy, and the nearest
    /// known hop when the list is empty or malformed.
    QHostAddress client(const QHostAddress &direct, const QByteArray &forwardedFor) const;

private:
    std::vector<std::pair<QHostAddress, int>> m_networks;
};

} // namespace mdmc::http
