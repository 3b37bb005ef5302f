// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/merge.h"

#include "core/base/mutation.h"

#include <QtEndian>

namespace mdmc::sync {

namespace {

/// Denied is more restrictive than unknown, unknown more than granted.
int restriction(const Value &consent)
{
    const QString key = consent.as<QString>();
    if (key == QLatin1String("denied"))
        return 2;
    return key == QLatin1String("granted") ? 0 : 1;
}

QStringList missingFrom(const QStringList &texts, const QStringList &of)
{
    QStringList missing;
    for (const QString &text : texts)
        if (!of.contains(text))
            missing.append(text);
    return missing;
}

/// 64-bit finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
quint64 mix(quint64 z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

quint64 idHash(const RecordId &id)
{
    const quint64 high = qFromBigEndian<quint64>(id.data());
    const quint64 low = qFromBigEndian<quint64>(id.data() + 8);
    return mix(high ^ mix(low + 0x9e3779b97f4a7c15ULL));
}

} // namespace

UtcMs effectiveTime(const Operation &operation, UtcMs receivedAt)
{
    // A client's clock may say anything, up to the ends of the type: the sum must not overflow, and what lies before
    // 1970 counts as 1970, else dates computed from it would have the operation refused.
    constexpr qint64 kBound = qint64(1) << 61;
    const qint64 edited = std::clamp(operation.editedAt, -kBound, kBound);
    const qint64 offset = std::clamp(operation.clockOffset, -kBound, kBound);
    return std::clamp<UtcMs>(edited + offset, 0, receivedAt);
}

Value editedValue(const Value &current, const FieldEdit &edit)
{
    if (edit.action == EditAction::Assign)
        return edit.value;
    QStringList texts = current.as<QStringList>();
    for (const QString &text : edit.value.as<QStringList>()) {
        if (edit.action == EditAction::Remove)
            texts.removeAll(text);
        else if (!texts.contains(text))
            texts.append(text);
    }
    return Value(texts);
}

FieldDecision decideField(Merge merge, const FieldEdit &edit, const Value &current, const FieldState &state, UtcMs editAt)
{
    const Value result = editedValue(current, edit);
    if (result == current)
        return FieldDecision::NoChange;
    const bool isTooOld = isMutated(Mutation::ClockAdmits) && editAt < state.effectiveAt;
    if (edit.action != EditAction::Assign || (edit.base >= state.version && !isTooOld))
        return FieldDecision::Apply; // Adds and removes merge with whatever happened meanwhile
    switch (merge) {
    case Merge::Lww:
    case Merge::Set: // A set that was assigned as a whole
        return editAt >= state.effectiveAt || isMutated(Mutation::LastArrivalWins) ? FieldDecision::ApplyOverLoser
                                                                                   : FieldDecision::KeepCurrent;
    case Merge::Consent:
        return restriction(result) > restriction(current) ? FieldDecision::ApplyOverLoser : FieldDecision::KeepCurrent;
    case Merge::Guarded:
    case Merge::Append:
    case Merge::Server:
        return FieldDecision::KeepCurrent;
    }
    return FieldDecision::KeepCurrent;
}

void overlay(Record &record, const Operation &operation)
{
    switch (operation.kind) {
    case OperationKind::Delete:
        record.deleted = kPendingSequence;
        return;
    case OperationKind::Undelete:
        record.deleted = 0;
        break;
    case OperationKind::Create:
    case OperationKind::Patch:
        break;
    }
    for (const FieldEdit &edit : operation.edits) {
        if (edit.field < 0 || edit.field >= int(record.values.size()))
            continue;
        Value &value = record.values[size_t(edit.field)];
        value = editedValue(value, edit);
    }
}

std::vector<int> editedFields(const Operation &operation)
{
    std::vector<int> fields;
    for (const FieldEdit &edit : operation.edits)
        fields.push_back(edit.field);
    return fields;
}

std::vector<FieldEdit> editsBetween(const Record &before, const Record &after)
{
    std::vector<FieldEdit> edits;
    for (const FieldChange &change : difference(before, after)) {
        const FieldInfo &info = before.info().field(change.field);
        const qint64 base = before.versions[size_t(change.field)];
        if (info.merge == Merge::Server)
            continue;
        if (info.merge != Merge::Set) {
            edits.push_back({change.field, EditAction::Assign, change.value, base});
            continue;
        }
        const QStringList old = before.values[size_t(change.field)].as<QStringList>();
        const QStringList now = change.value.as<QStringList>();
        const QStringList removed = missingFrom(old, now);
        const QStringList added = missingFrom(now, old);
        // Adds and removes append and keep order, so a mere reordering (another primary address) has to be assigned.
        const bool isReordering = editedValue(editedValue(Value(old), {change.field, EditAction::Remove, Value(removed), 0}),
                                              {change.field, EditAction::Add, Value(added), 0})
            != change.value;
        if (isReordering) {
            edits.push_back({change.field, EditAction::Assign, change.value, base});
            continue;
        }
        if (!removed.isEmpty())
            edits.push_back({change.field, EditAction::Remove, Value(removed), base});
        if (!added.isEmpty())
            edits.push_back({change.field, EditAction::Add, Value(added), base});
    }
    return edits;
}

std::vector<FieldEdit> editsOfCreate(const Record &record)
{
    std::vector<FieldEdit> edits;
    for (int i = 0; i < record.info().fieldCount(); ++i) {
        const Value &value = record.values[size_t(i)];
        if (!value.isEmpty() && record.info().field(i).merge != Merge::Server)
            edits.push_back({i, EditAction::Assign, value, 0});
    }
    return edits;
}

quint64 rowChecksum(const RecordId &id, qint64 rev)
{
    return mix(idHash(id) + mix(quint64(rev)));
}

int checksumBucket(const RecordId &id)
{
    return int(idHash(id) & 0xff);
}

} // namespace mdmc::sync
