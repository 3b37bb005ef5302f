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

// lupdate reads the labels where they stand, so the macro cannot be wrapped in a shorter one.

const FieldInfo kUser[] = {
    field<&User::name>("name", Guarded, Required | Searchable | AdminOnly | Title, QT_TRANSLATE_NOOP("field", "Name")),
    field<&User::email>("email", Guarded, Required | AdminOnly, QT_TRANSLATE_NOOP("field", "E-mail")),
    field<&User::role>("role", Guarded, Required | AdminOnly, QT_TRANSLATE_NOOP("field", "Role")),
    field<&User::scope>("scope", Guarded, Required | AdminOnly, QT_TRANSLATE_NOOP("field", "Sees")),
    to(field<&User::teamId>("teamId", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Team")), EntityType::Team),
    field<&User::isActive>("isActive", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Active")),
    field<&User::locale>("locale", Lww, None, QT_TRANSLATE_NOOP("field", "Language")),
};

const FieldInfo kTeam[] = {
    field<&Team::name>("name", Guarded, Required | AdminOnly | Title, QT_TRANSLATE_NOOP("field", "Name")),
};

const FieldInfo kPipeline[] = {
    field<&Pipeline::name>("name", Guarded, Required | AdminOnly | Title, QT_TRANSLATE_NOOP("field", "Name")),
    field<&Pipeline::position>("position", Guarded, AdminOnly | Internal, QT_TRANSLATE_NOOP("field", "Position")),
    field<&Pipeline::isArchived>("isArchived", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Archived")),
};

const FieldInfo kStage[] = {
    to(field<&Stage::pipelineId>("pipelineId", Append, Required | AdminOnly,
        QT_TRANSLATE_NOOP("field", "Pipeline")), EntityType::Pipeline),
    field<&Stage::nameEn>("nameEn", Guarded, Required | AdminOnly | Title,
        QT_TRANSLATE_NOOP("field", "Name (English)")),
    field<&Stage::nameFr>("nameFr", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Name (French)")),
    field<&Stage::kind>("kind", Guarded, Required | AdminOnly, QT_TRANSLATE_NOOP("field", "Kind")),
    field<&Stage::probability>("probability", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Probability")),
    field<&Stage::position>("position", Guarded, AdminOnly | Internal, QT_TRANSLATE_NOOP("field", "Position")),
    field<&Stage::rottenAfterDays>("rottenAfterDays", Guarded, AdminOnly,
        QT_TRANSLATE_NOOP("field", "Stale after days")),
    field<&Stage::colour>("colour", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Colour")),
    field<&Stage::isArchived>("isArchived", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Archived")),
};

const FieldInfo kListItem[] = {
    field<&ListItem::list>("list", Append, Required | AdminOnly, QT_TRANSLATE_NOOP("field", "List")),
    field<&ListItem::key>("key", Append, Required | AdminOnly, QT_TRANSLATE_NOOP("field", "Key")),
    field<&ListItem::labelEn>("labelEn", Guarded, Required | AdminOnly | Title,
        QT_TRANSLATE_NOOP("field", "Label (English)")),
    field<&ListItem::labelFr>("labelFr", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Label (French)")),
    field<&ListItem::position>("position", Guarded, AdminOnly | Internal, QT_TRANSLATE_NOOP("field", "Position")),
    field<&ListItem::colour>("colour", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Colour")),
    field<&ListItem::isArchived>("isArchived", Guarded, AdminOnly, QT_TRANSLATE_NOOP("field", "Archived")),
};

const FieldInfo kLead[] = {
    field<&Lead::firstName>("firstName", Lww, Searchable, QT_TRANSLATE_NOOP("field", "First name")),
    field<&Lead::lastName>("lastName", Lww, Searchable, QT_TRANSLATE_NOOP("field", "Last name")),
    field<&Lead::emails>("emails", Set, Searchable | Sensitive, QT_TRANSLATE_NOOP("field", "E-mail")),
    field<&Lead::phones>("phones", Set, Searchable | Sensitive, QT_TRANSLATE_NOOP("field", "Phone")),
    field<&Lead::artistName>("artistName", Lww, Required | Searchable | Title, QT_TRANSLATE_NOOP("field", "Artist")),
    field<&Lead::aliases>("aliases", Set, Searchable, QT_TRANSLATE_NOOP("field", "Also known as")),
    fromList(field<&Lead::genres>("genres", Set, None, QT_TRANSLATE_NOOP("field", "Genres")), "genre"),
    field<&Lead::spotifyId>("spotifyId", Lww, None, QT_TRANSLATE_NOOP("field", "Spotify artist")),
    field<&Lead::budget>("budget", Lww, None, QT_TRANSLATE_NOOP("field", "Budget")),
    fromList(field<&Lead::platforms>("platforms", Set, None, QT_TRANSLATE_NOOP("field", "Platforms")), "platform"),
    fromList(field<&Lead::goals>("goals", Set, None, QT_TRANSLATE_NOOP("field", "Goals")), "goal"),
    to(field<&Lead::pipelineId>("pipelineId", Guarded, Required | Internal,
        QT_TRANSLATE_NOOP("field", "Pipeline")), EntityType::Pipeline),
    to(field<&Lead::stageId>("stageId", Guarded, Required, QT_TRANSLATE_NOOP("field", "Stage")), EntityType::Stage),
    timestamp(field<&Lead::stageChangedAt>("stageChangedAt", Server, None,
        QT_TRANSLATE_NOOP("field", "In stage since"))),
    fromList(field<&Lead::priority>("priority", Lww, None, QT_TRANSLATE_NOOP("field", "Priority")), "priority"),
    field<&Lead::score>("score", Server, None, QT_TRANSLATE_NOOP("field", "Score")),
    field<&Lead::scoredOn>("scoredOn", Server, Internal, QT_TRANSLATE_NOOP("field", "Scored on")),
    fromList(field<&Lead::lostReason>("lostReason", Lww, None,
        QT_TRANSLATE_NOOP("field", "Reason for loss")), "lostReason"),
    field<&Lead::contractValue>("contractValue", Guarded, None, QT_TRANSLATE_NOOP("field", "Contract value")),
    timestamp(field<&Lead::convertedAt>("convertedAt", Guarded, None, QT_TRANSLATE_NOOP("field", "Converted"))),
    field<&Lead::companyId>("companyId", Guarded, Internal, QT_TRANSLATE_NOOP("field", "Company")),
    to(field<&Lead::ownerId>("ownerId", Guarded, None, QT_TRANSLATE_NOOP("field", "Owner")), EntityType::User),
    to(field<&Lead::teamId>("teamId", Guarded, None, QT_TRANSLATE_NOOP("field", "Team")), EntityType::Team),
    to(field<&Lead::createdBy>("createdBy", Server, None, QT_TRANSLATE_NOOP("field", "Created by")), EntityType::User),
    timestamp(field<&Lead::createdAt>("createdAt", Server, None, QT_TRANSLATE_NOOP("field", "Created"))),
    timestamp(field<&Lead::lastActivityAt>("lastActivityAt", Server, None,
        QT_TRANSLATE_NOOP("field", "Last activity"))),
    fromList(field<&Lead::source>("source", Lww, None, QT_TRANSLATE_NOOP("field", "Source")), "source"),
    field<&Lead::releaseDate>("releaseDate", Lww, None, QT_TRANSLATE_NOOP("field", "Release date")),
    field<&Lead::nextStep>("nextStep", Lww, Searchable, QT_TRANSLATE_NOOP("field", "Next step")),
    field<&Lead::nextStepOn>("nextStepOn", Lww, None, QT_TRANSLATE_NOOP("field", "Next step on")),
    field<&Lead::country>("country", Lww, None, QT_TRANSLATE_NOOP("field", "Country")),
    field<&Lead::consent>("consent", Consent, None, QT_TRANSLATE_NOOP("field", "Consent to contact")),
    field<&Lead::tags>("tags", Set, Searchable, QT_TRANSLATE_NOOP("field", "Tags")),
    field<&Lead::notes>("notes", Lww, Searchable | LongText, QT_TRANSLATE_NOOP("field", "Notes")),
};

const FieldInfo kCampaign[] = {
    field<&Campaign::name>("name", Lww, Required | Searchable | Title, QT_TRANSLATE_NOOP("field", "Name")),
    field<&Campaign::artistName>("artistName", Lww, Searchable, QT_TRANSLATE_NOOP("field", "Artist")),
    field<&Campaign::status>("status", Guarded, Required, QT_TRANSLATE_NOOP("field", "Status")),
    field<&Campaign::budget>("budget", Lww, None, QT_TRANSLATE_NOOP("field", "Budget")),
    field<&Campaign::startDate>("startDate", Lww, None, QT_TRANSLATE_NOOP("field", "Starts")),
    field<&Campaign::endDate>("endDate", Lww, None, QT_TRANSLATE_NOOP("field", "Ends")),
    fromList(field<&Campaign::goals>("goals", Set, None, QT_TRANSLATE_NOOP("field", "Goals")), "goal"),
    field<&Campaign::releaseDate>("releaseDate", Lww, None, QT_TRANSLATE_NOOP("field", "Release date")),
    to(field<&Campaign::ownerId>("ownerId", Guarded, None, QT_TRANSLATE_NOOP("field", "Owner")), EntityType::User),
    to(field<&Campaign::teamId>("teamId", Guarded, None, QT_TRANSLATE_NOOP("field", "Team")), EntityType::Team),
    to(field<&Campaign::createdBy>("createdBy", Server, None,
        QT_TRANSLATE_NOOP("field", "Created by")), EntityType::User),
    timestamp(field<&Campaign::createdAt>("createdAt", Server, None, QT_TRANSLATE_NOOP("field", "Created"))),
    field<&Campaign::notes>("notes", Lww, Searchable | LongText, QT_TRANSLATE_NOOP("field", "Notes")),
};

const FieldInfo kCampaignLine[] = {
    to(field<&CampaignLine::campaignId>("campaignId", Append, Required | Internal,
        QT_TRANSLATE_NOOP("field", "Campaign")), EntityType::Campaign),
    fromList(field<&CampaignLine::platform>("platform", Lww, Required,
        QT_TRANSLATE_NOOP("field", "Platform")), "platform"),
    fromList(field<&CampaignLine::objective>("objective", Lww, None, QT_TRANSLATE_NOOP("field", "Objective")), "goal"),
    field<&CampaignLine::budget>("budget", Lww, None, QT_TRANSLATE_NOOP("field", "Budget")),
    field<&CampaignLine::startDate>("startDate", Lww, None, QT_TRANSLATE_NOOP("field", "Starts")),
    field<&CampaignLine::endDate>("endDate", Lww, None, QT_TRANSLATE_NOOP("field", "Ends")),
    field<&CampaignLine::status>("status", Guarded, Required, QT_TRANSLATE_NOOP("field", "Status")),
    field<&CampaignLine::notes>("notes", Lww, LongText, QT_TRANSLATE_NOOP("field", "Notes")),
};

const FieldInfo kCampaignLead[] = {
    to(field<&CampaignLead::campaignId>("campaignId", Append, Required | Internal,
        QT_TRANSLATE_NOOP("field", "Campaign")), EntityType::Campaign),
    to(field<&CampaignLead::leadId>("leadId", Append, Required | Internal,
        QT_TRANSLATE_NOOP("field", "Lead")), EntityType::Lead),
};

const FieldInfo kActivity[] = {
    field<&Activity::subjectType>("subjectType", Append, Required | Internal, QT_TRANSLATE_NOOP("field", "About")),
    field<&Activity::subjectId>("subjectId", Append, Required | Internal, QT_TRANSLATE_NOOP("field", "About")),
    field<&Activity::kind>("kind", Append, Required, QT_TRANSLATE_NOOP("field", "Kind")),
    field<&Activity::body>("body", Append, Required | Searchable | LongText, QT_TRANSLATE_NOOP("field", "Text")),
    timestamp(field<&Activity::occurredAt>("occurredAt", Append, None, QT_TRANSLATE_NOOP("field", "When"))),
    to(field<&Activity::authorId>("authorId", Server, None, QT_TRANSLATE_NOOP("field", "Author")), EntityType::User),
    timestamp(field<&Activity::createdAt>("createdAt", Server, None, QT_TRANSLATE_NOOP("field", "Created"))),
};

const FieldInfo kTask[] = {
    field<&Task::subjectType>("subjectType", Append, Internal, QT_TRANSLATE_NOOP("field", "About")),
    field<&Task::subjectId>("subjectId", Append, Internal, QT_TRANSLATE_NOOP("field", "About")),
    field<&Task::title>("title", Lww, Required | Searchable | Title, QT_TRANSLATE_NOOP("field", "Title")),
    timestamp(field<&Task::dueAt>("dueAt", Lww, None, QT_TRANSLATE_NOOP("field", "Due"))),
    timestamp(field<&Task::doneAt>("doneAt", Lww, None, QT_TRANSLATE_NOOP("field", "Done"))),
    to(field<&Task::assigneeId>("assigneeId", Guarded, None,
        QT_TRANSLATE_NOOP("field", "Assigned to")), EntityType::User),
    fromList(field<&Task::priority>("priority", Lww, None, QT_TRANSLATE_NOOP("field", "Priority")), "priority"),
    field<&Task::notes>("notes", Lww, Searchable | LongText, QT_TRANSLATE_NOOP("field", "Notes")),
    to(field<&Task::createdBy>("createdBy", Server, None, QT_TRANSLATE_NOOP("field", "Created by")), EntityType::User),
    timestamp(field<&Task::createdAt>("createdAt", Server, None, QT_TRANSLATE_NOOP("field", "Created"))),
};

const FieldInfo kConflict[] = {
    field<&Conflict::subjectType>("subjectType", Server, Required | Internal, QT_TRANSLATE_NOOP("field", "About")),
    field<&Conflict::subjectId>("subjectId", Server, Required | Internal, QT_TRANSLATE_NOOP("field", "About")),
    field<&Conflict::field>("field", Server, Internal, QT_TRANSLATE_NOOP("field", "Field")),
    field<&Conflict::losingValue>("losingValue", Server, Internal | Sensitive,
        QT_TRANSLATE_NOOP("field", "Value not kept")),
    field<&Conflict::winningValue>("winningValue", Server, Internal | Sensitive,
        QT_TRANSLATE_NOOP("field", "Value kept")),
    to(field<&Conflict::losingAuthorId>("losingAuthorId", Server, Internal,
        QT_TRANSLATE_NOOP("field", "Author")), EntityType::User),
    to(field<&Conflict::winningAuthorId>("winningAuthorId", Server, Internal,
        QT_TRANSLATE_NOOP("field", "Author")), EntityType::User),
    timestamp(field<&Conflict::losingAt>("losingAt", Server, Internal, QT_TRANSLATE_NOOP("field", "When"))),
    timestamp(field<&Conflict::detectedAt>("detectedAt", Server, Internal, QT_TRANSLATE_NOOP("field", "Noticed"))),
    field<&Conflict::baseSeq>("baseSeq", Server, Internal, QT_TRANSLATE_NOOP("field", "Base")),
    timestamp(field<&Conflict::resolvedAt>("resolvedAt", Lww, Internal, QT_TRANSLATE_NOOP("field", "Settled"))),
    field<&Conflict::resolution>("resolution", Lww, Internal, QT_TRANSLATE_NOOP("field", "Settled by")),
};

using enum ScopeRule;

const EntityInfo kEntities[] = {
    {EntityType::Team, QLatin1String("team"), QLatin1String("team"),
        QT_TRANSLATE_NOOP("entity", "Team"), Workspace, kTeam},
    {EntityType::User, QLatin1String("user"), QLatin1String("user"),
        QT_TRANSLATE_NOOP("entity", "User"), Workspace, kUser},
    {EntityType::Pipeline, QLatin1String("pipeline"), QLatin1String("pipeline"),
        QT_TRANSLATE_NOOP("entity", "Pipeline"), Workspace, kPipeline},
    {EntityType::Stage, QLatin1String("stage"), QLatin1String("stage"),
        QT_TRANSLATE_NOOP("entity", "Stage"), Workspace, kStage},
    {EntityType::ListItem, QLatin1String("listItem"), QLatin1String("list_item"),
        QT_TRANSLATE_NOOP("entity", "List entry"), Workspace, kListItem},
    {EntityType::Lead, QLatin1String("lead"), QLatin1String("lead"), QT_TRANSLATE_NOOP("entity", "Lead"), Owned, kLead},
    {EntityType::Campaign, QLatin1String("campaign"), QLatin1String("campaign"),
        QT_TRANSLATE_NOOP("entity", "Campaign"), Owned, kCampaign},
    {EntityType::CampaignLine, QLatin1String("campaignLine"), QLatin1String("campaign_line"),
        QT_TRANSLATE_NOOP("entity", "Campaign line"), Child, kCampaignLine},
    {EntityType::CampaignLead, QLatin1String("campaignLead"), QLatin1String("campaign_lead"),
        QT_TRANSLATE_NOOP("entity", "Campaign lead"), Child, kCampaignLead},
    {EntityType::Activity, QLatin1String("activity"), QLatin1String("activity"),
        QT_TRANSLATE_NOOP("entity", "Activity"), Child, kActivity},
    {EntityType::Task, QLatin1String("task"), QLatin1String("task"), QT_TRANSLATE_NOOP("entity", "Task"), Child, kTask},
    {EntityType::Conflict, QLatin1String("conflict"), QLatin1String("conflict"),
        QT_TRANSLATE_NOOP("entity", "Conflict"), Child, kConflict},
};

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
