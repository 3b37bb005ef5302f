// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QProcess>
#include <QTemporaryDir>

using namespace mdmc::bench;

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", qgetenv("QT_QPA_PLATFORM").isEmpty() ? "offscreen" : qgetenv("QT_QPA_PLATFORM"));
    qputenv("QT_LOGGING_RULES", "mdmc.*.info=false");
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Measures the program and prints one figure a line, as JSON.\n"
                                                    "Jobs: J1 first sync from a real server, J5 queries, J8 the window (offscreen)."));
    parser.addHelpOption();
    const QCommandLineOption count(QStringLiteral("n"), QStringLiteral("How many leads."), QStringLiteral("N"), QStringLiteral("100000"));
    const QCommandLineOption folder(QStringLiteral("dir"), QStringLiteral("Keep the data here, and use what is there already."), QStringLiteral("DIR"));
    const QCommandLineOption only(QStringLiteral("job"), QStringLiteral("Only this job, on the data in --dir."), QStringLiteral("JOB"));
    parser.addOptions({count, folder, only});
    parser.process(application);

    QTemporaryDir temporary;
    const Place place{QCoreApplication::applicationDirPath(), parser.isSet(folder) ? parser.value(folder) : temporary.path(),
                      parser.value(count).toLongLong()};
    const QString job = parser.value(only);
    if (job == QLatin1String("J1"))
        return runFirstSync(place) ? 0 : 1;
    if (job == QLatin1String("J5"))
        return runQueries(place) ? 0 : 1;
    if (job == QLatin1String("J8"))
        return runDesktop(place, application) ? 0 : 1;
    // Each in a process of its own, so that memory and caches of one do not colour the next.
    for (const char *name : {"J1", "J5", "J8"}) {
        const int code = QProcess::execute(QCoreApplication::applicationFilePath(),
                                           {QStringLiteral("--n"), QString::number(place.n), QStringLiteral("--dir"), place.dir,
                                            QStringLiteral("--job"), QString::fromLatin1(name)});
        if (code != 0)
            return code;
    }
    return 0;
}
