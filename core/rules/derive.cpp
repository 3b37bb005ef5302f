// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/derive.h"

#include "core/rules/pipeline.h"
#include "core/rules/scoring.h"

#include <algorithm>

namespace mdmc {

namespace {

/// A record under derivation: writes by name and remembers which fields differ from what came in.
class Draft {
public:
    explicit Draft(Record &record) : m_record(record), m_given(record.values) {}

    const Value &operator[](QLatin1String field) const { return m_record.value(field); }
    bool isEmpty(QLatin1String field) const { return m_record.value(field).isEmpty(); }
    RecordId id(QLatin1String field) const { return m_record.value(field).as<RecordId>(); }
    void set(QLatin1String field, Value value) { m_record.setValue(field, std::move(value)); }
    void setIfEmpty(QLatin1String field, Value value)
    {
        if (isEmpty(field))
            set(field, std::move(value));
    }

    std::vector<int> changed() const
    {
        std::vector<int> positions;
        for (size_t i = 0; i < m_record.values.size(); ++i)
            if (m_record.values[i] != m_given[i])
                positions.push_back(int(i));
        return positions;
    }

private:
    Record &m_record;
    const std::vector<Value> m_given;
};

constexpr QLatin1String kOwner("ownerId");
constexpr QLatin1String kTeam("teamId");
constexpr QLatin1String kPipeline("pipelineId");
constexpr QLatin1String kStage("stageId");
constexpr QLatin1String kPriority("priority");
constexpr QLatin1String kCreatedBy("createdBy");
constexpr QLatin1String kCreatedAt("createdAt");
constexpr QLatin1String kLastActivityAt("lastActivityAt");
constexpr QLatin1String kStatus("status");

QDate utcDay(UtcMs at)
{
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).date();
}

bool differs(const Record &after, const Record &before, QLatin1String field)
{
    return after.value(field) != before.value(field);
}

/// Whatever a client sent for a field that the server computes, the stored value is where computing starts.
void restoreServerFields(Record &after, const Record &before)
{
    const std::span<const FieldInfo> fields = after.info().fields;
    for (size_t i = 0; i < fields.size(); ++i)
        if (fields[i].merge == Merge::Server)
            after.values[i] = before.values[i];
}

std::optional<RecordId> teamOf(const RecordId &userId, const Actor &actor, const RuleContext &context)
{
    if (const auto user = context.user(userId))
        return user->teamId;
    return userId == actor.userId ? std::optional(actor.teamId) : std::nullopt;
}

void fillOwner(Draft &draft, const Actor &actor, const RuleContext &context)
{
    draft.setIfEmpty(kOwner, actor.userId);
    if (draft.isEmpty(kTeam))
        if (const auto team = teamOf(draft.id(kOwner), actor, context))
            draft.set(kTeam, *team);
}

void followOwner(Draft &draft, const Record &after, const Record &before, const Actor &actor,
                 const RuleContext &context, std::span<const int> stated)
{
    const bool isTeamStated = differs(after, before, kTeam)
        || std::find(stated.begin(), stated.end(), after.info().indexOf(kTeam)) != stated.end();
    if (!differs(after, before, kOwner) || isTeamStated || draft.isEmpty(kOwner))
        return;
    if (const auto team = teamOf(draft.id(kOwner), actor, context))
        draft.set(kTeam, *team);
}

void fillCreation(Draft &draft, const Actor &actor, UtcMs at)
{
    draft.set(kCreatedBy, actor.userId);
    draft.set(kCreatedAt, at);
}

/// A default from a list only where the workspace still has it: otherwise it would be refused as not in the list.
void fillPriority(Draft &draft, const QString &key, const RuleContext &context)
{
    const std::vector<ListItem> priorities = context.list(u"priority");
    const bool isKnown = priorities.empty() || std::any_of(priorities.begin(), priorities.end(),
                                                           [&](const ListItem &item) { return item.key == key; });
    if (isKnown)
        draft.setIfEmpty(kPriority, key);
}

void fillStage(Draft &draft, const RuleContext &context)
{
    if (draft.isEmpty(kStage)) {
        const std::optional<Stage> stage =
            draft.isEmpty(kPipeline) ? firstStage(context) : firstStageOf(draft.id(kPipeline), context);
        if (stage)
            draft.set(kStage, stage->id);
    }
    if (draft.isEmpty(kPipeline))
        if (const auto stage = context.stage(draft.id(kStage)))
            draft.set(kPipeline, stage->pipelineId);
}

void rescore(Draft &draft, const Record &record, UtcMs at, const RuleContext &context)
{
    const Lead lead = fromRecord<Lead>(record);
    const std::optional<Stage> stage = context.stage(lead.stageId);
    const QDate day = utcDay(at);
    draft.set(QLatin1String("score"), qint64(scoreLead(lead, stage ? &*stage : nullptr, day).total));
    draft.set(QLatin1String("scoredOn"), day);
}

void createLead(Draft &draft, const Actor &actor, UtcMs at, const RuleContext &context)
{
    fillStage(draft, context);
    fillOwner(draft, actor, context);
    fillPriority(draft, QStringLiteral("normal"), context);
    fillCreation(draft, actor, at);
    draft.set(QLatin1String("stageChangedAt"), at);
    draft.set(kLastActivityAt, Value());
}

void editLead(Draft &draft, const Record &after, const Record &before, const Actor &actor, UtcMs at,
              const RuleContext &context, std::span<const int> stated)
{
    followOwner(draft, after, before, actor, context, stated);
    if (!differs(after, before, kStage))
        return;
    draft.set(QLatin1String("stageChangedAt"), at);
    if (differs(after, before, kPipeline))
        return;
    // A stage of another pipeline takes the lead there.
    if (const auto stage = context.stage(draft.id(kStage)))
        draft.set(kPipeline, stage->pipelineId);
}

void createOther(Draft &draft, const Record &after, const Actor &actor, UtcMs at, const RuleContext &context)
{
    switch (after.type) {
    case EntityType::Campaign:
        fillOwner(draft, actor, context);
        fillCreation(draft, actor, at);
        draft.setIfEmpty(kStatus, QStringLiteral("draft"));
        break;
    case EntityType::CampaignLine: draft.setIfEmpty(kStatus, QStringLiteral("draft")); break;
    case EntityType::Activity:
        draft.set(QLatin1String("authorId"), actor.userId);
        draft.set(kCreatedAt, at);
        draft.setIfEmpty(QLatin1String("occurredAt"), at);
        break;
    case EntityType::Task:
        fillCreation(draft, actor, at);
        draft.setIfEmpty(QLatin1String("assigneeId"), actor.userId);
        fillPriority(draft, QStringLiteral("normal"), context);
        break;
    case EntityType::User:
        draft.setIfEmpty(QLatin1String("isActive"), true);
        if (const auto role = roleFromKey(draft[QLatin1String("role")].as<QString>()))
            draft.setIfEmpty(QLatin1String("scope"), QString(sightKey(defaultSight(*role))));
        break;
    default: break; // Settings, links and conflicts hold nothing that is computed here.
    }
}

} // namespace

std::vector<int> derive(Record &after, const Record *before, const Actor &actor, UtcMs at, const RuleContext &context,
                        std::span<const int> stated)
{
    Draft draft(after);
    if (before)
        restoreServerFields(after, *before);
    if (after.type == EntityType::Lead) {
        if (before)
            editLead(draft, after, *before, actor, at, context, stated);
        else
            createLead(draft, actor, at, context);
        rescore(draft, after, at, context);
    } else if (!before) {
        createOther(draft, after, actor, at, context);
    } else if (after.type == EntityType::Campaign) {
        followOwner(draft, after, *before, actor, context, stated);
    }
    return draft.changed();
}

std::vector<int> deriveFromActivity(Record &subject, const Record &activity, UtcMs at, const RuleContext &context)
{
    if (subject.type != EntityType::Lead || activity.type != EntityType::Activity)
        return {};
    Draft draft(subject);
    // A planned meeting or a clock that runs ahead must not make a lead look busy for years.
    const UtcMs happened = std::min(activity.value(QLatin1String("occurredAt")).asOptional<qint64>().value_or(at), at);
    if (const auto last = draft[kLastActivityAt].asOptional<qint64>(); !last || *last < happened)
        draft.set(kLastActivityAt, happened);
    rescore(draft, subject, at, context);
    return draft.changed();
}

} // namespace mdmc
