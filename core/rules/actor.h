// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/record.h"

#include <optional>

namespace mdmc {

/// What a person may do (S112). Stored as its key in User::role.
enum class Role : quint8 { Admin, Manager, AccountManager, Finance, ReadOnly };

/// Which owned records a person sees. Stored as its key in User::scope.
enum class Sight : quint8 {
    Own,  ///< Records they own.
    Team, ///< Also their team's, and records that nobody owns.
    All,
};

QLatin1String roleKey(Role role);
std::optional<Role> roleFromKey(QStringView key);
QLatin1String sightKey(Sight sight);
std::optional<Sight> sightFromKey(QStringView key);
/// What a new account of this role sees unless told otherwise: admin all, manager team, account manager own,
/// finance all, read-only all.
Sight defaultSight(Role role);

/// Who acts: everything that permission and visibility depend on.
struct Actor {
    RecordId userId;
    Role role = Role::ReadOnly;
    Sight sight = Sight::Own;
    RecordId teamId;
    bool isActive = true;

    bool operator==(const Actor &) const = default;
};

/// The actor that a user's record describes; unknown keys give the least rights.
Actor actorFor(const User &user);

} // namespace mdmc
