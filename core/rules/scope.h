// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/actor.h"

#include <compare>
#include <optional>

namespace mdmc {

/// What decides who sees a record. Computed before and after each change (SYNC.md, decision 7).
struct ScopeKey {
    bool isWorkspace = false; ///< Everybody sees it; the ids are null.
    RecordId ownerId;
    RecordId teamId;

    bool operator==(const ScopeKey &) const = default;
};

struct RecordRef {
    EntityType type = EntityType::Lead;
    RecordId id;
    bool operator==(const RecordRef &) const = default;
    auto operator<=>(const RecordRef &) const = default;
};

/// The record that a child belongs to and is visible like: an activity's or conflict's subject, a line's campaign, a
/// task's subject. Nothing for records that are no children, and for a task without subject.
std::optional<RecordRef> parentOf(const Record &record);

/// Scope of a record that is no child (or a task of its own, which is its assignee's, or its creator's when nobody is
/// assigned). For a child of a parent pass the parent's scope through; a conflict about a line leads to the line's
/// campaign.
ScopeKey ownScope(const Record &record);

/// Own: owner is the actor. Team: also the actor's team, and records with neither owner nor team. All: everything.
/// An inactive actor sees nothing.
bool isVisible(const Actor &actor, const ScopeKey &scope);

inline size_t qHash(const RecordRef &ref, size_t seed = 0) noexcept
{
    return qHash(ref.id, seed ^ size_t(ref.type));
}

} // namespace mdmc

template<>
struct std::hash<mdmc::RecordRef> {
    size_t operator()(const mdmc::RecordRef &ref) const noexcept { return mdmc::qHash(ref); }
};
