// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/operation.h"

namespace mdmc::sync {

/// Who last wrote a field, as far as the decision needs it.
struct FieldState {
    qint64 version = 0;      ///< Sequence of the last change.
    UtcMs effectiveAt = 0;   ///< Effective time of that change.
};

enum class FieldDecision : quint8 {
    Apply,        ///< The edit takes effect.
    NoChange,     ///< The value is already there.
    ApplyOverLoser, ///< Concurrent: the edit wins, the present value goes to a conflict record.
    KeepCurrent,  ///< Concurrent: the present value stays, the edit goes to a conflict record.
};

/// SYNC.md "Push": version equals base → apply; values equal → nothing; else by kind of merge. `editAt` is the edit's
/// effective time: min(editedAt + clockOffset, time received). Ties: the later in server order, that is the edit.
FieldDecision decideField(Merge merge, const FieldEdit &edit, const Value &current, const FieldState &state, UtcMs editAt);

/// Effective time of an operation: a client's clock never reaches past the moment of receipt.
UtcMs effectiveTime(const Operation &operation, UtcMs receivedAt);

/// The value after the edit: assigned, or the set with the texts added (at the end) or removed.
Value editedValue(const Value &current, const FieldEdit &edit);

/// Shadow ⊕ pending: the record as its author sees it, edits applied in n order without any check.
void overlay(Record &record, const Operation &operation);

/// The edits that turn `before` into `after`: sets as adds and removes, everything else as assignments, each with the
/// version seen in `before`. Fields of kind Merge::Server are left out: the server computes them.
std::vector<FieldEdit> editsBetween(const Record &before, const Record &after);

/// The fields that the operation edits.
std::vector<int> editedFields(const Operation &operation);

/// The edits of a create: every field of `record` that is set, except those the server computes. Base 0.
std::vector<FieldEdit> editsOfCreate(const Record &record);

/// Order-independent hash of a live row for the checksums of SYNC.md "Checks": keyed by id, over (id, rev).
quint64 rowChecksum(const RecordId &id, qint64 rev);
/// Bucket 0–255 of a row when a mismatch is narrowed.
int checksumBucket(const RecordId &id);

} // namespace mdmc::sync
