// SPDX-License-Identifier: GPL-3.0-or-later
// Every job of the bench once, with a few hundred leads, so that it never rots. Figures only have to be plausible.
#include "tests/support/processes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace mdmc;

namespace {

constexpr int kLeads = 300;
constexpr int kMinutesMs = 240'000;

/// As the workload's generator writes them: shared/bench/README.md.
QByteArray lead(int i)
{
    static const char *stages[] = {"new",         "contacted", "qualified", "proposal",
                                   "negotiation", "won",       "lost",      "nurture"};
    const auto id = [](int number) {
        return QStringLiteral("%1-1111-4111-8111-111111111111").arg(number, 8, 16, QLatin1Char('0'));
    };
    const QJsonObject object{
        {QStringLiteral("id"), id(i * 7919 % 100'003)},
        {QStringLiteral("firstName"), QStringLiteral("Ava")},
        {QStringLiteral("lastName"), QStringLiteral("Silva")},
        {QStringLiteral("email"), QStringLiteral("ava%1@kalo.example").arg(i)},
        {QStringLiteral("phone"), QStringLiteral("+1%1").arg(2'000'000'000LL + i * 7'919'003LL)},
        {QStringLiteral("artistName"), QStringLiteral("Kalo %1").arg(i)},
        {QStringLiteral("genre"), i % 2 ? QStringLiteral("pop") : QStringLiteral("house")},
        {QStringLiteral("spotifyUrl"), QStringLiteral("https://open.spotify.com/artist/0123456789abcdef012345")},
        {QStringLiteral("budget"), 100 * (1 + i % 500)},
        {QStringLiteral("platforms"), QJsonArray{QStringLiteral("deezer")}},
        {QStringLiteral("goals"), QJsonArray{QStringLiteral("press")}},
        {QStringLiteral("stage"), QLatin1String(stages[i % 8])},
        {QStringLiteral("priority"), QStringLiteral("normal")},
        {QStringLiteral("score"), i % 1000},
        {QStringLiteral("ownerId"), id(900'000 + i % 12)},
        {QStringLiteral("createdAt"), QStringLiteral("2025-02-09T20:52:08.000Z")},
        {QStringLiteral("updatedAt"), QStringLiteral("2025-03-09T20:52:08.000Z")},
        {QStringLiteral("notes"), QStringLiteral("asked about playlist budget")}};
    QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    return i % 7 == 3 ? line.replace("\":", "\" : ") : line; // Others write it so.
}

QByteArray operation(int i)
{
    const QString id =
        QStringLiteral("%1-1111-4111-8111-111111111111").arg(i * 7919 % 100'003, 8, 16, QLatin1Char('0'));
    static const char *sets[] = {R"({"stage":"lost"})",         R"({"budget":77700,"genre":"jazz"})",
                                 R"({"phone":"+14288669331"})", R"({"notes":"call back after tour"})",
                                 R"({"genre":"metal"})",        R"({"priority":"high"})"};
    return QStringLiteral(R"({"seq":%1,"id":"%2","set":%3})").arg(i).arg(id, QLatin1String(sets[i % 6])).toUtf8()
        + '\n';
}

bool write(const QString &path, QByteArray (*line)(int))
{
    QFile file(path);
    bool isWritten = file.open(QIODevice::WriteOnly);
    for (int i = 0; i < kLeads; ++i)
        isWritten = isWritten && file.write(line(i)) > 0;
    return isWritten;
}

/// The process that serves the folder; 0 when there is none.
pid_t serverOf(const QString &dir)
{
    for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(process));
        if (process.toInt() > 0 && file.open(QIODevice::ReadOnly)
            && file.readAll().split('\0').mid(1, 3) == QList<QByteArray>{"serve", "--data", (dir + QStringLiteral("/server")).toUtf8()})
            return process.toInt();
    }
    return 0;
}

} // namespace

class TestJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void printsEveryFigure_data();
    void printsEveryFigure();
    void beginsEachRunAnew();
    void waitsForTheDiskAsLongAsAsked();
    void refusesWhatCannotBeRun_data();
    void refusesWhatCannotBeRun();
    void leavesNothingBehindWhenItIsEnded();
    void endsWithItsServer();

private:
    /// The first figure of that name in a run over the workload; empty when there is none.
    QJsonObject figureOf(const QStringList &arguments, QLatin1String metric);

    QStringList folders() const; ///< That a bench has, or has left.
    void startLongRun(QProcess &bench, QString &dir);

    QTemporaryDir m_dir;
    test::Finished m_run;
    QMap<QString, double> m_figures; ///< By job and metric.
};

void TestJobs::initTestCase()
{
    QVERIFY(write(m_dir.filePath(QStringLiteral("leads.ndjson")), &lead));
    QVERIFY(write(m_dir.filePath(QStringLiteral("ops.ndjson")), &operation));
    m_run = test::runProgram(QStringLiteral(MDMC_BIN_DIR), QStringLiteral("mdmc-bench"),
                             {QStringLiteral("--data"), m_dir.filePath(QStringLiteral("leads.ndjson")),
                              QStringLiteral("--ops"), m_dir.filePath(QStringLiteral("ops.ndjson")),
                              QStringLiteral("--clients"), QStringLiteral("12"), QStringLiteral("--edits"),
                              QStringLiteral("30"), QStringLiteral("--seconds"), QStringLiteral("1")},
                             {}, {QStringLiteral("TMPDIR=") + m_dir.path()}, kMinutesMs);
    QVERIFY2(m_run.exitCode == 0, (m_run.out + m_run.err).constData());
    for (const QByteArray &line : m_run.out.split('\n')) {
        const QJsonObject figure = QJsonDocument::fromJson(line).object();
        if (line.isEmpty())
            continue;
        QCOMPARE(figure.value(QLatin1String("peer")).toString(), QStringLiteral("mdmc"));
        QCOMPARE(figure.value(QLatin1String("n")).toInt(), kLeads);
        QVERIFY(!figure.value(QLatin1String("unit")).toString().isEmpty());
        m_figures.insert(figure.value(QLatin1String("job")).toString() + u' '
                             + figure.value(QLatin1String("metric")).toString(),
                         figure.value(QLatin1String("value")).toDouble(-1));
    }
}

void TestJobs::printsEveryFigure_data()
{
    QTest::addColumn<QString>("metric");
    QTest::addColumn<double>("lowest");
    QTest::addColumn<double>("highest");
    const auto row = [](const char *metric, double lowest, double highest) {
        QTest::newRow(metric) << QString::fromLatin1(metric) << lowest << highest;
    };
    row("J1 seconds", 0.001, 60);
    row("J1 listable", 0.001, 60);
    row("J1 bytes received", kLeads * 50.0, kLeads * 2000.0);
    row("J1 client peak memory", 5, 2000);
    row("J1 server peak memory", 5, 2000);
    row("J1 server CPU", 0, 60);
    row("J1 ratio: listable / rows", 0.01, 1e6);
    row("J1 ratio: seconds / rows, indexes and full text", 0.01, 1e6);
    row("J2 edits/s", 1, 1e7);
    row("J2 edits", 20, 30);
    row("J2 refused", 0, 0);
    row("J2 edit durable here p50", 0.001, 10'000);
    row("J3 edit durable at the other at 2 clients p50", 0.001, 10'000);
    row("J3 edit durable at the other at 12 clients p99", 0.001, 10'000);
    row("J4 edit read by a client at 12 clients p95", 0.001, 10'000);
    row("J4 edit durable at an engine at 12 clients p95", 0.001, 10'000);
    row("J3 ratio: p50 at 12 clients / durable commit", 0.01, 1e6);
    row("J4 ratio: p95 at 12 clients / durable commit", 0.001, 1e6);
    row("J4 server CPU at 12 clients", 0, 60);
    row("J4 server memory at 12 clients", 5, 2000);
    row("J5 list by stage and owner, by score, first 50 p95", 0.001, 10'000);
    row("J5 search by prefix, first 50 p95", 0.001, 10'000);
    row("J5 count by stage p50", 0.001, 10'000);
    row("J6 requests/s", 1, 1e7);
    row("J6 page of 50 filtered leads p95", 0.001, 10'000);
    row("J6 leads in a page", 20, 50); // Every eighth, and what J2 moved
    row("J6 ratio: answers without work / requests", 0.01, 1e6);
    row("J7 rows into an encrypted file", 1e-4, 60);
    row("J7 durable commit p50", 0.001, 10'000);
    row("J8 start: window to first painted rows", 0.1, 60'000);
    row("J8 keystroke to painted result p50", 0.01, 60'000);
    row("J8 sorted by budget, painted", 0.01, 60'000);
    row("J8 filtered by priority, painted", 0.01, 60'000);
    row("J8 edit to its row at the top, painted p50", 0.01, 60'000);
    row("J8 scroll frame p95", 0.001, 60'000);
    row("J8 board opened and painted", 0.01, 60'000);
    row("J8 memory at the end", 5, 2000);
    row("J2 ratio: updates/s, 500 a commit / edits/s", 0.001, 1e6);
    row("J5 ratio: first page / the library alone, p95", 0.001, 1e6);
    row("J8 ratio: first painted rows / first page", 0.001, 1e6);
}

void TestJobs::printsEveryFigure()
{
    QFETCH(QString, metric);
    QFETCH(double, lowest);
    QFETCH(double, highest);
    QVERIFY2(m_figures.contains(metric), m_run.out.constData());
    const double value = m_figures.value(metric);
    QVERIFY2(value >= lowest && value <= highest, qPrintable(QStringLiteral("%1 is %2").arg(metric).arg(value)));
}

QJsonObject TestJobs::figureOf(const QStringList &arguments, QLatin1String metric)
{
    const test::Finished run = test::runProgram(
        QStringLiteral(MDMC_BIN_DIR), QStringLiteral("mdmc-bench"),
        arguments + QStringList{QStringLiteral("--data"), m_dir.filePath(QStringLiteral("leads.ndjson"))}, {},
        {QStringLiteral("TMPDIR=") + m_dir.path()}, kMinutesMs);
    for (const QByteArray &line : run.out.split('\n')) {
        const QJsonObject figure = QJsonDocument::fromJson(line).object();
        if (run.exitCode == 0 && figure.value(QLatin1String("metric")).toString() == metric)
            return figure;
    }
    qWarning("%s", (run.out + run.err).constData());
    return {};
}

void TestJobs::beginsEachRunAnew()
{
    const QJsonObject figure =
        figureOf({QStringLiteral("J2"), QStringLiteral("--ops"), m_dir.filePath(QStringLiteral("ops.ndjson")),
                  QStringLiteral("--edits"), QStringLiteral("30"), QStringLiteral("--runs"), QStringLiteral("2")},
                 QLatin1String("edits"));
    QCOMPARE(figure.value(QLatin1String("runs")).toInt(), 2);
    QVERIFY(figure.value(QLatin1String("lowest")).toDouble() >= 20);
}

void TestJobs::waitsForTheDiskAsLongAsAsked()
{
    const QJsonObject figure = figureOf({QStringLiteral("J7"), QStringLiteral("--sync-us"), QStringLiteral("5000")},
                                        QLatin1String("durable commit p50"));
    QVERIFY(figure.value(QLatin1String("value")).toDouble() >= 5);
}

void TestJobs::refusesWhatCannotBeRun_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *arguments, const char *message) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments).split(u' ') << QByteArray(message);
    };
    row("J9", "there is no job J9");
    row("J7 --n many", "--n: many is no number");
    row("J7 --runs x", "--runs: x is no number");
    row("J4 --clients x,5", "--clients: x is no number");
    row("J7 --data none.ndjson", "cannot read none.ndjson");
    row("J1 --n 300 --ops none.ndjson", "cannot read none.ndjson");
    row("J2 --n 300 --ops ops.ndjson", "--ops needs the leads that it edits");
    row("J7 --data broken.ndjson", "line 2 is no lead");
    row("J7 --data short.ndjson", "line 2 is no lead");
    row("J7 --data twice.ndjson", "00000000-1111-4111-8111-111111111111 is there twice");
    row("J7 --data ownerless.ndjson", "line 1: its ownerId is none");
    row("J7 --n 50 --data leads.ndjson", "--n 50: there are 300 leads in");
    row("J7 --n 4294967297", "--n: 4294967297 is no number from 0 to");
    row("J4 --clients 0", "--clients: 0 is no number");
    row("J7 --n 10 --dir foreign", "holds something that is not of this program");
    row("J7 --n 10 --dir used", "was made for other leads");
}

void TestJobs::refusesWhatCannotBeRun()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, message);
    for (const auto &[name, part] : {std::pair("broken.ndjson", 200), std::pair("short.ndjson", 10)}) {
        QFile file(m_dir.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray cut = R"({"id":"00000001-1111-4111-8111-111111111111","firstName":"Ava)";
        file.write(lead(0) + cut.left(part));
    }
    for (const auto &[name, lines] : {std::pair("twice.ndjson", lead(0) + lead(0)),
                                      std::pair("ownerless.ndjson", lead(0).replace("ownerId", "owner"))}) {
        QFile file(m_dir.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(lines);
    }
    const QString contract = m_dir.filePath(QStringLiteral("foreign/server/contract.txt"));
    for (const auto &[path, text] : {std::pair(contract, "signed"),
                                     std::pair(m_dir.filePath(QStringLiteral("used/mdmc-bench.json")), R"({"leads":20})")}) {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    for (QString &argument : arguments)
        if (const QString path = m_dir.filePath(argument); QFile::exists(path))
            argument = path;
    const test::Finished run = test::runProgram(QStringLiteral(MDMC_BIN_DIR), QStringLiteral("mdmc-bench"), arguments,
                                                {}, {QStringLiteral("TMPDIR=") + m_dir.path()}, kMinutesMs);
    QVERIFY(run.exitCode != 0);
    QVERIFY2(run.err.contains(message), run.err.constData());
    QCOMPARE(run.out, QByteArray());
    QVERIFY(QFile::exists(contract));
}

QStringList TestJobs::folders() const
{
    return QDir(m_dir.path()).entryList({QStringLiteral("mdmc-bench-*")}, QDir::Dirs | QDir::NoDotAndDotDot);
}

void TestJobs::startLongRun(QProcess &bench, QString &dir)
{
    QCOMPARE(folders(), QStringList());
    bench.setEnvironment(QProcess::systemEnvironment() + QStringList{QStringLiteral("TMPDIR=") + m_dir.path()});
    bench.start(QStringLiteral(MDMC_BIN_DIR "/mdmc-bench"),
                {QStringLiteral("J4"), QStringLiteral("--n"), QStringLiteral("100"), QStringLiteral("--seconds"),
                 QStringLiteral("600"), QStringLiteral("--clients"), QStringLiteral("4")});
    QVERIFY(bench.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(folders().size(), 1, 20'000);
    dir = m_dir.filePath(folders().constFirst());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(dir + QStringLiteral("/port")), 30'000); // Its server serves
}

void TestJobs::leavesNothingBehindWhenItIsEnded()
{
    QProcess bench;
    QString dir;
    startLongRun(bench, dir);
    bench.terminate();
    QVERIFY(bench.waitForFinished(20'000));
    QCOMPARE(bench.exitCode(), 128 + 15);
    QCOMPARE(folders(), QStringList());
}

void TestJobs::endsWithItsServer()
{
    QProcess bench;
    QString dir;
    startLongRun(bench, dir);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(dir + QStringLiteral("/client-2")), 30'000);
    const pid_t server = serverOf(dir);
    QVERIFY(server > 0);
    QCOMPARE(::kill(server, SIGKILL), 0);
    QVERIFY(bench.waitForFinished(30'000));
    QCOMPARE(bench.exitCode(), 1);
    QVERIFY2(bench.readAllStandardError().contains("server"), "it does not say why");
    QVERIFY(!bench.readAllStandardOutput().contains("\"J4\""));
    QCOMPARE(folders(), QStringList());
}

QTEST_GUILESS_MAIN(TestJobs)
#include "test_jobs.moc"
