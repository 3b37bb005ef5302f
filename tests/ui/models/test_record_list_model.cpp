// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_list_model.h"

#include "tests/support/ui_fixture.h"
#include "ui/widgets/record_delegate.h"
#include "ui/widgets/record_table.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>

using namespace mdmc;
using namespace mdmc::ui;
using test::fieldOf;

namespace {

storage::RecordQuery byName(const QString &search = {})
{
    return {EntityType::Lead, {}, search, {fieldOf(EntityType::Lead, "artistName"), Qt::AscendingOrder}};
}

/// Among the fields that the workspace was told last.
bool wasPrepared(const test::UiFixture &f, const char *field)
{
    return std::ranges::count(f.workspace.prepared.back().second, fieldOf(EntityType::Lead, field)) == 1;
}

} // namespace

class TestRecordListModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void loadsWindowsThatAreLookedAt();
    void staysWindowedWithHundredThousandRows();
    void firstRowsComeAloneWhenTheRestTakesLonger();
    void firstRowsOfAnotherQuery();
    void newestQueryWins();
    void saysWhatItIsArrangedBy();
    void saysWhichColumnsArePutThere();
    void refreshesOnlyWhatChanged();
    void keepsSelectionWhenRowsComeGoAndMove();
    void editsInPlace();
    void failedEditKeepsWhatWasTyped();
    void unreadableEditIsRefusedAtOnce();
    void interceptedEditIsNotCommitted();
    void readOnlyRolesCannotEdit();
    void failedReadIsToldAndDoesNotSpin();
    void locatesRowsThatAreNotLoaded();
    void columnsComeFromTheFieldTable();
    void namesFollowTheLanguage();

private:
    QString name(const RecordListModel &model, int row)
    {
        return model.index(row, model.columnOf(QStringLiteral("artistName"))).data().toString();
    }
};

void TestRecordListModel::loadsWindowsThatAreLookedAt()
{
    test::UiFixture f;
    test::addSampleLeads(f.workspace, 450, QDate(2026, 11, 22));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy finished(&model, &RecordListModel::queryFinished);
    model.setQuery(byName());
    QVERIFY(finished.wait());
    QTRY_COMPARE(model.rowCount(), 450);
    QVERIFY(!model.index(0, 0).data(Qt::DisplayRole).isValid()
            || !name(model, 0).isEmpty()); // A placeholder until read.
    QTRY_VERIFY(!name(model, 0).isEmpty());
    QTRY_VERIFY(!name(model, 449).isEmpty());
    QVERIFY(QString::localeAwareCompare(foldText(name(model, 0)), foldText(name(model, 449))) <= 0);
}

void TestRecordListModel::staysWindowedWithHundredThousandRows()
{
    test::UiFixture f;
    constexpr int rows = 100'000;
    test::addSampleLeads(f.workspace, rows, QDate(2026, 11, 22));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QSignalSpy finished(&model, &RecordListModel::queryFinished);
    model.setQuery(byName());
    QVERIFY(finished.wait(60'000));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), rows, 60'000);
    QCOMPARE(model.fetchedRecords(), 0);
    int windows = 0;
    for (const int row : {0, 50'000, 99'999, 25'000, 75'000}) {
        QTRY_VERIFY(!name(model, row).isEmpty());
        ++windows;
        QCOMPARE(model.fetchedRecords(), windows * RecordListModel::kWindow);
    }
    // A jump across everything asks for the windows seen last, not for all that were passed.
    const int before = model.fetchedRecords();
    for (int row = 0; row < rows; row += RecordListModel::kWindow)
        (void)model.recordAt(row);
    QTRY_VERIFY(model.isIdle());
    QVERIFY(model.recordAt(rows - RecordListModel::kWindow));
    QVERIFY(model.fetchedRecords() - before <= 6 * RecordListModel::kWindow);

    // One changed lead: one row is read again, and the order is asked once.
    const int fetched = model.fetchedRecords();
    const int queries = model.queriesRun();
    Record changed = *model.recordAt(99'999);
    changed.setValue(QLatin1String("nextStep"), Value(QStringLiteral("Send the contract")));
    QSignalSpy again(&model, &RecordListModel::queryFinished);
    f.workspace.receive({changed});
    QVERIFY(again.wait(60'000));
    QTRY_COMPARE(model.fetchedRecords(), fetched + 1);
    QCOMPARE(model.queriesRun(), queries + 1);
}

void TestRecordListModel::firstRowsComeAloneWhenTheRestTakesLonger()
{
    test::UiFixture f;
    test::addSampleLeads(f.workspace, 450, QDate(2026, 11, 22));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy finished(&model, &RecordListModel::queryFinished);
    QSignalSpy inserted(&model, &RecordListModel::rowsInserted);
    model.setQuery(byName());
    f.workspace.holdReads(true); // All but the one that is under way.
    QTRY_COMPARE(model.rowCount(), RecordListModel::kWindow);
    QVERIFY(model.isReady());
    QVERIFY(!model.isComplete());
    QVERIFY(finished.first().first().toBool());
    f.workspace.holdReads(false);
    QTRY_COMPARE(model.rowCount(), 450);
    QVERIFY(model.isComplete());
    QCOMPARE(finished.size(), 2);
    QVERIFY(!finished.last().first().toBool()); // Selection and scroll have stayed.
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.queriesRun(), 1);
    QTRY_VERIFY(!name(model, 0).isEmpty());
    QTRY_VERIFY(!name(model, 449).isEmpty());
    QVERIFY(QString::localeAwareCompare(foldText(name(model, 0)), foldText(name(model, 449))) <= 0);

    // Something came meanwhile that stands among the first: the rest does not go behind those.
    storage::RecordQuery reversed = byName();
    reversed.sort.order = Qt::DescendingOrder;
    model.setQuery(reversed);
    f.workspace.holdReads(true);
    QTRY_VERIFY(!model.isComplete());
    f.workspace.put(f.lead(QStringLiteral("Zzz")));
    f.workspace.holdReads(false);
    QTRY_COMPARE(model.rowCount(), 451);
    QVERIFY(finished.last().first().toBool());
    QTRY_COMPARE(name(model, 0), QStringLiteral("Zzz"));
}

/// While the rest is still being read another query is asked: the rest is given up, and nobody hears of it.
void TestRecordListModel::firstRowsOfAnotherQuery()
{
    test::UiFixture f;
    test::addSampleLeads(f.workspace, 450, QDate(2026, 11, 22));
    f.workspace.put(f.lead(QStringLiteral("Brume")));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QSignalSpy failed(&model, &RecordListModel::queryFailed);
    model.setQuery(byName());
    f.workspace.holdReads(true);
    QTRY_VERIFY(model.isReady());
    model.setQuery(byName(QStringLiteral("brume")));
    f.workspace.holdReads(false);
    QTRY_COMPARE(model.rowCount(), 1);
    QVERIFY(model.isComplete());
    QTRY_COMPARE(name(model, 0), QStringLiteral("Brume"));
    QCOMPARE(failed.size(), 0);
}

void TestRecordListModel::saysWhatItIsArrangedBy()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    storage::RecordQuery query = byName();
    query.sort.field = 3;
    model.setQuery(query);
    model.setQuery(query); // Nothing new
    QTRY_COMPARE(f.workspace.prepared.size(), size_t(1));
    QVERIFY(f.workspace.prepared.front().first == query);
    const auto isShown = [&](const char *name) { return wasPrepared(f, name); };
    QVERIFY(isShown("priority") && isShown("ownerId"));
    QVERIFY(!isShown("country")); // Hidden at first
}

void TestRecordListModel::saysWhichColumnsArePutThere()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    RecordTable table;
    table.setModel(&model);
    table.setColumnShown(QStringLiteral("country"), true);
    table.setColumnShown(QStringLiteral("priority"), false);
    QCoreApplication::processEvents();
    QVERIFY(f.workspace.prepared.empty()); // Nothing is read yet.
    model.setQuery(byName());
    QTRY_COMPARE(f.workspace.prepared.size(), size_t(1));
    const auto isShown = [&](const char *name) { return wasPrepared(f, name); };
    QVERIFY(!isShown("priority") && isShown("country") && isShown("ownerId"));

    RecordListModel again(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    RecordTable opened;
    opened.setModel(&again);
    again.setQuery(byName());
    QVERIFY(opened.restoreState(table.saveState())); // Two columns, told at once
    QTRY_COMPARE(f.workspace.prepared.size(), size_t(2));
    QVERIFY(!isShown("priority") && isShown("country"));
    opened.setColumnShown(QStringLiteral("priority"), true);
    QTRY_COMPARE(f.workspace.prepared.size(), size_t(3));
    QVERIFY(f.workspace.prepared.back().first == byName() && isShown("priority"));
}

void TestRecordListModel::newestQueryWins()
{
    test::UiFixture f;
    for (const char *name : {"Aube", "Aurore", "Brume"})
        f.workspace.put(f.lead(QString::fromLatin1(name)));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QSignalSpy finished(&model, &RecordListModel::queryFinished);
    f.workspace.holdReads(true);
    for (const char *typed : {"a", "au", "aub", "b"})
        model.setQuery(byName(QString::fromLatin1(typed)));
    QCOMPARE(model.queriesRun(), 1); // The others wait as one.
    f.workspace.holdReads(false);
    QVERIFY(finished.wait());
    QCOMPARE(finished.size(), 1); // The stale answer was dropped.
    QCOMPARE(model.queriesRun(), 2);
    QCOMPARE(model.rowCount(), 1);
    QTRY_COMPARE(name(model, 0), QStringLiteral("Brume"));
}

void TestRecordListModel::refreshesOnlyWhatChanged()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 30, QDate(2026, 11, 22));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    const int fetched = model.fetchedRecords();
    Record record = f.workspace.stored(EntityType::Lead, ids[3]);
    record.setValue(QLatin1String("nextStep"), Value(QStringLiteral("Answer the mail")));
    f.workspace.receive({record, f.workspace.stored(EntityType::User, f.workspace.colleague())});
    QTRY_COMPARE(model.fetchedRecords(), fetched + 1);
    const int row = model.loadedRow(ids[3]);
    QTRY_COMPARE(model.index(row, model.columnOf(QStringLiteral("nextStep"))).data().toString(),
                 QStringLiteral("Answer the mail"));
}

void TestRecordListModel::keepsSelectionWhenRowsComeGoAndMove()
{
    test::UiFixture f;
    std::vector<Lead> leads;
    for (const char *name : {"B", "D", "F", "H"}) {
        leads.push_back(f.lead(QString::fromLatin1(name)));
        f.workspace.put(leads.back());
    }
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    const qsizetype resetsBefore = resets.size();
    QItemSelectionModel selection(&model);
    selection.setCurrentIndex(model.index(1, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    const QPersistentModelIndex d(model.index(1, 0));

    Record first = toRecord(leads[0]);
    first.deleted = 7;
    Record last = toRecord(leads[3]);
    last.setValue(QLatin1String("artistName"), Value(QStringLiteral("A")));
    f.workspace.receive({first, last, toRecord(f.lead(QStringLiteral("C"))), toRecord(f.lead(QStringLiteral("E")))});
    QTRY_COMPARE(model.rowCount(), 5); // A C D E F
    QTRY_COMPARE(name(model, 0), QStringLiteral("A"));
    QTRY_COMPARE(name(model, 3), QStringLiteral("E"));
    QCOMPARE(d.row(), 2);
    QCOMPARE(selection.currentIndex().row(), 2);
    QVERIFY(selection.isRowSelected(2, {}));
    QCOMPARE(resets.size(), resetsBefore);
}

void TestRecordListModel::editsInPlace()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    const auto cell = [&](const char *key) { return model.index(0, model.columnOf(QString::fromLatin1(key))); };
    QVERIFY(cell("budget").flags() & Qt::ItemIsEditable);
    QVERIFY(!(cell("score").flags() & Qt::ItemIsEditable)); // Computed.
    QVERIFY(!(cell("createdAt").flags() & Qt::ItemIsEditable));
    QVERIFY(model.setData(cell("budget"), QStringLiteral("2500")));
    QCOMPARE(cell("budget").data().toString(), QStringLiteral("€2,500")); // At once, before the disk has it.
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).budget, std::optional(Money{250'000}));
    QVERIFY(cell("ownerId").data(RecordDelegate::ChoicesRole).toStringList().contains(QStringLiteral("Noé Lambert")));
    QVERIFY(model.setData(cell("ownerId"), QStringLiteral("Noé Lambert")));
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).ownerId, f.workspace.colleague());
    QVERIFY(model.setData(cell("genres"), QStringLiteral("Pop, Rap/Hip-hop, hyperpop")));
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).genres,
                 QStringList({QStringLiteral("pop"), QStringLiteral("rap"), QStringLiteral("hyperpop")}));
    const int commits = f.workspace.commits();
    QVERIFY(model.setData(cell("budget"), QStringLiteral("2500"))); // The same: nothing to sync.
    QVERIFY(model.setData(cell("budget"), QStringLiteral("2600"))); // Commits are made in order.
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).budget, std::optional(Money{260'000}));
    QCOMPARE(f.workspace.commits(), commits + 1);
}

void TestRecordListModel::failedEditKeepsWhatWasTyped()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    const QModelIndex cell = model.index(0, model.columnOf(QStringLiteral("nextStep")));
    QSignalSpy failed(&model, &RecordListModel::editFailed);
    f.workspace.failNextCommit({ErrorCode::StorageFull, {}, {}});
    QVERIFY(model.setData(cell, QStringLiteral("Call the manager")));
    QVERIFY(failed.wait());
    QVERIFY(failed[0][2].toString().contains(QStringLiteral("disk is full")));
    QCOMPARE(cell.data().toString(), QString()); // The stored value is shown …
    QCOMPARE(cell.data(Qt::EditRole).toString(), QStringLiteral("Call the manager")); // … and the typed one comes back.
    QVERIFY(model.setData(cell, QStringLiteral("Call the manager")));
    QTRY_COMPARE(f.workspace.get<Lead>(lead.id).nextStep, QStringLiteral("Call the manager"));
}

void TestRecordListModel::unreadableEditIsRefusedAtOnce()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    const QModelIndex cell = model.index(0, model.columnOf(QStringLiteral("budget")));
    QSignalSpy failed(&model, &RecordListModel::editFailed);
    QVERIFY(!model.setData(cell, QStringLiteral("a lot")));
    QCOMPARE(failed.size(), 1);
    QCOMPARE(cell.data(Qt::EditRole).toString(), QStringLiteral("a lot"));
    QCOMPARE(f.workspace.commits(), 0);
}

void TestRecordListModel::interceptedEditIsNotCommitted()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    RecordId wanted;
    model.interceptEdit = [&](const Record &, const FieldChange &change) {
        wanted = change.value.as<RecordId>();
        return true;
    };
    QVERIFY(model.setData(model.index(0, model.columnOf(QStringLiteral("stageId"))), QStringLiteral("Won")));
    QCOMPARE(wanted, f.workspace.stageNamed(u"Won").id);
    QVERIFY(f.workspace.catchUp());
    QCOMPARE(f.workspace.commits(), 0);
}

void TestRecordListModel::readOnlyRolesCannotEdit()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    f.actAs(::mdmc::Role::ReadOnly);
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    for (int column = 0; column < model.columnCount(); ++column)
        QVERIFY(!(model.index(0, column).flags() & Qt::ItemIsEditable));
    QVERIFY(!model.setData(model.index(0, model.columnOf(QStringLiteral("nextStep"))), QStringLiteral("x")));
}

void TestRecordListModel::failedReadIsToldAndDoesNotSpin()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QSignalSpy failed(&model, &RecordListModel::queryFailed);
    f.workspace.failReads(Error{ErrorCode::StorageCorrupt, {}, {}});
    model.setQuery(byName());
    QVERIFY(failed.wait());
    const int reads = f.workspace.reads();
    constexpr int kTurns = 3; // Each would let a model that reads again do so once.
    for (int i = 0; i < kTurns; ++i) {
        QVERIFY(f.workspace.catchUp());
    }
    QCOMPARE(f.workspace.reads(), reads + kTurns);
    f.workspace.failReads({});
    model.refresh();
    QTRY_COMPARE(model.rowCount(), 1);
}

void TestRecordListModel::locatesRowsThatAreNotLoaded()
{
    test::UiFixture f;
    const auto ids = test::addSampleLeads(f.workspace, 900, QDate(2026, 11, 22));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_COMPARE(model.rowCount(), 900);
    int found = -2;
    model.locate(ids[500], [&](int row) { found = row; });
    QTRY_VERIFY(found >= 0);
    QTRY_VERIFY(model.recordAt(found));
    QCOMPARE(model.recordAt(found)->id, ids[500]);
    model.locate(RecordId::mint(), [&](int row) { found = row; });
    QTRY_COMPARE(found, -1);
    std::vector<RecordId> resolved;
    model.resolveIds({0, 450, 899}, [&](std::vector<RecordId> answer) { resolved = std::move(answer); });
    QTRY_COMPARE(resolved.size(), size_t(3));
    QTRY_VERIFY(model.recordAt(450));
    QCOMPARE(resolved[1], model.recordAt(450)->id);
}

void TestRecordListModel::columnsComeFromTheFieldTable()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    QSet<QString> keys;
    for (int i = 0; i < model.columnCount(); ++i) {
        keys << model.headerData(i, Qt::Horizontal, ColumnKeyRole).toString();
        QVERIFY(!model.headerData(i, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
    for (const FieldInfo &field : entityInfo(EntityType::Lead).fields)
        QCOMPARE(keys.contains(field.name), !field.has(FieldFlag::Internal));
    QCOMPARE(keys.size(), model.columnCount());
    QVERIFY(model.headerData(model.columnOf(QStringLiteral("artistName")), Qt::Horizontal, ColumnFixedRole).toBool());
}

void TestRecordListModel::namesFollowTheLanguage()
{
    test::UiFixture f(QLocale(QLocale::French, QLocale::France));
    f.workspace.put(f.lead(QStringLiteral("Aube"), "Won"));
    QVERIFY(f.isReady());
    RecordListModel model(f.context, EntityType::Lead, recordColumns(EntityType::Lead));
    model.setQuery(byName());
    QTRY_VERIFY(model.recordAt(0));
    QCOMPARE(model.index(0, model.columnOf(QStringLiteral("stageId"))).data().toString(), QStringLiteral("Gagné"));
}

QTEST_MAIN(TestRecordListModel)
#include "test_record_list_model.moc"
