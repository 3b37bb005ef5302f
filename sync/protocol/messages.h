// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "sync/protocol/operation.h"

#include <variant>

namespace mdmc::sync {

/// The newest protocol that this build speaks, and the oldest (N-2).
inline constexpr int kProtocolVersion = 1;
inline constexpr int kOldestProtocolVersion = 1;

inline constexpr int kMaxFormerIds = 32;

// Client → server ---------------------------------------------------------------------------------------------------

/// First message of every frame sequence: on a WebSocket once, over HTTP in every request.
struct Hello {
    int protocolMin = kOldestProtocolVersion;
    int protocolMax = kProtocolVersion;
    int schemaVersion = kSchemaVersion;
    QString application;       ///< "mdmc-crm 0.1.0"
    RecordId clientId;         ///< Of this replica; minted at its creation, anew when a clone is detected.
    Cursor cursor;
    qint64 lastN = 0;          ///< Highest n this client ever used.
    qint64 outboxSize = 0;
    QByteArray scopeTag;       ///< Scope the replica was filled for (Welcome::scopeTag); empty before the first snapshot.
    /// Ids that this replica had before and has acknowledged operations of, at most kMaxFormerIds, oldest first.
    std::vector<RecordId> formerIds = {};
    /// Where the server stood when it sent the newest rows here, while the cursor is below: proves a lost history, too.
    Cursor seen = {};
    bool operator==(const Hello &) const = default;
};

struct Push {
    std::vector<Operation> operations; ///< In n order, whole groups.
    /// Before them: what the client gave up on. Answered as rejected{server_error} unless it was decided already.
    std::vector<SkippedOperation> skipped = {};
    /// The last number of the push sent before, when that has no answer yet: as long as it is not decided, nothing of
    /// this one is. 0: none is under way.
    qint64 afterN = 0;
    bool operator==(const Push &) const = default;
};

/// Results up to and including `n` are durable at the client; the server may forget them.
struct AckResults {
    qint64 n = 0;
    bool operator==(const AckResults &) const = default;
};

/// HTTP only: changes after the cursor, waiting up to `waitMs` for the first one. On a WebSocket changes come unasked
/// from the cursor in Hello on; a session that was told `Behind` resumes with a Pull too.
struct Pull {
    Cursor cursor;
    int maxChanges = 5000;
    int waitMs = 0;            ///< At most 25,000.
    QByteArray scopeTag = {};  ///< As in Hello, which counts when it is empty. Another than now: resnapshot.
    bool operator==(const Pull &) const = default;
};

/// One page of the snapshot. Pages follow the order of allEntities(), then id.
struct SnapshotRequest {
    EntityType type = EntityType::Team;
    RecordId after;            ///< Null for the first page of a type.
    int maxRows = 5000;
    /// A page that was made beforehand will do when it was read at this sequence or later. Below 0: none will.
    qint64 notBefore = -1;
    /// So many of them may come in one answer, one after the other. Others come alone.
    int maxPages = 1;
    bool operator==(const SnapshotRequest &) const = default;
};

/// Asks for the count and hash of every type in the session's scope. `bucketsOf` narrows to 256 buckets of one type.
struct ChecksumRequest {
    std::optional<EntityType> bucketsOf;
    bool operator==(const ChecksumRequest &) const = default;
};

/// Re-reads the live rows of one bucket (first byte of the keyed hash of the id), to repair a mismatch.
struct BucketRequest {
    EntityType type = EntityType::Team;
    int bucket = 0;
    bool operator==(const BucketRequest &) const = default;
};

/// New access token, in-band, before the old one expires.
struct Renew {
    QByteArray accessToken;
    bool operator==(const Renew &) const = default;
};

struct Ping {
    qint64 sentAt = 0;
    bool operator==(const Ping &) const = default;
};

// Server → client ---------------------------------------------------------------------------------------------------

struct Welcome {
    int protocol = kProtocolVersion;
    QByteArray epoch;
    qint64 head = 0;
    qint64 floor = 0;          ///< Oldest cursor that can still be continued.
    qint64 lastN = 0;          ///< Highest n of this client with a decided result.
    UtcMs serverTime = 0;
    int schemaVersion = kSchemaVersion;
    SyncLimits limits;
    QByteArray scopeTag;       ///< Hash of the actor's role, sight and team. Differs from Hello's → snapshot.
    RecordId userId;
    QString workspaceName;
    /// What the client has to do before it may follow the tail.
    enum class Resume : quint8 { Tail = 0, Snapshot = 1, EpochMismatch = 2, ClientForked = 3 };
    Resume resume = Resume::Tail;
    /// Highest n with a decided result of each of Hello's former ids; 0 where the server does not know it, -1 where it is
    /// somebody else's.
    std::vector<qint64> formerLastN = {};
    bool operator==(const Welcome &) const = default;
};

struct PushResult {
    std::vector<OperationResult> results; ///< In n order; operations without one were not reached: send them again.
    qint64 head = 0;
    RecordId client = {}; ///< Whose numbers they are: who took another id meanwhile numbered anew.
    Cursor at = {};       ///< The server's head with them: who was told of a result can prove a lost history.
    bool operator==(const PushResult &) const = default;
};

/// Everything that changed for the session after `from`, up to `to.seq`, whole groups.
struct Changes {
    qint64 from = 0;
    Cursor to;
    bool hasMore = false;
    std::vector<Record> rows;           ///< Live rows and tombstones (values empty) in scope.
    std::vector<RecordRef> evicted;     ///< Left the scope: remove with all that belongs to them.
    qint64 evictedCount = 0;            ///< The server's own count, for the removal breaker.
    bool operator==(const Changes &) const = default;
};

/// Rows as their CBOR, one after the other: whoever hands many on has no need of records.
struct PackedRows {
    QByteArray cbor;
    int count = 0;
    RecordId first;                     ///< Ids of the first and the last row; null where there is none.
    RecordId last;
    bool operator==(const PackedRows &) const = default;
};

struct SnapshotPage {
    EntityType type = EntityType::Team;
    std::vector<Record> rows;           ///< Empty where the rows are packed.
    bool isLastOfType = false;
    bool isLast = false;                ///< Nothing follows in any type.
    Cursor head;                        ///< Head when the page was read; s0 is the first page's.
    qint64 liveCount = 0;               ///< Rows of this type in scope, for the removal breaker.
    /// Instead of `rows`, with the same bytes on the wire.
    std::optional<PackedRows> packed = {};
    /// Instead of both: `compressMessage` of the whole page, made beforehand. All else is in there, too.
    std::optional<QByteArray> compressed = {};

    int rowCount() const { return packed ? packed->count : int(rows.size()); }
    RecordId firstId() const { return packed ? packed->first : rows.empty() ? RecordId() : rows.front().id; }
    RecordId lastId() const { return packed ? packed->last : rows.empty() ? RecordId() : rows.back().id; }
    bool operator==(const SnapshotPage &) const = default;
};

struct Checksum {
    EntityType type = EntityType::Team;
    int bucket = -1;                    ///< -1: the whole type.
    qint64 count = 0;
    quint64 sum = 0;                    ///< Sum modulo 2^64 of rowChecksum(id, rev).
    bool operator==(const Checksum &) const = default;
};

struct ChecksumReply {
    Cursor at;
    std::vector<Checksum> sums;
    bool operator==(const ChecksumReply &) const = default;
};

struct BucketReply {
    EntityType type = EntityType::Team;
    int bucket = 0;
    Cursor at;
    std::vector<Record> rows;
    bool operator==(const BucketReply &) const = default;
};

/// The session has too many unsent bytes: no more changes come until the client asks with Pull (over HTTP).
struct Behind {
    qint64 head = 0;
    bool operator==(const Behind &) const = default;
};

/// The access token ends in `inMs`: send Renew.
struct TokenExpiring {
    int inMs = 0;
    bool operator==(const TokenExpiring &) const = default;
};

/// What the person may see has changed: start a snapshot with the new tag.
struct ScopeChanged {
    QByteArray scopeTag;
    bool operator==(const ScopeChanged &) const = default;
};

struct Pong {
    qint64 sentAt = 0;
    UtcMs serverTime = 0;
    bool operator==(const Pong &) const = default;
};

/// The request could not be handled. The connection goes on unless `isFatal`.
struct ProtocolError {
    QString code;        ///< errorCodeName or epoch_mismatch, resnapshot, client_forked, protocol_unsupported, session_revoked
    QString detail;
    qint64 retryAfterMs = 0;
    bool isFatal = false;
    bool operator==(const ProtocolError &) const = default;
};

using Message = std::variant<Hello, Push, AckResults, Pull, SnapshotRequest, ChecksumRequest, BucketRequest, Renew, Ping,
                             Welcome, PushResult, Changes, SnapshotPage, ChecksumReply, BucketReply, Behind,
                             TokenExpiring, ScopeChanged, Pong, ProtocolError>;

} // namespace mdmc::sync
