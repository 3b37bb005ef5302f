// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/mutations.h"
#include "tests/simulation/templates.h"

#include <QLoggingCategory>
#include <QTest>

namespace mdmc::simulation {

/// The simulator can fail: each defect is found by an invariant, and the product without defects by none.
class TestMutations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("mdmc.*=false"));
#ifdef MDMC_NO_MUTATIONS
        QSKIP("built without mutations");
#endif
    }

    void isFound_data()
    {
        QTest::addColumn<int>("plan");
        for (int i = 0; i < int(mutationPlans().size()); ++i)
            QTest::newRow(mutationPlans()[size_t(i)].name) << i;
    }

    void isFound()
    {
        QFETCH(const int, plan);
        const MutationVerdict verdict = provoke(mutationPlans()[size_t(plan)], m_templates);
        QVERIFY2(verdict.violation, qPrintable(QStringLiteral("not found within %1 runs").arg(verdict.runs)));
        QVERIFY(verdict.violation->invariant >= 1 && verdict.violation->invariant <= kInvariantCount);
        QVERIFY(!verdict.violation->message.isEmpty());
    }

    /// What found the defect finds nothing where there is none.
    void soundProductPasses_data() { isFound_data(); }
    void soundProductPasses()
    {
        QFETCH(const int, plan);
        const MutationPlan &chosen = mutationPlans()[size_t(plan)];
        RunOptions options;
        options.seed = chosen.seed;
        options.clients = chosen.clients;
        options.steps = chosen.steps;
        options.rates = FaultRates::parse(QString::fromLatin1(chosen.faults));
        options.areRatesExact = true;
        const RunResult result = runSimulation(options, m_templates);
        QVERIFY2(!result.violation, result.violation ? qPrintable(result.violation->message) : "");
    }

private:
    Templates m_templates;
};

} // namespace mdmc::simulation

QTEST_GUILESS_MAIN(mdmc::simulation::TestMutations)
#include "test_mutations.moc"
