// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/sync_log.h"

#include "sync/protocol/operation.h"

namespace mdmc::sync {

namespace {

constexpr qint64 kTogetherMs = 1000;

} // namespace

QLatin1String SyncEvent::reasonName() const
{
    return reason == 0 ? QLatin1String() : rejectReasonName(RejectReason(reason));
}

void SyncLog::add(SyncEvent event)
{
    event.at = m_clock.nowUtc();
    if (event.kind == SyncEvent::Kind::Received && !m_events.empty()) {
        SyncEvent &last = m_events.back();
        if (last.kind == event.kind && event.at - last.at >= 0 && event.at - last.at < kTogetherMs) {
            last.a += event.a;
            last.b += event.b;
            return;
        }
    }
    if (m_events.size() == kCapacity) {
        m_events.pop_front();
        ++m_dropped;
    }
    m_events.push_back(event);
}

} // namespace mdmc::sync
