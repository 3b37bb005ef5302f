// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/decision.h"

#include "core/base/mutation.h"
#include "core/model/value_codec.h"
#include "core/rules/derive.h"
#include "core/rules/permissions.h"
#include "core/rules/validation.h"
#include "sync/protocol/codec.h"
#include "sync/server/push_batch.h"

namespace mdmc::sync {

namespace {

constexpr int kAuditValueLength = 2000;

std::vector<int> positionsOf(const std::vector<FieldChange> &changes)
{
    std::vector<int> positions;
    for (const FieldChange &change : changes)
        positions.push_back(change.field);
    return positions;
}

QString fieldName(const Record &record, int field)
{
    return QString(record.info().field(field).name);
}

QString auditText(const FieldInfo &field, const Value &value)
{
    if (value.isEmpty())
        return {};
    if (field.has(FieldFlag::Sensitive))
        return QStringLiteral("•••");
    return toPlainText(value).left(kAuditValueLength);
}

QString parentField(const Record &record)
{
    return record.info().indexOf(QLatin1String("campaignId")) >= 0 ? QStringLiteral("campaignId")
                                                                   : QStringLiteral("subjectId");
}

/// Everything that the author asked for, whatever becomes of it.
Record proposed(const Record &before, const std::vector<FieldEdit> &edits)
{
    Record after = before;
    for (const FieldEdit &edit : edits)
        after.values[size_t(edit.field)] = editedValue(after.values[size_t(edit.field)], edit);
    return after;
}

} // namespace

/// A value that was not kept, on its way to a conflict record.
struct Decision::Loser {
    QString field;
    QByteArray losingValue, winningValue;
    RecordId losingAuthor, winningAuthor;
    UtcMs losingAt = 0;
    qint64 base = 0;
};

Record forWire(Record record)
{
    if (record.isDeleted()) {
        std::fill(record.values.begin(), record.values.end(), Value());
        record.extra.clear();
    }
    return record;
}

OperationResult Decision::applied(const Operation &op, qint64 seq) const
{
    OperationResult result;
    result.n = op.n;
    result.seq = seq;
    return result;
}

OperationResult Decision::rejected(const Operation &op, RejectReason reason, const QString &detail,
                                   const QString &field, const Row *row) const
{
    OperationResult result;
    result.n = op.n;
    result.outcome = Outcome::Rejected;
    result.reason = reason;
    result.detail = detail;
    result.field = field;
    if (row && isVisible(m_s.actor, row->scope.key))
        result.serverRow = forWire(row->record);
    return result;
}

WorkingSet::Cause Decision::causeOf(const Operation &op) const
{
    return {m_s.actor.userId, m_s.client, op.n, effectiveTime(op, m_s.receivedAt)};
}

std::optional<OperationResult> Decision::checkShape(const Operation &op) const
{
    if (op.actor != m_s.actor.userId)
        return rejected(op, RejectReason::Permission, QStringLiteral("the change was made by another account"));
    if (op.schemaVersion > kSchemaVersion)
        return rejected(op, RejectReason::SchemaTooNew,
                        QStringLiteral("the server does not know this schema version yet"));
    if (op.schemaVersion < 1)
        return rejected(op, RejectReason::SchemaTooOld, QStringLiteral("this schema version is no longer known"));
    if (op.id.isNull())
        return rejected(op, RejectReason::Validation, QStringLiteral("a record needs an id"));
    if (isOver(std::span(&op, 1), m_s.limits.maxOperationBytes))
        return rejected(op, RejectReason::TooLarge,
                        QStringLiteral("an operation holds at most %1 bytes").arg(m_s.limits.maxOperationBytes));
    const EntityInfo &info = entityInfo(op.type);
    for (const FieldEdit &edit : op.edits) {
        if (edit.field < 0 || edit.field >= info.fieldCount())
            return rejected(op, RejectReason::SchemaTooNew, QStringLiteral("the server does not know this field"));
        const FieldInfo &field = info.field(edit.field);
        const bool fitsAction = edit.action == EditAction::Assign || field.type == FieldType::TextSet;
        if (!edit.value.fits(field.type) || !fitsAction)
            return rejected(op, RejectReason::Validation, QStringLiteral("the value does not fit its field"),
                            field.name);
        if (mostEncoded(edit.value) > m_s.limits.maxFieldBytes
            && encodeValue(field.type, edit.value).size() > m_s.limits.maxFieldBytes)
            return rejected(op, RejectReason::TooLarge,
                            QStringLiteral("a field holds at most %1 bytes").arg(m_s.limits.maxFieldBytes), field.name);
    }
    return std::nullopt;
}

Result<OperationResult> Decision::decide(const Operation &op)
{
    if (auto refusal = checkShape(op))
        return std::move(*refusal);
    return op.kind == OperationKind::Create ? create(op) : existing(op);
}

Result<OperationResult> Decision::create(const Operation &op)
{
    Record record(op.type, op.id);
    for (const FieldEdit &edit : op.edits)
        if (record.info().field(edit.field).merge != Merge::Server || op.type == EntityType::Conflict)
            record.values[size_t(edit.field)] = editedValue(record.values[size_t(edit.field)], edit);
    normalise(record);
    MDMC_ASSIGN(const Row *present, m_s.rows.find({op.type, op.id}));
    if (present) {
        // The same creation under a new number (a client that had to take a new id sends again) is no second one.
        bool isSame = !present->record.isDeleted() && isVisible(m_s.actor, present->scope.key);
        for (const FieldEdit &edit : op.edits)
            isSame = isSame && present->record.values[size_t(edit.field)] == record.values[size_t(edit.field)];
        return isSame ? applied(op, present->record.rev)
                      : rejected(op, RejectReason::IdReused, QStringLiteral("a record with this id exists already"), {},
                                 present);
    }
    MDMC_ASSIGN(const bool wasPurged, m_s.rows.wasPurged({op.type, op.id}));
    if (wasPurged)
        return rejected(op, RejectReason::IdReused, QStringLiteral("a record with this id existed before"));
    const std::vector<int> given = positionsOf(difference(Record(op.type, op.id), record));
    const WorkingSet::Cause cause = causeOf(op);
    derive(record, nullptr, m_s.actor, cause.effectiveAt, m_s.rows);
    if (const auto allowed = mayChange(m_s.actor, nullptr, record, given); !allowed)
        return rejected(op, RejectReason::Permission, allowed.error().detail, allowed.error().field);
    if (const std::optional<RecordRef> parent = parentOf(record)) {
        MDMC_ASSIGN(const Row *row, m_s.rows.find(*parent));
        if (!row || !isVisible(m_s.actor, row->scope.key))
            return rejected(op, RejectReason::ScopeLost,
                            QStringLiteral("the record it belongs to is not there or out of sight"),
                            parentField(record));
        if (row->record.isDeleted())
            return rejected(op, RejectReason::ReferenceMissing, QStringLiteral("the record it belongs to is gone"),
                            parentField(record));
    }
    if (op.type == EntityType::CampaignLead) {
        // A link is seen with its campaign; its other end must be the author's to see as well.
        const RecordId lead = record.value(QLatin1String("leadId")).as<RecordId>();
        MDMC_ASSIGN(const Row *row, m_s.rows.find({EntityType::Lead, lead}));
        if (!row || !isVisible(m_s.actor, row->scope.key))
            return rejected(op, RejectReason::ScopeLost, QStringLiteral("the lead is not there or out of sight"),
                            QStringLiteral("leadId"));
    }
    MDMC_ASSIGN(const RowScope scope, m_s.rows.scopeFor(record));
    if (!isVisible(m_s.actor, scope.key))
        return rejected(op, RejectReason::Permission, QStringLiteral("the author would not see the record"),
                        QStringLiteral("ownerId"));
    Row row{std::move(record), scope};
    MDMC_ASSIGN(std::optional<OperationResult> refusal, checkRules(op, row.record, nullptr));
    if (refusal)
        return std::move(*refusal);
    const std::vector<int> set = positionsOf(difference(Record(op.type, op.id), row.record));
    const Record created = row.record;
    MDMC_ASSIGN(const qint64 seq, m_s.rows.put(std::move(row), ChangeKind::Create, cause, set));
    auditChange(created, nullptr, QStringLiteral("create"), {});
    if (op.type == EntityType::Activity)
        MDMC_TRY(followActivity(created, cause, cause.effectiveAt));
    return applied(op, seq);
}

Result<std::optional<OperationResult>> Decision::checkRules(const Operation &op, const Record &after, const Row *before)
{
    const std::vector<Violation> violations = validate(after, before ? &before->record : nullptr, m_s.rows);
    MDMC_TRY(m_s.rows.check());
    if (!violations.empty()) {
        const Violation &first = violations.front();
        const RejectReason reason =
            first.kind == ViolationKind::UnknownReference ? RejectReason::ReferenceMissing : RejectReason::Validation;
        return std::optional(rejected(op, reason, violationKindName(first.kind), first.path, before));
    }
    return checkUnique(op, after);
}

std::optional<OperationResult> Decision::checkUnique(const Operation &op, const Record &record) const
{
    if (record.type == EntityType::User) {
        const User user = fromRecord<User>(record);
        for (const User &other : m_s.rows.users())
            if (other.id != user.id && other.email == user.email)
                return rejected(op, RejectReason::Unique, other.id.toString(), QStringLiteral("email"));
    } else if (record.type == EntityType::ListItem) {
        const ListItem item = fromRecord<ListItem>(record);
        for (const ListItem &other : m_s.rows.list(item.list))
            if (other.id != item.id && other.key == item.key)
                return rejected(op, RejectReason::Unique, other.id.toString(), QStringLiteral("key"));
    }
    return std::nullopt;
}

Result<OperationResult> Decision::existing(const Operation &op)
{
    MDMC_ASSIGN(const Row *row, m_s.rows.find({op.type, op.id}));
    // One answer to both: nobody learns by asking whether a record exists that they may not see.
    if (!row || !isVisible(m_s.actor, row->scope.key))
        return rejected(op, RejectReason::ScopeLost, QStringLiteral("the record is not there or out of sight"));
    if (op.kind == OperationKind::Delete)
        return remove(op, *row);
    if (op.kind == OperationKind::Patch)
        return row->record.isDeleted() && !isMutated(Mutation::DeletedRowsReturn)
            ? patchTombstone(op, *row) : patch(op, *row, ChangeKind::Update);
    if (const auto allowed = mayDelete(m_s.actor, row->record); !allowed)
        return rejected(op, RejectReason::Permission, allowed.error().detail, allowed.error().field, row);
    if (!row->record.isDeleted())
        return op.edits.empty() ? Result<OperationResult>(applied(op, row->record.rev))
                                : patch(op, *row, ChangeKind::Update);
    Row living = *row;
    living.record.deleted = 0;
    return patch(op, living, ChangeKind::Undelete);
}

Result<FieldState> Decision::stateOf(const Record &record, const Operation &op, const FieldEdit &edit,
                                     std::optional<Change> &lastChange)
{
    FieldState state;
    state.version = isMutated(Mutation::RowVersions) ? record.rev : record.versions[size_t(edit.field)];
    if (state.version <= edit.base && !isMutated(Mutation::ClockAdmits))
        return state; // Its author saw it: nobody asks who wrote it when.
    MDMC_ASSIGN(lastChange, m_s.rows.changeAt(state.version));
    if (lastChange) {
        state.effectiveAt = lastChange->effectiveAt;
    } else if (state.version > 0) { // Folded: who wrote it is forgotten, not that it was written.
        MDMC_ASSIGN(state.effectiveAt, m_s.rows.foldedBefore());
    }
    if (isOwn(op, edit.field, state.version, lastChange))
        state.version = std::min(state.version, edit.base);
    return state;
}

/// An author has always seen what they wrote themselves before, though its number was not known to them then.
bool Decision::isOwn(const Operation &op, int field, qint64 version, const std::optional<Change> &change) const
{
    if (!change)
        return m_recognisedFields.contains({{op.type, op.id}, field, version});
    const bool isEarlier = change->client == m_s.client && change->n < op.n;
    return change->author == m_s.actor.userId && (isEarlier || m_recognised.contains(version));
}

/// An operation that changed nothing was answered with the number of whoever changed the row last. So once the log does
/// not say any more whose a change was, only the fields that the operation itself edited count as its author's.
void Decision::recognise(const Operation &op, qint64 seq)
{
    m_recognised.insert(seq);
    for (const FieldEdit &edit : op.edits)
        m_recognisedFields.insert({{op.type, op.id}, edit.field, seq});
}

/// The record with every edit applied that takes effect; what lost on either side goes to `losers`. Without any, and where
/// no field is the server's, that is what was asked for.
Result<Record> Decision::merge(const Operation &op, const Record &before, const std::vector<FieldEdit> &edits,
                               std::vector<Loser> &losers)
{
    const UtcMs editAt = effectiveTime(op, m_s.receivedAt);
    const RecordId author = m_s.actor.userId;
    Record after = before;
    for (const FieldEdit &edit : edits) {
        const FieldInfo &field = before.info().field(edit.field);
        if (field.merge == Merge::Server)
            continue;
        std::optional<Change> last;
        MDMC_ASSIGN(const FieldState state, stateOf(before, op, edit, last));
        Value &value = after.values[size_t(edit.field)];
        const Value wanted = editedValue(value, edit);
        const FieldDecision decision = decideField(field.merge, edit, value, state, editAt);
        const RecordId other = last ? last->author : RecordId();
        if (decision == FieldDecision::KeepCurrent)
            losers.push_back({field.name, encodeValue(field.type, wanted), encodeValue(field.type, value), author,
                              other, editAt, edit.base});
        else if (decision == FieldDecision::ApplyOverLoser)
            losers.push_back({field.name, encodeValue(field.type, value), encodeValue(field.type, wanted), other,
                              author, state.effectiveAt, edit.base});
        if (decision == FieldDecision::Apply || decision == FieldDecision::ApplyOverLoser)
            value = wanted;
    }
    return after;
}

Result<OperationResult> Decision::patch(const Operation &op, const Row &row, ChangeKind kind)
{
    const Record &before = row.record; // Until `put`
    const WorkingSet::Cause cause = causeOf(op);
    const QString country =
        before.type == EntityType::Lead ? before.value(QLatin1String("country")).as<QString>() : QString();
    std::vector<FieldEdit> edits = op.edits;
    for (FieldEdit &edit : edits)
        edit.value = normaliseValue(before.info().field(edit.field), edit.value, country);
    std::vector<Loser> losers;
    MDMC_ASSIGN(Record after, merge(op, before, edits, losers));
    const bool isAsAsked = losers.empty() && std::none_of(edits.begin(), edits.end(), [&](const FieldEdit &edit) {
        return before.info().field(edit.field).merge == Merge::Server;
    });
    if (const auto allowed = isAsAsked ? checkAsked(before, after) : checkAsked(before, proposed(before, edits)); !allowed)
        return rejected(op, RejectReason::Permission, allowed.error().detail, allowed.error().field, &row);
    MDMC_ASSIGN(std::optional<OperationResult> unsettled, checkSettling(op, row));
    if (unsettled)
        return std::move(*unsettled);
    if (!losers.empty()) {
        MDMC_ASSIGN(std::optional<OperationResult> refusal, checkLost(op, row, proposed(before, edits)));
        if (refusal)
            return std::move(*refusal);
    }
    if (isMutated(Mutation::UnknownFieldsDropped))
        after.extra.clear();
    if (isMutated(Mutation::DeletedRowsReturn))
        after.deleted = 0;
    const bool takesEffect = after.values != before.values || kind == ChangeKind::Undelete;
    qint64 seq = before.rev;
    if (takesEffect) {
        derive(after, &before, m_s.actor, cause.effectiveAt, m_s.rows, editedFields(op));
        const auto scopeAfter = m_s.rows.scopeFor(after);
        if (!scopeAfter && scopeAfter.error().code == ErrorCode::NotFound)
            return rejected(op, RejectReason::ReferenceMissing, QStringLiteral("the record it belongs to is gone"),
                            parentField(after), &row);
        MDMC_ASSIGN(const RowScope scope, scopeAfter);
        MDMC_ASSIGN(std::optional<OperationResult> refusal, checkRules(op, after, &row));
        if (refusal)
            return std::move(*refusal);
        const std::vector<int> changed = positionsOf(difference(before, after));
        auditChange(after, &before,
                    kind == ChangeKind::Undelete ? QStringLiteral("undelete") : QStringLiteral("update"), changed);
        MDMC_ASSIGN(seq, m_s.rows.put({std::move(after), scope}, kind, cause, changed));
    }
    if (isMutated(Mutation::ConflictNotRecorded))
        losers.clear();
    OperationResult result = applied(op, seq);
    for (const Loser &loser : losers) {
        MDMC_ASSIGN(const RecordId conflict, putConflict(loser, op));
        result.conflicts.push_back(conflict);
        result.outcome = Outcome::Merged;
    }
    if (!losers.empty() && !takesEffect) {
        MDMC_ASSIGN(const Row *conflict, m_s.rows.find({EntityType::Conflict, result.conflicts.back()}));
        result.seq = conflict->record.rev; // What the client waits for before it drops its overlay
    }
    return result;
}

/// Whether the author may change what differs between the two.
Result<> Decision::checkAsked(const Record &before, const Record &asked) const
{
    const std::vector<int> fields = positionsOf(difference(before, asked));
    return fields.empty() ? Result<>() : mayChange(m_s.actor, &before, asked, fields);
}

Result<std::optional<OperationResult>> Decision::checkSettling(const Operation &op, const Row &conflict)
{
    const std::optional<RecordRef> subject =
        op.type == EntityType::Conflict ? parentOf(conflict.record) : std::optional<RecordRef>();
    if (!subject)
        return std::optional<OperationResult>();
    MDMC_ASSIGN(const Row *row, m_s.rows.find(*subject));
    const auto allowed = row ? maySettle(m_s.actor, conflict.record, row->record) : Result<>();
    return allowed ? std::optional<OperationResult>()
                   : rejected(op, RejectReason::Permission, allowed.error().detail, {}, &conflict);
}

/// A value that is not kept goes to everybody as a conflict's, and may be brought back: it has to be as good as one that is.
Result<std::optional<OperationResult>> Decision::checkLost(const Operation &op, const Row &row, const Record &asked)
{
    const std::vector<Violation> violations = validate(asked, &row.record, m_s.rows);
    MDMC_TRY(m_s.rows.check());
    const std::vector<int> edited = editedFields(op);
    for (const Violation &violation : violations) {
        const int blamed = asked.info().indexOf(QStringView(violation.path).left(violation.path.indexOf(u'[')));
        if (std::ranges::find(edited, blamed) != edited.end())
            return std::optional(rejected(op, RejectReason::Validation, violationKindName(violation.kind), violation.path, &row));
    }
    return std::optional<OperationResult>();
}

Result<OperationResult> Decision::patchTombstone(const Operation &op, const Row &row)
{
    const Record asked = proposed(row.record, op.edits);
    std::vector<int> fields = positionsOf(difference(row.record, asked));
    std::erase_if(fields, [&](int field) { return asked.info().field(field).merge == Merge::Server; });
    if (const auto allowed = mayChange(m_s.actor, &row.record, asked, fields); !allowed && !fields.empty())
        return rejected(op, RejectReason::Permission, allowed.error().detail, allowed.error().field, &row);
    if (fields.empty())
        return rejected(op, RejectReason::RowDeleted, QStringLiteral("the record was deleted"), {}, &row);
    MDMC_ASSIGN(std::optional<OperationResult> refusal, checkLost(op, row, asked));
    if (refusal)
        return std::move(*refusal);
    MDMC_ASSIGN(const std::optional<Change> deletion, m_s.rows.changeAt(row.record.deleted));
    OperationResult result = applied(op, row.record.rev);
    result.outcome = Outcome::Merged;
    for (const int field : fields) {
        const FieldInfo &info = asked.info().field(field);
        const auto edit =
            std::find_if(op.edits.begin(), op.edits.end(), [&](const FieldEdit &e) { return e.field == field; });
        const Loser loser{fieldName(asked, field),
                          encodeValue(info.type, asked.values[size_t(field)]),
                          {},
                          m_s.actor.userId,
                          deletion ? deletion->author : RecordId(),
                          effectiveTime(op, m_s.receivedAt),
                          edit->base};
        MDMC_ASSIGN(const RecordId conflict, putConflict(loser, op));
        result.conflicts.push_back(conflict);
        MDMC_ASSIGN(const Row *kept, m_s.rows.find({EntityType::Conflict, conflict}));
        result.seq = kept->record.rev;
    }
    return result;
}

Result<OperationResult> Decision::remove(const Operation &op, const Row &row)
{
    if (row.record.isDeleted())
        return applied(op, row.record.rev);
    if (const auto allowed = mayDelete(m_s.actor, row.record); !allowed)
        return rejected(op, RejectReason::Permission, allowed.error().detail, allowed.error().field, &row);
    const Record before = row.record;
    const WorkingSet::Cause cause = causeOf(op);
    auditChange(before, nullptr, QStringLiteral("delete"), {});
    MDMC_ASSIGN(const qint64 seq, m_s.rows.put(row, ChangeKind::Delete, cause, {}));
    OperationResult result = applied(op, seq);
    MDMC_ASSIGN(const std::vector<Loser> losers, unseenEdits(op, before));
    for (const Loser &loser : losers) {
        MDMC_ASSIGN(const RecordId conflict, putConflict(loser, op));
        result.conflicts.push_back(conflict);
        result.outcome = Outcome::Merged;
    }
    return result;
}

/// Nobody else's edit may vanish with the record unseen: of each other author the last one that the deletion's had not
/// seen, which they say by the bases of the operation's edits. Field by field, since a change of their own, or of who
/// sees the record, may have come after it.
Result<std::vector<Decision::Loser>> Decision::unseenEdits(const Operation &deletion, const Record &record)
{
    qint64 seen = 0;
    for (const FieldEdit &edit : deletion.edits)
        seen = std::max(seen, edit.base);
    std::map<qint64, Loser> bySeq;
    if (isMutated(Mutation::DeletionHidesEdits)) {
        MDMC_ASSIGN(const std::optional<Change> last, m_s.rows.changeAt(record.rev));
        if (last && last->client == m_s.client)
            return std::vector<Loser>();
    }
    for (int field = 0; seen > 0 && field < record.info().fieldCount(); ++field) {
        const qint64 version = record.versions[size_t(field)];
        if (version <= seen || bySeq.contains(version))
            continue;
        MDMC_ASSIGN(const std::optional<Change> change, m_s.rows.changeAt(version));
        if ((change && change->client == m_s.client) || isOwn(deletion, field, version, change))
            continue;
        MDMC_ASSIGN(const UtcMs foldedAt, m_s.rows.foldedBefore());
        bySeq.emplace(version, Loser{{}, {}, {}, change ? change->author : RecordId(), m_s.actor.userId,
                                     change ? change->effectiveAt : foldedAt, seen});
    }
    std::vector<Loser> losers;
    std::set<RecordId> authors;
    for (auto at = bySeq.rbegin(); at != bySeq.rend(); ++at)
        if (authors.insert(at->second.losingAuthor).second)
            losers.push_back(at->second);
    return losers;
}

Result<RecordId> Decision::putConflict(const Loser &loser, const Operation &op)
{
    Conflict conflict;
    conflict.id = RecordId::mint(m_s.clock, m_s.random);
    conflict.subjectType = entityInfo(op.type).name;
    conflict.subjectId = op.id;
    conflict.field = loser.field;
    conflict.losingValue = loser.losingValue;
    conflict.winningValue = loser.winningValue;
    conflict.losingAuthorId = loser.losingAuthor;
    conflict.winningAuthorId = loser.winningAuthor;
    conflict.losingAt = loser.losingAt;
    conflict.detectedAt = m_s.receivedAt;
    conflict.baseSeq = loser.base;
    Row row{toRecord(conflict), {}};
    MDMC_ASSIGN(row.scope, m_s.rows.scopeFor(row.record));
    const std::vector<int> set = positionsOf(difference(Record(EntityType::Conflict, conflict.id), row.record));
    MDMC_TRY(m_s.rows.put(std::move(row), ChangeKind::Create, causeOf(op), set));
    return conflict.id;
}

Result<> Decision::followActivity(const Record &activity, const WorkingSet::Cause &cause, UtcMs at)
{
    const std::optional<RecordRef> subject = parentOf(activity);
    if (!subject)
        return {};
    MDMC_ASSIGN(const Row *present, m_s.rows.find(*subject));
    if (!present)
        return {};
    Row row = *present;
    const std::vector<int> changed = deriveFromActivity(row.record, activity, at, m_s.rows);
    if (changed.empty())
        return {};
    MDMC_TRY(m_s.rows.put(std::move(row), ChangeKind::Update, cause, changed));
    return {};
}

void Decision::auditChange(const Record &after, const Record *before, const QString &action,
                           std::span<const int> fields)
{
    AuditEntry entry;
    entry.at = m_s.receivedAt;
    entry.user = m_s.actor.userId;
    entry.client = m_s.client;
    entry.action = action;
    entry.entity = after.info().name;
    entry.record = after.id;
    const auto add = [&] {
        entry.id = RecordId::mint(m_s.clock, m_s.random);
        m_s.rows.addAudit(entry);
    };
    if (!before || fields.empty())
        return add();
    for (const int field : fields) {
        const FieldInfo &info = after.info().field(field);
        if (info.merge == Merge::Server)
            continue;
        entry.field = info.name;
        entry.oldValue = auditText(info, before->values[size_t(field)]);
        entry.newValue = auditText(info, after.values[size_t(field)]);
        add();
    }
}

} // namespace mdmc::sync
