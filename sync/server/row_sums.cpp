// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/row_sums.h"

#include "core/storage/statement.h"
#include "sync/protocol/merge.h"

#include <QtEndian>

namespace mdmc::sync {

using storage::Statement;

namespace {

constexpr int kSumBytes = 16; ///< Count and sum, eight bytes each, little-endian.

RowSum sumOf(const RecordRef &row, qint64 rev)
{
    return {1, rowChecksum(row.id, rev)};
}

} // namespace

RowSum &RowSums::notedOf(const RecordRef &row, const ScopeKey &scope)
{
    const int bucket = checksumBucket(row.id);
    const Place place{row.type, scope.isWorkspace, scope.ownerId, scope.teamId, bucket / kBucketsOfAPart};
    return m_noted[place][size_t(bucket % kBucketsOfAPart)];
}

void RowSums::note(const RecordRef &row, const std::optional<Row> &before, const std::optional<Row> &after)
{
    if (before)
        notedOf(row, before->scope) -= sumOf(row, before->rev);
    if (after)
        notedOf(row, after->scope) += sumOf(row, after->rev);
}

QByteArray RowSums::pack(const Part &part)
{
    QByteArray bytes(kSumBytes * kBucketsOfAPart, Qt::Uninitialized);
    char *at = bytes.data();
    for (const RowSum &sum : part) {
        qToLittleEndian(sum.count, at);
        qToLittleEndian(sum.sum, at + 8);
        at += kSumBytes;
    }
    return bytes;
}

Result<RowSums::Part> RowSums::unpack(const QByteArray &bytes)
{
    if (bytes.size() != kSumBytes * kBucketsOfAPart)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("sums of rows that cannot be read"));
    Part part;
    const char *at = bytes.data();
    for (RowSum &sum : part) {
        sum = {qFromLittleEndian<qint64>(at), qFromLittleEndian<quint64>(at + 8)};
        at += kSumBytes;
    }
    return part;
}

Result<> RowSums::add(const Place &place, const Part &change)
{
    MDMC_ASSIGN(Statement find, m_db.prepare("SELECT sums FROM row_sum WHERE entity=?1 AND workspace=?2 AND owner=?3 "
                                             "AND team=?4 AND part=?5"));
    const QByteArray owner = place.owner.toBytes();
    const QByteArray team = place.team.toBytes();
    find.bindAll(int(place.type), place.isWorkspace, owner, team, place.part);
    MDMC_ASSIGN(const bool isThere, find.step());
    Part sums;
    if (isThere) {
        MDMC_ASSIGN(sums, unpack(find.columnBlob(0)));
    }
    find.reset();
    for (size_t i = 0; i < sums.size(); ++i)
        sums[i] += change[i];
    if (sums == Part())
        return m_db.run("DELETE FROM row_sum WHERE entity=?1 AND workspace=?2 AND owner=?3 AND team=?4 AND part=?5",
                        int(place.type), place.isWorkspace, owner, team, place.part);
    return m_db.run("INSERT INTO row_sum(entity, workspace, owner, team, part, sums) VALUES(?1,?2,?3,?4,?5,?6) "
                    "ON CONFLICT DO UPDATE SET sums=excluded.sums",
                    int(place.type), place.isWorkspace, owner, team, place.part, pack(sums));
}

Result<> RowSums::write()
{
    for (const auto &[place, change] : m_noted)
        if (change != Part())
            MDMC_TRY(add(place, change));
    m_noted.clear();
    return {};
}

template <typename Take> Result<> RowSums::read(EntityType type, const Actor &actor, Take take)
{
    MDMC_ASSIGN(Statement rows, m_db.prepare("SELECT workspace, owner, team, part, sums FROM row_sum WHERE entity=?1"));
    rows.bindAll(int(type));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return {};
        if (!isVisible(actor, {rows.columnBool(0), rows.columnRecordId(1), rows.columnRecordId(2)}))
            continue;
        const int part = rows.columnInt(3);
        MDMC_ASSIGN(const Part sums, unpack(rows.columnBlob(4)));
        if (part < 0 || part >= kParts)
            return failure(ErrorCode::StorageCorrupt, QStringLiteral("sums of rows that there are no buckets for"));
        take(part, sums);
    }
}

Result<RowSum> RowSums::total(EntityType type, const Actor &actor)
{
    RowSum total;
    MDMC_TRY(read(type, actor, [&total](int, const Part &sums) {
        for (const RowSum &sum : sums)
            total += sum;
    }));
    return total;
}

Result<BucketSums> RowSums::buckets(EntityType type, const Actor &actor)
{
    BucketSums buckets;
    MDMC_TRY(read(type, actor, [&buckets](int part, const Part &sums) {
        for (size_t i = 0; i < sums.size(); ++i)
            buckets[size_t(part * kBucketsOfAPart) + i] += sums[i];
    }));
    return buckets;
}

Result<> RowSums::rebuild()
{
    MDMC_TRY(m_db.run("DELETE FROM row_sum"));
    m_noted.clear();
    for (const EntityInfo *info : allEntities()) {
        MDMC_ASSIGN(const auto hasTable, m_db.queryInt64("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?1",
                                                         QString(info->table)));
        if (!hasTable)
            continue; // Of a later migration than the one that this is part of.
        const QByteArray sql = "SELECT t.id, t.rev, s.workspace, s.owner, s.team FROM "
            + QByteArray(info->table.data(), info->table.size())
            + " t CROSS JOIN row_scope s ON s.entity=?1 AND s.id=t.id WHERE t.deleted=0";
        MDMC_ASSIGN(Statement rows, m_db.prepare(sql));
        rows.bindAll(int(info->type));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                break;
            note({info->type, rows.columnRecordId(0)}, std::nullopt,
                 Row{rows.columnInt64(1), {rows.columnBool(2), rows.columnRecordId(3), rows.columnRecordId(4)}});
        }
    }
    return write();
}

} // namespace mdmc::sync
