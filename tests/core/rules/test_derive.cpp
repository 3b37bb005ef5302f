// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/derive.h"
#include "core/rules/scoring.h"
#include "core/rules/validation.h"
#include "tests/support/list_rule_context.h"

#include <QTest>

using namespace mdmc;

namespace {

constexpr UtcMs kNow = 1'760'000'000'000; // 2025-10-09
constexpr UtcMs kDay = 86'400'000;

RecordId makeId(quint64 seed)
{
    SeededRandom random(seed);
    return RecordId::mint(ManualClock(), random);
}

const RecordId kMe = makeId(1);
const RecordId kColleague = makeId(2);
const RecordId kLoner = makeId(3);
const RecordId kMyTeam = makeId(4);
const RecordId kTheirTeam = makeId(5);
const Actor kActor{kMe, Role::AccountManager, Sight::Own, kMyTeam, true};

QString changedNames(const Record &record, const std::vector<int> &positions)
{
    QStringList names;
    for (const int position : positions)
        names += record.info().field(position).name;
    return names.join(u' ');
}

} // namespace

class TestDerive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void newLeadGetsDefaults();
    void newLeadKeepsWhatWasGiven();
    void newLeadInAnEmptyWorkspace();
    void forgedServerFieldsAreIgnored();
    void stageChangeIsTimed();
    void pipelineFollowsStage();
    void teamFollowsOwner_data();
    void teamFollowsOwner();
    void otherCreations();
    void editsOfOthers();
    void isIdempotent();
    void activityTouchesLead();

private:
    Record newLead() const
    {
        Lead lead;
        lead.id = makeId(20);
        lead.artistName = QStringLiteral("Zoé");
        Record record = toRecord(lead);
        derive(record, nullptr, kActor, kNow, m_context);
        return record;
    }

    ListRuleContext m_context;
};

void TestDerive::init()
{
    m_context = ListRuleContext::defaults();
    const auto add = [&](const RecordId &id, const RecordId &team) {
        User user;
        user.id = id;
        user.teamId = team;
        m_context.add(toRecord(user));
    };
    add(kMe, kMyTeam);
    add(kColleague, kTheirTeam);
    add(kLoner, {});
    m_context.add(Record(EntityType::Team, kMyTeam));
}

void TestDerive::newLeadGetsDefaults()
{
    Lead lead;
    lead.id = makeId(20);
    lead.artistName = QStringLiteral("Zoé");
    Record record = toRecord(lead);
    const std::vector<int> changed = derive(record, nullptr, kActor, kNow, m_context);
    QCOMPARE(changedNames(record, changed), QStringLiteral("pipelineId stageId stageChangedAt priority score scoredOn "
                                                           "ownerId teamId createdBy createdAt"));
    lead = fromRecord<Lead>(record);
    QCOMPARE(m_context.stage(lead.stageId)->nameEn, QStringLiteral("New"));
    QCOMPARE(lead.pipelineId, m_context.allPipelines[0].id);
    QCOMPARE(lead.priority, QStringLiteral("normal"));
    QCOMPARE(lead.ownerId, kMe);
    QCOMPARE(lead.teamId, kMyTeam);
    QCOMPARE(lead.createdBy, kMe);
    QCOMPARE(lead.createdAt, std::optional(kNow));
    QCOMPARE(lead.stageChangedAt, std::optional(kNow));
    QCOMPARE(lead.score, std::optional<qint64>(0));
    QCOMPARE(lead.scoredOn, QDate(2025, 10, 9));
    QVERIFY(!lead.lastActivityAt);
    QVERIFY(validate(record, nullptr, m_context).empty());
}

void TestDerive::newLeadKeepsWhatWasGiven()
{
    Lead lead;
    lead.id = makeId(20);
    lead.stageId = m_context.stageNamed(u"Qualified").id;
    lead.priority = QStringLiteral("urgent");
    lead.ownerId = kColleague;
    lead.budget = Money{100'000, QStringLiteral("EUR")};
    Record record = toRecord(lead);
    derive(record, nullptr, kActor, kNow, m_context);
    const Lead made = fromRecord<Lead>(record);
    QCOMPARE(made.stageId, lead.stageId);
    QCOMPARE(made.pipelineId, m_context.allPipelines[0].id);
    QCOMPARE(made.priority, QStringLiteral("urgent"));
    QCOMPARE(made.ownerId, kColleague);
    QCOMPARE(made.teamId, kTheirTeam);
    QCOMPARE(made.createdBy, kMe);
    QCOMPARE(made.score, std::optional<qint64>(15));
}

void TestDerive::newLeadInAnEmptyWorkspace()
{
    Lead lead;
    lead.id = makeId(20);
    Record record = toRecord(lead);
    derive(record, nullptr, kActor, kNow, ListRuleContext());
    lead = fromRecord<Lead>(record);
    QVERIFY(!lead.stageId);
    QVERIFY(!lead.pipelineId);
    QCOMPARE(lead.teamId, kMyTeam); // The actor's own team needs no look-up.
    QCOMPARE(lead.priority, QStringLiteral("normal"));
    for (ListItem &item : m_context.items)
        item.isArchived = item.key == u"normal";
    record.setValue(QLatin1String("priority"), Value());
    derive(record, nullptr, kActor, kNow, m_context);
    QVERIFY(record.value(QLatin1String("priority")).isEmpty());
}

void TestDerive::forgedServerFieldsAreIgnored()
{
    Record record = newLead();
    record.setValue(QLatin1String("createdBy"), kColleague);
    record.setValue(QLatin1String("createdAt"), qint64(1));
    record.setValue(QLatin1String("stageChangedAt"), qint64(1));
    record.setValue(QLatin1String("lastActivityAt"), qint64(1));
    record.setValue(QLatin1String("score"), qint64(100));
    derive(record, nullptr, kActor, kNow, m_context);
    QVERIFY(record == newLead());

    Record edited = newLead();
    const Record before = edited;
    for (int i = 0; i < edited.info().fieldCount(); ++i) {
        const FieldInfo &field = edited.info().field(i);
        if (field.merge == Merge::Server)
            edited.values[size_t(i)] = field.type == FieldType::Id ? Value(kColleague)
                                       : field.type == FieldType::Date ? Value(QDate(2000, 1, 1)) : Value(qint64(1));
    }
    derive(edited, &before, kActor, kNow, m_context);
    QVERIFY(edited == before);
}

void TestDerive::stageChangeIsTimed()
{
    const Record before = newLead();
    Record after = before;
    after.setValue(QLatin1String("notes"), QStringLiteral("x"));
    QCOMPARE(changedNames(after, derive(after, &before, kActor, kNow + kDay, m_context)), QStringLiteral("scoredOn"));
    after = before;
    after.setValue(QLatin1String("stageId"), m_context.stageNamed(u"Contacted").id);
    QCOMPARE(changedNames(after, derive(after, &before, kActor, kNow + kDay, m_context)),
             QStringLiteral("stageChangedAt scoredOn"));
    QCOMPARE(fromRecord<Lead>(after).stageChangedAt, std::optional(kNow + kDay));
}

void TestDerive::pipelineFollowsStage()
{
    Pipeline second;
    second.id = makeId(30);
    second.position = 5;
    m_context.add(toRecord(second));
    Stage stage;
    stage.id = makeId(31);
    stage.pipelineId = second.id;
    stage.kind = QStringLiteral("open");
    m_context.add(toRecord(stage));
    const Record before = newLead();
    Record after = before;
    after.setValue(QLatin1String("stageId"), stage.id);
    derive(after, &before, kActor, kNow, m_context);
    QCOMPARE(fromRecord<Lead>(after).pipelineId, second.id);

    Lead lead;
    lead.id = makeId(32);
    lead.pipelineId = second.id;
    Record made = toRecord(lead);
    derive(made, nullptr, kActor, kNow, m_context);
    QCOMPARE(fromRecord<Lead>(made).stageId, stage.id);
}

void TestDerive::teamFollowsOwner_data()
{
    QTest::addColumn<RecordId>("owner");
    QTest::addColumn<RecordId>("sentTeam");
    QTest::addColumn<RecordId>("team");
    const RecordId own = makeId(9);
    QTest::addColumn<QList<int>>("stated");
    const QList<int> both{entityInfo(EntityType::Lead).indexOf(QLatin1String("teamId")),
                          entityInfo(EntityType::Campaign).indexOf(QLatin1String("teamId"))};
    QTest::newRow("colleague, the same team given") << kColleague << kMyTeam << kMyTeam << both;
    QTest::newRow("same") << kMe << kMyTeam << kMyTeam << QList<int>();
    QTest::newRow("colleague") << kColleague << kMyTeam << kTheirTeam << QList<int>();
    QTest::newRow("colleague, team given") << kColleague << own << own << QList<int>();
    QTest::newRow("somebody without team") << kLoner << kMyTeam << RecordId() << QList<int>();
    QTest::newRow("somebody unknown") << makeId(77) << kMyTeam << kMyTeam << QList<int>();
    QTest::newRow("nobody") << RecordId() << kMyTeam << kMyTeam << QList<int>();
    QTest::newRow("only the team") << kMe << kTheirTeam << kTheirTeam << QList<int>();
}

void TestDerive::teamFollowsOwner()
{
    QFETCH(RecordId, owner);
    QFETCH(RecordId, sentTeam);
    QFETCH(RecordId, team);
    QFETCH(QList<int>, stated);
    for (const EntityType type : {EntityType::Lead, EntityType::Campaign}) {
        Record before(type, makeId(20));
        derive(before, nullptr, kActor, kNow, m_context);
        Record after = before;
        after.setValue(QLatin1String("ownerId"), owner);
        after.setValue(QLatin1String("teamId"), sentTeam);
        derive(after, &before, kActor, kNow, m_context, stated);
        QCOMPARE(after.value(QLatin1String("teamId")).as<RecordId>(), team);
        QCOMPARE(after.value(QLatin1String("ownerId")).as<RecordId>(), owner);
    }
}

void TestDerive::otherCreations()
{
    const auto made = [&](EntityType type) {
        Record record(type, makeId(40));
        const std::vector<int> changed = derive(record, nullptr, kActor, kNow, m_context);
        return changedNames(record, changed);
    };
    QCOMPARE(made(EntityType::Campaign), QStringLiteral("status ownerId teamId createdBy createdAt"));
    QCOMPARE(made(EntityType::CampaignLine), QStringLiteral("status"));
    QCOMPARE(made(EntityType::Activity), QStringLiteral("occurredAt authorId createdAt"));
    QCOMPARE(made(EntityType::Task), QStringLiteral("assigneeId priority createdBy createdAt"));
    QCOMPARE(made(EntityType::User), QStringLiteral("isActive"));
    for (const EntityType type : {EntityType::Team, EntityType::Pipeline, EntityType::Stage, EntityType::ListItem,
                                  EntityType::CampaignLead, EntityType::Conflict})
        QCOMPARE(made(type), QString());
    Record user(EntityType::User, makeId(41));
    user.setValue(QLatin1String("role"), QStringLiteral("manager"));
    user.setValue(QLatin1String("isActive"), false);
    QCOMPARE(changedNames(user, derive(user, nullptr, kActor, kNow, m_context)), QStringLiteral("scope"));
    QCOMPARE(fromRecord<User>(user).scope, QStringLiteral("team"));

    Activity call;
    call.id = makeId(42);
    call.occurredAt = kNow - kDay;
    call.authorId = kColleague;
    Record record = toRecord(call);
    derive(record, nullptr, kActor, kNow, m_context);
    QCOMPARE(fromRecord<Activity>(record).occurredAt, std::optional(kNow - kDay));
    QCOMPARE(fromRecord<Activity>(record).authorId, kMe);
}

void TestDerive::editsOfOthers()
{
    Conflict conflict;
    conflict.id = makeId(43);
    conflict.losingValue = "kept";
    const Record before = toRecord(conflict);
    conflict.losingValue = "forged";
    conflict.resolution = QStringLiteral("dismissed");
    Record after = toRecord(conflict);
    QCOMPARE(changedNames(after, derive(after, &before, kActor, kNow, m_context)), QStringLiteral("losingValue"));
    QCOMPARE(fromRecord<Conflict>(after).losingValue, QByteArray("kept"));
    QCOMPARE(fromRecord<Conflict>(after).resolution, QStringLiteral("dismissed"));
    // An edit gets no defaults: what a person emptied stays empty.
    Record task(EntityType::Task, makeId(44));
    const Record sameTask = task;
    QCOMPARE(changedNames(task, derive(task, &sameTask, kActor, kNow, m_context)), QString());
}

void TestDerive::isIdempotent()
{
    Record record = newLead();
    QVERIFY(derive(record, nullptr, kActor, kNow, m_context).empty());
    const Record before = record;
    QVERIFY(derive(record, &before, kActor, kNow, m_context).empty());
    QCOMPARE(record.versions.size(), record.values.size());
}

void TestDerive::activityTouchesLead()
{
    Record lead = newLead();
    Record activity(EntityType::Activity, makeId(50));
    const auto at = [&](UtcMs occurred) { activity.setValue(QLatin1String("occurredAt"), occurred); };
    at(kNow - 2 * kDay);
    const std::vector<int> changed = deriveFromActivity(lead, activity, kNow, m_context);
    QCOMPARE(changedNames(lead, changed), QStringLiteral("score lastActivityAt"));
    QCOMPARE(fromRecord<Lead>(lead).lastActivityAt, std::optional(kNow - 2 * kDay));
    QCOMPARE(fromRecord<Lead>(lead).score, std::optional<qint64>(15));
    at(kNow - 5 * kDay); // An older one, entered late
    QVERIFY(deriveFromActivity(lead, activity, kNow, m_context).empty());
    at(kNow + 3650 * kDay);
    deriveFromActivity(lead, activity, kNow, m_context);
    QCOMPARE(fromRecord<Lead>(lead).lastActivityAt, std::optional(kNow));
    activity.setValue(QLatin1String("occurredAt"), Value());
    deriveFromActivity(lead, activity, kNow + kDay, m_context);
    QCOMPARE(fromRecord<Lead>(lead).lastActivityAt, std::optional(kNow + kDay));
    QCOMPARE(fromRecord<Lead>(lead).scoredOn, QDate(2025, 10, 10));
    Record campaign(EntityType::Campaign, makeId(51));
    QVERIFY(deriveFromActivity(campaign, activity, kNow, m_context).empty());
}

QTEST_GUILESS_MAIN(TestDerive)
#include "test_derive.moc"
