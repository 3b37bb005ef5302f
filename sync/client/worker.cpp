// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/worker.h"

namespace mdmc::sync {

Worker::Worker(const QString &name) : m_context(new QObject)
{
    m_thread.setObjectName(name);
    m_context->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start();
}

Worker::~Worker()
{
    stop();
}

void Worker::post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopped) {
            m_jobs.push_back(std::move(job));
            QMetaObject::invokeMethod(m_context, [this] { runNext(); }, Qt::QueuedConnection);
            return;
        }
    }
    job(true);
}

void Worker::runNext()
{
    Job job;
    {
        const std::lock_guard lock(m_mutex);
        if (m_jobs.empty() || m_isStopped)
            return;
        job = std::move(m_jobs.front());
        m_jobs.pop_front();
    }
    job(false);
}

void Worker::stop(std::function<void()> last)
{
    std::deque<Job> waiting;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopped)
            return;
        m_isStopped = true;
        waiting = std::move(m_jobs);
    }
    QMetaObject::invokeMethod(m_context, [this, last = std::move(last)] {
        if (last)
            last();
        m_thread.quit();
    }, Qt::QueuedConnection);
    m_thread.wait();
    for (Job &job : waiting)
        job(true);
}

} // namespace mdmc::sync
