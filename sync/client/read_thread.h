// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/worker.h"
#include "sync/client/workspace.h"

#include <atomic>
#include <memory>

namespace mdmc::sync {

/// A read connection to the replica on a thread of its own; jobs are done in order, each in one read transaction. All
/// functions from any thread.
class ReadThread {
public:
    using Job = std::function<void(Result<ReplicaReader *>)>;

    explicit ReadThread(const QString &name);
    ~ReadThread(); ///< Stops.

    Result<> open(const storage::OpenOptions &options);
    /// Every job is called exactly once; with Cancelled when the thread has ended before its turn. What it reads ends with
    /// Cancelled, too, once `isGivenUp` is set.
    void post(Job job, std::shared_ptr<const std::atomic<bool>> isGivenUp = {});
    void rulesChanged() { m_areRulesStale = true; } ///< They are read again with the next job.
    void stop();                                    ///< Ends the job under way and cancels what waits.

private:
    struct Connection;

    std::unique_ptr<Connection> m_connection; ///< The thread's own, but for interrupting it.
    std::mutex m_mutex;
    std::atomic<bool> m_areRulesStale = false;
    Worker m_thread;
};

} // namespace mdmc::sync
