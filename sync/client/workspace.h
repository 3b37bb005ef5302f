// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/rules/actor.h"
#include "core/rules/scope.h"
#include "core/storage/recent_rows.h"
#include "core/storage/record_query.h"
#include "core/storage/stored_rules.h"
#include "sync/client/sync_log.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <atomic>
#include <functional>

namespace mdmc::sync {

// The small interface through which `ui` and the command line reach the replica and its synchronisation. Nothing of the
// wire protocol shows here.

/// One record of a person's command.
struct RecordEdit {
    enum class Kind : quint8 { Create, Patch, Delete, Undelete };
    Kind kind = Kind::Patch;
    EntityType type = EntityType::Lead;
    RecordId id;                       ///< Minted by the caller for a create (RecordId::mint()).
    std::vector<FieldChange> changes;  ///< New values; sets as a whole: the replica works out what was added and removed.
    bool operator==(const RecordEdit &) const = default;
};

/// What a person did: one atomic group, one step of undo.
struct Command {
    QString label;                     ///< For "Undo …", translated, in the imperative: "Move to Won".
    std::vector<RecordEdit> edits;
    /// Commands with the same id make one step of undo together (the pieces of an import); null: a step of its own.
    RecordId batch = {};
};

Q_NAMESPACE

/// Where the connection stands. Shown as is; never stands between a person and their work.
enum class SyncState : quint8 {
    LocalOnly,   ///< A replica that no server belongs to (demo data before sign-in).
    Connecting,
    FirstSync,   ///< The first snapshot is coming in: `progress`.
    Synced,      ///< Connected, nothing waits.
    Syncing,     ///< Connected, changes are going out or coming in.
    Offline,     ///< No connection; tried again by itself (`retryAt`).
    SignInNeeded,///< The session has ended: sign in again; edits are kept.
    Stopped,     ///< Will not go on by itself: see `error` (revoked, certificate rejected, protocol unsupported …).
};
Q_ENUM_NS(SyncState)

struct SyncStatus {
    SyncState state = SyncState::LocalOnly;
    UtcMs since = 0;            ///< When the state began; Offline and Connecting are one: when contact was lost.
    UtcMs lastSyncedAt = 0;     ///< Last time everything was in step; 0 = never.
    UtcMs retryAt = 0;
    int pending = 0;            ///< Operations saved here and not yet decided by the server.
    int attention = 0;          ///< Operations that the server refused, waiting for a person.
    int conflicts = 0;          ///< Open conflict records in the replica.
    double progress = 0;        ///< 0–1 during FirstSync.
    double indexed = 1;         ///< Below 1: searches find only part, and duplicates are not all known yet.
    std::optional<Error> error; ///< Why it is offline or stopped.
    bool operator==(const SyncStatus &) const = default;
};

/// What a commit, local or from the server, changed in the replica. Emitted after it is durable.
struct ChangeSet {
    std::vector<RecordRef> records; ///< Created, changed, deleted or evicted.
    bool isWide = false;            ///< Too many to name (snapshot, large import): refresh everything.
    bool isLocal = false;           ///< Made by this person here.
    bool touches(EntityType type) const;
    bool touches(const RecordRef &ref) const;
};

/// An operation that waits for the server, for the sync inspector.
struct PendingOperation {
    qint64 n = 0;
    qint64 group = 0;
    RecordRef record;
    QString title;                  ///< What a person calls the record.
    RecordEdit::Kind kind = RecordEdit::Kind::Patch;
    std::vector<FieldChange> changes; ///< New values, sets as a whole.
    UtcMs editedAt = 0;
    enum class State : quint8 {
        Waiting, ///< Never left this computer.
        Sent,    ///< May have reached the server; sent again until an answer comes.
        Decided, ///< Taken on by the server; shown until the server's own row is here.
    };
    State state = State::Waiting;
    std::vector<FieldChange> before;  ///< Values of these fields before the edit, where they are still known.
    UtcMs sentAt = 0;                 ///< The last time; 0 while waiting.
    bool isReoffered = false;         ///< Taken on before the server was restored from a backup that lost it.
};

/// A refused operation (SYNC.md, decision 5). Old, mine and current value stand side by side.
struct AttentionItem {
    qint64 id = 0;
    qint64 group = 0;
    RecordRef record;
    QString title;
    RecordEdit::Kind kind = RecordEdit::Kind::Patch;
    QString reason;                 ///< Name as in SYNC.md: validation, permission, scope_lost …; `ui` words it.
    QString detail;
    QString field;                  ///< To blame, may be empty.
    UtcMs editedAt = 0;
    UtcMs refusedAt = 0;
    /// `isMine` false: not in the edit, shown because the refusal is about it; `mine` is then what the record has.
    struct FieldView { int field = 0; Value before; Value mine; Value current; bool isMine = true; };
    std::vector<FieldView> fields;
    std::vector<qint64> dependants; ///< Ids of items that failed because this one did.
    bool isHere = true;             ///< False: the record has left the person's sight, and its values with it.
    std::optional<EntityType> aboutType; ///< Of the record that it belongs to, as a task to a lead …
    QString about;                  ///< … and its name; empty: not known here.
};

/// A conflict record with its values decoded.
struct ConflictView {
    RecordId id;
    RecordRef record;
    QString title;
    int field = -1;                 ///< -1: a deletion met an edit.
    Value losing;
    Value winning;
    Value current;
    RecordId losingAuthor;
    RecordId winningAuthor;
    UtcMs losingAt = 0;
    UtcMs detectedAt = 0;
    bool isDeleted = false;         ///< The record is.
    bool isOpen = true;
    bool isRestored = false;        ///< Settled by bringing the losing value back; false: left as it was.
    UtcMs resolvedAt = 0;
    bool operator==(const ConflictView &) const = default;
};

/// One line of the timeline of undo.
struct UndoState {
    bool canUndo = false;
    bool canRedo = false;
    QString undoLabel;
    QString redoLabel;
};

/// What a read sees: one snapshot of the replica, on the reader's thread.
class ReplicaReader {
public:
    ReplicaReader(storage::Database &db, storage::RecordStore &store, storage::StoredRules &rules)
        : db(db), store(store), rules(rules) {}
    storage::Database &db;
    storage::RecordStore &store;
    storage::StoredRules &rules;
    const storage::RecentRows *recentRows = nullptr; ///< Null: nobody notes what is written.
    storage::RecentRows::Mark asOf = storage::RecentRows::kNever; ///< When what is read was settled.

    template<typename Entity>
    Result<std::optional<Entity>> load(const RecordId &id)
    {
        MDMC_ASSIGN(const std::optional<Record> record, store.load(Entity::kType, id));
        if (!record || record->isDeleted())
            return std::optional<Entity>();
        return std::optional<Entity>(fromRecord<Entity>(*record));
    }
};

/// Something to read, and what becomes of the answer.
struct ReadJob {
    std::function<bool(Result<ReplicaReader *>)> run; ///< False: it ended with Cancelled. May be run again then.
    std::function<void()> deliver;                    ///< The answer of the last run; once.
};

/// What is read of a list.
enum class ListPart {
    FirstRows, ///< What is seen first.
    Whole,
};

/// The open replica of one person: reads, commands, undo, status. Lives on the thread that made it (the GUI's); the
/// storage work runs on its own threads. Futures finish on any thread: continue with
/// `whenDone(future, context, …)` of core/base/when_done.h.
class Workspace : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~Workspace() override;

    /// Runs `f` on the reader's thread inside one read transaction. `f` returns Result<T>. Reads never wait for writes
    /// or for the network; they are answered in order.
    template<typename F>
    auto read(F f) -> QFuture<std::invoke_result_t<F, ReplicaReader &>>
    {
        auto [future, job] = readJob(std::move(f));
        postRead(std::move(job));
        return future;
    }

    /// The same on a thread of its own, for lists: at a million records one may take seconds, in which what is on the screen
    /// is read by `read`. What is seen first goes before whole lists, also before one that is being read: `f` may be run
    /// several times. Ends with Cancelled once `isGivenUp` is set.
    template<typename F>
    auto readList(ListPart part, F f, std::shared_ptr<const std::atomic<bool>> isGivenUp)
        -> QFuture<std::invoke_result_t<F, ReplicaReader &>>
    {
        auto [future, job] = readJob(std::move(f));
        postListRead(part, std::move(job), std::move(isGivenUp));
        return future;
    }

    /// Validates, applies and appends the command to the outbox in one durable transaction. InvalidInput (field = path),
    /// Forbidden and NotFound leave everything as it was. The future finishes when the edit is on the disk.
    virtual QFuture<Result<>> commit(Command command) = 0;
    /// The last step of this replica, as a compensating command. Survives restarts.
    virtual QFuture<Result<QString>> undo() = 0; ///< The label of what was undone.
    virtual QFuture<Result<QString>> redo() = 0;

    /// In the order in which they were made, from the oldest.
    virtual QFuture<Result<std::vector<PendingOperation>>> pending(int limit = 500) = 0;
    virtual QFuture<Result<std::vector<AttentionItem>>> attention(int limit = 1000) = 0;
    /// Where replica and connection stand, with the log of what happened since the workspace was opened.
    virtual QFuture<Result<SyncInspection>> inspect() = 0;
    /// Puts the item back into the outbox against the present base, with what failed because of it and what it failed
    /// because of; `changes` replaces the values (Edit and retry).
    virtual QFuture<Result<>> retry(qint64 attentionId, std::optional<std::vector<FieldChange>> changes = {}) = 0;
    virtual QFuture<Result<>> discard(qint64 attentionId) = 0;
    /// Conflicts of a record, or all open ones with a null ref id.
    virtual QFuture<Result<std::vector<ConflictView>>> conflicts(RecordRef record = {}) = 0;
    /// Brings the losing value back (an undelete with the edit where the record was deleted) and settles the conflict.
    virtual QFuture<Result<>> restore(const RecordId &conflictId) = 0;
    virtual QFuture<Result<>> dismiss(const RecordId &conflictId) = 0;

    virtual SyncStatus status() const = 0;
    virtual UndoState undoState() const = 0;
    virtual Actor actor() const = 0;
    virtual QString workspaceName() const = 0;
    virtual QString serverAddress() const = 0; ///< Empty for LocalOnly.

    /// Small values that belong to this person on this machine (views, columns, drafts). Kept in the encrypted replica,
    /// never synced, because drafts hold personal data.
    virtual QByteArray localValue(const QString &key) const = 0;
    virtual void setLocalValue(const QString &key, const QByteArray &value) = 0;

    /// A list is arranged like this from now on, and shows these fields: what would let it be read at once next time, or
    /// sorted by one of them, is made while nobody edits.
    virtual void prepareFor(const storage::RecordQuery &query, const std::vector<int> &shown) = 0;

    virtual void goOffline() = 0;  ///< Closes the connection and stays away until `goOnline`.
    virtual void goOnline() = 0;   ///< Also: try again now.

Q_SIGNALS:
    void changed(const mdmc::sync::ChangeSet &changes);
    void statusChanged(const mdmc::sync::SyncStatus &status);
    void undoStateChanged(const mdmc::sync::UndoState &state);
    /// An edit was refused by the server (it is in `attention`), for a quiet notice and for moves that slide back.
    void refused(const mdmc::RecordRef &record, const QString &reason, const QString &field);

protected:
    virtual void postRead(ReadJob job) = 0;
    virtual void postListRead(ListPart part, ReadJob job, std::shared_ptr<const std::atomic<bool>> isGivenUp) = 0;

private:
    template<typename F>
    static auto readJob(F f)
    {
        using R = std::invoke_result_t<F, ReplicaReader &>;
        struct Answer {
            QPromise<R> promise;
            std::optional<R> result;
        };
        auto answer = std::make_shared<Answer>();
        answer->promise.start();
        ReadJob job;
        job.run = [answer, f = std::move(f)](Result<ReplicaReader *> reader) mutable {
            answer->result.emplace(reader ? f(**reader) : R(tl::unexpected<Error>(reader.error())));
            return answer->result->has_value() || answer->result->error().code != ErrorCode::Cancelled;
        };
        job.deliver = [answer] {
            answer->promise.addResult(std::move(*answer->result));
            answer->promise.finish();
        };
        return std::pair(answer->promise.future(), std::move(job));
    }
};

} // namespace mdmc::sync

Q_DECLARE_METATYPE(mdmc::sync::ChangeSet)
Q_DECLARE_METATYPE(mdmc::sync::SyncStatus)
Q_DECLARE_METATYPE(mdmc::sync::UndoState)
Q_DECLARE_METATYPE(mdmc::RecordRef)
