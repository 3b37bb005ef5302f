// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/entity.h"

namespace mdmc {

// Plain values of the trade. Each is described once by the field table of its type in entity_tables.cpp: a new field is
// one member here, one line there, one migration and one translation.

struct User {
    static constexpr EntityType kType = EntityType::User;
    RecordId id;
    QString name;
    QString email;    ///< Sign-in name, lower case.
    QString role;     ///< Key of `Role` (core/rules/permissions.h): admin, manager, account_manager, finance, read_only.
    QString scope;    ///< own, team or all: which owned records the person sees.
    RecordId teamId;
    bool isActive = true;
    QString locale;   ///< BCP 47; empty follows the system.
    bool operator==(const User &) const = default;
};

struct Team {
    static constexpr EntityType kType = EntityType::Team;
    RecordId id;
    QString name;
    bool operator==(const Team &) const = default;
};

struct Pipeline {
    static constexpr EntityType kType = EntityType::Pipeline;
    RecordId id;
    QString name;
    qint64 position = 0;
    bool isArchived = false;
    bool operator==(const Pipeline &) const = default;
};

struct Stage {
    static constexpr EntityType kType = EntityType::Stage;
    RecordId id;
    RecordId pipelineId;
    QString nameEn;
    QString nameFr;
    QString kind;                 ///< open, won, lost or parked.
    qint64 probability = 0;       ///< Per cent, 0–100; weights the forecast.
    qint64 position = 0;
    qint64 rottenAfterDays = 0;   ///< A lead that stays longer is stale; 0 = never.
    qint64 colour = 0;            ///< Index into the theme's eight hues.
    bool isArchived = false;
    bool operator==(const Stage &) const = default;
};

/// An entry of a list that an administrator edits: genre, priority, platform, goal, source, lostReason.
struct ListItem {
    static constexpr EntityType kType = EntityType::ListItem;
    RecordId id;
    QString list;
    QString key;      ///< What records store; never changes.
    QString labelEn;
    QString labelFr;
    qint64 position = 0;
    qint64 colour = 0;
    bool isArchived = false;
    bool operator==(const ListItem &) const = default;
};

struct Lead {
    static constexpr EntityType kType = EntityType::Lead;
    RecordId id;
    QString firstName;
    QString lastName;
    QStringList emails;
    QStringList phones;           ///< E.164 where the number could be read, otherwise as typed.
    QString artistName;
    QStringList aliases;
    QStringList genres;
    QString spotifyId;            ///< 22 characters of base 62.
    std::optional<Money> budget;
    QStringList platforms;
    QStringList goals;
    RecordId pipelineId;
    RecordId stageId;
    std::optional<qint64> stageChangedAt;
    QString priority;
    std::optional<qint64> score;  ///< 0–100 (core/rules/scoring.h), as of `scoredOn`.
    QDate scoredOn;
    QString lostReason;
    std::optional<Money> contractValue;
    std::optional<qint64> convertedAt;
    RecordId companyId;
    RecordId ownerId;
    RecordId teamId;
    RecordId createdBy;
    std::optional<qint64> createdAt;
    std::optional<qint64> lastActivityAt;
    QString source;
    QDate releaseDate;
    QString nextStep;
    QDate nextStepOn;
    QString country;              ///< ISO 3166-1 alpha-2.
    QString consent;              ///< Empty (unknown), granted or denied: may we write to this person.
    QStringList tags;
    QString notes;
    bool operator==(const Lead &) const = default;
};

struct Campaign {
    static constexpr EntityType kType = EntityType::Campaign;
    RecordId id;
    QString name;
    QString artistName;
    QString status;               ///< draft, active, paused, completed or cancelled.
    std::optional<Money> budget;
    QDate startDate;
    QDate endDate;
    QStringList goals;
    QDate releaseDate;
    RecordId ownerId;
    RecordId teamId;
    RecordId createdBy;
    std::optional<qint64> createdAt;
    QString notes;
    bool operator==(const Campaign &) const = default;
};

/// What a campaign does on one platform.
struct CampaignLine {
    static constexpr EntityType kType = EntityType::CampaignLine;
    RecordId id;
    RecordId campaignId;
    QString platform;
    QString objective;
    std::optional<Money> budget;
    QDate startDate;
    QDate endDate;
    QString status;
    QString notes;
    bool operator==(const CampaignLine &) const = default;
};

/// Many-to-many link between campaigns and leads; visible like its campaign.
struct CampaignLead {
    static constexpr EntityType kType = EntityType::CampaignLead;
    RecordId id;
    RecordId campaignId;
    RecordId leadId;
    bool operator==(const CampaignLead &) const = default;
};

/// Something that happened with a lead or a campaign. Append-only.
struct Activity {
    static constexpr EntityType kType = EntityType::Activity;
    RecordId id;
    QString subjectType;          ///< lead or campaign.
    RecordId subjectId;
    QString kind;                 ///< note, call, email or meeting.
    QString body;
    std::optional<qint64> occurredAt;
    RecordId authorId;
    std::optional<qint64> createdAt;
    bool operator==(const Activity &) const = default;
};

struct Task {
    static constexpr EntityType kType = EntityType::Task;
    RecordId id;
    QString subjectType;          ///< lead, campaign, or empty for a task of its own.
    RecordId subjectId;
    QString title;
    std::optional<qint64> dueAt;
    std::optional<qint64> doneAt;
    RecordId assigneeId;
    QString priority;
    QString notes;
    RecordId createdBy;
    std::optional<qint64> createdAt;
    bool operator==(const Task &) const = default;
};

/// The losing value of a conflict, kept so that a person can bring it back (SYNC.md, decision 6).
struct Conflict {
    static constexpr EntityType kType = EntityType::Conflict;
    RecordId id;
    QString subjectType;          ///< Name of the record type (EntityInfo::name).
    RecordId subjectId;
    QString field;                ///< FieldInfo::name; empty for a deletion that met an edit.
    QByteArray losingValue;       ///< CBOR of the value (sync/protocol/codec.h).
    QByteArray winningValue;
    RecordId losingAuthorId;
    RecordId winningAuthorId;
    std::optional<qint64> losingAt;
    std::optional<qint64> detectedAt;
    qint64 baseSeq = 0;           ///< Version that the losing author had seen.
    std::optional<qint64> resolvedAt;
    QString resolution;           ///< Empty (open), restored or dismissed.
    bool operator==(const Conflict &) const = default;
};

} // namespace mdmc
