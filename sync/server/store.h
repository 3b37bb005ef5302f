// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/model/record.h"
#include "core/rules/scope.h"
#include "core/storage/record_query.h"
#include "sync/protocol/operation.h"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace mdmc::sync {

/// Where the store's one sequence of changes stands.
struct Head {
    QByteArray epoch; ///< 16 random bytes; another store, or a restored one, has others.
    qint64 seq = 0; ///< Last change; 0 = none yet.
    QByteArray tag; ///< Of the change at `seq`; empty at 0.
    qint64 floor = 0; ///< Cursors below can no longer be continued.

    Cursor cursor() const { return {epoch, seq, tag}; }
};

/// Who sees a row, kept beside it: a child's is its root's, so that no reader has to look up parents.
struct RowScope {
    ScopeKey key;
    RecordRef root; ///< The record whose scope it is; the row itself when it is no child.
    bool operator==(const RowScope &) const = default;
};

/// A row with who sees it.
struct ScopedRow {
    Record record;
    RowScope scope;
};

/// Live rows counted, and their `rowChecksum`s added up modulo 2^64.
struct RowSum {
    qint64 count = 0;
    quint64 sum = 0;
    RowSum &operator+=(const RowSum &other);
    RowSum &operator-=(const RowSum &other);
    bool operator==(const RowSum &) const = default;
};
/// By `checksumBucket`.
using BucketSums = std::array<RowSum, 256>;

/// Stored by number: never change one.
enum class ChangeKind : quint8 { Create = 1, Update = 2, Delete = 3, Undelete = 4, Rescope = 5 };

/// One entry of the change log: one row changed once.
struct Change {
    qint64 seq = 0;
    QByteArray tag; ///< `Store::makeTag`
    RecordRef row;
    ChangeKind kind = ChangeKind::Update;
    UtcMs effectiveAt = 0;
    UtcMs committedAt = 0; ///< By the server's clock: what folding goes by. `effectiveAt` may be anything before it.
    RecordId author;
    RecordId client; ///< Whose operation `n` this was; null for changes that the server made by itself.
    qint64 n = 0;
    qint64 groupLast = 0; ///< Sequence of the last change of the atomic group: pages are never cut before it.
    std::optional<ScopeKey> before; ///< Nothing: the row did not exist.
    std::optional<ScopeKey> after;
    bool operator==(const Change &) const = default;
};

struct StoredResult {
    QByteArray hash; ///< `operationHash`
    QByteArray result; ///< `encodeResult`
    UtcMs at = 0; ///< When it was decided.
};

struct ClientState {
    RecordId client;
    RecordId user;
    qint64 lastN = 0; ///< Highest number with a decided result.
    qint64 ackedN = 0; ///< Results up to here are durable at the client.
    UtcMs lastSeen = 0;
    QString device;
};

struct Account {
    RecordId user;
    QString passwordHash;
    int failedAttempts = 0; ///< Since the last success.
    UtcMs lockedUntil = 0;
    qint64 tokenVersion = 1; ///< Raised to end all sessions.
};

struct RefreshToken {
    QByteArray hash; ///< SHA-256 of the token.
    RecordId family; ///< All tokens that descend from one sign-in.
    RecordId user;
    QString device;
    UtcMs issuedAt = 0;
    UtcMs expiresAt = 0;
    UtcMs usedAt = 0; ///< 0 = still good.
    bool isRevoked = false;
};

struct AuditEntry {
    RecordId id;
    UtcMs at = 0;
    RecordId user;
    RecordId client;
    QString action; ///< create, update, delete, undelete, conflict, login, login_failed …
    QString entity;
    RecordId record;
    QString field;
    QString oldValue; ///< Masked for sensitive fields.
    QString newValue;
};

/// What the server keeps, small enough to be implemented by more than one database. The logic above it holds no SQL.
/// One connection, one thread. Every call happens inside a transaction of the caller (`StoreTransaction`); calls that
/// write need one of mode Write. Errors are those of the storage layer.
class Store {
public:
    enum class Mode { Read, Write };
    virtual ~Store();

    /// SchemaTooNew: another process has brought the schema up to a later version since this store was opened.
    virtual Result<> checkVersion() = 0;

    // Transactions. Use StoreTransaction.
    virtual Result<> begin(Mode mode) = 0;
    virtual Result<> commit() = 0;
    virtual void rollback() = 0;
    virtual bool inTransaction() const = 0;

    /// As storage::Database::Version: equal means that nothing was committed in between, by whomever. Nothing: this
    /// store cannot tell, nothing may be kept.
    virtual Result<std::optional<storage::Database::Version>> version() { return std::nullopt; }

    // Head counter
    virtual Result<Head> head() = 0;
    /// To be called about once a second between requests, for what is better done then. An error loses nothing.
    virtual Result<> rest(qint64 monotonicMs) = 0;
    /// Raises the counter by `count` and returns the new value: the last lock that a writer takes.
    virtual Result<qint64> raiseHead(qint64 count) = 0;
    /// Begins another epoch: no cursor served before goes on. For a store that stands where it stood before (a backup
    /// put back), so that clients offer again what it lost.
    virtual Result<> renewEpoch() = 0;
    /// The tag of a change: the 8 bytes of `salt`, and a seal over epoch, sequence and salt under the store's key.
    virtual QByteArray makeTag(const QByteArray &epoch, qint64 seq, const QByteArray &salt) const = 0;
    /// Whether this store made the cursor's tag, now or in a past that it has lost. Nobody else can make one.
    virtual bool isOwnTag(const Cursor &cursor) const = 0;

    // Rows
    virtual Result<std::optional<Record>> load(const RecordRef &row) = 0;
    virtual Result<std::optional<RowScope>> scopeOf(const RecordRef &row) = 0;
    /// `before` is the row as it is stored now; null: there is none.
    virtual Result<> save(const Record &record, const RowScope &scope, const ScopedRow *before) = 0;
    /// Rows whose scope is that of `root`, the root itself not among them, live and deleted, by type and id.
    virtual Result<std::vector<RecordRef>> dependantsOf(const RecordRef &root) = 0;
    /// All live rows of a type. For the small types that administrators edit, and users.
    virtual Result<std::vector<Record>> all(EntityType type) = 0;
    virtual Result<std::optional<RecordId>> userByEmail(const QString &email) = 0;
    /// Between these calls match keys are left out; `endBulk` makes them for all rows. Inside one transaction each.
    virtual void beginBulk() = 0;
    virtual Result<> endBulk() = 0;

    // What an actor sees: live rows only
    /// By id.
    virtual Result<std::vector<Record>> visiblePage(EntityType type, const Actor &actor, const RecordId &after,
                                                    int limit) = 0;
    /// Rows as they go over the wire (`writeRecord`), one after the other.
    struct PackedPage {
        QByteArray cbor;
        int count = 0;
        RecordId first;
        RecordId last;
        bool isLast = false; ///< No row follows.
    };
    /// By id, at most `limit`, ending with the one that reaches `maxBytes`.
    virtual Result<PackedPage> visiblePacked(EntityType type, const Actor &actor, const RecordId &after, int limit,
                                             qint64 maxBytes);
    /// Of all rows, as they were committed. No row is looked at for it.
    virtual Result<RowSum> visibleSum(EntityType type, const Actor &actor) = 0;
    virtual Result<BucketSums> visibleSums(EntityType type, const Actor &actor) = 0;
    /// All rows of a bucket (`checksumBucket`, 0 to 255), by id. What does not add up to its sum then has the sums made
    /// anew when the store rests.
    virtual Result<std::vector<Record>> visibleInBucket(EntityType type, const Actor &actor, int bucket) = 0;
    /// Where a row lies, until the transaction ends.
    struct RowPlace {
        RecordId id;
        qint64 place = 0; ///< The store's own number of it.
        std::optional<ScopeKey> scope; ///< Nothing: it was not looked at, as the actor sees all.
    };
    /// By id, at most `limit` after `after`. InvalidInput: the filter does not suit the type, or asks for a field that
    /// is encrypted here.
    virtual Result<std::vector<RowPlace>> visibleRows(EntityType type, const Actor &actor, const RecordId &after,
                                                      int limit, const storage::Filter &filter) = 0;
    /// Of a row as it goes over the wire (`writeRecord`), good until the call ends.
    using VisitPacked = std::function<Result<>(QByteArrayView row)>;
    /// Visits those rows in their order, until an error. StorageCorrupt: one of them is not there.
    virtual Result<> visitPacked(EntityType type, std::span<const RowPlace> rows, const VisitPacked &visit);

    // Change log
    virtual Result<> append(const Change &change) = 0;
    virtual Result<std::optional<Change>> change(qint64 seq) = 0;
    /// After `seq`, at most `limit`, in order. A gap in the sequence is StorageCorrupt, never skipped.
    virtual Result<std::vector<Change>> changesAfter(qint64 seq, int limit) = 0;

    // Operations and clients
    virtual Result<std::optional<StoredResult>> result(const RecordId &client, qint64 n) = 0;
    virtual Result<bool> hasResultsAfter(const RecordId &client, qint64 n) = 0;
    /// Replaces what there is under this number.
    virtual Result<> saveResult(const RecordId &client, qint64 n, const StoredResult &result) = 0;
    virtual Result<> acknowledge(const RecordId &client, qint64 upToN) = 0;
    /// Acknowledges and removes at once: for writers that never send twice.
    virtual Result<> forgetResults(const RecordId &client, qint64 upToN) = 0;
    /// Counts how often in a row the operation at the head of a client's queue failed here, this time included.
    virtual Result<int> countFailure(const RecordId &client, qint64 n, const QByteArray &hash) = 0;
    virtual Result<std::optional<ClientState>> client(const RecordId &client) = 0;
    virtual Result<> saveClient(const ClientState &state) = 0;

    // Maintenance: each call is one short piece of work
    /// The last end of a group that is neither past `limit` changes from the floor (unless its group is longer) nor
    /// committed at or after `before`, nor preceded by one that was; the floor itself when there is none.
    virtual Result<qint64> foldableUpTo(UtcMs before, int limit) = 0;
    /// Removes the changes below `floor`. The one at it stays: cursors that stand there go on.
    virtual Result<> raiseFloor(qint64 floor) = 0;
    /// Tombstones that changed last at or below `seq` and that nothing belongs to, not even a tombstone.
    virtual Result<std::vector<RecordRef>> purgeable(qint64 seq, int limit) = 0;
    /// Removes the row with all its values; its id stays known.
    virtual Result<> purge(const RecordRef &row) = 0;
    virtual Result<bool> isPurged(const RecordRef &row) = 0;
    /// Removes results decided before `before` that their client has acknowledged, or whose client was not seen since
    /// `unseenSince`. How many.
    virtual Result<int> forgetOldResults(UtcMs before, UtcMs unseenSince, int limit) = 0;

    // Accounts
    virtual Result<std::optional<Account>> account(const RecordId &user) = 0;
    virtual Result<> saveAccount(const Account &account) = 0;
    virtual Result<std::optional<RefreshToken>> refreshToken(const QByteArray &hash) = 0;
    virtual Result<> saveRefreshToken(const RefreshToken &token) = 0;
    virtual Result<> revokeFamily(const RecordId &family) = 0;
    virtual Result<> revokeTokensOf(const RecordId &user) = 0;
    virtual Result<> forgetExpiredTokens(UtcMs before) = 0;

    // Audit: nothing changes or removes an entry
    virtual Result<> audit(const AuditEntry &entry) = 0;
    /// Newest first.
    virtual Result<std::vector<AuditEntry>> auditOf(const RecordId &record, int limit) = 0;

    // Settings
    virtual Result<std::optional<QString>> setting(const QString &key) = 0;
    virtual Result<> setSetting(const QString &key, const QString &value) = 0;

    /// Outside of transactions: why writes fail, StorageFull above all; success while they do not. Asked again, a store
    /// that failed tries anew.
    virtual Result<> checkWritable() { return {}; }
};

/// Rolled back unless committed.
class StoreTransaction {
public:
    static Result<StoreTransaction> begin(Store &store, Store::Mode mode);
    StoreTransaction(StoreTransaction &&other) noexcept : m_store(std::exchange(other.m_store, nullptr)) { }
    StoreTransaction &operator=(StoreTransaction &&) = delete;
    ~StoreTransaction();
    Result<> commit();

private:
    explicit StoreTransaction(Store &store) : m_store(&store) { }
    Store *m_store;
};

} // namespace mdmc::sync
