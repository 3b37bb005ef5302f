// SPDX-License-Identifier: GPL-3.0-or-later
// The sync page driven as a hand does. With MDMC_SCREENSHOTS=<folder> it leaves a picture of each part in both themes.
#include "tests/ui/pages/sync_scene.h"
#include "ui/pages/sync/attention_pane.h"
#include "ui/pages/sync/conflict_pane.h"
#include "ui/pages/sync/inspector_pane.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
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
    void dependantsStandUnderTheirCause();
    void retries();
    void editsAndRetries();
    void refusedRetryKeepsWhatWasTyped();
    void unreadableValueIsNotSent();
    void escapeLeavesEditing();
    void changesDoNotDisturbEditing();
    void copiesWhatWasTyped();
    void discardAsksFirst();
    void retriesAll();
    void discardsAllAfterAQuestion();
    void listCopiesValues_data();
    void listCopiesValues();
    void adviceDecidesTheButtonThatStandsOut_data();
    void adviceDecidesTheButtonThatStandsOut();
    void failureLeavesTheFocusWhereItWas();
    void tabGoesFromTheListToTheDetail();
    void tabGoesFromTheLastFieldToRetry();
    void editorsHaveTheWidthThereIs();
    void problemGoesWithItsItem_data();
    void problemGoesWithItsItem();
    void longButtonsWrap();
    void hundredsAreShown();
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

void TestSyncPage::dependantsStandUnderTheirCause()
{
    Scene scene;
    scene.fill();
    scene.show();
    QCOMPARE(scene.page->part(), Part::Attention); // It wants a person most.
    std::vector<std::pair<qint64, int>> order;
    for (const auto &one : scene.page->presenter().attention())
        order.emplace_back(one.item.id, one.depth);
    QCOMPARE(order, (std::vector<std::pair<qint64, int>>{{7, 0}, {9, 1}, {8, 0}}));
    scene.page->list(Part::Attention)->setCurrentId(QStringLiteral("9"));
    auto *pane = scene.page->findChild<AttentionPane *>();
    QCOMPARE(pane->id(), 9);
    Button *link = nullptr;
    for (Button *button : pane->findChildren<Button *>())
        if (button->isVisible() && button->text() == QLatin1String("Show it"))
            link = button;
    QVERIFY(link);
    QTest::mouseClick(link, Qt::LeftButton);
    QCOMPARE(pane->id(), 7);
}

void TestSyncPage::retries()
{
    Scene scene;
    scene.fill();
    scene.show();
    QCOMPARE(scene.find<InlineNotice>("syncReason")->text(),
             QStringLiteral("A won lead needs a contract value above zero. Enter what was agreed."));
    scene.click("syncRetry");
    QTRY_COMPARE(scene.page->list(Part::Attention)->count(), 2);
    QCOMPARE(scene.workspace.calls, QStringList{QStringLiteral("retry 7")});
    QVERIFY(!scene.workspace.retriedWith);
    QVERIFY(!scene.page->list(Part::Attention)->currentId().isEmpty()); // The next one is at hand.
    QTRY_VERIFY(!scene.find("syncRetry")->isBusy());
}

void TestSyncPage::editsAndRetries()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    auto *value = scene.find<QLineEdit>("syncEdit_contractValue");
    QVERIFY(value && value->hasFocus()); // The field to blame.
    QTest::keyClicks(value, QStringLiteral("1800"));
    auto *stage = scene.find<QComboBox>("syncEdit_stageId");
    QCOMPARE(stage->currentText(), QStringLiteral("Won"));
    QTest::keyClick(value, Qt::Key_Return);
    QTRY_COMPARE(scene.workspace.calls, QStringList{QStringLiteral("retry 7")});
    QVERIFY(scene.workspace.retriedWith);
    std::map<int, Value> sent;
    for (const FieldChange &change : *scene.workspace.retriedWith)
        sent[change.field] = change.value;
    QCOMPARE(sent.at(leadField("contractValue")).as<Money>(), (Money{180'000, QStringLiteral("EUR")}));
    QCOMPARE(sent.at(leadField("stageId")).as<RecordId>(), scene.workspace.stageNamed(u"Won").id);
    QCOMPARE(sent.at(leadField("notes")).as<QString>(), QStringLiteral("Agreed by phone"));
    QTRY_VERIFY(!scene.page->findChild<AttentionPane *>()->isEditing());
}

void TestSyncPage::refusedRetryKeepsWhatWasTyped()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    auto *value = scene.find<QLineEdit>("syncEdit_contractValue");
    QTest::keyClicks(value, QStringLiteral("12"));
    scene.workspace.failNextCommit(Error{ErrorCode::InvalidInput, QStringLiteral("too_long"), QStringLiteral("notes")});
    scene.click("syncRetry");
    QTRY_VERIFY(!scene.find("syncRetry")->isBusy());
    QVERIFY(scene.page->findChild<AttentionPane *>()->isEditing());
    QCOMPARE(scene.find<QLineEdit>("syncEdit_contractValue")->text(), QStringLiteral("12"));
    QVERIFY(scene.find<QWidget>("syncEdit_notes")->hasFocus());
    QCOMPARE(scene.page->list(Part::Attention)->count(), 3);
}

void TestSyncPage::unreadableValueIsNotSent()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    QTest::keyClicks(scene.find<QLineEdit>("syncEdit_contractValue"), QStringLiteral("a lot"));
    scene.click("syncRetry");
    QCoreApplication::processEvents(); // What it would have posted.
    QCOMPARE(scene.workspace.calls, QStringList());
    QVERIFY(scene.find<QLineEdit>("syncEdit_contractValue")->hasFocus());
    bool isSaid = false;
    for (QLabel *label : scene.page->findChildren<QLabel *>())
        isSaid |= label->isVisible() && label->text().startsWith(QStringLiteral("This is not an amount"));
    QVERIFY(isSaid);
}

void TestSyncPage::escapeLeavesEditing()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    QTest::keyClicks(scene.find<QLineEdit>("syncEdit_contractValue"), QStringLiteral("9"));
    QTest::keyClick(scene.find<QLineEdit>("syncEdit_contractValue"), Qt::Key_Escape);
    QVERIFY(!scene.page->findChild<AttentionPane *>()->isEditing());
    QVERIFY(scene.page->list(Part::Attention)->hasFocus());
    QCOMPARE(scene.workspace.calls, QStringList());
}

void TestSyncPage::changesDoNotDisturbEditing()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    QPointer<QLineEdit> value = scene.find<QLineEdit>("syncEdit_contractValue");
    QTest::keyClicks(value, QStringLiteral("77"));
    QSignalSpy refreshed(&scene.page->presenter(), &SyncPresenter::refreshed);
    scene.workspace.receive({toRecord(scene.lead)});
    QTRY_VERIFY(!refreshed.isEmpty());
    QVERIFY(value);
    QCOMPARE(value->text(), QStringLiteral("77"));
    QVERIFY(value->hasFocus());
}

void TestSyncPage::copiesWhatWasTyped()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncCopy");
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.startsWith(QStringLiteral("Luna Park")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("Stage: Won")));
    QVERIFY(text.contains(QStringLiteral("Notes: Agreed by phone")));
    QVERIFY(!text.contains(QStringLiteral("Proposal"))); // Not the others' values.
}

void TestSyncPage::discardAsksFirst()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncDiscard");
    auto *sheet = scene.page->findChild<Sheet *>();
    QVERIFY(sheet && sheet->isVisible());
    QVERIFY2(sheet->accessibleDescription().contains(QStringLiteral("cannot be undone")),
             qPrintable(sheet->accessibleDescription()));
    QTest::keyClick(sheet, Qt::Key_Escape);
    QCOMPARE(scene.workspace.calls, QStringList());
    scene.click("syncDiscard");
    QTest::mouseClick(scene.find("syncDiscardConfirm"), Qt::LeftButton);
    QTRY_COMPARE(scene.workspace.calls, QStringList{QStringLiteral("discard 7")});
    QTRY_COMPARE(scene.page->list(Part::Attention)->count(), 2);
}

void TestSyncPage::retriesAll()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.workspace.failNextCommit(Error{ErrorCode::Forbidden, {}, {}});
    scene.click("syncRetryAll");
    // Each that failed by itself; what hangs on it goes along in the replica.
    QTRY_COMPARE(scene.workspace.calls, (QStringList{QStringLiteral("retry 7"), QStringLiteral("retry 8")}));
    bool isSaid = false;
    QTRY_VERIFY(!scene.page->presenter().attentionItem(8));
    for (InlineNotice *notice : scene.page->findChildren<InlineNotice *>())
        isSaid |= notice->isVisible() && notice->text().contains(QStringLiteral("could not be sent again"));
    QVERIFY(isSaid);
    QVERIFY(scene.page->presenter().attentionItem(7)); // Nothing is lost.
}

void TestSyncPage::discardsAllAfterAQuestion()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncCopyAll");
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.contains(QStringLiteral("Luna Park")) && text.contains(QStringLiteral("Neon Tide")), qPrintable(text));
    scene.click("syncDiscardAll");
    QTest::keyClick(scene.page->findChild<Sheet *>(), Qt::Key_Escape);
    QCOMPARE(scene.workspace.calls, QStringList());
    scene.click("syncDiscardAll");
    QTest::mouseClick(scene.find("syncDiscardAllConfirm"), Qt::LeftButton);
    QTRY_COMPARE(scene.workspace.calls, (QStringList{QStringLiteral("discard 7"), QStringLiteral("discard 8")}));
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

void TestSyncPage::adviceDecidesTheButtonThatStandsOut_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("button");
    for (const char *reason : {"validation", "unique", "reference_missing", "too_large"})
        QTest::newRow(reason) << reason << "syncEdit";
    for (const char *reason : {"permission", "scope_lost"})
        QTest::newRow(reason) << reason << "syncCopy";
    for (const char *reason : {"row_deleted", "server_error", "schema_too_new", "something new"})
        QTest::newRow(reason) << reason << "syncRetry";
}

void TestSyncPage::adviceDecidesTheButtonThatStandsOut()
{
    QFETCH(QString, reason);
    QFETCH(QString, button);
    Scene scene;
    scene.fill();
    sync::AttentionItem item;
    item.id = 1;
    item.record = {EntityType::Lead, scene.lead.id};
    item.reason = reason;
    item.fields = {{leadField("notes"), {}, Value(QStringLiteral("Mine")), {}}};
    scene.workspace.setAttention({item});
    scene.show();
    QTRY_COMPARE(scene.page->list(Part::Attention)->count(), 1);
    for (const char *name : {"syncRetry", "syncEdit", "syncCopy"})
        QCOMPARE(scene.find(name)->property("kind").toString() == QStringLiteral("primary"),
                 button == QLatin1String(name));
    scene.click("syncEdit");
    QCOMPARE(scene.find("syncRetry")->property("kind").toString(), QStringLiteral("primary"));
}

void TestSyncPage::failureLeavesTheFocusWhereItWas()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.workspace.failNextCommit(Error{ErrorCode::Unreachable, {}, {}});
    scene.find("syncRetry")->setFocus();
    scene.click("syncRetry");
    QVERIFY(!scene.find("syncEdit")->hasFocus());
    QTRY_VERIFY(!scene.find("syncRetry")->isBusy());
    QVERIFY(scene.find("syncRetry")->hasFocus());
    scene.click("syncRetry"); // This time it succeeds.
    QTRY_COMPARE(scene.page->list(Part::Attention)->count(), 2);
    QTRY_VERIFY(scene.find("syncRetry")->hasFocus() || scene.page->list(Part::Attention)->hasFocus());
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

void TestSyncPage::tabGoesFromTheLastFieldToRetry()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    QTRY_VERIFY(scene.find<QWidget>("syncEdit_notes")->isVisible());
    for (const char *name : {"syncEdit_stageId", "syncEdit_notes", "syncRetry", "syncEditCancel"}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), QLatin1String(name));
    }
}

void TestSyncPage::editorsHaveTheWidthThereIs()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    const auto *pane = scene.page->findChild<AttentionPane *>();
    for (const char *name : {"syncEdit_contractValue", "syncEdit_stageId", "syncEdit_notes"})
        QTRY_VERIFY(scene.find<QWidget>(name)->width() >= pane->width() - 2 * space::Xl - space::S);
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

void TestSyncPage::hundredsAreShown()
{
    Scene scene;
    scene.fill();
    std::vector<sync::AttentionItem> many;
    for (int i = 0; i < 1500; ++i) {
        sync::AttentionItem item;
        item.id = i + 1;
        item.record = {EntityType::Lead, RecordId::mint()};
        item.title = QStringLiteral("Act %1").arg(i);
        item.reason = QStringLiteral("permission");
        item.refusedAt = scene.now;
        item.fields = {{leadField("notes"), {}, Value(QStringLiteral("Mine %1").arg(i)), {}}};
        many.push_back(item);
    }
    scene.workspace.setAttention(many);
    sync::SyncStatus status = scene.workspace.status();
    status.attention = 1500;
    scene.workspace.setStatus(status);
    scene.show();
    QTRY_COMPARE(scene.page->list(Part::Attention)->count(), SyncPresenter::kMaxAttention);
    QCOMPARE(scene.find<QTabBar>("syncTabs")->tabText(1), QStringLiteral("Needs attention 1,500"));
    QTest::keyClick(scene.page->list(Part::Attention), Qt::Key_End);
    QCOMPARE(scene.page->findChild<AttentionPane *>()->id(), SyncPresenter::kMaxAttention);
    bool isSaid = false;
    for (QLabel *label : scene.page->findChildren<QLabel *>())
        isSaid |= label->isVisible() && label->text() == QStringLiteral("The first 1,000 of 1,500 are shown.");
    QVERIFY(isSaid);
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
