// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "sync/server/store.h"

#include <QObject>
#include <QTimer>

namespace mdmc::sync {

/// What a store no longer needs, removed in short pieces: changes that every client which may still continue has seen
/// (the floor rises), tombstones below the floor (their ids stay known), results that nobody asks for any more, expired
/// refresh tokens. A client whose cursor is below the floor takes a snapshot; nobody above it notices anything.
class Maintenance {
public:
    static constexpr qint64 kDayMs = 24LL * 3600 * 1000;
    struct Policy {
        qint64 logMs = 35 * kDayMs; ///< The 30 days for which clients keep what was acknowledged, and a margin.
        /// Of acknowledged ones: a copy of the client, away for as long as people are, may still ask.
        qint64 resultsMs = 100 * kDayMs;
        qint64 unseenMs = 400 * kDayMs; ///< Others, when their client has not been seen that long.
        int piece = 500; ///< Rows in one transaction.
    };
    struct Done {
        qint64 changes = 0, tombstones = 0, results = 0;
    };

    Maintenance(Store &store, const Clock &clock, Policy policy) : m_store(store), m_clock(clock), m_policy(policy) { }
    Maintenance(Store &store, const Clock &clock) : Maintenance(store, clock, Policy()) { }

    /// One piece in one write transaction. True: there is more to do. An error leaves the piece undone.
    Result<bool> step();
    /// All pieces at once.
    Result<> run();
    const Done &done() const { return m_done; }
    /// More than a day since the last one that came to its end.
    static Result<bool> isDue(Store &store, const Clock &clock);

private:
    enum class Stage : quint8 { Fold, Purge, Forget, Finish };
    Result<bool> fold();
    Result<bool> purge();
    Result<bool> forget();
    Result<> finish();

    Store &m_store;
    const Clock &m_clock;
    const Policy m_policy;
    Stage m_stage = Stage::Fold;
    Done m_done;
};

/// Does it every day while a server serves: one piece at a time, with the server's own work in between.
class DailyMaintenance final : public QObject {
    Q_OBJECT
public:
    DailyMaintenance(Store &store, const Clock &clock, QObject *parent = nullptr);
    void start() { m_timer.start(kLookMs); }

private:
    static constexpr int kLookMs = 600'000; ///< How often it looks whether it is time.
    static constexpr int kPauseMs = 50; ///< Between two pieces.
    void next();

    Store &m_store;
    const Clock &m_clock;
    std::optional<Maintenance> m_running;
    QTimer m_timer;
};

} // namespace mdmc::sync
