// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/default_lists.h"
#include "core/rules/pipeline.h"
#include "tests/support/list_rule_context.h"

#include <QSet>
#include <QTest>

using namespace mdmc;

class TestPipeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stageRules();
    void firstStages();
    void staleness();
    void weightedValues_data();
    void weightedValues();
    void defaultsAreValid();
    void defaultsAreWhatTheTradeUses();
};

namespace {

constexpr qint64 kDay = 86'400'000;

Stage stageOf(const char *kind, qint64 probability = 0)
{
    Stage stage;
    stage.kind = QString::fromLatin1(kind);
    stage.probability = probability;
    return stage;
}

} // namespace

void TestPipeline::stageRules()
{
    Lead lead;
    QVERIFY(!checkStage(lead, stageOf("open")));
    QVERIFY(!checkStage(lead, stageOf("parked")));
    QCOMPARE(checkStage(lead, stageOf("lost"))->path, QStringLiteral("lostReason"));
    QCOMPARE(checkStage(lead, stageOf("lost"))->kind, ViolationKind::LostNeedsReason);
    QCOMPARE(checkStage(lead, stageOf("won"))->path, QStringLiteral("contractValue"));
    QCOMPARE(checkStage(lead, stageOf("won"))->kind, ViolationKind::WonNeedsContractValue);
    lead.lostReason = QStringLiteral("budget");
    lead.contractValue = Money{0, QStringLiteral("EUR")};
    QVERIFY(!checkStage(lead, stageOf("lost")));
    QVERIFY(checkStage(lead, stageOf("won")));
    lead.contractValue->minor = 1;
    QVERIFY(!checkStage(lead, stageOf("won")));
}

void TestPipeline::firstStages()
{
    QVERIFY(!firstStage(ListRuleContext()));
    ListRuleContext context = ListRuleContext::defaults();
    QCOMPARE(firstStage(context)->nameEn, QStringLiteral("New"));
    std::reverse(context.allStages.begin(), context.allStages.end());
    QCOMPARE(firstStage(context)->nameEn, QStringLiteral("New"));
    for (Stage &stage : context.allStages)
        stage.isArchived = stage.nameEn == u"New";
    QCOMPARE(firstStage(context)->nameEn, QStringLiteral("Contacted"));

    // A pipeline before it without a stage where a lead could start is passed over.
    Pipeline earlier;
    earlier.id = RecordId::mint();
    earlier.position = -1;
    context.allPipelines.push_back(earlier);
    QCOMPARE(firstStage(context)->nameEn, QStringLiteral("Contacted"));
    QVERIFY(!firstStageOf(earlier.id, context));
    Stage stage = stageOf("open");
    stage.id = RecordId::mint();
    stage.pipelineId = earlier.id;
    stage.position = 99;
    context.allStages.push_back(stage);
    QCOMPARE(firstStage(context)->id, stage.id);
    context.allPipelines.back().isArchived = true;
    QCOMPARE(firstStage(context)->nameEn, QStringLiteral("Contacted"));
}

void TestPipeline::staleness()
{
    Stage stage = stageOf("open");
    Lead lead;
    QVERIFY(!isStale(lead, stage, 1000 * kDay));
    lead.stageChangedAt = 100 * kDay;
    QVERIFY(!isStale(lead, stage, 1000 * kDay)); // 0 days: never
    stage.rottenAfterDays = 3;
    QVERIFY(!isStale(lead, stage, 103 * kDay));
    QVERIFY(isStale(lead, stage, 103 * kDay + 1));
    QVERIFY(!isStale(lead, stage, 50 * kDay));
}

void TestPipeline::weightedValues_data()
{
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<int>("probability");
    QTest::addColumn<qint64>("weighted");
    QTest::newRow("nothing") << qint64(0) << 50 << qint64(0);
    QTest::newRow("half") << qint64(1000) << 50 << qint64(500);
    QTest::newRow("rounded up at half") << qint64(10) << 25 << qint64(3);  // 2.5
    QTest::newRow("rounded down below") << qint64(49) << 5 << qint64(2);   // 2.45
    QTest::newRow("none") << qint64(12345) << 0 << qint64(0);
    QTest::newRow("all") << qint64(12345) << 100 << qint64(12345);
    QTest::newRow("more than all") << qint64(12345) << 250 << qint64(12345);
    QTest::newRow("negative half") << qint64(-10) << 25 << qint64(-2);     // -2.5 goes up
    QTest::newRow("huge") << std::numeric_limits<qint64>::max() << 100 << std::numeric_limits<qint64>::max();
}

void TestPipeline::weightedValues()
{
    QFETCH(qint64, minor);
    QFETCH(int, probability);
    QFETCH(qint64, weighted);
    Lead lead;
    QVERIFY(!weightedValue(lead, stageOf("open", probability)));
    lead.budget = Money{minor, QStringLiteral("CHF")};
    QVERIFY(weightedValue(lead, stageOf("open", probability)) == (Money{weighted, QStringLiteral("CHF")}));
    lead.contractValue = Money{700, QStringLiteral("EUR")};
    QVERIFY(weightedValue(lead, stageOf("open", probability)) == (Money{weighted, QStringLiteral("CHF")}));
    QVERIFY(weightedValue(lead, stageOf("won", 100)) == lead.contractValue);
}

void TestPipeline::defaultsAreValid()
{
    ManualClock clock;
    SeededRandom random(1);
    const std::vector<Record> records = defaultWorkspaceRecords(clock, random);
    ListRuleContext context;
    QSet<RecordId> ids;
    QSet<QString> keys;
    for (const Record &record : records) {
        // In dependency order: each stands on those before it.
        const std::vector<Violation> violations = validate(record, nullptr, context);
        QVERIFY2(violations.empty(), violations.empty() ? "" : qPrintable(violations[0].path));
        Record normal = record;
        normalise(normal);
        QVERIFY(normal == record);
        context.add(record);
        ids.insert(record.id);
        if (record.type == EntityType::ListItem) {
            const ListItem item = fromRecord<ListItem>(record);
            QVERIFY(!item.labelFr.isEmpty());
            keys.insert(item.list + u'/' + item.key);
            QVERIFY(!item.labelFr.contains(u'\'')); // ’ in French
        }
    }
    QCOMPARE(ids.size(), qsizetype(records.size()));
    QCOMPARE(keys.size(), qsizetype(context.items.size()));
    for (const EntityInfo *info : allEntities())
        for (const FieldInfo &field : info->fields)
            if (field.list)
                QVERIFY2(!context.list(QString::fromLatin1(field.list)).empty(), field.list);
    for (const ListItem &item : context.items)
        QCOMPARE(item.position, qint64(std::count_if(context.items.begin(), context.items.end(), [&](const ListItem &i) {
                     return i.list == item.list && &i < &item;
                 })));
}

void TestPipeline::defaultsAreWhatTheTradeUses()
{
    const ListRuleContext context = ListRuleContext::defaults();
    QStringList stages;
    for (const Stage &stage : context.stages()) {
        QCOMPARE(stage.position, stages.size());
        QVERIFY(stage.colour >= 0 && stage.colour <= 7);
        stages += QStringLiteral("%1 %2 %3").arg(stage.nameFr).arg(stage.probability).arg(stage.kind);
    }
    const QStringList expected{
        QStringLiteral("Nouveau 5 open"), QStringLiteral("Contacté 10 open"), QStringLiteral("Qualifié 25 open"),
        QStringLiteral("Brief ou audit reçu 35 open"), QStringLiteral("Proposition envoyée 50 open"),
        QStringLiteral("Négociation 70 open"), QStringLiteral("Accord oral 90 open"), QStringLiteral("Gagné 100 won"),
        QStringLiteral("Perdu 0 lost"), QStringLiteral("En veille 5 parked")};
    QCOMPARE(stages, expected);
    const auto keys = [&](QStringView list) {
        QStringList found;
        for (const ListItem &item : context.list(list))
            found += item.key;
        return found.join(u' ');
    };
    QCOMPARE(keys(u"priority"), QStringLiteral("low normal high urgent"));
    QCOMPARE(keys(u"lostReason"), QStringLiteral("budget timing competitor noReply notAFit inHouse other"));
    QCOMPARE(keys(u"platform"),
             QStringLiteral("meta tiktok google spotify playlistPitching influence press other"));
    QCOMPARE(context.list(u"genre").size(), size_t(22));
}

QTEST_GUILESS_MAIN(TestPipeline)
#include "test_pipeline.moc"
