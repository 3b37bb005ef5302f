// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/worker.h"

#include <QCoreApplication>
#include <QThread>

#ifdef Q_OS_LINUX
#include <pthread.h>
#endif

namespace mdmc::sync {

void nameThisThread(const QString &name)
{
    QThread::currentThread()->setObjectName(name);
#ifdef Q_OS_LINUX
    ::pthread_setname_np(::pthread_self(), name.left(15).toLatin1().constData());
#endif
}

Worker::Worker(const QString &name)
{
    std::promise<void> isReady;
    std::future<void> ready = isReady.get_future();
    m_thread = std::thread(&Worker::run, this, name, std::move(isReady));
    ready.wait();
}

Worker::~Worker()
{
    stop();
}

void Worker::run(const QString &name, std::promise<void> isReady)
{
    nameThisThread(name);
    QEventLoop loop;
    QObject context;
    m_loop = &loop;
    m_context = &context;
    isReady.set_value();
    loop.exec();
    // What the last jobs left to be deleted later, while this is still an ordinary thread.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void Worker::wake()
{
    QMetaObject::invokeMethod(m_context, [this] { runNext(); }, Qt::QueuedConnection);
}

void Worker::post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopped) {
            m_jobs.push_back(std::move(job));
            m_isAwaited = true;
            wake();
            return;
        }
    }
    job(true);
}

void Worker::runNext()
{
    if (m_isBusy)
        return; // In an event loop of the job under way, which wakes when it is done.
    Job job;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopped && m_jobs.empty())
            return;
        if (!m_isStopped) {
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
            m_isAwaited = !m_jobs.empty();
        }
    }
    if (!job)
        return end();
    m_isBusy = true;
    job(false);
    m_isBusy = false;
    wake();
}

void Worker::end()
{
    m_isBusy = true; // For good: what woke the thread twice does not end it twice.
    if (const std::function<void()> last = std::exchange(m_last, {}))
        last();
    m_loop->quit();
}

void Worker::stop(std::function<void()> last)
{
    std::deque<Job> waiting;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopped)
            return;
        m_isStopped = true;
        m_isAwaited = true;
        m_last = std::move(last);
        waiting = std::move(m_jobs);
        wake();
    }
    m_thread.join();
    for (Job &job : waiting)
        job(true);
}

} // namespace mdmc::sync
