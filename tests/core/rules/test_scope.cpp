// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/rules/scope.h"

#include <QTest>

#include <unordered_set>

using namespace mdmc;

namespace {

RecordId makeId(quint64 seed)
{
    SeededRandom random(seed);
    return RecordId::mint(ManualClock(), random);
}

const RecordId kMe = makeId(1);
const RecordId kColleague = makeId(2);
const RecordId kMyTeam = makeId(3);
const RecordId kOtherTeam = makeId(4);

} // namespace

class TestScope : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void visibility_data();
    void visibility();
    void workspaceRecords();
    void ownedRecords();
    void children();
    void tasksOfTheirOwn();
    void refsHash();
};

void TestScope::visibility_data()
{
    QTest::addColumn<RecordId>("owner");
    QTest::addColumn<RecordId>("team");
    QTest::addColumn<QString>("seenBy"); // own, team (with a team), lone (team sight without a team), all
    const RecordId none;
    QTest::newRow("mine") << kMe << none << QStringLiteral("own team lone all");
    QTest::newRow("mine in my team") << kMe << kMyTeam << QStringLiteral("own team lone all");
    QTest::newRow("mine in another team") << kMe << kOtherTeam << QStringLiteral("own team lone all");
    QTest::newRow("colleague in my team") << kColleague << kMyTeam << QStringLiteral("team all");
    QTest::newRow("colleague elsewhere") << kColleague << kOtherTeam << QStringLiteral("all");
    QTest::newRow("colleague without team") << kColleague << none << QStringLiteral("all");
    QTest::newRow("nobody's") << none << none << QStringLiteral("team lone all");
    QTest::newRow("my team's, unowned") << none << kMyTeam << QStringLiteral("team all");
    QTest::newRow("another team's, unowned") << none << kOtherTeam << QStringLiteral("all");
}

void TestScope::visibility()
{
    QFETCH(RecordId, owner);
    QFETCH(RecordId, team);
    QFETCH(QString, seenBy);
    const ScopeKey scope{false, owner, team};
    QStringList seen;
    const auto check = [&](const char *name, Sight sight, const RecordId &actorTeam) {
        if (isVisible({kMe, Role::AccountManager, sight, actorTeam, true}, scope))
            seen += QString::fromLatin1(name);
        QVERIFY(!isVisible({kMe, Role::Admin, sight, actorTeam, false}, scope));
    };
    check("own", Sight::Own, kMyTeam);
    check("team", Sight::Team, kMyTeam);
    check("lone", Sight::Team, {});
    check("all", Sight::All, {});
    QCOMPARE(seen.join(u' '), seenBy);
}

void TestScope::workspaceRecords()
{
    for (const EntityType type : {EntityType::User, EntityType::Team, EntityType::Pipeline, EntityType::Stage,
                                  EntityType::ListItem}) {
        const Record record(type, makeId(5));
        QVERIFY(ownScope(record) == (ScopeKey{true, {}, {}}));
        QVERIFY(!parentOf(record));
        QVERIFY(isVisible({kMe, Role::ReadOnly, Sight::Own, {}, true}, ownScope(record)));
        QVERIFY(!isVisible({kMe, Role::Admin, Sight::All, {}, false}, ownScope(record)));
    }
}

void TestScope::ownedRecords()
{
    for (const EntityType type : {EntityType::Lead, EntityType::Campaign}) {
        Record record(type, makeId(5));
        record.setValue(QLatin1String("ownerId"), kMe);
        record.setValue(QLatin1String("teamId"), kMyTeam);
        QVERIFY(ownScope(record) == (ScopeKey{false, kMe, kMyTeam}));
        QVERIFY(!parentOf(record));
    }
}

void TestScope::children()
{
    const RecordId subject = makeId(6);
    for (const EntityType type : {EntityType::Activity, EntityType::Task, EntityType::Conflict}) {
        Record record(type, makeId(5));
        QVERIFY(!parentOf(record));
        record.setValue(QLatin1String("subjectId"), subject);
        QVERIFY(!parentOf(record));
        record.setValue(QLatin1String("subjectType"), QStringLiteral("planet"));
        QVERIFY(!parentOf(record));
        record.setValue(QLatin1String("subjectType"), QStringLiteral("campaign"));
        QVERIFY(parentOf(record) == (RecordRef{EntityType::Campaign, subject}));
        record.setValue(QLatin1String("subjectType"), QStringLiteral("lead"));
        QVERIFY(parentOf(record) == (RecordRef{EntityType::Lead, subject}));
    }
    for (const EntityType type : {EntityType::CampaignLine, EntityType::CampaignLead}) {
        Record record(type, makeId(5));
        QVERIFY(!parentOf(record));
        record.setValue(QLatin1String("campaignId"), subject);
        QVERIFY(parentOf(record) == (RecordRef{EntityType::Campaign, subject}));
    }
}

void TestScope::tasksOfTheirOwn()
{
    Task task;
    task.id = makeId(5);
    task.createdBy = kColleague;
    QVERIFY(ownScope(toRecord(task)) == (ScopeKey{false, kColleague, {}}));
    task.assigneeId = kMe;
    QVERIFY(ownScope(toRecord(task)) == (ScopeKey{false, kMe, {}}));
}

void TestScope::refsHash()
{
    std::unordered_set<RecordRef> refs{{EntityType::Lead, kMe}, {EntityType::Campaign, kMe}, {EntityType::Lead, kMe}};
    QCOMPARE(refs.size(), size_t(2));
    const QSet<RecordRef> qt{{EntityType::Lead, kMe}, {EntityType::Lead, kColleague}};
    QVERIFY(qt.contains({EntityType::Lead, kMe}));
}

QTEST_GUILESS_MAIN(TestScope)
#include "test_scope.moc"
