// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <deque>
#include <functional>
#include <mutex>

namespace mdmc::sync {

/// A thread with an event loop that does one job after the other. Every job is called exactly once: with `isCancelled`
/// on whatever thread `stop` or `post` runs when the worker has ended before its turn.
class Worker {
public:
    using Job = std::function<void(bool isCancelled)>;

    explicit Worker(const QString &name);
    ~Worker(); ///< Stops.

    void post(Job job);
    /// Runs `last` on the thread after the job under way, ends the thread and cancels what waited.
    void stop(std::function<void()> last = {});

private:
    void runNext();

    QThread m_thread;
    QObject *m_context;
    std::mutex m_mutex;
    std::deque<Job> m_jobs;
    bool m_isStopped = false;
};

} // namespace mdmc::sync
