// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace mdmc::simulation {

/// Everything that goes wrong, after "Faults to inject" of SYNC.md. Those before `SlowReader` befall messages and
/// commits by themselves, with a probability each; the others are steps of the history.
enum class Fault : quint8 {
    MessageDropped,      ///< A frame or request never arrives.
    MessageDoubled,      ///< It arrives twice.
    MessageReordered,    ///< Later ones overtake it.
    MessageDelayed,      ///< It takes seconds instead of milliseconds.
    MessageCut,          ///< The connection breaks in the middle of a frame.
    MessageDamaged,      ///< A proxy's page, or garbage, instead of a frame.
    ReplyLost,           ///< The server has committed; the answer is lost.
    ServerKilledBeforeReply, ///< Process gone after the commit, before the answer.
    ServerKilledBeforeWake,  ///< Process gone after commit and answer, before the others are woken.
    NotificationLost,    ///< Nobody is woken after a commit; the tick of the hub finds it.
    NotificationLate,
    NotificationMerged,  ///< Several commits wake once.
    SnapshotPrepared,    ///< No fault: a request finds some pieces more of the prepared snapshot made.
    SlowReader,          ///< A client's socket takes nothing for a while: the session lags.
    PartitionBoth,
    PartitionUp,         ///< What the client sends is lost; what is sent to it arrives.
    PartitionDown,
    ConnectionsCut,
    ReconnectStorm,      ///< All clients and hundreds of strangers connect at once.
    ClientKilled,        ///< At its k-th storage call from now.
    ClientPowerCut,      ///< The same, and what was not synced is lost or torn.
    ServerKilled,        ///< At its k-th storage call from now.
    ServerPowerCut,
    DiskFull,
    StoreBusy,           ///< Another process holds the store's write lock for a while.
    LogDamaged,          ///< Bits of the client's write-ahead log flip while it is down.
    WrongKey,            ///< The client is started with another key, then with its own.
    Cloned,              ///< The client's disk is copied to a second computer; both go on.
    RolledBack,          ///< The client's disk is set back to an earlier state.
    BackupRestored,      ///< The server's store is set back to an earlier state, as `restore` does it.
    FailoverTailLost,    ///< The same without telling: the epoch stays, the last changes are gone.
    ClockJump,
    ClockWrong,          ///< By up to ten years.
    ClockFrozen,
    TokenExpired,
    SessionsRevoked,     ///< The account's sessions are ended by the server.
    ScopeFlip,           ///< What a person sees changes there and back.
    RevokedInSnapshot,   ///< It changes while a snapshot is on its way.
    LongAbsence,         ///< A client is away for 45 days.
    ManyPending,         ///< Thousands of operations are made offline.
    Compaction,          ///< The server folds its log and removes old tombstones.
    ChecksumFlip,        ///< A bit of a row's revision flips on the client's disk.
    EvictionUncounted,   ///< A message asks to remove nearly all rows and counts one.
    Poison,              ///< An operation at which the server fails each time.
    OversizedField,
    SchemaNewer,         ///< A row holds fields of a later version.
    Count,
};
inline constexpr int kFaultCount = int(Fault::Count);

QLatin1String faultName(Fault fault);
std::optional<Fault> faultFromName(QStringView name);
/// Happens to messages and commits by itself, and not as a step.
constexpr bool isAmbient(Fault fault) { return fault < Fault::SlowReader; }

/// Ambient faults: probability per message or commit. Others: probability that a step of the history is this one.
struct FaultRates {
    std::array<double, kFaultCount> rate{};
    double &operator[](Fault fault) { return rate[size_t(fault)]; }
    double operator[](Fault fault) const { return rate[size_t(fault)]; }
    static FaultRates none() { return {}; }
    /// All that the world can do, each at its usual rate.
    static FaultRates usual();
    /// Comma-separated names, `all`, `none`, `name=rate`. Nothing for an unknown name.
    static std::optional<FaultRates> parse(QStringView list);
};

struct FaultCounts {
    std::array<qint64, kFaultCount> count{};
    void add(Fault fault, qint64 times = 1) { count[size_t(fault)] += times; }
    qint64 operator[](Fault fault) const { return count[size_t(fault)]; }
};

} // namespace mdmc::simulation
