// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace mdmc::app {

/// What stands on the command line before a command, if there is one.
struct ProgramOptions {
    QString profile = QStringLiteral("default");
    QString dataDir;          ///< Instead of the profile's usual folder.
    QString language;         ///< en or fr; empty: as set, else the system's.
    QString theme;            ///< system, light or dark; empty: as set.
    QString automationSocket; ///< Only where the program was built for it.
    QString link;             ///< mdmc://…, to be opened.
    QString command;          ///< Empty: the window.
    QStringList commandArguments; ///< With the command's name first, as QCommandLineParser wants it.
    bool wantsHelp = false;
    bool wantsVersion = false;
};

/// InvalidInput with a sentence for what cannot be understood. `arguments` begins with the program's name.
Result<ProgramOptions> parseOptions(const QStringList &arguments);

/// The text of --help.
QString helpText();

} // namespace mdmc::app
