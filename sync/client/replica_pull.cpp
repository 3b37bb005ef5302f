// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from the server: changes, evictions, the snapshot.
#include "sync/client/replica.h"

#include "core/base/log.h"
#include "core/model/value_codec.h"
#include "core/base/mutation.h"
#include "sync/protocol/codec.h"

#include <QDataStream>
#include <QIODevice>

namespace mdmc::sync {

namespace {

/// The removal breaker: more than this many rows and this part of what there is need the server's own count.
constexpr qint64 kBreakerRows = 200;
constexpr double kBreakerPart = 0.25;

/// While a first load is written: some 100,000 leads.
constexpr int kLoadCacheKib = 64 * 1024;
/// While the other indexes are made of it, each of which reads all of it once, and the search beside them, which needs memory.
constexpr int kIndexCacheKib = 8 * 1024;

EntityType firstType()
{
    return allEntities().front()->type;
}

/// The type after this one in the snapshot's order; nothing after the last.
std::optional<EntityType> nextType(EntityType type)
{
    const auto all = allEntities();
    for (size_t i = 0; i + 1 < all.size(); ++i)
        if (all[i]->type == type)
            return all[i + 1]->type;
    return std::nullopt;
}

QByteArray tableOf(EntityType type)
{
    const QLatin1String table = entityInfo(type).table;
    return QByteArray(table.data(), table.size());
}

/// A row that cannot be read: not our disk's trouble.
template<typename T>
Result<> asTheirFault(const Result<T> &result)
{
    if (result)
        return {};
    const Error &error = result.error();
    const bool isTheirs = error.code == ErrorCode::InvalidInput || error.code == ErrorCode::Unsupported;
    return failure(isTheirs ? ErrorCode::ProtocolViolation : error.code, error.detail);
}

} // namespace

/// Where a running snapshot stands; kept so that it goes on after anything.
struct Replica::SnapshotState {
    QByteArray epoch;
    QByteArray scopeTag;
    EntityType type = firstType();
    RecordId after;
    bool isFirst = false; ///< Into an empty replica: nothing to sweep.
    bool isForced = false; ///< Revisions of another epoch mean nothing.
    qint64 received = 0; ///< Of `type`.
    std::map<EntityType, qint64> liveCounts;
    bool isEmpty() const { return epoch.isEmpty(); }
};

Result<bool> Replica::isRemovalAllowed(const std::vector<RecordRef> &evicted, qint64 serverCount)
{
    if (qint64(evicted.size()) <= kBreakerRows || serverCount == qint64(evicted.size())
        || isMutated(Mutation::BreakerIgnored))
        return true;
    qint64 live = 0;
    std::set<EntityType> types;
    for (const RecordRef &record : evicted)
        types.insert(record.type);
    for (const EntityType type : types) {
        MDMC_ASSIGN(const qint64 count, m_rows.liveServerRows(type));
        live += count;
    }
    const bool isAllowed = double(evicted.size()) <= kBreakerPart * double(live);
    if (!isAllowed)
        qCWarning(lcSync) << "refused to remove" << evicted.size() << "of" << live << "rows without the server's count";
    return isAllowed;
}

bool Replica::mustWait(const Changes &batch, qint64 staged)
{
    return batch.hasMore && staged + qint64(batch.rows.size()) < kMaxStaged;
}

/// What is to be done with the changes before anything is.
Result<PullOutcome::Verdict> Replica::examine(const Changes &batch, const Cursor &here)
{
    if (here.epoch != batch.to.epoch)
        return PullOutcome::Verdict::OtherEpoch;
    if (batch.from > here.seq)
        return PullOutcome::Verdict::Gap;
    MDMC_ASSIGN(const bool isAllowed, isRemovalAllowed(batch.evicted, batch.evictedCount));
    return isAllowed ? PullOutcome::Verdict::Applied : PullOutcome::Verdict::Refused;
}

/// `unsettled`: records that operations were overlaid on until now.
Result<> Replica::takeChanges(const Changes &batch, qint64 staged, std::set<RecordRef> unsettled,
                              ChangeCollector &changes)
{
    const bool isWaiting = mustWait(batch, staged);
    // First: what took effect up to here is in the rows, which then need no shadow.
    if (!isWaiting)
        MDMC_TRY(leaveDecided(batch.to.seq, unsettled));
    if (isWaiting || staged > 0)
        MDMC_TRY(stage(batch.rows));
    else
        for (const Record &row : batch.rows) {
            MDMC_TRY(m_rows.takeServerRow(row, false, changes));
            unsettled.erase({row.type, row.id});
        }
    for (const RecordRef &record : batch.evicted)
        MDMC_TRY(m_rows.evict(record, changes));
    if (!isWaiting && staged > 0)
        MDMC_TRY(showStaged(changes));
    MDMC_TRY(m_meta.setCursor(meta::kCursor, batch.to));
    for (const RecordRef &record : unsettled)
        MDMC_TRY(m_rows.refresh(record, changes));
    return {};
}

Result<PullOutcome> Replica::applyChanges(const Changes &batch)
{
    if (isMutated(Mutation::CursorAheadOfRows) && batch.from <= cursor().value_or(Cursor{}).seq)
        MDMC_TRY(m_meta.setCursor(meta::kCursor, batch.to));
    return inTransaction([&]() -> Result<PullOutcome> {
        PullOutcome outcome;
        MDMC_ASSIGN(const Cursor here, cursor());
        MDMC_ASSIGN(outcome.verdict, examine(batch, here));
        if (outcome.verdict != PullOutcome::Verdict::Applied)
            return outcome;
        if (batch.to.seq < here.seq && !isMutated(Mutation::CursorMovesBack))
            return outcome; // A doubled message.
        ChangeCollector changes;
        MDMC_ASSIGN(const qint64 staged, stagedCount());
        MDMC_TRY(takeChanges(batch, staged, {}, changes));
        MDMC_ASSIGN(outcome.changes, finish(changes, false));
        return outcome;
    });
}

Result<qint64> Replica::stagedCount()
{
    MDMC_ASSIGN(const auto count, m_db.queryInt64("SELECT count(*) FROM pull_stage"));
    return count.value_or(0);
}

Result<> Replica::stage(const std::vector<Record> &rows)
{
    for (const Record &row : rows)
        MDMC_TRY(m_db.run("INSERT INTO pull_stage(type, id, rev, row) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(type, id) "
                          "DO UPDATE SET rev=excluded.rev, row=excluded.row WHERE excluded.rev>=rev",
                          row.type, row.id, row.rev, encodeRecord(row)));
    return {};
}

Result<> Replica::showStaged(ChangeCollector &changes)
{
    std::vector<Record> rows;
    {
        MDMC_ASSIGN(storage::Statement staged, m_db.prepare("SELECT row FROM pull_stage ORDER BY rev"));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, staged.step());
            if (!hasRow)
                break;
            MDMC_ASSIGN(Record row, decodeRecord(staged.columnBlob(0)));
            rows.push_back(std::move(row));
        }
    }
    for (const Record &row : rows)
        MDMC_TRY(m_rows.takeServerRow(row, false, changes));
    return m_db.run("DELETE FROM pull_stage");
}

Result<Replica::SnapshotState> Replica::snapshotState()
{
    SnapshotState state;
    MDMC_ASSIGN(const QByteArray stored, m_meta.bytes(meta::kSnapshotState));
    if (stored.isEmpty())
        return state;
    QDataStream stream(stored);
    stream.setVersion(QDataStream::Qt_6_0);
    quint8 type = 0;
    QByteArray after;
    qint32 counts = 0;
    stream >> state.epoch >> state.scopeTag >> type >> after >> state.isFirst >> state.isForced >> state.received
        >> counts;
    for (qint32 i = 0; i < counts && stream.status() == QDataStream::Ok; ++i) {
        quint8 counted = 0;
        qint64 count = 0;
        stream >> counted >> count;
        state.liveCounts[EntityType(counted)] = count;
    }
    const EntityInfo *info = findEntity(quint64(type));
    if (stream.status() != QDataStream::Ok || !info)
        return SnapshotState{}; // Begins again.
    state.type = info->type;
    state.after = RecordId::fromBytes(after).value_or(RecordId());
    return state;
}

Result<> Replica::setSnapshotState(const SnapshotState &state)
{
    QByteArray stored;
    QDataStream stream(&stored, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << state.epoch << state.scopeTag << quint8(state.type) << state.after.toBytes() << state.isFirst
           << state.isForced << state.received << qint32(state.liveCounts.size());
    for (const auto &[type, count] : state.liveCounts)
        stream << quint8(type) << count;
    return m_meta.set(meta::kSnapshotState, stored);
}

Result<bool> Replica::isSnapshotRunning()
{
    MDMC_ASSIGN(const SnapshotState state, snapshotState());
    return !state.isEmpty();
}

/// The first index is made of all the rows that a first load has just written: those that are still there need not be
/// read and decrypted. Nor is the log moved before. Only for that long, and the readers have their cache to fill yet.
Result<> Replica::widenCache()
{
    MDMC_ASSIGN(const SnapshotState state, snapshotState());
    if (!state.isFirst || m_cacheSize)
        return {};
    MDMC_ASSIGN(m_cacheSize, m_db.queryInt64("PRAGMA cache_size"));
    m_db.setLongLog(true);
    return m_db.exec(QByteArray("PRAGMA cache_size=-" + QByteArray::number(kLoadCacheKib)));
}

Result<> Replica::narrowCache()
{
    if (!m_cacheSize)
        return {};
    m_db.setLongLog(false);
    MDMC_TRY(m_db.exec(QByteArray("PRAGMA cache_size=-" + QByteArray::number(kIndexCacheKib) + "; PRAGMA shrink_memory")));
    return isIndexing() ? Result<>() : restoreCache();
}

Result<> Replica::restoreCache()
{
    if (!m_cacheSize)
        return {};
    return m_db.exec(QByteArray("PRAGMA cache_size=" + QByteArray::number(*std::exchange(m_cacheSize, std::nullopt))));
}

Result<> Replica::beginSnapshot(const QByteArray &epoch, const QByteArray &scopeTag, qint64 floor)
{
    MDMC_TRY(enterSnapshot(epoch, scopeTag, floor));
    return widenCache();
}

Result<> Replica::enterSnapshot(const QByteArray &epoch, const QByteArray &scopeTag, qint64 floor)
{
    return inTransaction([&]() -> Result<> {
        MDMC_ASSIGN(const SnapshotState running, snapshotState());
        MDMC_ASSIGN(const Cursor start, m_meta.cursor(meta::kSnapshot));
        MDMC_ASSIGN(const Cursor here, cursor());
        const bool isOvertaken = here.epoch == epoch && here.seq > start.seq;
        const bool isStartKept = start.epoch.isEmpty() || (start.seq >= floor && !isOvertaken);
        if (!running.isEmpty() && running.epoch == epoch && running.scopeTag == scopeTag && isStartKept)
            return {};
        SnapshotState state;
        state.epoch = epoch;
        state.scopeTag = scopeTag;
        MDMC_ASSIGN(const bool hasRows, m_rows.hasServerRows());
        // What a first load had brought of a history that is gone counts for nothing, though there is no cursor yet.
        if (!running.isEmpty() && running.epoch != epoch)
            MDMC_TRY(m_meta.set(meta::kEpochLost, QByteArray("1")));
        MDMC_ASSIGN(const QByteArray lost, m_meta.bytes(meta::kEpochLost));
        state.isFirst = !hasRows;
        state.isForced = !lost.isEmpty();
        MDMC_TRY(m_db.run("DELETE FROM snapshot_seen"));
        MDMC_TRY(m_meta.remove(meta::kSnapshot));
        MDMC_ASSIGN(const QByteArray indexes, m_meta.bytes(meta::kSnapshotIndexes));
        if (state.isFirst && indexes.isEmpty())
            MDMC_TRY(dropIndexes());
        return setSnapshotState(state);
    });
}

Result<SnapshotRequest> Replica::nextSnapshotPage(int maxRows)
{
    MDMC_ASSIGN(const SnapshotState state, snapshotState());
    if (state.isEmpty())
        return failure(ErrorCode::Internal, QStringLiteral("no snapshot is running"));
    // Not older than what is here: rows would come back that are deleted, and the cursor would stand before itself.
    qint64 notBefore = 0;
    for (const QLatin1String known : {meta::kCursor, meta::kSeen, meta::kSnapshot}) {
        MDMC_ASSIGN(const Cursor at, m_meta.cursor(known));
        if (at.epoch != state.epoch)
            continue;
        // Later than the cursor: it may be the changes after it that cannot be followed, and pages that were read there
        // would lead to the same place again.
        notBefore = std::max(notBefore, known == meta::kCursor ? at.seq + 1 : at.seq);
    }
    return SnapshotRequest{state.type, state.after, maxRows, notBefore, kPagesTogether};
}

std::optional<SnapshotRequest> Replica::pageAfter(const SnapshotPage &page, const SnapshotRequest &wanted)
{
    const bool isWanted = page.type == wanted.type
        && (page.rowCount() == 0 ? page.isLastOfType : !wanted.after || page.firstId() > wanted.after);
    if (!isWanted || page.isLast)
        return std::nullopt;
    const qint64 notBefore = std::max(wanted.notBefore, page.head.seq); // The first page's is where the tail begins.
    if (!page.isLastOfType)
        return SnapshotRequest{page.type, page.lastId(), wanted.maxRows, notBefore, wanted.maxPages};
    const std::optional<EntityType> next = nextType(page.type);
    return next ? std::optional(SnapshotRequest{*next, RecordId(), wanted.maxRows, notBefore, wanted.maxPages}) : std::nullopt;
}

Result<double> Replica::snapshotProgress()
{
    MDMC_ASSIGN(const SnapshotState state, snapshotState());
    if (state.isEmpty())
        return 1.0;
    const auto all = allEntities();
    double done = 0;
    for (size_t i = 0; i < all.size() && all[i]->type != state.type; ++i)
        ++done;
    const auto count = state.liveCounts.find(state.type);
    if (count != state.liveCounts.end() && count->second > 0)
        done += std::min(1.0, double(state.received) / double(count->second));
    return done / double(all.size());
}

Result<> Replica::takeRows(const SnapshotPage &page, const SnapshotState &state, bool isPlain, ChangeCollector &changes)
{
    if (page.packed && isPlain)
        return asTheirFault(m_rows.displayPacked(page.type, *page.packed, changes));
    const auto rows = rowsOf(page);
    MDMC_TRY(asTheirFault(rows));
    for (const Record &row : *rows) {
        MDMC_TRY(isPlain ? m_rows.display(row, changes) : m_rows.takeServerRow(row, state.isForced, changes));
        if (!state.isFirst)
            MDMC_TRY(m_db.run("INSERT OR IGNORE INTO snapshot_seen(type, id) VALUES(?1, ?2)", row.type, row.id));
    }
    return {};
}

Result<SnapshotOutcome> Replica::applySnapshotPage(const SnapshotPage &page)
{
    auto outcome = writeSnapshotPage(page);
    if (outcome && outcome->isComplete)
        MDMC_TRY(narrowCache());
    return outcome;
}

Result<SnapshotOutcome> Replica::writeSnapshotPage(const SnapshotPage &page)
{
    return inTransaction([&]() -> Result<SnapshotOutcome> {
        SnapshotOutcome outcome;
        ChangeCollector changes;
        MDMC_ASSIGN(SnapshotState state, snapshotState());
        if (state.isEmpty() || page.type != state.type)
            return outcome; // A doubled or late page.
        if (page.head.epoch != state.epoch)
            return failure(ErrorCode::ProtocolViolation, QStringLiteral("a snapshot page of another epoch"));
        if (page.rowCount() == 0 && !page.isLastOfType)
            return failure(ErrorCode::ProtocolViolation, QStringLiteral("an empty snapshot page that is not the last"));
        if (page.rowCount() > 0 && state.after && page.firstId() <= state.after)
            return outcome;
        MDMC_ASSIGN(const Cursor start, m_meta.cursor(meta::kSnapshot));
        if (start.epoch.isEmpty())
            MDMC_TRY(m_meta.setCursor(meta::kSnapshot, page.head));
        MDMC_TRY(noteSeen(page.head));
        MDMC_ASSIGN(const auto anyShadow, m_db.queryInt64("SELECT 1 FROM sync_shadow LIMIT 1"));
        const bool isPlain = state.isFirst && !anyShadow; // Nothing to compare with: half the time.
        MDMC_TRY(takeRows(page, state, isPlain, changes));
        state.liveCounts[page.type] = page.liveCount;
        state.received += page.rowCount();
        if (page.rowCount() > 0)
            state.after = page.lastId();
        const std::optional<EntityType> next = nextType(state.type);
        if (page.isLastOfType && !page.isLast && next) {
            state.type = *next;
            state.after = RecordId();
            state.received = 0;
        }
        outcome.isComplete = page.isLast || (page.isLastOfType && !next);
        MDMC_TRY(setSnapshotState(state));
        if (outcome.isComplete) {
            MDMC_ASSIGN(const bool isSwept, sweep(state, changes));
            MDMC_TRY(showPendingReturns(changes));
            outcome.isSweepRefused = !isSwept;
            MDMC_ASSIGN(const Cursor s0, m_meta.cursor(meta::kSnapshot));
            MDMC_TRY(makeIndexes());
            MDMC_TRY(m_meta.setCursor(meta::kCursor, s0));
            MDMC_TRY(m_meta.set(meta::kScopeTag, state.scopeTag));
            MDMC_TRY(m_meta.remove(meta::kSnapshot));
            MDMC_TRY(m_meta.remove(meta::kSnapshotState));
            MDMC_TRY(m_db.run("DELETE FROM snapshot_seen"));
            MDMC_TRY(m_db.run("DELETE FROM pull_stage")); // The pages were read later.
            if (state.isForced)
                MDMC_TRY(lowerReofferedBases());
            MDMC_TRY(m_meta.remove(meta::kEpochLost));
            MDMC_TRY(settleDecided(s0.seq, changes));
            changes.setWide();
        }
        MDMC_ASSIGN(outcome.changes, finish(changes, false));
        return outcome;
    });
}

/// A record that only waits to be created (again) or to come back is not among the server's, and yet to be seen by its
/// author. Sweeping took it away with what the server had of it, or with the record it belongs to.
Result<> Replica::showPendingReturns(ChangeCollector &changes)
{
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.all());
    for (const OutboxEntry &entry : entries)
        if (entry.state != OutboxEntry::State::Decided
            && (entry.operation.kind == OperationKind::Create || entry.operation.kind == OperationKind::Undelete))
            MDMC_TRY(m_rows.refresh({entry.operation.type, entry.operation.id}, changes));
    return {};
}

/// Removes what the server did not send: rows that left the scope or were removed while this replica was away.
Result<bool> Replica::sweep(const SnapshotState &state, ChangeCollector &changes)
{
    if (state.isFirst)
        return true;
    bool isSwept = true;
    for (const EntityInfo *info : allEntities()) {
        std::vector<RecordRef> unseen;
        {
            // With edits waiting the server's row is in the shadow; one that never was on the server is not swept.
            MDMC_ASSIGN(storage::Statement rows,
                        m_db.prepare(QByteArray("SELECT id FROM " + tableOf(info->type)
                                                + " t WHERE rev>0 AND NOT EXISTS("
                                                  "SELECT 1 FROM snapshot_seen s WHERE s.type=?1 AND s.id=t.id)")));
            rows.bind(1, info->type);
            while (true) {
                MDMC_ASSIGN(const bool hasRow, rows.step());
                if (!hasRow)
                    break;
                unseen.push_back({info->type, rows.columnRecordId(0)});
            }
        }
        MDMC_ASSIGN(const auto seen, m_db.queryInt64("SELECT count(*) FROM snapshot_seen WHERE type=?1", info->type));
        const auto counted = state.liveCounts.find(info->type);
        // As many rows as the server counts have come: what is missing is missing there.
        const bool isCounted = counted != state.liveCounts.end() && seen.value_or(0) >= counted->second;
        MDMC_ASSIGN(const bool isAllowed, isRemovalAllowed(unseen, isCounted ? qint64(unseen.size()) : -1));
        if (!isAllowed) {
            isSwept = false;
            continue;
        }
        for (const RecordRef &record : unseen)
            MDMC_TRY(m_rows.evictAlone(record, changes));
    }
    return isSwept;
}

} // namespace mdmc::sync
