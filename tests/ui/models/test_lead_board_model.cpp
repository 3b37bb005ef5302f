// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lead_board_model.h"

#include "tests/support/ui_fixture.h"

using namespace mdmc;
using namespace mdmc::ui;

class TestLeadBoardModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void columnsAreStages();
    void countsAndSumsFollowEdits();
    void cardsComeInWindows();
    void firstCardsComeBeforeTheFigures();
    void figuresOfAnotherQueryAreNotShown();
    void changedCardsAreFoundWhereTheyAre();
    void moveAheadShowsAtOnceAndGoesBackWhenRefused();
    void readsNothingWhileHidden();
    void cardTellsWhatMatters();
    void readOnlyRolesCannotMove();

private:
    int columnNamed(const LeadBoardModel &board, const char *title)
    {
        for (int i = 0; i < board.columnCount(); ++i)
            if (board.column(i).title == QLatin1String(title))
                return i;
        return -1;
    }
};

void TestLeadBoardModel::columnsAreStages()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    QCOMPARE(board.columnCount(), int(f.workspace.rules.stages().size()));
    QCOMPARE(board.column(0).title, QStringLiteral("New"));
    QVERIFY(columnNamed(board, "Won") > 0);
}

void TestLeadBoardModel::countsAndSumsFollowEdits()
{
    test::UiFixture f;
    Lead a = f.lead(QStringLiteral("Aube"), "Negotiation");
    a.budget = Money{1'000'000};
    Lead b = f.lead(QStringLiteral("Brume"), "Negotiation");
    b.budget = Money{500'000};
    f.workspace.put(a);
    f.workspace.put(b);
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    board.setActive(true);
    const int column = columnNamed(board, "Negotiation");
    QTRY_COMPARE(board.column(column).count, QStringLiteral("2")); // The figures come after the cards.
    QCOMPARE(board.cardCount(column), 2);
    QVERIFY2(board.column(column).sum.contains(QStringLiteral("15")), qPrintable(board.column(column).sum));
    QVERIFY2(board.column(column).weighted.contains(QStringLiteral("10.5")), qPrintable(board.column(column).weighted));
    QSignalSpy heads(&board, &BoardModel::columnChanged);
    b.budget = Money{100'000};
    f.workspace.receive({toRecord(b)});
    QTRY_VERIFY(board.column(column).sum.contains(QStringLiteral("11")));
    QVERIFY(!heads.isEmpty());
    storage::RecordQuery query;
    query.search = QStringLiteral("aub");
    board.setQuery(query);
    QTRY_COMPARE(board.cardCount(column), 1);
    QTRY_COMPARE(board.totalCount(), 1);
}

void TestLeadBoardModel::cardsComeInWindows()
{
    test::UiFixture f;
    f.workspace.beginBulk();
    for (int i = 0; i < 300; ++i)
        f.workspace.put(f.lead(QStringLiteral("Artist %1").arg(i)));
    f.workspace.endBulk();
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    board.setActive(true);
    QTRY_COMPARE(board.cardCount(0), 300);
    QSignalSpy changed(&board, &BoardModel::cardsChanged);
    QVERIFY(board.card(0, 5).id.isEmpty()); // A placeholder; asks for its window.
    QVERIFY(changed.wait());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][1].toInt(), 0);
    QCOMPARE(changed[0][2].toInt(), LeadBoardModel::kWindow - 1);
    QVERIFY(!board.card(0, 5).id.isEmpty());
    QVERIFY(board.card(0, 250).id.isEmpty());
    QTRY_VERIFY(!board.card(0, 250).id.isEmpty());
    QCOMPARE(board.rowOf(0, board.card(0, 250).id), 250);
    QCOMPARE(board.rowOf(1, board.card(0, 250).id), -1);
}

void TestLeadBoardModel::firstCardsComeBeforeTheFigures()
{
    test::UiFixture f;
    f.workspace.beginBulk();
    for (int i = 0; i < 150; ++i)
        f.workspace.put(f.lead(QStringLiteral("Artist %1").arg(i)));
    f.workspace.endBulk();
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    QSignalSpy ready(&board, &LeadBoardModel::ready);
    board.setActive(true);
    f.workspace.holdReads(true); // All but the one that is under way.
    QTRY_COMPARE(board.cardCount(0), LeadBoardModel::kWindow);
    QVERIFY(!board.isComplete());
    QCOMPARE(board.column(0).count, QStringLiteral("…"));
    QCOMPARE(board.column(0).sum, QString());
    QCOMPARE(board.totalCount(), 0);
    f.workspace.holdReads(false);
    QTRY_COMPARE(board.cardCount(0), 150);
    QVERIFY(board.isComplete());
    QCOMPARE(board.column(0).count, QStringLiteral("150"));
    QCOMPARE(ready.size(), 2);

    // A change of the leads reads all of them again, without taking the figures away meanwhile.
    QSignalSpy heads(&board, &BoardModel::columnChanged);
    f.workspace.receive({toRecord(f.lead(QStringLiteral("Brume")))});
    QTRY_COMPARE(board.cardCount(0), 151);
    QCOMPARE(heads.size(), 1);
    QCOMPARE(board.column(0).count, QStringLiteral("151"));
}

void TestLeadBoardModel::figuresOfAnotherQueryAreNotShown()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    f.workspace.put(f.lead(QStringLiteral("Brume")));
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    QSignalSpy failed(&board, &LeadBoardModel::failed);
    board.setActive(true);
    f.workspace.holdReads(true);
    storage::RecordQuery query;
    for (const char *typed : {"a", "au", "brume"}) {
        query.search = QLatin1String(typed);
        board.setQuery(query);
    }
    QTRY_VERIFY(f.workspace.reads() > 0);
    f.workspace.holdReads(false);
    QTRY_COMPARE(board.totalCount(), 1);
    QCOMPARE(board.cardCount(0), 1);
    (void)board.card(0, 0);
    QTRY_COMPARE(board.card(0, 0).title, QStringLiteral("Brume"));
    QCOMPARE(failed.size(), 0);
}

void TestLeadBoardModel::changedCardsAreFoundWhereTheyAre()
{
    test::UiFixture f;
    std::vector<Lead> leads;
    for (int i = 0; i < 70; ++i) {
        leads.push_back(f.lead(QStringLiteral("Artist %1").arg(i)));
        leads.back().stageChangedAt = f.clock.nowUtc() - i * 1000;
        f.workspace.put(leads.back());
    }
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    board.setActive(true);
    QTRY_COMPARE(board.cardCount(0), 70);
    (void)board.card(0, 3);
    QTRY_COMPARE(board.card(0, 3).title, QStringLiteral("Artist 3"));
    // Another one comes in front of them: the card has moved on since it was loaded.
    Lead first = f.lead(QStringLiteral("Newest"));
    first.stageChangedAt = f.clock.nowUtc() + 1000;
    f.workspace.receive({toRecord(first)});
    QTRY_COMPARE(board.cardCount(0), 71);
    QSignalSpy changed(&board, &BoardModel::cardsChanged);
    leads[3].artistName = QStringLiteral("Renamed");
    f.workspace.receive({toRecord(leads[3])});
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(changed[0][0].toInt(), 0);
    QCOMPARE(changed[0][1].toInt(), 4);
    QCOMPARE(changed[0][2].toInt(), 4);
    (void)board.card(0, 4);
    QTRY_COMPARE(board.card(0, 4).title, QStringLiteral("Renamed"));
}

void TestLeadBoardModel::moveAheadShowsAtOnceAndGoesBackWhenRefused()
{
    test::UiFixture f;
    const Lead lead = f.lead(QStringLiteral("Aube"));
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    board.setActive(true);
    QTRY_COMPARE(board.cardCount(0), 1);
    (void)board.card(0, 0);
    QTRY_VERIFY(!board.card(0, 0).id.isEmpty());
    board.moveAhead(lead.id, board.stageOf(1), 0);
    QCOMPARE(board.cardCount(0), 0);
    QCOMPARE(board.cardCount(1), 1);
    QCOMPARE(board.column(1).count, QStringLiteral("1"));
    board.settleMove(lead.id, false);
    QCOMPARE(board.cardCount(0), 1);
    QCOMPARE(board.cardCount(1), 0);
    QCOMPARE(board.column(0).count, QStringLiteral("1"));
    board.settleMove(lead.id, false); // Settled already: nothing more happens.
    QCOMPARE(board.cardCount(0), 1);
}

void TestLeadBoardModel::readsNothingWhileHidden()
{
    test::UiFixture f;
    f.workspace.put(f.lead(QStringLiteral("Aube")));
    QVERIFY(f.isReady());
    // Beside a board that is shown: what it reads of a change is all that is read.
    LeadBoardModel shown(f.context);
    shown.setActive(true);
    QTRY_COMPARE(shown.cardCount(0), 1);
    int reads = f.workspace.reads();
    f.workspace.receive({toRecord(f.lead(QStringLiteral("Brume")))});
    QTRY_COMPARE(shown.cardCount(0), 2);
    const int ofOneBoard = f.workspace.reads() - reads;
    LeadBoardModel board(f.context);
    reads = f.workspace.reads();
    f.workspace.receive({toRecord(f.lead(QStringLiteral("Crue")))});
    QTRY_COMPARE(shown.cardCount(0), 3);
    QCOMPARE(f.workspace.reads() - reads, ofOneBoard);
    board.setActive(true);
    QTRY_COMPARE(board.cardCount(0), 3);
}

void TestLeadBoardModel::cardTellsWhatMatters()
{
    test::UiFixture f;
    Lead lead = f.lead(QStringLiteral("Aube"), "Contacted");
    lead.budget = Money{250'000};
    lead.nextStep = QStringLiteral("Call");
    lead.nextStepOn = f.context.today().addDays(-1);
    lead.priority = QStringLiteral("urgent");
    lead.stageChangedAt = f.clock.nowUtc() - 20 * 86'400'000ll;
    lead.score = 61;
    f.workspace.put(lead);
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    board.setActive(true);
    QTRY_COMPARE(board.cardCount(1), 1);
    (void)board.card(1, 0);
    QTRY_VERIFY(!board.card(1, 0).id.isEmpty());
    const BoardCard card = board.card(1, 0);
    QCOMPARE(card.title, QStringLiteral("Aube"));
    QCOMPARE(card.subtitle, QStringLiteral("Call · yesterday"));
    QVERIFY(card.subtitleLate);
    QCOMPARE(card.budget, QStringLiteral("€2,500"));
    QCOMPARE(card.score, std::optional(61));
    QCOMPARE(card.owner, QStringLiteral("Alix Moreau"));
    QVERIFY(card.stale);
    QVERIFY(card.staleText.startsWith(QStringLiteral("20")));
    QCOMPARE(card.priority, QStringLiteral("Urgent"));
}

void TestLeadBoardModel::readOnlyRolesCannotMove()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    LeadBoardModel board(f.context);
    QVERIFY(board.movable());
    f.actAs(::mdmc::Role::ReadOnly);
    QVERIFY(!board.movable());
    f.actAs(::mdmc::Role::Finance);
    QVERIFY(!board.movable());
}

QTEST_MAIN(TestLeadBoardModel)
#include "test_lead_board_model.moc"
