// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees of the queue, and what they do about refusals and conflicts.
#include "sync/client/replica.h"

#include "core/model/value_codec.h"
#include "sync/client/command_codec.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"

#include <QCoreApplication>

namespace mdmc::sync {

namespace {

RecordEdit::Kind kindOf(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Create: return RecordEdit::Kind::Create;
    case OperationKind::Patch: return RecordEdit::Kind::Patch;
    case OperationKind::Delete: return RecordEdit::Kind::Delete;
    case OperationKind::Undelete: return RecordEdit::Kind::Undelete;
    }
    return RecordEdit::Kind::Patch;
}

PendingOperation::State stateOf(const OutboxEntry &entry)
{
    switch (entry.state) {
    case OutboxEntry::State::Queued: return PendingOperation::State::Waiting;
    // Without a time: before this run, if at all.
    case OutboxEntry::State::Sent: return entry.sentAt > 0 ? PendingOperation::State::Sent : PendingOperation::State::Waiting;
    case OutboxEntry::State::Decided: return PendingOperation::State::Decided;
    }
    return PendingOperation::State::Waiting;
}

/// A deletion's say which version its author saw, and nothing that anybody typed.
std::vector<FieldEdit> editsShown(const Operation &operation)
{
    return operation.kind == OperationKind::Delete ? std::vector<FieldEdit>() : operation.edits;
}

Value valueIn(const std::vector<FieldChange> &changes, int field)
{
    const auto found = std::find_if(changes.begin(), changes.end(),
                                    [field](const FieldChange &change) { return change.field == field; });
    return found == changes.end() ? Value() : found->value;
}

} // namespace

QString Replica::titleOf(const RecordRef &record, const Operation *operation)
{
    const int field = entityInfo(record.type).titleField();
    const auto row = m_store.load(record.type, record.id);
    if (field >= 0 && row && *row && !(*row)->values[size_t(field)].isEmpty())
        return (*row)->values[size_t(field)].as<QString>();
    Record typed(record.type, record.id);
    if (operation)
        overlay(typed, *operation);
    if (field >= 0 && !typed.values[size_t(field)].isEmpty())
        return typed.values[size_t(field)].as<QString>();
    if (field >= 0) { // Deleted, by this person perhaps: what they can undo still says what it was called.
        const auto known = m_undo.lastValue(record, field);
        return known && *known ? (*known)->as<QString>() : QString();
    }
    // A note or a line is called like what it belongs to.
    const std::optional<RecordRef> parent = parentOf(row && *row ? **row : typed);
    return parent && parent->type != record.type ? titleOf(*parent) : QString();
}

Result<std::vector<PendingOperation>> Replica::pending(int limit)
{
    MDMC_ASSIGN(const std::vector<OutboxEntry> entries, m_outbox.first(limit));
    std::vector<PendingOperation> operations;
    for (const OutboxEntry &entry : entries) {
        const Operation &op = entry.operation;
        PendingOperation pending{op.n,
                                 op.group,
                                 {op.type, op.id},
                                 titleOf({op.type, op.id}, &op),
                                 kindOf(op.kind),
                                 {},
                                 op.editedAt,
                                 stateOf(entry),
                                 {},
                                 entry.sentAt,
                                 entry.isReoffered};
        MDMC_ASSIGN(const std::vector<RecordEdit> before, decodeEdits(entry.before));
        if (!before.empty())
            pending.before = before.front().changes;
        for (const FieldEdit &edit : editsShown(op)) {
            const auto same = std::find_if(pending.changes.begin(), pending.changes.end(),
                                           [&](const FieldChange &change) { return change.field == edit.field; });
            if (same != pending.changes.end()) // A set with texts taken out and added.
                same->value = editedValue(same->value, edit);
            else
                pending.changes.push_back({edit.field, editedValue(valueIn(pending.before, edit.field), edit)});
        }
        operations.push_back(std::move(pending));
    }
    return operations;
}

/// Whether the record is still in sight, and what it belongs to.
void Replica::describeWhere(AttentionItem &item, const Operation &op, const std::optional<Record> &row)
{
    item.isHere = row || op.kind == OperationKind::Create;
    Record typed = row ? *row : Record(op.type, op.id);
    overlay(typed, op);
    const std::optional<RecordRef> parent = parentOf(typed);
    if (!parent)
        return;
    item.aboutType = parent->type;
    item.about = titleOf(*parent);
}

Result<AttentionItem> Replica::describe(const TrayItem &kept)
{
    const Operation &op = kept.operation;
    AttentionItem item;
    item.id = kept.id;
    item.group = op.group;
    item.record = {op.type, op.id};
    item.title = titleOf(item.record, &op);
    item.kind = kindOf(op.kind);
    item.reason = rejectReasonName(kept.reason);
    item.detail = kept.detail;
    item.field = kept.field;
    item.editedAt = op.editedAt;
    item.refusedAt = kept.refusedAt;
    MDMC_ASSIGN(const std::vector<RecordEdit> before, decodeEdits(kept.before));
    MDMC_ASSIGN(const std::optional<Record> row, m_store.load(op.type, op.id));
    const std::vector<FieldChange> old = before.empty() ? std::vector<FieldChange>() : before.front().changes;
    describeWhere(item, op, row);
    for (const FieldEdit &edit : editsShown(op)) {
        if (edit.field < 0 || edit.field >= entityInfo(op.type).fieldCount())
            continue;
        const auto same = std::find_if(item.fields.begin(), item.fields.end(),
                                       [&](const AttentionItem::FieldView &view) { return view.field == edit.field; });
        if (same != item.fields.end()) { // A set with texts taken out and added.
            same->mine = editedValue(same->mine, edit);
            continue;
        }
        const Value was = valueIn(old, edit.field);
        item.fields.push_back(
            {edit.field, was, editedValue(was, edit), row ? row->values[size_t(edit.field)] : Value()});
    }
    // “A won lead needs a contract value”: the field to mend need not be one that was edited.
    const QString path = kept.field.section(QLatin1Char('['), 0, 0);
    const int blamed = path.isEmpty() ? -1 : entityInfo(op.type).indexOf(QStringView(path));
    const bool isShown = std::any_of(item.fields.begin(), item.fields.end(),
                                     [&](const AttentionItem::FieldView &view) { return view.field == blamed; });
    if (blamed >= 0 && !isShown && row && !row->isDeleted()) {
        const Value &now = row->values[size_t(blamed)];
        item.fields.push_back({blamed, now, now, now, false});
    }
    return item;
}

Result<std::vector<AttentionItem>> Replica::attention(int limit)
{
    MDMC_ASSIGN(const std::vector<TrayItem> kept, m_tray.first(limit));
    std::multimap<qint64, qint64> byCause;
    for (const TrayItem &tray : kept)
        if (tray.cause != 0 && tray.cause != tray.operation.n)
            byCause.emplace(tray.cause, tray.id);
    std::vector<AttentionItem> items;
    for (const TrayItem &tray : kept) {
        MDMC_ASSIGN(AttentionItem item, describe(tray));
        const auto [first, last] = byCause.equal_range(tray.operation.n);
        for (auto dependant = first; dependant != last; ++dependant)
            item.dependants.push_back(dependant->second);
        items.push_back(std::move(item));
    }
    return items;
}

/// The item and what failed because of it, also by way of others, in the order in which they were done.
Result<std::map<qint64, TrayItem>> Replica::withDependants(qint64 attentionId)
{
    MDMC_ASSIGN(const std::optional<TrayItem> item, m_tray.find(attentionId));
    if (!item)
        return failure(ErrorCode::NotFound, QStringLiteral("the refused edit is not there any more"));
    std::map<qint64, TrayItem> together{{item->operation.n, *item}};
    std::vector<TrayItem> next{*item};
    while (!next.empty()) {
        const TrayItem cause = std::move(next.back());
        next.pop_back();
        MDMC_ASSIGN(const std::vector<TrayItem> dependants, m_tray.dependantsOf(cause));
        for (const TrayItem &dependant : dependants)
            if (together.emplace(dependant.operation.n, dependant).second)
                next.push_back(dependant);
    }
    return together;
}

/// The refusal because of which this one failed, or the one behind that: without it there is nothing to send it for.
Result<qint64> Replica::causeBehind(qint64 attentionId)
{
    MDMC_ASSIGN(const std::vector<TrayItem> all, m_tray.first(-1));
    const auto byId = [&](qint64 id) { return std::ranges::find(all, id, &TrayItem::id); };
    std::set<qint64> seen;
    for (auto item = byId(attentionId); item != all.end() && item->cause != 0 && seen.insert(item->id).second;) {
        const auto cause = std::ranges::find_if(all, [&](const TrayItem &other) { return other.operation.n == item->cause; });
        if (cause == all.end())
            break;
        attentionId = cause->id;
        item = cause;
    }
    return attentionId;
}

Result<RecordEdit> Replica::editAgain(const TrayItem &item, const std::optional<std::vector<FieldChange>> &values)
{
    const Operation &op = item.operation;
    RecordEdit edit{kindOf(op.kind), op.type, op.id, {}};
    MDMC_ASSIGN(const std::optional<Record> row, m_store.load(op.type, op.id));
    Record wished = row ? *row : Record(op.type, op.id);
    for (const FieldEdit &change : op.edits) {
        if (change.field < 0 || change.field >= entityInfo(op.type).fieldCount())
            continue;
        Value &value = wished.values[size_t(change.field)];
        value = editedValue(value, change);
        std::erase_if(edit.changes, [&](const FieldChange &c) { return c.field == change.field; });
        edit.changes.push_back({change.field, value});
    }
    if (values) {
        for (const FieldChange &change : *values) {
            std::erase_if(edit.changes, [&](const FieldChange &c) { return c.field == change.field; });
            edit.changes.push_back(change);
        }
    }
    if (edit.kind == RecordEdit::Kind::Patch && row && row->isDeleted())
        edit.kind = RecordEdit::Kind::Undelete; // Deleted by somebody meanwhile: with this edit it comes back.
    if (edit.kind == RecordEdit::Kind::Create && item.reason == RejectReason::IdReused)
        edit.id = RecordId::mint(m_clock, m_random);
    return edit;
}

Result<ChangeSet> Replica::retry(qint64 attentionId, const std::optional<std::vector<FieldChange>> &values)
{
    return inTransaction([&]() -> Result<ChangeSet> {
        MDMC_ASSIGN(const qint64 cause, causeBehind(attentionId));
        MDMC_ASSIGN(const auto together, withDependants(cause));
        std::vector<RecordEdit> edits;
        for (const auto &[n, tray] : together) {
            MDMC_ASSIGN(RecordEdit edit, editAgain(tray, tray.id == attentionId ? values : std::nullopt));
            edits.push_back(std::move(edit));
            MDMC_TRY(m_tray.remove(tray.id));
        }
        ChangeCollector changes;
        MDMC_TRY(apply(QString(), edits, true, changes));
        return finish(changes, true);
    });
}

Result<> Replica::discard(qint64 attentionId)
{
    return inTransaction([&]() -> Result<> {
        MDMC_ASSIGN(const auto together, withDependants(attentionId));
        for (const auto &[n, tray] : together)
            MDMC_TRY(m_tray.remove(tray.id));
        return {};
    });
}

Result<ConflictView> Replica::describe(const Record &record)
{
    const Conflict conflict = fromRecord<Conflict>(record);
    ConflictView view;
    view.id = conflict.id;
    const EntityInfo *info = findEntity(QStringView(conflict.subjectType));
    view.record = {info ? info->type : EntityType::Lead, conflict.subjectId};
    view.title = info ? titleOf(view.record) : QString();
    MDMC_ASSIGN(const std::optional<Record> row, m_store.load(view.record.type, view.record.id));
    view.isDeleted = row && row->isDeleted();
    view.field = info && !conflict.field.isEmpty() ? info->indexOf(QStringView(conflict.field)) : -1;
    if (view.field >= 0) {
        const FieldType type = info->field(view.field).type;
        if (auto value = conflict.losingValue.isEmpty() ? Value() : decodeValue(type, conflict.losingValue))
            view.losing = *value;
        if (auto value = conflict.winningValue.isEmpty() ? Value() : decodeValue(type, conflict.winningValue))
            view.winning = *value;
        if (row)
            view.current = row->values[size_t(view.field)];
    }
    view.losingAuthor = conflict.losingAuthorId;
    view.winningAuthor = conflict.winningAuthorId;
    view.losingAt = conflict.losingAt.value_or(0);
    view.detectedAt = conflict.detectedAt.value_or(0);
    view.isOpen = conflict.resolution.isEmpty();
    view.isRestored = conflict.resolution == QLatin1String("restored");
    view.resolvedAt = conflict.resolvedAt.value_or(0);
    return view;
}

Result<std::vector<ConflictView>> Replica::conflicts(const RecordRef &record)
{
    std::vector<Record> rows;
    {
        const QByteArray sql = "SELECT " + storage::RecordStore::selectList(EntityType::Conflict)
            + " FROM conflict WHERE deleted=0 AND " + (record.id ? "subject_id=?1" : "resolution IS NULL")
            + " ORDER BY detected_at DESC, id DESC LIMIT 500";
        MDMC_ASSIGN(storage::Statement statement, m_db.prepare(sql));
        if (record.id)
            statement.bind(1, record.id);
        while (true) {
            MDMC_ASSIGN(const bool hasRow, statement.step());
            if (!hasRow)
                break;
            MDMC_ASSIGN(Record row, m_store.read(EntityType::Conflict, statement));
            rows.push_back(std::move(row));
        }
    }
    std::vector<ConflictView> views;
    for (const Record &row : rows) {
        MDMC_ASSIGN(ConflictView view, describe(row));
        views.push_back(std::move(view));
    }
    return views;
}

Result<ChangeSet> Replica::settleConflict(const RecordId &conflictId, bool isRestored)
{
    MDMC_ASSIGN(const std::optional<Record> row, m_store.load(EntityType::Conflict, conflictId));
    if (!row || row->isDeleted())
        return failure(ErrorCode::NotFound, QStringLiteral("there is no such conflict"));
    MDMC_ASSIGN(const ConflictView view, describe(*row));
    Command command;
    command.label = isRestored ? QCoreApplication::translate("sync", "Bring back the other value")
                               : QCoreApplication::translate("sync", "Settle the conflict");
    const EntityInfo &info = entityInfo(EntityType::Conflict);
    command.edits.push_back({RecordEdit::Kind::Patch,
                             EntityType::Conflict,
                             conflictId,
                             {{info.indexOf(QLatin1String("resolvedAt")), Value(m_clock.nowUtc())},
                              {info.indexOf(QLatin1String("resolution")),
                               Value(isRestored ? QStringLiteral("restored") : QStringLiteral("dismissed"))}}});
    if (!isRestored)
        return commit(command);
    RecordEdit edit{RecordEdit::Kind::Patch, view.record.type, view.record.id, {}};
    MDMC_ASSIGN(const std::optional<Record> subject, m_store.load(view.record.type, view.record.id));
    if (!subject)
        return failure(ErrorCode::NotFound, QStringLiteral("the record of the conflict is not there any more"));
    if (view.field >= 0) {
        edit.changes.push_back({view.field, view.losing});
    } else if (const auto kept = decodeOperation(row->value(QLatin1String("losingValue")).as<QByteArray>())) {
        // A deletion met an edit: the whole edit is kept.
        Record wished = *subject;
        overlay(wished, *kept);
        edit.changes = difference(*subject, wished);
    }
    if (subject->isDeleted())
        edit.kind = RecordEdit::Kind::Undelete;
    // Once a record is back, nothing here says whose it is until the server's row comes: the conflict goes before it.
    if (edit.kind == RecordEdit::Kind::Undelete)
        command.edits.push_back(edit);
    else if (!edit.changes.empty())
        command.edits.insert(command.edits.begin(), edit);
    return commit(command);
}

Result<ChangeSet> Replica::restore(const RecordId &conflictId)
{
    return settleConflict(conflictId, true);
}

Result<ChangeSet> Replica::dismiss(const RecordId &conflictId)
{
    return settleConflict(conflictId, false);
}

} // namespace mdmc::sync
