// SPDX-License-Identifier: GPL-3.0-or-later
// Edits that were refused, mended or thrown away in the sync page, the way a hand does it.
#include "tests/ui/pages/sync_scene.h"
#include "ui/pages/sync/attention_pane.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>

using namespace mdmc;
using namespace mdmc::ui;
using Part = SyncPage::Part;

using Scene = test::SyncScene;
using test::leadField;

class TestSyncAttention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Mode::Light); }
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
    void adviceDecidesTheButtonThatStandsOut_data();
    void adviceDecidesTheButtonThatStandsOut();
    void failureLeavesTheFocusWhereItWas();
    void tabGoesFromTheLastFieldToRetry();
    void editorsHaveTheWidthThereIs();
    void hundredsAreShown();
};

void TestSyncAttention::dependantsStandUnderTheirCause()
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

void TestSyncAttention::retries()
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

void TestSyncAttention::editsAndRetries()
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

void TestSyncAttention::refusedRetryKeepsWhatWasTyped()
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

void TestSyncAttention::unreadableValueIsNotSent()
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

void TestSyncAttention::escapeLeavesEditing()
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

void TestSyncAttention::changesDoNotDisturbEditing()
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

void TestSyncAttention::copiesWhatWasTyped()
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

void TestSyncAttention::discardAsksFirst()
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

void TestSyncAttention::retriesAll()
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

void TestSyncAttention::discardsAllAfterAQuestion()
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

void TestSyncAttention::adviceDecidesTheButtonThatStandsOut_data()
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

void TestSyncAttention::adviceDecidesTheButtonThatStandsOut()
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

void TestSyncAttention::failureLeavesTheFocusWhereItWas()
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

void TestSyncAttention::tabGoesFromTheLastFieldToRetry()
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

void TestSyncAttention::editorsHaveTheWidthThereIs()
{
    Scene scene;
    scene.fill();
    scene.show();
    scene.click("syncEdit");
    const auto *pane = scene.page->findChild<AttentionPane *>();
    for (const char *name : {"syncEdit_contractValue", "syncEdit_stageId", "syncEdit_notes"})
        QTRY_VERIFY(scene.find<QWidget>(name)->width() >= pane->width() - 2 * space::Xl - space::S);
}

void TestSyncAttention::hundredsAreShown()
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

QTEST_MAIN(TestSyncAttention)
#include "test_sync_attention.moc"
