// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/actor.h"

#include <array>

namespace mdmc {

namespace {

// Indexed by the enum's number.
constexpr std::array<QLatin1String, 5> kRoleKeys{QLatin1String("admin"), QLatin1String("manager"),
                                                 QLatin1String("account_manager"), QLatin1String("finance"),
                                                 QLatin1String("read_only")};
constexpr std::array<QLatin1String, 3> kSightKeys{QLatin1String("own"), QLatin1String("team"), QLatin1String("all")};

template<typename Enum, size_t N>
std::optional<Enum> fromKey(const std::array<QLatin1String, N> &keys, QStringView key)
{
    for (size_t i = 0; i < N; ++i)
        if (key == keys[i])
            return Enum(i);
    return std::nullopt;
}

} // namespace

QLatin1String roleKey(Role role)
{
    return kRoleKeys[size_t(role)];
}

std::optional<Role> roleFromKey(QStringView key)
{
    return fromKey<Role>(kRoleKeys, key);
}

QLatin1String sightKey(Sight sight)
{
    return kSightKeys[size_t(sight)];
}

std::optional<Sight> sightFromKey(QStringView key)
{
    return fromKey<Sight>(kSightKeys, key);
}

Sight defaultSight(Role role)
{
    switch (role) {
    case Role::Admin:
    case Role::Finance:
    case Role::ReadOnly: return Sight::All;
    case Role::Manager: return Sight::Team;
    case Role::AccountManager: return Sight::Own;
    }
    return Sight::Own;
}

Actor actorFor(const User &user)
{
    return Actor{user.id, roleFromKey(user.role).value_or(Role::ReadOnly),
                 sightFromKey(user.scope).value_or(Sight::Own), user.teamId, user.isActive};
}

} // namespace mdmc
