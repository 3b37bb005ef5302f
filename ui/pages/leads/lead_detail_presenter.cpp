// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/lead_detail_presenter.h"

#include "core/base/when_done.h"
#include "core/rules/pipeline.h"
#include "ui/models/commands.h"
#include "ui/models/conflict_entry.h"
#include "ui/models/error_text.h"

#include <QDateTime>

namespace mdmc::ui {

namespace {

/// The newest of a long history; ids grow with time.
constexpr size_t kMaxChildren = 200;

int leadField(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

template <typename Entity>
Result<std::vector<Entity>> children(sync::ReplicaReader &reader, const char *field, const RecordId &id)
{
    MDMC_ASSIGN(std::vector<RecordId> ids, reader.store.referencing(Entity::kType, QLatin1String(field), id));
    if (ids.size() > kMaxChildren)
        ids.erase(ids.begin(), ids.end() - kMaxChildren);
    std::vector<Entity> found;
    for (const RecordId &child : ids) {
        MDMC_ASSIGN(const std::optional<Entity> entity, reader.load<Entity>(child));
        if (entity)
            found.push_back(*entity);
    }
    return found;
}

Result<std::optional<LeadDetail>> readDetail(sync::ReplicaReader &reader, const RecordId &id, QDate today, UtcMs now)
{
    MDMC_ASSIGN(const std::optional<Record> record, reader.store.load(EntityType::Lead, id));
    if (!record || record->isDeleted())
        return std::optional<LeadDetail>();
    LeadDetail detail;
    detail.record = *record;
    detail.lead = fromRecord<Lead>(*record);
    MDMC_ASSIGN(detail.activities, children<Activity>(reader, "subjectId", id));
    MDMC_ASSIGN(detail.tasks, children<Task>(reader, "subjectId", id));
    MDMC_ASSIGN(const std::vector<CampaignLead> links, children<CampaignLead>(reader, "leadId", id));
    for (const CampaignLead &link : links) {
        MDMC_ASSIGN(const std::optional<Campaign> campaign, reader.load<Campaign>(link.campaignId));
        if (campaign)
            detail.campaigns.push_back(*campaign);
    }
    std::ranges::stable_sort(detail.activities, [](const Activity &a, const Activity &b) {
        return a.occurredAt.value_or(0) > b.occurredAt.value_or(0);
    });
    std::ranges::stable_sort(detail.tasks, [](const Task &a, const Task &b) {
        return std::pair(a.doneAt.has_value(), a.dueAt.value_or(LLONG_MAX))
            < std::pair(b.doneAt.has_value(), b.dueAt.value_or(LLONG_MAX));
    });
    const std::optional<Stage> stage = reader.rules.stage(detail.lead.stageId);
    detail.score = scoreLead(detail.lead, stage ? &*stage : nullptr, today);
    detail.isStale = stage && isStale(detail.lead, *stage, now);
    return std::optional(std::move(detail));
}

} // namespace

LeadDetailPresenter::LeadDetailPresenter(PageContext &context, QObject *parent) : QObject(parent), m_context(context)
{
    connect(&context.workspace, &sync::Workspace::changed, this, [this](const sync::ChangeSet &changes) {
        if (m_id.isNull())
            return;
        if (changes.touches(RecordRef{EntityType::Lead, m_id}) || changes.touches(EntityType::Activity)
            || changes.touches(EntityType::Task) || changes.touches(EntityType::CampaignLead)
            || changes.touches(EntityType::Campaign) || changes.touches(EntityType::Conflict))
            m_refresher.request();
    });
    connect(&context.lookups, &Lookups::changed, this, [this] {
        if (m_detail)
            Q_EMIT loaded();
    });
}

void LeadDetailPresenter::show(const RecordId &id)
{
    if (id == m_id && m_detail)
        return;
    m_id = id;
    if (id.isNull())
        m_detail.reset();
    else
        reload();
}

void LeadDetailPresenter::reload()
{
    if (m_isReading) {
        m_readAgain = true;
        return;
    }
    m_isReading = true;
    const RecordId id = m_id;
    const QDate day = QDateTime::fromMSecsSinceEpoch(m_context.clock.nowUtc(), Qt::UTC).date();
    auto detail = m_context.workspace.read([id, day, now = m_context.clock.nowUtc()](sync::ReplicaReader &reader) {
        return readDetail(reader, id, day, now);
    });
    whenDone(detail, this, [this, id](Result<std::optional<LeadDetail>> detail) {
        m_isReading = false;
        if (id == m_id) {
            if (!detail)
                Q_EMIT failed(errorText(detail.error(), EntityType::Lead));
            else if (!*detail)
                Q_EMIT missing();
            else
                take(std::move(**detail));
        }
        if (std::exchange(m_readAgain, false) && !m_id.isNull())
            reload();
    });
}

void LeadDetailPresenter::take(LeadDetail detail)
{
    if (m_detail && m_detail->lead.id == detail.lead.id) { // Until the new ones come: a strip must not blink.
        detail.conflicts = m_detail->conflicts;
        detail.settled = m_detail->settled;
    }
    m_detail = std::move(detail);
    Q_EMIT loaded();
    const RecordId id = m_id;
    whenDone(m_context.workspace.conflicts({EntityType::Lead, id}), this,
             [this, id](Result<std::vector<sync::ConflictView>> conflicts) {
                 if (!conflicts || id != m_id || !m_detail)
                     return;
                 std::vector<sync::ConflictView> settled;
                 std::ranges::copy_if(*conflicts, std::back_inserter(settled),
                                      [](const sync::ConflictView &conflict) { return !conflict.isOpen; });
                 std::erase_if(*conflicts, [](const sync::ConflictView &conflict) { return !conflict.isOpen; });
                 if (*conflicts == m_detail->conflicts && settled == m_detail->settled)
                     return;
                 m_detail->conflicts = std::move(*conflicts);
                 m_detail->settled = std::move(settled);
                 Q_EMIT loaded();
             });
}

void LeadDetailPresenter::commit(sync::Command command, const QString &text, void (LeadDetailPresenter::*then)())
{
    if (command.edits.empty())
        return;
    whenDone(m_context.workspace.commit(std::move(command)), this, [this, text, then](Result<> result) {
        if (!result) {
            Q_EMIT failed(errorText(result.error(), EntityType::Lead));
            return;
        }
        if (then)
            Q_EMIT(this->*then)();
        Q_EMIT saved(text);
    });
}

void LeadDetailPresenter::addActivity(const QString &kind, const QString &body)
{
    Activity activity;
    activity.id = RecordId::mint();
    activity.subjectType = QStringLiteral("lead");
    activity.subjectId = m_id;
    activity.kind = kind;
    activity.body = body.trimmed();
    activity.occurredAt = m_context.clock.nowUtc();
    QString word = kind;
    for (const FieldOption &option : fixedOptions(EntityType::Activity, QLatin1String("kind")))
        if (option.id == kind)
            word = option.label;
    commit(createCommand(tr("Add %1").arg(word), toRecord(activity)), tr("%1 added").arg(word),
           &LeadDetailPresenter::activityAdded);
}

void LeadDetailPresenter::addTask(const QString &title, const QDate &due)
{
    Task task;
    task.id = RecordId::mint();
    task.subjectType = QStringLiteral("lead");
    task.subjectId = m_id;
    task.title = title.trimmed();
    if (due.isValid())
        task.dueAt = QDateTime(due, QTime(18, 0)).toMSecsSinceEpoch();
    commit(createCommand(tr("Add task"), toRecord(task)), tr("Task added"), &LeadDetailPresenter::taskAdded);
}

void LeadDetailPresenter::setTaskDone(const RecordId &task, bool isDone)
{
    const Value at = isDone ? Value(m_context.clock.nowUtc()) : Value();
    commit(patchCommand(isDone ? tr("Finish task") : tr("Reopen task"), EntityType::Task, {task},
                        changesOf(EntityType::Task, {{QLatin1String("doneAt"), at}})),
           isDone ? tr("Task done") : tr("Task reopened"));
}

void LeadDetailPresenter::setField(int field, const Value &value)
{
    if (!m_detail || m_detail->record.values[size_t(field)] == value)
        return;
    const QString label = FieldText::label(entityInfo(EntityType::Lead).field(field));
    commit(patchCommand(tr("Change %1").arg(label), EntityType::Lead, {m_id}, {{field, value}}),
           tr("%1 changed").arg(label));
}

void LeadDetailPresenter::setNextStep(const QString &step, const QDate &on)
{
    if (!m_detail || (m_detail->lead.nextStep == step && m_detail->lead.nextStepOn == on))
        return;
    commit(
        patchCommand(tr("Change next step"), EntityType::Lead, {m_id},
                     changesOf(EntityType::Lead,
                               {{QLatin1String("nextStep"), Value(step)}, {QLatin1String("nextStepOn"), Value(on)}})),
        tr("Next step changed"));
}

void LeadDetailPresenter::restoreConflict(const RecordId &conflict)
{
    if (!m_settling.insert(conflict).second)
        return;
    whenDone(m_context.workspace.restore(conflict), this, [this, conflict](Result<> result) {
        m_settling.erase(conflict);
        if (result)
            Q_EMIT saved(tr("The other value is back"));
        else
            Q_EMIT failed(errorText(result.error(), EntityType::Lead));
    });
}

void LeadDetailPresenter::dismissConflict(const RecordId &conflict)
{
    if (!m_settling.insert(conflict).second)
        return;
    whenDone(m_context.workspace.dismiss(conflict), this, [this, conflict](Result<> result) {
        m_settling.erase(conflict);
        if (result)
            Q_EMIT saved(tr("Conflict settled"));
        else
            Q_EMIT failed(errorText(result.error(), EntityType::Lead));
    });
}

void LeadDetailPresenter::settleConflict(const QString &conflict, const QString &action)
{
    const auto id = RecordId::fromString(conflict);
    if (!id)
        return;
    if (action == kRestoreAction)
        restoreConflict(*id);
    else
        dismissConflict(*id);
}

QList<TimelineEntry> LeadDetailPresenter::timeline() const
{
    if (!m_detail)
        return {};
    std::vector<std::pair<UtcMs, TimelineEntry>> dated;
    for (const auto *conflicts : {&m_detail->conflicts, &m_detail->settled})
        for (const sync::ConflictView &conflict : *conflicts)
            dated.emplace_back(conflict.detectedAt, conflictEntry(conflict, m_context));
    const FieldText fields = m_context.fields();
    const int kindField = entityInfo(EntityType::Activity).indexOf(QLatin1String("kind"));
    for (const Activity &activity : m_detail->activities) {
        TimelineEntry entry;
        entry.id = activity.id.toString();
        entry.symbol = activity.kind == QLatin1String("call") ? Symbol::Telephone
            : activity.kind == QLatin1String("email")         ? Symbol::Envelope
            : activity.kind == QLatin1String("meeting")       ? Symbol::People
                                                              : Symbol::ChatLeftText;
        entry.hue = fields.hue(EntityType::Activity, kindField, Value(activity.kind));
        entry.title = fields.text(EntityType::Activity, kindField, Value(activity.kind));
        entry.author = m_context.lookups.userName(activity.authorId);
        entry.when = m_context.format.dateTime(activity.occurredAt.value_or(activity.createdAt.value_or(0)));
        entry.body = activity.body;
        dated.emplace_back(activity.occurredAt.value_or(activity.createdAt.value_or(0)), entry);
    }
    std::ranges::stable_sort(dated, [](const auto &a, const auto &b) { return a.first > b.first; });
    QList<TimelineEntry> entries;
    for (const auto &[at, entry] : dated)
        entries << entry;
    if (m_detail->lead.createdAt) {
        TimelineEntry created;
        created.id = QStringLiteral("created");
        created.symbol = Symbol::Plus;
        created.title = tr("Lead created");
        created.author = m_context.lookups.userName(m_detail->lead.createdBy);
        created.when = m_context.format.dateTime(*m_detail->lead.createdAt);
        entries << created;
    }
    return entries;
}

QList<LeadDetailPresenter::Line> LeadDetailPresenter::lines() const
{
    QList<Line> lines;
    if (!m_detail)
        return lines;
    static constexpr const char *kShown[] = {"emails",     "phones",      "spotifyId", "budget",  "contractValue",
                                             "lostReason", "genres",      "platforms", "goals",   "releaseDate",
                                             "source",     "country",     "consent",   "aliases", "tags",
                                             "teamId",     "convertedAt", "notes"};
    const FieldText fields = m_context.fields();
    for (const char *name : kShown) {
        const int field = leadField(name);
        const QString text = fields.text(EntityType::Lead, field, m_detail->record.values[size_t(field)]);
        if (!text.isEmpty())
            lines << Line{field, FieldText::label(entityInfo(EntityType::Lead).field(field)), text};
    }
    return lines;
}

QString LeadDetailPresenter::conflictText(const sync::ConflictView &conflict) const
{
    const QString author = m_context.lookups.userName(conflict.winningAuthor);
    if (conflict.field < 0)
        return author.isEmpty() ? tr("This record was deleted while it was edited here.")
                                : tr("%1 deleted this record while it was edited.").arg(author);
    const FieldText fields = m_context.fields();
    const auto text = [&](const Value &value) {
        const QString words = fields.text(conflict.record.type, conflict.field, value);
        return words.isEmpty() ? tr("nothing") : words;
    };
    const QString label = FieldText::label(entityInfo(conflict.record.type).field(conflict.field));
    const QString who = author.isEmpty() ? tr("somebody else") : author;
    return tr("%1: “%2” of %3 was kept, “%4” was not.").arg(label, text(conflict.winning), who, text(conflict.losing));
}

QString LeadDetailPresenter::contactName() const
{
    return m_detail ? QStringList{m_detail->lead.firstName, m_detail->lead.lastName}.join(QLatin1Char(' ')).trimmed()
                    : QString();
}

bool LeadDetailPresenter::mayEdit(const char *field) const
{
    return m_detail && m_context.mayEdit(m_detail->record, leadField(field));
}

bool LeadDetailPresenter::mayAddActivity() const
{
    return m_detail && m_context.may(Action::Create, EntityType::Activity);
}

bool LeadDetailPresenter::mayAddTask() const
{
    return m_detail && m_context.may(Action::Create, EntityType::Task);
}

} // namespace mdmc::ui
