// SPDX-License-Identifier: GPL-3.0-or-later
// What the simulator found once, each shortened to the steps that it takes. A history stays what it is when faults and
// weights change, which a seed alone does not.
#include "tests/simulation/run.h"
#include "tests/simulation/templates.h"

#include <QTest>

namespace mdmc::simulation {

class TestRegressions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holds_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("clients");
        QTest::addColumn<QString>("rates"); ///< Of faults that befall messages and commits by themselves.
        QTest::addColumn<QString>("steps");

        // A flipped bit made a row look newer than anything that the server would ever send of it; repairs left it.
        QTest::newRow("a revision that is too high is repaired")
            << quint64(40) << 2 << QString()
            << QStringLiteral("import@0/qwsbnyinx7r0 advance@1/160bym1bthyu9 checksum-flip@0/2hmswdgr1ha5b");

        // The log that a killed server had just made was not in the folder any more after the next one's power cut.
        QTest::newRow("a power cut after a kill loses nothing that was committed")
            << quint64(64) << 2 << QString()
            << QStringLiteral("server-killed@0/1dyvw0bejnx9 token-expired@1/2x5yq3c85idgk "
                              "patch-several@0/38ay500x2nlov advance@0/oy738omv5q0c patch-several@0/3k5h2jvcahc90 "
                              "stage-move@1/3ryp6z1n2qvkz advance@0/27ktk6c61drni server-power-cut@0/18b5onnshrwnk "
                              "patch@1/3uivs3wh5ay9a advance@1/35lklqrtz2zlt");

        // The sweep after a snapshot took a deleted campaign away with its lines, which had just come in.
        QTest::newRow("what belongs to a deleted record survives a snapshot")
            << quint64(469) << 2 << QString()
            << QStringLiteral("partition-up@0/149r910rggw5c delete@0/7rb7en3myc4e connections-cut@0/nbhb0ma6x9yu "
                              "advance@1/vjdor9b92n6t advance@0/29uio6jcz54xa scope-flip@0/37i496utjuwci");

        // A refused edit had kept a row that left its author's sight; its words stayed in the full-text index.
        QTest::newRow("words of what a refused edit kept leave the full-text index")
            << quint64(1372) << 3 << QString() << QStringLiteral("group@0/22cg1t5iw4u30 sessions-revoked@0/g5z3lak8nqb5 "
                              "cloned@0/f39kry3x4hwu advance@2/2f1ufhgm2g0c4 scope-flip@0/35v8s7twqg8vk");
    }

    void holds()
    {
        QFETCH(quint64, seed);
        QFETCH(int, clients);
        QFETCH(QString, rates);
        QFETCH(QString, steps);
        RunOptions options{.seed = seed, .clients = clients};
        options.rates = FaultRates::parse(rates);
        options.areRatesExact = true;
        options.history = stepsFromText(steps);
        QVERIFY(options.rates && options.history);
        const RunResult result = runSimulation(options, m_templates);
        QVERIFY2(!result.violation, qPrintable(result.violation.value_or(Violation{}).message));
        QCOMPARE(result.steps, int(options.history->size()));
    }

private:
    Templates m_templates;
};

} // namespace mdmc::simulation

QTEST_GUILESS_MAIN(mdmc::simulation::TestRegressions)
#include "test_regressions.moc"
