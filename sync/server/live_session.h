// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/live_hub.h"

namespace mdmc::sync {

/// One WebSocket of one client. Owned by its hub.
class LiveSession final : public QObject {
    Q_OBJECT
public:
    LiveSession(LiveHub &hub, std::unique_ptr<QWebSocket> socket, const User &user, const AccessClaims &claims);
    ~LiveSession() override;

    void headMoved();
    /// Once a second.
    void tick();
    /// The user's record or account as they are now; nothing: gone or no longer entitled.
    void refresh(const std::optional<User> &user, qint64 tokenVersion);
    void close(const QString &code, const QString &detail);

    RecordId userId() const { return m_userId; }

private:
    void receive(const QByteArray &frame);
    void handleNext();
    void handle(const QByteArray &frame);
    bool isPaidFor(double cost);
    std::vector<Push> takePushes(std::vector<Message> &messages, size_t &at, std::vector<Message> &replies);
    void send(const std::vector<Message> &messages);
    void sendFrame(const QByteArray &frame);
    void goOn();
    void pump();
    Result<> renew(const QByteArray &accessToken);
    void end();

    LiveHub &m_hub;
    std::unique_ptr<QWebSocket> m_socket;
    SyncSession m_session;
    http::RateLimiter m_frames;
    int m_refusedFrames = 0;
    QByteArrayList m_received; ///< Frames that wait for their turn.
    qint64 m_receivedBytes = 0;
    bool m_hasTurn = false; ///< One was handled since the event loop looked at others.
    RecordId m_userId;
    qint64 m_tokenVersion;
    UtcMs m_expiresAt;
    bool m_isNoticed = false; ///< The client was told that its token ends.
    bool m_isClosing = false;
    bool m_isHeldBack = false; ///< Changes wait until the socket has less to write.
    qint64 m_lastHeard;
    qint64 m_lastPing;
};

} // namespace mdmc::sync
