// SPDX-License-Identifier: GPL-3.0-or-later
// The field tables: one line per field. Append only (see kSchemaVersion).
#include "core/model/records.h"

#include <QCoreApplication>

#include <type_traits>

namespace mdmc {

namespace {

using enum Merge;
using enum FieldFlag;

template<auto Member>
struct MemberOf;
template<typename Class, typename Type, Type Class::*Member>
struct MemberOf<Member> {
    using Entity = Class;
    using Stored = Type;
};

/// Type of a field, read off the member; integers and timestamps share a C++ type and are told apart in the table.
template<typename T>
constexpr FieldType fieldTypeOf()
{
    if constexpr (std::is_same_v<T, bool>) return FieldType::Bool;
    else if constexpr (std::is_same_v<T, qint64> || std::is_same_v<T, std::optional<qint64>>) return FieldType::Integer;
    else if constexpr (std::is_same_v<T, QString>) return FieldType::Text;
    else if constexpr (std::is_same_v<T, RecordId>) return FieldType::Id;
    else if constexpr (std::is_same_v<T, std::optional<Money>>) return FieldType::Money;
    else if constexpr (std::is_same_v<T, QDate>) return FieldType::Date;
    else if constexpr (std::is_same_v<T, QStringList>) return FieldType::TextSet;
    else { static_assert(std::is_same_v<T, QByteArray>); return FieldType::Bytes; }
}

template<typename T>
struct IsOptional : std::false_type {};
template<typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template<auto Member>
constexpr FieldInfo field(const char *name, Merge merge, FieldFlags flags, const char *label)
{
    using Entity = typename MemberOf<Member>::Entity;
    using Stored = typename MemberOf<Member>::Stored;
    return FieldInfo{
        QLatin1String(name, int(std::char_traits<char>::length(name))), fieldTypeOf<Stored>(), merge, flags, label,
        nullptr, EntityType::User, false,
        [](const void *entity) -> Value { return Value(static_cast<const Entity *>(entity)->*Member); },
        [](void *entity, const Value &value) {
            Stored &stored = static_cast<Entity *>(entity)->*Member;
            if constexpr (IsOptional<Stored>::value)
                stored = value.asOptional<typename Stored::value_type>();
            else
                stored = value.as<Stored>();
        }};
}

constexpr FieldInfo timestamp(FieldInfo info) { info.type = FieldType::Timestamp; return info; }
constexpr FieldInfo fromList(FieldInfo info, const char *list) { info.list = list; return info; }
constexpr FieldInfo to(FieldInfo info, EntityType type) { info.refers = type; info.hasReference = true; return info; }

#define LABEL(text) QT_TRANSLATE_NOOP("field", text)

const FieldInfo kUser[] = {
    field<&User::name>("name", Guarded, Required | Searchable | AdminOnly | Title, LABEL("Name")),
    field<&User::email>("email", Guarded, Required | AdminOnly, LABEL("E-mail")),
    field<&User::role>("role", Guarded, Required | AdminOnly, LABEL("Role")),
    field<&User::scope>("scope", Guarded, Required | AdminOnly, LABEL("Sees")),
    to(field<&User::teamId>("teamId", Guarded, AdminOnly, LABEL("Team")), EntityType::Team),
    field<&User::isActive>("isActive", Guarded, AdminOnly, LABEL("Active")),
    field<&User::locale>("locale", Lww, None, LABEL("Language")),
};

const FieldInfo kTeam[] = {
    field<&Team::name>("name", Guarded, Required | AdminOnly | Title, LABEL("Name")),
};

const FieldInfo kPipeline[] = {
    field<&Pipeline::name>("name", Guarded, Required | AdminOnly | Title, LABEL("Name")),
    field<&Pipeline::position>("position", Guarded, AdminOnly | Internal, LABEL("Position")),
    field<&Pipeline::isArchived>("isArchived", Guarded, AdminOnly, LABEL("Archived")),
};

const FieldInfo kStage[] = {
    to(field<&Stage::pipelineId>("pipelineId", Append, Required | AdminOnly, LABEL("Pipeline")), EntityType::Pipeline),
    field<&Stage::nameEn>("nameEn", Guarded, Required | AdminOnly | Title, LABEL("Name (English)")),
    field<&Stage::nameFr>("nameFr", Guarded, AdminOnly, LABEL("Name (French)")),
    field<&Stage::kind>("kind", Guarded, Required | AdminOnly, LABEL("Kind")),
    field<&Stage::probability>("probability", Guarded, AdminOnly, LABEL("Probability")),
    field<&Stage::position>("position", Guarded, AdminOnly | Internal, LABEL("Position")),
    field<&Stage::rottenAfterDays>("rottenAfterDays", Guarded, AdminOnly, LABEL("Stale after days")),
    field<&Stage::colour>("colour", Guarded, AdminOnly, LABEL("Colour")),
    field<&Stage::isArchived>("isArchived", Guarded, AdminOnly, LABEL("Archived")),
};

const FieldInfo kListItem[] = {
    field<&ListItem::list>("list", Append, Required | AdminOnly, LABEL("List")),
    field<&ListItem::key>("key", Append, Required | AdminOnly, LABEL("Key")),
    field<&ListItem::labelEn>("labelEn", Guarded, Required | AdminOnly | Title, LABEL("Label (English)")),
    field<&ListItem::labelFr>("labelFr", Guarded, AdminOnly, LABEL("Label (French)")),
    field<&ListItem::position>("position", Guarded, AdminOnly | Internal, LABEL("Position")),
    field<&ListItem::colour>("colour", Guarded, AdminOnly, LABEL("Colour")),
    field<&ListItem::isArchived>("isArchived", Guarded, AdminOnly, LABEL("Archived")),
};

const FieldInfo kLead[] = {
    field<&Lead::firstName>("firstName", Lww, Searchable, LABEL("First name")),
    field<&Lead::lastName>("lastName", Lww, Searchable, LABEL("Last name")),
    field<&Lead::emails>("emails", Set, Searchable | Sensitive, LABEL("E-mail")),
    field<&Lead::phones>("phones", Set, Searchable | Sensitive, LABEL("Phone")),
    field<&Lead::artistName>("artistName", Lww, Required | Searchable | Title, LABEL("Artist")),
    field<&Lead::aliases>("aliases", Set, Searchable, LABEL("Also known as")),
    fromList(field<&Lead::genres>("genres", Set, None, LABEL("Genres")), "genre"),
    field<&Lead::spotifyId>("spotifyId", Lww, None, LABEL("Spotify artist")),
    field<&Lead::budget>("budget", Lww, None, LABEL("Budget")),
    fromList(field<&Lead::platforms>("platforms", Set, None, LABEL("Platforms")), "platform"),
    fromList(field<&Lead::goals>("goals", Set, None, LABEL("Goals")), "goal"),
    to(field<&Lead::pipelineId>("pipelineId", Guarded, Required | Internal, LABEL("Pipeline")), EntityType::Pipeline),
    to(field<&Lead::stageId>("stageId", Guarded, Required, LABEL("Stage")), EntityType::Stage),
    timestamp(field<&Lead::stageChangedAt>("stageChangedAt", Server, None, LABEL("In stage since"))),
    fromList(field<&Lead::priority>("priority", Lww, None, LABEL("Priority")), "priority"),
    field<&Lead::score>("score", Server, None, LABEL("Score")),
    field<&Lead::scoredOn>("scoredOn", Server, Internal, LABEL("Scored on")),
    fromList(field<&Lead::lostReason>("lostReason", Lww, None, LABEL("Reason for loss")), "lostReason"),
    field<&Lead::contractValue>("contractValue", Guarded, None, LABEL("Contract value")),
    timestamp(field<&Lead::convertedAt>("convertedAt", Guarded, None, LABEL("Converted"))),
    field<&Lead::companyId>("companyId", Guarded, Internal, LABEL("Company")),
    to(field<&Lead::ownerId>("ownerId", Guarded, None, LABEL("Owner")), EntityType::User),
    to(field<&Lead::teamId>("teamId", Guarded, None, LABEL("Team")), EntityType::Team),
    to(field<&Lead::createdBy>("createdBy", Server, None, LABEL("Created by")), EntityType::User),
    timestamp(field<&Lead::createdAt>("createdAt", Server, None, LABEL("Created"))),
    timestamp(field<&Lead::lastActivityAt>("lastActivityAt", Server, None, LABEL("Last activity"))),
    fromList(field<&Lead::source>("source", Lww, None, LABEL("Source")), "source"),
    field<&Lead::releaseDate>("releaseDate", Lww, None, LABEL("Release date")),
    field<&Lead::nextStep>("nextStep", Lww, Searchable, LABEL("Next step")),
    field<&Lead::nextStepOn>("nextStepOn", Lww, None, LABEL("Next step on")),
    field<&Lead::country>("country", Lww, None, LABEL("Country")),
    field<&Lead::consent>("consent", Consent, None, LABEL("Consent to contact")),
    field<&Lead::tags>("tags", Set, Searchable, LABEL("Tags")),
    field<&Lead::notes>("notes", Lww, Searchable | LongText, LABEL("Notes")),
};

const FieldInfo kCampaign[] = {
    field<&Campaign::name>("name", Lww, Required | Searchable | Title, LABEL("Name")),
    field<&Campaign::artistName>("artistName", Lww, Searchable, LABEL("Artist")),
    field<&Campaign::status>("status", Guarded, Required, LABEL("Status")),
    field<&Campaign::budget>("budget", Lww, None, LABEL("Budget")),
    field<&Campaign::startDate>("startDate", Lww, None, LABEL("Starts")),
    field<&Campaign::endDate>("endDate", Lww, None, LABEL("Ends")),
    fromList(field<&Campaign::goals>("goals", Set, None, LABEL("Goals")), "goal"),
    field<&Campaign::releaseDate>("releaseDate", Lww, None, LABEL("Release date")),
    to(field<&Campaign::ownerId>("ownerId", Guarded, None, LABEL("Owner")), EntityType::User),
    to(field<&Campaign::teamId>("teamId", Guarded, None, LABEL("Team")), EntityType::Team),
    to(field<&Campaign::createdBy>("createdBy", Server, None, LABEL("Created by")), EntityType::User),
    timestamp(field<&Campaign::createdAt>("createdAt", Server, None, LABEL("Created"))),
    field<&Campaign::notes>("notes", Lww, Searchable | LongText, LABEL("Notes")),
};

const FieldInfo kCampaignLine[] = {
    to(field<&CampaignLine::campaignId>("campaignId", Append, Required | Internal, LABEL("Campaign")), EntityType::Campaign),
    fromList(field<&CampaignLine::platform>("platform", Lww, Required, LABEL("Platform")), "platform"),
    field<&CampaignLine::objective>("objective", Lww, None, LABEL("Objective")),
    field<&CampaignLine::budget>("budget", Lww, None, LABEL("Budget")),
    field<&CampaignLine::startDate>("startDate", Lww, None, LABEL("Starts")),
    field<&CampaignLine::endDate>("endDate", Lww, None, LABEL("Ends")),
    field<&CampaignLine::status>("status", Guarded, Required, LABEL("Status")),
    field<&CampaignLine::notes>("notes", Lww, LongText, LABEL("Notes")),
};

const FieldInfo kCampaignLead[] = {
    to(field<&CampaignLead::campaignId>("campaignId", Append, Required | Internal, LABEL("Campaign")), EntityType::Campaign),
    to(field<&CampaignLead::leadId>("leadId", Append, Required | Internal, LABEL("Lead")), EntityType::Lead),
};

const FieldInfo kActivity[] = {
    field<&Activity::subjectType>("subjectType", Append, Required | Internal, LABEL("About")),
    field<&Activity::subjectId>("subjectId", Append, Required | Internal, LABEL("About")),
    field<&Activity::kind>("kind", Append, Required, LABEL("Kind")),
    field<&Activity::body>("body", Append, Required | Searchable | LongText, LABEL("Text")),
    timestamp(field<&Activity::occurredAt>("occurredAt", Append, None, LABEL("When"))),
    to(field<&Activity::authorId>("authorId", Server, None, LABEL("Author")), EntityType::User),
    timestamp(field<&Activity::createdAt>("createdAt", Server, None, LABEL("Created"))),
};

const FieldInfo kTask[] = {
    field<&Task::subjectType>("subjectType", Append, Internal, LABEL("About")),
    field<&Task::subjectId>("subjectId", Append, Internal, LABEL("About")),
    field<&Task::title>("title", Lww, Required | Searchable | Title, LABEL("Title")),
    timestamp(field<&Task::dueAt>("dueAt", Lww, None, LABEL("Due"))),
    timestamp(field<&Task::doneAt>("doneAt", Lww, None, LABEL("Done"))),
    to(field<&Task::assigneeId>("assigneeId", Guarded, None, LABEL("Assigned to")), EntityType::User),
    fromList(field<&Task::priority>("priority", Lww, None, LABEL("Priority")), "priority"),
    field<&Task::notes>("notes", Lww, Searchable | LongText, LABEL("Notes")),
    to(field<&Task::createdBy>("createdBy", Server, None, LABEL("Created by")), EntityType::User),
    timestamp(field<&Task::createdAt>("createdAt", Server, None, LABEL("Created"))),
};

const FieldInfo kConflict[] = {
    field<&Conflict::subjectType>("subjectType", Server, Required | Internal, LABEL("About")),
    field<&Conflict::subjectId>("subjectId", Server, Required | Internal, LABEL("About")),
    field<&Conflict::field>("field", Server, Internal, LABEL("Field")),
    field<&Conflict::losingValue>("losingValue", Server, Internal | Sensitive, LABEL("Value not kept")),
    field<&Conflict::winningValue>("winningValue", Server, Internal | Sensitive, LABEL("Value kept")),
    to(field<&Conflict::losingAuthorId>("losingAuthorId", Server, Internal, LABEL("Author")), EntityType::User),
    to(field<&Conflict::winningAuthorId>("winningAuthorId", Server, Internal, LABEL("Author")), EntityType::User),
    timestamp(field<&Conflict::losingAt>("losingAt", Server, Internal, LABEL("When"))),
    timestamp(field<&Conflict::detectedAt>("detectedAt", Server, Internal, LABEL("Noticed"))),
    field<&Conflict::baseSeq>("baseSeq", Server, Internal, LABEL("Base")),
    timestamp(field<&Conflict::resolvedAt>("resolvedAt", Lww, Internal, LABEL("Settled"))),
    field<&Conflict::resolution>("resolution", Lww, Internal, LABEL("Settled by")),
};

#undef LABEL
#define ENTITY(text) QT_TRANSLATE_NOOP("entity", text)

using enum ScopeRule;

const EntityInfo kEntities[] = {
    {EntityType::Team, QLatin1String("team"), QLatin1String("team"), ENTITY("Team"), Workspace, kTeam},
    {EntityType::User, QLatin1String("user"), QLatin1String("user"), ENTITY("User"), Workspace, kUser},
    {EntityType::Pipeline, QLatin1String("pipeline"), QLatin1String("pipeline"), ENTITY("Pipeline"), Workspace, kPipeline},
    {EntityType::Stage, QLatin1String("stage"), QLatin1String("stage"), ENTITY("Stage"), Workspace, kStage},
    {EntityType::ListItem, QLatin1String("listItem"), QLatin1String("list_item"), ENTITY("List entry"), Workspace, kListItem},
    {EntityType::Lead, QLatin1String("lead"), QLatin1String("lead"), ENTITY("Lead"), Owned, kLead},
    {EntityType::Campaign, QLatin1String("campaign"), QLatin1String("campaign"), ENTITY("Campaign"), Owned, kCampaign},
    {EntityType::CampaignLine, QLatin1String("campaignLine"), QLatin1String("campaign_line"), ENTITY("Campaign line"), Child, kCampaignLine},
    {EntityType::CampaignLead, QLatin1String("campaignLead"), QLatin1String("campaign_lead"), ENTITY("Campaign lead"), Child, kCampaignLead},
    {EntityType::Activity, QLatin1String("activity"), QLatin1String("activity"), ENTITY("Activity"), Child, kActivity},
    {EntityType::Task, QLatin1String("task"), QLatin1String("task"), ENTITY("Task"), Child, kTask},
    {EntityType::Conflict, QLatin1String("conflict"), QLatin1String("conflict"), ENTITY("Conflict"), Child, kConflict},
};

#undef ENTITY

template<typename Predicate>
const EntityInfo *find(Predicate matches)
{
    for (const EntityInfo &info : kEntities)
        if (matches(info))
            return &info;
    return nullptr;
}

} // namespace

std::span<const EntityInfo *const> allEntities()
{
    static const auto pointers = [] {
        std::array<const EntityInfo *, std::size(kEntities)> all{};
        for (size_t i = 0; i < all.size(); ++i)
            all[i] = &kEntities[i];
        return all;
    }();
    return pointers;
}

const EntityInfo &entityInfo(EntityType type)
{
    // Indexed by number: this is called for every row.
    static const auto byNumber = [] {
        std::array<const EntityInfo *, 32> table{};
        for (const EntityInfo &info : kEntities)
            table[size_t(info.type)] = &info;
        return table;
    }();
    const EntityInfo *info = byNumber[size_t(type) & 31];
    Q_ASSERT_X(info, "entityInfo", "not an EntityType");
    return *info;
}

const EntityInfo *findEntity(quint64 number)
{
    return find([number](const EntityInfo &info) { return quint64(info.type) == number; });
}

const EntityInfo *findEntity(QStringView name)
{
    return find([name](const EntityInfo &info) { return name == info.name; });
}

} // namespace mdmc
