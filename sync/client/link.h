// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/messages.h"

#include <QByteArray>

#include <functional>

namespace mdmc::sync {

/// What went wrong on the way to the server, with the pause that it asked for.
struct LinkFailure {
    Error error;
    qint64 retryAfterMs = 0;
};

/// What the network tells the engine. Calls come from the event loop, never from inside a call to `Link`.
class LinkEvents {
public:
    virtual ~LinkEvents() = default;
    virtual void liveOpened() = 0;
    virtual void liveFrame(const QByteArray &frame) = 0;
    /// The socket could not be opened, broke, or was closed by the server. Not after `closeLive`.
    virtual void liveClosed(const LinkFailure &failure) = 0;
    /// The answer, as `decodeFramePacked` reads it; long ones were read on another thread meanwhile.
    virtual void replied(quint64 post, Result<std::vector<Message>> messages) = 0;
    virtual void postFailed(quint64 post, const LinkFailure &failure) = 0;
    /// Answer to `renew`.
    virtual void renewed(const QByteArray &accessToken) = 0;
    virtual void renewFailed(const LinkFailure &failure) = 0;
};

/// The network as handed to the engine. Failures: Unauthenticated (401: renew), Forbidden (403: the session is over),
/// RateLimited, Unreachable, TimedOut, CertificateRejected, ProtocolViolation (not an MDMC server), ServerFailure.
class Link {
public:
    virtual ~Link() = default;
    void setEvents(LinkEvents *events) { m_events = events; }

    virtual void openLive() = 0;
    virtual void sendLive(const QByteArray &frame) = 0;
    /// Closes without an event.
    virtual void closeLive() = 0;
    /// Sends a frame over HTTP; `replied` or `postFailed` follows with the id returned.
    virtual quint64 post(const QByteArray &frame, int timeoutMs) = 0;
    /// Runs `work` from the event loop once the last post is on its way, so that a long piece of it does not hold the
    /// request back; at the latest before that post's answer. Runs it at once where nothing can be held back.
    virtual void afterSending(std::function<void()> work) { work(); }
    /// Runs `work` from the event loop, after what waits there by now. Runs it at once where nothing waits.
    virtual void later(std::function<void()> work) { work(); }
    /// Drops all posts without events, and what waits for them to be sent.
    virtual void cancelPosts() = 0;
    /// Gets a new access token with the refresh token. One exchange serves several calls.
    virtual void renew() = 0;

protected:
    LinkEvents *m_events = nullptr;
};

} // namespace mdmc::sync
