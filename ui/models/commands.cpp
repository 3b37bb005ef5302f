// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/commands.h"

namespace mdmc::ui {

using sync::Command;
using sync::RecordEdit;

std::vector<FieldChange> changesOf(EntityType type, std::initializer_list<NamedValue> values)
{
    const EntityInfo &info = entityInfo(type);
    std::vector<FieldChange> changes;
    for (const NamedValue &named : values)
        changes.push_back({info.indexOf(named.field), named.value});
    return changes;
}

Command patchCommand(const QString &label, EntityType type, const std::vector<RecordId> &ids,
                     std::vector<FieldChange> changes)
{
    Command command{label, {}};
    for (const RecordId &id : ids)
        command.edits.push_back({RecordEdit::Kind::Patch, type, id, changes});
    return command;
}

Command deleteCommand(const QString &label, EntityType type, const std::vector<RecordId> &ids)
{
    Command command{label, {}};
    for (const RecordId &id : ids)
        command.edits.push_back({RecordEdit::Kind::Delete, type, id, {}});
    return command;
}

RecordEdit createEdit(const Record &record)
{
    RecordEdit edit{RecordEdit::Kind::Create, record.type, record.id, {}};
    for (size_t i = 0; i < record.values.size(); ++i)
        if (!record.values[i].isEmpty() && record.info().fields[i].merge != Merge::Server)
            edit.changes.push_back({int(i), record.values[i]});
    return edit;
}

Command createCommand(const QString &label, const Record &record)
{
    return {label, {createEdit(record)}};
}

Command changeCommand(const QString &label, const Record &before, const Record &after)
{
    Command command{label, {}};
    std::vector<FieldChange> changes = difference(before, after);
    if (!changes.empty())
        command.edits.push_back({RecordEdit::Kind::Patch, after.type, after.id, std::move(changes)});
    return command;
}

std::vector<RecordId> idsFrom(const QStringList &texts)
{
    std::vector<RecordId> ids;
    for (const QString &text : texts)
        if (const std::optional<RecordId> id = RecordId::fromString(text))
            ids.push_back(*id);
    return ids;
}

} // namespace mdmc::ui
