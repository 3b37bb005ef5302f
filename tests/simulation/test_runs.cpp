// SPDX-License-Identifier: GPL-3.0-or-later
// Some hundred runs of the simulator: fixed seeds, and fresh ones for as long as the budget lasts.
#include "tests/simulation/run.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/statistics.h"
#include "tests/simulation/templates.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

namespace mdmc::simulation {

class TestRuns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_since.start(); }

    void aSeedReplaysExactly()
    {
        for (const quint64 seed : {3, 8, 21}) {
            const RunResult first = runSimulation({.seed = seed}, m_templates);
            const RunResult again = runSimulation({.seed = seed}, m_templates);
            // Made anew: nothing may depend on what a process did before.
            Templates others;
            const RunResult elsewhere = runSimulation({.seed = seed}, others);
            QVERIFY(first.events > 50);
            QCOMPARE(again.traceHash, first.traceHash);
            QCOMPARE(elsewhere.traceHash, first.traceHash);
            QVERIFY(runSimulation({.seed = seed + 1}, m_templates).traceHash != first.traceHash);
        }
    }

    void anySelectionOfStepsIsAHistory()
    {
        std::vector<int> odd;
        for (int i = 1; i < 60; i += 2)
            odd.push_back(i);
        const RunResult result = runSimulation({.seed = 12, .only = odd}, m_templates);
        QVERIFY2(!result.violation, qPrintable(result.violation.value_or(Violation{}).message));
        QVERIFY(result.steps > 0 && result.steps <= int(odd.size()));
    }

    void stepsCanBeWrittenDown()
    {
        const std::vector<Step> steps = drawSteps(7, {.steps = 80, .clients = 4, .rates = FaultRates::usual()});
        QString text;
        for (const Step &step : steps)
            text += step.toString() + u' ';
        const auto read = stepsFromText(text);
        QVERIFY(read);
        QCOMPARE(read->size(), steps.size());
        for (size_t i = 0; i < steps.size(); ++i)
            QCOMPARE((*read)[i].toString(), steps[i].toString());
        QVERIFY(!stepsFromText(QStringLiteral("juggle@1/3")));
        QVERIFY(!stepsFromText(QStringLiteral("patch@x/3")));
    }

    void fixedSeeds()
    {
        constexpr qint64 kLongestMs = 70'000; // A machine that is busy does fewer.
        for (quint64 seed = 1; seed <= 100 && m_since.elapsed() < kLongestMs; ++seed)
            check(seed);
        report();
        QVERIFY(m_statistics.runs >= 10);
        QVERIFY(m_statistics.operations > m_statistics.runs * 5);
    }

    void freshSeeds()
    {
        constexpr qint64 kBudgetMs = 60'000;
        const quint64 base = QRandomGenerator::system()->generate();
        qInfo() << "fresh seeds from" << base;
        for (quint64 seed = base; seed < base + 5 || m_since.elapsed() < kBudgetMs; ++seed)
            check(seed);
        report();
    }

private:
    void check(quint64 seed)
    {
        const RunResult result = runSimulation({.seed = seed}, m_templates);
        m_statistics.add(result);
        if (result.violation)
            QTest::qFail(qPrintable(QStringLiteral("seed %1: %2 (%3): %4\nmdmc-simulation --replay %1 --shrink")
                                        .arg(seed).arg(invariantName(result.violation->invariant))
                                        .arg(result.violation->invariant).arg(result.violation->message)),
                         __FILE__, __LINE__);
    }

    void report() { qInfo().noquote() << m_statistics.report(); }

    QElapsedTimer m_since;
    Templates m_templates;
    Statistics m_statistics;
};

} // namespace mdmc::simulation

QTEST_GUILESS_MAIN(mdmc::simulation::TestRuns)
#include "test_runs.moc"
