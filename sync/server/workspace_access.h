// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "sync/server/accounts.h"
#include "sync/server/embedded_store.h"
#include "sync/server/server_keys.h"

namespace mdmc::sync {

/// The store of a data folder. One of an earlier version is brought up to this one only while no server serves it, which would
/// go on with the former schema: StorageBusy. WrongKey and NotFound in one clear line each.
Result<std::unique_ptr<EmbeddedStore>> openStoreOf(const QString &dataDir, const security::SecretKey &key, bool create = false,
                                                   const std::optional<QString> &vfs = std::nullopt);

/// The workspace of a data folder, opened for administration beside a server that may be running.
struct WorkspaceAccess {
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<EmbeddedStore> store;
    std::optional<TokenIssuer> tokens;
    std::optional<Accounts> accounts;

    /// An existing workspace. NotFound, WrongKey, KeyMissing, SchemaTooNew, StorageBusy …: one clear line each.
    static Result<std::unique_ptr<WorkspaceAccess>> open(const QString &dataDir);
    /// Makes the folder (readable by its owner only), the keys and the store where they are missing.
    static Result<std::unique_ptr<WorkspaceAccess>> create(const QString &dataDir);

private:
    static Result<std::unique_ptr<WorkspaceAccess>> openStore(const QString &dataDir, const ServerKeys &keys, bool create);
};

} // namespace mdmc::sync
