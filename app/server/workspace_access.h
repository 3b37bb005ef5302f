// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "sync/server/accounts.h"
#include "sync/server/embedded_store.h"
#include "sync/server/server_keys.h"

namespace mdmc::server {

/// The workspace of a data folder, opened for administration beside a server that may be running.
struct WorkspaceAccess {
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<sync::EmbeddedStore> store;
    std::optional<sync::TokenIssuer> tokens;
    std::optional<sync::Accounts> accounts;

    static Result<std::unique_ptr<WorkspaceAccess>> open(const QString &dataDir, const sync::ServerKeys &keys,
                                                         bool create);
};

} // namespace mdmc::server
