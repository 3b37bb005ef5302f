// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/change_feed.h"

#include "core/base/log.h"
#include "sync/protocol/merge.h"
#include "sync/server/decision.h"

#include <QCryptographicHash>

namespace mdmc::sync {

namespace {

/// Uncompressed rows of one page: below the frame limit whatever the rows hold.
constexpr qint64 kPageBytes = 900 * 1024;

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

bool saw(const Actor &actor, const Change &change)
{
    return (change.before && isVisible(actor, *change.before)) || (change.after && isVisible(actor, *change.after));
}

} // namespace

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

Result<Changes> ChangeFeed::after(const Actor &actor, const Cursor &cursor, int maxChanges)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    MDMC_ASSIGN(const Head head, m_store.head());
    MDMC_ASSIGN(const std::vector<Change> log,
                wholeGroups(cursor.seq, std::clamp(maxChanges, 1, m_limits.maxPageChanges)));
    Changes page;
    page.from = cursor.seq;
    page.to = {head.epoch, cursor.seq, cursor.tag};
    std::set<RecordRef> done;
    qint64 bytes = 0;
    for (size_t i = 0; i < log.size(); ++i) {
        const Change &change = log[i];
        if (saw(actor, change) && done.insert(change.row).second) {
            MDMC_ASSIGN(std::optional<Record> row, m_store.load(change.row));
            MDMC_ASSIGN(const std::optional<RowScope> scope, m_store.scopeOf(change.row));
            if (row && scope && isVisible(actor, scope->key)) {
                page.rows.push_back(forWire(std::move(*row)));
                bytes += approximateSize(page.rows.back());
            } else {
                page.evicted.push_back(change.row);
                bytes += 20;
            }
        }
        const bool isGroupEnd = change.groupLast == change.seq;
        if (isGroupEnd)
            page.to = {head.epoch, change.seq, change.tag};
        if (isGroupEnd && bytes > kPageBytes)
            break;
    }
    page.hasMore = page.to.seq < head.seq;
    page.evictedCount = qint64(page.evicted.size());
    return page;
}

Result<SnapshotPage> ChangeFeed::snapshot(const Actor &actor, EntityType type, const RecordId &after, int maxRows)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    const int limit = std::clamp(maxRows, 1, m_limits.maxPageChanges);
    SnapshotPage page;
    page.type = type;
    MDMC_ASSIGN(const Head head, m_store.head());
    page.head = head.cursor();
    MDMC_ASSIGN(page.liveCount, m_store.visibleCount(type, actor));
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
    for (const EntityInfo *info : allEntities()) {
        if (bucketsOf && *bucketsOf != info->type)
            continue;
        const int count = bucketsOf ? 256 : 1;
        std::vector<Checksum> sums(size_t(count), Checksum{info->type, -1, 0, 0});
        MDMC_ASSIGN(const std::vector<Store::IdRev> ids, m_store.visibleIds(info->type, actor));
        for (const Store::IdRev &row : ids) {
            Checksum &sum = sums[bucketsOf ? size_t(checksumBucket(row.id)) : 0];
            ++sum.count;
            sum.sum += rowChecksum(row.id, row.rev);
        }
        for (int i = 0; bucketsOf && i < count; ++i)
            sums[size_t(i)].bucket = i;
        reply.sums.insert(reply.sums.end(), sums.begin(), sums.end());
    }
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
    MDMC_ASSIGN(const std::vector<Store::IdRev> ids, m_store.visibleIds(type, actor));
    for (const Store::IdRev &id : ids) {
        if (checksumBucket(id.id) != bucket)
            continue;
        MDMC_ASSIGN(std::optional<Record> row, m_store.load({type, id.id}));
        if (row)
            reply.rows.push_back(std::move(*row));
    }
    return reply;
}

} // namespace mdmc::sync
