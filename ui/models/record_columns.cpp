// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_columns.h"

namespace mdmc::ui {

namespace {

/// What a list shows before a person has chosen.
QStringList shownAtFirst(EntityType type)
{
    switch (type) {
    case EntityType::Lead:
        return {QStringLiteral("artistName"),    QStringLiteral("stageId"),    QStringLiteral("score"),
                QStringLiteral("budget"),        QStringLiteral("priority"),   QStringLiteral("ownerId"),
                QStringLiteral("nextStep"),      QStringLiteral("nextStepOn"), QStringLiteral("platforms"),
                QStringLiteral("lastActivityAt")};
    case EntityType::Campaign:
        return {QStringLiteral("name"),   QStringLiteral("artistName"), QStringLiteral("status"),
                QStringLiteral("budget"), QStringLiteral("startDate"),  QStringLiteral("endDate"),
                QStringLiteral("ownerId")};
    default: return {};
    }
}

CellKind kindOf(const FieldInfo &field)
{
    if (field.has(FieldFlag::Title))
        return CellKind::Strong;
    if (field.name == QLatin1String("stageId") || field.name == QLatin1String("status"))
        return CellKind::Stage;
    if (field.name == QLatin1String("priority"))
        return CellKind::Priority;
    if (field.name == QLatin1String("score"))
        return CellKind::Score;
    switch (field.type) {
    case FieldType::Money: return CellKind::Money;
    case FieldType::Integer: return CellKind::Number;
    case FieldType::Timestamp:
    case FieldType::Date: return CellKind::Date;
    case FieldType::TextSet:
        return field.list || field.name == QLatin1String("tags") ? CellKind::Chips : CellKind::Text;
    case FieldType::Id: return field.refers == EntityType::User ? CellKind::Person : CellKind::Text;
    default: return CellKind::Text;
    }
}

int widthOf(CellKind kind)
{
    switch (kind) {
    case CellKind::Strong: return 220;
    case CellKind::Stage: return 168;
    case CellKind::Score: return 96;
    case CellKind::Money: return 104;
    case CellKind::Number: return 80;
    case CellKind::Date: return 128;
    case CellKind::Chips: return 180;
    case CellKind::Person: return 150;
    case CellKind::Priority: return 104;
    default: return 170;
    }
}

} // namespace

QList<RecordColumn> recordColumns(EntityType type)
{
    const EntityInfo &info = entityInfo(type);
    const auto make = [&](int position, bool isHidden) {
        const FieldInfo &field = info.field(position);
        const CellKind kind = kindOf(field);
        return RecordColumn{field.name, position, {}, kind, widthOf(kind), isHidden, field.has(FieldFlag::Title), {}};
    };
    QList<RecordColumn> columns;
    const QStringList shown = shownAtFirst(type);
    for (const QString &name : shown)
        columns << make(info.indexOf(QStringView(name)), false);
    for (int i = 0; i < info.fieldCount(); ++i)
        if (!info.field(i).has(FieldFlag::Internal) && !shown.contains(info.field(i).name))
            columns << make(i, !shown.isEmpty());
    return columns;
}

} // namespace mdmc::ui
