// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery_data.h"
#include "ui/theme/theme.h"
#include "ui/widgets/record_table.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace mdmc::ui;
using gallery::Leads;

class TestRecordTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Mode::Light); }
    void init()
    {
        m_model = std::make_unique<Leads>(100'000);
        m_table = std::make_unique<RecordTable>();
        m_table->setModel(m_model.get());
        m_table->resize(1000, 500);
        m_table->show();
        QVERIFY(QTest::qWaitForWindowActive(m_table.get()));
        m_table->setFocus();
        m_table->setCurrentRow(0);
    }
    void cleanup() { m_table.reset(); }

    void aHundredThousandRowsReadOnlyWhatIsSeen()
    {
        m_table->grab();
        m_model->reads = 0;
        m_table->verticalScrollBar()->setValue(m_table->verticalScrollBar()->maximum() / 2);
        m_table->grab();
        QVERIFY2(m_model->reads < 5000, qPrintable(QString::number(m_model->reads)));
        QTest::keyClick(m_table.get(), Qt::Key_End);
        QCOMPARE(m_table->currentId(), QStringLiteral("lead-99999"));
    }

    void enterOpensAndF2Edits()
    {
        QSignalSpy opened(m_table.get(), &RecordTable::recordActivated);
        QTest::keyClick(m_table.get(), Qt::Key_Down);
        QTest::keyClick(m_table.get(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("lead-1"));
        QTest::keyClick(m_table.get(), Qt::Key_F2);
        auto *editor = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(editor);
        QTest::keyClicks(editor, QStringLiteral("New name"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(m_model->index(1, 0).data().toString(), QStringLiteral("New name"));
    }

    void escapeRestoresAndTabGoesOn()
    {
        const QString before = m_model->index(0, 0).data().toString();
        QTest::keyClick(m_table.get(), Qt::Key_F2);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Oops"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(m_model->index(0, 0).data().toString(), before);
        QTest::keyClick(m_table.get(), Qt::Key_F2);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Kept"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(m_model->index(0, 0).data().toString(), QStringLiteral("Kept"));
        QCOMPARE(m_table->currentIndex().column(), 6); // the next cell that can be edited
        QVERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(m_table->currentIndex().row(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    }

    void anEditThatChangesNothingWritesNothing()
    {
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        QTest::keyClick(m_table.get(), Qt::Key_F2);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(m_table->hasFocus()); // Enter is taken when the event loop turns
        QCOMPARE(changed.size(), 0);
    }

    void headerAsksForSorting()
    {
        QSignalSpy sorts(m_table.get(), &RecordTable::sortRequested);
        auto *header = m_table->horizontalHeader();
        const QPoint onScore(header->sectionViewportPosition(2) + 20, 10);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, onScore);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, onScore);
        QCOMPARE(sorts.size(), 2);
        QCOMPARE(sorts[1][0].toString(), QStringLiteral("score"));
        QCOMPARE(sorts[1][1].value<Qt::SortOrder>(), Qt::DescendingOrder);
    }

    void columnsAreRemembered()
    {
        m_table->horizontalHeader()->moveSection(2, 0);
        m_table->setColumnShown(QStringLiteral("owner"), false);
        m_table->setColumnShown(QStringLiteral("artist"), false); // fixed: stays
        m_table->setColumnWidth(1, 222);
        m_table->setSort(QStringLiteral("budget"), Qt::DescendingOrder);
        const QByteArray state = m_table->saveState();
        RecordTable other;
        other.setModel(m_model.get());
        QVERIFY(other.restoreState(state));
        QCOMPARE(other.horizontalHeader()->visualIndex(2), 0);
        QVERIFY(other.isColumnHidden(other.columnOf(QStringLiteral("owner"))));
        QVERIFY(!other.isColumnHidden(0));
        QCOMPARE(other.columnWidth(1), 222);
        QCOMPARE(other.sortKey(), QStringLiteral("budget"));
        QVERIFY(!other.restoreState("rubbish"));
        QCOMPARE(other.saveState().size(), state.size());
    }

    void copiesRowsAsTsv()
    {
        m_table->setColumnShown(QStringLiteral("platforms"), false);
        QTest::keyClick(m_table.get(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(m_table.get(), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith(u"Artist\tStage\tScore"));
        QCOMPARE(lines[1].count(u'\t'), 6);
        QVERIFY(lines[2].startsWith(gallery::Artists[1]));
    }

    void selectingEverythingIsCounted()
    {
        QSignalSpy counted(m_table.get(), &RecordTable::selectionCountChanged);
        QTest::keyClick(m_table.get(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(counted.last()[0].toInt(), 100'000);
    }

    void lettersAreLeftToTheWindow()
    {
        QTest::keyClick(m_table.get(), Qt::Key_O);
        QCOMPARE(m_table->currentIndex().row(), 0);
    }

    void stepKeepsFocusAndStopsAtTheEnds()
    {
        QSignalSpy current(m_table.get(), &RecordTable::currentRecordChanged);
        m_table->step(1);
        m_table->step(-5);
        QCOMPARE(m_table->currentId(), QStringLiteral("lead-0"));
        QCOMPARE(current.size(), 2);
    }

    void modelIsSound()
    {
        QAbstractItemModelTester tester(new Leads(20, this), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

private:
    std::unique_ptr<Leads> m_model;
    std::unique_ptr<RecordTable> m_table;
};

QTEST_MAIN(TestRecordTable)
#include "test_record_table.moc"
