// SPDX-License-Identifier: GPL-3.0-or-later
// How edits met (7, 19, 20): the server's commits, followed operation by operation with a model of its own.
#include "tests/simulation/invariants/checks.h"

#include "core/model/value_codec.h"
#include "core/rules/validation.h"
#include "sync/protocol/merge.h"

namespace mdmc::simulation {

using namespace sync;

namespace {

/// Who last wrote a field.
struct Writer {
    qint64 seq = 0;
    RecordId client;
    RecordId author;
    qint64 n = 0;
    UtcMs effectiveAt = 0;
    bool isKnown = false; ///< False: of the template, before any operation.
    bool isDerived = false; ///< Computed by the server from somebody's change.
};

struct Findings {
    Examination *conflicts; ///< 7
    Examination *clocks;    ///< 19
    Examination *fields;    ///< 20
};

bool isFollower(const Record &record, int field, const std::set<int> &edited)
{
    const auto has = [&](const char *name) { return edited.contains(record.info().indexOf(QLatin1String(name))); };
    const QLatin1String name = record.info().field(field).name;
    return (name == QLatin1String("teamId") && has("ownerId")) || (name == QLatin1String("pipelineId") && has("stageId"));
}

class Model {
public:
    Model(const ServerHistory &server, Findings findings) : m_rows(server.baseRows()), m_findings(findings) {}

    void follow(const StoreCommit &commit)
    {
        m_commit = &commit;
        m_touched.clear();
        m_edited.clear();
        // A copy of the client may have pushed what this one sends again (simulator, seed 4009097).
        m_recognised = {commit.repeated.begin(), commit.repeated.end()};
        for (const Decided &decided : commit.decided) {
            if (!decided.hasTakenEffect() || !decided.operation)
                continue;
            // What took effect under another number of the same client is recognised, and no second effect.
            // Two devices of one person may make the same edit in the same moment (simulator, seed 20043633).
            const Origin first = decided.operation->origin.value_or(Origin{decided.client, decided.n});
            const Effect effect{first.client, first.n, decided.hash};
            const bool isRepeated = decided.result.seq <= commit.headBefore && m_effects.contains(effect);
            if (isRepeated)
                m_recognised.insert(decided.result.seq);
            else
                apply(decided, *decided.operation);
            m_effects.insert(effect);
        }
        if (commit.isFolding)
            m_isFolded = true;
        for (const ServerRow &row : commit.rows)
            take(row);
    }

private:
    using Place = std::pair<RecordRef, int>;
    using Effect = std::tuple<RecordId, qint64, QByteArray>; ///< The number that it had first, and its hash.

    Record &touched(const RecordRef &ref)
    {
        const auto found = m_touched.find(ref);
        if (found != m_touched.end())
            return found->second;
        const auto known = m_rows.find(ref);
        return m_touched.emplace(ref, known != m_rows.end() ? known->second.record : Record(ref.type, ref.id)).first->second;
    }

    qint64 seqOf(const Decided &decided, const RecordRef &ref) const
    {
        qint64 seq = decided.result.seq;
        for (const Change &change : m_commit->changes)
            if (change.client == decided.client && change.n == decided.n && change.row == ref)
                seq = change.seq;
        return seq;
    }

    /// The conflict record that this operation made about the field.
    std::optional<Conflict> conflictOf(const Decided &decided, QLatin1String field) const
    {
        for (const ServerRow &row : m_commit->rows) {
            if (row.record.type != EntityType::Conflict)
                continue;
            const auto &made = decided.result.conflicts;
            if (std::find(made.begin(), made.end(), row.record.id) == made.end())
                continue;
            Conflict conflict = fromRecord<Conflict>(row.record);
            if (conflict.field == field && conflict.subjectId == decided.operation->id)
                return conflict;
        }
        return std::nullopt;
    }

    void apply(const Decided &decided, const Operation &op)
    {
        const RecordRef ref{op.type, op.id};
        const bool isNew = !m_rows.contains(ref) && !m_touched.contains(ref);
        Record &row = touched(ref);
        if (op.kind == OperationKind::Delete) {
            if (!row.isDeleted())
                unseenByDeletion(decided, op);
            row.deleted = 1;
            return;
        }
        if (op.kind == OperationKind::Create && !isNew)
            return; // The same creation again.
        const bool wasDeleted = row.isDeleted();
        if (op.kind == OperationKind::Undelete)
            row.deleted = 0;
        const QString country = row.info().indexOf(QLatin1String("country")) >= 0 && op.kind != OperationKind::Create
            ? row.value(QLatin1String("country")).as<QString>() : QString();
        for (FieldEdit edit : op.edits) {
            const FieldInfo &field = row.info().field(edit.field);
            if (field.merge == Merge::Server)
                continue;
            edit.value = normaliseValue(field, edit.value, country);
            if (wasDeleted && op.kind == OperationKind::Patch)
                keptOnTombstone(decided, row, edit);
            else if (op.kind == OperationKind::Create)
                write(decided, row, edit, editedValue(row.values[size_t(edit.field)], edit));
            else
                meet(decided, op, row, edit);
        }
    }

    /// What others wrote and the deletion's author had not seen does not vanish without a word. What was computed from it may
    /// have been computed anew from a change of the author's in the same push (simulator, seeds 50074010 and 50087965).
    void unseenByDeletion(const Decided &decided, const Operation &op)
    {
        const RecordRef ref{op.type, op.id};
        qint64 seen = 0;
        for (const FieldEdit &edit : op.edits)
            seen = std::max(seen, edit.base);
        for (auto at = m_writers.lower_bound({ref, 0}); seen > 0 && at != m_writers.end() && at->first.first == ref; ++at) {
            const Writer &writer = at->second;
            const bool isOwn = writer.client == decided.client || (m_recognised.contains(writer.seq) && writer.author == op.actor);
            if (!writer.isKnown || writer.isDerived || writer.seq <= seen || isOwn)
                continue;
            m_findings.conflicts->expect(conflictOf(decided, {}).has_value(), [&] {
                return QStringLiteral("%1 deletes %2 as of %3 and its author had not seen that client %4 changed it at %5: "
                                      "there is no conflict record")
                    .arg(decided.toString(), nameOf(ref)).arg(seen).arg(writer.client.toString()).arg(writer.seq);
            });
        }
    }

    void write(const Decided &decided, Record &row, const FieldEdit &edit, const Value &value)
    {
        const RecordRef ref{row.type, row.id};
        row.values[size_t(edit.field)] = value;
        m_edited[ref].insert(edit.field);
        m_writers[{ref, edit.field}] = {seqOf(decided, ref), decided.client, decided.operation->actor, decided.n,
                                        effectiveTime(*decided.operation, m_commit->at), true};
    }

    QString tell(const Decided &decided, const Record &row, int field) const
    {
        return QStringLiteral("%1 in %2 by %3").arg(QString(row.info().field(field).name), nameOf(RecordRef{row.type, row.id}),
                                                    decided.toString());
    }

    void keptOnTombstone(const Decided &decided, const Record &row, const FieldEdit &edit)
    {
        const Value &current = row.values[size_t(edit.field)];
        const Value wanted = editedValue(current, edit);
        if (wanted == current)
            return;
        const FieldInfo &field = row.info().field(edit.field);
        const auto conflict = conflictOf(decided, field.name);
        m_findings.conflicts->expect(conflict && isLosing(*conflict, field, wanted), [&] {
            return QStringLiteral("the edit of ") + tell(decided, row, edit.field)
                + QStringLiteral(" met a deletion and is not kept");
        });
    }

    static bool isLosing(const Conflict &conflict, const FieldInfo &field, const Value &value)
    {
        const Value losing = conflict.losingValue.isEmpty()
            ? Value() : decodeValue(field.type, conflict.losingValue).value_or(Value());
        return losing == value;
    }

    void meet(const Decided &decided, const Operation &op, Record &row, const FieldEdit &edit)
    {
        const RecordRef ref{row.type, row.id};
        const FieldInfo &field = row.info().field(edit.field);
        const Value current = row.values[size_t(edit.field)];
        const Value wanted = editedValue(current, edit);
        if (wanted == current)
            return;
        const auto known = m_writers.find({ref, edit.field});
        const Writer writer = known != m_writers.end() ? known->second
                                                       : Writer{row.versions[size_t(edit.field)], {}, {}, 0, 0, false};
        const bool isOwn = (writer.isKnown && writer.client == decided.client && writer.n < op.n && writer.author == op.actor)
            || (m_recognised.contains(writer.seq) && (!writer.isKnown || writer.author == op.actor));
        const auto conflict = conflictOf(decided, field.name);
        // Once the log is folded the server cannot tell an author's own change from another's: both values are kept then
        // (simulator, seed 9000455).
        const bool isOwnForgotten = isOwn && m_isFolded && conflict;
        const bool isConcurrent =
            edit.action == EditAction::Assign && edit.base < writer.seq && (!isOwn || isOwnForgotten);
        if (!isConcurrent) {
            const UtcMs editAt = effectiveTime(op, m_commit->at);
            const bool isByClock = writer.isKnown && editAt < writer.effectiveAt;
            (isByClock ? m_findings.clocks : m_findings.fields)
                ->expect(!conflict || !isLosing(*conflict, field, wanted), [&] {
                    return QStringLiteral("the edit of %1 met no other one (its author saw %2, the field is of %3) and lost; "
                                          "it was made at %4, the field's last one at %5")
                        .arg(tell(decided, row, edit.field)).arg(edit.base).arg(writer.seq).arg(editAt).arg(writer.effectiveAt);
                });
            if (conflict && isLosing(*conflict, field, wanted))
                return;
            return write(decided, row, edit, wanted);
        }
        const bool isRecorded = m_findings.conflicts->expect(
            conflict && (isLosing(*conflict, field, current) || isLosing(*conflict, field, wanted)), [&] {
                return QStringLiteral("%1 met \"%2\" (of %3, by client %4, n=%5, while its author saw %6) with \"%7\", and %8")
                    .arg(tell(decided, row, edit.field), toPlainText(current)).arg(writer.seq)
                    .arg(writer.client.toString()).arg(writer.n).arg(edit.base)
                    .arg(toPlainText(wanted), conflict ? QStringLiteral("the conflict holds neither value")
                                                       : QStringLiteral("there is no conflict record"));
            });
        if (!isRecorded)
            return write(decided, row, edit, wanted);
        const bool hasWon = isLosing(*conflict, field, current);
        checkWinner(decided, op, row, edit, writer, current, wanted, hasWon);
        if (hasWon)
            write(decided, row, edit, wanted);
        else
            m_edited[ref].insert(edit.field);
    }

    void checkWinner(const Decided &decided, const Operation &op, const Record &row, const FieldEdit &edit,
                     const Writer &writer, const Value &current, const Value &wanted, bool hasWon)
    {
        const Merge merge = row.info().field(edit.field).merge;
        if (merge == Merge::Guarded || merge == Merge::Append) {
            m_findings.conflicts->expect(!hasWon, [&] {
                return QStringLiteral("a stale edit overwrote the guarded ") + tell(decided, row, edit.field);
            });
        } else if (merge == Merge::Consent) {
            const auto rank = [](const Value &v) {
                const QString key = v.as<QString>();
                return key == u"denied" ? 2 : key == u"granted" ? 0 : 1;
            };
            m_findings.conflicts->expect(hasWon == (rank(wanted) > rank(current)), [&] {
                return QStringLiteral("the less restrictive consent stayed: ") + tell(decided, row, edit.field);
            });
        } else if (writer.isKnown && !m_isFolded) {
            const UtcMs editAt = effectiveTime(op, m_commit->at);
            m_findings.conflicts->expect(hasWon == (editAt >= writer.effectiveAt), [&] {
                return QStringLiteral("of two concurrent edits the earlier one stayed: %1 of time %2 %3 against time %4")
                    .arg(tell(decided, row, edit.field)).arg(editAt).arg(hasWon ? QStringLiteral("won") : QStringLiteral("lost"))
                    .arg(writer.effectiveAt);
            });
            const bool isForeignClock = op.editedAt + op.clockOffset > m_commit->at;
            if (isForeignClock)
                m_findings.clocks->examined();
        }
    }

    /// The row as it was saved, against what the operations of the transaction make of it.
    void take(const ServerRow &saved)
    {
        const RecordRef ref{saved.record.type, saved.record.id};
        const auto model = m_touched.find(ref);
        const auto before = m_rows.find(ref);
        const std::set<int> edited = m_edited.contains(ref) ? m_edited[ref] : std::set<int>();
        const bool isOfOperations = !m_commit->decided.empty() && before != m_rows.end()
            && std::all_of(m_commit->decided.begin(), m_commit->decided.end(),
                           [](const Decided &d) { return d.operation.has_value(); });
        for (int field = 0; field < saved.record.info().fieldCount(); ++field) {
            if (saved.record.info().field(field).merge == Merge::Server || !isOfOperations
                || isFollower(saved.record, field, edited))
                continue;
            const Value &expected = model != m_touched.end() ? model->second.values[size_t(field)]
                                                             : before->second.record.values[size_t(field)];
            const bool isEdited = edited.contains(field);
            m_findings.fields->expect(saved.record.values[size_t(field)] == expected, [&] {
                return QStringLiteral("%1 of %2 is \"%3\" at %4; the operations decided there (%5) %6 \"%7\"")
                    .arg(QString(saved.record.info().field(field).name), nameOf(ref),
                         toPlainText(saved.record.values[size_t(field)]))
                    .arg(saved.record.rev).arg(m_commit->decided.front().toString(),
                         isEdited ? QStringLiteral("make it") : QStringLiteral("leave it at"), toPlainText(expected));
            });
        }
        noteDerived(ref, saved, before == m_rows.end() ? nullptr : &before->second.record, edited);
        m_rows[ref] = saved;
    }

    /// Fields that changed without being edited: derived, or written by the server itself. Of several changes of the row in
    /// one transaction the field's version says which it was (simulator, seed 21028016).
    void noteDerived(const RecordRef &ref, const ServerRow &saved, const Record *before, const std::set<int> &edited)
    {
        for (int field = 0; field < saved.record.info().fieldCount(); ++field) {
            const Value was = before ? before->values[size_t(field)] : Value();
            if (edited.contains(field) || was == saved.record.values[size_t(field)])
                continue;
            for (const Change &change : m_commit->changes)
                if (change.row == ref && change.seq <= std::max(saved.record.versions[size_t(field)], firstChangeOf(ref)))
                    m_writers[{ref, field}] = {change.seq, change.client, change.author, change.n, change.effectiveAt, true, true};
        }
    }

    qint64 firstChangeOf(const RecordRef &ref) const
    {
        for (const Change &change : m_commit->changes)
            if (change.row == ref)
                return change.seq;
        return 0;
    }

    ServerHistory::Rows m_rows;
    std::map<Place, Writer> m_writers;
    std::set<Effect> m_effects;      ///< Of operations that took effect.
    std::set<qint64> m_recognised;   ///< Sequences that operations of this push had taken effect at before.
    std::map<RecordRef, Record> m_touched;
    std::map<RecordRef, std::set<int>> m_edited;
    const StoreCommit *m_commit = nullptr;
    Findings m_findings;
    bool m_isFolded = false;
};

struct Outcome3 {
    Examination conflicts{7};
    Examination clocks{19};
    Examination fields{20};
};

Outcome3 examine(World &world)
{
    Outcome3 outcome;
    const ServerHistory &server = world.ledger().server();
    for (const ServerHistory::Branch &branch : server.branches()) {
        Model model(server, {&outcome.conflicts, &outcome.clocks, &outcome.fields});
        for (const auto &commit : branch.commits)
            model.follow(*commit);
    }
    return outcome;
}

void pass(const Examination &found, Examination &examination)
{
    examination.examined(found.count());
    if (found.violation())
        examination.violated(found.violation()->message);
}

} // namespace

void checkConflictsRecorded(World &world, Examination &examination)
{
    pass(examine(world).conflicts, examination);
    // Bringing the losing value back brings exactly that value.
    for (const auto &commit : world.ledger().server().branch().commits) {
        for (const Decided &decided : commit->decided) {
            const auto &op = decided.operation;
            if (!op || op->type != EntityType::Conflict || !decided.hasTakenEffect())
                continue;
            const ServerRow *row = world.ledger().server().row({EntityType::Conflict, op->id});
            const bool isRestore = std::any_of(op->edits.begin(), op->edits.end(), [](const FieldEdit &edit) {
                return edit.value == Value(QStringLiteral("restored"));
            });
            if (!row || !isRestore)
                continue;
            const Conflict conflict = fromRecord<Conflict>(row->record);
            const EntityInfo *info = findEntity(QStringView(conflict.subjectType));
            const int field = info ? info->indexOf(QStringView(conflict.field)) : -1;
            if (field < 0)
                continue;
            const Value losing = conflict.losingValue.isEmpty()
                ? Value() : decodeValue(info->field(field).type, conflict.losingValue).value_or(Value());
            for (const Decided &other : commit->decided) {
                if (!other.operation || other.operation->group != op->group || other.operation->id != conflict.subjectId)
                    continue;
                for (const FieldEdit &edit : other.operation->edits)
                    if (edit.field == field && edit.action == EditAction::Assign)
                        examination.expect(edit.value == losing, [&] {
                            return QStringLiteral("restoring the conflict about %1 of %2 %3 brought \"%4\" instead of \"%5\"")
                                .arg(conflict.field, conflict.subjectType, conflict.subjectId.toString(),
                                     toPlainText(edit.value), toPlainText(losing));
                        });
            }
        }
    }
}

void checkClocksHarmless(World &world, Examination &examination)
{
    pass(examine(world).clocks, examination);
    // No time in the log lies after its commit, or before all time.
    for (const auto &commit : world.ledger().server().branch().commits)
        for (const Change &change : commit->changes)
            examination.expect(change.effectiveAt >= 0 && change.effectiveAt <= commit->at, [&] {
                return QStringLiteral("%1 at %2 counts as changed at %3, committed at %4").arg(nameOf(change.row))
                    .arg(change.seq).arg(change.effectiveAt).arg(commit->at);
            });
}

void checkFieldsIndependent(World &world, Examination &examination)
{
    pass(examine(world).fields, examination);
}

} // namespace mdmc::simulation
