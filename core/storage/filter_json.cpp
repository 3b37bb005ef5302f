// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_query.h"

#include "core/model/value_codec.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mdmc::storage {

namespace {

struct ComparisonName {
    Comparison comparison;
    QLatin1String name;
};

constexpr ComparisonName kNames[] = {
    {Comparison::Equals, QLatin1String("equals")},       {Comparison::NotEquals, QLatin1String("notEquals")},
    {Comparison::AnyOf, QLatin1String("anyOf")},         {Comparison::NoneOf, QLatin1String("noneOf")},
    {Comparison::AtLeast, QLatin1String("atLeast")},     {Comparison::AtMost, QLatin1String("atMost")},
    {Comparison::Between, QLatin1String("between")},     {Comparison::Contains, QLatin1String("contains")},
    {Comparison::IsEmpty, QLatin1String("isEmpty")},     {Comparison::IsNotEmpty, QLatin1String("isNotEmpty")},
};

auto invalid(const QString &detail, const QString &path)
{
    return failure(ErrorCode::InvalidInput, detail, path);
}

QJsonValue toJson(const Value &value)
{
    if (const bool *b = value.get<bool>())
        return *b;
    if (const qint64 *n = value.get<qint64>())
        return *n;
    return value.isEmpty() ? QJsonValue() : QJsonValue(toPlainText(value));
}

Result<Value> fromJson(const QJsonValue &json, FieldType type, const QString &path)
{
    if (json.isNull())
        return Value();
    switch (type) {
    case FieldType::Bool:
        if (json.isBool())
            return Value(json.toBool());
        break;
    case FieldType::Integer:
    case FieldType::Timestamp:
        if (json.isDouble())
            return Value(json.toInteger());
        break;
    case FieldType::Date:
        if (const QDate date = QDate::fromString(json.toString(), Qt::ISODate); date.isValid())
            return Value(date);
        break;
    case FieldType::Id:
        if (const auto id = RecordId::fromString(json.toString()))
            return Value(*id);
        break;
    case FieldType::Money:
        if (const auto money = parseMoney(json.toString()))
            return Value(*money);
        break;
    case FieldType::Text:
    case FieldType::TextSet:
        if (json.isString())
            return Value(json.toString());
        break;
    case FieldType::Bytes: break;
    }
    return invalid(QStringLiteral("the value does not fit the field"), path);
}

QJsonObject toJson(const EntityInfo &info, const Filter &filter)
{
    QJsonArray conditions;
    for (const Condition &condition : filter.conditions) {
        QJsonArray values;
        for (const Value &value : condition.values)
            values.append(toJson(value));
        const auto name = std::find_if(std::begin(kNames), std::end(kNames),
                                       [&](const ComparisonName &n) { return n.comparison == condition.comparison; });
        conditions.append(QJsonObject{{QStringLiteral("field"), QString(info.field(condition.field).name)},
                                      {QStringLiteral("is"), QString(name->name)},
                                      {QStringLiteral("values"), values}});
    }
    QJsonArray groups;
    for (const Filter &group : filter.groups)
        groups.append(toJson(info, group));
    return {{filter.join == Filter::Join::All ? QStringLiteral("all") : QStringLiteral("any"), conditions},
            {QStringLiteral("groups"), groups}};
}

Result<Condition> parseCondition(const EntityInfo &info, const QJsonObject &json, const QString &path)
{
    Condition condition;
    const QString fieldName = json.value(QLatin1String("field")).toString();
    condition.field = info.indexOf(QStringView(fieldName));
    if (condition.field < 0)
        return invalid(QStringLiteral("there is no field of this name"), path + QStringLiteral(".field"));
    const QString comparison = json.value(QLatin1String("is")).toString();
    const auto name = std::find_if(std::begin(kNames), std::end(kNames),
                                   [&](const ComparisonName &n) { return comparison == n.name; });
    if (name == std::end(kNames))
        return invalid(QStringLiteral("there is no comparison of this name"), path + QStringLiteral(".is"));
    condition.comparison = name->comparison;
    const QJsonArray values = json.value(QLatin1String("values")).toArray();
    if (values.size() > 500)
        return invalid(QStringLiteral("more than 500 values"), path + QStringLiteral(".values"));
    for (int i = 0; i < values.size(); ++i) {
        MDMC_ASSIGN(Value value, fromJson(values[i], info.field(condition.field).type,
                                          path + QStringLiteral(".values[%1]").arg(i)));
        condition.values.push_back(std::move(value));
    }
    return condition;
}

/// Conditions and groups of one filter. They become one SQL expression, with the 500 values that one may have, and
/// SQLite refuses expressions deeper than 1000.
constexpr int kMaxParts = 200;

Result<Filter> parseGroup(const EntityInfo &info, const QJsonObject &json, const QString &path, int depth, int &parts)
{
    if (depth > 8)
        return invalid(QStringLiteral("nested deeper than 8 levels"), path);
    Filter filter;
    const bool isAny = json.contains(QLatin1String("any"));
    filter.join = isAny ? Filter::Join::Any : Filter::Join::All;
    const QString key = isAny ? QStringLiteral("any") : QStringLiteral("all");
    // A name misspelt would otherwise be a filter that lets everything through.
    for (auto at = json.begin(); at != json.end(); ++at)
        if ((at.key() != key && at.key() != QLatin1String("groups")) || !at->isArray())
            return invalid(QStringLiteral("a filter has one of “all” and “any”, and “groups”: each an array"), path + at.key());
    const QJsonArray conditions = json.value(key).toArray();
    const QJsonArray groups = json.value(QLatin1String("groups")).toArray();
    if (conditions.size() + groups.size() > kMaxParts - parts)
        return invalid(QStringLiteral("more than %1 conditions and groups").arg(kMaxParts), path);
    parts += int(conditions.size() + groups.size());
    for (int i = 0; i < conditions.size(); ++i) {
        MDMC_ASSIGN(Condition condition, parseCondition(info, conditions[i].toObject(),
                                                        path + QStringLiteral("%1[%2]").arg(key).arg(i)));
        filter.conditions.push_back(std::move(condition));
    }
    for (int i = 0; i < groups.size(); ++i) {
        MDMC_ASSIGN(Filter group, parseGroup(info, groups[i].toObject(), path + QStringLiteral("groups[%1].").arg(i),
                                             depth + 1, parts));
        filter.groups.push_back(std::move(group));
    }
    return filter;
}

} // namespace

QByteArray filterToJson(EntityType type, const Filter &filter)
{
    return QJsonDocument(toJson(entityInfo(type), filter)).toJson(QJsonDocument::Compact);
}

Result<Filter> parseFilter(EntityType type, const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return invalid(QStringLiteral("not JSON: %1 at %2").arg(error.errorString()).arg(error.offset), {});
    int parts = 0;
    return parseGroup(entityInfo(type), document.object(), {}, 1, parts);
}

} // namespace mdmc::storage
