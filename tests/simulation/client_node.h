// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/engine.h"
#include "tests/simulation/node_disk.h"
#include "tests/simulation/timeline.h"

namespace mdmc::simulation {

class SimulatedLink;
class World;

/// One computer of one person: a real replica and a real engine over a simulated disk, link and clock. Survives kills:
/// what is lost then is `replica()` and `engine()`, what stays is the disk.
class ClientNode final : public sync::EngineObserver {
public:
    ClientNode(World &world, int index, const User &user);
    ~ClientNode() override;

    int index() const { return m_index; }
    const User &user() const { return m_user; } ///< As of the beginning of the world.
    bool isUp() const { return m_engine != nullptr; }
    /// Has left the world for good (a disk that could not be saved, signed out by a revocation and wiped …).
    bool isRetired() const { return m_isRetired; }
    void retire(const QString &why);
    sync::Replica &replica() { return *m_replica; }
    sync::SyncEngine &engine() { return *m_engine; }
    SimulatedClock &clock() { return m_clock; }
    Random &random() { return m_random; }
    NodeDisk &disk() { return m_disk; }
    SimulatedLink &link() { return *m_link; }
    /// Counts starts: an incarnation ends with a kill or a shut-down.
    int incarnation() const { return m_incarnation; }
    RecordId clientId();

    /// Opens the replica and starts the engine. An error stays an error: the caller decides what it means.
    Result<> start();
    /// In order: everything is closed as at the program's end.
    void shutDown();
    /// The process is gone at this moment; the disk keeps what was written (power: what was synced).
    void kill(bool isPowerCut);
    void setOnline(bool isOnline);
    bool isOnline() const { return m_isOnline; }

    // What a person does; each is recorded in the ledger, tells the engine and takes care of a disk that died.
    Result<> commit(const sync::Command &command);
    Result<> undo();
    Result<> redo();
    Result<> retry(qint64 attentionId, const std::optional<std::vector<FieldChange>> &values);
    Result<> discard(qint64 attentionId);
    Result<> restore(const RecordId &conflictId);
    Result<> dismiss(const RecordId &conflictId);

    /// After every call of the engine: sets the alarm for the next tick, and ends the process when its disk said so.
    void settleCall();

    void statusChanged(const sync::SyncStatus &status) override;
    void replicaChanged(const sync::ChangeSet &changes) override;
    void operationRefused(const sync::Refusal &refusal) override;

private:
    template<typename Work>
    Result<> act(const char *what, Work work);
    void tick();

    World &m_world;
    int m_index;
    User m_user;
    SimulatedClock m_clock;
    SeededRandom m_random;
    NodeDisk m_disk;
    std::unique_ptr<SimulatedLink> m_link;
    std::unique_ptr<sync::Replica> m_replica;
    std::unique_ptr<sync::SyncEngine> m_engine;
    Timeline::Id m_alarm = 0;
    int m_incarnation = 0;
    bool m_isOnline = true;
    bool m_isRetired = false;
};

} // namespace mdmc::simulation
