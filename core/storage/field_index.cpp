// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/field_index.h"

#include "core/storage/query_sql.h"

namespace mdmc::storage {

namespace {

QByteArray columnOf(const FieldInfo &field)
{
    return toColumnName(field.name).toLatin1();
}

/// The schema's own indexes of what lists show (record_schema.cpp), each with its fields; the first is what it sorts or
/// begins by, and none is the title.
struct SchemaIndex {
    EntityType type;
    const char *name;
    bool isOrder; ///< Of the whole list.
    std::array<const char *, 6> fields;
};
constexpr std::array kSchemaIndexes{
    SchemaIndex{EntityType::Lead, "lead_by_sort", true, {}},
    SchemaIndex{EntityType::Lead, "lead_by_score", true, {"score"}},
    SchemaIndex{EntityType::Lead, "lead_by_activity", true, {"lastActivityAt"}},
    SchemaIndex{EntityType::Lead, "lead_by_owner", false, {"ownerId", "score"}},
    SchemaIndex{EntityType::Lead,
                "lead_by_stage",
                false,
                {"stageId", "ownerId", "score", "stageChangedAt", "budget", "contractValue"}},
    SchemaIndex{EntityType::Campaign, "campaign_by_sort", true, {}},
};

bool isField(EntityType type, int field, const char *name)
{
    const EntityInfo &info = entityInfo(type);
    return name && field >= 0 && field < info.fieldCount() && info.field(field).name == QLatin1String(name);
}

bool isTitle(EntityType type, int field)
{
    const EntityInfo &info = entityInfo(type);
    return field < 0 || (field < info.fieldCount() && info.field(field).has(FieldFlag::Title));
}

const SchemaIndex *orderOf(EntityType type, int field)
{
    for (const SchemaIndex &index : kSchemaIndexes) {
        if (index.type != type || !index.isOrder)
            continue;
        if (index.fields[0] ? isField(type, field, index.fields[0]) : isTitle(type, field))
            return &index;
    }
    return nullptr;
}

/// The one that begins by a field.
const SchemaIndex *filterOf(EntityType type, int field)
{
    for (const SchemaIndex &index : kSchemaIndexes)
        if (index.type == type && isField(type, field, index.fields[0]))
            return &index;
    return nullptr;
}

bool isCovered(const SchemaIndex &index, EntityType type, int field)
{
    if (isTitle(type, field))
        return !index.fields[0];
    return std::any_of(index.fields.begin(), index.fields.end(),
                       [&](const char *name) { return isField(type, field, name); });
}

bool isCovered(const SchemaIndex &index, EntityType type, const Filter &filter)
{
    return std::all_of(filter.conditions.begin(), filter.conditions.end(),
                       [&](const Condition &condition) { return isCovered(index, type, condition.field); })
        && std::all_of(filter.groups.begin(), filter.groups.end(),
                       [&](const Filter &group) { return isCovered(index, type, group); });
}

Result<bool> isIndex(Database &db, const QByteArray &name)
{
    MDMC_ASSIGN(const auto found,
                db.queryInt64("SELECT 1 FROM sqlite_schema WHERE type='index' AND name=?1", QString::fromLatin1(name)));
    return found.has_value();
}

Result<QByteArray> nameIfThere(Database &db, const SchemaIndex *index)
{
    if (!index)
        return QByteArray();
    MDMC_ASSIGN(const bool isThere, isIndex(db, index->name));
    return isThere ? QByteArray(index->name) : QByteArray();
}

/// Names of columns have no `_on_` in them, those of the schema's own indexes neither.
QByteArray prefixOf(EntityType type)
{
    return tableOf(type) + "_on_";
}

void addNeeded(std::vector<const Condition *> &needed, const Filter &filter)
{
    const size_t parts = filter.conditions.size() + filter.groups.size();
    if (filter.join != Filter::Join::All && parts > 1)
        return;
    for (const Condition &condition : filter.conditions)
        needed.push_back(&condition);
    for (const Filter &group : filter.groups)
        addNeeded(needed, group);
}

} // namespace

bool mayHaveIndex(EntityType type, int field)
{
    const EntityInfo &info = entityInfo(type);
    if (field < 0 || field >= info.fieldCount() || info.field(field).has(FieldFlag::Title) || orderOf(type, field))
        return false;
    const FieldInfo &described = info.field(field);
    switch (described.type) {
    case FieldType::Integer:
    case FieldType::Timestamp:
    case FieldType::Date:
    case FieldType::Money:
    case FieldType::Id: return true;
    case FieldType::Text: return !described.has(FieldFlag::LongText);
    case FieldType::TextSet: return described.list != nullptr;
    case FieldType::Bool:
    case FieldType::Bytes: return false;
    }
    return false;
}

bool isOrderedByIndex(EntityType type, int field)
{
    const FieldInfo &described = entityInfo(type).field(field);
    return described.type != FieldType::Text || described.list != nullptr;
}

QByteArray fieldIndexName(EntityType type, int field)
{
    return prefixOf(type) + columnOf(entityInfo(type).field(field));
}

QByteArray fieldIndexSql(EntityType type, int field)
{
    const FieldInfo &described = entityInfo(type).field(field);
    // As `appendOrder` has it: measures by row id among equals, the others by title within each value.
    const QByteArray columns = columnOf(described) + (isMeasure(described) ? " DESC" : ", sort_key");
    return "CREATE INDEX " + fieldIndexName(type, field) + " ON " + tableOf(type) + '(' + columns
        + ") WHERE deleted IS 0";
}

std::vector<int> fieldsToIndex(const RecordQuery &query)
{
    std::vector<int> fields;
    const auto add = [&](int field) {
        if (mayHaveIndex(query.type, field) && std::find(fields.begin(), fields.end(), field) == fields.end())
            fields.push_back(field);
    };
    add(query.sort.field);
    for (const Condition *condition : neededConditions(query.filter))
        if (isFoundByIndex(query.type, *condition) && !filterOf(query.type, condition->field))
            add(condition->field);
    return fields;
}

std::vector<int> fieldsThatStay(EntityType type)
{
    const int created = entityInfo(type).indexOf(QLatin1String("createdAt"));
    return mayHaveIndex(type, created) ? std::vector{created} : std::vector<int>();
}

Result<bool> hasFieldIndex(Database &db, EntityType type, int field)
{
    if (!mayHaveIndex(type, field))
        return false;
    return isIndex(db, fieldIndexName(type, field));
}

Result<QByteArray> schemaIndex(Database &db, EntityType type, int field)
{
    return nameIfThere(db, orderOf(type, field));
}

Result<QByteArray> schemaFilterIndex(Database &db, EntityType type, int field)
{
    return nameIfThere(db, filterOf(type, field));
}

bool isCoveredBySchema(const RecordQuery &query)
{
    return std::any_of(kSchemaIndexes.begin(), kSchemaIndexes.end(), [&](const SchemaIndex &index) {
        return index.type == query.type && isCovered(index, query.type, query.sort.field)
            && isCovered(index, query.type, query.filter);
    });
}

Result<QByteArrayList> fieldIndexes(Database &db)
{
    MDMC_ASSIGN(Statement rows,
                db.prepare("SELECT tbl_name, name FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL"));
    QByteArrayList names;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return names;
        const QByteArray name = rows.columnText(1).toLatin1();
        if (name.startsWith(rows.columnText(0).toLatin1() + "_on_"))
            names.append(name);
    }
}

std::vector<const Condition *> neededConditions(const Filter &filter)
{
    std::vector<const Condition *> needed;
    addNeeded(needed, filter);
    return needed;
}

bool isFoundByIndex(EntityType type, const Condition &condition)
{
    const EntityInfo &info = entityInfo(type);
    if (condition.values.empty() || !(mayHaveIndex(type, condition.field) || filterOf(type, condition.field)))
        return false;
    const FieldInfo &field = info.field(condition.field);
    const auto isEmpty = [](const Value &value) { return value.isEmpty(); };
    const bool hasEmpty = std::any_of(condition.values.begin(), condition.values.end(), isEmpty);
    switch (condition.comparison) {
    case Comparison::Equals: return field.type != FieldType::TextSet;
    case Comparison::AnyOf: return field.type != FieldType::TextSet && !hasEmpty;
    case Comparison::AtLeast:
    case Comparison::AtMost: return isMeasure(field) && !hasEmpty;
    case Comparison::Between: return isMeasure(field) && !hasEmpty && condition.values.size() == 2;
    case Comparison::NotEquals:
    case Comparison::NoneOf:
    case Comparison::Contains:
    case Comparison::IsEmpty:
    case Comparison::IsNotEmpty: return false;
    }
    return false;
}

} // namespace mdmc::storage
