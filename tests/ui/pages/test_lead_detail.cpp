// SPDX-License-Identifier: GPL-3.0-or-later
// The pane beside the list that shows a lead: its tasks, notes, conflicts and how it is laid out.
#include "tests/ui/pages/leads_scene.h"
#include "ui/pages/common/activity_composer.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/timeline.h"

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QScrollArea>

using namespace mdmc;
using namespace mdmc::ui;
using test::button;
using test::child;
using test::openLeads;

class TestLeadDetail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Mode::Light); }
    void taskIsDoneBySpace();
    void noteIsSavedByCtrlEnterAndKeptOnFailure();
    void conflictIsSettledByKeyboard_data();
    void conflictIsSettledByKeyboard();
    void conflictStripComesFirstAndSaysKeep();
    void detailIsNoWiderThanItsPane();

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
};

void TestLeadDetail::taskIsDoneBySpace()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 1, f.context.today());
    test::addSampleHistory(f.workspace, ids, f.context.today());
    QVERIFY(f.isReady());
    auto page = openLeads(f);
    QCheckBox *box = nullptr;
    QTRY_VERIFY((box = page->detail()->findChild<QCheckBox *>()));
    const RecordId task = *RecordId::fromString(box->objectName());
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_VERIFY(f.workspace.get<Task>(task).doneAt.has_value());
}

void TestLeadDetail::noteIsSavedByCtrlEnterAndKeptOnFailure()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    QVERIFY(f.isReady());
    auto page = openLeads(f);
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

void TestLeadDetail::conflictIsSettledByKeyboard_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QKeySequence>("keys");
    QTest::addColumn<QString>("call");
    QTest::newRow("restore") << "leads.restore" << QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R) << "restore";
    QTest::newRow("keep") << "leads.keep" << QKeySequence(Qt::CTRL | Qt::Key_D) << "dismiss";
}

void TestLeadDetail::conflictIsSettledByKeyboard()
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
    auto page = openLeads(f);
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

void TestLeadDetail::conflictStripComesFirstAndSaysKeep()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 1, f.context.today());
    test::addSampleHistory(f.workspace, ids, f.context.today());
    f.workspace.setConflicts({conflictOn(f, f.workspace.get<Lead>(ids[0]))});
    QVERIFY(f.isReady());
    auto page = openLeads(f);
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

void TestLeadDetail::detailIsNoWiderThanItsPane()
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
    auto page = openLeads(f);
    page->resize(1064, 760);
    QTRY_VERIFY(page->detail()->hasOpenConflict() && page->detail()->findChild<QCheckBox *>());
    auto *scroll = page->detail()->findChild<QScrollArea *>();
    QTRY_VERIFY(scroll->viewport()->width() > 300);
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
}

QTEST_MAIN(TestLeadDetail)
#include "test_lead_detail.moc"
