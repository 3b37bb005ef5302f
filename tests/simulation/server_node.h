// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/embedded_store.h"
#include "sync/server/http/rate_limiter.h"
#include "sync/server/operation_processor.h"
#include "sync/server/session.h"
#include "tests/simulation/observed_store.h"
#include "tests/simulation/timeline.h"
#include "tests/support/simulated_disk.h"

#include <map>
#include <set>

namespace mdmc::simulation {

class World;

/// Who a connection or request says it is: what an access token holds.
struct Pass {
    RecordId user;
    qint64 tokenVersion = 0;
    UtcMs expiresAt = 0;
};
QByteArray encodePass(const Pass &pass);

/// The server's process: the real store, processor, feed and sessions, with the hub's rules (live_hub.h, live_session.h,
/// api_sync.cpp) around them: wake after commit, who is who before any row goes out, a tick that finds what nobody told.
class ServerNode {
public:
    static constexpr qint64 kUnsentLimit = 48 * 1024; ///< The hub's, made smaller so that small worlds reach it.

    ServerNode(World &world, const test::SimulatedDisk::Image &image);
    ~ServerNode();

    static security::SecretKey key();
    static constexpr QLatin1String kPath{"/server.db"};

    bool isUp() const { return m_store != nullptr; }
    sync::Store &store() { return *m_observed; }
    sync::EmbeddedStore &embedded() { return *m_store; }
    sync::OperationProcessor &processor() { return *m_processor; }
    SimulatedClock &clock() { return m_clock; }
    Random &random() { return m_random; }
    test::SimulatedDisk &disk() { return m_disk; }

    Result<> start();
    void shutDown();
    /// The process is gone at this moment; the disk keeps what was written (power: what was synced).
    void kill(bool isPowerCut);
    void startLater(qint64 ms);

    // What the network brings ------------------------------------------------------------------------------------
    Result<> liveOpened(quint64 connection, int client, const Pass &pass);
    void liveFrame(quint64 connection, const QByteArray &frame);
    void liveClosed(quint64 connection);
    void bytesWritten(quint64 connection);
    using Reply = std::function<void(Result<QByteArray>, qint64 retryAfterMs)>;
    void post(int client, const Pass &pass, const QByteArray &frame, Reply reply);
    /// A new pass for a person who holds a session, as a refresh token gives: Unauthenticated, Forbidden.
    Result<Pass> renew(const RecordId &user, qint64 sessionVersion);

    // Administration ---------------------------------------------------------------------------------------------
    /// Changes a user as `mdmc-server` does: disabling ends the sessions.
    Result<> changeUser(const User &user);
    Result<> endSessions(const RecordId &user);
    /// Of the account now: what a fresh sign-in carries. 0: none.
    qint64 sessionVersion(const RecordId &user);
    std::optional<User> user(const RecordId &id);
    /// Rows were committed: wakes those who follow, unless a fault says otherwise.
    void headMoved();
    /// Operations on this record fail inside of the server each time.
    void poison(const RecordId &record);
    /// The access tokens of this client's live sessions end now.
    void expireSessions(int client);
    /// The k-th storage call from now is the process's last.
    void stopAt(qint64 k, bool isPowerCut, bool isAnyCall);

private:
    struct Live;
    struct Exchange;
    /// Ends the process after the call that it wraps, when its disk or a fault said so.
    struct Entry {
        explicit Entry(ServerNode &node) : node(node) { ++node.m_depth; }
        ~Entry();
        ServerNode &node;
    };

    bool endAtStop();
    bool isSpeechless() const { return m_isDying || m_disk.isStopped(); }
    sync::SyncSession::Setting setting(sync::SyncSession::Kind kind, quint64 connection);
    void wake();
    void tick();
    bool lookAtPeople();
    void armTick();
    /// Of these users; of all without.
    void refreshActors(const std::set<RecordId> *users = nullptr);
    Result<std::set<RecordId>> usersChangedSince(qint64 seq);
    void refresh(quint64 connection, const std::optional<User> &user, qint64 tokenVersion);
    void pump(quint64 connection);
    void send(quint64 connection, const std::vector<sync::Message> &messages);
    void close(quint64 connection, const QString &code, const QString &detail);
    void pullOrWait(const std::shared_ptr<Exchange> &exchange);
    void finish(const std::shared_ptr<Exchange> &exchange);
    Result<User> authenticate(const Pass &pass);
    Result<> renewLive(quint64 connection, const QByteArray &token);
    std::vector<sync::Message> handle(int client, sync::SyncSession &session, const sync::Message &message);
    std::vector<sync::Message> handle(int client, sync::SyncSession &session, std::span<const sync::Push> pushes);
    std::vector<sync::Push> takePushes(Live &live, std::vector<sync::Message> &messages, size_t &at,
                                       std::vector<sync::Message> &replies);
    void afterPush();
    void prepareSnapshot();
    void forget();

    World &m_world;
    SimulatedClock m_clock;
    SeededRandom m_random;
    test::SimulatedDisk m_disk;
    sync::PreparedSnapshot m_prepared; ///< Outlives the process, as its file does.
    std::unique_ptr<sync::EmbeddedStore> m_store;
    std::unique_ptr<ObservedStore> m_observed;
    std::unique_ptr<sync::OperationProcessor> m_processor;
    std::unique_ptr<http::RateLimiter> m_pushes;
    std::map<quint64, std::unique_ptr<Live>> m_lives;
    std::map<quint64, std::shared_ptr<Exchange>> m_waiting;
    quint64 m_lastWaiting = 0;
    Timeline::Id m_tick = 0;
    Timeline::Id m_wake = 0;
    Timeline::Id m_start = 0;
    qint64 m_tickMs = 1000;
    sync::TailCache m_tail;
    sync::Head m_woken; ///< Everybody was told up to here.
    qint64 m_peopleSeq = 0;
    quint64 m_commits = 0;
    quint64 m_requests = 0;
    int m_depth = 0;
    bool m_isDying = false;
    bool m_isReplyLost = false;
    bool m_isPowerAtRisk = false;
    sync::SyncLimits m_limits;
    std::set<RecordId> m_poisoned;
};

} // namespace mdmc::simulation
