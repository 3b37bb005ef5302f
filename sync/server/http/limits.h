// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace mdmc::http {

/// Sizes in bytes, times in milliseconds. Whatever is over a limit is refused with the status in brackets.
struct Limits {
    qint64 maxBody = 1 << 20;               ///< Request body after chunks are joined (413).
    int maxHeaderBytes = 16 * 1024;         ///< Request line and headers (431).
    int maxHeaders = 100;                   ///< (431)
    int maxUrl = 8 * 1024;                  ///< Request target (414).
    int headerTimeoutMs = 10'000;           ///< TLS handshake and headers, each as a whole (408).
    int bodyTimeoutMs = 30'000;             ///< The whole body (408).
    int idleTimeoutMs = 60'000;             ///< Between two requests of a connection (closed).
    int writeTimeoutMs = 30'000;            ///< Without the peer taking a byte of the reply (closed).
    int drainTimeoutMs = 10'000;            ///< What still runs that long after `close()` is cut off.
    int maxConnections = 4000;              ///< WebSockets included; lowered to what the process may open (closed).
    int maxConnectionsPerPeer = 256;        ///< Per IPv4 address or IPv6 /64; trusted proxies are exempt (closed).
    qint64 maxBufferedBytes = 256 << 20;    ///< Request bodies and untaken replies of all connections (503).
    quint64 maxMessage = 1 << 20;           ///< WebSocket message and frame (close code 1009).
};

} // namespace mdmc::http
