// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/workspace_access.h"

#include "sync/server/folder_lock.h"
#include "sync/server/server.h"

#include <QDir>
#include <QFile>

namespace mdmc::sync {

Result<std::unique_ptr<EmbeddedStore>> openStoreOf(const QString &dataDir, const security::SecretKey &key, bool create,
                                                   const std::optional<QString> &vfs)
{
    const QString path = storePath(dataDir);
    FolderLock lock;
    EmbeddedStore::Options options{.path = path, .key = key, .create = create, .vfs = vfs};
    if (!vfs) // Else there is no folder.
        options.beforeMigrating = [&]() -> Result<> {
            auto taken = FolderLock::take(dataDir);
            if (!taken && taken.error().code == ErrorCode::StorageBusy)
                return failure(ErrorCode::StorageBusy,
                               QStringLiteral("The workspace in %1 is of an earlier version and in use. Stop its server "
                                              "first; if it is being brought up to date, try again.")
                                   .arg(dataDir));
            MDMC_ASSIGN(lock, std::move(taken));
            return {};
        };
    auto store = EmbeddedStore::open(options);
    if (!store && store.error().code == ErrorCode::WrongKey)
        return failure(ErrorCode::WrongKey, QStringLiteral("The key does not open %1.").arg(path));
    if (!store && store.error().code == ErrorCode::NotFound)
        return failure(ErrorCode::NotFound,
                       QStringLiteral("There is no workspace in %1. Make one with: mdmc-server init.").arg(dataDir));
    return store;
}

Result<std::unique_ptr<WorkspaceAccess>> WorkspaceAccess::open(const QString &dataDir)
{
    MDMC_ASSIGN(const ServerKeys keys, loadServerKeys(dataDir));
    return openStore(dataDir, keys, false);
}

Result<std::unique_ptr<WorkspaceAccess>> WorkspaceAccess::create(const QString &dataDir)
{
    if (!QDir().mkpath(dataDir))
        return failure(ErrorCode::InvalidInput, QStringLiteral("Cannot make the data folder %1.").arg(dataDir));
    QFile::setPermissions(dataDir, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    // New keys beside a database of other keys would only hide that those are missing.
    MDMC_ASSIGN(const ServerKeys keys,
                storage::Database::exists(storePath(dataDir)) ? loadServerKeys(dataDir) : createServerKeys(dataDir));
    return openStore(dataDir, keys, true);
}

Result<std::unique_ptr<WorkspaceAccess>> WorkspaceAccess::openStore(const QString &dataDir, const ServerKeys &keys,
                                                                    bool create)
{
    auto access = std::make_unique<WorkspaceAccess>();
    MDMC_ASSIGN(access->store, openStoreOf(dataDir, keys.store, create));
    MDMC_ASSIGN(access->tokens, TokenIssuer::create(keys.tokenSecret, access->clock));
    access->accounts.emplace(*access->store, *access->tokens, access->clock, access->random);
    return access;
}

} // namespace mdmc::sync
