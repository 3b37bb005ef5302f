// SPDX-License-Identifier: GPL-3.0-or-later
// The import page with real events: drop, combos, check, import, report.
#include "page_test.h"
#include "tests/support/test_workspace.h"
#include "ui/pages/import/import_page.h"
#include "ui/pages/import/import_preview_table.h"
#include "ui/pages/import/import_report_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/progress_strip.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/segmented_control.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;
using Step = ImportPresenter::Step;
using test::visibleChild;

namespace {

QString sample(const char *name)
{
    return QStringLiteral(MDMC_TEST_DATA "/import/") + QString::fromLatin1(name);
}

constexpr int kPatience = 60'000;

} // namespace

class TestImportPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<Route>();
        m_theme = new Theme(*qApp, Theme::Mode::Light);
    }
    void init()
    {
        m_workspace = std::make_unique<test::TestWorkspace>();
        m_lookups = std::make_unique<Lookups>(*m_workspace, QLocale(QStringLiteral("en_GB")));
        QTRY_VERIFY(m_lookups->isLoaded());
        const Formatter format(m_clock, QLocale(QStringLiteral("en_GB")), QTimeZone::utc());
        m_context = std::make_unique<PageContext>(PageContext{*m_workspace, *m_lookups, m_clock, format});
        makePage();
    }
    void cleanup()
    {
        m_page.reset();
        m_context.reset();
        m_lookups.reset();
        m_workspace.reset();
    }

    void fromDropToReport()
    {
        QVERIFY(visibleChild<QAbstractButton>(m_page.get(), "importChoose"));
        drop(sample("excel_fr.csv"));
        QTRY_COMPARE(presenter().step(), Step::Columns);
        QCOMPARE(m_page->recordTitle(), QStringLiteral("excel_fr.csv"));
        auto *encoding = visibleChild<QComboBox>(m_page.get(), "importEncoding");
        QVERIFY(encoding && encoding->currentText().startsWith(QStringLiteral("Windows-1252")));
        auto *first = visibleChild<QComboBox>(m_page.get(), "importColumn1");
        QVERIFY(first);
        QCOMPARE(first->currentText(), QStringLiteral("First name"));
        QCOMPARE(test::namelessControls(m_page.get()), QStringList());

        // A column changed with the keyboard.
        auto *source = visibleChild<QComboBox>(m_page.get(), "importColumn4");
        source->setFocus();
        QTest::keyClick(source, Qt::Key_Home);
        QCOMPARE(presenter().mapping().targets.at(3), QStringLiteral("ignore"));
        QVERIFY(source == visibleChild<QComboBox>(m_page.get(), "importColumn4")); // Not built anew: focus stays.
        source->setCurrentIndex(source->findData(QStringLiteral("emails")));
        Q_EMIT source->activated(source->currentIndex());
        QCOMPARE(presenter().mapping().targets.at(3), QStringLiteral("emails"));

        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "importCheck"), Qt::LeftButton);
        QVERIFY(visibleChild<ProgressStrip>(m_page.get(), "importProgress"));
        QTRY_COMPARE_WITH_TIMEOUT(presenter().step(), Step::Checked, kPatience);
        QVERIFY(!visibleChild<ProgressStrip>(m_page.get(), "importProgress"));
        auto *rows = visibleChild<RecordTable>(m_page.get(), "importRows");
        QVERIFY(rows && rows->model()->rowCount() == presenter().report().counts.invalid);
        QAbstractItemModelTester tester(rows->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto *primary = visibleChild<Button>(m_page.get(), "importPrimary");
        QVERIFY(primary->text().contains(QString::number(presenter().report().counts.created)));
        QVERIFY(test::grabTo(m_page.get(), QStringLiteral("import-checked-light")));
        QCOMPARE(m_workspace->commits(), 0);

        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "importBack"), Qt::LeftButton);
        QCOMPARE(presenter().step(), Step::Columns);
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "importRun"), Qt::LeftButton);
        QCOMPARE(presenter().step(), Step::Importing);
        QTRY_COMPARE_WITH_TIMEOUT(presenter().step(), Step::Done, kPatience);
        QCOMPARE(test::namelessControls(m_page.get()), QStringList());

        QSignalSpy routes(m_page.get(), &Page::routeRequested);
        primary = visibleChild<Button>(m_page.get(), "importPrimary");
        QTest::mouseClick(primary, Qt::LeftButton);
        QCOMPARE(routes.count(), 1);
        QCOMPARE(routes[0][0].value<Route>().page, QStringLiteral("leads"));
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "importUndo"), Qt::LeftButton);
        QTRY_VERIFY(presenter().isUndone());
        QVERIFY(!visibleChild<QAbstractButton>(m_page.get(), "importUndo"));
        QVERIFY(visibleChild<QLabel>(m_page.get(), "importReportTitle")->text().contains(QStringLiteral("undone")));
        QCOMPARE(m_workspace->idsOf(EntityType::Lead).size(), size_t(0));
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "importAnother"), Qt::LeftButton);
        QVERIFY(visibleChild<QAbstractButton>(m_page.get(), "importChoose"));
    }

    void knownLeadsOpen()
    {
        drop(sample("hubspot_contacts.csv"));
        QTRY_COMPARE(presenter().step(), Step::Columns);
        presenter().run();
        QTRY_COMPARE_WITH_TIMEOUT(presenter().step(), Step::Done, kPatience);
        presenter().close();
        drop(sample("excel_fr.csv"));
        QTRY_COMPARE(presenter().step(), Step::Columns);
        presenter().check();
        QTRY_COMPARE_WITH_TIMEOUT(presenter().step(), Step::Checked, kPatience);
        QVERIFY(presenter().report().counts.duplicatesOfExisting > 0);
        auto *show = visibleChild<SegmentedControl>(m_page.get(), "importShow");
        show->setFocus();
        QTest::keyClick(show, Qt::Key_Right);
        QCOMPARE(show->current(), QStringLiteral("known"));
        auto *rows = visibleChild<RecordTable>(m_page.get(), "importRows");
        QVERIFY(rows);
        QSignalSpy routes(m_page.get(), &Page::routeRequested);
        int known = 0;
        while (known < rows->model()->rowCount()
               && rows->model()->index(known, 0).data(RecordIdRole).toString().isEmpty())
            ++known;
        QVERIFY(known < rows->model()->rowCount());
        rows->setCurrentRow(known);
        rows->setFocus();
        QTest::keyClick(rows, Qt::Key_Return);
        QCOMPARE(routes.count(), 1);
        QVERIFY(!routes[0][0].value<Route>().record.isEmpty());
    }

    void cancelByTheStrip()
    {
        drop(sample("hubspot_contacts.csv"));
        QTRY_COMPARE(presenter().step(), Step::Columns);
        connect(m_workspace.get(), &sync::Workspace::changed, m_page.get(), [this] {
            auto *strip = visibleChild<ProgressStrip>(m_page.get(), "importProgress");
            if (strip && strip->findChild<Button *>()->isEnabled())
                QTest::mouseClick(strip->findChild<Button *>(), Qt::LeftButton);
        });
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "importRun"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(presenter().step(), Step::Done, kPatience);
        QVERIFY(presenter().report().isCancelled);
        QVERIFY(visibleChild<QLabel>(m_page.get(), "importReportTitle")->text().contains(QStringLiteral("cancelled")));
    }

    void aBadFileSaysWhy()
    {
        QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("contacts.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("<!DOCTYPE html><html></html>");
        file.close();
        drop(file.fileName());
        QTRY_VERIFY(visibleChild<InlineNotice>(m_page.get(), "importProblem"));
        QVERIFY(visibleChild<InlineNotice>(m_page.get(), "importProblem")->text().contains(QStringLiteral("web page")));
        QVERIFY(test::grabTo(m_page.get(), QStringLiteral("import-problem-light")));
    }

    void chosenInADialogWithoutBlocking()
    {
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "importChoose"), Qt::LeftButton);
        auto *dialog = m_page->findChild<QFileDialog *>(QStringLiteral("importFileDialog"));
        QVERIFY(dialog);
        Q_EMIT dialog->fileSelected(sample("hand_made.csv"));
        dialog->close();
        QTRY_COMPARE(presenter().step(), Step::Columns);
    }

    void otherThingsAreNotTaken()
    {
        QMimeData text;
        text.setText(QStringLiteral("hello"));
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(m_page.get(), &enter);
        QVERIFY(!enter.isAccepted());
        Actor actor = m_workspace->actor();
        actor.role = mdmc::Role::ReadOnly;
        m_workspace->setActor(actor);
        makePage();
        QVERIFY(!visibleChild<QAbstractButton>(m_page.get(), "importChoose"));
        m_page->openFile(sample("hand_made.csv"));
        QCOMPARE(presenter().step(), Step::Start);
    }

    void pictures()
    {
        for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            const QString suffix = Theme::modeName(mode);
            makePage();
            QVERIFY(test::grabTo(m_page.get(), QStringLiteral("import-start-") + suffix));
            drop(sample("excel_fr.csv"));
            QTRY_COMPARE(presenter().step(), Step::Columns);
            QVERIFY(test::grabTo(m_page.get(), QStringLiteral("import-columns-") + suffix,
                                 mode == Theme::Mode::Light ? 2 : 1));
            if (mode == Theme::Mode::Dark)
                break;
            presenter().run();
            auto *strip = m_page->findChild<ProgressStrip *>(QStringLiteral("importProgress"));
            QSignalSpy progress(&presenter(), &ImportPresenter::progressed);
            QTRY_VERIFY_WITH_TIMEOUT(presenter().rowsSoFar() > 0, kPatience);
            QVERIFY(strip->isVisible());
            QVERIFY(test::grabTo(m_page.get(), QStringLiteral("import-running-") + suffix));
            QTRY_COMPARE_WITH_TIMEOUT(presenter().step(), Step::Done, kPatience);
            QVERIFY(test::grabTo(m_page.get(), QStringLiteral("import-done-") + suffix));
        }
        m_theme->setMode(Theme::Mode::Light);
    }

private:
    ImportPresenter &presenter() { return m_page->presenter(); }
    void makePage()
    {
        m_page = std::make_unique<ImportPage>(*m_context);
        m_page->resize(1064, 720); // What 1280 × 800 leaves beside the sidebar.
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
    }
    void drop(const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(m_page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_page.get(), &dropped);
    }

    Theme *m_theme = nullptr;
    SystemClock m_clock;
    std::unique_ptr<test::TestWorkspace> m_workspace;
    std::unique_ptr<Lookups> m_lookups;
    std::unique_ptr<PageContext> m_context;
    std::unique_ptr<ImportPage> m_page;
};

QTEST_MAIN(TestImportPage)
#include "test_import_page.moc"
