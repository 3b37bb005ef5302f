// SPDX-License-Identifier: GPL-3.0-or-later
// Commands: from what a person did to rows, operations and a step of undo.
#include "sync/client/replica.h"

#include "core/model/value_codec.h"
#include "core/rules/derive.h"
#include "core/rules/permissions.h"
#include "core/rules/validation.h"
#include "sync/client/command_codec.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

namespace {

/// Two patches of one record in one command are one; what follows a create belongs to it.
std::vector<RecordEdit> joined(const std::vector<RecordEdit> &edits)
{
    std::vector<RecordEdit> result;
    for (const RecordEdit &edit : edits) {
        const auto earlier = std::find_if(result.rbegin(), result.rend(),
                                          [&](const RecordEdit &e) { return e.type == edit.type && e.id == edit.id; });
        const bool takesMore = earlier != result.rend() && edit.kind == RecordEdit::Kind::Patch
            && (earlier->kind == RecordEdit::Kind::Patch || earlier->kind == RecordEdit::Kind::Create);
        if (takesMore)
            earlier->changes.insert(earlier->changes.end(), edit.changes.begin(), edit.changes.end());
        else
            result.push_back(edit);
    }
    return result;
}

std::vector<FieldChange> filledFields(const Record &record)
{
    std::vector<FieldChange> fields;
    for (int i = 0; i < record.info().fieldCount(); ++i)
        if (!record.values[size_t(i)].isEmpty() && record.info().field(i).merge != Merge::Server)
            fields.push_back({i, record.values[size_t(i)]});
    return fields;
}

std::vector<int> positions(const std::vector<FieldChange> &changes)
{
    std::vector<int> fields;
    for (const FieldChange &change : changes)
        fields.push_back(change.field);
    return fields;
}

/// Old values of the fields that an edit changed, for undo and for *Needs attention*.
std::vector<FieldChange> valuesOf(const Record &record, const std::vector<FieldChange> &changes)
{
    std::vector<FieldChange> values;
    for (const FieldChange &change : changes)
        values.push_back({change.field, record.values[size_t(change.field)]});
    return values;
}

/// A deletion as the server tells of it: without values. Whose the record was only the server knows, and what is here was
/// within sight; so it is the server who decides.
bool isBare(const Record &record)
{
    return record.isDeleted() && std::ranges::all_of(record.values, &Value::isEmpty);
}

} // namespace

/// One edit of a command on its way: how the row will stand, what it becomes for the server, what takes it back.
struct Replica::Prepared {
    RecordRef record;
    std::optional<Record> before;
    Record after;
    struct Step {
        OperationKind kind;
        std::vector<FieldEdit> edits;
    };
    std::vector<Step> steps; ///< Empty: nothing changes.
    RecordEdit forward;
    RecordEdit backward;
};

/// What decides who sees the record.
Result<Record> Replica::rootOf(const Record &record)
{
    Record current = record;
    for (int depth = 0; depth < 4; ++depth) {
        const std::optional<RecordRef> parent = parentOf(current);
        if (!parent)
            break;
        MDMC_ASSIGN(const std::optional<Record> row, m_store.load(parent->type, parent->id));
        if (!row)
            break;
        current = *row;
    }
    return current;
}

Result<> Replica::checkVisible(const Record &record)
{
    MDMC_ASSIGN(const Record root, rootOf(record));
    if (!isBare(root) && !isVisible(m_actor, ownScope(root)))
        return failure(ErrorCode::Forbidden, QStringLiteral("the record is outside of this person's sight"));
    return {};
}

Result<> Replica::setValues(Record &record, const RecordEdit &edit)
{
    static const SyncLimits limits;
    const EntityInfo &info = record.info();
    const int country = info.indexOf(QLatin1String("country"));
    // The country first: it decides how national phone numbers are read.
    for (const FieldChange &change : edit.changes)
        if (change.field == country && country >= 0)
            record.values[size_t(country)] = normaliseValue(info.field(country), change.value);
    const QString home = country >= 0 ? record.values[size_t(country)].as<QString>() : QString();
    for (const FieldChange &change : edit.changes) {
        if (change.field < 0 || change.field >= info.fieldCount())
            return failure(ErrorCode::InvalidInput, QStringLiteral("there is no such field"));
        const FieldInfo &field = info.field(change.field);
        if (!change.value.fits(field.type))
            return failure(ErrorCode::InvalidInput, QStringLiteral("a value of another type"), field.name);
        if (encodeValue(field.type, change.value).size() > limits.maxFieldBytes)
            return failure(ErrorCode::TooLarge, QStringLiteral("a field may hold %1 bytes").arg(limits.maxFieldBytes),
                           field.name);
        record.values[size_t(change.field)] = normaliseValue(field, change.value, home);
    }
    return {};
}

Result<> Replica::prepareCreate(Prepared &prepared, const RecordEdit &edit)
{
    if (edit.id.isNull())
        return failure(ErrorCode::InvalidInput, QStringLiteral("a record needs an id"));
    prepared.after = Record(edit.type, edit.id);
    Record &after = prepared.after;
    MDMC_TRY(setValues(after, edit));
    normalise(after);
    derive(after, nullptr, m_actor, m_clock.nowUtc(), m_rules);
    MDMC_TRY(checkValid(after, nullptr, m_rules));
    const std::vector<FieldChange> filled = filledFields(after);
    MDMC_TRY(mayChange(m_actor, nullptr, after, positions(filled)));
    MDMC_TRY(checkVisible(after));
    prepared.steps.push_back({OperationKind::Create, editsOfCreate(after)});
    prepared.forward.changes = filled;
    prepared.backward.kind = RecordEdit::Kind::Delete;
    return {};
}

Result<> Replica::preparePatch(Prepared &prepared, const RecordEdit &edit)
{
    const Record &before = *prepared.before;
    prepared.after = before;
    Record &after = prepared.after;
    after.deleted = 0;
    MDMC_TRY(setValues(after, edit));
    const Record asWished = after;
    const std::vector<FieldChange> changed = difference(before, asWished);
    if (changed.empty())
        return {};
    derive(after, &before, m_actor, m_clock.nowUtc(), m_rules);
    MDMC_TRY(checkValid(after, &before, m_rules));
    MDMC_TRY(mayChange(m_actor, &before, after, positions(changed)));
    const std::optional<RecordRef> subject =
        before.type == EntityType::Conflict ? parentOf(before) : std::optional<RecordRef>();
    if (subject) {
        MDMC_ASSIGN(const std::optional<Record> row, m_store.load(subject->type, subject->id));
        if (row && !isBare(*row))
            MDMC_TRY(maySettle(m_actor, before, *row));
    }
    // What derivation adds (the owner's team) the server derives too: sent, it could lose or win on its own.
    std::vector<FieldEdit> edits = editsBetween(before, asWished);
    if (edits.empty())
        return {};
    if (m_hasServer)
        MDMC_TRY(m_outbox.raiseToApplied(prepared.record, edits));
    prepared.steps.push_back({OperationKind::Patch, std::move(edits)});
    prepared.forward.changes = changed;
    prepared.backward.kind = RecordEdit::Kind::Patch;
    prepared.backward.changes = valuesOf(before, changed);
    return {};
}

Result<> Replica::prepareDeletion(Prepared &prepared, const RecordEdit &edit)
{
    const Record &before = *prepared.before;
    if (!isBare(before))
        MDMC_TRY(mayDelete(m_actor, before));
    else if (!mayPerform(m_actor, Action::Delete, before.type))
        return failure(ErrorCode::Forbidden, QStringLiteral("this role may not delete such records"));
    if (edit.kind == RecordEdit::Kind::Delete) {
        prepared.after = before;
        prepared.after.deleted = kPendingSequence;
        // Not a change of the field: its base tells the server which version the author saw.
        std::vector<FieldEdit> seen;
        if (before.rev > 0)
            seen.push_back({std::max(0, before.info().titleField()), EditAction::Assign, {}, before.rev});
        prepared.steps.push_back({OperationKind::Delete, std::move(seen)});
        prepared.backward.kind = RecordEdit::Kind::Undelete;
        prepared.backward.changes = filledFields(before);
        return {};
    }
    prepared.steps.push_back({OperationKind::Undelete, {}});
    // The server's tombstone has no values here: those that are known come back at once and meet equal ones there.
    MDMC_TRY(preparePatch(prepared, edit));
    prepared.after.deleted = 0;
    prepared.forward.kind = RecordEdit::Kind::Undelete;
    prepared.forward.changes = edit.changes;
    prepared.backward.kind = RecordEdit::Kind::Delete;
    prepared.backward.changes.clear();
    return {};
}

Result<Replica::Prepared> Replica::prepare(const RecordEdit &edit, bool isReplay)
{
    using Kind = RecordEdit::Kind;
    Prepared prepared;
    prepared.record = {edit.type, edit.id};
    prepared.forward = {edit.kind, edit.type, edit.id, {}};
    prepared.backward = {Kind::Patch, edit.type, edit.id, {}};
    MDMC_ASSIGN(prepared.before, m_store.load(edit.type, edit.id));
    const bool isThere = prepared.before.has_value();
    const bool isLive = isThere && !prepared.before->isDeleted();
    RecordEdit asked = edit;
    if (edit.kind == Kind::Create && isThere) {
        if (!isReplay || isLive)
            return failure(ErrorCode::AlreadyExists, QStringLiteral("a record with this id exists"));
        asked.kind = Kind::Undelete; // Redo of a create that undo deleted.
    }
    if (asked.kind == Kind::Create) {
        MDMC_TRY(prepareCreate(prepared, asked));
        return prepared;
    }
    const bool wantsLive = asked.kind != Kind::Undelete;
    if (!isThere || (wantsLive && !isLive))
        return failure(ErrorCode::NotFound, QStringLiteral("the record is not there any more"));
    if (asked.kind == Kind::Undelete && isLive)
        asked.kind = Kind::Patch;
    if (asked.kind == Kind::Patch) {
        MDMC_TRY(checkVisible(*prepared.before));
        MDMC_TRY(preparePatch(prepared, asked));
    } else {
        if (asked.kind == Kind::Delete)
            MDMC_TRY(checkVisible(*prepared.before));
        MDMC_TRY(prepareDeletion(prepared, asked));
    }
    return prepared;
}

Result<> Replica::showPrepared(Prepared &prepared, ChangeCollector &changes)
{
    if (m_hasServer)
        MDMC_TRY(m_rows.shield(prepared.record));
    MDMC_TRY(m_rows.display(prepared.after, changes));
    if (prepared.steps.front().kind != OperationKind::Create || prepared.record.type != EntityType::Activity)
        return {};
    const std::optional<RecordRef> subject = parentOf(prepared.after);
    if (!subject || subject->type != EntityType::Lead)
        return {};
    MDMC_ASSIGN(std::optional<Record> row, m_store.load(subject->type, subject->id));
    if (!row || row->isDeleted())
        return {};
    if (m_hasServer)
        MDMC_TRY(m_rows.shield(*subject));
    if (deriveFromActivity(*row, prepared.after, m_clock.nowUtc(), m_rules).empty())
        return {};
    return m_rows.display(*row, changes);
}

Result<> Replica::appendOperations(std::vector<OutboxEntry> &entries)
{
    static const SyncLimits limits;
    constexpr size_t kGroupOperations = 200;
    constexpr qint64 kGroupBytes = 200 * 1024;
    std::vector<qint64> sizes;
    qint64 total = 0;
    for (const OutboxEntry &entry : entries) {
        sizes.push_back(encodeOperation(entry.operation).size() + 32);
        total += sizes.back();
        if (sizes.back() > limits.maxOperationBytes)
            return failure(ErrorCode::TooLarge,
                           QStringLiteral("one edit may hold %1 bytes").arg(limits.maxOperationBytes));
    }
    // A push holds whole groups, so a group must fit into one.
    const bool isOneGroup = entries.size() <= size_t(limits.maxPushOperations) && total <= limits.maxPushBytes * 3 / 4;
    MDMC_ASSIGN(qint64 n, m_meta.number(meta::kLastN));
    MDMC_ASSIGN(const qint64 offset, m_meta.number(meta::kClockOffset));
    for (size_t at = 0; at < entries.size();) {
        size_t end = at;
        qint64 bytes = 0;
        while (end < entries.size()
               && (isOneGroup || end == at || (end - at < kGroupOperations && bytes + sizes[end] <= kGroupBytes)))
            bytes += sizes[end++];
        const qint64 group = n + 1;
        for (; at < end; ++at) {
            Operation &operation = entries[at].operation;
            operation.n = ++n;
            operation.group = group;
            operation.groupSize = int(end - (at - size_t(n - group)));
            operation.editedAt = m_clock.nowUtc();
            operation.clockOffset = offset;
            operation.actor = m_actor.userId;
            MDMC_TRY(m_outbox.append(entries[at]));
        }
    }
    return m_meta.set(meta::kLastN, n);
}

Result<UndoStep> Replica::apply(const QString &label, const std::vector<RecordEdit> &edits, bool isReplay,
                                ChangeCollector &changes)
{
    UndoStep step;
    step.label = label;
    std::vector<OutboxEntry> entries;
    for (const RecordEdit &edit : joined(edits)) {
        MDMC_ASSIGN(Prepared prepared, prepare(edit, isReplay));
        if (prepared.steps.empty())
            continue;
        MDMC_TRY(showPrepared(prepared, changes));
        step.forward.push_back(prepared.forward);
        step.backward.insert(step.backward.begin(), prepared.backward);
        for (Prepared::Step &part : prepared.steps) {
            OutboxEntry entry;
            entry.operation.type = prepared.record.type;
            entry.operation.id = prepared.record.id;
            entry.operation.kind = part.kind;
            entry.operation.edits = std::move(part.edits);
            if (part.kind == OperationKind::Create && prepared.record.type == EntityType::Activity)
                entry.subject = parentOf(prepared.after);
            if (entry.subject && entry.subject->type != EntityType::Lead)
                entry.subject.reset();
            if (prepared.before && part.kind == OperationKind::Patch)
                entry.before =
                    encodeEdits({{RecordEdit::Kind::Patch, edit.type, edit.id,
                                  valuesOf(*prepared.before, difference(*prepared.before, prepared.after))}});
            entries.push_back(std::move(entry));
        }
    }
    if (!m_hasServer || entries.empty())
        return step;
    MDMC_TRY(appendOperations(entries));
    step.firstN = entries.front().operation.n;
    step.lastN = entries.back().operation.n;
    return step;
}

Result<ChangeSet> Replica::commit(const Command &command)
{
    return inTransaction([&]() -> Result<ChangeSet> {
        ChangeCollector changes;
        MDMC_ASSIGN(UndoStep step, apply(command.label, command.edits, false, changes));
        step.batch = command.batch;
        if (!step.forward.empty())
            MDMC_TRY(m_undo.push(step));
        return finish(changes, true);
    });
}

Result<std::vector<RecordEdit>> Replica::replayable(const std::vector<RecordEdit> &edits,
                                                    const std::vector<RecordEdit> &done)
{
    std::vector<RecordEdit> result;
    for (RecordEdit edit : edits) {
        MDMC_ASSIGN(const std::optional<Record> row, m_store.load(edit.type, edit.id));
        const bool isLive = row && !row->isDeleted();
        if (edit.kind != RecordEdit::Kind::Patch) {
            if ((edit.kind == RecordEdit::Kind::Delete) == isLive)
                result.push_back(edit);
            continue;
        }
        const auto opposite = std::find_if(done.begin(), done.end(), [&](const RecordEdit &e) {
            return e.type == edit.type && e.id == edit.id && e.kind == RecordEdit::Kind::Patch;
        });
        if (!isLive || opposite == done.end())
            continue;
        std::vector<FieldChange> changes;
        for (FieldChange &change : edit.changes) {
            const auto was = std::find_if(opposite->changes.begin(), opposite->changes.end(),
                                          [&](const FieldChange &c) { return c.field == change.field; });
            if (was == opposite->changes.end())
                continue;
            const Value &current = row->values[size_t(change.field)];
            if (current == was->value) {
                changes.push_back(change);
            } else if (row->info().field(change.field).merge == Merge::Set) {
                // What others added or removed meanwhile stays.
                QStringList texts = current.as<QStringList>();
                const QStringList target = change.value.as<QStringList>();
                const QStringList added = was->value.as<QStringList>();
                texts.removeIf([&](const QString &t) { return added.contains(t) && !target.contains(t); });
                for (const QString &text : target)
                    if (!added.contains(text) && !texts.contains(text))
                        texts.append(text);
                changes.push_back({change.field, Value(texts)});
            }
        }
        edit.changes = std::move(changes);
        if (!edit.changes.empty())
            result.push_back(edit);
    }
    return result;
}

Result<std::optional<UndoStep>> Replica::nextReplay(bool isUndo)
{
    return isUndo ? m_undo.lastDone() : m_undo.firstUndone();
}

Result<bool> Replica::replayStep(const UndoStep &step, bool isUndo, ChangeCollector &changes)
{
    MDMC_ASSIGN(const std::vector<RecordEdit> edits,
                replayable(isUndo ? step.backward : step.forward, isUndo ? step.forward : step.backward));
    if (edits.empty()) {
        MDMC_TRY(m_undo.remove(step.id));
        return false;
    }
    MDMC_TRY(apply(step.label, edits, true, changes));
    MDMC_TRY(m_undo.setUndone(step.id, isUndo));
    return true;
}

Result<UndoOutcome> Replica::replay(bool isUndo)
{
    bool isAnyReplayed = false;
    auto outcome = inTransaction([&]() -> Result<UndoOutcome> {
        MDMC_ASSIGN(std::optional<UndoStep> step, nextReplay(isUndo));
        if (!step)
            return failure(ErrorCode::NotFound,
                           isUndo ? QStringLiteral("there is nothing to undo")
                                  : QStringLiteral("there is nothing to redo"));
        const QString label = step->label;
        const RecordId batch = step->batch;
        ChangeCollector changes;
        do {
            MDMC_ASSIGN(const bool isReplayed, replayStep(*step, isUndo, changes));
            isAnyReplayed = isAnyReplayed || isReplayed;
            MDMC_ASSIGN(step, nextReplay(isUndo));
        } while (step && !batch.isNull() && step->batch == batch);
        MDMC_ASSIGN(ChangeSet changed, finish(changes, true));
        return UndoOutcome{label, std::move(changed)};
    });
    if (outcome && !isAnyReplayed)
        return failure(ErrorCode::NotFound, QStringLiteral("it has been changed since"));
    return outcome;
}

Result<UndoOutcome> Replica::undo()
{
    return replay(true);
}

Result<UndoOutcome> Replica::redo()
{
    return replay(false);
}

} // namespace mdmc::sync
