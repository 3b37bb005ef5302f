// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to a workspace as a whole: backup, restore, maintenance.
#include "app/server/commands.h"
#include "app/server/console.h"
#include "sync/server/backup.h"
#include "sync/server/maintenance.h"
#include "sync/server/workspace_access.h"

namespace mdmc::server {

namespace {

constexpr QLatin1String kData("data");

QCommandLineOption dataOption()
{
    return QCommandLineOption(QString(kData), QStringLiteral("Data folder."), QStringLiteral("DIR"));
}

/// DIR and FILE, or --data DIR and FILE. False: `exitCode` says what to return.
bool parsePlaces(const QString &command, const QString &description, const QStringList &arguments, QString &dataDir,
                 QString &file, int &exitCode)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(description);
    parser.addOption(dataOption());
    parser.addPositionalArgument(QStringLiteral("DIR"), QStringLiteral("Data folder, unless --data names it."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The backup."));
    if (!parse(parser, command, arguments, exitCode))
        return false;
    QStringList words = parser.positionalArguments();
    dataDir = parser.value(QString(kData));
    if (dataDir.isEmpty() && !words.isEmpty())
        dataDir = words.takeFirst();
    if (words.size() != 1 || dataDir.isEmpty()) {
        exitCode = fail(kBadConfig, command + QStringLiteral(" takes a data folder and a file."));
        return false;
    }
    file = words.first();
    return true;
}

} // namespace

int backupCommand(const QStringList &arguments)
{
    QString dataDir, file;
    int exitCode = kDone;
    const QString description = QStringLiteral(
        "Writes a complete, encrypted copy of a workspace, also while it is served. Keep the keys apart from it.");
    if (!parsePlaces(QStringLiteral("backup"), description, arguments, dataDir, file, exitCode))
        return exitCode;
    if (const auto done = sync::backUpWorkspace(dataDir, file); !done)
        return fail(done.error());
    print(QStringLiteral("backup written to %1; it opens with the keys of %2 only").arg(file, dataDir));
    return kDone;
}

int restoreCommand(const QStringList &arguments)
{
    QString dataDir, file;
    int exitCode = kDone;
    const QString description = QStringLiteral(
        "Puts a backup in place of a workspace that is not being served; clients offer again what it lacks.");
    if (!parsePlaces(QStringLiteral("restore"), description, arguments, dataDir, file, exitCode))
        return exitCode;
    const auto restored = sync::restoreWorkspace(dataDir, file);
    if (!restored)
        return fail(restored.error());
    print(QStringLiteral("restored %1 as of change %2").arg(restored->workspaceName).arg(restored->head));
    if (!restored->replaced.isEmpty())
        print(QStringLiteral("what was there before is kept as %1").arg(restored->replaced));
    return kDone;
}

int maintainCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Removes what no client needs any more, as a server does every day by itself."));
    parser.addOption(dataOption());
    int exitCode = kDone;
    if (!parse(parser, QStringLiteral("maintain"), arguments, exitCode))
        return exitCode;
    const QString dataDir = parser.isSet(QString(kData)) ? parser.value(QString(kData)) : parser.positionalArguments().value(0);
    if (dataDir.isEmpty())
        return fail(kBadConfig, QStringLiteral("maintain needs --data."));
    auto access = sync::WorkspaceAccess::open(dataDir);
    if (!access)
        return fail(access.error());
    sync::Maintenance maintenance(*(*access)->store, (*access)->clock);
    if (const auto done = maintenance.run(); !done)
        return fail(done.error());
    print(QStringLiteral("removed %1 changes from the log, %2 tombstones, %3 results")
              .arg(maintenance.done().changes)
              .arg(maintenance.done().tombstones)
              .arg(maintenance.done().results));
    return kDone;
}

} // namespace mdmc::server
