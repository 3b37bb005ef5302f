// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/link.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/server_node.h"

#include <map>

namespace mdmc::simulation {

class ClientNode;
class Network;

/// A client's way to the server.
class SimulatedLink final : public sync::Link {
public:
    SimulatedLink(Network &network, ClientNode &client) : m_network(network), m_client(client) {}

    void openLive() override;
    void sendLive(const QByteArray &frame) override;
    void closeLive() override;
    quint64 post(const QByteArray &frame, int timeoutMs) override;
    void afterSending(std::function<void()> work) override;
    void cancelPosts() override;
    void renew() override;

    /// The process is gone: nothing arrives any more, the server sees the connection break.
    void abandon();
    sync::LinkEvents *events() const { return m_events; }
    /// What the last sign-in gave, as a keychain would hold it: survives the process.
    void signIn(qint64 sessionVersion);
    /// The access token ends before its time.
    void expirePass() { m_pass.expiresAt = 0; }
    qint64 sessionVersion() const { return m_sessionVersion; }

private:
    friend class Network;
    Network &m_network;
    ClientNode &m_client;
    quint64 m_connection = 0;        ///< 0: none.
    std::map<quint64, quint64> m_posts; ///< Open ones, with their time-outs on the timeline.
    quint64 m_lastPost = 0;
    std::vector<Timeline::Id> m_afterSending;
    quint64 m_renewal = 0;           ///< Time-out of the one under way; 0: none.
    Pass m_pass;
    qint64 m_sessionVersion = 0;
};

/// Delays, loses, doubles, reorders, cuts. What becomes of a message is decided by a hash of seed, client, direction and
/// the message's number, not by a shared stream of random numbers: leaving out a step leaves most of it as it was.
class Network {
public:
    explicit Network(World &world) : m_world(world) {}

    struct Partition {
        bool up = false;   ///< What the client sends is lost.
        bool down = false; ///< What is sent to it is lost.
    };
    Partition &partition(int client) { return m_partitions[client]; }
    /// Breaks every connection of the client, or of all with -1; both ends notice.
    void cut(int client);
    /// A client's socket takes no bytes until then.
    void stopReading(int client, qint64 untilMs);
    /// No partition, nobody slow.
    void heal();

    // The server's side
    void toClient(quint64 connection, const QByteArray &frame);
    void closeToClient(quint64 connection, const Error &error, qint64 retryAfterMs = 0);
    qint64 unsentBytes(quint64 connection) const;

private:
    friend class SimulatedLink;
    enum class Direction : quint8 { Up, Down };
    struct Connection {
        int client = 0;
        bool isOpenAtClient = false;
        bool isOpenAtServer = false;
        qint64 last[2] = {0, 0};           ///< When the newest message of a direction arrives: streams keep their order.
        bool isStuck[2] = {false, false};  ///< A segment was lost in a partition: nothing later arrives.
        qint64 unsent = 0;
    };
    struct Fate {
        bool isLost = false;
        bool isDoubled = false;
        bool isReordered = false;
        bool isCut = false;
        bool isDamaged = false;
        qint64 delay = 0;
    };

    bool isBlocked(int client, Direction direction) const;
    Fate fateOf(int client, Direction direction);
    quint64 dice(int client, Direction direction);
    void deliver(quint64 id, Direction direction, const QByteArray &frame);
    void arrive(quint64 id, Direction direction, const QByteArray &frame);
    void breakConnection(quint64 id);
    void openArrived(quint64 id);
    void closeAtClient(quint64 id, const Error &error, qint64 retryAfterMs);
    void postArrived(SimulatedLink &link, quint64 post, const Pass &pass, const QByteArray &frame);
    void answer(SimulatedLink &link, quint64 post, Result<QByteArray> reply, qint64 retryAfterMs);
    void finishPost(SimulatedLink &link, quint64 post, const Result<QByteArray> &reply, qint64 retryAfterMs);
    void renew(SimulatedLink &link);

    World &m_world;
    std::map<int, Partition> m_partitions;
    std::map<int, qint64> m_slowUntil;
    std::map<quint64, Connection> m_connections;
    quint64 m_lastConnection = 0;
    std::map<std::pair<int, int>, quint64> m_numbers;
};

} // namespace mdmc::simulation
