// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/program.h"

#include "app/desktop/cli.h"
#include "app/desktop/options.h"
#include "app/desktop/passphrase_source.h"
#include "app/desktop/translations.h"
#include "app/desktop/window_program.h"

#include <QApplication>
#include <QTextStream>

namespace mdmc::app {

namespace {

void nameApplication()
{
    QCoreApplication::setOrganizationName(QStringLiteral("MDMC"));
    QCoreApplication::setOrganizationDomain(QStringLiteral("mdmc.fr"));
    QCoreApplication::setApplicationName(QStringLiteral("mdmc-crm"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MDMC_VERSION));
}

int runCommand(const ProgramOptions &options, int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const Translations translations(options.language);
    QTextStream out(stdout);
    QTextStream err(stderr);
    auto folder = ProfileFolder::open(options.profile, options.dataDir);
    if (!folder) {
        err << folder.error().detail << '\n';
        return int(Exit::Failed);
    }
    const HeadlessKeys keys;
    CliContext context{*folder, keys.access(), out, err};
    const Exit exit = findCommand(options.command)->run(context, options.commandArguments);
    // A workspace that could not be opened is deleted later, and its threads end with it: while there is an application.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return int(exit);
}

} // namespace

int runProgram(int argc, char **argv)
{
    nameApplication();
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const auto options = parseOptions(arguments);
    if (!options) {
        QTextStream(stderr) << options.error().detail << '\n' << QStringLiteral("Try mdmc-crm --help.\n");
        return int(Exit::Usage);
    }
    if (options->wantsHelp || options->wantsVersion) {
        QTextStream(stdout) << (options->wantsHelp ? helpText() : QStringLiteral("mdmc-crm %1\n").arg(QStringLiteral(MDMC_VERSION)));
        return int(Exit::Done);
    }
    if (!options->command.isEmpty())
        return runCommand(*options, argc, argv);
    QApplication application(argc, argv);
    return runWindow(*options, application);
}

} // namespace mdmc::app
