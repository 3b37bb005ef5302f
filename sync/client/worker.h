// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QObject>

#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace mdmc::sync {

/// For debuggers and system monitors; Linux shows 15 characters.
void nameThisThread(const QString &name);

/// A thread with an event loop that does one job after the other. Every job is called exactly once: with `isCancelled`
/// on whatever thread `stop` or `post` runs when the worker has ended before its turn. A job may run an event loop of
/// its own (the keychain does): jobs and the end wait for it all the same.
///
/// Not a QThread: `QThread::wait` returns while the thread still has its thread-local data to free, which then runs
/// beside whatever comes next, at worst the program's exit handlers. Here the thread is joined, so nothing of it is left
/// when `stop` returns.
class Worker {
public:
    using Job = std::function<void(bool isCancelled)>;

    explicit Worker(const QString &name);
    ~Worker(); ///< Stops.

    void post(Job job);
    bool isAwaited() const { return m_isAwaited; } ///< A job waits for its turn, or the end. Any thread.
    const std::atomic<bool> &awaited() const { return m_isAwaited; }
    /// Runs `last` on the thread after the job under way, ends the thread and cancels what waited. Not from a job.
    void stop(std::function<void()> last = {});

private:
    void run(const QString &name, std::promise<void> isReady);
    void wake();
    void runNext();
    void end();

    QObject *m_context = nullptr; ///< Lives on the thread, as long as its loop.
    QEventLoop *m_loop = nullptr;
    bool m_isBusy = false;        ///< The thread's own: a job is under way.
    std::atomic<bool> m_isAwaited = false; ///< Written under the lock.
    std::mutex m_mutex;
    std::deque<Job> m_jobs;
    std::function<void()> m_last;
    bool m_isStopped = false;
    std::thread m_thread;
};

} // namespace mdmc::sync
