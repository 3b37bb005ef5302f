// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery_data.h"
#include "ui/theme/theme.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/panels.h"

#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace mdmc::ui;
using gallery::Pipeline;

class TestBoardView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Mode::Light); }
    void init()
    {
        m_model = std::make_unique<Pipeline>(300);
        m_board = std::make_unique<BoardView>();
        m_board->setModel(m_model.get());
        m_board->resize(1200, 700);
        m_board->show();
        QVERIFY(QTest::qWaitForWindowActive(m_board.get()));
    }
    void cleanup()
    {
        m_board.reset();
        m_model.reset();
    }

    void thousandsOfCardsReadOnlyWhatIsSeen()
    {
        m_board->grab();
        m_model->reads = 0;
        m_board->grab();
        QVERIFY2(m_model->reads < 200, qPrintable(QString::number(m_model->reads)));
        QVERIFY(m_board->findChildren<QWidget *>().size() < 120); // no widget per card
    }

    void arrowsMoveAmongCardsAndColumns()
    {
        m_board->setCurrentCard(QStringLiteral("card-0"));
        list(0)->setFocus();
        QTest::keyClick(list(0), Qt::Key_Down);
        QCOMPARE(m_board->currentCard(), QStringLiteral("card-1"));
        QTest::keyClick(list(0), Qt::Key_Right);
        QCOMPARE(m_board->currentCard(), QStringLiteral("card-301"));
        QVERIFY(list(1)->hasFocus());
        QVERIFY(!list(0)->selectionModel()->hasSelection());
        QSignalSpy opened(m_board.get(), &BoardView::cardActivated);
        QTest::keyClick(list(1), Qt::Key_Return);
        QCOMPARE(opened.value(0).value(0).toString(), QStringLiteral("card-301"));
    }

    void keyboardMovesTheCardAndKeepsIt()
    {
        connect(m_board.get(), &BoardView::moveRequested, this, &TestBoardView::obey);
        m_board->setCurrentCard(QStringLiteral("card-2"));
        list(0)->setFocus();
        QTest::keyClick(list(0), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_model->rowOf(1, QStringLiteral("card-2")), 2);
        QCOMPARE(m_board->currentCard(), QStringLiteral("card-2"));
        QVERIFY(list(1)->hasFocus());
        QTest::keyClick(list(1), Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_model->rowOf(1, QStringLiteral("card-2")), 1);
        QTest::keyClick(list(1), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_model->rowOf(0, QStringLiteral("card-2")), 1);
    }

    void draggingMovesWhereTheMarkIs()
    {
        QSignalSpy moves(m_board.get(), &BoardView::moveRequested);
        drag(m_board->cardRect(0, 1).center(), m_board->cardRect(1, 3).center());
        QCOMPARE(moves.size(), 1);
        QCOMPARE(moves[0][0].toString(), QStringLiteral("card-1"));
        QCOMPARE(moves[0][1].toString(), QStringLiteral("contacted"));
        QCOMPARE(moves[0][2].toInt(), 3);
        QVERIFY(!m_board->isDragging());
    }

    void draggingWithinAColumnCountsWithoutTheCard()
    {
        QSignalSpy moves(m_board.get(), &BoardView::moveRequested);
        drag(m_board->cardRect(0, 0).center(), m_board->cardRect(0, 3).center());
        QCOMPARE(moves.size(), 1);
        QCOMPARE(moves[0][2].toInt(), 2);
        drag(m_board->cardRect(0, 1).center(), m_board->cardRect(0, 1).center() + QPoint(4, 20)); // stays
        QCOMPARE(moves.size(), 1);
    }

    void aDragShowsWhereItLands()
    {
        press(m_board->cardRect(0, 1).center());
        moveTo(m_board->cardRect(1, 3).center());
        const QImage shown = m_board->grab().toImage();
        const QString folder = QCoreApplication::applicationDirPath() + QStringLiteral("/gallery");
        QVERIFY(QDir().mkpath(folder) && shown.save(folder + QStringLiteral("/board-drag.png")));
        const QRect below = m_board->cardRect(1, 3);
        const QColor accent = Colours::light()[Role::Accent];
        bool marked = false;
        for (int y = below.top() - 6; y < below.top() + 2; ++y)
            marked |= shown.pixelColor(below.right() - 20, y) == accent;
        QVERIFY(marked);
        release(QPoint(5, 5));
        QVERIFY(m_board->grab().toImage().pixelColor(below.right() - 20, below.top() - 3) != accent);
    }

    void escapeEndsADrag()
    {
        QSignalSpy moves(m_board.get(), &BoardView::moveRequested);
        press(m_board->cardRect(0, 1).center());
        moveTo(m_board->cardRect(1, 3).center());
        QVERIFY(m_board->isDragging());
        QTest::keyClick(list(0), Qt::Key_Escape);
        QVERIFY(!m_board->isDragging());
        release(m_board->cardRect(1, 3).center());
        QCOMPARE(moves.size(), 0);
    }

    void readersCannotMove()
    {
        m_model->canMove = false;
        QSignalSpy moves(m_board.get(), &BoardView::moveRequested);
        drag(m_board->cardRect(0, 1).center(), m_board->cardRect(1, 3).center());
        m_board->setCurrentCard(QStringLiteral("card-2"));
        QTest::keyClick(list(0), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(moves.size(), 0);
    }

    void aRefusedMoveSaysWhy()
    {
        drag(m_board->cardRect(0, 1).center(), m_board->cardRect(1, 3).center());
        m_board->refuseMove(QStringLiteral("card-1"), QStringLiteral("Only its owner can move this lead."));
        auto *notice = m_board->findChild<InlineNotice *>();
        QVERIFY(notice && notice->isVisible());
        QCOMPARE(notice->text(), QStringLiteral("Only its owner can move this lead."));
        QCOMPARE(m_model->rowOf(0, QStringLiteral("card-1")), 1);
    }

    void lostAsksForItsReasonInPlace()
    {
        std::optional<BoardAnswer> answer;
        bool done = false;
        const BoardQuestion question{
            QStringLiteral("Why was it lost?"),
            {{QStringLiteral("price"), QStringLiteral("Price")}, {QStringLiteral("time"), QStringLiteral("Timing")}},
            false,
            {},
            {},
            false,
            QStringLiteral("Mark as lost"),
            {}};
        const auto ask = [&] {
            done = false;
            m_board->ask(QStringLiteral("card-1"), QStringLiteral("contacted"), question, [&](auto given) {
                answer = given;
                done = true;
            });
        };
        ask();
        auto *choices = m_board->prompt()->findChild<QListWidget *>();
        QTRY_VERIFY(choices->hasFocus());
        QTest::keyClick(choices, Qt::Key_Down);
        QTest::keyClick(choices, Qt::Key_Return);
        QVERIFY(done && answer);
        QCOMPARE(answer->choice, QStringLiteral("time"));
        QVERIFY(!m_board->prompt());
        ask();
        QTest::keyClick(m_board->prompt()->findChild<QListWidget *>(), Qt::Key_Escape);
        QVERIFY(done && !answer);
        QVERIFY(list(0)->hasFocus()); // back at the card
    }

    void aWrongValueIsExplainedAndKept()
    {
        int answers = 0;
        m_board->ask(
            QStringLiteral("card-1"), QStringLiteral("proposal"),
            {QStringLiteral("Contract value"),
             {},
             true,
             QStringLiteral("Amount"),
             QStringLiteral("abc"),
             true,
             {},
             [](const QString &text) { return text == u"abc" ? QStringLiteral("That is no amount.") : QString(); }},
            [&answers](auto answer) { answers += answer ? 1 : 100; });
        auto *field = m_board->prompt()->findChild<QLineEdit *>();
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(answers, 0);
        QCOMPARE(field->text(), QStringLiteral("abc"));
        field->setText(QStringLiteral("1200"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(answers, 1);
    }

    void placeIsKept()
    {
        m_board->setCurrentCard(QStringLiteral("card-610"));
        list(2)->verticalScrollBar()->setValue(900);
        const QByteArray state = m_board->saveState();
        BoardView other;
        other.setModel(m_model.get());
        other.resize(1200, 700);
        other.show();
        other.restoreState(state);
        QCOMPARE(other.currentCard(), QStringLiteral("card-610"));
        QCOMPARE(static_cast<QListView *>(other.columnWidget(2))->verticalScrollBar()->value(), 900);
    }

    void modelMayDieFirst()
    {
        m_board->ask(QStringLiteral("card-1"), QStringLiteral("proposal"), {}, [](auto) {});
        m_model.reset();
        QCOMPARE(m_board->model(), nullptr);
        m_board->grab();
    }

private:
    QListView *list(int column) const { return static_cast<QListView *>(m_board->columnWidget(column)); }
    QWidget *source() const { return list(0)->viewport(); }
    QPoint local(const QPoint &board) const { return source()->mapFrom(m_board.get(), board); }
    void press(const QPoint &at) { QTest::mousePress(source(), Qt::LeftButton, {}, local(at)); }
    void moveTo(const QPoint &at)
    {
        // As a held mouse arrives: always at the widget where it was pressed.
        for (const QPoint &point : {local(at) - QPoint(20, 20), local(at)}) {
            QMouseEvent event(QEvent::MouseMove, point, source()->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(source(), &event);
        }
    }
    void release(const QPoint &at) { QTest::mouseRelease(source(), Qt::LeftButton, {}, local(at)); }
    void drag(const QPoint &from, const QPoint &to)
    {
        press(from);
        moveTo(to);
        release(to);
    }
    void obey(const QString &card, const QString &column, int position)
    {
        for (int i = 0; i < m_model->columnCount(); ++i) {
            if (m_model->column(i).id == column)
                m_model->move(card, i, position);
        }
    }

    std::unique_ptr<Pipeline> m_model;
    std::unique_ptr<BoardView> m_board;
};

QTEST_MAIN(TestBoardView)
#include "test_board_view.moc"
