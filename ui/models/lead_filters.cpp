// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lead_filters.h"

#include <QCoreApplication>

namespace mdmc::ui {

using storage::Comparison;
using storage::Condition;
using storage::Filter;

namespace {

struct FilterWords {
    Q_DECLARE_TR_FUNCTIONS(FilterWords)
};

constexpr qint64 kDayMs = 86'400'000;

int leadField(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

/// Stages that close a lead are no part of anybody's pipeline.
Condition inOpenStages(const Lookups &lookups)
{
    Condition condition{leadField("stageId"), Comparison::AnyOf, {}};
    for (const Stage &stage : lookups.stages())
        if (stage.kind == QLatin1String("open") || stage.kind == QLatin1String("parked"))
            condition.values.push_back(Value(stage.id));
    return condition;
}

Filter stale(const PageContext &context)
{
    Filter any{Filter::Join::Any, {}, {}};
    for (const Stage &stage : context.lookups.stages()) {
        if (stage.rottenAfterDays <= 0)
            continue;
        // To the minute: a filter that differed with every millisecond would look like a new one each time.
        const UtcMs limit = context.clock.nowUtc() / 60'000 * 60'000 - stage.rottenAfterDays * kDayMs;
        any.groups.push_back({Filter::Join::All,
                              {{leadField("stageId"), Comparison::Equals, {Value(stage.id)}},
                               {leadField("stageChangedAt"), Comparison::AtMost, {Value(limit)}}},
                              {}});
    }
    if (any.groups.empty()) // No stage goes stale: nothing is.
        any.conditions.push_back({leadField("stageId"), Comparison::IsEmpty, {}});
    return {Filter::Join::All, {}, {any}};
}

} // namespace

QList<ListView> leadViews(const PageContext &context)
{
    const Condition mine{leadField("ownerId"), Comparison::Equals, {Value(context.workspace.actor().userId)}};
    QList<ListView> views{
        {QStringLiteral("all"), FilterWords::tr("All leads"), {}},
        {QStringLiteral("mine"),
         FilterWords::tr("My pipeline"),
         {Filter::Join::All, {mine, inOpenStages(context.lookups)}, {}}},
        {QStringLiteral("stale"), FilterWords::tr("Stale"), stale(context)},
    };
    if (context.workspace.actor().sight != Sight::Own) // Who sees only their own would always find it empty.
        views << ListView{QStringLiteral("unassigned"),
                          FilterWords::tr("Unassigned"),
                          {Filter::Join::All, {{leadField("ownerId"), Comparison::IsEmpty, {}}}, {}}};
    return views;
}

Filter combine(const Filter &a, const Filter &b)
{
    if (a.isEmpty())
        return b;
    if (b.isEmpty())
        return a;
    return {Filter::Join::All, {}, {a, b}};
}

QList<Comparison> comparisonsFor(const FieldInfo &field)
{
    QList<Comparison> list;
    switch (field.type) {
    case FieldType::Bool: return {Comparison::Equals};
    case FieldType::Integer:
    case FieldType::Timestamp:
    case FieldType::Date:
    case FieldType::Money: list = {Comparison::AtLeast, Comparison::AtMost, Comparison::Between}; break;
    case FieldType::Id: list = {Comparison::AnyOf, Comparison::NoneOf}; break;
    case FieldType::TextSet:
        list =
            field.list ? QList{Comparison::AnyOf, Comparison::NoneOf} : QList{Comparison::Contains, Comparison::Equals};
        break;
    default:
        list = field.list ? QList{Comparison::AnyOf, Comparison::NoneOf}
                          : QList{Comparison::Contains, Comparison::Equals, Comparison::NotEquals};
    }
    return list << Comparison::IsEmpty << Comparison::IsNotEmpty;
}

QString comparisonText(Comparison comparison, const FieldInfo &field)
{
    const bool isDate = field.type == FieldType::Date || field.type == FieldType::Timestamp;
    switch (comparison) {
    case Comparison::Equals: return FilterWords::tr("is");
    case Comparison::NotEquals: return FilterWords::tr("is not");
    case Comparison::AnyOf: return FilterWords::tr("is any of");
    case Comparison::NoneOf: return FilterWords::tr("is none of");
    case Comparison::AtLeast: return isDate ? FilterWords::tr("from") : FilterWords::tr("at least");
    case Comparison::AtMost: return isDate ? FilterWords::tr("until") : FilterWords::tr("at most");
    case Comparison::Between: return FilterWords::tr("between");
    case Comparison::Contains: return FilterWords::tr("contains");
    case Comparison::IsEmpty: return FilterWords::tr("is empty");
    case Comparison::IsNotEmpty: return FilterWords::tr("is filled in");
    }
    return {};
}

int valueCount(Comparison comparison)
{
    switch (comparison) {
    case Comparison::IsEmpty:
    case Comparison::IsNotEmpty: return 0;
    case Comparison::Between: return 2;
    case Comparison::AnyOf:
    case Comparison::NoneOf: return -1;
    default: return 1;
    }
}

QList<int> filterFields(EntityType type)
{
    QList<int> fields;
    const EntityInfo &info = entityInfo(type);
    for (int i = 0; i < info.fieldCount(); ++i)
        if (!info.field(i).has(FieldFlag::Internal) && info.field(i).type != FieldType::Bytes)
            fields << i;
    return fields;
}

namespace {

QString valuesText(const FieldText &fields, EntityType type, const Condition &condition)
{
    QStringList words;
    for (const Value &value : condition.values) {
        const qint64 *time = value.get<qint64>();
        const bool isTime = entityInfo(type).field(condition.field).type == FieldType::Timestamp;
        if (time && isTime)
            words << fields.format().day(QDateTime::fromMSecsSinceEpoch(*time, Qt::UTC).toLocalTime().date());
        else if (const QString *key = value.get<QString>();
                 key && entityInfo(type).field(condition.field).type == FieldType::TextSet)
            words << fields.text(type, condition.field, Value(QStringList{*key}));
        else
            words << fields.text(type, condition.field, value);
    }
    if (condition.comparison == Comparison::Between && words.size() == 2)
        return FilterWords::tr("%1 and %2").arg(words[0], words[1]);
    if (words.size() > 3)
        return FilterWords::tr("%1 and %n more", nullptr, int(words.size()) - 2)
            .arg(words.mid(0, 2).join(QStringLiteral(", ")));
    return words.join(QStringLiteral(", "));
}

QString groupText(const FieldText &fields, EntityType type, const Filter &group)
{
    QStringList parts;
    for (const Condition &condition : group.conditions)
        parts << conditionText(fields, type, condition);
    for (const Filter &inner : group.groups)
        parts << QStringLiteral("(%1)").arg(groupText(fields, type, inner));
    return parts.join(group.join == Filter::Join::Any ? FilterWords::tr(" or ") : FilterWords::tr(" and "));
}

} // namespace

QString conditionText(const FieldText &fields, EntityType type, const Condition &condition)
{
    const FieldInfo &field = entityInfo(type).field(condition.field);
    const QString head = FieldText::label(field) + QLatin1Char(' ') + comparisonText(condition.comparison, field);
    const QString values = valuesText(fields, type, condition);
    return values.isEmpty() ? head : head + QLatin1Char(' ') + values;
}

QList<FilterText> filterTexts(const FieldText &fields, EntityType type, const Filter &filter)
{
    QList<FilterText> texts;
    for (size_t i = 0; i < filter.conditions.size(); ++i) {
        const Condition &condition = filter.conditions[i];
        const FieldInfo &field = entityInfo(type).field(condition.field);
        texts << FilterText{QStringLiteral("c%1").arg(i), FieldText::label(field),
                            comparisonText(condition.comparison, field), valuesText(fields, type, condition)};
    }
    for (size_t i = 0; i < filter.groups.size(); ++i)
        texts << FilterText{
            QStringLiteral("g%1").arg(i), FilterWords::tr("Group"), {}, groupText(fields, type, filter.groups[i])};
    return texts;
}

} // namespace mdmc::ui
