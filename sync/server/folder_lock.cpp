// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/folder_lock.h"

#include <QDir>
#include <QFile>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <sys/file.h>
#endif

namespace mdmc::sync {

FolderLock::FolderLock() = default;
FolderLock::FolderLock(FolderLock &&) noexcept = default;
FolderLock &FolderLock::operator=(FolderLock &&) noexcept = default;
FolderLock::~FolderLock() = default;

Result<FolderLock> FolderLock::take(const QString &dataDir)
{
    FolderLock lock;
    lock.m_file = std::make_unique<QFile>(QDir(dataDir).filePath(QStringLiteral("server.lock")));
    const auto busy = [&] {
        return failure(ErrorCode::StorageBusy,
                       QStringLiteral("Another server serves %1 already. Stop it first.").arg(dataDir));
    };
    if (!lock.m_file->open(QIODevice::ReadWrite, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failure(ErrorCode::StorageFailure, QStringLiteral("The data folder %1 cannot be written to: %2.")
                                                      .arg(dataDir, lock.m_file->errorString()));
#ifdef Q_OS_UNIX
    if (::flock(lock.m_file->handle(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return busy();
        return failure(ErrorCode::StorageFailure,
                       QStringLiteral("The file system of %1 allows no locks.").arg(dataDir));
    }
#else
    Q_UNUSED(busy)
#endif
    return lock;
}

} // namespace mdmc::sync
