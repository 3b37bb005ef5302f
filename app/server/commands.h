// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace mdmc::server {

/// Exit codes of mdmc-server.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1; ///< What was asked for could not be done.
inline constexpr int kBadConfig = 2; ///< Wrong usage, path, key or certificate.

// Each takes the arguments after its name, prints to stdout what was asked for and to stderr one line of what went
// wrong, and returns an exit code.
int initCommand(const QStringList &arguments);
int userCommand(const QStringList &arguments);
int backupCommand(const QStringList &arguments);
int restoreCommand(const QStringList &arguments);
int maintainCommand(const QStringList &arguments);
int serveCommand(const QStringList &arguments);
int checkConfigCommand(const QStringList &arguments);

} // namespace mdmc::server
