// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/rules/scope.h"

#include <span>

namespace mdmc {

enum class Action : quint8 { View, Create, Edit, Delete, Import, Export, Reassign, Administer };

/// The role matrix (docs: docs/permissions.md). Admin: everything. Manager: everything on leads, campaigns, activities
/// and tasks; views users. Account manager: creates and edits what they see, deletes what they own, imports, exports.
/// Finance: views leads and campaigns, edits a lead's contract value, activities and tasks of their own.
/// Read-only: views.
/// Activities and links of leads to campaigns are written once: nobody edits them. Conflicts are written by the server.
/// Conflicts may be settled (Edit) as `maySettle` says. Nobody but an admin changes
/// users, teams, pipelines, stages and lists.
bool mayPerform(const Actor &actor, Action action, EntityType type);

/// Whether `actor` may change these fields of the record (before == nullptr: create). Takes scope as given: the caller
/// checks that `isVisible` holds on the scope before (on a create: after derivation); a record may leave the actor's
/// sight by being handed on. Forbidden with the field's path otherwise. Account managers hand on what they own, what
/// their team owns and what nobody owns. Everybody may change their own account's language; administrators cannot take
/// away their own role or access. Fields of kind Merge::Server pass (`derive` computes them), except a conflict's.
Result<> mayChange(const Actor &actor, const Record *before, const Record &after, std::span<const int> changedFields);

/// Settling a conflict about `subject` (as it is, or was when it was deleted): whoever may change the field in question, or
/// delete the record where a deletion met an edit, and whose edit was not kept. What `mayChange` says of the conflict comes
/// before; it knows the subject's kind only.
Result<> maySettle(const Actor &actor, const Record &conflict, const Record &subject);

/// Deleting and undeleting.
Result<> mayDelete(const Actor &actor, const Record &record);

} // namespace mdmc
