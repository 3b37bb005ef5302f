// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_schema.h"

#include <array>

namespace mdmc::storage {

// Written out rather than generated from the field tables: what is released stays as it was, and later versions add
// columns by migrations of their own.

QByteArray recordTablesV1()
{
    return R"sql(
CREATE TABLE team(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, name TEXT);
CREATE TABLE user(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, name TEXT, email TEXT, role TEXT, scope TEXT, team_id BLOB,
  is_active INTEGER, locale TEXT);
CREATE TABLE pipeline(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, name TEXT, position INTEGER, is_archived INTEGER);
CREATE TABLE stage(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, pipeline_id BLOB, name_en TEXT, name_fr TEXT, kind TEXT,
  probability INTEGER, position INTEGER, rotten_after_days INTEGER, colour INTEGER, is_archived INTEGER);
CREATE TABLE list_item(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, list TEXT, key TEXT, label_en TEXT, label_fr TEXT, position INTEGER,
  colour INTEGER, is_archived INTEGER);
CREATE TABLE lead(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, first_name TEXT, last_name TEXT, emails, phones, artist_name TEXT,
  aliases TEXT, genres TEXT, spotify_id TEXT, budget INTEGER, budget_currency TEXT, platforms TEXT, goals TEXT,
  pipeline_id BLOB, stage_id BLOB, stage_changed_at INTEGER, priority TEXT, score INTEGER, scored_on TEXT,
  lost_reason TEXT, contract_value INTEGER, contract_value_currency TEXT, converted_at INTEGER, company_id BLOB,
  owner_id BLOB, team_id BLOB, created_by BLOB, created_at INTEGER, last_activity_at INTEGER, source TEXT,
  release_date TEXT, next_step TEXT, next_step_on TEXT, country TEXT, consent TEXT, tags TEXT, notes TEXT);
CREATE TABLE campaign(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, name TEXT, artist_name TEXT, status TEXT, budget INTEGER,
  budget_currency TEXT, start_date TEXT, end_date TEXT, goals TEXT, release_date TEXT, owner_id BLOB, team_id BLOB,
  created_by BLOB, created_at INTEGER, notes TEXT);
CREATE TABLE campaign_line(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, campaign_id BLOB, platform TEXT, objective TEXT, budget INTEGER,
  budget_currency TEXT, start_date TEXT, end_date TEXT, status TEXT, notes TEXT);
CREATE TABLE campaign_lead(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, campaign_id BLOB, lead_id BLOB);
CREATE TABLE activity(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, subject_type TEXT, subject_id BLOB, kind TEXT, body TEXT,
  occurred_at INTEGER, author_id BLOB, created_at INTEGER);
CREATE TABLE task(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, subject_type TEXT, subject_id BLOB, title TEXT, due_at INTEGER,
  done_at INTEGER, assignee_id BLOB, priority TEXT, notes TEXT, created_by BLOB, created_at INTEGER);
CREATE TABLE conflict(rowid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  versions BLOB, extra BLOB, sort_key TEXT, subject_type TEXT, subject_id BLOB, field TEXT, losing_value BLOB,
  winning_value BLOB, losing_author_id BLOB, winning_author_id BLOB, losing_at INTEGER, detected_at INTEGER,
  base_seq INTEGER, resolved_at INTEGER, resolution TEXT);
CREATE TABLE lead_match(key BLOB NOT NULL, lead INTEGER NOT NULL, PRIMARY KEY(key, lead)) WITHOUT ROWID;
)sql";
}

// Each index costs load time and bytes: one is here because a query of the interface walks it (test_query_plans.cpp).
// Partial ones over live rows hold nothing but what lists show. lead_by_stage carries what the board adds up and what
// the list is most often ordered by, so that neither reads the wide rows.
QByteArray recordIndexesV1()
{
    return R"sql(
CREATE INDEX list_item_by_key ON list_item(list, key, position) WHERE deleted=0;
CREATE INDEX lead_by_sort ON lead(sort_key) WHERE deleted=0;
CREATE INDEX lead_by_score ON lead(score DESC) WHERE deleted=0;
CREATE INDEX lead_by_stage ON lead(stage_id, owner_id, score DESC, stage_changed_at, budget, budget_currency,
  contract_value, contract_value_currency) WHERE deleted=0;
CREATE INDEX lead_by_owner ON lead(owner_id, score DESC) WHERE deleted=0;
CREATE INDEX lead_by_activity ON lead(last_activity_at DESC) WHERE deleted=0;
CREATE INDEX lead_by_next_step ON lead(next_step_on) WHERE next_step_on IS NOT NULL AND deleted=0;
CREATE INDEX lead_match_by_lead ON lead_match(lead);
CREATE INDEX campaign_by_sort ON campaign(sort_key) WHERE deleted=0;
CREATE INDEX campaign_line_by_campaign ON campaign_line(campaign_id);
CREATE INDEX campaign_lead_by_campaign ON campaign_lead(campaign_id);
CREATE INDEX campaign_lead_by_lead ON campaign_lead(lead_id);
CREATE INDEX activity_by_subject ON activity(subject_id, occurred_at);
CREATE INDEX task_by_subject ON task(subject_id);
CREATE INDEX task_by_due ON task(due_at) WHERE done_at IS NULL;
CREATE INDEX conflict_by_subject ON conflict(subject_id);
)sql" + recordStatisticsV1();
}

QByteArray recordStatisticsV1()
{
    // ANALYZE of an empty table makes the table of statistics; that of the schema makes this connection read it.
    return R"sql(
ANALYZE team;
DELETE FROM sqlite_stat1 WHERE tbl='lead';
INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES
  ('lead', 'sqlite_autoindex_lead_1', '100000 1'),
  ('lead', 'lead_by_sort', '100000 2'),
  ('lead', 'lead_by_score', '100000 1000'),
  ('lead', 'lead_by_stage', '100000 10000 1000 20 1 1 1 1 1'),
  ('lead', 'lead_by_owner', '100000 10000 100'),
  ('lead', 'lead_by_activity', '100000 2'),
  ('lead', 'lead_by_next_step', '30000 300');
ANALYZE sqlite_schema;
)sql";
}

QByteArray recordIndexesV2()
{
    return "CREATE INDEX lead_by_column ON lead(stage_id, stage_changed_at DESC) WHERE deleted=0;\n" + recordStatisticsV2();
}

QByteArray recordStatisticsV2()
{
    return recordStatisticsV1()
        + "INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES('lead', 'lead_by_column', '100000 10000 2');\n"
          "ANALYZE sqlite_schema;\n";
}

namespace {

constexpr std::array kSearchableTables{"user", "lead", "campaign", "activity", "task"};

QByteArray fullTextTables(const QByteArray &options)
{
    QByteArray sql;
    for (const char *table : kSearchableTables)
        sql += QByteArray("CREATE VIRTUAL TABLE ") + table
            + "_fts USING fts5(text, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 2\", " + options
            + ");\nINSERT INTO " + table + "_fts(" + table + "_fts, rank) VALUES('secure-delete', 1);\n";
    return sql;
}

} // namespace

QByteArray fullTextTablesV1()
{
    return fullTextTables("prefix='2 3'");
}

QByteArray fullTextTablesV4()
{
    return fullTextTables("detail=none, prefix='1 2 3'");
}

QByteArray dropFullTextTables()
{
    QByteArray sql;
    for (const char *table : kSearchableTables)
        sql += QByteArray("DROP TABLE ") + table + "_fts;\n";
    return sql;
}

QList<QByteArray> columnsOf(const FieldInfo &field)
{
    const QByteArray column = toColumnName(field.name).toLatin1();
    if (field.type == FieldType::Money)
        return {column, column + "_currency"};
    return {column};
}

} // namespace mdmc::storage
