// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a lead over the leads page, driven the way a hand does.
#include "tests/ui/pages/leads_scene.h"
#include "ui/pages/common/record_form_view.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/pages/leads/lead_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/sheet.h"

#include <QLineEdit>

using namespace mdmc;
using namespace mdmc::ui;
using test::button;
using test::child;
using test::openLeads;

class TestLeadForms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Mode::Light); }
    void formCreatesALead();
    void whatIsNewIsOpenedAmongOthers();
    void formShowsErrorUnderItsField();
    void formKeepsADraft();
    void formClosesUpWhereAFieldIsNotAsked();
};

void TestLeadForms::formCreatesALead()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    auto page = openLeads(f);
    QTest::mouseClick(page->headerWidget(), Qt::LeftButton);
    auto *form = page->findChild<LeadForm *>();
    QVERIFY(form);
    auto *artist = child<QLineEdit>(form->sheet(), QStringLiteral("Artist, required"));
    QVERIFY(artist);
    QTRY_VERIFY(artist->hasFocus());
    QTest::keyClicks(artist, QStringLiteral("Nouvelle Vague"));
    auto *budget = child<QLineEdit>(form->sheet(), QStringLiteral("Budget"));
    budget->setFocus();
    QTest::keyClicks(budget, QStringLiteral("2k"));
    QTest::mouseClick(form->sheet()->confirmButton(), Qt::LeftButton);
    QTRY_COMPARE(f.workspace.idsOf(EntityType::Lead).size(), size_t(1));
    const Lead lead = f.workspace.get<Lead>(f.workspace.idsOf(EntityType::Lead)[0]);
    QCOMPARE(lead.artistName, QStringLiteral("Nouvelle Vague"));
    QCOMPARE(lead.budget, std::optional(Money{200'000}));
    QTRY_COMPARE(page->recordTitle(), QStringLiteral("Nouvelle Vague")); // And it is selected.
    QTRY_COMPARE(page->table()->currentId(), lead.id.toString());
    QTRY_VERIFY(!page->findChild<LeadForm *>());
}

void TestLeadForms::whatIsNewIsOpenedAmongOthers()
{
    test::UiFixture f;
    test::addSampleLeads(f.workspace, 30, f.context.today());
    QVERIFY(f.isReady());
    auto page = openLeads(f);
    QTRY_VERIFY(page->detail()->presenter().detail());
    QTest::mouseClick(page->headerWidget(), Qt::LeftButton);
    auto *form = page->findChild<LeadForm *>();
    QVERIFY(form);
    auto *artist = child<QLineEdit>(form->sheet(), QStringLiteral("Artist, required"));
    QTRY_VERIFY(artist->hasFocus());
    QTest::keyClicks(artist, QStringLiteral("Nouvelle Vague"));
    QTest::mouseClick(form->sheet()->confirmButton(), Qt::LeftButton);
    QTRY_COMPARE(page->presenter().table().rowCount(), 31);
    QTRY_COMPARE(page->recordTitle(), QStringLiteral("Nouvelle Vague"));
    const auto hasIt = [&] {
        const Record *current = page->presenter().table().recordAt(page->table()->currentIndex().row());
        return current && fromRecord<Lead>(*current).artistName == QStringLiteral("Nouvelle Vague");
    };
    QTRY_VERIFY(hasIt());
    // A person goes on to another one, and stays there when something changes.
    page->table()->setCurrentRow(hasIt() && page->table()->currentIndex().row() == 3 ? 4 : 3);
    QTRY_VERIFY(page->recordTitle() != QStringLiteral("Nouvelle Vague"));
    const QString chosen = page->recordTitle();
    QSignalSpy queried(&page->presenter().table(), &RecordListModel::queryFinished);
    f.workspace.receive({toRecord(f.lead(QStringLiteral("Somebody else's")))});
    QTRY_VERIFY(!queried.isEmpty());
    QCOMPARE(page->recordTitle(), chosen);
    // What the search leaves out can be open all the same, and is not driven out by what comes in.
    page->presenter().setSearch(chosen);
    const Lead outside = f.lead(QStringLiteral("Quite Another"));
    f.workspace.receive({toRecord(outside)});
    QTRY_VERIFY(page->presenter().table().rowCount() < 31);
    const QString title = outside.artistName;
    page->openRecord(outside.id.toString());
    QTRY_COMPARE(page->recordTitle(), title);
    queried.clear();
    f.workspace.receive({toRecord(f.lead(chosen))});
    QTRY_VERIFY(!queried.isEmpty());
    QCOMPARE(page->recordTitle(), title);
}

void TestLeadForms::formShowsErrorUnderItsField()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    auto page = openLeads(f);
    LeadForm form(f.context, {}, page.get());
    form.open();
    auto *amount = child<QLineEdit>(form.sheet(), QStringLiteral("Budget"));
    amount->setFocus();
    QTest::keyClicks(amount, QStringLiteral("lots"));
    FormField *field = form.view()->fieldOf(QLatin1String("budget"));
    QVERIFY(!field->hasError());
    child<QLineEdit>(form.sheet(), QStringLiteral("First name"))->setFocus();
    QTRY_VERIFY(field->hasError());
    QVERIFY(field->error().contains(QStringLiteral("not an amount")));
    QTest::mouseClick(form.sheet()->confirmButton(), Qt::LeftButton);
    QVERIFY(form.view()->fieldOf(QLatin1String("artistName"))->hasError());
    QCOMPARE(amount->text(), QStringLiteral("lots"));
    QCOMPARE(f.workspace.commits(), 0);
    delete form.sheet();
}

void TestLeadForms::formKeepsADraft()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    auto page = openLeads(f);
    QTest::mouseClick(page->headerWidget(), Qt::LeftButton);
    auto *form = page->findChild<LeadForm *>();
    QTest::keyClicks(child<QLineEdit>(form->sheet(), QStringLiteral("Artist, required")), QStringLiteral("Half done"));
    QTRY_VERIFY(!f.workspace.localValue(QStringLiteral("draft.lead.new")).isEmpty());
    QTest::keyClick(child<QLineEdit>(form->sheet(), QStringLiteral("Artist, required")), Qt::Key_Escape);
    QTRY_VERIFY(!page->findChild<LeadForm *>());
    QTest::mouseClick(page->headerWidget(), Qt::LeftButton);
    form = page->findChild<LeadForm *>();
    QVERIFY(form);
    Button *go = nullptr;
    QTRY_VERIFY((go = button(form->sheet(), QStringLiteral("Continue with it"))));
    QTest::mouseClick(go, Qt::LeftButton);
    QCOMPARE(child<QLineEdit>(form->sheet(), QStringLiteral("Artist, required"))->text(), QStringLiteral("Half done"));
}

void TestLeadForms::formClosesUpWhereAFieldIsNotAsked()
{
    test::UiFixture f;
    Lead lead = f.lead(QStringLiteral("Aube"), "Contacted");
    lead.contractValue = Money{800'000};
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    auto page = openLeads(f);
    LeadForm form(f.context, lead.id, page.get());
    form.open();
    const auto field = [&](const char *name) { return form.view()->fieldOf(QLatin1String(name)); };
    QTRY_VERIFY(field("contractValue")->isVisible() && !field("lostReason")->isVisible());
    QTRY_COMPARE(field("contractValue")->x(), field("stageId")->x());
    QCOMPARE(field("contractValue")->y(), field("budget")->y());
    delete form.sheet();
}

QTEST_MAIN(TestLeadForms)
#include "test_lead_forms.moc"
