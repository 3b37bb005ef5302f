// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/record_query.h"

#include <QByteArrayList>

namespace mdmc::storage {

// Indexes that a replica makes for itself, of fields that a person sorts and filters by (docs/decisions/0035). Without
// them the same lists come out, and every record is looked at for it.
//
// Such an index is over the records `WHERE deleted IS 0`. Only queries that name it say it like that; to all others,
// with their `deleted=0`, it is of no use, so none of them gets another plan by it.

/// Whether a field may have one. Not those that the schema has an index of, nor long texts, flags and open sets.
bool mayHaveIndex(EntityType type, int field);
/// Its records can be read in its order off such an index. Not by texts, of which there may be as many as records.
bool isOrderedByIndex(EntityType type, int field);
QByteArray fieldIndexName(EntityType type, int field);
QByteArray fieldIndexSql(EntityType type, int field);
/// The fields by whose indexes the query would be answered at once, the most wanted first; without those that cannot
/// have one.
std::vector<int> fieldsToIndex(const RecordQuery &query);
/// Those whose indexes cost no edit anything, as nothing ever changes them: when a record was made. Worth having before
/// anybody has filtered by them.
std::vector<int> fieldsThatStay(EntityType type);
Result<bool> hasFieldIndex(Database &db, EntityType type, int field);
/// The schema's own index of the order by this field (-1: by title), over records `WHERE deleted=0`; empty where there
/// is none, or not now.
Result<QByteArray> schemaIndex(Database &db, EntityType type, int field);
/// The one that leads to the records with certain values of this field; empty as above.
Result<QByteArray> schemaFilterIndex(Database &db, EntityType type, int field);
/// Whether one of the schema's own indexes has everything that the query filters and sorts by.
bool isCoveredBySchema(const RecordQuery &query);
/// Names of all that are there.
Result<QByteArrayList> fieldIndexes(Database &db);

/// Conditions that every record of the query meets.
std::vector<const Condition *> neededConditions(const Filter &filter);
/// Whether an index of the condition's field would lead to the records that meet it.
bool isFoundByIndex(EntityType type, const Condition &condition);

} // namespace mdmc::storage
