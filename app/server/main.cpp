// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server/commands.h"
#include "app/server/console.h"
#include "core/security/process.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    using namespace mdmc::server;
    mdmc::security::leaveCryptoToSystemAtExit();
    // GLib's loop is told of each change of what a socket waits for by a write to itself: two more system calls for every
    // message to every client.
    qputenv("QT_NO_GLIB", "1");
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mdmc-server"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MDMC_VERSION));
    // One line per event, for journals: time, level, concern, text.
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddTHH:mm:ss.zzz} "
                                      "%{if-debug}debug%{endif}%{if-info}info%{endif}%{if-warning}warning%{endif}"
                                      "%{if-critical}error%{endif}%{if-fatal}fatal%{endif} %{category} %{message}"));
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString command = arguments.value(0);
    const QStringList rest = arguments.mid(1);
    if (command == QLatin1String("--version")) {
        print(QStringLiteral("mdmc-server ") + QCoreApplication::applicationVersion());
        return kDone;
    }
    if (command == QLatin1String("init"))
        return initCommand(rest);
    if (command == QLatin1String("user"))
        return userCommand(rest);
    if (command == QLatin1String("serve"))
        return serveCommand(rest);
    if (command == QLatin1String("check-config"))
        return checkConfigCommand(rest);
    if (command == QLatin1String("backup"))
        return backupCommand(rest);
    if (command == QLatin1String("restore"))
        return restoreCommand(rest);
    if (command == QLatin1String("maintain"))
        return maintainCommand(rest);
    const QString usage = QStringLiteral(
        "usage: mdmc-server init | user | serve | check-config | backup | restore | maintain | --version, "
        "each with --help");
    if (command == QLatin1String("--help") || command == QLatin1String("-h")) {
        print(usage);
        return kDone;
    }
    return fail(kBadConfig, usage);
}
