// SPDX-License-Identifier: GPL-3.0-or-later
// The tasks page driven as a hand does. With MDMC_SCREENSHOTS=<folder> it leaves a picture in both themes.
#include "tests/support/test_workspace.h"
#include "ui/pages/tasks/due_text.h"
#include "ui/pages/tasks/new_task_row.h"
#include "ui/pages/tasks/task_delegate.h"
#include "ui/pages/tasks/task_list.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/segmented_control.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;
using Section = TasksPresenter::Section;

namespace {

struct Scene {
    Scene()
    {
        lead.id = RecordId::mint();
        lead.artistName = QStringLiteral("Luna Park");
        lead.stageId = workspace.stageNamed(u"New").id;
        workspace.put(lead);
        campaign.id = RecordId::mint();
        campaign.name = QStringLiteral("Spring single");
        workspace.put(campaign);
    }
    RecordId put(const char *title, std::optional<int> days, const RecordId &assignee = {}, bool isDone = false)
    {
        Task task;
        task.id = RecordId::mint();
        task.title = QString::fromUtf8(title);
        task.priority = QStringLiteral("normal");
        task.assigneeId = assignee.isNull() ? workspace.actor().userId : assignee;
        if (days)
            task.dueAt = QDateTime(context.today().addDays(*days), QTime(18, 0)).toMSecsSinceEpoch();
        if (isDone)
            task.doneAt = clock.nowUtc();
        workspace.put(task);
        return task.id;
    }
    void change(const RecordId &id, const std::function<void(Task &)> &edit)
    {
        Task task = workspace.get<Task>(id);
        edit(task);
        workspace.put(task);
    }
    void fill()
    {
        late = put("Send the invoice", -3);
        today = put("Call Luna about the budget", 0);
        put("Collect assets", 1);
        put("Prepare the audit", 6);
        put("Renew the contract", 40);
        put("Some day", {});
        done = put("Brief the designer", -1, {}, true);
        theirs = put("Check the pixels", 0, workspace.colleague());
        change(late, [&](Task &task) {
            task.subjectType = QStringLiteral("campaign");
            task.subjectId = campaign.id;
            task.priority = QStringLiteral("urgent");
        });
        change(today, [&](Task &task) {
            task.subjectType = QStringLiteral("lead");
            task.subjectId = lead.id;
            task.priority = QStringLiteral("high");
        });
    }
    void show()
    {
        page = std::make_unique<TasksPage>(context);
        page->resize(1064, 720);
        page->show();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        QTRY_VERIFY(page->presenter().isReady() && lookups.isLoaded());
        page->focusTarget()->setFocus();
    }
    TasksPresenter &presenter() { return page->presenter(); }
    QStringList rows()
    {
        QStringList texts;
        for (int i = 0; i < presenter().rowCount(); ++i)
            texts << (presenter().taskAt(i) ? QString() : QStringLiteral("# "))
                    + presenter().index(i).data().toString();
        return texts;
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(page->list(), key, modifiers); }
    void clickIn(const RecordId &task, const std::function<QRect(const QRect &, const QModelIndex &)> &place)
    {
        const QModelIndex index = presenter().index(presenter().rowOf(task));
        QTest::mouseClick(page->list()->viewport(), Qt::LeftButton, {},
                          place(page->list()->visualRect(index), index).center());
    }
    void trigger(const char *action)
    {
        for (const ActionSpec &spec : page->actions())
            if (spec.id == QLatin1String(action) && (!spec.enabled || spec.enabled()))
                return spec.run();
        QFAIL(action);
    }

    test::TestWorkspace workspace;
    SystemClock clock;
    QLocale locale{QLocale::English, QLocale::UnitedKingdom};
    Lookups lookups{workspace, locale};
    PageContext context{workspace, lookups, clock, Formatter(clock, locale)};
    Lead lead;
    Campaign campaign;
    RecordId late, today, done, theirs;
    std::unique_ptr<TasksPage> page;
};

} // namespace

class TestTasksPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsDays_data();
    void readsDays();
    void sections();
    void everybody();
    void spaceFinishesAndReopens();
    void clickOnTheBoxFinishes();
    void enterOpensTheSubject();
    void newTaskInPlace();
    void unreadableDayIsNotAdded();
    void refusedTaskStaysTyped();
    void editsTheTitle();
    void changesDoNotDisturbEditing();
    void deleteRemovesAndUndoBringsBack();
    void keepsItsPlace();
    void doneFolds();
    void opensATaskOfSomebodyElse();
    void emptyState();
    void readOnlyRole();
    void stateSurvives();
    void looks_data();
    void looks();

private:
    Theme *m_theme = nullptr;
};

void TestTasksPage::init()
{
    if (!m_theme)
        m_theme = new Theme(*qApp);
    m_theme->setMode(Theme::Mode::Light);
}

void TestTasksPage::readsDays_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QDate>("day");
    const QDate wednesday(2026, 11, 25);
    const auto row = [](const char *text, const char *locale, const QDate &day) {
        QTest::addRow("%s in %s", text, locale) << QString::fromUtf8(text) << QString::fromLatin1(locale) << day;
    };
    row("", "en_GB", {});
    row("today", "en_GB", wednesday);
    row(" Tomorrow ", "en_GB", wednesday.addDays(1));
    row("tom", "en_GB", wednesday.addDays(1));
    row("fri", "en_GB", wednesday.addDays(2));
    row("wednesday", "en_GB", wednesday.addDays(7));
    row("monday", "en_GB", wednesday.addDays(5));
    row("lundi", "fr_FR", wednesday.addDays(5));
    row("+3", "en_GB", wednesday.addDays(3));
    row("+0", "en_GB", wednesday);
    row("2026-12-24", "en_GB", QDate(2026, 12, 24));
    row("24/12/2026", "en_GB", QDate(2026, 12, 24));
    row("24/12", "en_GB", QDate(2026, 12, 24));
    row("24.12", "fr_FR", QDate(2026, 12, 24));
    row("12/24", "en_US", QDate(2026, 12, 24));
    row("3/1", "en_GB", QDate(2027, 1, 3));
    row("31/2", "en_GB", {});
    row("soon", "en_GB", {});
    row("fr", "en_GB", {});
    row("+x", "en_GB", {});
}

void TestTasksPage::readsDays()
{
    QFETCH(QString, text);
    QFETCH(QString, locale);
    QFETCH(QDate, day);
    QCOMPARE(dayFromText(text, QLocale(locale), QDate(2026, 11, 25)), day);
}

void TestTasksPage::sections()
{
    Scene scene;
    scene.fill();
    scene.show();
    QAbstractItemModelTester tester(&scene.presenter(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(scene.rows(),
             QStringLiteral("# Overdue|Send the invoice|# Today|Call Luna about the budget|"
                            "# Next 7 days|Collect assets|Prepare the audit|# Later|"
                            "Renew the contract|Some day|# Done")
                 .split(u'|'));
    QCOMPARE(scene.page->summary(), QStringLiteral("6 open · 1 overdue"));
    const QString spoken = scene.presenter().index(1).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(spoken.contains(QStringLiteral("Spring single")) && spoken.contains(QStringLiteral("Urgent")),
             qPrintable(spoken));
}

void TestTasksPage::everybody()
{
    Scene scene;
    scene.fill();
    scene.show();
    QCOMPARE(scene.presenter().rowOf(scene.theirs), -1);
    QTest::keyClick(scene.page->findChild<SegmentedControl *>(), Qt::Key_Right);
    QTRY_VERIFY(scene.presenter().rowOf(scene.theirs) >= 0);
    QCOMPARE(
        scene.presenter().index(scene.presenter().rowOf(scene.theirs)).data(TasksPresenter::AssigneeRole).toString(),
        QStringLiteral("Noé Lambert"));
}

void TestTasksPage::spaceFinishesAndReopens()
{
    Scene scene;
    scene.fill();
    scene.show();
    QSignalSpy offers(scene.page.get(), &Page::undoOffered);
    scene.page->list()->setCurrentTask(scene.today);
    scene.key(Qt::Key_Space);
    QTRY_VERIFY(scene.workspace.get<Task>(scene.today).doneAt.has_value());
    QTRY_COMPARE(scene.presenter().rowOf(scene.today), -1); // Into the folded part.
    QCOMPARE(offers.size(), 1);
    QVERIFY(!scene.page->list()->currentTask().isNull()); // The next one is at hand.
    offers.at(0).at(1).value<std::function<void()>>()();
    QTRY_VERIFY(scene.presenter().rowOf(scene.today) >= 0);
    QVERIFY(!scene.workspace.get<Task>(scene.today).doneAt);
    scene.presenter().setDoneShown(true);
    scene.page->list()->setCurrentTask(scene.done);
    scene.key(Qt::Key_Space);
    QTRY_VERIFY(!scene.workspace.get<Task>(scene.done).doneAt);
}

void TestTasksPage::clickOnTheBoxFinishes()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.clickIn(scene.late, [](const QRect &row, const QModelIndex &) { return row; });
    QVERIFY(scene.workspace.catchUp());
    QCOMPARE(scene.workspace.commits(), 0); // Beside the box it only selects.
    QCOMPARE(scene.page->list()->currentTask(), scene.late);
    scene.clickIn(scene.late, [](const QRect &row, const QModelIndex &) { return TaskDelegate::checkRect(row); });
    QTRY_VERIFY(scene.workspace.get<Task>(scene.late).doneAt.has_value());
}

void TestTasksPage::enterOpensTheSubject()
{
    Scene scene;
    scene.fill();
    scene.show();
    QSignalSpy routes(scene.page.get(), &Page::routeRequested);
    scene.page->list()->setCurrentTask(scene.late);
    scene.key(Qt::Key_Return);
    scene.clickIn(scene.today, TaskDelegate::subjectRect);
    QCOMPARE(routes.size(), 2);
    QCOMPARE(routes.at(0).at(0).value<Route>(), (Route{QStringLiteral("campaigns"), scene.campaign.id.toString()}));
    QCOMPARE(routes.at(1).at(0).value<Route>(), (Route{QStringLiteral("leads"), scene.lead.id.toString()}));
}

void TestTasksPage::newTaskInPlace()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.trigger("tasks.new");
    NewTaskRow *row = scene.page->newRow();
    QVERIFY(row->titleEdit()->hasFocus());
    QTest::keyClicks(row->titleEdit(), QStringLiteral("  Ask for the master "));
    QTest::keyClick(row->titleEdit(), Qt::Key_Tab);
    QVERIFY(row->dueEdit()->hasFocus());
    QTest::keyClicks(row->dueEdit(), QStringLiteral("tomorrow"));
    QTest::keyClick(row->dueEdit(), Qt::Key_Return);
    QTRY_COMPARE(row->titleEdit()->text(), QString());
    QVERIFY(row->isVisible() && row->titleEdit()->hasFocus()); // Ready for the next one.
    QTRY_VERIFY(scene.rows().contains(QStringLiteral("Ask for the master")));
    const Task added = scene.workspace.get<Task>(scene.page->list()->currentTask());
    QCOMPARE(added.title, QStringLiteral("Ask for the master"));
    QCOMPARE(QDateTime::fromMSecsSinceEpoch(added.dueAt.value_or(0)).date(), scene.context.today().addDays(1));
    QCOMPARE(added.assigneeId, scene.workspace.actor().userId);
    QTest::keyClick(row->titleEdit(), Qt::Key_Escape);
    QVERIFY(!row->isVisible());
    QVERIFY(scene.page->list()->hasFocus());
}

void TestTasksPage::unreadableDayIsNotAdded()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.trigger("tasks.new");
    NewTaskRow *row = scene.page->newRow();
    QTest::keyClick(row->titleEdit(), Qt::Key_Return); // Nothing typed, nothing added.
    QTest::keyClicks(row->titleEdit(), QStringLiteral("Ask"));
    QTest::keyClicks(row->dueEdit(), QStringLiteral("soonish"));
    QTest::keyClick(row->titleEdit(), Qt::Key_Return);
    QVERIFY(row->dueEdit()->hasFocus());
    QVERIFY2(row->hint().startsWith(QStringLiteral("This day cannot be read")), qPrintable(row->hint()));
    QVERIFY(scene.workspace.catchUp());
    QCOMPARE(scene.workspace.commits(), 0);
}

void TestTasksPage::refusedTaskStaysTyped()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.trigger("tasks.new");
    scene.workspace.failNextCommit(Error{ErrorCode::StorageFull, {}, {}});
    QTest::keyClicks(scene.page->newRow()->titleEdit(), QStringLiteral("Ask"));
    QTest::keyClick(scene.page->newRow()->titleEdit(), Qt::Key_Return);
    auto *problem = scene.page->findChild<InlineNotice *>();
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QStringLiteral("disk is full")));
    QCOMPARE(scene.page->newRow()->titleEdit()->text(), QStringLiteral("Ask"));
}

void TestTasksPage::editsTheTitle()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->list()->setCurrentTask(scene.today);
    scene.key(Qt::Key_F2);
    auto *edit = scene.page->findChild<QLineEdit *>(QStringLiteral("taskTitleEdit"));
    QVERIFY(edit && edit->hasFocus());
    QCOMPARE(edit->text(), QStringLiteral("Call Luna about the budget"));
    edit->selectAll();
    QTest::keyClicks(edit, QStringLiteral("Call Luna"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(scene.workspace.get<Task>(scene.today).title, QStringLiteral("Call Luna"));
    QTRY_COMPARE(scene.presenter().taskAt(scene.presenter().rowOf(scene.today))->title, QStringLiteral("Call Luna"));
    QVERIFY(scene.page->list()->hasFocus());
    scene.key(Qt::Key_F2);
    edit = scene.page->findChild<QLineEdit *>(QStringLiteral("taskTitleEdit"));
    QTest::keyClicks(edit, QStringLiteral("x"));
    QTest::keyClick(edit, Qt::Key_Escape);
    QTRY_VERIFY(!scene.page->findChild<QLineEdit *>(QStringLiteral("taskTitleEdit")));
    QCOMPARE(scene.workspace.commits(), 1);
}

void TestTasksPage::changesDoNotDisturbEditing()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->list()->setCurrentTask(scene.today);
    scene.key(Qt::Key_F2);
    QPointer<QLineEdit> edit = scene.page->findChild<QLineEdit *>(QStringLiteral("taskTitleEdit"));
    QVERIFY(edit);
    Task other = scene.workspace.get<Task>(scene.late);
    other.title = QStringLiteral("Send it now");
    scene.workspace.receive({toRecord(other)});
    QTRY_VERIFY(scene.presenter().isOutdated());
    QVERIFY(edit && edit->hasFocus());
    QTest::keyClick(edit, Qt::Key_Escape);
    QTRY_VERIFY(scene.rows().contains(QStringLiteral("Send it now")));
}

void TestTasksPage::deleteRemovesAndUndoBringsBack()
{
    Scene scene;
    scene.fill();
    scene.show();
    QSignalSpy offers(scene.page.get(), &Page::undoOffered);
    scene.page->list()->setCurrentTask(scene.today);
    scene.key(Qt::Key_Delete);
    QTRY_COMPARE(scene.presenter().rowOf(scene.today), -1);
    QTRY_COMPARE(offers.size(), 1);
    QCOMPARE(offers.at(0).at(0).toString(), QStringLiteral("Task deleted"));
    offers.at(0).at(1).value<std::function<void()>>()();
    QTRY_VERIFY(scene.presenter().rowOf(scene.today) >= 0);
}

void TestTasksPage::keepsItsPlace()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->list()->setCurrentTask(scene.today);
    QSignalSpy refreshed(&scene.presenter(), &TasksPresenter::refreshed);
    Task other;
    other.id = RecordId::mint();
    other.title = QStringLiteral("From elsewhere");
    other.assigneeId = scene.workspace.actor().userId;
    other.dueAt = 1;
    scene.workspace.receive({toRecord(other)});
    QTRY_COMPARE(refreshed.size(), 1);
    QVERIFY(scene.rows().contains(QStringLiteral("From elsewhere")));
    QCOMPARE(scene.page->list()->currentTask(), scene.today);
    QVERIFY(scene.page->list()->hasFocus());
}

void TestTasksPage::doneFolds()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.key(Qt::Key_End);
    QCOMPARE(scene.page->list()->currentIndex().data().toString(), QStringLiteral("Done"));
    scene.key(Qt::Key_Space);
    QVERIFY(scene.presenter().rowOf(scene.done) > 0);
    const QRect heading =
        scene.page->list()->visualRect(scene.presenter().index(scene.presenter().rowOf(scene.done) - 1));
    QTest::mouseClick(scene.page->list()->viewport(), Qt::LeftButton, {}, heading.center());
    QCOMPARE(scene.presenter().rowOf(scene.done), -1);
}

void TestTasksPage::opensATaskOfSomebodyElse()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->openRecord(scene.theirs.toString());
    QTRY_COMPARE(scene.page->list()->currentTask(), scene.theirs);
}

void TestTasksPage::emptyState()
{
    Scene scene;
    scene.theirs = scene.put("Check the pixels", 0, scene.workspace.colleague());
    scene.show();
    auto *empty = scene.page->findChild<EmptyState *>();
    QVERIFY(empty->isVisible());
    Q_EMIT empty->secondActionTriggered();
    QTRY_VERIFY(scene.presenter().rowOf(scene.theirs) >= 0);
    QVERIFY(!empty->isVisible());
}

void TestTasksPage::readOnlyRole()
{
    Scene scene;
    scene.fill();
    Actor actor = scene.workspace.actor();
    actor.role = mdmc::Role::ReadOnly;
    scene.workspace.setActor(actor);
    scene.show();
    QVERIFY(!scene.page->headerWidget()->isVisibleTo(scene.page.get()));
    scene.page->list()->setCurrentTask(scene.today);
    scene.key(Qt::Key_F2);
    QVERIFY(!scene.page->findChild<QLineEdit *>(QStringLiteral("taskTitleEdit")));
    scene.key(Qt::Key_Space);
    QTRY_VERIFY(scene.page->findChild<InlineNotice *>()->text().contains(QStringLiteral("role does not allow")));
    QVERIFY(!scene.workspace.get<Task>(scene.today).doneAt);
}

void TestTasksPage::stateSurvives()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.presenter().setDoneShown(true);
    scene.page->findChild<SegmentedControl *>()->setCurrent(QStringLiteral("everybody"));
    const QByteArray state = scene.page->saveState();
    TasksPage again(scene.context);
    again.restoreState(state);
    QVERIFY(again.presenter().isDoneShown());
    QVERIFY(!again.presenter().isOnlyMine());
    again.restoreState("not ours");
}

void TestTasksPage::looks_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<int>("what");
    for (const bool isDark : {false, true}) {
        QTest::addRow("tasks-%s", isDark ? "dark" : "light") << isDark << 0;
        QTest::addRow("tasks-new-%s", isDark ? "dark" : "light") << isDark << 1;
        QTest::addRow("tasks-empty-%s", isDark ? "dark" : "light") << isDark << 2;
    }
}

void TestTasksPage::looks()
{
    QFETCH(bool, isDark);
    QFETCH(int, what);
    m_theme->setMode(isDark ? Theme::Mode::Dark : Theme::Mode::Light);
    Scene scene;
    if (what < 2)
        scene.fill();
    scene.show();
    if (what == 0) {
        scene.presenter().setDoneShown(true);
        scene.page->findChild<SegmentedControl *>()->setCurrent(QStringLiteral("everybody"));
        QTRY_VERIFY(scene.presenter().rowOf(scene.theirs) >= 0);
    }
    if (what == 1) {
        scene.trigger("tasks.new");
        QTest::keyClicks(scene.page->newRow()->titleEdit(), QStringLiteral("Ask for the master"));
        QTest::keyClicks(scene.page->newRow()->dueEdit(), QStringLiteral("friday"));
    }
    scene.page->headerWidget()->hide(); // The window's head holds it.
    QCoreApplication::processEvents(); // Layouts
    const QString folder = qEnvironmentVariable("MDMC_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QDir().mkpath(folder);
        QVERIFY(scene.page->grab().save(
            QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
    }
}

QTEST_MAIN(TestTasksPage)
#include "test_tasks_page.moc"
