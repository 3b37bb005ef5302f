// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/timeline.h"

namespace mdmc::simulation {

Timeline::Id Timeline::after(qint64 ms, std::function<void()> work)
{
    const Id id = ++m_last;
    const qint64 at = m_now + std::max<qint64>(ms, 0);
    m_events.emplace(std::pair(at, id), std::move(work));
    m_times.emplace(id, at);
    return id;
}

void Timeline::cancel(Id id)
{
    const auto found = m_times.find(id);
    if (found == m_times.end())
        return;
    m_events.erase({found->second, id});
    m_times.erase(found);
}

bool Timeline::runNext(qint64 until)
{
    if (m_events.empty() || m_events.begin()->first.first > until)
        return false;
    const auto next = m_events.begin();
    m_now = std::max(m_now, next->first.first);
    const std::function<void()> work = std::move(next->second);
    m_times.erase(next->first.second);
    m_events.erase(next);
    ++m_done;
    work();
    return true;
}

void Timeline::advance(qint64 ms)
{
    const qint64 until = m_now + ms;
    while (runNext(until)) { }
    m_now = std::max(m_now, until);
}

} // namespace mdmc::simulation
