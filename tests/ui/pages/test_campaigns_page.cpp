// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/campaigns/campaigns_page.h"

#include "tests/support/ui_fixture.h"
#include "ui/models/commands.h"
#include "ui/pages/campaigns/campaign_form.h"
#include "ui/pages/campaigns/campaign_lines.h"
#include "ui/pages/campaigns/campaign_pane.h"
#include "ui/pages/common/conflict_section.h"
#include "ui/pages/common/record_form_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/timeline.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>

using namespace mdmc;
using namespace mdmc::ui;
using test::fieldOf;

namespace {

int line(const char *name)
{
    return fieldOf(EntityType::CampaignLine, name);
}

Campaign campaignOf(test::UiFixture &f)
{
    Campaign campaign;
    campaign.id = RecordId::mint();
    campaign.name = QStringLiteral("Spring singles");
    campaign.status = QStringLiteral("active");
    campaign.budget = Money{500'000};
    campaign.startDate = f.context.today().addDays(-5);
    campaign.endDate = f.context.today().addDays(4);
    campaign.ownerId = f.workspace.actor().userId;
    return campaign;
}

} // namespace

class TestCampaignsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void elapsedTime_data();
    void elapsedTime();
    void linesAreSavedWithTheCampaign();
    void linesAreEditedAndRemoved();
    void linesSayWhatIsWrong();
    void linesWarnAboveTheBudget();
    void listShowsPacingAndDetail();
    void statusNarrowsTheList();
    void formIsFilledByHand();
    void readOnlyRoleSeesNoWaysToEdit();
    void conflictsAreShownAndSettled();
};

void TestCampaignsPage::elapsedTime_data()
{
    QTest::addColumn<QDate>("start");
    QTest::addColumn<QDate>("end");
    QTest::addColumn<double>("part"); // −1: nothing
    const QDate today(2026, 11, 22);
    QTest::newRow("first day") << today << today.addDays(9) << 0.0;
    QTest::newRow("half") << today.addDays(-5) << today.addDays(4) << 0.5;
    QTest::newRow("before") << today.addDays(3) << today.addDays(9) << 0.0;
    QTest::newRow("after") << today.addDays(-9) << today.addDays(-3) << 1.0;
    QTest::newRow("one day") << today << today << 0.0;
    QTest::newRow("no end") << today << QDate() << -1.0;
    QTest::newRow("end before start") << today << today.addDays(-1) << -1.0;
}

void TestCampaignsPage::elapsedTime()
{
    QFETCH(QDate, start);
    QFETCH(QDate, end);
    QTEST(elapsed(start, end, QDate(2026, 11, 22)).value_or(-1), "part");
}

void TestCampaignsPage::linesAreSavedWithTheCampaign()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Campaign, {});
    CampaignLines lines(f.context);
    form.moreChecks = [&] { return lines.check(); };
    form.moreEdits = [&](const RecordId &id) { return lines.edits(id); };
    form.load();
    form.setText(fieldOf(EntityType::Campaign, "name"), QStringLiteral("Album launch"));
    lines.add(form.record());
    lines.add(form.record());
    QVERIFY(lines.line(0).record.value(QLatin1String("platform"))
            != lines.line(1).record.value(QLatin1String("platform")));
    lines.setText(0, line("budget"), QStringLiteral("1800"));
    QSignalSpy saved(&form, &RecordForm::saved);
    form.save();
    QVERIFY(saved.wait());
    QCOMPARE(f.workspace.commits(), 1); // One step, one undo.
    const auto ids = f.workspace.idsOf(EntityType::CampaignLine);
    QCOMPARE(ids.size(), size_t(2));
    for (const RecordId &id : ids)
        QCOMPARE(f.workspace.get<CampaignLine>(id).campaignId, saved[0][0].value<RecordId>());
    f.workspace.undo();
    QTRY_VERIFY(f.workspace.idsOf(EntityType::CampaignLine).empty());
    QVERIFY(f.workspace.idsOf(EntityType::Campaign).empty());
}

void TestCampaignsPage::linesAreEditedAndRemoved()
{
    test::UiFixture f;
    const Campaign campaign = campaignOf(f);
    f.workspace.put(campaign);
    for (const char *platform : {"meta", "tiktok"})
        f.workspace.put(CampaignLine{RecordId::mint(),
                                     campaign.id,
                                     QString::fromLatin1(platform),
                                     {},
                                     Money{100'000},
                                     campaign.startDate,
                                     campaign.endDate,
                                     QStringLiteral("active"),
                                     {}});
    QVERIFY(f.isReady());
    CampaignLines lines(f.context);
    QSignalSpy reset(&lines, &CampaignLines::reset);
    lines.load(campaign.id);
    QVERIFY(reset.wait());
    QCOMPARE(lines.count(), 2);
    QVERIFY(!lines.isChanged());
    QVERIFY(lines.edits(campaign.id).empty());
    lines.setText(0, line("budget"), QStringLiteral("2000"));
    lines.remove(1);
    QVERIFY(lines.isChanged());
    const auto edits = lines.edits(campaign.id);
    QCOMPARE(edits.size(), size_t(2));
    QCOMPARE(edits[0].kind, sync::RecordEdit::Kind::Patch);
    QCOMPARE(edits[0].changes, (std::vector<FieldChange>{{line("budget"), Value(Money{200'000})}}));
    QCOMPARE(edits[1].kind, sync::RecordEdit::Kind::Delete);
}

void TestCampaignsPage::linesSayWhatIsWrong()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    CampaignLines lines(f.context);
    lines.add(toRecord(campaignOf(f)));
    QVERIFY(lines.check());
    lines.setValue(0, line("endDate"), Value(f.context.today().addDays(-30)));
    lines.setText(0, line("budget"), QStringLiteral("much"));
    QVERIFY(!lines.check());
    QVERIFY(lines.line(0).errors.value(line("endDate")).contains(QStringLiteral("before the start")));
    QVERIFY(lines.line(0).errors.value(line("budget")).contains(QStringLiteral("not an amount")));
    lines.setValue(0, line("endDate"), Value(f.context.today().addDays(30)));
    lines.setText(0, line("budget"), QStringLiteral("1"));
    QVERIFY(lines.check());
}

void TestCampaignsPage::linesWarnAboveTheBudget()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    const Record campaign = toRecord(campaignOf(f)); // 5,000
    CampaignLines lines(f.context);
    lines.add(campaign);
    lines.setText(0, line("budget"), QStringLiteral("4000"));
    QVERIFY(lines.warning(campaign).isEmpty());
    QCOMPARE(lines.sumText(campaign), QStringLiteral("€4,000 of €5,000 planned"));
    lines.add(campaign);
    lines.setText(1, line("budget"), QStringLiteral("1000.01"));
    QVERIFY(!lines.warning(campaign).isEmpty());
    QVERIFY(lines.check()); // Advice never blocks.
}

void TestCampaignsPage::listShowsPacingAndDetail()
{
    test::UiFixture f;
    const Campaign campaign = campaignOf(f);
    f.workspace.put(campaign);
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    f.workspace.put(CampaignLead{RecordId::mint(), campaign.id, lead.id});
    QVERIFY(f.isReady());
    CampaignsPage page(f.context);
    QAbstractItemModelTester tester(&page.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    page.resize(1200, 700);
    page.show();
    QTRY_COMPARE(page.recordTitle(), QStringLiteral("Spring singles"));
    QCOMPARE(page.model().index(0, page.model().columnOf(QStringLiteral("pacing"))).data().toString(),
             QStringLiteral("50%"));
    Button *link = nullptr;
    for (Button *one : page.findChildren<Button *>())
        if (one->text() == QLatin1String("Aube"))
            link = one;
    QVERIFY(link);
    QSignalSpy route(&page, &Page::routeRequested);
    QTest::mouseClick(link, Qt::LeftButton);
    QCOMPARE(route.size(), 1);
    QCOMPARE(route[0][0].value<Route>(), (Route{QStringLiteral("leads"), lead.id.toString()}));
}

void TestCampaignsPage::statusNarrowsTheList()
{
    test::UiFixture f;
    test::addSampleHistory(f.workspace, {}, f.context.today()); // One campaign of each of four states.
    QVERIFY(f.isReady());
    CampaignsPage page(f.context);
    page.show();
    QTRY_COMPARE(page.model().rowCount(), 4);
    page.search(QStringLiteral("album"));
    QTRY_COMPARE(page.model().rowCount(), 1);
    page.search(QStringLiteral("zzz"));
    QTRY_COMPARE(page.model().rowCount(), 0);
    Button *all = nullptr;
    for (Button *one : page.findChildren<Button *>())
        if (one->text() == QLatin1String("Show all campaigns"))
            all = one;
    QVERIFY(all && all->isVisible());
    QTest::mouseClick(all, Qt::LeftButton);
    QTRY_COMPARE(page.model().rowCount(), 4);
}

void TestCampaignsPage::formIsFilledByHand()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    CampaignsPage page(f.context);
    page.resize(1200, 700);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QTest::mouseClick(page.headerWidget(), Qt::LeftButton);
    auto *form = page.findChild<CampaignForm *>();
    QVERIFY(form);
    auto *name = qobject_cast<QLineEdit *>(form->view()->editorOf(QLatin1String("name")));
    QTest::mouseClick(form->sheet()->confirmButton(), Qt::LeftButton);
    QTRY_VERIFY(form->view()->fieldOf(QLatin1String("name"))->hasError());
    QCOMPARE(f.workspace.commits(), 0);
    QTRY_VERIFY(name->hasFocus()); // Where the error is.
    QTest::keyClicks(name, QStringLiteral("Clip push"));
    form->lines().add(form->form().record());
    QTest::mouseClick(form->sheet()->confirmButton(), Qt::LeftButton);
    QTRY_COMPARE(page.recordTitle(), QStringLiteral("Clip push"));
    QCOMPARE(f.workspace.idsOf(EntityType::CampaignLine).size(), size_t(1));
}

void TestCampaignsPage::readOnlyRoleSeesNoWaysToEdit()
{
    test::UiFixture f;
    f.workspace.put(campaignOf(f));
    f.actAs(::mdmc::Role::ReadOnly);
    QVERIFY(f.isReady());
    CampaignsPage page(f.context);
    page.show();
    QTRY_VERIFY(!page.recordTitle().isEmpty());
    QVERIFY(page.headerWidget()->isHidden());
    for (const Button *one : page.findChildren<Button *>())
        if (one->text() == QLatin1String("Edit") || one->text() == QLatin1String("Link a lead"))
            QVERIFY(one->isHidden());
    for (const ActionSpec &action : page.actions())
        if (action.id == QLatin1String("campaigns.new") || action.id == QLatin1String("campaigns.delete"))
            QVERIFY(!action.enabled());
}

void TestCampaignsPage::conflictsAreShownAndSettled()
{
    test::UiFixture f;
    const Campaign campaign = campaignOf(f);
    f.workspace.put(campaign);
    sync::ConflictView conflict;
    conflict.id = RecordId::mint();
    conflict.record = {EntityType::Campaign, campaign.id};
    conflict.field = fieldOf(EntityType::Campaign, "name");
    conflict.losing = Value(QStringLiteral("Summer singles"));
    conflict.winning = conflict.current = Value(campaign.name);
    conflict.losingAuthor = f.workspace.colleague();
    conflict.losingAt = conflict.detectedAt = f.clock.nowUtc();
    f.workspace.setConflicts({conflict});
    QVERIFY(f.isReady());
    CampaignPane pane(f.context);
    pane.resize(480, 800);
    pane.show();
    pane.showCampaign(campaign.id);
    const QString name = QStringLiteral("timeline_restore_") + conflict.id.toString();
    QTRY_VERIFY(pane.findChild<Button *>(name) && pane.findChild<Button *>(name)->isVisible());
    const auto entries = pane.findChild<Timeline *>()->entries();
    QVERIFY2(entries.front().body.contains(QStringLiteral("Not kept: “Summer singles” – Noé Lambert, today")),
             qPrintable(entries.front().body));
    QSignalSpy saved(&pane, &CampaignPane::saved);
    QTest::mouseClick(pane.findChild<Button *>(name), Qt::LeftButton);
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(f.workspace.calls.contains(QStringLiteral("restore")));
    QTRY_VERIFY(!pane.findChild<ConflictSection *>()->isVisible()); // None is left.
}

QTEST_MAIN(TestCampaignsPage)
#include "test_campaigns_page.moc"
