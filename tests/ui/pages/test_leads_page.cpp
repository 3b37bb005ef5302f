// SPDX-License-Identifier: GPL-3.0-or-later
// The leads page driven the way a hand does.
#include "tests/ui/pages/leads_scene.h"
#include "ui/pages/common/activity_composer.h"
#include "ui/pages/common/condition_editor.h"
#include "ui/pages/leads/bulk_bar.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/theme/theme.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"

#include <QLineEdit>
#include <QListWidget>

using namespace mdmc;
using namespace mdmc::ui;
using test::button;
using test::openLeads;

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
    void filterIsBuiltFromTheFieldTable();
    void readOnlyRoleSeesNoWaysToEdit();
    void remembersItsPlace();
    void opensAnyRecordAndExplainsMissingOnes();
    void everythingHasAName();
};

void TestLeadsPage::selectsAndShowsDetail()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 30, f.context.today());
    QVERIFY(f.isReady());
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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

void TestLeadsPage::filterIsBuiltFromTheFieldTable()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube"), "New"));
    f.workspace.put(f.lead(QStringLiteral("Brume"), "Qualified"));
    QVERIFY(f.isReady());
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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
        auto page = openLeads(f);
        QTRY_VERIFY(page->presenter().table().recordAt(7));
        page->table()->setCurrentRow(7);
        page->table()->setColumnShown(QStringLiteral("country"), true);
        page->presenter().setSort(QStringLiteral("budget"), Qt::DescendingOrder);
        QTRY_VERIFY(page->presenter().table().isIdle());
        current = page->detail()->presenter().id().toString();
        page->deactivated();
    }
    auto page = openLeads(f);
    QTRY_COMPARE(page->table()->currentId(), current);
    QVERIFY(!page->table()->isColumnHidden(page->table()->columnOf(QStringLiteral("country"))));
    QCOMPARE(page->table()->sortKey(), QStringLiteral("budget"));
    page->setBoard(true);
    page->deactivated();
    QVERIFY(openLeads(f)->isBoard());
}

void TestLeadsPage::opensAnyRecordAndExplainsMissingOnes()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 600, f.context.today());
    QVERIFY(f.isReady());
    auto page = openLeads(f);
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
    auto page = openLeads(f);
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

QTEST_MAIN(TestLeadsPage)
#include "test_leads_page.moc"
