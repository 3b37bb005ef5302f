// SPDX-License-Identifier: GPL-3.0-or-later
// What maintenance removes: folded changes, old tombstones, results that nobody asks for any more.
#include "sync/server/embedded_store.h"

namespace mdmc::sync {

using storage::Statement;

namespace {

/// Rows that belong to `t`, which they name by this column.
struct Belonging {
    const char *table;
    const char *column;
};
constexpr Belonging kBelonging[] = {{"activity", "subject_id"},
                                    {"task", "subject_id"},
                                    {"conflict", "subject_id"},
                                    {"campaign_line", "campaign_id"},
                                    {"campaign_lead", "campaign_id"}};

} // namespace

Result<qint64> EmbeddedStore::foldableUpTo(UtcMs before, int limit)
{
    MDMC_ASSIGN(const Head now, head());
    // Along the log from the floor on, so it stops at the first that is too young.
    MDMC_ASSIGN(const std::optional<qint64> young,
                m_db.queryInt64("SELECT seq FROM change_log WHERE seq>?1 AND committed_at>=?2 ORDER BY seq LIMIT 1",
                                now.floor, before));
    const qint64 last = std::min(young ? *young - 1 : now.seq, now.floor + limit);
    MDMC_ASSIGN(const std::optional<qint64> end,
                m_db.queryInt64("SELECT max(seq) FROM change_log WHERE seq>?1 AND seq<=?2 AND group_last=seq",
                                now.floor, last));
    if (end)
        return *end;
    MDMC_ASSIGN(const std::optional<qint64> longGroup,
                m_db.queryInt64("SELECT group_last FROM change_log WHERE seq=?1", now.floor + 1));
    return longGroup && (!young || *longGroup < *young) ? *longGroup : now.floor;
}

Result<> EmbeddedStore::raiseFloor(qint64 floor)
{
    MDMC_TRY(m_db.run("UPDATE sync_head SET floor=max(floor, ?1) WHERE one=1", floor));
    return m_db.run("DELETE FROM change_log WHERE seq<?1", floor);
}

Result<std::vector<RecordRef>> EmbeddedStore::purgeable(qint64 seq, int limit)
{
    std::vector<RecordRef> rows;
    for (const EntityInfo *info : allEntities()) {
        QByteArray sql = "SELECT id FROM " + QByteArray(info->table.data(), info->table.size())
            + " t WHERE deleted<>0 AND rev<=?1";
        for (const Belonging &child : kBelonging)
            sql += QByteArray(" AND NOT EXISTS(SELECT 1 FROM ") + child.table + " WHERE " + child.column + "=t.id)";
        MDMC_ASSIGN(Statement ids, m_db.prepare(QByteArray(sql + " ORDER BY rev LIMIT ?2")));
        ids.bindAll(seq, limit - int(rows.size()));
        while (int(rows.size()) < limit) {
            MDMC_ASSIGN(const bool hasRow, ids.step());
            if (!hasRow)
                break;
            rows.push_back({info->type, ids.columnRecordId(0)});
        }
    }
    return rows;
}

Result<> EmbeddedStore::purge(const RecordRef &row)
{
    MDMC_TRY(m_records.erase(row.type, row.id));
    MDMC_TRY(m_db.run("DELETE FROM row_scope WHERE entity=?1 AND id=?2", int(row.type), row.id));
    return m_db.run("INSERT OR IGNORE INTO purged_id(entity, id) VALUES(?1,?2)", int(row.type), row.id);
}

Result<bool> EmbeddedStore::isPurged(const RecordRef &row)
{
    MDMC_ASSIGN(const std::optional<qint64> found,
                m_db.queryInt64("SELECT 1 FROM purged_id WHERE entity=?1 AND id=?2", int(row.type), row.id));
    return found.has_value();
}

Result<int> EmbeddedStore::forgetOldResults(UtcMs before, UtcMs unseenSince, int limit)
{
    MDMC_TRY(m_db.run("DELETE FROM op_result WHERE (client, n) IN (SELECT r.client, r.n FROM op_result r "
                      "LEFT JOIN client_state c ON c.client=r.client WHERE r.at<?1 AND (c.client IS NULL "
                      "OR r.n<=c.acked_n OR c.last_seen<?2) ORDER BY r.at LIMIT ?3)",
                      before, unseenSince, limit));
    return int(m_db.changes());
}

} // namespace mdmc::sync
