// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/storage/log_mover.h"
#include "sync/client/engine.h"
#include "sync/client/qt_link.h"
#include "sync/client/read_thread.h"
#include "sync/client/session.h"

#include <atomic>

namespace mdmc::sync {

/// What lives on the writer's thread: replica, link and engine with its timer. Made, used and destroyed there.
class WorkspaceHost final : public QObject, public EngineObserver {
    Q_OBJECT
public:
    WorkspaceHost(std::unique_ptr<Replica> replica, QtLink::Settings link, const Worker &thread);
    ~WorkspaceHost() override;

    Replica &replica() { return *m_replica; }
    SyncEngine &engine() { return *m_engine; }
    QtLink &link() { return *m_link; }
    /// After anything that may have moved the engine's deadlines.
    void armTimer();

    void statusChanged(const SyncStatus &status) override;
    void replicaChanged(const ChangeSet &changes) override { Q_EMIT newChanges(changes); }
    void operationRefused(const Refusal &refusal) override
    {
        Q_EMIT newRefusal(refusal.record, rejectReasonName(refusal.reason), refusal.field);
    }
    bool isAwaited() const override { return m_thread.isAwaited(); }
    const std::atomic<bool> *awaited() const override { return &m_thread.awaited(); }

Q_SIGNALS:
    void newStatus(const mdmc::sync::SyncStatus &status);
    void newChanges(const mdmc::sync::ChangeSet &changes);
    void newRefusal(const mdmc::RecordRef &record, const QString &reason, const QString &field);

private:
    SystemClock m_clock;
    SystemRandom m_random;
    const Worker &m_thread;
    std::unique_ptr<Replica> m_replica;
    storage::LogMover m_log;
    std::unique_ptr<QtLink> m_link;
    std::unique_ptr<SyncEngine> m_engine;
    QTimer m_timer;
};

/// The workspace over a replica on this computer. A writer's thread (replica, engine, network) and two readers' threads
/// (each with its own read connection, the second for whole lists) do the work; signals and members belong to the thread
/// that made it. Its destructor ends the threads in order; futures that are still open finish with Cancelled.
class LocalWorkspace final : public Workspace {
    Q_OBJECT
public:
    using Opened = std::function<void(Result<>)>;

    explicit LocalWorkspace(Profile profile);
    ~LocalWorkspace() override;

    /// Opens the replica of the profile on the writer's thread. `opened` is called on the owner's thread.
    void open(const KeyAccess &keys, Opened opened);
    /// Signs in first; the profile is the answer's. `seed`: what a replica without a server begins with.
    void openSignedIn(const SignIn &credentials, const KeyAccess &keys, Opened opened);
    void openSeeded(const User &user, std::vector<Record> seed, const KeyAccess &keys, Opened opened);

    QFuture<Result<>> signInAgain(const QString &password);
    QFuture<Result<>> signOut();
    const Profile &profile() const { return m_profile; }

    QFuture<Result<>> commit(Command command) override;
    QFuture<Result<QString>> undo() override;
    QFuture<Result<QString>> redo() override;
    QFuture<Result<std::vector<PendingOperation>>> pending(int limit) override;
    QFuture<Result<std::vector<AttentionItem>>> attention(int limit) override;
    QFuture<Result<SyncInspection>> inspect() override;
    QFuture<Result<>> retry(qint64 attentionId, std::optional<std::vector<FieldChange>> changes) override;
    QFuture<Result<>> discard(qint64 attentionId) override;
    QFuture<Result<std::vector<ConflictView>>> conflicts(RecordRef record) override;
    QFuture<Result<>> restore(const RecordId &conflictId) override;
    QFuture<Result<>> dismiss(const RecordId &conflictId) override;

    SyncStatus status() const override { return m_status; }
    UndoState undoState() const override { return m_undoState; }
    Actor actor() const override { return m_actor; }
    QString workspaceName() const override { return m_profile.workspaceName; }
    QString serverAddress() const override { return m_profile.server.toString(); }
    QByteArray localValue(const QString &key) const override { return m_localValues.value(key); }
    void setLocalValue(const QString &key, const QByteArray &value) override;
    void prepareFor(const storage::RecordQuery &query, const std::vector<int> &shown) override;
    void goOffline() override;
    void goOnline() override;

protected:
    void postRead(ReadJob job) override;
    void postListRead(ListPart part, ReadJob job, std::shared_ptr<const std::atomic<bool>> isGivenUp) override;

private:
    /// What the owner's thread knows of the replica, gathered on the writer's.
    struct Snapshot {
        SyncStatus status;
        UndoState undo;
        Actor actor;
        QHash<QString, QByteArray> localValues;
    };

    template<typename T, typename Work>
    QFuture<Result<T>> onWriter(Work work);
    template<typename Work>
    QFuture<Result<>> editOnWriter(Work work);
    Result<> openReplica(const KeyAccess &keys, const std::function<Result<>(Replica &)> &prepare, const SignIn *credentials);
    Result<> openAnswered(const QUrl &server, const SignIn &credentials, const KeyAccess &keys, const SignedIn &answer);
    void makeHost(std::unique_ptr<Replica> replica);
    void finishOpening(Result<> result, Opened opened);
    void startLater();
    Result<> openReaders(const security::SecretKey &key, std::shared_ptr<const storage::RecentRows> recentRows);
    void announce(const ChangeSet &changes);
    void show(const UndoState &undo, const Actor &actor);
    Result<> undoStep(bool isUndo, QString &label);

    Profile m_profile;
    SyncStatus m_status;
    UndoState m_undoState;
    Actor m_actor;
    QHash<QString, QByteArray> m_localValues;
    struct Arranged {
        std::vector<int> used;
        std::vector<int> shown;
        bool operator==(const Arranged &) const = default;
    };
    std::map<EntityType, Arranged> m_prepared; ///< The fields of the last list of each type.

    WorkspaceHost *m_host = nullptr;         ///< Writer's thread only.
    std::optional<Snapshot> m_opened;        ///< From the writer to the owner while opening.
    QNetworkAccessManager *m_signInNetwork = nullptr; ///< Writer's thread, while signing in.
    AuthClient *m_signInClient = nullptr;
    ReadThread m_reads{QStringLiteral("replica reader")};
    ReadThread m_lists{QStringLiteral("replica lists")};
    Worker m_writerThread{QStringLiteral("replica writer")};
};

} // namespace mdmc::sync
