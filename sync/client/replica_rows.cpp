// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/replica_rows.h"

#include "core/base/mutation.h"
#include "core/model/value_codec.h"
#include "core/rules/derive.h"
#include "sync/client/sync_meta.h"
#include "sync/client/undo_log.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

namespace {

constexpr size_t kMaxNamedChanges = 1000;

bool isRuleData(EntityType type)
{
    return type == EntityType::User || type == EntityType::Pipeline || type == EntityType::Stage
        || type == EntityType::ListItem;
}

bool isOf(const Operation &operation, const RecordRef &record)
{
    return operation.type == record.type && operation.id == record.id;
}

} // namespace

void ChangeCollector::add(const RecordRef &record)
{
    m_touchesRules = m_touchesRules || isRuleData(record.type);
    if (m_isWide)
        return;
    m_records.insert(record);
    m_isWide = m_records.size() > kMaxNamedChanges;
}

ChangeSet ChangeCollector::take(bool isLocal)
{
    ChangeSet changes;
    changes.isWide = m_isWide;
    changes.isLocal = isLocal;
    if (!m_isWide)
        changes.records.assign(m_records.begin(), m_records.end());
    m_records.clear();
    m_isWide = false;
    m_touchesRules = false;
    return changes;
}

Result<std::optional<ReplicaRows::Shadow>> ReplicaRows::shadow(const RecordRef &record)
{
    MDMC_ASSIGN(storage::Statement row, m_db.prepare("SELECT row FROM sync_shadow WHERE type=?1 AND id=?2"));
    row.bindAll(record.type, record.id);
    MDMC_ASSIGN(const bool found, row.step());
    if (!found)
        return std::optional<Shadow>();
    Shadow kept;
    if (!row.isNull(0)) {
        MDMC_ASSIGN(Record decoded, decodeRecord(row.columnBlob(0)));
        kept.row = std::move(decoded);
    }
    return std::optional<Shadow>(std::move(kept));
}

/// Of the row kept aside; below every revision when there is none yet. Nothing: the record has no shadow.
Result<std::optional<qint64>> ReplicaRows::shadowRev(const RecordRef &record)
{
    MDMC_ASSIGN(storage::Statement row, m_db.prepare("SELECT row FROM sync_shadow WHERE type=?1 AND id=?2"));
    row.bindAll(record.type, record.id);
    MDMC_ASSIGN(const bool found, row.step());
    if (!found)
        return std::optional<qint64>();
    if (row.isNull(0))
        return std::optional(std::numeric_limits<qint64>::min());
    MDMC_ASSIGN(const qint64 rev, decodeRecordRev(row.columnBlobView(0)));
    return std::optional(rev);
}

Result<> ReplicaRows::setShadow(const RecordRef &record, const std::optional<Record> &row)
{
    std::optional<QByteArray> encoded;
    if (row)
        encoded = encodeRecord(*row);
    return m_db.run("INSERT INTO sync_shadow(type, id, row) VALUES(?1, ?2, ?3) "
                    "ON CONFLICT(type, id) DO UPDATE SET row=excluded.row",
                    record.type, record.id, encoded);
}

Result<> ReplicaRows::removeShadow(const RecordRef &record)
{
    return m_db.run("DELETE FROM sync_shadow WHERE type=?1 AND id=?2", record.type, record.id);
}

Result<> ReplicaRows::shield(const RecordRef &record)
{
    MDMC_ASSIGN(const std::optional<Shadow> kept, shadow(record));
    if (kept)
        return {};
    MDMC_ASSIGN(const std::optional<Record> row, m_store.load(record.type, record.id));
    return setShadow(record, row);
}

Result<> ReplicaRows::display(const Record &record, ChangeCollector &changes)
{
    changes.add({record.type, record.id});
    MDMC_TRY(m_store.save(record));
    if (isRuleData(record.type))
        m_rules.invalidate();
    return {};
}

Result<> ReplicaRows::displayPacked(EntityType type, const PackedRows &rows, ChangeCollector &changes)
{
    if (rows.count == 0)
        return {};
    changes.add({type, rows.first});
    changes.setWide();
    MDMC_TRY(m_store.savePacked(type, rows.cbor));
    if (isRuleData(type))
        m_rules.invalidate();
    return {};
}

Result<> ReplicaRows::erase(const RecordRef &record, ChangeCollector &changes)
{
    changes.add(record);
    if (entityInfo(record.type).isSearchable())
        m_textToPurge.insert(record.type);
    m_hasErased = true;
    MDMC_TRY(m_store.erase(record.type, record.id));
    MDMC_TRY(UndoLog(m_db).forget(record.id));
    if (isRuleData(record.type))
        m_rules.invalidate();
    return {};
}

Result<> ReplicaRows::takeServerRow(const Record &row, bool isForced, ChangeCollector &changes)
{
    const RecordRef record{row.type, row.id};
    MDMC_ASSIGN(const std::optional<qint64> keptRev, shadowRev(record));
    if (keptRev && !isMutated(Mutation::ShadowDroppedEarly)) {
        if (!isForced && *keptRev > row.rev)
            return refresh(record, changes); // An operation may have left the outbox.
        MDMC_ASSIGN(const bool isPending, m_outbox.concerns(record));
        if (!isPending) {
            MDMC_TRY(removeShadow(record));
            return display(row, changes);
        }
        MDMC_TRY(setShadow(record, row));
        return isMutated(Mutation::OverlayForgotten) ? display(row, changes) : refresh(record, changes);
    }
    MDMC_ASSIGN(const std::optional<Record> known, m_store.load(row.type, row.id));
    // Of the same revision, too: one that damage made what the server would give next (simulator, seed 4010085).
    if (!isForced && known && known->rev > row.rev)
        return {};
    if (known && *known == row)
        return {};
    return display(row, changes);
}

std::optional<Record> ReplicaRows::overlaid(const RecordRef &record, std::optional<Record> row,
                                            const std::vector<OutboxEntry> &entries) const
{
    // The server does not send tombstones for ever. What waits to come back shows what was typed of it meanwhile.
    const bool isComingBack = std::any_of(entries.begin(), entries.end(), [&](const OutboxEntry &entry) {
        return isOf(entry.operation, record) && entry.operation.kind == OperationKind::Undelete;
    });
    if (!row && isComingBack) {
        row.emplace(record.type, record.id);
        row->deleted = kPendingSequence;
    }
    for (const OutboxEntry &entry : entries) {
        const Operation &operation = entry.operation;
        if (!isOf(operation, record)) {
            if (!row || row->isDeleted())
                continue;
            Record activity(operation.type, operation.id);
            overlay(activity, operation);
            deriveFromActivity(*row, activity, operation.editedAt, m_rules);
            continue;
        }
        if (!row && operation.kind != OperationKind::Create)
            continue;
        const std::optional<Record> before = row;
        if (!row)
            row.emplace(record.type, record.id);
        overlay(*row, operation);
        if (operation.kind != OperationKind::Delete)
            derive(*row, before ? &*before : nullptr, m_actor, operation.editedAt, m_rules, editedFields(operation));
    }
    return row;
}

Result<> ReplicaRows::refresh(const RecordRef &record, ChangeCollector &changes)
{
    MDMC_ASSIGN(const std::optional<Shadow> kept, shadow(record));
    if (!kept)
        return {};
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.of(record));
    const std::optional<Record> row = overlaid(record, kept->row, entries);
    if (entries.empty())
        MDMC_TRY(removeShadow(record));
    if (!row)
        return erase(record, changes);
    MDMC_ASSIGN(const std::optional<Record> shown, m_store.load(record.type, record.id));
    if (shown && *shown == *row)
        return {};
    return display(*row, changes);
}

Result<> ReplicaRows::settle(const OutboxEntry &entry, ChangeCollector &changes)
{
    MDMC_TRY(refresh({entry.operation.type, entry.operation.id}, changes));
    if (entry.subject)
        MDMC_TRY(refresh(*entry.subject, changes));
    return {};
}

Result<std::vector<RecordRef>> ReplicaRows::childrenOf(const RecordRef &record)
{
    struct Link { EntityType type; QLatin1String field; };
    static constexpr Link campaignLinks[] = {{EntityType::CampaignLine, QLatin1String("campaignId")},
                                             {EntityType::CampaignLead, QLatin1String("campaignId")}};
    static constexpr Link subjectLinks[] = {{EntityType::Activity, QLatin1String("subjectId")},
                                            {EntityType::Task, QLatin1String("subjectId")},
                                            {EntityType::Conflict, QLatin1String("subjectId")}};
    std::vector<RecordRef> children;
    const auto gather = [&](std::span<const Link> links) -> Result<> {
        for (const Link &link : links) {
            const EntityInfo &info = entityInfo(link.type);
            const QByteArray sql = "SELECT id FROM " + QByteArray(info.table.data(), info.table.size()) + " WHERE "
                + toColumnName(link.field).toLatin1() + "=?1"; // Tombstones too: nothing may stay.
            MDMC_ASSIGN(storage::Statement rows, m_db.prepare(sql));
            rows.bind(1, record.id);
            while (true) {
                MDMC_ASSIGN(const bool hasRow, rows.step());
                if (!hasRow)
                    break;
                children.push_back({link.type, rows.columnRecordId(0)});
            }
        }
        return {};
    };
    MDMC_TRY(gather(subjectLinks));
    if (record.type == EntityType::Campaign)
        MDMC_TRY(gather(campaignLinks));
    return children;
}

Result<> ReplicaRows::evict(const RecordRef &record, ChangeCollector &changes)
{
    MDMC_ASSIGN(const std::vector<RecordRef> children, childrenOf(record));
    for (const RecordRef &child : children)
        MDMC_TRY(evict(child, changes));
    return evictAlone(record, changes);
}

Result<> ReplicaRows::evictAlone(const RecordRef &record, ChangeCollector &changes)
{
    MDMC_ASSIGN(const bool isPending, m_outbox.concerns(record));
    if (isPending)
        MDMC_TRY(setShadow(record, std::nullopt));
    else
        MDMC_TRY(removeShadow(record));
    MDMC_TRY(erase(record, changes));
    MDMC_TRY(m_db.run("DELETE FROM pull_stage WHERE type=?1 AND id=?2", record.type, record.id));
    MDMC_TRY(m_outbox.forgetBefore(record));
    return m_db.run("UPDATE attention SET before=NULL WHERE record_id=?1 AND type=?2", record.id, record.type);
}

Result<> ReplicaRows::purgeText()
{
    for (const EntityType type : std::exchange(m_textToPurge, {})) {
        const QLatin1String table = entityInfo(type).table;
        const QByteArray fts = QByteArray(table.data(), table.size()) + "_fts";
        MDMC_TRY(m_db.exec(QByteArray("INSERT INTO " + fts + '(' + fts + ") VALUES('optimize')")));
    }
    if (std::exchange(m_hasErased, false))
        MDMC_TRY(SyncMeta(m_db).set(meta::kScrubDue, QByteArray("1")));
    return {};
}

Result<std::optional<Record>> ReplicaRows::serverRow(const RecordRef &record)
{
    MDMC_ASSIGN(std::optional<Shadow> kept, shadow(record));
    if (kept)
        return std::move(kept->row);
    return m_store.load(record.type, record.id);
}

Result<qint64> ReplicaRows::liveServerRows(EntityType type)
{
    const EntityInfo &info = entityInfo(type);
    MDMC_ASSIGN(const auto count,
                m_db.queryInt64(QByteArray("SELECT count(*) FROM " + QByteArray(info.table.data(), info.table.size())
                                           + " WHERE rev>0 AND deleted=0")));
    return count.value_or(0);
}

Result<bool> ReplicaRows::hasServerRows()
{
    for (const EntityInfo *info : allEntities()) {
        MDMC_ASSIGN(const auto found,
                    m_db.queryInt64(QByteArray("SELECT 1 FROM " + QByteArray(info->table.data(), info->table.size())
                                               + " WHERE rev>0 LIMIT 1")));
        if (found)
            return true;
    }
    return false;
}

} // namespace mdmc::sync
