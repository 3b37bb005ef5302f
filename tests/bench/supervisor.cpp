// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/supervisor.h"

#include "tests/bench/figures.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLockFile>
#include <QScopeGuard>
#include <QTemporaryDir>

#include <csignal>
#include <filesystem>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mdmc::bench {

namespace {

volatile std::sig_atomic_t caughtSignal = 0;

void onSignal(int number)
{
    caughtSignal = number;
}

void catchSignals()
{
    struct sigaction action { };
    action.sa_handler = onSignal; // Without SA_RESTART: whatever waits for a child wakes.
    for (const int number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE}) // Also when nobody reads on
        ::sigaction(number, &action, nullptr);
}

/// A figure of a job beside what bounds it.
struct Ratio {
    const char *job;
    const char *metric; ///< `*`: any number, which stands in the name, too.
    const char *limitJob;
    const char *limit;
    const char *name;
    bool isRate = false; ///< More is better: the ratio is the limit's to ours.
};

constexpr Ratio kRatios[] = {
    {"J1", "listable", "J7", "rows into an encrypted file", "listable / rows"},
    {"J1", "seconds", "J7", "rows, indexes and full text into an encrypted file",
     "seconds / rows, indexes and full text"},
    {"J1", "seconds", "J7", "the rows' bytes through a loopback socket", "seconds / the bytes through a socket"},
    {"J2", "edits/s", "J7", "updates/s, 500 a commit", "updates/s, 500 a commit / edits/s", true},
    {"J2", "edit durable here p50", "J7", "durable commit p50", "edit durable here / durable commit, p50"},
    {"J3", "edit durable at the other at * clients p50", "J7", "durable commit p50",
     "p50 at * clients / durable commit"},
    {"J4", "edit read by a client at * clients p95", "J7", "durable commit p95",
     "p95 at * clients / durable commit"},
    {"J5", "list by stage and owner, by score, first 50 p95", "J5", "limit: the same page from the library alone p95",
     "first page / the library alone, p95"},
    {"J6", "requests/s", "J6", "limit: the same answers without work", "answers without work / requests", true},
    {"J8", "start: window to first painted rows", "J7", "first page from a closed file",
     "first painted rows / first page"},
};

QStringList argumentsFor(const Place &place, const QString &job)
{
    QStringList clients;
    for (const int count : place.clients)
        clients.append(QString::number(count));
    return {QStringLiteral("--child"),   job,
            QStringLiteral("--n"),       QString::number(place.n),
            QStringLiteral("--dir"),     place.dir,
            QStringLiteral("--data"),    place.data,
            QStringLiteral("--ops"),     place.ops,
            QStringLiteral("--clients"), clients.join(u','),
            QStringLiteral("--edits"),   QString::number(place.edits),
            QStringLiteral("--seconds"), QString::number(place.seconds)};
}

const QStringList kEditing{QStringLiteral("J2"), QStringLiteral("J3"), QStringLiteral("J4")};
const QString kRuntimeDir = QStringLiteral("XDG_RUNTIME_DIR");
const QString kAsLoaded = QStringLiteral("-as-loaded");

/// `to` does not exist or is removed first.
bool copyFolder(const QString &from, const QString &to)
{
    QDir(to).removeRecursively();
    std::error_code error;
    std::filesystem::copy(from.toStdString(), to.toStdString(), std::filesystem::copy_options::recursive, error);
    return !error;
}

qint64 linesOf(const QString &path)
{
    QFile file(path);
    qint64 lines = 0;
    if (file.open(QIODevice::ReadOnly))
        while (!file.atEnd())
            lines += file.readLine().trimmed().isEmpty() ? 0 : 1;
    return lines;
}

/// Says whose the folder is and what was loaded in it; everything below it may be removed by this program.
const QString kMark = QStringLiteral("mdmc-bench.json");

QByteArray markOf(const Place &place)
{
    const QFileInfo data(place.data);
    const QJsonObject mark{{QStringLiteral("leads"), place.n},
                           {QStringLiteral("of"), place.data.isEmpty() ? QStringLiteral("the demo data") : data.fileName()},
                           {QStringLiteral("bytes"), place.data.isEmpty() ? 0 : data.size()}};
    return QJsonDocument(mark).toJson(QJsonDocument::Compact);
}

/// Takes a folder that is to be kept: an empty one, or one that was made for the same leads.
Result<> claim(const Place &place)
{
    QDir dir(place.dir);
    QFile mark(dir.filePath(kMark));
    if (mark.open(QIODevice::ReadOnly)) {
        const QByteArray before = mark.readAll();
        if (before == markOf(place))
            return {};
        return failure(ErrorCode::AlreadyExists, QStringLiteral("%1 was made for other leads (%2, not %3): name another folder")
                                                     .arg(place.dir, QString::fromUtf8(before), QString::fromUtf8(markOf(place))));
    }
    if (!dir.mkpath(QStringLiteral(".")))
        return failure(ErrorCode::StorageFailure, QStringLiteral("%1 cannot be made").arg(place.dir));
    if (!dir.isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden))
        return failure(ErrorCode::AlreadyExists,
                       QStringLiteral("%1 holds something that is not of this program: name an empty folder").arg(place.dir));
    if (!mark.open(QIODevice::WriteOnly) || mark.write(markOf(place)) < 0)
        return failure(ErrorCode::StorageFailure, QStringLiteral("cannot write to %1").arg(place.dir));
    return {};
}

} // namespace

void endWithParent()
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == 1)
        ::_exit(1); // It was quicker.
}

int Supervisor::run(QStringList jobs)
{
    int argc = 1;
    char name[] = "mdmc-bench";
    char *argv[] = {name, nullptr};
    const QCoreApplication application(argc, argv);
    catchSignals();
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const auto refuse = [](const QString &why) {
        qWarning("%s", qPrintable(why));
        return 2;
    };
    if (const qint64 lines = m_place.data.isEmpty() ? 0 : linesOf(m_place.data); !m_place.data.isEmpty()) {
        if (lines == 0)
            return refuse(QStringLiteral("there are no leads in %1").arg(m_place.data));
        if (m_place.n > 0 && m_place.n != lines)
            return refuse(QStringLiteral("--n %1: there are %2 leads in %3").arg(m_place.n).arg(lines).arg(m_place.data));
        m_place.n = lines;
    }
    if (m_place.n <= 0)
        m_place.n = 100'000;
    std::optional<QTemporaryDir> temporary; // Goes with this call, however the jobs end.
    if (m_place.dir.isEmpty()) {
        temporary.emplace();
        if (!temporary->isValid()) { // Its path is empty then: nothing may be made, or removed, below that.
            qWarning("no temporary folder: %s", qPrintable(temporary->errorString()));
            return 1;
        }
        m_place.dir = temporary->path();
    } else if (const auto claimed = claim(m_place); !claimed) {
        return refuse(claimed.error().detail);
    }
    QLockFile lock(m_place.dir + QStringLiteral("/mdmc-bench.lock"));
    lock.setStaleLockTime(0); // Runs are long; that of a program that is gone is taken all the same.
    if (!lock.tryLock())
        return refuse(QStringLiteral("another mdmc-bench is at work in %1").arg(m_place.dir));
    const int code = runAll(jobs);
    if (m_runs > 1)
        printMedians();
    printRatios();
    return caughtSignal != 0 ? 128 + int(caughtSignal) : code;
}

/// The workspace as it was before the first run, and no client: the same edits would change nothing a second time.
bool Supervisor::beginAnew() const
{
    QDir place(m_place.dir);
    for (const QString &client : place.entryList({QStringLiteral("client-*")}, QDir::Dirs))
        QDir(place.filePath(client)).removeRecursively();
    QDir(m_place.serverDir()).removeRecursively();
    return copyFolder(m_place.serverDir() + kAsLoaded, m_place.serverDir());
}

int Supervisor::runAll(const QStringList &jobs)
{
    // Reading the workload takes memory that would count as a client's in the job that came first.
    if (const int code = runChild(kPreparation, false))
        return code;
    const bool areEdited =
        std::any_of(jobs.begin(), jobs.end(), [](const QString &job) { return kEditing.contains(job); });
    const bool isBegunAnew = m_runs > 1 && areEdited;
    const QString asLoaded = m_place.serverDir() + kAsLoaded;
    const auto removed = qScopeGuard([&] { QDir(asLoaded).removeRecursively(); });
    if (isBegunAnew && !copyFolder(m_place.serverDir(), asLoaded)) {
        qWarning("the workspace cannot be copied to %s", qPrintable(asLoaded));
        return 1;
    }
    for (int run = 0; run < m_runs; ++run) {
        if (isBegunAnew && run > 0 && !beginAnew()) {
            qWarning("the workspace cannot be copied from %s", qPrintable(asLoaded));
            return 1;
        }
        for (const QString &job : jobs)
            if (const int code = runChild(job, m_runs == 1))
                return code;
        // The limit in the same run, for the ratios.
        if (!jobs.contains(QStringLiteral("J7")))
            if (const int code = runChild(QStringLiteral("J7"), m_runs == 1))
                return code;
    }
    return 0;
}

int Supervisor::runChild(const QString &job, bool isShown)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!environment.contains(kRuntimeDir)) { // Qt would make one that stays, and say so.
        const QString runtime = m_place.dir + QStringLiteral("/runtime");
        QDir().mkdir(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        environment.insert(kRuntimeDir, runtime);
    }
    if (m_place.syncMicroseconds > 0) {
        environment.insert(QStringLiteral("LD_PRELOAD"), m_place.binDir + QStringLiteral("/mdmc_slow_sync.so"));
        environment.insert(QStringLiteral("MDMC_BENCH_SYNC_US"), QString::number(m_place.syncMicroseconds));
    }
    child.setProcessEnvironment(environment);
    child.start(m_place.binDir + QStringLiteral("/mdmc-bench"), argumentsFor(m_place, job));
    while (child.state() != QProcess::NotRunning && caughtSignal == 0) {
        child.waitForReadyRead(100);
        while (child.canReadLine())
            take(child.readLine(), isShown);
    }
    if (caughtSignal != 0) {
        child.kill(); // Its server goes with it, and becomes a child of this process.
        child.waitForFinished();
        while (::waitpid(-1, nullptr, 0) > 0) { } // Who still lives could write into the folder that goes.
        return 128 + int(caughtSignal);
    }
    while (child.canReadLine())
        take(child.readLine(), isShown);
    if (child.exitStatus() == QProcess::CrashExit) {
        qWarning("%s was ended or has crashed", qPrintable(job));
        return 1;
    }
    return child.exitCode();
}

void Supervisor::take(const QByteArray &line, bool isShown)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (object.isEmpty())
        return;
    if (isShown)
        printLine(object);
    const auto key =
        std::pair(object.value(QLatin1String("job")).toString(), object.value(QLatin1String("metric")).toString());
    Series &series = m_series[key];
    if (series.values.empty())
        m_order.push_back(key);
    series.unit = object.value(QLatin1String("unit")).toString();
    series.values.push_back(object.value(QLatin1String("value")).toDouble());
}

void Supervisor::printMedians() const
{
    for (const auto &[job, metric] : m_order) {
        const Series &series = m_series.at({job, metric});
        QJsonObject line = figure(job, m_place.n, metric, medianOf(series.values), series.unit);
        line.insert(QStringLiteral("lowest"), percentileOf(series.values, 0));
        line.insert(QStringLiteral("highest"), percentileOf(series.values, 100));
        line.insert(QStringLiteral("runs"), int(series.values.size()));
        printLine(line);
    }
}

std::optional<double> Supervisor::median(const QString &job, const QString &metric) const
{
    const auto found = m_series.find({job, metric});
    return found == m_series.end() ? std::nullopt : std::optional(medianOf(found->second.values));
}

void Supervisor::printRatios() const
{
    for (const Ratio &ratio : kRatios) {
        const QString wanted = QString::fromLatin1(ratio.metric);
        const QString before = wanted.section(u'*', 0, 0);
        const QString after = wanted.section(u'*', 1);
        const auto limit = median(QString::fromLatin1(ratio.limitJob), QString::fromLatin1(ratio.limit));
        for (const auto &[job, metric] : m_order) {
            const bool isIt = wanted.contains(u'*') ? metric.startsWith(before) && metric.endsWith(after) : metric == wanted;
            const auto ours = isIt && job == QLatin1String(ratio.job) ? median(job, metric) : std::nullopt;
            if (!ours || !limit || *ours <= 0 || *limit <= 0)
                continue;
            const QString number = metric.sliced(before.size(), metric.size() - before.size() - after.size());
            print(ratio.job, m_place.n, QStringLiteral("ratio: ") + QString::fromLatin1(ratio.name).replace(u'*', number),
                  ratio.isRate ? *limit / *ours : *ours / *limit, "1");
        }
    }
}

} // namespace mdmc::bench
