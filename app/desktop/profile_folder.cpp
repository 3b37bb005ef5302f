// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/profile_folder.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace mdmc::app {

Result<ProfileFolder> ProfileFolder::open(const QString &name, const QString &dataOption)
{
    if (name.contains(QLatin1Char('/')) || name.contains(QLatin1Char('\\')) || name.startsWith(QLatin1Char('.')))
        return failure(ErrorCode::InvalidInput, QStringLiteral("a profile's name holds no / or \\ and begins with no dot"));
    ProfileFolder folder;
    folder.m_path = dataOption.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/profiles/") + name
        : QDir(dataOption).absolutePath();
    if (!QDir().mkpath(folder.m_path))
        return failure(ErrorCode::StorageFailure, QStringLiteral("the folder %1 cannot be made").arg(folder.m_path));
    QFile::setPermissions(folder.m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return folder;
}

QString ProfileFolder::settingsFile() const
{
    return m_path + QStringLiteral("/settings.ini");
}

QString ProfileFolder::hostedServerDir() const
{
    return m_path + QStringLiteral("/server");
}

Result<> ProfileFolder::lock()
{
    m_lock = std::make_unique<QLockFile>(m_path + QStringLiteral("/in-use.lock"));
    m_lock->setStaleLockTime(0); // Held as long as its process lives, however long that is
    if (m_lock->tryLock(200))
        return {};
    const bool isHeld = m_lock->error() == QLockFile::LockFailedError;
    m_lock.reset();
    if (isHeld)
        return failure(ErrorCode::StorageBusy,
                       QStringLiteral("MDMC CRM is already open with this profile. Close it there first, or choose another "
                                      "profile with --profile."));
    return failure(ErrorCode::StorageFailure, QStringLiteral("the folder %1 cannot be written to").arg(m_path));
}

} // namespace mdmc::app
