// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/snapshot_maker.h"

#include "core/base/log.h"

namespace mdmc::sync {

SnapshotMaker::SnapshotMaker(Store &store, PreparedSnapshot &prepared, const Clock &clock, Pace pace, QObject *parent)
    : QObject(parent), m_store(store), m_prepared(prepared), m_clock(clock), m_pace(pace),
      m_quietSince(clock.monotonicMs())
{
    m_turn.setSingleShot(true);
    m_turn.setTimerType(Qt::PreciseTimer);
    connect(&m_turn, &QTimer::timeout, this, &SnapshotMaker::takeTurn);
}

bool SnapshotMaker::isQuiet()
{
    const qint64 now = m_clock.monotonicMs();
    const auto version = m_store.version();
    if (!version || !*version || *version != m_version) {
        m_version = version ? *version : std::nullopt;
        m_quietSince = now;
    }
    return now - m_quietSince >= m_pace.quietMs && now >= m_notBefore;
}

void SnapshotMaker::look()
{
    m_prepared.review(m_store);
    if (m_turn.isActive() || !isQuiet())
        return;
    const auto isWanted = m_prepared.isWanted(m_store);
    if (!isWanted || !*isWanted)
        return;
    m_dueAt = m_clock.monotonicMs();
    m_turn.start(0);
}

void SnapshotMaker::takeTurn()
{
    const qint64 began = m_clock.monotonicMs();
    if (began - m_dueAt > m_pace.lateMs)
        m_notBefore = began + m_pace.awayMs;
    if (!isQuiet())
        return; // `look` goes on with it.
    const auto hasMore = m_prepared.makeNext(m_store);
    if (!hasMore)
        qCWarning(lcServer) << "the snapshot is not prepared:" << errorCodeName(hasMore.error().code);
    if (!hasMore)
        return;
    const qint64 now = m_clock.monotonicMs();
    if (!*hasMore) {
        const PreparedSnapshot::Status made = m_prepared.status();
        qCInfo(lcServer) << "snapshot prepared at" << made.head << "with" << made.rows << "rows," << made.pages << "pages";
        return;
    }
    const qint64 pause = std::max<qint64>(m_pace.pauseMs, 2 * (now - began));
    m_dueAt = now + pause;
    m_turn.start(int(pause));
}

} // namespace mdmc::sync
