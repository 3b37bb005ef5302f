// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/maintenance.h"

#include "core/base/log.h"
#include "core/base/mutation.h"

namespace mdmc::sync {

namespace {

constexpr QLatin1String kMaintainedAt("maintained_at");

} // namespace

Result<bool> Maintenance::isDue(Store &store, const Clock &clock)
{
    MDMC_ASSIGN(const std::optional<QString> last, store.setting(kMaintainedAt));
    const qint64 since = clock.nowUtc() - (last ? last->toLongLong() : 0);
    return since >= kDayMs || since < 0; // Below zero: the clock was wrong then, or is now.
}

Result<bool> Maintenance::step()
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    bool isStageOver = false;
    switch (m_stage) {
    case Stage::Fold: {
        MDMC_ASSIGN(isStageOver, fold());
        break;
    }
    case Stage::Purge: {
        MDMC_ASSIGN(isStageOver, purge());
        break;
    }
    case Stage::Forget: {
        MDMC_ASSIGN(isStageOver, forget());
        break;
    }
    case Stage::Finish: MDMC_TRY(finish()); break;
    }
    MDMC_TRY(transaction.commit());
    if (m_stage == Stage::Finish)
        return false;
    if (isStageOver)
        m_stage = Stage(quint8(m_stage) + 1);
    return true;
}

Result<> Maintenance::run()
{
    while (true) {
        MDMC_ASSIGN(const bool hasMore, step());
        if (!hasMore)
            return {};
    }
}

Result<bool> Maintenance::fold()
{
    MDMC_ASSIGN(const Head head, m_store.head());
    MDMC_ASSIGN(const qint64 floor, m_store.foldableUpTo(m_clock.nowUtc() - m_policy.logMs, m_policy.piece));
    if (floor <= head.floor)
        return true;
    MDMC_TRY(m_store.raiseFloor(floor));
    m_done.changes += floor - head.floor;
    return false;
}

Result<bool> Maintenance::purge()
{
    MDMC_ASSIGN(const Head head, m_store.head());
    MDMC_ASSIGN(const std::vector<RecordRef> rows, m_store.purgeable(isMutated(Mutation::TombstonePurgedEarly) ? head.seq : head.floor, m_policy.piece));
    for (const RecordRef &row : rows)
        MDMC_TRY(m_store.purge(row));
    m_done.tombstones += qint64(rows.size());
    return rows.empty(); // What belonged to a tombstone went first: look again until nothing is left.
}

Result<bool> Maintenance::forget()
{
    const UtcMs now = m_clock.nowUtc();
    MDMC_ASSIGN(const int count,
                m_store.forgetOldResults(now - m_policy.resultsMs, now - m_policy.unseenMs, m_policy.piece));
    m_done.results += count;
    return count < m_policy.piece;
}

Result<> Maintenance::finish()
{
    MDMC_TRY(m_store.forgetExpiredTokens(m_clock.nowUtc() - kDayMs));
    return m_store.setSetting(kMaintainedAt, QString::number(m_clock.nowUtc()));
}

DailyMaintenance::DailyMaintenance(Store &store, const Clock &clock, QObject *parent)
    : QObject(parent), m_store(store), m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DailyMaintenance::next);
}

void DailyMaintenance::next()
{
    const auto isDue = Maintenance::isDue(m_store, m_clock);
    if (!m_running && (!isDue || !*isDue))
        return start();
    if (!m_running)
        m_running.emplace(m_store, m_clock);
    const auto hasMore = m_running->step();
    if (hasMore && *hasMore)
        return m_timer.start(kPauseMs);
    if (!hasMore)
        qCWarning(lcServer) << "maintenance stopped, it goes on later:" << errorCodeName(hasMore.error().code)
                            << hasMore.error().detail;
    else
        qCInfo(lcServer) << "maintenance removed" << m_running->done().changes << "changes from the log,"
                         << m_running->done().tombstones << "tombstones," << m_running->done().results << "results";
    m_running.reset();
    start();
}

} // namespace mdmc::sync
