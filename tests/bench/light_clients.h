// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/messages.h"
#include "tests/bench/epoll.h"
#include "tests/bench/figures.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace mdmc::bench {

/// Many live sessions over raw WebSockets in one thread, each of its own user and device, without replicas: they greet,
/// follow the tail, read every frame and look for marked edits. Bytes that several get alike are decoded once, so that
/// they leave the processors to the server.
class LightClients {
public:
    struct Session {
        QByteArray token;
        sync::Hello hello;
    };
    explicit LightClients(quint16 port) : m_port(port) { }
    ~LightClients();

    /// Connects and greets all, one after the other. Fails with what the first refused one was told.
    Result<> connectAll(const std::vector<Session> &sessions);

    /// An edit that sets the budget of a lead to `minor` leaves now. Any thread.
    void expect(qint64 minor);
    /// Deliveries so far: every expected edit counts once per session. Any thread.
    qint64 delivered() const { return m_delivered; }
    int sessionCount() const { return int(m_clients.size()); }
    int lostSessions() const { return m_lost; }
    /// Milliseconds from `expect` to the decoded frame, of all deliveries; begins anew.
    Samples takeLatencies();

private:
    struct Client {
        Descriptor socket;
        QByteArray unread;
    };
    void run();
    bool readFrom(Client &client);
    bool takeFrames(Client &client);
    const std::vector<qint64> &marksIn(const QByteArray &payload);
    void note(const std::vector<qint64> &marks);

    quint16 m_port;
    std::vector<Client> m_clients;
    Descriptor m_epoll;
    std::thread m_thread;
    std::atomic<bool> m_isStopped = false;
    std::atomic<qint64> m_delivered = 0;
    std::atomic<int> m_lost = 0;
    std::vector<std::pair<QByteArray, std::vector<qint64>>> m_decoded; ///< The latest payloads.
    size_t m_nextDecoded = 0;
    std::mutex m_mutex; ///< For what follows.
    std::map<qint64, qint64> m_sentAt;
    Samples m_latencies;
};

} // namespace mdmc::bench
