// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/permissions.h"

namespace mdmc {

namespace {

/// What kinds of record have in common as far as rights go.
enum class Area { Settings, Work, Event, Link, Settling };

Area areaOf(EntityType type)
{
    switch (type) {
    case EntityType::User:
    case EntityType::Team:
    case EntityType::Pipeline:
    case EntityType::Stage:
    case EntityType::ListItem: return Area::Settings;
    case EntityType::Lead:
    case EntityType::Campaign:
    case EntityType::CampaignLine:
    case EntityType::Task: return Area::Work;
    case EntityType::Activity: return Area::Event;
    case EntityType::CampaignLead: return Area::Link;
    case EntityType::Conflict: return Area::Settling;
    }
    return Area::Settings;
}

/// Whether the action makes sense for the area at all, whoever asks: events and links are written once, and only the
/// server writes conflicts.
bool applies(Action action, Area area)
{
    switch (area) {
    case Area::Settings:
    case Area::Work: return true;
    case Area::Event:
    case Area::Link: return action != Action::Edit;
    case Area::Settling: return action == Action::View || action == Action::Edit;
    }
    return false;
}

bool financeMay(Action action, EntityType type)
{
    switch (type) {
    case EntityType::Lead: return action == Action::Edit;
    case EntityType::Conflict: return action == Action::Edit;
    case EntityType::Activity: return action == Action::Create || action == Action::Delete;
    case EntityType::Task:
        return action == Action::Create || action == Action::Edit || action == Action::Delete
               || action == Action::Reassign;
    default: return false;
    }
}

Result<> refusal(const char *detail, QLatin1String field = {})
{
    return failure(ErrorCode::Forbidden, QString::fromUtf8(detail), field);
}

RecordId idOf(const Record &record, QLatin1String field)
{
    return record.value(field).as<RecordId>();
}

bool isOwnTask(const Actor &actor, const Record &task)
{
    return idOf(task, QLatin1String("assigneeId")) == actor.userId
           || idOf(task, QLatin1String("createdBy")) == actor.userId;
}

bool isAssignment(const FieldInfo &field)
{
    return field.name == QLatin1String("ownerId") || field.name == QLatin1String("teamId")
           || field.name == QLatin1String("assigneeId");
}

/// Whether the actor may hand on a record that stands as in `before`.
bool mayReassign(const Actor &actor, const Record &before)
{
    if (!mayPerform(actor, Action::Reassign, before.type))
        return false;
    if (actor.role != Role::AccountManager || before.type == EntityType::Task)
        return true;
    const RecordId owner = idOf(before, QLatin1String("ownerId"));
    const RecordId team = idOf(before, QLatin1String("teamId"));
    if (owner == actor.userId)
        return true;
    return team ? team == actor.teamId : owner.isNull();
}

/// What an administrator may not do to their own account, so that a workspace never loses its last one.
bool locksOneselfOut(const Actor &actor, const Record &after, const FieldInfo &field)
{
    if (after.type != EntityType::User || after.id != actor.userId)
        return false;
    if (field.name == QLatin1String("isActive"))
        return !after.value(field.name).as<bool>();
    return field.name == QLatin1String("role") && after.value(field.name).as<QString>() != roleKey(Role::Admin);
}

bool isLosing(const Actor &actor, const Record &conflict)
{
    return idOf(conflict, QLatin1String("losingAuthorId")) == actor.userId;
}

/// As far as the conflict alone tells.
bool mayEverSettle(const Actor &actor, const Record &conflict)
{
    const QString typeName = conflict.value(QLatin1String("subjectType")).as<QString>();
    const EntityInfo *subject = findEntity(QStringView(typeName));
    if (!subject)
        return false;
    if (isLosing(actor, conflict))
        return true;
    const QString fieldName = conflict.value(QLatin1String("field")).as<QString>();
    // Without a field the conflict is a deletion that met an edit: what is settled is whether the record lives.
    const Action action = fieldName.isEmpty() ? Action::Delete : Action::Edit;
    if (!mayPerform(actor, action, subject->type))
        return false;
    return actor.role != Role::Finance || subject->type != EntityType::Lead
           || fieldName == QLatin1String("contractValue");
}

Result<> mayChangeField(const Actor &actor, const Record *before, const Record &after, const FieldInfo &field)
{
    if (field.merge == Merge::Server) {
        // Elsewhere `derive` computes them anew whatever was sent; a conflict's are written once, by the server.
        if (after.type == EntityType::Conflict)
            return refusal("only the server writes this field", field.name);
        return {};
    }
    if (field.has(FieldFlag::AdminOnly) && actor.role != Role::Admin)
        return refusal("only an administrator may change this field", field.name);
    if (locksOneselfOut(actor, after, field))
        return refusal("an administrator cannot take away their own access", field.name);
    if (!before)
        return {};
    if (actor.role == Role::Finance && after.type == EntityType::Lead && field.name != QLatin1String("contractValue"))
        return refusal("finance may change only the contract value of a lead", field.name);
    if (isAssignment(field) && !mayReassign(actor, *before))
        return refusal("this record may be handed on only by its owner, their team or a manager", field.name);
    return {};
}

/// Everybody keeps their own language; the rest of an account is the administrator's.
bool isOwnAccount(const Actor &actor, const Record *before, const Record &after)
{
    return before && after.type == EntityType::User && after.id == actor.userId;
}

} // namespace

bool mayPerform(const Actor &actor, Action action, EntityType type)
{
    const Area area = areaOf(type);
    if (!actor.isActive || !applies(action, area))
        return false;
    if (actor.role == Role::Admin || action == Action::View)
        return true;
    if (action == Action::Administer || area == Area::Settings)
        return false;
    switch (actor.role) {
    case Role::Admin:
    case Role::Manager:
    case Role::AccountManager: return true;
    case Role::Finance: return financeMay(action, type);
    case Role::ReadOnly: return false;
    }
    return false;
}

Result<> mayChange(const Actor &actor, const Record *before, const Record &after, std::span<const int> changedFields)
{
    const Action action = before ? Action::Edit : Action::Create;
    // A change of fields that are written once passes here and is refused by `validate` as Immutable: that is the
    // reason a person can act on.
    const bool isWrittenOnce = before && !applies(Action::Edit, areaOf(after.type)) && actor.isActive
                               && mayPerform(actor, Action::Create, after.type);
    const bool isAllowed = mayPerform(actor, action, after.type) || isWrittenOnce
                           || (actor.isActive && isOwnAccount(actor, before, after));
    if (!isAllowed)
        return refusal(before ? "this role may not change such records" : "this role may not create such records");
    if (before && after.type == EntityType::Conflict && !mayEverSettle(actor, *before))
        return refusal("only who may edit the record may settle its conflicts");
    if (before && actor.role == Role::Finance && after.type == EntityType::Task && !isOwnTask(actor, *before))
        return refusal("finance may change only tasks of their own");
    const EntityInfo &info = after.info();
    for (const int position : changedFields) {
        if (position < 0 || position >= info.fieldCount())
            continue; // A field of a later schema: stored, judged by a server that knows it.
        MDMC_TRY(mayChangeField(actor, before, after, info.field(position)));
    }
    return {};
}

Result<> mayDelete(const Actor &actor, const Record &record)
{
    if (!mayPerform(actor, Action::Delete, record.type))
        return refusal("this role may not delete such records");
    if (record.type == EntityType::User && record.id == actor.userId)
        return refusal("an account cannot delete itself");
    if (actor.role == Role::Admin || actor.role == Role::Manager)
        return {};
    bool isOwn = true; // Lines and links belong to a campaign that the actor may edit.
    switch (record.type) {
    case EntityType::Lead:
    case EntityType::Campaign: isOwn = idOf(record, QLatin1String("ownerId")) == actor.userId; break;
    case EntityType::Activity: isOwn = idOf(record, QLatin1String("authorId")) == actor.userId; break;
    case EntityType::Task: isOwn = isOwnTask(actor, record); break;
    default: break;
    }
    return isOwn ? Result<>() : refusal("only records of one's own may be deleted with this role");
}

Result<> maySettle(const Actor &actor, const Record &conflict, const Record &subject)
{
    if (isLosing(actor, conflict))
        return {};
    const QString fieldName = conflict.value(QLatin1String("field")).as<QString>();
    if (fieldName.isEmpty())
        return mayDelete(actor, subject);
    const int field = subject.info().indexOf(QStringView(fieldName));
    return mayChange(actor, &subject, subject, std::span(&field, 1));
}

} // namespace mdmc
