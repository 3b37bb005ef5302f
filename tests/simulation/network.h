// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/link.h"
#include "tests/simulation/server_node.h"

#include <map>

namespace mdmc::simulation {

class ClientNode;
class Network;

/// A client's way to the server. What becomes of a message is decided by a hash of seed, client, direction and the
/// message's number, not by a shared stream of random numbers.
class SimulatedLink final : public sync::Link {
public:
    SimulatedLink(Network &network, ClientNode &client) : m_network(network), m_client(client) {}

    void openLive() override;
    void sendLive(const QByteArray &frame) override;
    void closeLive() override;
    quint64 post(const QByteArray &frame, int timeoutMs) override;
    void cancelPosts() override;
    void renew() override;

    /// The process is gone: nothing arrives any more, the server sees the connection break.
    void abandon();
    sync::LinkEvents *events() const { return m_events; }

private:
    friend class Network;
    Network &m_network;
    ClientNode &m_client;
    quint64 m_connection = 0; ///< 0: none.
    std::map<quint64, bool> m_posts; ///< Open ones.
    quint64 m_epoch = 0;      ///< Raised by `abandon`: what is under way belongs to an earlier process.
    Pass m_pass;
    qint64 m_sessionVersion = 0;
};

/// Delays, loses, doubles, reorders, cuts.
class Network {
public:
    explicit Network(World &world) : m_world(world) {}

    enum class Direction : quint8 { Up, Down };
    struct Partition {
        bool up = false;
        bool down = false;
    };
    Partition &partition(int client) { return m_partitions[client]; }
    /// Breaks every connection of the client, or of all with -1.
    void cut(int client);
    void heal();
    /// A client's socket takes no bytes until then.
    void stopReading(int client, qint64 untilMs);
    qint64 unsentBytes(quint64 connection) const;

private:
    friend class SimulatedLink;
    friend class ServerNode;
    World &m_world;
    std::map<int, Partition> m_partitions;
};

} // namespace mdmc::simulation
