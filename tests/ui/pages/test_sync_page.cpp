// SPDX-License-Identifier: GPL-3.0-or-later
// The sync page driven as a hand does. With MDMC_SCREENSHOTS=<folder> it leaves a picture of each part in both themes.
#include "tests/ui/pages/sync_scene.h"
#include "ui/pages/sync/conflict_pane.h"
#include "ui/pages/sync/inspector_pane.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;
using Part = SyncPage::Part;

using Scene = test::SyncScene;
using test::leadField;

class TestSyncPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void saysHowTheConnectionStands_data();
    void saysHowTheConnectionStands();
    void emptyPartsSaySo();
    void waitingShowsOldAndNew();
    void opensTheRecordOfAnEdit();
    void listCopiesValues_data();
    void listCopiesValues();
    void tabGoesFromTheListToTheDetail();
    void problemGoesWithItsItem_data();
    void problemGoesWithItsItem();
    void longButtonsWrap();
    void inspectorTellsWhereThingsStand();
    void settlesConflicts_data();
    void settlesConflicts();
    void logHoldsNothingPersonal();
    void readsOnlyWhileShown();
    void comingBackShowsWhatWasRefusedMeanwhile();
    void connectsAndGoesOffline();
    void looks_data();
    void looks();

private:
    Theme *m_theme = nullptr;
};

void TestSyncPage::init()
{
    if (!m_theme)
        m_theme = new Theme(*qApp);
    m_theme->setMode(Theme::Mode::Light);
    QGuiApplication::clipboard()->clear();
}

void TestSyncPage::saysHowTheConnectionStands_data()
{
    QTest::addColumn<sync::SyncState>("state");
    QTest::addColumn<qint64>("retryIn");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("fact");
    QTest::addColumn<QString>("buttons"); // o: Work offline, c: Connect now, s: Sign in, n: a notice
    using sync::SyncState;
    QTest::newRow("local") << SyncState::LocalOnly << 0LL << "Saved on this computer"
                           << "No server"
                           << "";
    QTest::newRow("synced") << SyncState::Synced << 0LL << "Everything is in step"
                            << "Last synced just now"
                            << "o";
    QTest::newRow("first") << SyncState::FirstSync << 0LL << "Fetching your workspace: 40%"
                           << "crm.example"
                           << "o";
    QTest::newRow("offline, tries") << SyncState::Offline << 60'000LL << "Offline since"
                                    << "Tries again at"
                                    << "oc";
    QTest::newRow("offline, by wish") << SyncState::Offline << 0LL << "Offline since"
                                      << "until you connect"
                                      << "c";
    QTest::newRow("signed out") << SyncState::SignInNeeded << 0LL << "Sign in again"
                                << "crm.example"
                                << "osn";
    QTest::newRow("stopped") << SyncState::Stopped << 0LL << "Sync has stopped"
                             << "crm.example"
                             << "cn";
}

void TestSyncPage::saysHowTheConnectionStands()
{
    QFETCH(sync::SyncState, state);
    QFETCH(qint64, retryIn);
    QFETCH(QString, title);
    QFETCH(QString, fact);
    QFETCH(QString, buttons);
    Scene scene;
    sync::SyncStatus status;
    status.state = state;
    status.since = scene.now - 60'000;
    status.lastSyncedAt = scene.clock.nowUtc();
    status.retryAt = retryIn ? scene.now + retryIn : 0;
    status.progress = 0.4;
    const SyncHead head = SyncWords(scene.context).head(status, QStringLiteral("https://crm.example"));
    QVERIFY2(head.title.startsWith(title), qPrintable(head.title));
    QVERIFY2(head.facts.join(u'|').contains(fact), qPrintable(head.facts.join(u'|')));
    QCOMPARE(head.mayGoOffline, buttons.contains(u'o'));
    QCOMPARE(head.mayConnect, buttons.contains(u'c'));
    QCOMPARE(head.needsSignIn, buttons.contains(u's'));
    QCOMPARE(!head.problem.isEmpty(), buttons.contains(u'n'));
    QCOMPARE(head.progress >= 0, state == sync::SyncState::FirstSync);
}

void TestSyncPage::emptyPartsSaySo()
{
    Scene scene;
    scene.show();
    for (const Part part : {Part::Waiting, Part::Attention, Part::Conflicts}) {
        scene.page->setPart(part);
        QVERIFY(!scene.page->list(part)->isVisible());
        QVERIFY(scene.page->focusTarget()->isVisible());
    }
    QCOMPARE(scene.find<QTabBar>("syncTabs")->tabText(1), QStringLiteral("Needs attention"));
}

void TestSyncPage::waitingShowsOldAndNew()
{
    Scene scene;
    scene.fill();
    scene.show();
    QCOMPARE(scene.find<QTabBar>("syncTabs")->tabText(0), QStringLiteral("Waiting 2"));
    const QString first = scene.rowText(Part::Waiting, 0);
    QVERIFY2(first.contains(QStringLiteral("Budget: €2,000 → €2,500")), qPrintable(first));
    QVERIFY2(first.contains(QStringLiteral("Stage: Proposal sent → Negotiation")), qPrintable(first));
    QVERIFY2(first.contains(QStringLiteral("sent, no answer yet")), qPrintable(first));
    const QString second = scene.rowText(Part::Waiting, 1);
    QVERIFY2(second.contains(QStringLiteral("not sent yet")) && second.contains(QStringLiteral("Called the label")),
             qPrintable(second));
    QVERIFY(!second.contains(QStringLiteral("→")));
}

void TestSyncPage::opensTheRecordOfAnEdit()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->setPart(Part::Waiting);
    QSignalSpy routes(scene.page.get(), &Page::routeRequested);
    SyncList *list = scene.page->list(Part::Waiting);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_End); // The note: opened where it belongs.
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_COMPARE(routes.size(), 1);
    QCOMPARE(routes.at(0).at(0).value<Route>(), (Route{QStringLiteral("leads"), scene.lead.id.toString()}));
}

void TestSyncPage::listCopiesValues_data()
{
    QTest::addColumn<int>("part");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    for (const Part part : {Part::Waiting, Part::Attention}) {
        QTest::addRow("part %d, Ctrl+C", int(part)) << int(part) << Qt::KeyboardModifiers(Qt::ControlModifier);
        QTest::addRow("part %d, Ctrl+Shift+C", int(part)) << int(part) << (Qt::ControlModifier | Qt::ShiftModifier);
    }
}

void TestSyncPage::listCopiesValues()
{
    QFETCH(int, part);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    Scene scene;
    scene.fill();
    scene.show();
    ActionRegistry actions(scene.page.get());
    actions.add(scene.page->actions());
    scene.page->setPart(Part(part));
    SyncList *list = scene.page->list(Part(part));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_C, modifiers);
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.contains(QStringLiteral("\nStage: ")), qPrintable(text));
    QVERIFY2(!text.contains(QStringLiteral(" ago")), qPrintable(text)); // Not the row's caption.
}

void TestSyncPage::tabGoesFromTheListToTheDetail()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.find<QTabBar>("syncTabs")->setFocus();
    for (const char *name : {"syncRetryAll", "syncCopyAll", "syncDiscardAll", "syncAttentionList", "syncOpen",
                             "syncRetry", "syncEdit", "syncCopy", "syncDiscard"}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), QLatin1String(name));
    }
}

void TestSyncPage::problemGoesWithItsItem_data()
{
    QTest::addColumn<std::function<void(Scene &)>>("leave");
    using Leave = std::function<void(Scene &)>;
    QTest::newRow("another row") << Leave(
        [](Scene &scene) { QTest::keyClick(scene.page->list(Part::Attention), Qt::Key_Down); });
    QTest::newRow("another tab") << Leave([](Scene &scene) { scene.page->setPart(Part::Waiting); });
    QTest::newRow("another page") << Leave([](Scene &scene) {
        scene.page->hide();
        scene.page->show();
    });
    QTest::newRow("Esc") << Leave(
        [](Scene &scene) { QTest::keyClick(scene.page->list(Part::Attention), Qt::Key_Escape); });
}

void TestSyncPage::problemGoesWithItsItem()
{
    QFETCH(std::function<void(Scene &)>, leave);
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->list(Part::Attention)->setFocus();
    const QString sentence = QStringLiteral("Nothing was discarded.");
    const auto isShown = [&] {
        return std::ranges::any_of(scene.page->findChildren<InlineNotice *>(), [&](const InlineNotice *notice) {
            return notice->isVisible() && notice->text() == sentence;
        });
    };
    Q_EMIT scene.page->presenter().failed(sentence);
    QVERIFY(isShown());
    QSignalSpy refreshed(&scene.page->presenter(), &SyncPresenter::refreshed);
    scene.workspace.receive({toRecord(scene.lead)});
    QTRY_VERIFY(!refreshed.isEmpty());
    QVERIFY(isShown()); // Something else has changed.
    leave(scene);
    QVERIFY(!isShown());
}

void TestSyncPage::longButtonsWrap()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->setPart(Part::Conflicts);
    auto *pane = scene.page->findChild<ConflictPane *>();
    scene.find("syncRestore")->setText(QStringLiteral("Restaurer avec la modification"));
    scene.find("syncOpenConflict")->setText(QStringLiteral("Ouvrir la fiche"));
    for (const char *name : {"syncRestore", "syncDismiss", "syncOpenConflict"}) {
        const Button *button = scene.find(name);
        QTRY_VERIFY(button->width() >= button->sizeHint().width());
        QVERIFY(pane->rect().contains(QRect(button->mapTo(pane, QPoint()), button->size())));
    }
}

void TestSyncPage::inspectorTellsWhereThingsStand()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->setPart(Part::Connection);
    const InspectorPane &inspector = scene.page->inspector();
    QCOMPARE(inspector.fact(QStringLiteral("Connection")), QStringLiteral("None"));
    QCOMPARE(inspector.fact(QStringLiteral("Waiting edits")), QStringLiteral("1 not sent yet · 1 sent, without an answer"));
    QCOMPARE(inspector.fact(QStringLiteral("Changes received")), QStringLiteral("up to number 4,211 of 4,215, 4 to come"));
    QCOMPARE(inspector.fact(QStringLiteral("Comparison")), QStringLiteral("Same as on the server (15 min ago)"));
    QVERIFY(inspector.fact(QStringLiteral("Next attempt")).startsWith(QStringLiteral("in ")));
    QCOMPARE(scene.page->list(Part::Connection)->count(), 8);
    QVERIFY2(scene.rowText(Part::Connection, 0).startsWith(QStringLiteral("Offline, next attempt after 90 s")),
             qPrintable(scene.rowText(Part::Connection, 0))); // The newest first.
    QVERIFY(scene.rowText(Part::Connection, 1).contains(QStringLiteral("breaks a rule")));
    scene.click("syncConnect");
    QCOMPARE(scene.workspace.calls, QStringList{QStringLiteral("goOnline")});
    sync::SyncStatus status = scene.workspace.status();
    status.state = sync::SyncState::Synced;
    scene.workspace.setStatus(status);
    QTRY_VERIFY(!scene.find("syncConnect")->isVisible());
}

void TestSyncPage::settlesConflicts_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("call");
    QTest::newRow("restore") << "syncRestore"
                             << "restore";
    QTest::newRow("dismiss") << "syncDismiss"
                             << "dismiss";
}

void TestSyncPage::settlesConflicts()
{
    QFETCH(QString, button);
    QFETCH(QString, call);
    Scene scene;
    scene.fill();
    scene.show();
    QTest::keyClick(scene.find<QTabBar>("syncTabs"), Qt::Key_Right);
    QCOMPARE(scene.page->part(), Part::Conflicts);
    const QString row = scene.rowText(Part::Conflicts, 0);
    QVERIFY2(row.contains(QStringLiteral("Budget: “€2,000” was kept, “€1,500” was not")), qPrintable(row));
    QVERIFY(scene.rowText(Part::Conflicts, 1).contains(QStringLiteral("Deleted by Noé Lambert while you edited it")));
    QSignalSpy offers(scene.page.get(), &Page::undoOffered);
    scene.click(button.toLatin1().constData());
    QTRY_COMPARE(scene.page->list(Part::Conflicts)->count(), 1);
    QCOMPARE(scene.workspace.calls.first(), call);
    QCOMPARE(offers.size(), 1);
    QVERIFY(offers.at(0).at(1).value<std::function<void()>>());
    scene.click(button.toLatin1().constData());
    QTRY_COMPARE(scene.page->list(Part::Conflicts)->count(), 0);
}

void TestSyncPage::logHoldsNothingPersonal()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.page->setPart(Part::Connection);
    scene.click("syncCopyLog");
    const QString log = QGuiApplication::clipboard()->text();
    for (const char *secret :
         {"Luna", "Neon", "Paper", "Called", "Agreed", "2,5", "2500", "250000", "2000", "Noé", "Alix", "secret"})
        QVERIFY2(!log.contains(QString::fromUtf8(secret), Qt::CaseInsensitive), secret);
    QVERIFY(!log.contains(scene.lead.id.toString()));
    for (const char *fact : {"Offline", "unreachable", "patch lead #", "[budget,stageId]",
                             "reason validation at contractValue", "conflict: lead #", "not sent"})
        QVERIFY2(log.contains(QLatin1String(fact), Qt::CaseInsensitive), qPrintable(QLatin1String(fact) + u'\n' + log));
}

void TestSyncPage::readsOnlyWhileShown()
{
    Scene scene;
    scene.show();
    scene.page->hide();
    QSignalSpy refreshed(&scene.page->presenter(), &SyncPresenter::refreshed);
    scene.fill();
    QVERIFY(scene.workspace.catchUp());
    QCOMPARE(refreshed.size(), 0);
    for (const QTimer *gathering : scene.page->presenter().findChildren<QTimer *>())
        QVERIFY2(!gathering->isActive(), "it would read later");
    QVERIFY(!scene.page->presenter().findChildren<QTimer *>().isEmpty());
    scene.page->show();
    QTRY_COMPARE(scene.page->list(Part::Waiting)->count(), 2);
    // Many changes in a row are few readings.
    refreshed.clear();
    for (int i = 0; i < 50; ++i)
        scene.workspace.receive({toRecord(scene.lead)});
    QTRY_VERIFY(!refreshed.isEmpty());
    QVERIFY(refreshed.size() <= 3);
}

void TestSyncPage::comingBackShowsWhatWasRefusedMeanwhile()
{
    Scene scene;
    scene.show();
    scene.page->hide();
    scene.fill();
    scene.page->openRecord(QString()); // As navigation does, before the page is shown.
    scene.page->show();
    QTRY_COMPARE(scene.page->part(), Part::Attention);
    QVERIFY(scene.find<QLabel>("syncStatus")->text().startsWith(QStringLiteral("Offline")));
}

void TestSyncPage::connectsAndGoesOffline()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncConnect");
    scene.click("syncOffline");
    QCOMPARE(scene.workspace.calls, (QStringList{QStringLiteral("goOnline"), QStringLiteral("goOffline")}));
    sync::SyncStatus status;
    status.state = sync::SyncState::SignInNeeded;
    scene.workspace.setStatus(status);
    QTRY_VERIFY(scene.find<InlineNotice>("syncNotice")->text().contains(QStringLiteral("edits are kept")));
    QSignalSpy routes(scene.page.get(), &Page::routeRequested);
    auto *link = scene.find<InlineNotice>("syncNotice")->findChild<Button *>();
    QTRY_VERIFY(link->isVisible());
    link->setFocus();
    QTest::keyClick(link, Qt::Key_Space);
    QCOMPARE(routes.size(), 1);
    QCOMPARE(routes.at(0).at(0).value<Route>().page, QStringLiteral("settings"));
}

void TestSyncPage::looks_data()
{
    QTest::addColumn<int>("part");
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<bool>("isFull");
    for (const bool isDark : {false, true}) {
        const char *theme = isDark ? "dark" : "light";
        for (const Part part : {Part::Waiting, Part::Attention, Part::Conflicts, Part::Connection})
            QTest::addRow("sync-%d-%s", int(part), theme) << int(part) << isDark << true;
        QTest::addRow("sync-edit-%s", theme) << 4 << isDark << true;
        QTest::addRow("sync-empty-%s", theme) << 1 << isDark << false;
    }
}

void TestSyncPage::looks()
{
    QFETCH(int, part);
    QFETCH(bool, isDark);
    QFETCH(bool, isFull);
    m_theme->setMode(isDark ? Theme::Mode::Dark : Theme::Mode::Light);
    Scene scene;
    if (isFull)
        scene.fill();
    scene.show();
    scene.page->setPart(Part(std::min(part, 3)));
    if (part == 4) {
        scene.page->setPart(Part::Attention);
        scene.click("syncEdit");
    } else {
        scene.page->focusTarget()->setFocus();
    }
    QVERIFY(scene.workspace.catchUp());
    const QString folder = qEnvironmentVariable("MDMC_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QDir().mkpath(folder);
        QVERIFY(scene.page->grab().save(
            QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
    }
}

QTEST_MAIN(TestSyncPage)
#include "test_sync_page.moc"
