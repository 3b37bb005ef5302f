// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/http/message.h"

#include <memory>
#include <optional>

class QWebSocket;

namespace mdmc::http {

/// What a `Server` serves. All functions run on the server's thread and must not block it; none may throw.
/// The service outlives its server.
class Service {
public:
    virtual ~Service();

    /// First line of defence, called when the headers are complete and before the body is read, for upgrades too.
    /// A response refuses (429, 401, 413 …); the body is then never kept.
    virtual std::optional<Response> admit(const Request &head);

    /// Called with the whole body. Requests of one connection come one at a time, in order.
    virtual void handle(Request request, Reply reply) = 0;

    /// Upgrade to a WebSocket of an admitted request. A response refuses while it is still HTTP; nullopt accepts, and
    /// `adopt` follows once the handshake is through (or never, when the peer leaves meanwhile). Refuses by default.
    virtual std::optional<Response> admitUpgrade(const Request &head);

    /// Takes over an accepted socket. It is without parent, refuses messages above `Limits::maxMessage` with close
    /// code 1009, and grows without bound when written faster than the peer reads: watch `bytesToWrite()`.
    /// Give it up with `deleteLater()` when inside one of its signals.
    virtual void adopt(const Request &head, std::unique_ptr<QWebSocket> socket);
};

} // namespace mdmc::http
