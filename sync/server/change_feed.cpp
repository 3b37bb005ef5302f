// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/change_feed.h"

#include "sync/protocol/codec.h"
#include "core/base/log.h"
#include "core/base/mutation.h"
#include "sync/protocol/merge.h"
#include "sync/server/decision.h"

#include <QCryptographicHash>

namespace mdmc::sync {

namespace {

/// Of a page that one group alone makes larger; clients read 16 MiB, and a text may take half as much again as it counts.
constexpr qint64 kMostPageBytes = 8 * 1024 * 1024;

qint64 approximateSize(const Record &record)
{
    qint64 size = 48 + qint64(record.values.size()) + record.extra.size();
    for (const Value &value : record.values) {
        if (const QString *text = value.get<QString>())
            size += 2 * text->size();
        else if (const QStringList *texts = value.get<QStringList>())
            for (const QString &text : *texts)
                size += 3 + 2 * text.size();
        else if (const QByteArray *bytes = value.get<QByteArray>())
            size += bytes->size();
        else if (!value.isEmpty())
            size += 16;
    }
    return size;
}

/// A session further behind reads for itself, so that the cache stays small.
constexpr qint64 kTailChanges = 4000;
constexpr size_t kMostCachedRows = 5000;
constexpr size_t kMostLogs = 4; ///< That grow with each commit.

Changes pageOf(qint64 from, const Cursor &to, const Head &head,
               std::vector<std::pair<RecordRef, std::shared_ptr<FeedRow>>> rows)
{
    Changes page;
    page.from = from;
    page.to = to;
    page.hasMore = to.seq < head.seq;
    for (auto &[ref, row] : rows) {
        if (!row)
            page.evicted.push_back(ref);
        else if (row.use_count() == 1)
            page.rows.push_back(std::move(*row->record));
        else
            page.rows.push_back(*row->record);
    }
    page.evictedCount = qint64(page.evicted.size());
    return page;
}

bool saw(const Actor &actor, const Change &change)
{
    return (change.before && isVisible(actor, *change.before)) || (change.after && isVisible(actor, *change.after));
}

} // namespace

void TailCache::moveTo(const Head &head)
{
    if (head.epoch == m_head.epoch && head.seq == m_head.seq)
        return;
    m_logs.clear();
    m_rows.clear();
    m_frames.clear();
    m_head = head;
}

void TailCache::moveTo(const Head &before, const Head &head, Committed committed)
{
    const bool follows = m_head.epoch == before.epoch && m_head.seq == before.seq && head.epoch == before.epoch
        && m_rows.size() < kMostCachedRows;
    const bool isWhole = !committed.log.empty() && committed.log.front().seq == before.seq + 1
        && committed.log.back().seq == head.seq && head.epoch == before.epoch;
    if (!isWhole || !follows)
        moveTo(head);
    if (!isWhole)
        return;
    m_frames.clear();
    m_head = head;
    while (m_logs.size() > kMostLogs)
        m_logs.erase(m_logs.begin());
    std::erase_if(m_logs, [&](const auto &log) { return log.second.empty() || log.second.back().seq != before.seq; });
    for (auto &[from, log] : m_logs)
        log.insert(log.end(), committed.log.begin(), committed.log.end());
    for (ScopedRow &row : committed.rows) {
        const RecordRef ref{row.record.type, row.record.id};
        const qint64 size = approximateSize(row.record);
        m_rows[ref] = std::make_shared<FeedRow>(FeedRow{forWire(std::move(row.record)), row.scope.key, size});
    }
    m_logs.insert_or_assign(before.seq, std::move(committed.log));
}

QByteArray scopeTag(const Actor &actor)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(actor.userId.toBytes());
    hash.addData(QByteArray(1, char(actor.role)) + QByteArray(1, char(actor.sight)));
    hash.addData(actor.sight == Sight::Team ? actor.teamId.toBytes() : QByteArray());
    return hash.result().left(8);
}

Result<ChangeFeed::Continuity> ChangeFeed::check(const Cursor &cursor)
{
    if (cursor.epoch.isEmpty())
        return Continuity::BelowFloor;
    MDMC_ASSIGN(const Head head, m_store.head());
    if (cursor.epoch != head.epoch || cursor.seq < 0)
        return Continuity::EpochMismatch;
    const Continuity elsewhere = m_store.isOwnTag(cursor) ? Continuity::LostHistory : Continuity::EpochMismatch;
    if (cursor.seq > head.seq)
        return elsewhere;
    if (cursor.seq < head.floor)
        return Continuity::BelowFloor;
    if (cursor.seq == 0)
        return Continuity::Follows;
    MDMC_ASSIGN(const std::optional<Change> change, m_store.change(cursor.seq));
    if (!change)
        return Continuity::BelowFloor;
    return change->tag == cursor.tag ? Continuity::Follows : elsewhere;
}

Result<> leaveLostHistory(Store &store, const Clock &clock, const Cursor &cursor)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(store, Store::Mode::Write));
    MDMC_ASSIGN(const ChangeFeed::Continuity continuity, ChangeFeed(store).check(cursor));
    if (continuity != ChangeFeed::Continuity::LostHistory)
        return {}; // Another session was first.
    MDMC_ASSIGN(const Head head, store.head());
    qCWarning(lcServer) << "this store was set back: it stands at" << head.seq << "and a client has seen" << cursor.seq
                        << "differently; a new epoch begins and clients offer again what is missing";
    MDMC_TRY(store.renewEpoch());
    AuditEntry entry;
    entry.id = RecordId::mint();
    entry.at = clock.nowUtc();
    entry.action = QStringLiteral("epoch");
    entry.oldValue = QString::number(cursor.seq);
    entry.newValue = QString::number(head.seq);
    MDMC_TRY(store.audit(entry));
    return transaction.commit();
}

Result<std::vector<Change>> ChangeFeed::wholeGroups(qint64 from, int maxChanges)
{
    MDMC_ASSIGN(std::vector<Change> changes, m_store.changesAfter(from, maxChanges));
    if (changes.empty() || changes.back().groupLast == changes.back().seq)
        return changes;
    const qint64 cutGroup = changes.back().groupLast;
    const auto firstOfCut =
        std::find_if(changes.begin(), changes.end(), [&](const Change &c) { return c.groupLast == cutGroup; });
    if (firstOfCut != changes.begin()) {
        changes.erase(firstOfCut, changes.end());
        return changes;
    }
    return m_store.changesAfter(from, int(cutGroup - from)); // One group larger than the page
}

Result<std::shared_ptr<FeedRow>> ChangeFeed::readRow(const RecordRef &ref)
{
    auto row = std::make_shared<FeedRow>();
    MDMC_ASSIGN(std::optional<Record> record, m_store.load(ref));
    MDMC_ASSIGN(const std::optional<RowScope> scope, m_store.scopeOf(ref));
    if (record && scope) {
        row->record = forWire(std::move(*record));
        row->scope = scope->key;
        row->size = approximateSize(*row->record);
    }
    return row;
}

Result<ChangeFeed::Selection> ChangeFeed::select(const Actor &actor, const Cursor &from, const std::vector<Change> &log,
                                                 const ReadRow &read) const
{
    Selection selection;
    selection.to = from;
    std::set<RecordRef> done;
    qint64 bytes = 0;
    size_t wholeRows = 0; // Of whole groups
    for (const Change &change : log) {
        if (saw(actor, change) && done.insert(change.row).second) {
            MDMC_ASSIGN(std::shared_ptr<FeedRow> row, read(change.row));
            if (!row->record || (!isVisible(actor, *row->scope) && !isMutated(Mutation::ScopeUnchecked)))
                row.reset();
            bytes += row ? row->size : 20;
            selection.rows.emplace_back(change.row, std::move(row));
            if (bytes > kMostPageBytes) { // This group does not go with those before it, or not at all.
                if (wholeRows == 0 && selection.to.seq == from.seq)
                    return failure(ErrorCode::TooLarge, QStringLiteral("more changed at once than a page can hold"));
                selection.rows.resize(wholeRows);
                return selection;
            }
        }
        const bool isGroupEnd = change.groupLast == change.seq;
        if (isGroupEnd) {
            selection.to = {from.epoch, change.seq, change.tag};
            wholeRows = selection.rows.size();
        }
        if (isGroupEnd && bytes > kPageBytes)
            break;
    }
    return selection;
}

Result<bool> ChangeFeed::canFollow(const Actor &actor, const Cursor &cursor)
{
    const auto next = after(actor, cursor, 1);
    if (!next && next.error().code != ErrorCode::TooLarge)
        return tl::unexpected<Error>(next.error());
    return next.has_value();
}

Result<Changes> ChangeFeed::after(const Actor &actor, const Cursor &cursor, int maxChanges)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    MDMC_ASSIGN(const Head head, m_store.head());
    MDMC_ASSIGN(const std::vector<Change> log,
                wholeGroups(cursor.seq, std::clamp(maxChanges, 1, m_limits.maxPageChanges)));
    MDMC_ASSIGN(Selection selection, select(actor, {head.epoch, cursor.seq, cursor.tag}, log,
                                            [this](const RecordRef &ref) { return readRow(ref); }));
    return pageOf(cursor.seq, selection.to, head, std::move(selection.rows));
}

/// From the cache; `cursor` is near its head.
Result<ChangeFeed::Selection> ChangeFeed::selectNear(const Actor &actor, const Cursor &cursor, TailCache &cache)
{
    const Head &head = cache.m_head;
    auto log = cache.m_logs.find(cursor.seq);
    // A page before this one may have begun in a log that goes on beyond it.
    if (log == cache.m_logs.end() && !cache.m_logs.empty())
        if (auto before = cache.m_logs.upper_bound(cursor.seq); before != cache.m_logs.begin()) {
            const std::vector<Change> &longer = std::prev(before)->second;
            if (!longer.empty() && longer.back().seq == head.seq && longer.back().seq > cursor.seq)
                log = cache.m_logs.emplace(cursor.seq, std::vector<Change>(longer.end() - (head.seq - cursor.seq), longer.end())).first;
        }
    if (log == cache.m_logs.end()) {
        MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
        MDMC_ASSIGN(std::vector<Change> changes, wholeGroups(cursor.seq, m_limits.maxPageChanges));
        // The store may be ahead of the cache already: rows kept here say nothing of what came since.
        std::erase_if(changes, [&head](const Change &change) { return change.seq > head.seq; });
        log = cache.m_logs.emplace(cursor.seq, std::move(changes)).first;
    }
    const auto readOnce = [&](const RecordRef &ref) -> Result<std::shared_ptr<FeedRow>> {
        if (const auto known = cache.m_rows.find(ref); known != cache.m_rows.end())
            return known->second;
        MDMC_ASSIGN(std::shared_ptr<FeedRow> row, readRow(ref));
        return cache.m_rows.emplace(ref, std::move(row)).first->second;
    };
    return select(actor, {head.epoch, cursor.seq, cursor.tag}, log->second, readOnce);
}

Result<std::optional<Changes>> ChangeFeed::changesAfter(const Actor &actor, Cursor &cursor, TailCache &cache)
{
    const Head &head = cache.m_head;
    if (cursor.seq >= head.seq || head.seq - cursor.seq > kTailChanges)
        return std::optional<Changes>();
    MDMC_ASSIGN(Selection selection, selectNear(actor, cursor, cache));
    if (selection.to.seq == cursor.seq)
        return std::optional<Changes>();
    const Head reached{head.epoch, std::max(head.seq, selection.to.seq), head.tag, head.floor};
    Changes page = pageOf(cursor.seq, selection.to, reached, std::move(selection.rows));
    cursor = selection.to;
    return std::optional(std::move(page));
}

Result<std::optional<QByteArray>> ChangeFeed::frameAfter(const Actor &actor, Cursor &cursor, TailCache &cache)
{
    const Head &head = cache.m_head;
    if (cursor.seq >= head.seq)
        return std::optional<QByteArray>();
    if (head.seq - cursor.seq > kTailChanges) {
        MDMC_ASSIGN(const Changes page, after(actor, cursor, m_limits.maxPageChanges));
        cursor = page.to;
        return std::optional(encodeFrame(page));
    }
    MDMC_ASSIGN(Selection selection, selectNear(actor, cursor, cache));
    if (selection.to.seq == cursor.seq)
        return std::optional<QByteArray>();
    // Within one log, which rows are shown and which are taken away says all.
    QByteArray content = QByteArray::number(cursor.seq) + '-' + QByteArray::number(selection.to.seq) + ':';
    for (const auto &[ref, row] : selection.rows)
        content += ref.id.toBytes() + (row ? '+' : '-');
    QByteArray &frame = cache.m_frames[content];
    if (frame.isEmpty()) {
        const Head reached{head.epoch, std::max(head.seq, selection.to.seq), head.tag, head.floor};
        frame = encodeFrame(pageOf(cursor.seq, selection.to, reached, std::move(selection.rows)));
    }
    cursor = selection.to;
    return std::optional(frame);
}

/// All but its rows.
Result<SnapshotPage> ChangeFeed::emptyPage(const Actor &actor, EntityType type)
{
    SnapshotPage page;
    page.type = type;
    MDMC_ASSIGN(const Head head, m_store.head());
    page.head = head.cursor();
    MDMC_ASSIGN(const RowSum visible, m_store.visibleSum(type, actor));
    page.liveCount = visible.count;
    return page;
}

Result<SnapshotPage> ChangeFeed::packedSnapshot(const Actor &actor, EntityType type, const RecordId &after, int maxRows,
                                                qint64 maxBytes)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    MDMC_ASSIGN(SnapshotPage page, emptyPage(actor, type));
    const int limit = std::clamp(maxRows, 1, m_limits.maxPageChanges);
    MDMC_ASSIGN(Store::PackedPage rows, m_store.visiblePacked(type, actor, after, limit, maxBytes));
    page.packed = PackedRows{std::move(rows.cbor), rows.count, rows.first, rows.last};
    page.isLastOfType = rows.isLast;
    page.isLast = page.isLastOfType && type == allEntities().back()->type;
    return page;
}

Result<SnapshotPage> ChangeFeed::snapshot(const Actor &actor, EntityType type, const RecordId &after, int maxRows)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    const int limit = std::clamp(maxRows, 1, m_limits.maxPageChanges);
    MDMC_ASSIGN(SnapshotPage page, emptyPage(actor, type));
    RecordId from = after;
    qint64 bytes = 0;
    // In pieces, so that a page which the size cuts short has not read much more than it holds.
    while (int(page.rows.size()) < limit && bytes < kPageBytes && !page.isLastOfType) {
        const int piece = std::min(500, limit - int(page.rows.size()));
        MDMC_ASSIGN(std::vector<Record> rows, m_store.visiblePage(type, actor, from, piece));
        page.isLastOfType = int(rows.size()) < piece;
        for (Record &row : rows) {
            if (bytes >= kPageBytes) {
                page.isLastOfType = false;
                break;
            }
            bytes += approximateSize(row);
            from = row.id;
            page.rows.push_back(std::move(row));
        }
    }
    page.isLast = page.isLastOfType && type == allEntities().back()->type;
    return page;
}

Result<ChecksumReply> ChangeFeed::checksums(const Actor &actor, std::optional<EntityType> bucketsOf)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    ChecksumReply reply;
    MDMC_ASSIGN(const Head head, m_store.head());
    reply.at = head.cursor();
    if (!bucketsOf) {
        for (const EntityInfo *info : allEntities()) {
            MDMC_ASSIGN(const RowSum all, m_store.visibleSum(info->type, actor));
            reply.sums.push_back({info->type, -1, all.count, all.sum});
        }
        return reply;
    }
    MDMC_ASSIGN(const BucketSums sums, m_store.visibleSums(*bucketsOf, actor));
    for (size_t i = 0; i < sums.size(); ++i)
        reply.sums.push_back({*bucketsOf, int(i), sums[i].count, sums[i].sum});
    return reply;
}

Result<BucketReply> ChangeFeed::bucket(const Actor &actor, EntityType type, int bucket)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    BucketReply reply;
    reply.type = type;
    reply.bucket = bucket;
    MDMC_ASSIGN(const Head head, m_store.head());
    reply.at = head.cursor();
    MDMC_ASSIGN(reply.rows, m_store.visibleInBucket(type, actor, bucket));
    return reply;
}

} // namespace mdmc::sync
