// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/engine.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/network.h"
#include "tests/simulation/timeline.h"
#include "tests/support/simulated_disk.h"

namespace mdmc::simulation {

class World;

/// One computer of one person: a real replica and a real engine over a simulated disk, link and clock. What is lost
/// when the process ends is `replica()` and `engine()`; the disk stays.
class ClientNode final : public sync::EngineObserver {
public:
    ClientNode(World &world, int index, const User &user, const test::SimulatedDisk::Image &image);
    ~ClientNode() override;

    static security::SecretKey key();
    static constexpr QLatin1String kPath{"/replica.db"};

    int index() const { return m_index; }
    const User &user() const { return m_user; } ///< As of the beginning of the world.
    bool isUp() const { return m_engine != nullptr; }
    /// Has left the world for good.
    bool isRetired() const { return m_isRetired; }
    void retire(const QString &why);
    sync::Replica &replica() { return *m_replica; }
    sync::SyncEngine &engine() { return *m_engine; }
    SimulatedClock &clock() { return m_clock; }
    Random &random() { return m_random; }
    test::SimulatedDisk &disk() { return m_disk; }
    SimulatedLink &link() { return m_link; }

    /// Opens the replica and starts the engine, if the person is online. An error stays an error: the caller decides
    /// what it means.
    Result<> start(const security::SecretKey &key = ClientNode::key());
    /// In order, as at the program's end.
    void shutDown();
    /// The process is gone at this moment; the disk keeps what was written (power: what was synced).
    void kill(bool isPowerCut);
    /// Ends the process, to be started again soon, where its disk has stopped. False: it has not.
    bool endAtStop();
    void startLater(qint64 ms);
    /// The k-th storage call from now is the process's last.
    void stopAt(qint64 k, bool isPowerCut, bool isAnyCall);
    void setOnline(bool isOnline);
    bool isOnline() const { return m_isOnline; }

    /// Calls into the engine as the host does: the ledger is told what arrives, and the alarm set for the next tick.
    void hear(const QByteArray &frame, const std::function<void(sync::LinkEvents &)> &work);
    /// What a person does. Recorded in the ledger; the engine is told; a disk that died on the way ends the process.
    Result<> act(Ledger::Act kind, const char *what, const std::function<Result<>(sync::Replica &)> &work);
    Result<> commit(const sync::Command &command);

    void statusChanged(const sync::SyncStatus &status) override;
    void replicaChanged(const sync::ChangeSet &changes) override;
    void operationRefused(const sync::Refusal &refusal) override;

private:
    void settleCall();
    void tick();
    void forget();

    World &m_world;
    int m_index;
    User m_user;
    SimulatedClock m_clock;
    SeededRandom m_random;
    test::SimulatedDisk m_disk;
    SimulatedLink m_link;
    std::unique_ptr<sync::Replica> m_replica;
    std::unique_ptr<sync::SyncEngine> m_engine;
    Timeline::Id m_alarm = 0;
    Timeline::Id m_start = 0;
    int m_deaths = 0;
    bool m_isPowerAtRisk = false;
    bool m_isOnline = true;
    bool m_isRetired = false;
};

} // namespace mdmc::simulation
