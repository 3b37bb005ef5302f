// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_workspace.h"

#include "core/rules/default_lists.h"
#include "core/rules/derive.h"
#include "core/rules/permissions.h"
#include "core/rules/validation.h"
#include "core/storage/transaction.h"
#include "tests/support/test_database.h"

#include <QTest>

namespace mdmc::test {

using sync::Command;
using sync::RecordEdit;

TestWorkspace::TestWorkspace() : db(recordDatabase()), store(db, nullptr, true), rules(store)
{
    // Where a replica says what it is still indexing; imports ask.
    if (const auto made = db.exec("CREATE TABLE sync_meta(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"); !made)
        qFatal("cannot make a test workspace: %s", qPrintable(made.error().detail));
    SystemRandom random;
    for (const Record &record : defaultWorkspaceRecords(m_clock, random))
        put(record);
    User me{.id = RecordId::mint(),
            .name = QStringLiteral("Alix Moreau"),
            .email = QStringLiteral("alix@lumen.example"),
            .role = QStringLiteral("admin"),
            .scope = QStringLiteral("all"),
            .teamId = {},
            .locale = {}};
    User other{.id = RecordId::mint(),
               .name = QStringLiteral("Noé Lambert"),
               .email = QStringLiteral("noe@lumen.example"),
               .role = QStringLiteral("account_manager"),
               .scope = QStringLiteral("own"),
               .teamId = {},
               .locale = {}};
    put(me);
    put(other);
    m_actor = actorFor(me);
    m_colleague = other.id;
}

TestWorkspace::~TestWorkspace() = default;

void TestWorkspace::put(const Record &record)
{
    if (const auto saved = store.save(record); !saved)
        qFatal("cannot save a test record: %s", qPrintable(saved.error().detail));
    rules.invalidate();
}

void TestWorkspace::beginBulk()
{
    (void)db.exec("BEGIN IMMEDIATE");
    store.beginBulk();
}

void TestWorkspace::endBulk()
{
    if (const auto ended = store.endBulk(); !ended)
        qFatal("cannot end bulk: %s", qPrintable(ended.error().detail));
    (void)db.exec("COMMIT");
}

Record TestWorkspace::stored(EntityType type, const RecordId &id)
{
    const auto record = store.load(type, id);
    if (!record)
        qFatal("cannot load a test record: %s", qPrintable(record.error().detail));
    return record->value_or(Record(type, RecordId()));
}

std::vector<RecordId> TestWorkspace::idsOf(EntityType type)
{
    std::vector<RecordId> ids;
    const auto page = store.page(type, {}, 100'000, false);
    for (const Record &record : page.value())
        ids.push_back(record.id);
    return ids;
}

Stage TestWorkspace::stageNamed(QStringView nameEn)
{
    for (const Stage &stage : rules.stages())
        if (stage.nameEn == nameEn)
            return stage;
    qFatal("no stage is called %s", qPrintable(nameEn.toString()));
    return {};
}

template <typename T> QFuture<Result<T>> TestWorkspace::later(std::function<Result<T>()> job)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QMetaObject::invokeMethod(
        this,
        [promise, job = std::move(job)] {
            promise->addResult(job());
            promise->finish();
        },
        Qt::QueuedConnection);
    return promise->future();
}

void TestWorkspace::postRead(sync::ReadJob job)
{
    ++m_reads;
    auto run = [this, job = std::move(job)] {
        sync::ReplicaReader reader(db, store, rules);
        job.run(m_readError ? Result<sync::ReplicaReader *>(tl::unexpected<Error>(*m_readError)) : &reader);
        job.deliver();
    };
    if (m_isHolding)
        m_heldReads.push_back(std::move(run));
    else
        QMetaObject::invokeMethod(this, std::move(run), Qt::QueuedConnection);
}

void TestWorkspace::postListRead(sync::ListPart, sync::ReadJob job, std::shared_ptr<const std::atomic<bool>> isGivenUp)
{
    job.run = [this, run = std::move(job.run), isGivenUp = std::move(isGivenUp)](Result<sync::ReplicaReader *> reader) {
        db.giveUpWhen(isGivenUp.get());
        const bool isDone = run(reader);
        db.giveUpWhen(nullptr);
        return isDone;
    };
    postRead(std::move(job));
}

void TestWorkspace::holdReads(bool hold)
{
    m_isHolding = hold;
    while (!hold && !m_heldReads.empty()) {
        QMetaObject::invokeMethod(this, m_heldReads.front(), Qt::QueuedConnection);
        m_heldReads.pop_front();
    }
}

bool TestWorkspace::catchUp()
{
    const auto behind = read([](sync::ReplicaReader &) -> Result<bool> { return true; });
    return QTest::qWaitFor([&] { return behind.isFinished(); });
}

QFuture<Result<>> TestWorkspace::commit(Command command)
{
    return later<void>([this, command = std::move(command)]() -> Result<> {
        m_commits.push_back(command);
        if (m_nextError)
            return tl::unexpected<Error>(*std::exchange(m_nextError, std::nullopt));
        return apply(command);
    });
}

Result<Record> TestWorkspace::edited(const RecordEdit &edit, const Record *before)
{
    Record after = before ? *before : Record(edit.type, edit.id);
    std::vector<int> fields;
    for (const FieldChange &change : edit.changes) {
        after.values[size_t(change.field)] = change.value;
        fields.push_back(change.field);
    }
    normalise(after);
    derive(after, before, m_actor, m_clock.nowUtc(), rules);
    const Action action = before ? Action::Edit : Action::Create;
    if (!mayPerform(m_actor, action, edit.type))
        return failure(ErrorCode::Forbidden, QStringLiteral("the role may not do this"));
    MDMC_TRY(mayChange(m_actor, before, after, fields));
    MDMC_TRY(checkValid(after, before, rules));
    return after;
}

Result<> TestWorkspace::apply(const Command &command)
{
    Step step{command.label, command.batch, {}, {}};
    MDMC_ASSIGN(storage::Transaction transaction, storage::Transaction::begin(db));
    for (const RecordEdit &edit : command.edits) {
        MDMC_ASSIGN(const std::optional<Record> before, store.load(edit.type, edit.id));
        if (!before && edit.kind != RecordEdit::Kind::Create)
            return failure(ErrorCode::NotFound);
        Record gone = before.value_or(Record(edit.type, edit.id));
        if (!before)
            gone.deleted = kPendingSequence;
        step.before.push_back(gone);
        if (edit.kind == RecordEdit::Kind::Delete || edit.kind == RecordEdit::Kind::Undelete) {
            MDMC_TRY(mayDelete(m_actor, *before));
            Record after = *before;
            after.deleted = edit.kind == RecordEdit::Kind::Delete ? kPendingSequence : 0;
            put(after);
            step.after.push_back(after);
            continue;
        }
        MDMC_ASSIGN(Record after, edited(edit, before ? &*before : nullptr));
        put(after); // Later edits of the command may refer to it.
        step.after.push_back(std::move(after));
    }
    MDMC_TRY(transaction.commit());
    write(step.after, true);
    if (!command.batch.isNull() && !m_undo.empty() && m_undo.back().batch == command.batch) {
        Step &last = m_undo.back();
        last.before.insert(last.before.end(), step.before.begin(), step.before.end());
        last.after.insert(last.after.end(), step.after.begin(), step.after.end());
    } else {
        m_undo.push_back(std::move(step));
    }
    m_redo.clear();
    Q_EMIT undoStateChanged(undoState());
    return {};
}

void TestWorkspace::write(const std::vector<Record> &records, bool isLocal)
{
    sync::ChangeSet changes;
    changes.isLocal = isLocal;
    for (const Record &record : records) {
        put(record);
        changes.records.push_back({record.type, record.id});
    }
    Q_EMIT changed(changes);
}

void TestWorkspace::receive(const std::vector<Record> &records)
{
    write(records, false);
}

QFuture<Result<QString>> TestWorkspace::undo()
{
    return later<QString>([this]() -> Result<QString> {
        if (m_undo.empty())
            return failure(ErrorCode::NotFound);
        Step step = std::move(m_undo.back());
        m_undo.pop_back();
        write(step.before, true);
        const QString label = step.label;
        m_redo.push_back(std::move(step));
        Q_EMIT undoStateChanged(undoState());
        return label;
    });
}

QFuture<Result<QString>> TestWorkspace::redo()
{
    return later<QString>([this]() -> Result<QString> {
        if (m_redo.empty())
            return failure(ErrorCode::NotFound);
        Step step = std::move(m_redo.back());
        m_redo.pop_back();
        write(step.after, true);
        const QString label = step.label;
        m_undo.push_back(std::move(step));
        Q_EMIT undoStateChanged(undoState());
        return label;
    });
}

sync::UndoState TestWorkspace::undoState() const
{
    return {!m_undo.empty(), !m_redo.empty(), m_undo.empty() ? QString() : m_undo.back().label,
            m_redo.empty() ? QString() : m_redo.back().label};
}

void TestWorkspace::setStatus(const sync::SyncStatus &status)
{
    m_status = status;
    Q_EMIT statusChanged(status);
}

QFuture<Result<std::vector<sync::PendingOperation>>> TestWorkspace::pending(int limit)
{
    return later<std::vector<sync::PendingOperation>>([this, limit]() -> Result<std::vector<sync::PendingOperation>> {
        auto items = m_pending;
        items.resize(std::min(items.size(), size_t(limit)));
        return items;
    });
}

QFuture<Result<std::vector<sync::AttentionItem>>> TestWorkspace::attention(int limit)
{
    return later<std::vector<sync::AttentionItem>>([this, limit]() -> Result<std::vector<sync::AttentionItem>> {
        auto items = m_attention;
        items.resize(std::min(items.size(), size_t(limit)));
        return items;
    });
}

QFuture<Result<sync::SyncInspection>> TestWorkspace::inspect()
{
    return later<sync::SyncInspection>([this]() -> Result<sync::SyncInspection> { return m_inspection; });
}

QFuture<Result<>> TestWorkspace::retry(qint64 id, std::optional<std::vector<FieldChange>> changes)
{
    calls << QStringLiteral("retry %1").arg(id);
    retriedWith = std::move(changes);
    return discard(id);
}

QFuture<Result<>> TestWorkspace::discard(qint64 id)
{
    if (calls.isEmpty() || calls.last() != QStringLiteral("retry %1").arg(id))
        calls << QStringLiteral("discard %1").arg(id);
    return later<void>([this, id]() -> Result<> {
        if (m_nextError)
            return tl::unexpected<Error>(*std::exchange(m_nextError, std::nullopt));
        std::erase_if(m_attention, [id](const sync::AttentionItem &item) { return item.id == id; });
        m_status.attention = int(m_attention.size());
        Q_EMIT statusChanged(m_status);
        return {};
    });
}

QFuture<Result<std::vector<sync::ConflictView>>> TestWorkspace::conflicts(RecordRef record)
{
    return later<std::vector<sync::ConflictView>>([this, record]() -> Result<std::vector<sync::ConflictView>> {
        std::vector<sync::ConflictView> found;
        for (const sync::ConflictView &conflict : m_conflicts)
            if (record.id.isNull() || conflict.record == record)
                found.push_back(conflict);
        return found;
    });
}

QFuture<Result<>> TestWorkspace::restore(const RecordId &id)
{
    calls << QStringLiteral("restore");
    return dismiss(id);
}

QFuture<Result<>> TestWorkspace::dismiss(const RecordId &id)
{
    calls << QStringLiteral("dismiss");
    return later<void>([this, id]() -> Result<> {
        std::erase_if(m_conflicts, [&](const sync::ConflictView &conflict) { return conflict.id == id; });
        Q_EMIT changed({{{EntityType::Conflict, id}}, false, true});
        return {};
    });
}

QByteArray TestWorkspace::localValue(const QString &key) const
{
    const auto found = m_local.find(key);
    return found == m_local.end() ? QByteArray() : found->second;
}

} // namespace mdmc::test
