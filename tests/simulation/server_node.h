// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/embedded_store.h"
#include "sync/server/http/rate_limiter.h"
#include "sync/server/operation_processor.h"
#include "sync/server/session.h"
#include "tests/simulation/node_disk.h"
#include "tests/simulation/timeline.h"

#include <map>

namespace mdmc::simulation {

class World;

/// Who a connection or request says it is: what an access token holds.
struct Pass {
    RecordId user;
    qint64 tokenVersion = 0;
    UtcMs expiresAt = 0;
};

/// The server's process: the real store, processor, feed and sessions, with the hub's rules (live_hub.h) around them:
/// wake after commit, who is who before any row goes out, a tick that finds what nobody told.
class ServerNode {
public:
    explicit ServerNode(World &world);
    ~ServerNode();

    bool isUp() const { return m_store != nullptr; }
    sync::EmbeddedStore &store() { return *m_store; }
    sync::OperationProcessor &processor() { return *m_processor; }
    SimulatedClock &clock() { return m_clock; }
    Random &random() { return m_random; }
    NodeDisk &disk() { return m_disk; }
    int incarnation() const { return m_incarnation; }

    Result<> start();
    void shutDown();
    void kill(bool isPowerCut);

    // What the network brings ------------------------------------------------------------------------------------
    void liveOpened(quint64 connection, const Pass &pass);
    void liveFrame(quint64 connection, const QByteArray &frame);
    void liveClosed(quint64 connection);
    using Reply = std::function<void(Result<QByteArray>, qint64 retryAfterMs)>;
    void post(const Pass &pass, const QByteArray &frame, Reply reply);
    /// A new pass for a person who holds a session, as the refresh token gives; Unauthenticated, Forbidden.
    Result<Pass> renew(const RecordId &user, qint64 sessionVersion);

    // Administration ---------------------------------------------------------------------------------------------
    /// Changes a user as `mdmc-server` does: disabling ends the sessions.
    Result<> changeUser(const User &user);
    Result<> endSessions(const RecordId &user);
    /// Of the account now: what a fresh sign-in would carry.
    qint64 sessionVersion(const RecordId &user);
    void headMoved();

private:
    struct Live;
    struct Waiting;
    void wake();
    void tick();
    void armTick();
    void refreshActors();
    void pump(Live &live);
    void send(Live &live, const std::vector<sync::Message> &messages);
    void close(Live &live, const QString &code, const QString &detail);
    void pullOrWait(const std::shared_ptr<Waiting> &waiting);
    void finish(const std::shared_ptr<Waiting> &waiting);
    Result<User> authenticate(const Pass &pass);
    /// What happens around a commit: ledger, and the faults that strike there. False: the process is gone.
    bool afterCommit();

    World &m_world;
    SimulatedClock m_clock;
    SeededRandom m_random;
    NodeDisk m_disk;
    std::unique_ptr<sync::EmbeddedStore> m_store;
    std::unique_ptr<sync::OperationProcessor> m_processor;
    std::unique_ptr<http::RateLimiter> m_pushes;
    std::map<quint64, std::unique_ptr<Live>> m_lives;
    std::vector<std::shared_ptr<Waiting>> m_waiting;
    Timeline::Id m_tick = 0;
    Timeline::Id m_wake = 0;
    qint64 m_seenHead = 0;
    int m_incarnation = 0;
};

} // namespace mdmc::simulation
