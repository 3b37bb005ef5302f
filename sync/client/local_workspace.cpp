// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/local_workspace.h"

#include "core/base/log.h"
#include "core/storage/field_index.h"

#include <QPromise>

namespace mdmc::sync {

namespace {

Error cancelled()
{
    return {ErrorCode::Cancelled, QStringLiteral("the workspace was closed"), {}};
}

} // namespace

WorkspaceHost::WorkspaceHost(std::unique_ptr<Replica> replica, QtLink::Settings link, const Worker &thread)
    : m_thread(thread), m_replica(std::move(replica)), m_log(m_replica->database()), m_link(std::make_unique<QtLink>(std::move(link))), m_timer(this)
{
    m_engine = std::make_unique<SyncEngine>(*m_replica, *m_link, m_clock, m_random, *this);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_engine->tick();
        if (!isAwaited())
            if (const auto moved = m_log.look(m_clock.monotonicMs()); !moved)
                qCWarning(lcSync) << "the replica's log cannot be moved:" << errorCodeName(moved.error().code);
        armTimer();
    });
    // The link's events move deadlines without passing here: look at least every second while there is a server.
    armTimer();
}

WorkspaceHost::~WorkspaceHost()
{
    m_timer.stop();
    m_engine.reset();
}

void WorkspaceHost::armTimer()
{
    if (m_replica->hasServer() || m_replica->wantsFieldIndex())
        m_timer.start(int(std::min<qint64>(m_engine->msToNextTick(), 1000)));
}

void WorkspaceHost::statusChanged(const SyncStatus &status)
{
    Q_EMIT newStatus(status);
    // What a first load has left is made from the timer, beginning now.
    if (status.indexed < 1 && m_engine && m_timer.interval() > 1)
        QMetaObject::invokeMethod(this, &WorkspaceHost::armTimer, Qt::QueuedConnection);
}

LocalWorkspace::LocalWorkspace(Profile profile) : m_profile(std::move(profile))
{
    qRegisterMetaType<SyncStatus>();
    qRegisterMetaType<ChangeSet>();
    qRegisterMetaType<UndoState>();
    qRegisterMetaType<RecordRef>();
}

LocalWorkspace::~LocalWorkspace()
{
    m_lists.stop();
    m_reads.stop();
    m_writerThread.stop([this] {
        delete std::exchange(m_host, nullptr);
        delete std::exchange(m_signInClient, nullptr);
        delete std::exchange(m_signInNetwork, nullptr);
    });
}

template <typename T, typename Work> QFuture<Result<T>> LocalWorkspace::onWriter(Work work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QFuture<Result<T>> future = promise->future();
    m_writerThread.post([this, promise, work = std::move(work)](bool isCancelled) mutable {
        if (isCancelled)
            promise->addResult(Result<T>(tl::unexpected<Error>(cancelled())));
        else if (!m_host)
            promise->addResult(Result<T>(failure(ErrorCode::Internal, QStringLiteral("the workspace is not open"))));
        else
            promise->addResult(work(*m_host));
        promise->finish();
    });
    return future;
}

/// Work that changes the replica and returns what it changed.
template <typename Work> QFuture<Result<>> LocalWorkspace::editOnWriter(Work work)
{
    return onWriter<void>([this, work = std::move(work)](WorkspaceHost &host) mutable -> Result<> {
        Result<ChangeSet> changes = work(host.replica());
        if (!changes)
            return tl::unexpected<Error>(changes.error());
        announce(*changes);
        host.engine().localChange();
        host.armTimer();
        return {};
    });
}

void LocalWorkspace::announce(const ChangeSet &changes)
{
    // Called on the writer's thread, before the future of the edit finishes.
    m_reads.rulesChanged();
    m_lists.rulesChanged();
    const auto undo = m_host->replica().undoState();
    const Actor actor = m_host->replica().actor();
    QMetaObject::invokeMethod(
        this,
        [this, changes, undo, actor] {
            show(undo.value_or(m_undoState), actor);
            if (changes.isWide || !changes.records.empty())
                Q_EMIT changed(changes);
        },
        Qt::QueuedConnection);
}

void LocalWorkspace::show(const UndoState &undo, const Actor &actor)
{
    m_actor = actor;
    const bool isSame = undo.canUndo == m_undoState.canUndo && undo.canRedo == m_undoState.canRedo
        && undo.undoLabel == m_undoState.undoLabel && undo.redoLabel == m_undoState.redoLabel;
    if (isSame)
        return;
    m_undoState = undo;
    Q_EMIT undoStateChanged(undo);
}

QFuture<Result<>> LocalWorkspace::commit(Command command)
{
    return editOnWriter([command = std::move(command)](Replica &replica) { return replica.commit(command); });
}

QFuture<Result<QString>> LocalWorkspace::undo()
{
    return onWriter<QString>([this](WorkspaceHost &host) -> Result<QString> {
        QString label;
        MDMC_TRY(undoStep(true, label));
        return label;
    });
}

QFuture<Result<QString>> LocalWorkspace::redo()
{
    return onWriter<QString>([this](WorkspaceHost &host) -> Result<QString> {
        QString label;
        MDMC_TRY(undoStep(false, label));
        return label;
    });
}

Result<> LocalWorkspace::undoStep(bool isUndo, QString &label)
{
    Replica &replica = m_host->replica();
    auto outcome = isUndo ? replica.undo() : replica.redo();
    announce(outcome ? outcome->changes : ChangeSet{}); // A step that cannot be taken back is gone from the line, too.
    if (!outcome)
        return tl::unexpected<Error>(outcome.error());
    label = outcome->label;
    m_host->engine().localChange();
    m_host->armTimer();
    return {};
}

QFuture<Result<std::vector<PendingOperation>>> LocalWorkspace::pending(int limit)
{
    return onWriter<std::vector<PendingOperation>>(
        [limit](WorkspaceHost &host) { return host.replica().pending(limit); });
}

QFuture<Result<std::vector<AttentionItem>>> LocalWorkspace::attention(int limit)
{
    return onWriter<std::vector<AttentionItem>>(
        [limit](WorkspaceHost &host) { return host.replica().attention(limit); });
}

QFuture<Result<SyncInspection>> LocalWorkspace::inspect()
{
    return onWriter<SyncInspection>([](WorkspaceHost &host) { return host.engine().inspect(); });
}

QFuture<Result<>> LocalWorkspace::retry(qint64 attentionId, std::optional<std::vector<FieldChange>> changes)
{
    return editOnWriter(
        [attentionId, changes = std::move(changes)](Replica &replica) { return replica.retry(attentionId, changes); });
}

QFuture<Result<>> LocalWorkspace::discard(qint64 attentionId)
{
    return editOnWriter([attentionId](Replica &replica) -> Result<ChangeSet> {
        MDMC_TRY(replica.discard(attentionId));
        return ChangeSet{};
    });
}

QFuture<Result<std::vector<ConflictView>>> LocalWorkspace::conflicts(RecordRef record)
{
    return onWriter<std::vector<ConflictView>>(
        [record](WorkspaceHost &host) { return host.replica().conflicts(record); });
}

QFuture<Result<>> LocalWorkspace::restore(const RecordId &conflictId)
{
    return editOnWriter([conflictId](Replica &replica) { return replica.restore(conflictId); });
}

QFuture<Result<>> LocalWorkspace::dismiss(const RecordId &conflictId)
{
    return editOnWriter([conflictId](Replica &replica) { return replica.dismiss(conflictId); });
}

void LocalWorkspace::setLocalValue(const QString &key, const QByteArray &value)
{
    if (value.isEmpty())
        m_localValues.remove(key);
    else
        m_localValues.insert(key, value);
    onWriter<void>([key, value](WorkspaceHost &host) -> Result<> {
        Result<> stored = host.replica().setLocalValue(key, value);
        if (!stored)
            qCWarning(lcSync) << "a local value could not be stored:" << errorCodeName(stored.error().code);
        return stored;
    });
}

void LocalWorkspace::prepareFor(const storage::RecordQuery &query, const std::vector<int> &shown)
{
    Arranged fields{storage::fieldsToIndex(query), shown};
    for (const int field : storage::fieldsThatStay(query.type))
        if (std::find(shown.begin(), shown.end(), field) == shown.end())
            fields.shown.push_back(field);
    // Whatever the writer is given to do ends the making of an index: so not for every keystroke.
    if (m_prepared[query.type] == fields)
        return;
    m_prepared[query.type] = fields;
    onWriter<void>([type = query.type, fields = std::move(fields)](WorkspaceHost &host) -> Result<> {
        Result<> used = host.replica().useFields(type, fields.used, fields.shown);
        if (!used)
            qCWarning(lcSync) << "the fields of a list could not be noted:" << errorCodeName(used.error().code);
        host.engine().personActed(); // The list is being read now.
        host.armTimer();
        return used;
    });
}

void LocalWorkspace::goOffline()
{
    onWriter<void>([](WorkspaceHost &host) -> Result<> {
        host.engine().stop();
        return {};
    });
}

void LocalWorkspace::goOnline()
{
    onWriter<void>([](WorkspaceHost &host) -> Result<> {
        host.engine().start();
        host.armTimer();
        return {};
    });
}

QFuture<Result<>> LocalWorkspace::signInAgain(const QString &password)
{
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    QFuture<Result<>> future = promise->future();
    m_writerThread.post([this, promise, password](bool isCancelled) {
        const auto finish = [promise](Result<> result) {
            promise->addResult(std::move(result));
            promise->finish();
        };
        if (isCancelled || !m_host)
            return finish(tl::unexpected<Error>(cancelled()));
        const QString device = m_host->replica().meta().text(meta::kDeviceName).value_or(QString());
        m_host->link().login(
            m_profile.email, password, device, [this, finish](tl::expected<SignedIn, LinkFailure> answer) {
                if (!answer)
                    return finish(tl::unexpected<Error>(answer.error().error));
                if (answer->user.id != m_profile.userId)
                    return finish(failure(ErrorCode::Forbidden, QStringLiteral("this is another person's account")));
                m_host->engine().start();
                m_host->armTimer();
                finish({});
            });
    });
    return future;
}

QFuture<Result<>> LocalWorkspace::signOut()
{
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    QFuture<Result<>> future = promise->future();
    m_writerThread.post([this, promise](bool isCancelled) {
        const auto finish = [promise](Result<> result) {
            promise->addResult(std::move(result));
            promise->finish();
        };
        if (isCancelled || !m_host)
            return finish(tl::unexpected<Error>(cancelled()));
        m_host->engine().stop();
        m_host->link().logout([finish] { finish({}); });
    });
    return future;
}

void LocalWorkspace::postRead(ReadJob job)
{
    m_reads.post(std::move(job));
}

void LocalWorkspace::postListRead(ListPart part, ReadJob job, std::shared_ptr<const std::atomic<bool>> isGivenUp)
{
    m_lists.post(std::move(job), std::move(isGivenUp),
                 part == ListPart::Whole ? ReadThread::Rank::Later : ReadThread::Rank::First);
}

Result<> LocalWorkspace::openReaders(const security::SecretKey &key, std::shared_ptr<const storage::RecentRows> recentRows)
{
    constexpr int kReadsCacheKib = 40 * 1024;
    constexpr int kListsCacheKib = 12 * 1024; // Indexes, and whole tables, which no cache holds.
    storage::OpenOptions options{
        .path = m_profile.databasePath(), .key = key, .readOnly = true, .cacheKib = kReadsCacheKib, .vfs = {}};
    MDMC_TRY(m_reads.open(options, recentRows));
    options.cacheKib = kListsCacheKib;
    return m_lists.open(options, std::move(recentRows));
}

} // namespace mdmc::sync
