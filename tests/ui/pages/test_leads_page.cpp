// SPDX-License-Identifier: GPL-3.0-or-later
// The leads page driven the way a hand does.
#include "ui/pages/leads/leads_page.h"

#include "tests/support/ui_fixture.h"
#include "ui/pages/common/activity_composer.h"
#include "ui/pages/common/condition_editor.h"
#include "ui/pages/common/record_form_view.h"
#include "ui/pages/leads/bulk_bar.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/pages/leads/lead_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/timeline.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollArea>

using namespace mdmc;
using namespace mdmc::ui;

class TestLeadsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Mode::Light); }
    void selectsAndShowsDetail();
    void keyboardEditsACell();
    void failedEditOffersToEditAgain();
    void searchSelectsTheFirstHit();
    void emptyStatesSayWhatToDo();
    void bulkBarChangesTheSelection();
    void dropOnLostAsksForTheReason();
    void refusedDropSlidesBack();
    void keyboardMovesACard();
    void nextAndPreviousStepThroughTheView();
    void formCreatesALead();
    void whatIsNewIsOpenedAmongOthers();
    void formShowsErrorUnderItsField();
    void formKeepsADraft();
    void taskIsDoneBySpace();
    void noteIsSavedByCtrlEnterAndKeptOnFailure();
    void filterIsBuiltFromTheFieldTable();
    void readOnlyRoleSeesNoWaysToEdit();
    void remembersItsPlace();
    void opensAnyRecordAndExplainsMissingOnes();
    void everythingHasAName();
    void conflictIsSettledByKeyboard_data();
    void conflictIsSettledByKeyboard();
    void conflictStripComesFirstAndSaysKeep();
    void detailIsNoWiderThanItsPane();
    void formClosesUpWhereAFieldIsNotAsked();

private:
    sync::ConflictView conflictOn(test::UiFixture &f, const Lead &lead)
    {
        sync::ConflictView conflict;
        conflict.id = RecordId::mint();
        conflict.record = {EntityType::Lead, lead.id};
        conflict.title = lead.artistName;
        conflict.field = test::fieldOf(EntityType::Lead, "budget");
        conflict.losing = Value(Money{200'000});
        conflict.winning = conflict.current = Value(Money{300'000});
        conflict.winningAuthor = f.workspace.colleague();
        conflict.detectedAt = f.clock.nowUtc();
        return conflict;
    }
    std::unique_ptr<LeadsPage> open(test::UiFixture &f)
    {
        auto page = std::make_unique<LeadsPage>(f.context);
        page->resize(1200, 760);
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
        page->focusTarget()->setFocus();
        (void)QTest::qWaitFor([&] { return page->presenter().table().isReady(); });
        return page;
    }
    template <typename T> T *child(QWidget *in, const QString &accessibleName)
    {
        for (T *one : in->findChildren<T *>())
            if (one->accessibleName() == accessibleName)
                return one;
        return nullptr;
    }
    Button *button(QWidget *in, const QString &text)
    {
        for (Button *one : in->findChildren<Button *>())
            if (one->text() == text && one->isVisible())
                return one;
        return nullptr;
    }
};

void TestLeadsPage::selectsAndShowsDetail()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 30, f.context.today());
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_COMPARE(page->table()->currentIndex().row(), 0);
    QTRY_VERIFY(page->detail()->presenter().detail());
    const QString first = page->recordTitle();
    QTest::keyClick(page->table(), Qt::Key_Down);
    QCOMPARE(page->table()->currentIndex().row(), 1);
    QTRY_VERIFY(page->recordTitle() != first);
    QVERIFY(page->table()->hasFocus()); // The detail never takes it.
    QVERIFY(page->summary().contains(QStringLiteral("30")));
}

void TestLeadsPage::keyboardEditsACell()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_VERIFY(page->presenter().table().recordAt(0));
    QSignalSpy undo(page.get(), &Page::undoOffered);
    const int column = page->table()->columnOf(QStringLiteral("nextStep"));
    page->table()->setCurrentIndex(page->presenter().table().index(0, column));
    QTest::keyClick(page->table(), Qt::Key_F2);
    auto *editor = page->table()->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("Call"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).nextStep, QStringLiteral("Call"));
    QTRY_COMPARE(undo.size(), 1); // Else an older offer would stand there and undo this edit.
    QTest::keyClick(page->table(), Qt::Key_F2);
    editor = page->table()->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("Something else"));
    QTest::keyClick(editor, Qt::Key_Escape);
    QVERIFY(f.workspace.catchUp());
    QCOMPARE(f.workspace.get<Lead>(lead.id).nextStep, QStringLiteral("Call"));
}

void TestLeadsPage::failedEditOffersToEditAgain()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_VERIFY(page->presenter().table().recordAt(0));
    const int column = page->table()->columnOf(QStringLiteral("nextStep"));
    f.workspace.failNextCommit({ErrorCode::StorageFull, {}, {}});
    page->presenter().table().setData(page->presenter().table().index(0, column), QStringLiteral("Call"));
    auto *notice = page->findChild<InlineNotice *>();
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(QStringLiteral("disk is full")));
    QTest::mouseClick(button(notice, QStringLiteral("Edit again")), Qt::LeftButton);
    auto *editor = page->table()->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("Call"));
    QTest::keyClick(editor, Qt::Key_Escape);
}

void TestLeadsPage::searchSelectsTheFirstHit()
{
    test::UiFixture f;
    for (const char *name : {"Aube", "Brume", "Brise"})
        f.workspace.put(f.lead(QString::fromLatin1(name)));
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_COMPARE(page->presenter().table().rowCount(), 3);
    page->search(QStringLiteral("bri"));
    QTRY_COMPARE(page->presenter().table().rowCount(), 1);
    QTRY_COMPARE(page->recordTitle(), QStringLiteral("Brise"));
    page->search({});
    QTRY_COMPARE(page->presenter().table().rowCount(), 3);
    QCOMPARE(page->recordTitle(), QStringLiteral("Brise")); // Keeps its place.
    QTRY_VERIFY(page->table()->currentIndex().isValid());
    QTRY_COMPARE(page->table()->currentId(), page->detail()->presenter().id().toString());
}

void TestLeadsPage::emptyStatesSayWhatToDo()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    auto page = open(f);
    auto *empty = page->findChild<EmptyState *>();
    Button *create = nullptr;
    QTRY_VERIFY((create = button(page.get(), QStringLiteral("New lead"))));
    QVERIFY(button(page.get(), QStringLiteral("Import a file")));
    QSignalSpy route(page.get(), &Page::routeRequested);
    QTest::mouseClick(button(page.get(), QStringLiteral("Import a file")), Qt::LeftButton);
    QCOMPARE(route.size(), 1);
    QCOMPARE(route[0][0].value<Route>().page, QStringLiteral("import"));
    f.workspace.receive({toRecord(f.lead(QStringLiteral("Aube")))});
    QTRY_COMPARE(page->presenter().table().rowCount(), 1);
    QTRY_VERIFY(page->table()->isVisible());
    page->search(QStringLiteral("zzz"));
    QTRY_VERIFY(button(page.get(), QStringLiteral("Show all leads")));
    QTest::mouseClick(button(page.get(), QStringLiteral("Show all leads")), Qt::LeftButton);
    QTRY_VERIFY(page->table()->isVisible());
    Q_UNUSED(empty)
}

void TestLeadsPage::bulkBarChangesTheSelection()
{
    test::UiFixture f;
    for (int i = 0; i < 300; ++i)
        f.workspace.put(f.lead(QStringLiteral("Artist %1").arg(i, 3, 10, QLatin1Char('0'))));
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_COMPARE(page->presenter().table().rowCount(), 300);
    auto *bulk = page->findChild<BulkBar *>();
    QVERIFY(!bulk->isVisible());
    QTest::keySequence(page->table(), QKeySequence::SelectAll);
    QVERIFY(bulk->isVisible());
    QVERIFY(page->summary().contains(QStringLiteral("300 selected")));
    QSignalSpy done(&page->presenter(), &LeadsPresenter::done);
    QTest::mouseClick(button(bulk, QStringLiteral("Delete")), Qt::LeftButton); // Also rows that were never loaded.
    QVERIFY(done.wait());
    QVERIFY(f.workspace.idsOf(EntityType::Lead).empty());
    QCOMPARE(f.workspace.commits(), 1);
}

void TestLeadsPage::dropOnLostAsksForTheReason()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    auto page = open(f);
    page->setBoard(true);
    QTRY_COMPARE(page->presenter().board().cardCount(0), 1);
    QTRY_VERIFY(!page->presenter().board().card(0, 0).id.isEmpty());
    const RecordId lost = f.workspace.stageNamed(u"Lost").id;
    Q_EMIT page->board()->moveRequested(lead.id.toString(), lost.toString(), 0); // What a drop emits.
    QTRY_VERIFY(page->board()->prompt());
    QCOMPARE(f.workspace.commits(), 0);
    BoardPrompt *prompt = page->board()->prompt();
    auto *choices = prompt->findChild<QListWidget *>();
    QVERIFY(choices && choices->count() > 1);
    QTest::keyClick(choices, Qt::Key_Down);
    const QString reason = choices->currentItem()->text();
    QTest::keyClick(choices, Qt::Key_Return);
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).stageId, lost);
    QCOMPARE(f.lookups.listLabel(u"lostReason", f.workspace.get<Lead>(lead.id).lostReason), reason);
}

void TestLeadsPage::refusedDropSlidesBack()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    auto page = open(f);
    page->setBoard(true);
    QTRY_VERIFY(page->presenter().board().cardCount(0) == 1 && !page->presenter().board().card(0, 0).id.isEmpty());
    f.workspace.failNextCommit({ErrorCode::Forbidden, {}, {}});
    QSignalSpy refused(&page->presenter(), &LeadsPresenter::moveRefused);
    Q_EMIT page->board()->moveRequested(lead.id.toString(), f.workspace.stageNamed(u"Contacted").id.toString(), 0);
    QCOMPARE(page->presenter().board().cardCount(1), 1); // At once.
    QVERIFY(refused.wait());
    QCOMPARE(page->presenter().board().cardCount(1), 0);
    QCOMPARE(page->presenter().board().cardCount(0), 1);
    bool isTold = false;
    for (const QLabel *label : page->board()->findChildren<QLabel *>())
        isTold = isTold || label->text().contains(QStringLiteral("role does not allow"));
    QVERIFY(isTold);
}

void TestLeadsPage::keyboardMovesACard()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    auto page = open(f);
    page->setBoard(true);
    QTRY_VERIFY(page->presenter().board().cardCount(0) == 1 && !page->presenter().board().card(0, 0).id.isEmpty());
    page->board()->setCurrentCard(lead.id.toString());
    QWidget *column = page->board()->columnWidget(0);
    column->setFocus();
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : column, Qt::Key_Right,
                    Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).stageId, f.workspace.stageNamed(u"Contacted").id);
    QTRY_COMPARE(page->presenter().board().cardCount(1), 1);
}

void TestLeadsPage::nextAndPreviousStepThroughTheView()
{
    test::UiFixture f;
    for (const char *name : {"A", "B", "C"})
        f.workspace.put(f.lead(QString::fromLatin1(name)));
    QVERIFY(f.isReady());
    auto page = open(f);
    page->presenter().setSort(QStringLiteral("artistName"), Qt::AscendingOrder);
    QTRY_COMPARE(page->presenter().table().rowCount(), 3);
    QTRY_VERIFY(page->presenter().table().recordAt(2));
    page->table()->setCurrentRow(0);
    const auto run = [&](const char *id) {
        for (const ActionSpec &action : page->actions())
            if (action.id == QLatin1String(id))
                action.run();
    };
    run("leads.next");
    QTRY_COMPARE(page->recordTitle(), QStringLiteral("B"));
    run("leads.next");
    run("leads.next"); // Stays at the end.
    QTRY_COMPARE(page->recordTitle(), QStringLiteral("C"));
    run("leads.previous");
    QTRY_COMPARE(page->recordTitle(), QStringLiteral("B"));
}

void TestLeadsPage::formCreatesALead()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    auto page = open(f);
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

void TestLeadsPage::whatIsNewIsOpenedAmongOthers()
{
    test::UiFixture f;
    test::addSampleLeads(f.workspace, 30, f.context.today());
    QVERIFY(f.isReady());
    auto page = open(f);
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

void TestLeadsPage::formShowsErrorUnderItsField()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    auto page = open(f);
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

void TestLeadsPage::formKeepsADraft()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    auto page = open(f);
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

void TestLeadsPage::taskIsDoneBySpace()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 1, f.context.today());
    test::addSampleHistory(f.workspace, ids, f.context.today());
    QVERIFY(f.isReady());
    auto page = open(f);
    QCheckBox *box = nullptr;
    QTRY_VERIFY((box = page->detail()->findChild<QCheckBox *>()));
    const RecordId task = *RecordId::fromString(box->objectName());
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_VERIFY(f.workspace.get<Task>(task).doneAt.has_value());
}

void TestLeadsPage::noteIsSavedByCtrlEnterAndKeptOnFailure()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_VERIFY(page->detail()->presenter().detail());
    page->detail()->compose(QStringLiteral("call"));
    auto *composer = page->detail()->findChild<ActivityComposer *>();
    QTest::keyClicks(composer->edit(), QStringLiteral("They said yes"));
    f.workspace.failNextCommit({ErrorCode::StorageFull, {}, {}});
    QSignalSpy failed(&page->detail()->presenter(), &LeadDetailPresenter::failed);
    QTest::keyClick(composer->edit(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(failed.wait());
    QCOMPARE(composer->text(), QStringLiteral("They said yes"));
    QTest::keyClick(composer->edit(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(composer->text(), QString());
    const auto activities = f.workspace.idsOf(EntityType::Activity);
    QCOMPARE(activities.size(), size_t(1));
    QCOMPARE(f.workspace.get<Activity>(activities[0]).kind, QStringLiteral("call"));
}

void TestLeadsPage::filterIsBuiltFromTheFieldTable()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube"), "New"));
    f.workspace.put(f.lead(QStringLiteral("Brume"), "Qualified"));
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_COMPARE(page->presenter().table().rowCount(), 2);
    for (const ActionSpec &action : page->actions())
        if (action.id == QLatin1String("leads.filter"))
            action.run();
    auto *editor = page->findChild<ConditionEditor *>();
    QVERIFY(editor);
    auto *choices = editor->findChild<QListWidget *>(); // Starts with the stage.
    QVERIFY(choices->isVisible());
    for (int i = 0; i < choices->count(); ++i)
        if (choices->item(i)->text() == QLatin1String("Qualified"))
            choices->setCurrentRow(i);
    QTest::keyClick(choices, Qt::Key_Space);
    QTest::mouseClick(button(editor, QStringLiteral("Add filter")), Qt::LeftButton);
    QTRY_COMPARE(page->presenter().table().rowCount(), 1);
    QTRY_COMPARE(page->recordTitle(), QStringLiteral("Brume"));
    page->presenter().setFilter({});
    QTRY_COMPARE(page->presenter().table().rowCount(), 2);
}

void TestLeadsPage::readOnlyRoleSeesNoWaysToEdit()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 5, f.context.today());
    f.actAs(::mdmc::Role::ReadOnly);
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_VERIFY(page->detail()->presenter().detail());
    QVERIFY(page->headerWidget()->isHidden());
    QVERIFY(!button(page->detail(), QStringLiteral("Edit")));
    QVERIFY(!page->detail()->findChild<ActivityComposer *>()->isVisible());
    QTest::keySequence(page->table(), QKeySequence::SelectAll);
    QVERIFY(!page->findChild<BulkBar *>()->isVisible());
    for (const ActionSpec &action : page->actions())
        if (action.id == QLatin1String("leads.new") || action.id == QLatin1String("leads.delete")
            || action.id == QLatin1String("leads.edit"))
            QVERIFY2(!action.enabled(), qPrintable(action.id));
}

void TestLeadsPage::remembersItsPlace()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 40, f.context.today());
    QVERIFY(f.isReady());
    QString current;
    {
        auto page = open(f);
        QTRY_VERIFY(page->presenter().table().recordAt(7));
        page->table()->setCurrentRow(7);
        page->table()->setColumnShown(QStringLiteral("country"), true);
        page->presenter().setSort(QStringLiteral("budget"), Qt::DescendingOrder);
        QTRY_VERIFY(page->presenter().table().isIdle());
        current = page->detail()->presenter().id().toString();
        page->deactivated();
    }
    auto page = open(f);
    QTRY_COMPARE(page->table()->currentId(), current);
    QVERIFY(!page->table()->isColumnHidden(page->table()->columnOf(QStringLiteral("country"))));
    QCOMPARE(page->table()->sortKey(), QStringLiteral("budget"));
    page->setBoard(true);
    page->deactivated();
    QVERIFY(open(f)->isBoard());
}

void TestLeadsPage::opensAnyRecordAndExplainsMissingOnes()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 600, f.context.today());
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_COMPARE(page->presenter().table().rowCount(), 600);
    page->openRecord(ids[599].toString());
    QTRY_COMPARE(page->table()->currentId(), ids[599].toString());
    page->openRecord(RecordId::mint().toString());
    bool isTold = false;
    QTRY_VERIFY([&] {
        for (const QLabel *label : page->detail()->findChildren<QLabel *>())
            isTold = isTold || (label->isVisible() && label->text().contains(QStringLiteral("not here")));
        return isTold;
    }());
    page->openRecord(QStringLiteral("nonsense")); // A mangled link changes nothing.
}

void TestLeadsPage::everythingHasAName()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 5, f.context.today());
    test::addSampleHistory(f.workspace, ids, f.context.today());
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_VERIFY(page->detail()->presenter().detail());
    for (const QWidget *widget : page->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
            continue;
        const auto *pressable = qobject_cast<const QAbstractButton *>(widget);
        const bool isNamed = !widget->accessibleName().isEmpty() || (pressable && !pressable->text().isEmpty());
        const bool isPartOfAnother = qobject_cast<const QAbstractItemView *>(widget->parentWidget())
            || QByteArray(widget->metaObject()->className()).contains("ScrollArea") || widget->focusProxy()
            || widget->objectName().startsWith(QLatin1String("qt_"))
            || QByteArray(widget->metaObject()->className()).contains("BoardColumn");
        QVERIFY2(isNamed || isPartOfAnother, widget->metaObject()->className());
    }
}

void TestLeadsPage::conflictIsSettledByKeyboard_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QKeySequence>("keys");
    QTest::addColumn<QString>("call");
    QTest::newRow("restore") << "leads.restore" << QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R) << "restore";
    QTest::newRow("keep") << "leads.keep" << QKeySequence(Qt::CTRL | Qt::Key_D) << "dismiss";
}

void TestLeadsPage::conflictIsSettledByKeyboard()
{
    QFETCH(QString, action);
    QFETCH(QKeySequence, keys);
    QFETCH(QString, call);
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    const sync::ConflictView newest = conflictOn(f, lead), older = conflictOn(f, lead);
    f.workspace.setConflicts({newest, older});
    QVERIFY(f.isReady());
    auto page = open(f);
    QTRY_VERIFY(page->detail()->hasOpenConflict());
    const QList<ActionSpec> specs = page->actions();
    const auto spec = std::ranges::find(specs, action, &ActionSpec::id);
    QVERIFY(spec != specs.end() && spec->shortcuts.contains(keys)); // So F1 lists it.
    auto *timeline = page->detail()->findChild<Timeline *>();
    timeline->setFocus(); // The keyboard says which one.
    timeline->setCurrentIndex(timeline->model()->index(1, 0));
    QVERIFY(spec->enabled());
    spec->run();
    QTRY_COMPARE(page->detail()->presenter().detail()->conflicts.size(), size_t(1));
    QCOMPARE(page->detail()->presenter().detail()->conflicts[0].id, newest.id);
    QCOMPARE(f.workspace.calls.first(), call);
    page->focusTarget()->setFocus();
    spec->run();
    QTRY_VERIFY(!page->detail()->hasOpenConflict());
    QVERIFY(!spec->enabled());
}

void TestLeadsPage::conflictStripComesFirstAndSaysKeep()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 1, f.context.today());
    test::addSampleHistory(f.workspace, ids, f.context.today());
    f.workspace.setConflicts({conflictOn(f, f.workspace.get<Lead>(ids[0]))});
    QVERIFY(f.isReady());
    auto page = open(f);
    LeadDetailPane *detail = page->detail();
    QTRY_VERIFY(detail->hasOpenConflict() && detail->findChild<QCheckBox *>());
    QTRY_VERIFY(button(detail, QStringLiteral("Restore")));
    QStringList passed;
    for (QWidget *control = detail; control && !qobject_cast<Timeline *>(control);
         control = control->nextInFocusChain()) {
        const auto *pressed = qobject_cast<const QAbstractButton *>(control);
        if ((control->focusPolicy() & Qt::TabFocus) && control->isVisible())
            passed << (pressed && control->accessibleName().isEmpty() ? pressed->text() : control->accessibleName());
    }
    const auto place = [&](const char *name) { return passed.indexOf(QLatin1String(name)); };
    QVERIFY2(place("Restore") > 0 && place("Keep") == place("Restore") + 1 && place("Next step") == place("Keep") + 1,
             qPrintable(passed.join(u'|')));
    QVERIFY(passed.indexOf(detail->findChild<QCheckBox *>()->text()) < place("Add a task"));
    QVERIFY(place("Add a task") < place("New note"));
    Button *keep = button(detail, QStringLiteral("Keep"));
    keep->setFocus();
    QTest::keyClick(keep, Qt::Key_Return);
    QTRY_VERIFY(!detail->hasOpenConflict());
    QCOMPARE(f.workspace.calls, QStringList{QStringLiteral("dismiss")});
}

void TestLeadsPage::detailIsNoWiderThanItsPane()
{
    test::UiFixture f;
    const QString address = QStringLiteral("bartholomew.featherstonehaugh@averylongdomainname.test");
    Lead lead = f.lead(QStringLiteral("The Even Longer Named Canary Orchestra Of Saint-Germain-des-Prés"));
    lead.emails = {address};
    lead.firstName = QStringLiteral("Bartholomew");
    lead.lastName = QStringLiteral("Featherstonehaugh-Cholmondeley");
    f.workspace.put(lead);
    sync::ConflictView conflict = conflictOn(f, lead);
    conflict.field = test::fieldOf(EntityType::Lead, "emails");
    conflict.winning = conflict.current = Value(lead.emails);
    conflict.losing = Value(QStringList{u'x' + address});
    f.workspace.setConflicts({conflict});
    Task task;
    task.id = RecordId::mint();
    task.subjectType = QStringLiteral("lead");
    task.subjectId = lead.id;
    task.title =
        QStringLiteral("Ask everybody who has ever played in it whether they still own their part of the masters");
    f.workspace.put(task);
    QVERIFY(f.isReady());
    auto page = open(f);
    page->resize(1064, 760);
    QTRY_VERIFY(page->detail()->hasOpenConflict() && page->detail()->findChild<QCheckBox *>());
    auto *scroll = page->detail()->findChild<QScrollArea *>();
    QTRY_VERIFY(scroll->viewport()->width() > 300);
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
}

void TestLeadsPage::formClosesUpWhereAFieldIsNotAsked()
{
    test::UiFixture f;
    Lead lead = f.lead(QStringLiteral("Aube"), "Contacted");
    lead.contractValue = Money{800'000};
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    auto page = open(f);
    LeadForm form(f.context, lead.id, page.get());
    form.open();
    const auto field = [&](const char *name) { return form.view()->fieldOf(QLatin1String(name)); };
    QTRY_VERIFY(field("contractValue")->isVisible() && !field("lostReason")->isVisible());
    QTRY_COMPARE(field("contractValue")->x(), field("stageId")->x());
    QCOMPARE(field("contractValue")->y(), field("budget")->y());
    delete form.sheet();
}

QTEST_MAIN(TestLeadsPage)
#include "test_leads_page.moc"
