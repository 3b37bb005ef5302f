// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/lead_planner.h"

#include "core/exchange/folded_text.h"
#include "core/rules/contact_text.h"
#include "core/rules/match_keys.h"
#include "core/rules/pipeline.h"

namespace mdmc::exchange {

namespace {

constexpr qsizetype shownChars = 120;
constexpr int generations = 1024;
constexpr QLatin1String artistField("artistName");
constexpr QLatin1String stageField("stageId");
constexpr QLatin1String pipelineField("pipelineId");
constexpr QLatin1String ownerField("ownerId");
constexpr QLatin1String sourceField("source");
constexpr QLatin1String lostReasonField("lostReason");

QString idKey(const RecordId &id)
{
    return QLatin1String("i:") + id.toString();
}

QString personName(const Lead &lead)
{
    return QString(lead.firstName + u' ' + lead.lastName).trimmed();
}

bool hasIdentity(const LeadDraft &draft, const Lead &lead)
{
    return draft.id || !lead.artistName.isEmpty() || !personName(lead).isEmpty() || !lead.emails.isEmpty()
        || !lead.phones.isEmpty() || !lead.spotifyId.isEmpty();
}

/// What a lead without artist name is called until somebody knows better.
void nameLead(Record &record, std::vector<RowIssue> &issues)
{
    const Lead lead = fromRecord<Lead>(record);
    if (!lead.artistName.isEmpty())
        return;
    const QString person = personName(lead);
    const QString contact = !lead.emails.isEmpty() ? lead.emails.first()
        : !lead.phones.isEmpty()                   ? formatPhone(lead.phones.first())
                                                   : lead.spotifyId;
    const QString name = person.isEmpty() ? contact : person;
    if (name.isEmpty())
        return;
    record.setValue(artistField, name);
    issues.push_back({person.isEmpty() ? RowIssueKind::NamedAfterContact : RowIssueKind::NamedAfterPerson,
                      artistField,
                      -1,
                      name.left(shownChars),
                      {}});
}

RowIssue issueOf(const Violation &violation, const LeadDraft &draft)
{
    RowIssue issue{RowIssueKind::InvalidValue, violation.path, -1, {}, violation.kind};
    const QStringView path(violation.path);
    const qsizetype bracket = path.indexOf(u'[');
    const int field = entityInfo(EntityType::Lead).indexOf(bracket < 0 ? path : path.left(bracket));
    if (const auto column = draft.columns.find(field); column != draft.columns.end()) {
        issue.column = column->second;
        issue.text = toPlainText(draft.record.values[size_t(field)]).left(shownChars);
    }
    const auto set = draft.sets.find(field);
    if (bracket < 0 || set == draft.sets.end())
        return issue;
    const size_t index = path.mid(bracket + 1).chopped(1).toULongLong();
    // On an update the index counts the united set, in which new entries come last.
    const Value &value = draft.record.values[size_t(field)];
    const QStringList entries = value.as<QStringList>();
    for (const LeadDraft::SetEntry &entry : set->second) {
        if (index < size_t(entries.size()) && entries[qsizetype(index)] == entry.value) {
            issue.column = entry.column;
            issue.text = entry.raw.left(shownChars);
        }
    }
    return issue;
}

void addCsvNotes(std::vector<RowIssue> &issues, CsvNotes notes)
{
    const auto add = [&](CsvNote note, RowIssueKind kind) {
        if (notes.testFlag(note))
            issues.push_back({kind, {}, -1, {}, {}});
    };
    add(CsvNote::MoreCells, RowIssueKind::MoreCells);
    add(CsvNote::StrayQuote, RowIssueKind::StrayQuote);
    add(CsvNote::UnclosedQuote, RowIssueKind::UnclosedQuote);
    add(CsvNote::UndecodableText, RowIssueKind::UndecodableText);
}

bool isAboutOutcome(const Violation &violation)
{
    return violation.kind == ViolationKind::LostNeedsReason || violation.kind == ViolationKind::WonNeedsContractValue;
}

/// The stage of that name in a pipeline; the stage itself where the pipeline has none.
Stage sameStageIn(const RecordId &pipelineId, const Stage &stage, const RuleContext &context)
{
    if (stage.pipelineId == pipelineId)
        return stage;
    for (const Stage &other : context.stages()) {
        if (other.pipelineId == pipelineId && (other.nameEn == stage.nameEn || other.nameFr == stage.nameFr))
            return other;
    }
    return stage;
}

/// The changes that a caller sends; what the server computes is left out.
std::vector<FieldChange> changesOf(const Record &before, const Record &after)
{
    std::vector<FieldChange> changes = difference(before, after);
    std::erase_if(changes,
                  [&](const FieldChange &change) { return after.info().field(change.field).merge == Merge::Server; });
    return changes;
}

} // namespace

/// 48 bits of the seed, version 8, the line's 32 bits around the variant, the generation, 32 bits of the seed.
RecordId ImportIds::idOf(quint32 line, int generation) const
{
    const quint64 high = (quint64(0x8) << 12) | (line >> 20);
    const quint64 low = (quint64(0x2) << 62) | (quint64(line & 0xfffff) << 42) | (quint64(generation & 0x3ff) << 32);
    QByteArray bytes = m_seed.left(6);
    bytes.append(char(high >> 8)).append(char(high & 0xff));
    for (int shift = 56; shift >= 32; shift -= 8)
        bytes.append(char((low >> shift) & 0xff));
    bytes.append(m_seed.mid(6, 4));
    return RecordId::fromBytes(bytes).value_or(RecordId());
}

LeadPlanner::LeadPlanner(const ImportOptions &options, ImportIds ids, const Stage &defaultStage,
                         const RuleContext &context)
    : m_options(options), m_ids(std::move(ids)), m_defaultStage(defaultStage)
{
    const std::vector<ListItem> sources = context.list(u"source");
    const bool isKnown = sources.empty() || std::any_of(sources.begin(), sources.end(), [&](const ListItem &item) {
                             return item.key == options.source;
                         });
    m_source = isKnown ? options.source : QString();
}

Result<PlannedRow> LeadPlanner::plan(const LeadDraft &draft, const CsvRow &row, const RuleContext &context,
                                     MatchLookup &lookup)
{
    PlannedRow planned{row.line, row.cells, RowOutcome::Invalid, draft.issues, {}, {}, {}};
    addCsvNotes(planned.issues, row.notes);
    const Lead said = fromRecord<Lead>(draft.record);
    planned.title = said.artistName;
    if (!hasIdentity(draft, said))
        planned.issues.push_back({RowIssueKind::NoIdentity, {}, -1, {}, {}});
    const QStringList keys = chosenKeys(said);
    MDMC_ASSIGN(const Target target, find(draft, row.line, keys, lookup));
    settle(planned, draft, target, context);
    std::stable_partition(planned.issues.begin(), planned.issues.end(),
                          [](const RowIssue &issue) { return issue.isError(); });
    if (!planned.issues.empty() && planned.issues.front().isError()) {
        planned.outcome = RowOutcome::Invalid;
        planned.leadId = {};
        planned.changes.clear();
    } else {
        remember(target, keys);
    }
    return planned;
}

QStringList LeadPlanner::chosenKeys(const Lead &lead) const
{
    QStringList keys = matchKeys(lead);
    keys.removeIf([this](const QString &key) {
        const MatchBy kind = key.startsWith(u"e:") ? MatchBy::Email
            : key.startsWith(u"p:")                ? MatchBy::Phone
                                                   : MatchBy::Spotify;
        return !m_options.matchBy.testFlag(kind);
    });
    return keys;
}

Result<LeadPlanner::Target> LeadPlanner::find(const LeadDraft &draft, qint64 line, const QStringList &keys,
                                              MatchLookup &lookup) const
{
    Target target;
    if (draft.id) {
        MDMC_ASSIGN(target.lead, lookup.load(*draft.id));
        if (target.lead && target.lead->isDeleted())
            target.lead.reset();
    }
    if (!target.lead && m_options.mode != ImportMode::Update)
        MDMC_TRY(findOwnRow(target, line, lookup));
    if (!target.lead) {
        target.isSeen = std::any_of(keys.begin(), keys.end(), [&](const QString &key) { return m_seen.contains(key); });
        if (!target.isSeen)
            MDMC_TRY(findByKeys(target, draft, keys, lookup));
    }
    if (target.lead && m_seen.contains(idKey(target.lead->id)))
        target.isSeen = true;
    return target;
}

Result<> LeadPlanner::findOwnRow(Target &target, qint64 line, MatchLookup &lookup) const
{
    for (int generation = 0; generation < generations; ++generation) {
        const RecordId id = m_ids.rowId(line, generation);
        MDMC_ASSIGN(std::optional<Record> record, lookup.load(id));
        if (record && record->isDeleted())
            continue;
        if (record) {
            target.lead = std::move(record);
            target.isOwnRow = true;
        } else {
            target.newId = id;
        }
        return {};
    }
    return failure(ErrorCode::TooLarge,
                   QStringLiteral("This file was imported and undone too often. Save it under "
                                  "another name with a change in it, and import that."));
}

Result<> LeadPlanner::findByKeys(Target &target, const LeadDraft &draft, const QStringList &keys,
                                 MatchLookup &lookup) const
{
    std::vector<RecordId> ids;
    for (const QString &key : keys) {
        MDMC_ASSIGN(const std::vector<RecordId> found, lookup.byMatchKey(key));
        for (const RecordId &id : found) {
            if (std::find(ids.begin(), ids.end(), id) == ids.end())
                ids.push_back(id);
        }
    }
    if (ids.empty())
        return {};
    if (m_options.mode == ImportMode::Create) {
        target.duplicateId = ids.front();
        return {};
    }
    std::vector<Record> leads;
    for (const RecordId &id : ids) {
        MDMC_ASSIGN(std::optional<Record> lead, lookup.load(id));
        if (lead && !lead->isDeleted())
            leads.push_back(std::move(*lead));
    }
    if (leads.size() > 1) {
        // A manager's address stands with several artists: the name tells them apart.
        const QString artist = foldToWords(draft.record.value(artistField).as<QString>());
        std::erase_if(leads,
                      [&](const Record &lead) { return foldToWords(lead.value(artistField).as<QString>()) != artist; });
        target.isAmbiguous = leads.size() != 1;
    }
    if (leads.size() == 1)
        target.lead = std::move(leads.front());
    return {};
}

void LeadPlanner::settle(PlannedRow &planned, const LeadDraft &draft, const Target &target,
                         const RuleContext &context) const
{
    const bool isUpdate = target.lead && m_options.mode != ImportMode::Create;
    if (target.lead)
        planned.leadId = target.lead->id;
    if (target.isAmbiguous) {
        planned.issues.push_back({RowIssueKind::AmbiguousMatch, {}, -1, {}, {}});
    } else if (target.lead && target.isOwnRow && !isUpdate) {
        planned.outcome = RowOutcome::Unchanged;
        planned.issues.push_back({RowIssueKind::AlreadyImported, {}, -1, {}, {}});
    } else if (isUpdate) {
        const Record after = updated(draft, *target.lead, context);
        for (const Violation &violation : validate(after, &*target.lead, context))
            planned.issues.push_back(issueOf(violation, draft));
        planned.title = after.value(artistField).as<QString>();
        planned.changes = changesOf(*target.lead, after);
        planned.outcome = planned.changes.empty() ? RowOutcome::Unchanged : RowOutcome::Updated;
    } else {
        const bool isNew =
            !target.lead && !target.isSeen && target.duplicateId.isNull() && m_options.mode != ImportMode::Update;
        const bool identified = std::none_of(planned.issues.begin(), planned.issues.end(), [](const RowIssue &issue) {
            return issue.kind == RowIssueKind::NoIdentity;
        });
        std::vector<RowIssue> naming;
        const Record fresh = created(draft, target.newId, context, naming);
        for (const Violation &violation : validate(fresh, nullptr, context)) {
            // A row that is not going to be a lead need not be complete; of its own cells none may be wrong.
            const bool isIncomplete = violation.kind == ViolationKind::Required || isAboutOutcome(violation);
            if (isNew ? identified || violation.path != artistField : !isIncomplete)
                planned.issues.push_back(issueOf(violation, draft));
        }
        planned.title = fresh.value(artistField).as<QString>();
        if (isNew) {
            planned.issues.insert(planned.issues.end(), naming.begin(), naming.end());
            planned.outcome = RowOutcome::Created;
            planned.leadId = target.newId;
            planned.changes = changesOf(Record(EntityType::Lead, target.newId), fresh);
        } else if (m_options.mode == ImportMode::Create && !target.isSeen) {
            planned.outcome = RowOutcome::DuplicateExisting;
            planned.leadId = target.lead ? target.lead->id : target.duplicateId;
            planned.issues.push_back({RowIssueKind::MatchesExisting, {}, -1, planned.leadId.toString(), {}});
        } else {
            planned.outcome = RowOutcome::Unmatched;
        }
    }
    if (target.isSeen) {
        planned.outcome = RowOutcome::DuplicateInFile;
        planned.changes.clear();
    }
}

Record LeadPlanner::created(const LeadDraft &draft, const RecordId &id, const RuleContext &context,
                            std::vector<RowIssue> &issues) const
{
    Record record = draft.record;
    record.id = id;
    nameLead(record, issues);
    const RecordId pipeline = record.value(pipelineField).as<RecordId>();
    if (record.value(stageField).isEmpty()) {
        const auto first = pipeline.isNull() || pipeline == m_defaultStage.pipelineId ? std::optional<Stage>()
                                                                                      : firstStageOf(pipeline, context);
        record.setValue(stageField, first.value_or(m_defaultStage).id);
    }
    if (const auto stage = context.stage(record.value(stageField).as<RecordId>()))
        record.setValue(pipelineField, stage->pipelineId);
    if (record.value(ownerField).isEmpty())
        record.setValue(ownerField, m_options.ownerId);
    if (record.value(sourceField).isEmpty())
        record.setValue(sourceField, m_source);
    fillLostReason(record, context);
    return record;
}

Record LeadPlanner::updated(const LeadDraft &draft, const Record &before, const RuleContext &context) const
{
    Record after = before;
    for (const auto &[field, column] : draft.columns)
        after.values[size_t(field)] = draft.record.values[size_t(field)];
    for (const auto &[field, entries] : draft.sets) {
        QStringList united = before.values[size_t(field)].as<QStringList>();
        for (const LeadDraft::SetEntry &entry : entries) {
            // Free text that is there as it was typed is not doubled by the list's key for it.
            if (!united.contains(entry.value) && !united.contains(entry.raw))
                united.append(entry.value);
        }
        after.values[size_t(field)] = united;
    }
    // A pipeline moves a lead only together with a stage of it, and a stage's name alone stays within the pipeline.
    const bool hasStage = !draft.record.value(stageField).isEmpty();
    auto stage = context.stage(after.value(stageField).as<RecordId>());
    if (hasStage && stage && draft.record.value(pipelineField).isEmpty()) {
        stage = sameStageIn(before.value(pipelineField).as<RecordId>(), *stage, context);
        after.setValue(stageField, stage->id);
    }
    after.setValue(pipelineField, hasStage && stage ? Value(stage->pipelineId) : before.value(pipelineField));
    if (hasStage)
        fillLostReason(after, context);
    return after;
}

void LeadPlanner::fillLostReason(Record &record, const RuleContext &context) const
{
    const auto stage = context.stage(record.value(stageField).as<RecordId>());
    if (stage && stage->kind == QLatin1String("lost") && record.value(lostReasonField).isEmpty())
        record.setValue(lostReasonField, m_options.lostReason);
}

void LeadPlanner::remember(const Target &target, const QStringList &keys)
{
    for (const QString &key : keys)
        m_seen.insert(key);
    if (target.lead)
        m_seen.insert(idKey(target.lead->id));
}

} // namespace mdmc::exchange
