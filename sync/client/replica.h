// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/storage/transaction.h"
#include "sync/client/attention_tray.h"
#include "sync/client/index_builder.h"
#include "sync/client/outbox.h"
#include "sync/client/replica_rows.h"
#include "sync/client/sync_meta.h"
#include "sync/client/undo_log.h"
#include "sync/client/workspace.h"
#include "sync/protocol/messages.h"

#include <set>

namespace mdmc::sync {

/// An operation that the server refused, for a notice.
struct Refusal {
    RecordRef record;
    RejectReason reason = RejectReason::None;
    QString field;
};

struct PushOutcome {
    ChangeSet changes;
    std::vector<Refusal> refused;
    qint64 ackN = 0;          ///< Results up to here are durable; 0: nothing to acknowledge.
    qint64 retryAfterMs = 0;  ///< At least one was deferred.
    bool isForked = false;    ///< The server knows other operations under our numbers: `renewClientId`.
};

struct PullOutcome {
    ChangeSet changes;
    enum class Verdict : quint8 {
        Applied,
        Gap,         ///< The changes begin after our cursor: pull from it.
        OtherEpoch,  ///< Not our epoch: say hello again.
        Refused,     ///< The removal breaker stopped an eviction; nothing was applied.
    } verdict = Verdict::Applied;
};

struct SnapshotOutcome {
    ChangeSet changes;
    bool isComplete = false;
    bool isSweepRefused = false; ///< The removal breaker kept rows that the server did not send.
};

struct UndoOutcome {
    QString label;
    ChangeSet changes;
};

/// Who the replica belongs to, written at sign-in.
struct ReplicaOwner {
    User user;
    QString server;      ///< Empty: no server; edits then leave no operations behind.
    QString workspaceName;
};

/// The replica of one person over one writing connection: displayed rows, outbox, shadows, attention, undo, and where it
/// stands in the server's order. Every call is one durable transaction: it happens whole or not at all, whatever fails.
/// Used by one thread. Does no network; the engine tells it what the server said.
class Replica {
public:
    /// Brings the schema up to date and takes the database over. SchemaTooNew, Unsupported (another program's file) …
    static Result<std::unique_ptr<Replica>> open(storage::Database database, const Clock &clock, Random &random);

    storage::Database &database() { return m_db; }
    storage::RecordStore &store() { return m_store; }
    storage::StoredRules &rules() { return m_rules; }
    SyncMeta &meta() { return m_meta; }

    // Owner -----------------------------------------------------------------------------------------------------
    Result<> setOwner(const ReplicaOwner &owner);
    bool hasServer() const { return m_hasServer; }
    /// From the person's own record; from sign-in's answer as long as that has not arrived.
    Actor actor() const { return m_actor; }
    /// Puts rows in place as they are, without operations: demo data of a replica without server.
    Result<> seed(const std::vector<Record> &records);
    Result<> setLocalValue(const QString &key, const QByteArray &value);
    Result<QHash<QString, QByteArray>> localValues();

    // Commands --------------------------------------------------------------------------------------------------
    /// As Workspace::commit. A command of more operations than a push may hold becomes several groups for the server,
    /// applied together here and undone in one step.
    Result<ChangeSet> commit(const Command &command);
    /// Fields that somebody changed since are left alone; NotFound when nothing is left to take back.
    Result<UndoOutcome> undo();
    Result<UndoOutcome> redo();
    Result<UndoState> undoState() { return m_undo.state(); }

    // Push ------------------------------------------------------------------------------------------------------
    /// The next operations to send after number `afterN`, whole groups in n order, from now on known as sent. `maxGroups`
    /// 0: as limits allow.
    Result<std::vector<Operation>> nextPush(const SyncLimits &limits, int maxGroups = 0, qint64 afterN = 0);
    Result<qint64> undecidedCount() { return m_outbox.undecidedCount(); }
    Result<std::optional<qint64>> firstUndecided() { return m_outbox.firstUndecided(); }
    /// `at`: where the server stood then; kept while it is beyond the cursor, as proof of what may get lost.
    Result<PushOutcome> applyResults(const std::vector<OperationResult> &results, const Cursor &at = {});
    /// Results and the changes that came with them, in one transaction: what both say of a row is written once.
    struct Together {
        PushOutcome push;
        PullOutcome pull;
    };
    Result<Together> applyTogether(const std::vector<OperationResult> &results, const Changes &changes,
                                   const Cursor &at = {});
    Result<> setAcknowledged(qint64 n);
    /// Counts, durably, that the group at the head of the queue failed the server when it was sent alone. True from the
    /// eighth time in a row on: it is `givenUp`, and `nextPush` leaves it out.
    static constexpr int kPushFailures = 8;
    Result<bool> countPushFailure(qint64 group);
    Result<std::vector<SkippedOperation>> givenUp();
    /// The server knows this client id with another history: takes a new one and numbers what waits anew. What has a
    /// number already keeps it as its origin.
    Result<> renewClientId();
    /// The server's history is another one (restored backup): forgets the cursor, offers what it no longer has and
    /// expects a snapshot. `serverLastN`: the last number it knows of this client; `formerLastN`: of the ids that `hello`
    /// named, negative where nothing is to be offered.
    Result<> changeEpoch(qint64 serverLastN, const std::vector<qint64> &formerLastN = {});
    /// The history goes on, but the server has lost results that it gave: offers those operations again. How many.
    Result<int> offerMissing(qint64 serverLastN, const std::vector<qint64> &formerLastN);

    // Pull ------------------------------------------------------------------------------------------------------
    /// A page that says that more follow waits, durably, for the last one: what was done as one is seen as one. Only
    /// evictions happen at once. At most so many rows wait, so that showing them never takes long.
    static constexpr qint64 kMaxStaged = 20'000;
    Result<Cursor> cursor() { return m_meta.cursor(meta::kCursor); }
    Result<PullOutcome> applyChanges(const Changes &changes);

    // Snapshot --------------------------------------------------------------------------------------------------
    /// Begins a snapshot for this scope, or goes on with the one begun in the same epoch and scope when its start is
    /// not below `floor`.
    Result<> beginSnapshot(const QByteArray &epoch, const QByteArray &scopeTag, qint64 floor);
    Result<bool> isSnapshotRunning();
    static constexpr int kPagesTogether = 2; ///< Of those that the server has ready: what is inflated at once is freed at once.
    Result<SnapshotRequest> nextSnapshotPage(int maxRows);
    /// What to ask for after `page`, before it is applied; nothing when it is the last, or not the one that was `wanted`.
    static std::optional<SnapshotRequest> pageAfter(const SnapshotPage &page, const SnapshotRequest &wanted);
    Result<SnapshotOutcome> applySnapshotPage(const SnapshotPage &page);
    Result<double> snapshotProgress();

    // What a first load leaves for later ------------------------------------------------------------------------
    // Its last page makes the replica listable: rows, and the indexes by which lists open. The other indexes, match keys
    // and full text follow in pieces; until then searches find only part, and know so (`indexed`). Edits and what comes
    // from the server keep right what is made already. Goes on where it was after a restart or crash.
    //
    // With a second connection, match keys and full text are made on another thread while this one makes the indexes, as
    // many as memory allows, and then taken over at once; nothing of that is kept over a restart.

    /// Rows of a piece: 100 to 200 ms. Fewer rows at a time make more work in all, as each piece is merged into the index.
    static constexpr int kIndexRows = 8000;
    void setIndexRows(int rows)
    {
        m_indexRows = rows;
        (void)recallFieldIndexes();
    }
    /// How a read connection to the same file is opened, any number of times and on any thread, as long as this object
    /// lives. `maxBytes`: of memory for what is made.
    void setReader(IndexBuilder::OpenReader open, qint64 maxBytes = storage::IndexBuild::kMaxBytes);
    /// The other thread is done, and what it made is not taken over yet.
    bool isBuilt() const { return m_builder && m_builder->isDone(); }
    bool isIndexing() const { return m_indexed < 1; }
    double indexed() const { return m_indexed; } ///< 0–1
    /// Makes the next piece, and more in the same transaction while `goesOn` says so: what is written at once is written
    /// once. The changes are wide after the last one: searches find more now. Where everything else is made it waits for
    /// the other thread, while `goesOn` says so, and may have made nothing.
    Result<ChangeSet> indexNext(const std::function<bool()> &goesOn = [] { return false; });

    // Indexes of fields -----------------------------------------------------------------------------------------
    // What lists are sorted and filtered by gets an index, in tables of more than a piece's rows: six of each table, those
    // that were wanted last (docs/decisions/0035), and those of fields that never change.

    /// A list is arranged by `used` now, the most important first (`storage::fieldsToIndex`). Where there is room for more,
    /// the fields that it shows follow: a click sorts by them.
    Result<> useFields(EntityType type, const std::vector<int> &used, const std::vector<int> &shown = {});
    /// An index is to be made or dropped, and nothing more important is.
    bool wantsFieldIndex() const { return m_wantsFieldIndex && !isIndexing(); }
    /// Does one of them. At a million rows that takes seconds: as soon as `isAwaited` is set it ends with Cancelled, and
    /// nothing was done.
    Result<> makeFieldIndex(const std::atomic<bool> *isAwaited = nullptr);

    // Checks ----------------------------------------------------------------------------------------------------
    /// Types (or, for a reply about one type, its buckets) that differ. Only at equal cursors; nothing otherwise.
    Result<std::vector<Checksum>> differing(const ChecksumReply &reply);
    /// Makes one bucket as the server has it. False: the removal breaker refused.
    Result<bool> repairBucket(const BucketReply &reply, ChangeSet &changes);
    /// Collapses shadows without operations.
    Result<ChangeSet> audit();
    /// Where rows were removed since the last time: rewrites the file. SQLite's secure deletion zeroes what it removes, but
    /// not the copy that moving a row to another page had left on the first one (simulator, seed 1011295). Takes about a
    /// second for 30 MB, and that much memory, for the copy must not lie on the disk unencrypted; so it is left out beyond
    /// `kMaxScrubBytes`. Whether it was done.
    static constexpr qint64 kMaxScrubBytes = 32LL * 1024 * 1024;
    Result<bool> scrub();
    /// Forgets acknowledged operations older than 30 days: by the server's time, for a clock of our own that jumps would
    /// forget all of them (simulator, seed 3101125).
    Result<> ageArchive(UtcMs serverTime);

    // Views -----------------------------------------------------------------------------------------------------
    Result<Hello> hello();
    struct Counts { int pending = 0; int attention = 0; int conflicts = 0; };
    Result<Counts> counts();
    Result<Outbox::Tally> queue() { return m_outbox.tally(); }
    Result<std::vector<PendingOperation>> pending(int limit);
    Result<std::vector<AttentionItem>> attention(int limit = -1); ///< The oldest first; -1: all.
    Result<ChangeSet> retry(qint64 attentionId, const std::optional<std::vector<FieldChange>> &values);
    Result<> discard(qint64 attentionId);
    Result<std::vector<ConflictView>> conflicts(const RecordRef &record);
    Result<ChangeSet> restore(const RecordId &conflictId);
    Result<ChangeSet> dismiss(const RecordId &conflictId);

private:
    struct Prepared;
    struct SnapshotState;

    Replica(storage::Database database, const Clock &clock, Random &random);
    Result<> load();
    /// What this object remembers of the database, as the database has it: after opening, and after a failed transaction.
    Result<> recall();
    Result<> refreshActor();
    Result<> noteSeen(const Cursor &head);
    Result<ChangeSet> finish(ChangeCollector &changes, bool isLocal);
    template<typename Work>
    auto inTransaction(Work work) -> std::invoke_result_t<Work>;

    Result<UndoStep> apply(const QString &label, const std::vector<RecordEdit> &edits, bool isReplay,
                           ChangeCollector &changes);
    Result<Prepared> prepare(const RecordEdit &edit, bool isReplay);
    Result<> prepareCreate(Prepared &prepared, const RecordEdit &edit);
    Result<> preparePatch(Prepared &prepared, const RecordEdit &edit);
    Result<> prepareDeletion(Prepared &prepared, const RecordEdit &edit);
    Result<> setValues(Record &record, const RecordEdit &edit);
    Result<> appendOperations(std::vector<OutboxEntry> &entries);
    Result<> showPrepared(Prepared &prepared, ChangeCollector &changes);
    Result<Record> rootOf(const Record &record);
    Result<> checkVisible(const Record &record);
    Result<std::vector<RecordEdit>> replayable(const std::vector<RecordEdit> &edits, const std::vector<RecordEdit> &done);
    Result<UndoOutcome> replay(bool isUndo);
    Result<std::optional<UndoStep>> nextReplay(bool isUndo);
    Result<bool> replayStep(const UndoStep &step, bool isUndo, ChangeCollector &changes);

    /// Results under way into the replica.
    struct Decisions {
        ChangeCollector &changes;
        Cursor here;
        bool isStaged = false;  ///< Rows wait to be shown.
        qint64 coveredSeq = -1; ///< The changes of the same transaction show what took effect up to here.
        RecordId clientId = {};
        qint64 answeredN = 0;   ///< Up to here operations have a result of their own.
        std::vector<std::pair<OutboxEntry, OperationResult>> run = {}; ///< Taken effect, not written yet.
        std::set<RecordRef> unsettled = {}; ///< Left the outbox, to be shown anew with those changes.
    };
    Result<> takeResults(const std::vector<OperationResult> &results, Decisions &decisions, PushOutcome &outcome);
    Result<> decideRun(Decisions &decisions);
    Result<PullOutcome::Verdict> examine(const Changes &batch, const Cursor &here);
    Result<> takeChanges(const Changes &batch, qint64 staged, std::set<RecordRef> unsettled, ChangeCollector &changes);
    static bool mustWait(const Changes &batch, qint64 staged);
    Result<> refuse(const OutboxEntry &entry, const OperationResult &result, ChangeCollector &changes);
    Result<> settleDecided(qint64 upToSeq, ChangeCollector &changes);
    Result<> leaveDecided(qint64 upToSeq, std::set<RecordRef> &unsettled);
    Result<> renumber(std::vector<OutboxEntry> entries);
    Result<> takeNewId(std::vector<OutboxEntry> entries);
    Result<std::vector<RecordId>> formerIds();
    Result<std::vector<OutboxEntry>> archivedOf(const RecordId &client, qint64 afterN);
    Result<int> reoffer(qint64 serverLastN, const std::vector<qint64> &formerLastN);
    Result<> stage(const std::vector<Record> &rows);
    Result<> showStaged(ChangeCollector &changes);
    Result<> showPendingReturns(ChangeCollector &changes);
    Result<qint64> stagedCount();
    Result<bool> isRemovalAllowed(const std::vector<RecordRef> &evicted, qint64 serverCount);

    Result<SnapshotState> snapshotState();
    Result<> setSnapshotState(const SnapshotState &state);
    Result<> enterSnapshot(const QByteArray &epoch, const QByteArray &scopeTag, qint64 floor);
    Result<SnapshotOutcome> writeSnapshotPage(const SnapshotPage &page);
    Result<> widenCache();
    Result<> narrowCache();
    Result<> restoreCache();
    Result<> takeRows(const SnapshotPage &page, const SnapshotState &state, bool isPlain, ChangeCollector &changes);
    Result<> dropIndexes();
    Result<> makeIndexes();
    Result<> leaveIndexes(const QByteArrayList &definitions);
    Result<> makeIndexPiece();
    Result<> takeBuild();
    std::vector<EntityType> buildableTypes() const;
    void beginBuild();
    void endBuild();
    Result<bool> isWaitingForBuild();
    Result<> recallIndexing();
    Result<QByteArrayList> wantedFieldIndexes();
    Result<> recallFieldIndexes();
    Result<bool> putFirst(const QLatin1String &key, const QByteArrayList &names);
    Result<double> indexedPart();
    Result<> storeMarks();
    Result<qint64> lastRowId(EntityType type);
    Result<bool> sweep(const SnapshotState &state, ChangeCollector &changes);
    Result<> lowerReofferedBases();
    Result<> lowerBasesTo(qint64 seq);

    Result<std::vector<std::pair<RecordId, qint64>>> liveRevisions(EntityType type);
    QString titleOf(const RecordRef &record, const Operation *operation = nullptr);
    Result<AttentionItem> describe(const TrayItem &item);
    void describeWhere(AttentionItem &item, const Operation &op, const std::optional<Record> &row);
    Result<qint64> causeBehind(qint64 attentionId);
    Result<std::map<qint64, TrayItem>> withDependants(qint64 attentionId);
    Result<ConflictView> describe(const Record &conflict);
    Result<RecordEdit> editAgain(const TrayItem &item, const std::optional<std::vector<FieldChange>> &values);
    Result<ChangeSet> settleConflict(const RecordId &conflictId, bool isRestored);

    storage::Database m_db;
    const Clock &m_clock;
    Random &m_random;
    storage::RecordStore m_store;
    storage::StoredRules m_rules;
    SyncMeta m_meta;
    Outbox m_outbox;
    AttentionTray m_tray;
    UndoLog m_undo;
    ReplicaRows m_rows;
    Actor m_actor;
    bool m_hasServer = false;
    int m_indexRows = kIndexRows;
    bool m_mustRecall = true; ///< A transaction failed, and then the database could not be read.
    double m_indexed = 1;
    std::optional<qint64> m_cacheSize; ///< As it was before a first load widened it.
    bool m_wantsFieldIndex = false;
    IndexBuilder::OpenReader m_openReader;
    qint64 m_maxBuildBytes = 0;
    std::unique_ptr<IndexBuilder> m_builder; ///< Null: no build is under way.
    bool m_isBuildTaken = false;             ///< Used up by the transaction under way.
};

/// Runs `work` in one write transaction: what fails leaves nothing.
template<typename Work>
auto Replica::inTransaction(Work work) -> std::invoke_result_t<Work>
{
    using R = std::invoke_result_t<Work>;
    auto transaction = storage::Transaction::begin(m_db);
    if (!transaction)
        return R(tl::unexpected<Error>(std::move(transaction.error())));
    if (m_mustRecall) {
        if (auto recalled = recall(); !recalled)
            return R(tl::unexpected<Error>(std::move(recalled.error())));
    }
    R result = work();
    if (result) {
        if (auto committed = transaction->commit(); !committed)
            result = R(tl::unexpected<Error>(std::move(committed.error())));
    } else {
        transaction->rollback();
    }
    if (!result) {
        m_rules.invalidate(); // It may have read rows that are gone again.
        (void)recall(); // Where the disk does not even read, before the next transaction.
    }
    return result;
}

} // namespace mdmc::sync
