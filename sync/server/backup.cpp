// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/backup.h"

#include "core/base/log.h"
#include "sync/server/folder_lock.h"
#include "sync/server/server.h"
#include "sync/server/workspace_access.h"
#include "sync/server/workspace_setup.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace mdmc::sync {

namespace {

/// What SQLite keeps beside a database.
constexpr const char *kCompanions[] = {"-wal", "-shm", "-journal"};

void removeStore(const QString &path)
{
    QFile::remove(path);
    for (const char *companion : kCompanions)
        QFile::remove(path + QLatin1String(companion));
}

/// Renames are durable once their folder is.
void syncFolder(const QString &dataDir)
{
#ifdef Q_OS_UNIX
    const int folder = ::open(QFile::encodeName(dataDir).constData(), O_RDONLY | O_DIRECTORY);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
#else
    Q_UNUSED(dataDir)
#endif
}

Result<> copyStore(const QString &from, const QString &to, const security::SecretKey &key)
{
    if (!storage::Database::exists(from))
        return failure(ErrorCode::NotFound, QStringLiteral("There is no backup at %1.").arg(from));
    storage::OpenOptions options{.path = from, .key = EmbeddedStore::fileKey(key), .vfs = {}};
    options.readOnly = true;
    auto source = storage::Database::open(options);
    if (!source && source.error().code == ErrorCode::WrongKey)
        return failure(ErrorCode::WrongKey,
                       QStringLiteral("%1 is no backup of this workspace: its key does not open it.").arg(from));
    if (!source)
        return tl::unexpected<Error>(source.error());
    return source->backupTo(to, EmbeddedStore::fileKey(key));
}

/// The copy as it will stand: of this program's schema, in an epoch of its own.
Result<RestoredWorkspace> prepare(const QString &path, const security::SecretKey &key)
{
    MDMC_ASSIGN(const std::unique_ptr<EmbeddedStore> store, EmbeddedStore::open({path, key, false}));
    RestoredWorkspace restored;
    MDMC_ASSIGN(const std::optional<QString> name, store->setting(kWorkspaceNameSetting));
    if (!name)
        return failure(ErrorCode::NotFound, QStringLiteral("The backup holds no complete workspace."));
    restored.workspaceName = *name;
    SystemClock clock;
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(*store, Store::Mode::Write));
    MDMC_ASSIGN(const Head head, store->head());
    restored.head = head.seq;
    MDMC_TRY(store->renewEpoch());
    AuditEntry entry;
    entry.id = RecordId::mint();
    entry.at = clock.nowUtc();
    entry.action = QStringLiteral("restore");
    entry.newValue = QString::number(head.seq);
    MDMC_TRY(store->audit(entry));
    MDMC_TRY(transaction.commit());
    MDMC_TRY(store->database().checkpoint());
    return restored;
}

/// Moves the store away with its log, which belongs to it and must never lie beside another one.
Result<QString> putAside(const QString &path)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    const QString aside = path + QStringLiteral(".before-restore-") + stamp;
    const bool isThere = QFile::exists(path);
    if (isThere && !QFile::rename(path, aside))
        return failure(ErrorCode::StorageFailure, QStringLiteral("Cannot move %1 out of the way.").arg(path));
    for (const char *companion : kCompanions) {
        const QString name = path + QLatin1String(companion);
        if (!QFile::exists(name))
            continue;
        const bool isKept = isThere && qstrcmp(companion, "-shm") != 0;
        if (isKept ? !QFile::rename(name, aside + QLatin1String(companion)) : !QFile::remove(name))
            return failure(ErrorCode::StorageFailure, QStringLiteral("Cannot move %1 out of the way.").arg(name));
    }
    return isThere ? aside : QString();
}

} // namespace

Result<> backUpWorkspace(const QString &dataDir, const QString &file)
{
    MDMC_ASSIGN(const ServerKeys keys, loadServerKeys(dataDir));
    MDMC_ASSIGN(const std::unique_ptr<WorkspaceAccess> access, WorkspaceAccess::open(dataDir));
    return access->store->database().backupTo(file, EmbeddedStore::fileKey(keys.store));
}

Result<RestoredWorkspace> restoreWorkspace(const QString &dataDir, const QString &file)
{
    if (!QFileInfo(dataDir).isDir())
        return failure(ErrorCode::NotFound, QStringLiteral("There is no data folder %1.").arg(dataDir));
    MDMC_ASSIGN(const FolderLock lock, FolderLock::take(dataDir));
    MDMC_ASSIGN(const ServerKeys keys, loadServerKeys(dataDir));
    const QString path = storePath(dataDir);
    const QString coming = path + QStringLiteral(".restoring");
    removeStore(coming);
    const auto restore = [&]() -> Result<RestoredWorkspace> {
        MDMC_TRY(copyStore(file, coming, keys.store));
        MDMC_ASSIGN(RestoredWorkspace restored, prepare(coming, keys.store));
        MDMC_ASSIGN(restored.replaced, putAside(path));
        removeStore(preparedPath(dataDir)); // Of the store that is replaced.
        syncFolder(dataDir);
        if (!QFile::rename(coming, path))
            return failure(ErrorCode::StorageFailure, QStringLiteral("Cannot put the copy in place as %1.").arg(path));
        syncFolder(dataDir);
        return restored;
    };
    auto restored = restore();
    if (!restored)
        removeStore(coming);
    return restored;
}

} // namespace mdmc::sync
