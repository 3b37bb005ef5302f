// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/profile_folder.h"
#include "sync/client/session.h"

#include <QJsonObject>
#include <QStringList>
#include <QTextStream>

namespace mdmc::app {

/// What every command of `mdmc-crm` shares: where the profile is, how its key is found, where answers go.
struct CliContext {
    ProfileFolder &folder;
    sync::KeyAccess keys;
    QTextStream &out;
    QTextStream &err;
};

/// Exit codes: 0 done, 1 the command failed (a sentence on the error output says why), 2 it was called wrongly.
enum class Exit { Done = 0, Failed = 1, Usage = 2 };

/// One command: its own options, then the work.
struct CliCommand {
    const char *name;
    const char *summary; ///< One line for --help.
    Exit (*run)(CliContext &context, const QStringList &arguments);
};

/// The commands there are: sign-in, status, sync, import, export.
std::span<const CliCommand> cliCommands();
const CliCommand *findCommand(const QString &name);

/// Prints the sentence for people and remembers nothing; returns Exit::Failed.
Exit fail(CliContext &context, const Error &error);
Exit wrongUsage(CliContext &context, const QString &sentence);
/// Opens the replica of the profile, offline until the command goes online.
Result<std::unique_ptr<sync::Workspace>> openReplica(CliContext &context);
/// Waits until everything is in step with the server: Synced and nothing pending. TimedOut, or why it stopped.
Result<> waitUntilSynced(sync::Workspace &workspace, int timeoutMs);
/// Waits until searches find everything: after a first sync the full text is still being made (SyncStatus::indexed).
void waitUntilIndexed(sync::Workspace &workspace);
QJsonObject statusJson(const sync::Workspace &workspace);
/// The first line of standard input, for passwords.
QString readLineFromStdin();

Exit runSignIn(CliContext &context, const QStringList &arguments);
Exit runStatus(CliContext &context, const QStringList &arguments);
Exit runSync(CliContext &context, const QStringList &arguments);
Exit runImport(CliContext &context, const QStringList &arguments);
Exit runExport(CliContext &context, const QStringList &arguments);

} // namespace mdmc::app
