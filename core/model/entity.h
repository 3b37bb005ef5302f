// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/value.h"

#include <QFlags>
#include <QLatin1String>

#include <span>

namespace mdmc {

/// Version of the record descriptions in this folder. Raised when a field or an entity is added; changes are additive:
/// fields are appended, never removed, renamed or moved, so a field's position identifies it on the wire for ever.
inline constexpr int kSchemaVersion = 1;

/// Kinds of record. The numbers are stored and sent: never reuse or change one.
enum class EntityType : quint8 {
    User = 1,
    Team = 2,
    Pipeline = 3,
    Stage = 4,
    ListItem = 5,
    Lead = 6,
    Campaign = 7,
    CampaignLine = 8,
    CampaignLead = 9,
    Activity = 10,
    Task = 11,
    Conflict = 12,
};

/// How two concurrent edits of one field are settled (SYNC.md).
enum class Merge : quint8 {
    Lww,     ///< The later effective time wins; the other value becomes a conflict record.
    Guarded, ///< A stale edit never overwrites: the server's value stays, the edit becomes a conflict record.
    Consent, ///< The more restrictive value stays.
    Set,     ///< Adds and removes merge.
    Append,  ///< Written at creation and never changed.
    Server,  ///< Computed by the server; a client shows its own prediction until the server's value arrives.
};

enum class FieldFlag : quint16 {
    None = 0,
    Required = 1,    ///< Empty is refused (a client may hold it in a draft).
    Searchable = 2,  ///< In the full-text index.
    Sensitive = 4,   ///< Encrypted field by field on the server; masked in logs and audit.
    LongText = 8,    ///< Edited in several lines.
    AdminOnly = 16,  ///< Only roles that administer the workspace may change it.
    Title = 32,      ///< What a person calls the record; sorts the list and fills `sort_key`.
    Internal = 64,   ///< Not offered in forms, filters, import or columns.
};
Q_DECLARE_FLAGS(FieldFlags, FieldFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(FieldFlags)

/// One field of a record type: everything that columns, codec, validation, permissions, import, filters and forms need.
struct FieldInfo {
    QLatin1String name;  ///< camelCase; API and error paths. Columns use it in snake_case.
    FieldType type;
    Merge merge;
    FieldFlags flags;
    const char *label;   ///< English source, translated in context "field".
    const char *list;    ///< Key of the workspace list (ListItem::list) the value comes from, or null.
    EntityType refers;   ///< For FieldType::Id: what it points to.
    bool hasReference;
    Value (*get)(const void *entity);
    void (*set)(void *entity, const Value &value);

    bool has(FieldFlag flag) const { return flags.testFlag(flag); }
};

/// Who a record is visible to.
enum class ScopeRule : quint8 {
    Workspace, ///< Everybody in the workspace.
    Owned,     ///< By its fields `ownerId` and `teamId`.
    Child,     ///< Like the record it belongs to (`parentOf` in core/rules/scope.h).
};

struct EntityInfo {
    EntityType type;
    QLatin1String name;  ///< camelCase singular; API and logs.
    QLatin1String table; ///< snake_case.
    const char *label;   ///< English source, translated in context "entity".
    ScopeRule scope;
    std::span<const FieldInfo> fields;

    /// Position of a field, or -1.
    int indexOf(QLatin1String fieldName) const;
    int indexOf(QStringView fieldName) const;
    const FieldInfo &field(int position) const { return fields[size_t(position)]; }
    int fieldCount() const { return int(fields.size()); }
    int titleField() const; ///< -1 when the record has no title.
    bool isSearchable() const;
};

/// All record types, in the order in which references point backwards (users before leads before activities).
std::span<const EntityInfo *const> allEntities();
/// The description of a type. Asserts on a number that is no EntityType: check wire input with `findEntity`.
const EntityInfo &entityInfo(EntityType type);
const EntityInfo *findEntity(quint64 number);
const EntityInfo *findEntity(QStringView name);

/// `artistName` → `artist_name`.
QString toColumnName(QLatin1String fieldName);

/// Text without case and diacritics, as the sort key and search use it: "Zoé d'Été" → "zoe d'ete".
QString foldText(QStringView text);

} // namespace mdmc
