// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "tests/bench/figures.h"

#include <functional>

namespace mdmc::bench {

/// A load of GET requests on connections that stay open, each with its next request as soon as it has its answer. One
/// thread, no more work per answer than to find its end.
struct HttpLoad {
    quint16 port = 0;
    int connections = 64;
    quint32 firstPeer = 0; ///< Each connection comes from an address of its own, counted from this one.
    int seconds = 5;
    std::function<QByteArray()> nextPath;
    std::function<QByteArray()> nextToken; ///< For the Authorization header; null: none is sent.
    int requestsPerToken = 90; ///< Below what one token may ask in a burst.
};

struct HttpLoadResult {
    Samples latencies;
    double seconds = 0;
    qint64 bytes = 0; ///< Bodies and heads received.
    QByteArray sample; ///< Body of the first answer.
};

/// ServerFailure with the first answer that is not 200.
Result<HttpLoadResult> runHttpLoad(const HttpLoad &load);

/// Answers every request on a free port with the same bytes, until it is destroyed: what the loopback allows.
class CannedServer {
public:
    explicit CannedServer(const QByteArray &answer);
    ~CannedServer();
    quint16 port() const { return m_port; }

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
    quint16 m_port = 0;
};

} // namespace mdmc::bench
