// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/accounts.h"
#include "sync/server/http/rate_limiter.h"
#include "sync/server/session.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <set>
#include <unordered_map>

class QWebSocket;

namespace mdmc::sync {

class LiveSession;

/// What sessions of either transport need.
struct SyncServices {
    Store &store;
    OperationProcessor &processor;
    Accounts &accounts;
    const TokenIssuer &tokens;
    const Clock &clock;
    http::RateLimiter &pushes; ///< By client id.
    SyncLimits limits;
    QString workspaceName;
    PreparedSnapshot *prepared = nullptr;
};

/// Wakes everybody who follows the head: live WebSocket sessions and long polls. After a commit call `headMoved`; many
/// calls before the next turn of the event loop count as one. Every second it looks for itself, so that a commit of
/// another process, a changed role, a disabled account or an expired token is noticed.
/// Lives on the server's thread.
class LiveHub final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kUnsentLimit = 1024 * 1024; ///< Beyond it a session is lagging.
    static constexpr qint64 kUnreadLimit = 8 * 1024 * 1024; ///< Of answers that were asked for; then the session ends.
    static constexpr http::RateLimiter::Policy kFrames{800, 250}; ///< Of one session.
    static constexpr double kBytesOfAFrame = 16 * 1024; ///< A long one counts as so many more.
    static constexpr double kFramesOfAQuestion = 5; ///< Beside its own, for one that is answered with rows.
    static constexpr int kRefusedFrames = 1000; ///< Then the session ends.
    /// Of frames that came and were not handled yet; then the session ends.
    static constexpr qint64 kUnhandledLimit = 16 * 1024 * 1024;
    static constexpr qsizetype kUnhandledFrames = 2000;
    static constexpr int kDeadAfterMs = 50'000; ///< A peer without bytes that long is gone.
    static constexpr int kExpiryNoticeMs = 60'000;

    explicit LiveHub(SyncServices services, QObject *parent = nullptr);
    ~LiveHub() override;

    /// Takes over an authenticated socket.
    void adopt(std::unique_ptr<QWebSocket> socket, const User &user, const AccessClaims &claims);

    void headMoved();

    /// Calls `wake` once: true when the head has moved, false after `waitMs` or when the server stops.
    void waitForHead(int waitMs, std::function<void(bool)> wake);

    /// Says goodbye to all sessions and answers all who wait.
    void closeAll();

    int sessionCount() const { return int(m_sessions.size()); }
    int waitingCount() const { return int(m_waiting.size()); }

private:
    friend class LiveSession;
    void wake();
    void tick();
    /// Before a session reads rows: what its person may see may have changed, here or by another process, without
    /// anybody having been woken yet. False: the rows kept for all sessions are of an earlier head, and one of them may
    /// have left the person's sight since; everybody is woken, and what is kept then is of this head.
    bool lookAtPeople();
    /// Of these users; of all without. False: not all could be read.
    bool refreshActors(const std::set<RecordId> *users = nullptr);
    Result<std::set<RecordId>> usersChangedSince(qint64 seq);
    void sessionGone(LiveSession *session);
    void answerWaiting(bool hasMoved);

    SyncServices m_services;
    std::unordered_map<LiveSession *, std::unique_ptr<LiveSession>> m_sessions;
    std::map<quint64, std::function<void(bool)>> m_waiting;
    quint64 m_lastWaiter = 0;
    QTimer m_wake;
    QTimer m_tick;
    TailCache m_tail;
    Head m_woken; ///< Everybody was told up to here.
    qint64 m_peopleSeq = 0; ///< Changes of users were looked at up to here.
    std::optional<storage::Database::Version> m_seenVersion; ///< Of the store, when all users were looked at.
};

} // namespace mdmc::sync
