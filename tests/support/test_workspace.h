// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/workspace.h"

#include <deque>
#include <map>

namespace mdmc::test {

/// A workspace over a real encrypted database in memory, on the test's own thread, without sync. Reads and commits run
/// from the event loop, one after the other, so their futures finish later, as those of the real one do. Commits apply
/// the real rules (normalise, derive, permissions, validation) and undo.
class TestWorkspace : public sync::Workspace {
public:
    /// With the default lists, one administrator (the actor) and a colleague.
    TestWorkspace();
    ~TestWorkspace() override;

    // Setting the scene, at once and without signals.
    void put(const Record &record);
    template <typename Entity> void put(const Entity &entity) { put(toRecord(entity)); }
    void beginBulk();
    void endBulk();
    Record stored(EntityType type, const RecordId &id);
    template <typename Entity> Entity get(const RecordId &id) { return fromRecord<Entity>(stored(Entity::kType, id)); }
    std::vector<RecordId> idsOf(EntityType type);
    Stage stageNamed(QStringView nameEn);
    void setActor(const Actor &actor) { m_actor = actor; }
    RecordId colleague() const { return m_colleague; }
    /// A change as it comes from the server.
    void receive(const std::vector<Record> &records);

    // Faults and inspection.
    void failNextCommit(const Error &error) { m_nextError = error; }
    void failReads(std::optional<Error> error) { m_readError = std::move(error); }
    void holdReads(bool hold); ///< Reads wait until let go.
    bool catchUp(); ///< Waits for a read behind everything asked so far; false when it is not answered.
    int reads() const { return m_reads; }
    int commits() const { return int(m_commits.size()); }
    const sync::Command &lastCommand() const { return m_commits.back(); }
    void setStatus(const sync::SyncStatus &status);
    void setConflicts(std::vector<sync::ConflictView> conflicts) { m_conflicts = std::move(conflicts); }
    void setAttention(std::vector<sync::AttentionItem> items) { m_attention = std::move(items); }
    void setInspection(sync::SyncInspection inspection) { m_inspection = std::move(inspection); }
    void setPending(std::vector<sync::PendingOperation> items) { m_pending = std::move(items); }
    QStringList calls; ///< retry, discard, restore and dismiss, as `discard 7`.
    std::optional<std::vector<FieldChange>> retriedWith;
    std::vector<std::pair<storage::RecordQuery, std::vector<int>>> prepared; ///< What `prepareFor` was told.

    QFuture<Result<>> commit(sync::Command command) override;
    QFuture<Result<QString>> undo() override;
    QFuture<Result<QString>> redo() override;
    QFuture<Result<std::vector<sync::PendingOperation>>> pending(int limit) override;
    QFuture<Result<std::vector<sync::AttentionItem>>> attention(int limit) override;
    QFuture<Result<sync::SyncInspection>> inspect() override;
    QFuture<Result<>> retry(qint64 id, std::optional<std::vector<FieldChange>> changes) override;
    QFuture<Result<>> discard(qint64 id) override;
    QFuture<Result<std::vector<sync::ConflictView>>> conflicts(RecordRef record) override;
    QFuture<Result<>> restore(const RecordId &id) override;
    QFuture<Result<>> dismiss(const RecordId &id) override;
    sync::SyncStatus status() const override { return m_status; }
    sync::UndoState undoState() const override;
    Actor actor() const override { return m_actor; }
    QString workspaceName() const override { return QStringLiteral("Studio Lumen"); }
    QString serverAddress() const override { return {}; }
    QByteArray localValue(const QString &key) const override;
    void setLocalValue(const QString &key, const QByteArray &value) override { m_local[key] = value; }
    void prepareFor(const storage::RecordQuery &query, const std::vector<int> &shown) override
    {
        prepared.emplace_back(query, shown);
    }
    void goOffline() override { calls << QStringLiteral("goOffline"); }
    void goOnline() override { calls << QStringLiteral("goOnline"); }

    storage::Database db;
    storage::RecordStore store;
    storage::StoredRules rules;

protected:
    void postRead(sync::ReadJob job) override;
    /// In order with the others.
    void postListRead(sync::ListPart part, sync::ReadJob job, std::shared_ptr<const std::atomic<bool>> isGivenUp) override;

private:
    struct Step {
        QString label;
        RecordId batch;
        std::vector<Record> before;
        std::vector<Record> after;
    };
    Result<> apply(const sync::Command &command);
    Result<Record> edited(const sync::RecordEdit &edit, const Record *before);
    void write(const std::vector<Record> &records, bool isLocal);
    template <typename T> QFuture<Result<T>> later(std::function<Result<T>()> job);

    std::deque<std::function<void()>> m_heldReads;
    bool m_isHolding = false;
    int m_reads = 0;
    std::optional<Error> m_nextError;
    std::optional<Error> m_readError;
    std::vector<sync::Command> m_commits;
    std::vector<Step> m_undo;
    std::vector<Step> m_redo;
    sync::SyncStatus m_status;
    std::vector<sync::ConflictView> m_conflicts;
    std::vector<sync::AttentionItem> m_attention;
    std::vector<sync::PendingOperation> m_pending;
    sync::SyncInspection m_inspection;
    std::map<QString, QByteArray> m_local;
    Actor m_actor;
    RecordId m_colleague;
    SystemClock m_clock;
};

} // namespace mdmc::test
