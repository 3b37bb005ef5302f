// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/scope.h"

namespace mdmc {

namespace {

RecordId idOf(const Record &record, QLatin1String field)
{
    return record.value(field).as<RecordId>();
}

std::optional<RecordRef> subjectOf(const Record &record)
{
    const QString typeName = record.value(QLatin1String("subjectType")).as<QString>();
    const EntityInfo *info = typeName.isEmpty() ? nullptr : findEntity(QStringView(typeName));
    const RecordId id = idOf(record, QLatin1String("subjectId"));
    if (!info || id.isNull())
        return std::nullopt;
    return RecordRef{info->type, id};
}

} // namespace

std::optional<RecordRef> parentOf(const Record &record)
{
    switch (record.type) {
    case EntityType::Activity:
    case EntityType::Conflict:
    case EntityType::Task: return subjectOf(record);
    case EntityType::CampaignLine:
    case EntityType::CampaignLead: {
        const RecordId campaign = idOf(record, QLatin1String("campaignId"));
        return campaign ? std::optional(RecordRef{EntityType::Campaign, campaign}) : std::nullopt;
    }
    case EntityType::User:
    case EntityType::Team:
    case EntityType::Pipeline:
    case EntityType::Stage:
    case EntityType::ListItem:
    case EntityType::Lead:
    case EntityType::Campaign: break;
    }
    return std::nullopt;
}

ScopeKey ownScope(const Record &record)
{
    ScopeKey key;
    switch (record.info().scope) {
    case ScopeRule::Workspace: key.isWorkspace = true; break;
    case ScopeRule::Owned:
        key.ownerId = idOf(record, QLatin1String("ownerId"));
        key.teamId = idOf(record, QLatin1String("teamId"));
        break;
    case ScopeRule::Child:
        if (record.type != EntityType::Task)
            break;
        key.ownerId = idOf(record, QLatin1String("assigneeId"));
        // Otherwise clearing the assignee would take a task away from the person who wrote it.
        if (key.ownerId.isNull())
            key.ownerId = idOf(record, QLatin1String("createdBy"));
        break;
    }
    return key;
}

bool isVisible(const Actor &actor, const ScopeKey &scope)
{
    if (!actor.isActive)
        return false;
    if (scope.isWorkspace || actor.sight == Sight::All)
        return true;
    if (scope.ownerId && scope.ownerId == actor.userId)
        return true;
    if (actor.sight != Sight::Team)
        return false;
    if (scope.teamId)
        return scope.teamId == actor.teamId;
    return scope.ownerId.isNull();
}

} // namespace mdmc
