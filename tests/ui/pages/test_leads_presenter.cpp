// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/lead_detail_presenter.h"
#include "ui/pages/leads/leads_presenter.h"

#include "tests/support/ui_fixture.h"

using namespace mdmc;
using namespace mdmc::ui;
using test::fieldOf;

class TestLeadsPresenter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksWhatAStageNeeds_data();
    void asksWhatAStageNeeds();
    void movesWithReasonInOneStep();
    void refusedMoveIsTold();
    void bulkChangeIsOneStepOfUndo();
    void searchNarrowsAndShowEverythingWidens();
    void editOfStageInTableAsks();
    void remembersViewFilterAndSort();
    void detailFollowsAndRefreshes();
    void detailOfVanishedLeadIsTold();
    void detailAddsAndFinishes();
    void failedNoteKeepsNothingHalf();
    void detailSettlesConflicts();
    void fastSelectionShowsTheLast();
};

void TestLeadsPresenter::asksWhatAStageNeeds_data()
{
    QTest::addColumn<QString>("stage");
    QTest::addColumn<bool>("hasReason");
    QTest::addColumn<bool>("hasValue");
    QTest::addColumn<int>("kind");
    using Kind = StageQuestion::Kind;
    QTest::newRow("open") << "Qualified" << false << false << int(Kind::None);
    QTest::newRow("lost") << "Lost" << false << false << int(Kind::LostReason);
    QTest::newRow("lost with reason") << "Lost" << true << false << int(Kind::None);
    QTest::newRow("won") << "Won" << false << false << int(Kind::ContractValue);
    QTest::newRow("won with value") << "Won" << false << true << int(Kind::None);
}

void TestLeadsPresenter::asksWhatAStageNeeds()
{
    QFETCH(QString, stage);
    QFETCH(bool, hasReason);
    QFETCH(bool, hasValue);
    test::UiFixture f;
    Lead lead = f.lead(QStringLiteral("Aube"));
    lead.budget = Money{300'000};
    if (hasReason)
        lead.lostReason = QStringLiteral("budget");
    if (hasValue)
        lead.contractValue = Money{100'000};
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadsPresenter presenter(f.context);
    std::optional<StageQuestion> question;
    presenter.askStage({lead.id}, f.workspace.stageNamed(stage).id, [&](const StageQuestion &q) { question = q; });
    QTRY_VERIFY(question.has_value());
    QTEST(int(question->kind), "kind");
    if (question->kind == StageQuestion::Kind::ContractValue)
        QCOMPARE(question->budget, std::optional(Money{300'000}));
    QVERIFY(!presenter.lostReasons().isEmpty());
}

void TestLeadsPresenter::movesWithReasonInOneStep()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadsPresenter presenter(f.context);
    QSignalSpy done(&presenter, &LeadsPresenter::done);
    presenter.moveToStage({lead.id}, f.workspace.stageNamed(u"Lost").id, presenter.lostReasons().first().id);
    QVERIFY(done.wait());
    QCOMPARE(done[0][0].toString(), QStringLiteral("Moved to Lost"));
    QCOMPARE(f.workspace.get<Lead>(lead.id).stageId, f.workspace.stageNamed(u"Lost").id);
    QCOMPARE(f.workspace.commits(), 1);
    f.workspace.undo();
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).stageId, lead.stageId);
    QVERIFY(f.workspace.get<Lead>(lead.id).lostReason.isEmpty());
}

void TestLeadsPresenter::refusedMoveIsTold()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadsPresenter presenter(f.context);
    QSignalSpy refused(&presenter, &LeadsPresenter::moveRefused);
    presenter.moveToStage({lead.id}, f.workspace.stageNamed(u"Lost").id); // Without its reason.
    QVERIFY(refused.wait());
    QCOMPARE(refused[0][0].toString(), lead.id.toString());
    QVERIFY(refused[0][1].toString().contains(QStringLiteral("needs a reason")));
    QCOMPARE(f.workspace.get<Lead>(lead.id).stageId, lead.stageId);
}

void TestLeadsPresenter::bulkChangeIsOneStepOfUndo()
{
    test::UiFixture f;
    std::vector<RecordId> ids;
    for (int i = 0; i < 50; ++i) {
        const Lead lead = f.lead(QStringLiteral("Artist %1").arg(i));
        f.workspace.put(lead);
        ids.push_back(lead.id);
    }
    QVERIFY(f.isReady());
    LeadsPresenter presenter(f.context);
    QSignalSpy done(&presenter, &LeadsPresenter::done);
    presenter.setField(ids, fieldOf(EntityType::Lead, "ownerId"), Value(f.workspace.colleague()));
    QVERIFY(done.wait());
    QCOMPARE(f.workspace.commits(), 1);
    for (const RecordId &id : ids)
        QCOMPARE(f.workspace.get<Lead>(id).ownerId, f.workspace.colleague());
    f.workspace.undo();
    QTRY_COMPARE(f.workspace.get<Lead>(ids.back()).ownerId, f.workspace.actor().userId);
    QCOMPARE(f.workspace.get<Lead>(ids.front()).ownerId, f.workspace.actor().userId);
    presenter.remove(ids);
    QVERIFY(done.wait());
    QTRY_COMPARE(presenter.table().rowCount(), 0);
    f.workspace.undo();
    QTRY_COMPARE(presenter.table().rowCount(), 50);
}

void TestLeadsPresenter::searchNarrowsAndShowEverythingWidens()
{
    test::UiFixture f;
    for (const char *name : {"Aube", "Élodie", "Brume"})
        f.workspace.put(f.lead(QString::fromUtf8(name)));
    QVERIFY(f.isReady());
    LeadsPresenter presenter(f.context);
    QTRY_COMPARE(presenter.table().rowCount(), 3);
    QVERIFY(!presenter.isNarrowed());
    presenter.setSearch(QStringLiteral("elo"));
    QTRY_COMPARE(presenter.table().rowCount(), 1);
    QVERIFY(presenter.isNarrowed());
    presenter.setView(QStringLiteral("unassigned"));
    QTRY_COMPARE(presenter.table().rowCount(), 0);
    presenter.showEverything();
    QTRY_COMPARE(presenter.table().rowCount(), 3);
    QVERIFY(presenter.summary(0).contains(QLatin1Char('3')));
    QVERIFY(presenter.summary(2).contains(QStringLiteral("2 selected")));
}

void TestLeadsPresenter::editOfStageInTableAsks()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadsPresenter presenter(f.context);
    QTRY_VERIFY(presenter.table().recordAt(0));
    int asked = 0;
    connect(&presenter, &LeadsPresenter::stageQuestion, &presenter, [&] { ++asked; });
    const QModelIndex cell = presenter.table().index(0, presenter.table().columnOf(QStringLiteral("stageId")));
    QVERIFY(presenter.table().setData(cell, QStringLiteral("Won")));
    QTRY_COMPARE(asked, 1);
    QCOMPARE(f.workspace.commits(), 0);
    QVERIFY(presenter.table().setData(cell, QStringLiteral("Qualified")));
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).stageId, f.workspace.stageNamed(u"Qualified").id);
}

void TestLeadsPresenter::remembersViewFilterAndSort()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    LeadsPresenter first(f.context);
    first.setView(QStringLiteral("mine"));
    first.setFilter(
        {storage::Filter::Join::All,
         {{fieldOf(EntityType::Lead, "country"), storage::Comparison::Equals, {Value(QStringLiteral("FR"))}}},
         {}});
    first.setSort(QStringLiteral("budget"), Qt::DescendingOrder);
    LeadsPresenter second(f.context);
    second.restoreState(first.saveState());
    QCOMPARE(second.view(), QStringLiteral("mine"));
    QVERIFY(second.filter() == first.filter());
    QCOMPARE(second.sortKey(), QStringLiteral("budget"));
    QCOMPARE(second.sortOrder(), Qt::DescendingOrder);
    second.restoreState("not JSON"); // Changes nothing.
    QCOMPARE(second.view(), QStringLiteral("mine"));
}

void TestLeadsPresenter::detailFollowsAndRefreshes()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 3, f.context.today());
    test::addSampleHistory(f.workspace, ids, f.context.today());
    QVERIFY(f.isReady());
    LeadDetailPresenter detail(f.context);
    QSignalSpy loaded(&detail, &LeadDetailPresenter::loaded);
    detail.show(ids[0]);
    QVERIFY(loaded.wait());
    QCOMPARE(detail.detail()->lead.id, ids[0]);
    QCOMPARE(detail.detail()->tasks.size(), size_t(3));
    QCOMPARE(detail.timeline().size(), 5); // Four activities, and the creation.
    QCOMPARE(detail.detail()->campaigns.size(), size_t(2));
    QVERIFY(detail.detail()->score.total > 0);
    QVERIFY(!detail.lines().isEmpty());
    for (size_t i = 1; i < detail.detail()->activities.size(); ++i)
        QVERIFY(detail.detail()->activities[i - 1].occurredAt >= detail.detail()->activities[i].occurredAt);
    Record record = f.workspace.stored(EntityType::Lead, ids[0]);
    record.setValue(QLatin1String("artistName"), Value(QStringLiteral("Renamed")));
    f.workspace.receive({record});
    QTRY_COMPARE(detail.detail()->lead.artistName, QStringLiteral("Renamed"));
}

void TestLeadsPresenter::detailOfVanishedLeadIsTold()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadDetailPresenter detail(f.context);
    QSignalSpy missing(&detail, &LeadDetailPresenter::missing);
    detail.show(lead.id);
    QTRY_VERIFY(detail.detail());
    Record gone = f.workspace.stored(EntityType::Lead, lead.id);
    gone.deleted = 9;
    f.workspace.receive({gone});
    QVERIFY(missing.wait());
}

void TestLeadsPresenter::detailAddsAndFinishes()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadDetailPresenter detail(f.context);
    detail.show(lead.id);
    QTRY_VERIFY(detail.detail());
    detail.addActivity(QStringLiteral("call"), QStringLiteral(" Talked about the budget "));
    QTRY_COMPARE(detail.detail()->activities.size(), size_t(1));
    QCOMPARE(detail.detail()->activities[0].body, QStringLiteral("Talked about the budget"));
    QCOMPARE(detail.detail()->activities[0].authorId, f.workspace.actor().userId);
    detail.addTask(QStringLiteral("Send the offer"), f.context.today());
    QTRY_COMPARE(detail.detail()->tasks.size(), size_t(1));
    detail.setTaskDone(detail.detail()->tasks[0].id, true);
    QTRY_VERIFY(detail.detail()->tasks[0].doneAt.has_value());
    detail.setTaskDone(detail.detail()->tasks[0].id, false);
    QTRY_VERIFY(!detail.detail()->tasks[0].doneAt.has_value());
    detail.setNextStep(QStringLiteral("Call"), f.context.today().addDays(1));
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).nextStepOn, f.context.today().addDays(1));
    const int commits = f.workspace.commits();
    QTRY_COMPARE(detail.detail()->lead.nextStep, QStringLiteral("Call"));
    detail.setNextStep(QStringLiteral("Call"), f.context.today().addDays(1)); // The same again.
    QVERIFY(f.workspace.catchUp());
    QCOMPARE(f.workspace.commits(), commits);
}

void TestLeadsPresenter::failedNoteKeepsNothingHalf()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadDetailPresenter detail(f.context);
    detail.show(lead.id);
    QTRY_VERIFY(detail.detail());
    QSignalSpy failed(&detail, &LeadDetailPresenter::failed);
    QSignalSpy added(&detail, &LeadDetailPresenter::activityAdded);
    f.workspace.failNextCommit({ErrorCode::StorageFull, {}, {}});
    detail.addActivity(QStringLiteral("note"), QStringLiteral("Long text"));
    QVERIFY(failed.wait());
    QVERIFY(added.isEmpty()); // So the composer keeps the text.
    QVERIFY(f.workspace.idsOf(EntityType::Activity).empty());
}

void TestLeadsPresenter::detailSettlesConflicts()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    sync::ConflictView conflict;
    conflict.id = RecordId::mint();
    conflict.record = {EntityType::Lead, lead.id};
    conflict.field = fieldOf(EntityType::Lead, "budget");
    conflict.losing = Value(Money{200'000});
    conflict.winning = Value(Money{300'000});
    conflict.winningAuthor = f.workspace.colleague();
    f.workspace.setConflicts({conflict});
    QVERIFY(f.isReady());
    LeadDetailPresenter detail(f.context);
    detail.show(lead.id);
    QTRY_VERIFY(detail.detail() && detail.detail()->conflicts.size() == 1);
    const QString text = detail.conflictText(detail.detail()->conflicts[0]);
    QVERIFY2(text.contains(QStringLiteral("€3,000")) && text.contains(QStringLiteral("€2,000"))
                 && text.contains(QStringLiteral("Noé Lambert")),
             qPrintable(text));
    const TimelineEntry entry = detail.timeline().constFirst();
    QCOMPARE(entry.id, conflict.id.toString());
    QCOMPARE(entry.title, QStringLiteral("Two values for Budget"));
    QCOMPARE(entry.actions.size(), 2);
    detail.settleConflict(entry.id, entry.actions[0].id);
    detail.settleConflict(entry.id, entry.actions[0].id); // A second click settles nothing twice.
    QTRY_VERIFY(detail.detail()->conflicts.empty());
    QCOMPARE(f.workspace.calls.count(QStringLiteral("restore")), 1);
    QVERIFY(f.workspace.calls.contains(QStringLiteral("restore")));
}

void TestLeadsPresenter::fastSelectionShowsTheLast()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 20, f.context.today());
    QVERIFY(f.isReady());
    LeadDetailPresenter detail(f.context);
    QSignalSpy loaded(&detail, &LeadDetailPresenter::loaded);
    const int reads = f.workspace.reads();
    for (const RecordId &id : ids)
        detail.show(id);
    QTRY_VERIFY(detail.detail() && detail.detail()->lead.id == ids.back());
    QCOMPARE(loaded.size(), 1); // None of those that were passed.
    QCOMPARE(f.workspace.reads() - reads, 2); // The first, and the last.
}

QTEST_MAIN(TestLeadsPresenter)
#include "test_leads_presenter.moc"
