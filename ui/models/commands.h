// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/workspace.h"

#include <initializer_list>

namespace mdmc::ui {

// Building the commands of `sync::Workspace::commit` from records and field names.

struct NamedValue {
    QLatin1String field;
    Value value;
};

std::vector<FieldChange> changesOf(EntityType type, std::initializer_list<NamedValue> values);

/// The same changes on several records: one step of undo.
sync::Command patchCommand(const QString &label, EntityType type, const std::vector<RecordId> &ids,
                           std::vector<FieldChange> changes);
sync::Command deleteCommand(const QString &label, EntityType type, const std::vector<RecordId> &ids);
/// Creates the record with every value that is set.
sync::Command createCommand(const QString &label, const Record &record);
sync::RecordEdit createEdit(const Record &record);
/// The difference as a patch; no edits when there is none.
sync::Command changeCommand(const QString &label, const Record &before, const Record &after);

/// Ids from the texts that tables and boards use; unreadable ones are left out.
std::vector<RecordId> idsFrom(const QStringList &texts);

} // namespace mdmc::ui
