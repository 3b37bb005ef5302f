// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/session.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace mdmc::sync {

namespace {

QString profilePath(const QString &dir)
{
    return QDir(dir).filePath(QStringLiteral("profile.json"));
}

} // namespace

Result<Profile> Profile::load(const QString &dir)
{
    QFile file(profilePath(dir));
    if (!file.exists())
        return failure(ErrorCode::NotFound, QStringLiteral("the folder holds no profile"));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::StorageFailure, QStringLiteral("the profile cannot be read: ") + file.errorString());
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    Profile profile;
    profile.dir = dir;
    profile.server = QUrl(object.value(QLatin1String("server")).toString());
    profile.email = object.value(QLatin1String("email")).toString();
    profile.userId = RecordId::fromString(object.value(QLatin1String("userId")).toString()).value_or(RecordId());
    profile.workspaceName = object.value(QLatin1String("workspaceName")).toString();
    if (profile.userId.isNull())
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("the profile names no person"));
    return profile;
}

Result<> Profile::save() const
{
    const QJsonObject object{{QStringLiteral("server"), server.toString()},
                             {QStringLiteral("email"), email},
                             {QStringLiteral("userId"), userId.toString()},
                             {QStringLiteral("workspaceName"), workspaceName}};
    QSaveFile file(profilePath(dir));
    const bool isOpen = QDir().mkpath(dir) && file.open(QIODevice::WriteOnly);
    if (!isOpen || file.write(QJsonDocument(object).toJson()) < 0 || !file.commit())
        return failure(ErrorCode::StorageFailure,
                       QStringLiteral("the profile cannot be written: ") + file.errorString());
    return {};
}

QString Profile::databasePath() const
{
    return QDir(dir).filePath(QStringLiteral("replica.db"));
}

QString Profile::keyFilePath() const
{
    return QDir(dir).filePath(QStringLiteral("replica.key"));
}

} // namespace mdmc::sync
