// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/record.h"
#include "core/rules/scope.h"

#include <vector>

namespace mdmc::sync {

/// Kinds of operation. Stored and sent: never change a number. Adding to and removing from sets are edits of a patch
/// (EditAction), restoring a conflict's loser is a group of two patches, so neither needs a kind of its own.
enum class OperationKind : quint8 { Create = 1, Patch = 2, Delete = 3, Undelete = 4 };

enum class EditAction : quint8 {
    Assign = 0, ///< The field becomes the value.
    Add = 1,    ///< Sets: the texts are added.
    Remove = 2, ///< Sets: the texts are taken out.
};

struct FieldEdit {
    int field = 0;                              ///< Position in the entity's field table.
    EditAction action = EditAction::Assign;
    Value value;
    qint64 base = 0;                            ///< Version of the field that the author saw; 0 for a create.
    bool operator==(const FieldEdit &) const = default;
};

/// Where an operation was first numbered. A client that had to take a new id sends what waits under new numbers; the
/// server recognises by this what it decided already, so that nothing takes effect twice.
struct Origin {
    RecordId client;
    qint64 n = 0;
    bool operator==(const Origin &) const = default;
};

/// One durable intention of a person, made on one client. (client id, n) identifies it for ever.
struct Operation {
    qint64 n = 0;               ///< Per client, from 1, without gaps.
    qint64 group = 0;           ///< n of the first operation of its atomic group.
    int groupSize = 1;          ///< Operations in the group; all or none take effect.
    EntityType type = EntityType::Lead;
    RecordId id;
    OperationKind kind = OperationKind::Patch;
    std::vector<FieldEdit> edits;
    UtcMs editedAt = 0;         ///< By the client's wall clock.
    qint64 clockOffset = 0;     ///< Server time minus client time, as known then; 0 when unknown.
    int schemaVersion = kSchemaVersion;
    RecordId actor;             ///< The user who made it; must be the session's.
    std::optional<Origin> origin = {}; ///< Set when `n` is not the first number that it had.

    bool isLastOfGroup() const { return n == group + groupSize - 1; }
    bool operator==(const Operation &) const = default;
};

enum class Outcome : quint8 {
    Applied = 1,  ///< Took effect at `seq` as written.
    Merged = 2,   ///< Took effect at `seq`, at least one field lost against a concurrent edit; see `conflicts`.
    Rejected = 3, ///< Will never take effect; see `reason`.
    Deferred = 4, ///< Not decided; send again after `retryAfterMs`.
};

/// Closed list. Stored and sent by number.
enum class RejectReason : quint8 {
    None = 0,
    Validation = 1,
    Permission = 2,
    ScopeLost = 3,
    RowDeleted = 4,
    RowUnknown = 5,
    IdReused = 6,
    Unique = 7,
    ReferenceMissing = 8,
    SchemaTooNew = 9,
    SchemaTooOld = 10,
    TooLarge = 11,
    Quota = 12,
    GroupAborted = 13,
    ClientForked = 14,
    ServerError = 15,
};

QLatin1String rejectReasonName(RejectReason reason); ///< snake_case as in SYNC.md

/// What the server decided of one operation. Durable on the server until the client has acknowledged it.
struct OperationResult {
    qint64 n = 0;
    Outcome outcome = Outcome::Applied;
    qint64 seq = 0;
    std::vector<RecordId> conflicts;   ///< Conflict records made by this operation.
    RejectReason reason = RejectReason::None;
    QString detail;                    ///< English, no personal data.
    QString field;                     ///< Path of the field to blame.
    qint64 cause = 0;                  ///< GroupAborted: n of the operation that failed.
    qint64 retryAfterMs = 0;
    std::optional<Record> serverRow;   ///< Rejected: the row as the author may see it now.
    bool operator==(const OperationResult &) const = default;
};

/// Where a client stands in the server's order.
struct Cursor {
    QByteArray epoch;   ///< 16 random bytes of the server's life; changes when a backup is restored. Empty: never synced.
    qint64 seq = 0;
    QByteArray tag;     ///< 16 bytes that the server made for the change at `seq`; empty at 0.
    bool isBeyond(const Cursor &other) const { return epoch == other.epoch ? seq > other.seq : !epoch.isEmpty(); }
    bool operator==(const Cursor &) const = default;
};

/// An operation that the client gave up on: it failed the server again and again. Named without its content, which may
/// be what the server cannot bear.
struct SkippedOperation {
    qint64 n = 0;
    qint64 group = 0;
    QByteArray hash; ///< `operationHash`, should it have been decided after all.
    bool operator==(const SkippedOperation &) const = default;
};

/// SHA-256 over what the person did, truncated to 16 bytes: tells a retry from another operation under the same number.
/// Numbers, bases and origin are left out, since an operation keeps its identity when those have to change.
QByteArray operationHash(const Operation &operation);

/// Limits of SYNC.md, both ends. A client takes the server's from Welcome where they are lower.
struct SyncLimits {
    int maxPushOperations = 500;
    qint64 maxPushBytes = 512 * 1024;
    qint64 maxOperationBytes = 256 * 1024;
    qint64 maxFieldBytes = 64 * 1024;
    int maxPageChanges = 5000;
    qint64 maxFrameBytes = 1024 * 1024;
    qint64 maxInflatedBytes = 16 * 1024 * 1024;
    int pingIntervalMs = 20'000;
    int maxPushesUnderWay = 1; ///< On a socket, sent before the first of them is answered. Below 2: one at a time.
    bool operator==(const SyncLimits &) const = default;
};

} // namespace mdmc::sync
