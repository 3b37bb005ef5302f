// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/worker.h"
#include "sync/client/workspace.h"

#include <atomic>
#include <memory>

namespace mdmc::sync {

/// A read connection to the replica on a thread of its own; jobs are done in order, each in one read transaction, but
/// for those that let others go first. All functions from any thread.
class ReadThread {
public:
    enum class Rank {
        First,
        /// Lets jobs of the first rank go before it, also once it runs: it is broken off then and run again after them. A
        /// few times, then it runs to its end. It is broken off while it looks for rows; sorting rows that were found, and
        /// what the job does with them itself, is done to its end.
        Later,
    };

    explicit ReadThread(const QString &name);
    ~ReadThread(); ///< Stops.

    /// `recentRows`: where the writer notes what it writes.
    Result<> open(const storage::OpenOptions &options, std::shared_ptr<const storage::RecentRows> recentRows = nullptr);
    /// Every job is delivered exactly once; with Cancelled when the thread has ended before its turn. What it reads ends
    /// with Cancelled, too, once `isGivenUp` is set.
    void post(ReadJob job, std::shared_ptr<const std::atomic<bool>> isGivenUp = {}, Rank rank = Rank::First);
    void rulesChanged() { m_areRulesStale = true; } ///< They are read again with the next job.
    void stop();                                    ///< Ends the job under way and cancels what waits.

private:
    struct Connection;
    struct Task {
        ReadJob job;
        std::shared_ptr<const std::atomic<bool>> isGivenUp;
        Rank rank;
        int timesAside;
    };

    void enqueue(Task task);
    void perform(Task &task, bool isCancelled);
    /// False: others go first, and it is to be done again.
    bool run(const Task &task);
    void countFirst(int more);

    std::unique_ptr<Connection> m_connection; ///< The thread's own, but for interrupting it.
    std::mutex m_mutex;
    std::atomic<bool> m_areRulesStale = false;
    int m_firstWaiting = 0;                     ///< Jobs of the first rank that have not begun; for a moment less. Under the lock.
    std::atomic<bool> m_isFirstWaiting = false; ///< That there are any.
    Worker m_thread;
};

} // namespace mdmc::sync
