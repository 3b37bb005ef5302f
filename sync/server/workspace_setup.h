// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/model/record.h"
#include "sync/server/accounts.h"
#include "sync/server/store.h"

namespace mdmc::sync {

inline constexpr QLatin1String kWorkspaceNameSetting("workspace_name");

/// What administration writes without a client: new records in one commit, in the order given, each visible to whom
/// its own fields say. Values are stored as they are: callers normalise and validate.
Result<> writeRecords(Store &store, const Clock &clock, Random &random, const std::vector<Record> &records);

struct NewUser {
    QString name;
    QString email;
    QString role; ///< Key of Role.
    QString scope; ///< Key of Sight; empty takes the role's usual one.
    RecordId teamId;
    QString password;
};

/// Fills an empty store: lists, stages, one team, the first administrator. AlreadyExists when it has users already.
/// InvalidInput when the password or a value is refused; nothing is written then. Returns the administrator.
Result<User> createWorkspace(Store &store, Accounts &accounts, const Clock &clock, Random &random,
                             const QString &workspaceName, NewUser administrator);

/// Adds an account. AlreadyExists for an address that is taken.
Result<User> addUser(Store &store, Accounts &accounts, const Clock &clock, Random &random, const NewUser &user);

/// Changes a user's record as the server itself and tells everybody who follows: role, scope, isActive. Disabling ends
/// all sessions. InvalidInput when it would leave the workspace without an active administrator.
Result<> changeUser(Store &store, Accounts &accounts, const Clock &clock, Random &random, const User &user);

} // namespace mdmc::sync
