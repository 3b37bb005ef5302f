// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/client_node.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/network.h"
#include "tests/simulation/server_node.h"
#include "tests/simulation/step.h"
#include "tests/simulation/templates.h"
#include "tests/simulation/trace.h"

#include <memory>

namespace mdmc::simulation {

struct WorldOptions {
    quint64 seed = 1;
    int clients = 3;
    FaultRates rates;
    bool isVerbose = false; ///< Prints the trace as it grows.
};

/// One server, its clients, the network between them and time: everything that a seed decides. One thread. The
/// engines, replicas, operation processor, feed, sessions and stores are the product's own.
class World {
public:
    World(const WorldOptions &options, Templates &templates);
    ~World();
    World(const World &) = delete;
    World &operator=(const World &) = delete;

    /// Carries out one step. Checks nothing.
    void carryOut(const Step &step);
    void advance(qint64 ms) { m_timeline.advance(ms); }

    /// No faults from here on, every disk and partition healed, everybody who may be is online; time passes until
    /// nothing is left to do. Nothing: quiescent; else what still moves after the bound (invariant 11).
    std::optional<QString> settle();
    bool isSettled() const { return m_isSettled; }

    // For invariants and steps ----------------------------------------------------------------------------------
    const WorldOptions &options() const { return m_options; }
    Timeline &timeline() { return m_timeline; }
    UtcMs trueTime() const { return SimulatedClock::kBeginning + m_timeline.now(); }
    ServerNode &server() { return *m_server; }
    /// All clients, those that are down, clones and retired ones included.
    const std::vector<std::unique_ptr<ClientNode>> &clients() const { return m_clients; }
    ClientNode &client(int index) { return *m_clients[size_t(index) % m_clients.size()]; }
    Network &network() { return *m_network; }
    Ledger &ledger() { return *m_ledger; }
    Trace &trace() { return m_trace; }
    const FaultCounts &faults() const { return m_faults; }
    qint64 operations() const { return m_operations; }
    void countOperations(qint64 n) { m_operations += n; }
    /// The people of the workspace, in the order of the template; the first is an administrator.
    const std::vector<User> &people() const { return m_people; }
    /// Whether ambient faults may happen now.
    bool isTroubled() const { return !m_isCalm; }
    /// A fault that was injected has to be reported here.
    void happened(Fault fault, const QString &what = {});
    /// Something that the world itself finds wrong.
    void fail(int invariant, const QString &message);
    const std::optional<Violation> &failure() const { return m_failure; }

    /// Adds a second computer with a copy of the client's disk.
    ClientNode &addClone(ClientNode &origin);
    /// Keeps a client's or the server's disk, to be set back to later.
    void remember(int client);
    void rollBack(int client, quint64 dice);
    /// To be done when the trouble is over: nobody works on what it damages.
    void atRest(std::function<void()> work) { m_atRest.push_back(std::move(work)); }
    /// Something was damaged that only the comparison of checksums can find.
    void needCheck() { m_needsCheck = true; }
    void rememberServer();
    /// In a new epoch, as the program restores a backup, or without telling anybody, as a failover does that has lost
    /// the last changes.
    void restoreServer(quint64 dice, bool isEpochNew);

private:
    struct ClientBackup {
        test::SimulatedDisk::Image image;
        Ledger::ClientMark mark;
    };
    struct ServerBackup {
        test::SimulatedDisk::Image image;
        Ledger::ServerMark mark = 0;
    };
    void signInAgain(ClientNode &client);
    void calmDown();
    QString unrest();

    WorldOptions m_options;
    Timeline m_timeline;
    Trace m_trace;
    FaultCounts m_faults;
    qint64 m_operations = 0;
    bool m_isCalm = false;
    bool m_isSettled = false;
    bool m_needsCheck = false;
    std::vector<std::function<void()>> m_atRest;
    std::optional<Violation> m_failure;
    std::vector<User> m_people;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<Network> m_network;
    std::unique_ptr<ServerNode> m_server;
    std::vector<std::unique_ptr<ClientNode>> m_clients;
    std::map<int, std::vector<ClientBackup>> m_clientBackups;
    std::vector<ServerBackup> m_serverBackups;
};

/// What a person does at `client` (actions.cpp).
void performAction(World &world, ClientNode &client, const Step &step);
/// Something goes wrong (injections.cpp).
void injectFault(World &world, ClientNode &client, const Step &step);

/// Two of them that need more room (folding.cpp).
void foldLog(World &world, const Step &step);
void evictUncounted(World &world, ClientNode &client, const Step &step);

} // namespace mdmc::simulation
