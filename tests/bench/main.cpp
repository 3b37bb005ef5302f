// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/process.h"
#include "tests/bench/epoll.h"
#include "tests/bench/jobs.h"
#include "tests/bench/supervisor.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

using namespace mdmc;
using namespace mdmc::bench;

namespace {

Result<> runJob(const QString &job, const Place &place, QApplication &application)
{
    if (job == kPreparation)
        return prepareServer(place);
    switch (job.size() == 2 && job[0] == u'J' ? job[1].digitValue() : 0) {
    case 1: return runFirstSync(place);
    case 2: return runBacklog(place);
    case 3: return runPropagation(place);
    case 4: return runFanOut(place);
    case 5: return runQueries(place);
    case 6: return runApi(place);
    case 7: return runLimit(place);
    case 8: return runDesktop(place, application);
    default: return failure(ErrorCode::InvalidInput, QStringLiteral("there is no job %1").arg(job));
    }
}

QCommandLineOption option(const char *name, const char *text, const char *value)
{
    return {QString::fromLatin1(name), QString::fromLatin1(text), QString::fromLatin1(value)};
}

constexpr qint64 kMostOfAnything = 100'000'000;

/// The value of an option that is a whole number, 0 without it.
Result<qint64> numberOf(const QCommandLineParser &parser, const char *name)
{
    const QString text = parser.value(QString::fromLatin1(name));
    bool isNumber = true;
    const qint64 number = text.isEmpty() ? 0 : text.toLongLong(&isNumber);
    if (!isNumber || number < 0 || number > kMostOfAnything)
        return failure(ErrorCode::InvalidInput, QStringLiteral("--%1: %2 is no number from 0 to %3")
                                                    .arg(QLatin1String(name), text).arg(kMostOfAnything));
    return number;
}

Result<Place> placeOf(const QCommandLineParser &parser)
{
    Place place;
    place.binDir = QFileInfo(QStringLiteral("/proc/self/exe")).symLinkTarget().section(u'/', 0, -2);
    place.dir = parser.value(QStringLiteral("dir"));
    place.data = parser.value(QStringLiteral("data"));
    place.ops = parser.value(QStringLiteral("ops"));
    MDMC_ASSIGN(place.n, numberOf(parser, "n"));
    MDMC_ASSIGN(const qint64 edits, numberOf(parser, "edits"));
    MDMC_ASSIGN(const qint64 seconds, numberOf(parser, "seconds"));
    MDMC_ASSIGN(place.syncMicroseconds, numberOf(parser, "sync-us"));
    place.edits = int(edits);
    place.seconds = int(seconds);
    for (const QString &count : parser.value(QStringLiteral("clients")).split(u',', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        place.clients.append(count.toInt(&isNumber));
        if (!isNumber || place.clients.constLast() < 1)
            return failure(ErrorCode::InvalidInput, QStringLiteral("--clients: %1 is no number from 1 on").arg(count));
    }
    for (const QString &path : {place.data, place.ops})
        if (!path.isEmpty() && !(QFileInfo(path).isFile() && QFileInfo(path).isReadable()))
            return failure(ErrorCode::NotFound, QStringLiteral("cannot read %1").arg(path));
    if (!place.ops.isEmpty() && place.data.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("--ops needs the leads that it edits: name them with --data"));
    // The loader takes both for the end of a name, and would go on without it.
    if (place.syncMicroseconds > 0 && (place.binDir.contains(u' ') || place.binDir.contains(u':')))
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("--sync-us needs a build folder without blanks and colons in its path, not %1").arg(place.binDir));
    if (place.syncMicroseconds > 0 && !QFileInfo::exists(place.binDir + QStringLiteral("/mdmc_slow_sync.so")))
        return failure(ErrorCode::NotFound, QStringLiteral("--sync-us needs mdmc_slow_sync.so beside the program: build all of mdmc-bench"));
    return place;
}

/// Those that were named; all without a name.
Result<QStringList> jobsOf(const QCommandLineParser &parser)
{
    QStringList all;
    for (int i = 1; i <= 8; ++i)
        all.append(QStringLiteral("J%1").arg(i));
    const QStringList named = parser.positionalArguments();
    for (const QString &job : named)
        if (!all.contains(job))
            return failure(ErrorCode::InvalidInput, QStringLiteral("there is no job %1, only J1 to J8").arg(job));
    return named.isEmpty() ? all : named;
}

int refuse(const Error &error)
{
    std::fputs(qPrintable(error.detail + u'\n'), stderr);
    return 2;
}

/// The one job of a process that the supervisor started.
int childMain(int argc, char **argv, const QString &job, const Place &place)
{
    endWithParent();
    raiseDescriptorLimit();
    QApplication application(argc, argv);
    const auto done = runJob(job, place, application);
    if (!done)
        qWarning("%s failed: %s: %s", qPrintable(job), qPrintable(errorCodeName(done.error().code)),
                 qPrintable(done.error().detail));
    return done ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    security::leaveCryptoToSystemAtExit();
    qputenv("QT_QPA_PLATFORM", qgetenv("QT_QPA_PLATFORM").isEmpty() ? "offscreen" : qgetenv("QT_QPA_PLATFORM"));
    qputenv("QT_LOGGING_RULES", "mdmc.*.info=false");
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Measures the program and prints one figure a line, as JSON.\n"
        "J1 first sync, J2 offline backlog, J3 propagation, J4 fan-out, J5 queries, J6 server API, J7 the limit,\n"
        "J8 the window (offscreen). Without a job: all. The last lines are ratios to the limit, measured in the same "
        "run."));
    parser.addPositionalArgument(QStringLiteral("JOB"), QStringLiteral("J1 to J8; several may be named."),
                                 QStringLiteral("[JOB…]"));
    parser.addOptions(
        {option("n", "How many leads, 100,000 unless told; those of the file when it is given.", "N"),
         option("data", "Workload: leads, one JSON object a line. Without: the server's demo data.", "FILE"),
         option("ops", "Operations for J2. Without: edits of the budget.", "FILE"),
         option("clients", "Live clients of J3 (2,200 unless told) and J4 (100,500,2000), separated by commas.", "M"),
         option("runs", "Every job so often; the figures are medians, with the lowest and highest.", "R"),
         option("edits", "Edits of J2 (10,000 unless told) and J3 (500).", "E"), option("seconds", "How long J4 (20 unless told) and J6 (5) last.", "S"),
         option("sync-us", "Each wait for the disk takes that many microseconds at least, as on a slower one.", "U"),
         option("dir", "Keep the data here, in an empty folder or one of an earlier run with the same leads.", "DIR")});
    QCommandLineOption child = option("child", "The one job of a process that this program starts.", "JOB");
    child.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOption(child);
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Displays this help."));
    parser.addOption(help);
    if (!parser.parse(arguments) || parser.isSet(help)) {
        // There is no application yet that the parser could ask for its name.
        const QString text =
            parser.helpText().replace(QStringLiteral("<executable_name>"), QStringLiteral("mdmc-bench"));
        const bool isAsked = parser.errorText().isEmpty();
        std::fputs(qPrintable(isAsked ? text : parser.errorText() + u'\n'), isAsked ? stdout : stderr);
        return isAsked ? 0 : 2;
    }
    const auto place = placeOf(parser);
    if (!place)
        return refuse(place.error());
    if (parser.isSet(child))
        return childMain(argc, argv, parser.value(child), *place);
    const auto jobs = jobsOf(parser);
    if (!jobs)
        return refuse(jobs.error());
    const auto runs = numberOf(parser, "runs");
    if (!runs)
        return refuse(runs.error());
    return Supervisor(*place, std::max(1, int(*runs))).run(*jobs);
}
