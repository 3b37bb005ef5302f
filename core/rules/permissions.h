// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/rules/scope.h"

#include <span>

namespace mdmc {

enum class Action : quint8 { View, Create, Edit, Delete, Import, Export, Reassign, Administer };

/// The role matrix (docs: docs/permissions.md). Admin: everything. Manager: everything on leads, campaigns, activities
/// and tasks; views users. Account manager: creates and edits what they see, deletes what they own, imports, exports.
/// Finance: views leads and campaigns, edits a lead's contract value, activities and tasks of their own. Read-only: views.
/// Conflicts may be settled (Edit) by whoever may edit the record they belong to. Nobody but an admin changes
/// users, teams, pipelines, stages and lists.
bool mayPerform(const Actor &actor, Action action, EntityType type);

/// Whether `actor` may change these fields of the record (before == nullptr: create). Takes scope as given: the caller
/// checks visibility with `isVisible` on the scope before and after. Forbidden with the field's path otherwise.
Result<> mayChange(const Actor &actor, const Record *before, const Record &after, std::span<const int> changedFields);

/// Deleting and undeleting.
Result<> mayDelete(const Actor &actor, const Record &record);

} // namespace mdmc
