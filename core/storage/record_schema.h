// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/entity.h"

#include <QByteArray>

namespace mdmc::storage {

/// Tables of the records, schema version 1, frozen: `rowid`, `id` (16 bytes, unique), `rev`, `deleted`, `versions`,
/// `extra`, `sort_key` (folded title) and a column per field in snake_case. An amount has a second column
/// `<name>_currency`; a set is JSON text; a date is ISO text; sealed fields hold a blob. Also `lead_match`.
/// A test holds the field tables against it: a new field needs a migration.
QByteArray recordTablesV1();

/// Indexes for lists, filters and children, apart so that a first load can make them last.
QByteArray recordIndexesV1();
/// What the planner is told of those indexes: the same for every database, so that plans do not depend on when it was
/// last analysed. Part of recordIndexesV1; run again after indexes were dropped and made, which loses it.
QByteArray recordStatisticsV1();

/// What replicas have since their version 2: the order of a board's columns.
QByteArray recordIndexesV2();
QByteArray recordStatisticsV2(); ///< Of both.

/// Full-text tables `<table>_fts` of the searchable types (FTS5, contentless, rowid = the record's), for replicas.
QByteArray fullTextTablesV1();
/// What replicas have since their version 4: which words a record has, not where, and beginnings of one letter, too
/// (docs/decisions/0040). They replace those of version 1.
QByteArray fullTextTablesV4();
QByteArray dropFullTextTables();

/// Columns of a field: one, or two for an amount.
QList<QByteArray> columnsOf(const FieldInfo &field);

} // namespace mdmc::storage
