// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/embedded_schema.h"

#include "core/security/secret.h"
#include "core/storage/record_schema.h"
#include "sync/server/row_sums.h"

namespace mdmc::sync {

namespace {

const char kServerTablesV1[] = R"sql(
CREATE TABLE sync_head(one INTEGER PRIMARY KEY CHECK(one=1), seq INTEGER NOT NULL, epoch BLOB NOT NULL,
  floor INTEGER NOT NULL) STRICT;
CREATE TABLE row_scope(entity INTEGER NOT NULL, id BLOB NOT NULL, root_entity INTEGER NOT NULL, root_id BLOB NOT NULL,
  workspace INTEGER NOT NULL, owner BLOB, team BLOB, PRIMARY KEY(entity, id)) STRICT, WITHOUT ROWID;
CREATE INDEX row_scope_by_root ON row_scope(root_id, root_entity) WHERE root_id<>id;
CREATE TABLE change_log(seq INTEGER PRIMARY KEY, tag BLOB NOT NULL, entity INTEGER NOT NULL, id BLOB NOT NULL,
  kind INTEGER NOT NULL, effective_at INTEGER NOT NULL, author BLOB, client BLOB, n INTEGER NOT NULL,
  group_last INTEGER NOT NULL, scope_before BLOB, scope_after BLOB, committed_at INTEGER NOT NULL) STRICT;
CREATE INDEX change_log_by_row ON change_log(id, seq);
CREATE TABLE op_result(client BLOB NOT NULL, n INTEGER NOT NULL, hash BLOB NOT NULL, result BLOB NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY(client, n)) STRICT, WITHOUT ROWID;
CREATE INDEX op_result_by_time ON op_result(at);
CREATE TABLE op_failure(client BLOB PRIMARY KEY, n INTEGER NOT NULL, hash BLOB NOT NULL,
  count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE purged_id(entity INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY(entity, id)) STRICT, WITHOUT ROWID;
CREATE TABLE client_state(client BLOB PRIMARY KEY, user BLOB NOT NULL, last_n INTEGER NOT NULL,
  acked_n INTEGER NOT NULL, last_seen INTEGER NOT NULL, device TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE account(user BLOB PRIMARY KEY, password_hash TEXT NOT NULL, failed_attempts INTEGER NOT NULL,
  locked_until INTEGER NOT NULL, token_version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE refresh_token(hash BLOB PRIMARY KEY, family BLOB NOT NULL, user BLOB NOT NULL, device TEXT NOT NULL,
  issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
  is_revoked INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_token_by_family ON refresh_token(family);
CREATE INDEX refresh_token_by_user ON refresh_token(user);
CREATE TABLE audit(id BLOB PRIMARY KEY, at INTEGER NOT NULL, user BLOB, client BLOB, action TEXT NOT NULL,
  entity TEXT NOT NULL, record BLOB, field TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_record ON audit(record, at);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX user_by_email ON user(email);
)sql";

constexpr const char *kTablesV1[] = {"team", "user",     "pipeline",      "stage",         "list_item", "lead",
                                     "campaign", "campaign_line", "campaign_lead", "activity", "task", "conflict"};

/// Live rows by id with their rev: counts and checksums read nothing else. Tombstones by rev: maintenance removes them.
QByteArray liveIndexesV1()
{
    QByteArray sql;
    for (const char *table : kTablesV1)
        sql += QByteArray("CREATE INDEX ") + table + "_live ON " + table + "(id, rev) WHERE deleted=0;\nCREATE INDEX "
            + table + "_dead ON " + table + "(rev) WHERE deleted<>0;\n";
    return sql;
}

Result<> drawEpoch(storage::Database &database)
{
    return database.run("INSERT INTO sync_head(one, seq, epoch, floor) VALUES(1, 0, ?1, 0)", security::randomBytes(16));
}

/// The server's lists are pages by id, of a stage or an owner at most: the orders that windows sort by are the client's
/// business, and each of their indexes was written anew with almost every edit.
const char kListIndexesV2[] = R"sql(
DROP INDEX lead_by_sort;
DROP INDEX lead_by_score;
DROP INDEX lead_by_stage;
DROP INDEX lead_by_owner;
DROP INDEX lead_by_activity;
DROP INDEX lead_by_next_step;
DROP INDEX campaign_by_sort;
CREATE INDEX lead_page_by_stage ON lead(stage_id, id, rev) WHERE deleted=0;
CREATE INDEX lead_page_by_owner ON lead(owner_id, id, rev) WHERE deleted=0;
INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES
  ('lead', 'lead_page_by_stage', '100000 10000 1 1'),
  ('lead', 'lead_page_by_owner', '100000 5000 1 1');
ANALYZE sqlite_schema;
)sql";

/// Without `rev`, which every edit changes: each index that holds it is one more page to write for it. That of the live
/// rows has it, and is looked into for the rows of a page. And nothing asks the log for the changes of a row.
const char kFewerIndexesV3[] = R"sql(
DROP INDEX change_log_by_row;
DROP INDEX lead_page_by_stage;
DROP INDEX lead_page_by_owner;
CREATE INDEX lead_page_by_stage ON lead(stage_id, id) WHERE deleted=0;
CREATE INDEX lead_page_by_owner ON lead(owner_id, id) WHERE deleted=0;
DELETE FROM sqlite_stat1 WHERE idx IN ('lead_page_by_stage', 'lead_page_by_owner');
INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES
  ('lead', 'lead_page_by_stage', '100000 10000 1'),
  ('lead', 'lead_page_by_owner', '100000 5000 1');
ANALYZE sqlite_schema;
)sql";

/// A lead's match keys are found by the lead itself: an index of them was written with each of them.
const char kFewerIndexesV5[] = "DROP INDEX lead_match_by_lead;";

/// What clients compare their copies with, moved along by each commit. Before, it was added up from the index of live rows,
/// whose entries every edit wrote anew.
const char kRowSumsV4[] = R"sql(
CREATE TABLE row_sum(entity INTEGER NOT NULL, workspace INTEGER NOT NULL, owner BLOB NOT NULL, team BLOB NOT NULL,
  part INTEGER NOT NULL, sums BLOB NOT NULL, PRIMARY KEY(entity, workspace, owner, team, part)) STRICT, WITHOUT ROWID;
)sql";

Result<> addUpRows(storage::Database &database)
{
    for (const char *table : kTablesV1)
        MDMC_TRY(database.exec(QByteArray("DROP INDEX ") + table + "_live"));
    return RowSums(database).rebuild();
}

} // namespace

std::vector<storage::Migration> serverMigrations()
{
    return {{1, QStringLiteral("records and server tables"),
             storage::recordTablesV1() + storage::recordIndexesV1() + kServerTablesV1 + liveIndexesV1(), drawEpoch},
            {2, QStringLiteral("indexes of the server's own pages"), kListIndexesV2, {}},
            {3, QStringLiteral("fewer indexes that each edit writes"), kFewerIndexesV3, {}},
            {4, QStringLiteral("sums of rows in place of an index"), kRowSumsV4, addUpRows},
            {5, QStringLiteral("match keys without an index by lead"), kFewerIndexesV5, {}}};
}

} // namespace mdmc::sync
