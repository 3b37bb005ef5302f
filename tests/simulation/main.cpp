// SPDX-License-Identifier: GPL-3.0-or-later
// mdmc-simulation: runs the simulator for as long as one likes, repeats a run, shortens it.
#include "tests/simulation/mutations.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/statistics.h"
#include "tests/simulation/templates.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QLoggingCategory>
#include <QRandomGenerator>

#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>

using namespace mdmc;
using namespace mdmc::simulation;

namespace {

struct Settings {
    qint64 runs = 1000;
    quint64 seed = 0;
    RunOptions run;
    int jobs = 1;
    int stopAfter = 20; ///< Violations.
    bool isShrinking = false;
    int everySeconds = 30;
};

void print(const QString &text)
{
    std::fputs(qPrintable(text), stdout);
    std::fflush(stdout);
}

QString commandFor(const RunOptions &options)
{
    QString command = QStringLiteral("--replay %1").arg(options.seed);
    if (options.only) {
        QStringList steps;
        for (const int step : *options.only)
            steps << QString::number(step);
        command += u':' + steps.join(u',');
    }
    if (options.clients)
        command += QStringLiteral(" --clients %1").arg(options.clients);
    if (options.steps)
        command += QStringLiteral(" --steps %1").arg(options.steps);
    return command;
}

void describe(const RunOptions &options, const RunResult &result)
{
    print(QStringLiteral("VIOLATION of %1 (%2), seed %3, %4 clients: %5\n  repeat: mdmc-simulation %6\n")
              .arg(result.violation->invariant).arg(invariantName(result.violation->invariant)).arg(result.seed)
              .arg(result.clients).arg(result.violation->message, commandFor(options)));
}

/// The rates that a regression test needs beside the steps.
QString ambientRates(const RunOptions &options)
{
    const FaultRates rates = ratesOf(options.seed, options.rates.value_or(FaultRates::usual()));
    QStringList list;
    for (int i = 0; i < kFaultCount; ++i)
        if (isAmbient(Fault(i)) && rates[Fault(i)] > 0)
            list << QStringLiteral("%1=%2").arg(faultName(Fault(i))).arg(rates[Fault(i)]);
    return list.join(u',');
}

/// Shortens and prints a history that violates an invariant.
void shorten(RunOptions options, const RunResult &found, Templates &templates)
{
    options.only = shrink(options, found.violation->invariant, templates, 400, [](size_t) {});
    const RunResult result = runSimulation(options, templates);
    if (!result.violation)
        return print(QStringLiteral("  (not shortened: the short history holds)\n"));
    print(QStringLiteral("  shortened to %1 steps: mdmc-simulation %2\n").arg(options.only->size()).arg(commandFor(options)));
    for (const int step : *options.only)
        print(QStringLiteral("    %1: %2\n").arg(step).arg(result.history[size_t(step)].toString()));
    print(QStringLiteral("  %1\n").arg(result.violation->message));
}

/// The share of one process: seeds seed + first, + jobs, …
Statistics work(const Settings &settings, int first, Templates &templates,
                const std::function<void(const Statistics &)> &report)
{
    Statistics statistics;
    QElapsedTimer since;
    since.start();
    for (qint64 i = first; i < settings.runs; i += settings.jobs) {
        RunOptions options = settings.run;
        options.seed = settings.seed + quint64(i);
        const RunResult result = runSimulation(options, templates);
        statistics.add(result);
        if (result.violation) {
            describe(options, result);
            if (settings.isShrinking)
                shorten(options, result, templates);
            if (statistics.violations >= settings.stopAfter)
                break;
        }
        if (since.elapsed() > settings.everySeconds * 1000) {
            since.start();
            report(statistics);
        }
    }
    report(statistics);
    return statistics;
}

/// Several processes, each with its share; their statistics come through pipes.
Statistics workTogether(const Settings &settings, Templates &templates)
{
    std::vector<std::pair<pid_t, int>> children;
    for (int job = 0; job < settings.jobs; ++job) {
        int ends[2];
        if (pipe(ends) != 0)
            qFatal("no pipe");
        const pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            work(settings, job, templates, [&](const Statistics &now) {
                const QByteArray bytes = now.toBytes();
                if (write(ends[1], bytes.constData(), size_t(bytes.size())) != bytes.size())
                    _exit(3);
            });
            _exit(0);
        }
        close(ends[1]);
        children.emplace_back(child, ends[0]);
    }
    std::vector<Statistics> latest(children.size());
    std::vector<bool> isDone(children.size());
    QElapsedTimer since;
    since.start();
    const auto total = [&] {
        Statistics sum;
        for (const Statistics &one : latest)
            sum.add(one);
        return sum;
    };
    // Each writes when it has something to say; reading them in turn is enough.
    for (size_t open = children.size(); open > 0;) {
        for (size_t i = 0; i < children.size(); ++i) {
            if (isDone[i])
                continue;
            QByteArray bytes(qsizetype(sizeof(Statistics)), '\0');
            if (read(children[i].second, bytes.data(), size_t(bytes.size())) != bytes.size()) {
                isDone[i] = true;
                --open;
                continue;
            }
            latest[i] = *Statistics::fromBytes(bytes);
        }
        const Statistics now = total();
        print(QStringLiteral("… %1 runs, %2 operations, %3 violations after %4 s\n").arg(now.runs).arg(now.operations)
                  .arg(now.violations).arg(since.elapsed() / 1000));
    }
    for (size_t i = 0; i < children.size(); ++i) {
        int status = 0;
        waitpid(children[i].first, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            print(QStringLiteral("a process ended with status %1\n").arg(status));
            ++latest[i].violations;
        }
        close(children[i].second);
    }
    return total();
}

std::optional<RunOptions> parseReplay(const QString &text, RunOptions options)
{
    bool isNumber = false;
    options.seed = text.section(u':', 0, 0).toULongLong(&isNumber);
    if (!isNumber)
        return std::nullopt;
    if (text.contains(u':')) {
        options.only = std::vector<int>();
        for (const QString &step : text.section(u':', 1).split(u',', Qt::SkipEmptyParts))
            options.only->push_back(step.toInt());
    }
    return options;
}

int replay(const RunOptions &options, bool isShrinking, Templates &templates)
{
    const RunResult result = runSimulation(options, templates);
    Statistics statistics;
    statistics.add(result);
    print(statistics.report());
    print(QStringLiteral("seed %1, %2 clients, %3 steps, trace %4\n").arg(result.seed).arg(result.clients)
              .arg(result.steps).arg(result.traceHash, 16, 16, QLatin1Char('0')));
    print(QStringLiteral("rates %1\n").arg(ambientRates(options)));
    if (!result.violation)
        return 0;
    describe(options, result);
    if (isShrinking)
        shorten(options, result, templates);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("mdmc.*=false"));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Deterministic simulation of clients, server, network and disks."));
    parser.addHelpOption();
    const auto option = [&](const char *name, const char *text, const char *value) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(text), QString::fromLatin1(value)});
    };
    option("runs", "How many runs (1000).", "N");
    option("seed", "First seed; else a fresh one is drawn and printed.", "S");
    option("faults", "Comma-separated faults, name=rate, all or none.", "LIST");
    option("clients", "Clients in each run, 2 to 8; else drawn.", "N");
    option("steps", "Steps in each run; else drawn.", "N");
    option("jobs", "Processes at a time (1).", "J");
    option("stop-after", "Violations after which a process gives up (20).", "N");
    option("report", "Writes the final statistics to a file, too.", "FILE");
    option("mutation", "Runs with a defect of the product, or all in turn, until an invariant finds it.", "NAME");
    parser.addOption({QStringLiteral("table"), QStringLiteral("With --mutation: as in docs/simulation.md.")});
    option("replay", "Repeats the run of a seed, or only some of its steps.", "SEED[:STEPS]");
    parser.addOption({QStringLiteral("shrink"), QStringLiteral("Shortens what violates.")});
    parser.addOption({QStringLiteral("verbose"), QStringLiteral("Prints the trace, and the product's log.")});
    parser.process(application);
    Settings settings;
    const auto number = [&](const char *name, qint64 otherwise) {
        const QString value = parser.value(QString::fromLatin1(name));
        return value.isEmpty() ? otherwise : value.toLongLong();
    };
    settings.runs = number("runs", 1000);
    settings.jobs = int(std::clamp<qint64>(number("jobs", 1), 1, 64));
    settings.stopAfter = int(number("stop-after", 20));
    settings.isShrinking = parser.isSet(QStringLiteral("shrink"));
    settings.run.clients = int(number("clients", 0));
    settings.run.steps = int(number("steps", 0));
    settings.run.isVerbose = parser.isSet(QStringLiteral("verbose"));
    if (settings.run.isVerbose)
        QLoggingCategory::setFilterRules(QStringLiteral("mdmc.*=true"));
    if (parser.isSet(QStringLiteral("faults"))) {
        settings.run.rates = FaultRates::parse(parser.value(QStringLiteral("faults")));
        if (!settings.run.rates) {
            print(QStringLiteral("There is no such fault.\n"));
            return 2;
        }
    }
    settings.seed = parser.isSet(QStringLiteral("seed")) ? parser.value(QStringLiteral("seed")).toULongLong()
                                                         : QRandomGenerator::system()->generate();
    Templates templates;
    if (parser.isSet(QStringLiteral("mutation")))
        return printMutations(parser.value(QStringLiteral("mutation")), parser.isSet(QStringLiteral("table")),
                              parser.isSet(QStringLiteral("seed")) ? settings.seed : 0, int(number("runs", 0)), templates);
    if (parser.isSet(QStringLiteral("replay"))) {
        const auto options = parseReplay(parser.value(QStringLiteral("replay")), settings.run);
        return options ? replay(*options, settings.isShrinking, templates) : 2;
    }
    print(QStringLiteral("%1 runs from seed %2, %3 at a time\n").arg(settings.runs).arg(settings.seed).arg(settings.jobs));
    const Statistics statistics = settings.jobs == 1 ? work(settings, 0, templates, [](const Statistics &now) {
        print(QStringLiteral("… %1 runs, %2 violations\n").arg(now.runs).arg(now.violations));
    }) : workTogether(settings, templates);
    print(statistics.report());
    if (const QString path = parser.value(QStringLiteral("report")); !path.isEmpty()) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(statistics.report().toUtf8()) < 0)
            print(QStringLiteral("The report cannot be written.\n"));
    }
    return statistics.violations == 0 ? 0 : 1;
}
