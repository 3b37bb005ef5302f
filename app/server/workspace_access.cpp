// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server/workspace_access.h"

#include "sync/server/server.h"

namespace mdmc::server {

Result<std::unique_ptr<WorkspaceAccess>> WorkspaceAccess::open(const QString &dataDir, const sync::ServerKeys &keys,
                                                               bool create)
{
    auto access = std::make_unique<WorkspaceAccess>();
    const QString path = sync::storePath(dataDir);
    auto store = sync::EmbeddedStore::open({path, keys.store, create});
    if (!store && store.error().code == ErrorCode::WrongKey)
        return failure(ErrorCode::WrongKey, QStringLiteral("The key does not open %1.").arg(path));
    if (!store && store.error().code == ErrorCode::NotFound)
        return failure(ErrorCode::NotFound,
                       QStringLiteral("There is no workspace in %1. Make one with: mdmc-server init.").arg(dataDir));
    if (!store)
        return tl::unexpected<Error>(store.error());
    access->store = std::move(*store);
    MDMC_ASSIGN(access->tokens, sync::TokenIssuer::create(keys.tokenSecret, access->clock));
    access->accounts.emplace(*access->store, *access->tokens, access->clock, access->random);
    return access;
}

} // namespace mdmc::server
