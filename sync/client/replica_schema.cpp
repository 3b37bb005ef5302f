// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/replica_schema.h"

#include "core/storage/record_schema.h"
#include "sync/client/sync_meta.h"

namespace mdmc::sync {

namespace {

QByteArray clientTablesV1()
{
    return R"sql(
CREATE TABLE sync_meta(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE sync_shadow(type INTEGER NOT NULL, id BLOB NOT NULL, row BLOB, PRIMARY KEY(type, id)) WITHOUT ROWID;
CREATE TABLE outbox(n INTEGER PRIMARY KEY, grp INTEGER NOT NULL, type INTEGER NOT NULL, id BLOB NOT NULL,
  subject_type INTEGER, subject_id BLOB, op BLOB NOT NULL, before BLOB, state INTEGER NOT NULL,
  sent_at INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, is_reoffered INTEGER NOT NULL DEFAULT 0);
CREATE INDEX outbox_by_record ON outbox(id, type);
CREATE INDEX outbox_by_subject ON outbox(subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX outbox_decided ON outbox(seq) WHERE state=2;
CREATE TABLE attention(id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL, grp INTEGER NOT NULL,
  type INTEGER NOT NULL, record_id BLOB NOT NULL, op BLOB NOT NULL, before BLOB, reason INTEGER NOT NULL, detail TEXT,
  field TEXT, cause INTEGER, refused_at INTEGER NOT NULL);
CREATE INDEX attention_by_record ON attention(record_id);
CREATE TABLE acked_ops(client BLOB NOT NULL, n INTEGER NOT NULL, type INTEGER NOT NULL, id BLOB NOT NULL,
  op BLOB NOT NULL, acked_at INTEGER NOT NULL, PRIMARY KEY(client, n)) WITHOUT ROWID;
CREATE INDEX acked_by_record ON acked_ops(id);
CREATE INDEX acked_by_time ON acked_ops(acked_at);
CREATE TABLE undo_step(id INTEGER PRIMARY KEY AUTOINCREMENT, batch BLOB, is_undone INTEGER NOT NULL DEFAULT 0,
  first_n INTEGER NOT NULL, last_n INTEGER NOT NULL, label TEXT NOT NULL, forward BLOB NOT NULL, backward BLOB NOT NULL);
CREATE INDEX undo_by_batch ON undo_step(coalesce(batch, id), id);
CREATE TABLE undo_record(step INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY(id, step)) WITHOUT ROWID;
CREATE INDEX undo_record_by_step ON undo_record(step);
CREATE TABLE pull_stage(type INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL, row BLOB NOT NULL,
  PRIMARY KEY(type, id)) WITHOUT ROWID;
CREATE TABLE local_value(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE snapshot_seen(type INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY(type, id)) WITHOUT ROWID;
)sql";
}

/// Each index and counter of the line of undo was one more page that every edit wrote.
QByteArray narrowUndoV3()
{
    return R"sql(
DROP INDEX undo_by_batch;
DROP INDEX undo_record_by_step;
ALTER TABLE undo_step RENAME TO undo_step_v2;
CREATE TABLE undo_step(id INTEGER PRIMARY KEY, batch BLOB, is_undone INTEGER NOT NULL DEFAULT 0,
  first_n INTEGER NOT NULL, last_n INTEGER NOT NULL, label TEXT NOT NULL, forward BLOB NOT NULL, backward BLOB NOT NULL);
INSERT INTO undo_step SELECT id, batch, is_undone, first_n, last_n, label, forward, backward FROM undo_step_v2;
DROP TABLE undo_step_v2;
DELETE FROM undo_record WHERE step NOT IN (SELECT id FROM undo_step);
)sql";
}

/// A lead's match keys are found by the lead itself: an index of them was written with each of them.
const char kDropKeysByLead[] = "DROP INDEX IF EXISTS lead_match_by_lead;\n";

/// The new tables are filled in pieces, as after a first load (Replica::indexNext). One that was broken off
/// fills them at its end, as it would have anyway.
Result<> refillTextV4(storage::Database &db)
{
    SyncMeta stored(db);
    MDMC_ASSIGN(const QByteArray dropped, stored.bytes(meta::kSnapshotIndexes));
    if (!dropped.isEmpty())
        return {};
    QByteArrayList marks;
    for (const EntityInfo *info : allEntities()) {
        const QByteArray table(info->table.data(), info->table.size());
        MDMC_ASSIGN(const auto text, db.queryInt64("SELECT 1 FROM sqlite_schema WHERE name=?1", QLatin1String(table + "_fts")));
        if (!text)
            continue;
        MDMC_ASSIGN(const auto row, db.queryInt64(QByteArray("SELECT 1 FROM " + table + " LIMIT 1")));
        if (row)
            marks.append(QByteArray::number(int(info->type)) + ":0");
    }
    MDMC_TRY(db.exec(QByteArrayView("DELETE FROM lead_match"))); // One mark is for both.
    return stored.set(meta::kTextLeft, marks.join(','));
}

} // namespace

std::span<const storage::Migration> replicaMigrations()
{
    static const std::array<storage::Migration, 4> migrations{
        storage::Migration{1, QStringLiteral("records and client tables"),
                           storage::recordTablesV1() + storage::recordIndexesV1() + storage::fullTextTablesV1()
                               + clientTablesV1(),
                           {}},
        storage::Migration{2, QStringLiteral("the order of a board's columns"), storage::recordIndexesV2(), {}},
        storage::Migration{3, QStringLiteral("fewer pages for each edit"), narrowUndoV3(), {}},
        storage::Migration{4, QStringLiteral("a full text without places, keys without an index by lead"),
                           kDropKeysByLead + storage::dropFullTextTables() + storage::fullTextTablesV4(), refillTextV4},
    };
    return migrations;
}

} // namespace mdmc::sync
