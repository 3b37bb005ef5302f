// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_test.h"
#include "tests/support/test_workspace.h"
#include "ui/pages/settings/lists_section.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/sheet.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;
using test::visibleChild;

class TestSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = new Theme(*qApp, Theme::Mode::Light); }
    void init()
    {
        m_workspace = std::make_unique<test::TestWorkspace>();
        m_lookups = std::make_unique<Lookups>(*m_workspace, QLocale(QStringLiteral("en_GB")));
        QTRY_VERIFY(m_lookups->isLoaded());
        const Formatter format(m_clock, QLocale(QStringLiteral("en_GB")), QTimeZone::utc());
        m_context = std::make_unique<PageContext>(PageContext{*m_workspace, *m_lookups, m_clock, format});
        m_store = std::make_unique<MemorySettingsStore>();
        m_signIns.clear();
        m_languages.clear();
        makePage();
    }
    void cleanup()
    {
        m_page.reset();
        m_context.reset();
        m_lookups.reset();
        m_workspace.reset();
    }

    void sectionsByKeyboard()
    {
        auto *list = visibleChild<QListWidget>(m_page.get(), "settingsSections");
        list->setFocus();
        QCOMPARE(m_page->currentSection(), QStringLiteral("profile"));
        QStringList seen{m_page->currentSection()};
        for (int i = 1; i < list->count(); ++i) {
            QTest::keyClick(list, Qt::Key_Down);
            seen << m_page->currentSection();
            QCOMPARE(test::namelessControls(m_page.get()), QStringList());
        }
        QCOMPARE(seen,
                 (QStringList{QStringLiteral("profile"), QStringLiteral("appearance"), QStringLiteral("language"),
                              QStringLiteral("security"), QStringLiteral("pipeline"), QStringLiteral("users"),
                              QStringLiteral("about")}));
        const QByteArray state = m_page->saveState();
        makePage();
        m_page->restoreState(state);
        QCOMPARE(m_page->currentSection(), QStringLiteral("about"));
        m_page->openRecord(QStringLiteral("security"));
        QCOMPARE(m_page->currentSection(), QStringLiteral("security"));
        m_page->openRecord(QStringLiteral("no such thing"));
        QCOMPARE(m_page->currentSection(), QStringLiteral("security"));
    }

    void appearanceAtOnce()
    {
        m_page->openSection(QStringLiteral("appearance"));
        auto *theme = visibleChild<SegmentedControl>(m_page.get(), "settingsTheme");
        theme->setCurrent(QStringLiteral("light"));
        theme->setFocus();
        QTest::keyClick(theme, Qt::Key_Right);
        QVERIFY(m_theme->isDark());
        QCOMPARE(m_store->value(Setting::ThemeMode).toString(), QStringLiteral("dark"));
        QTest::keyClick(theme, Qt::Key_Left);
        QVERIFY(!m_theme->isDark());
        // A switch made elsewhere shows here.
        m_theme->setMode(Theme::Mode::Dark);
        QCOMPARE(theme->current(), QStringLiteral("dark"));
        m_theme->setMode(Theme::Mode::Light);
        auto *rows = visibleChild<SegmentedControl>(m_page.get(), "settingsRows");
        rows->setFocus();
        QTest::keyClick(rows, Qt::Key_Right);
        QVERIFY(m_isComfortable);
        QVERIFY(m_store->value(Setting::RowsComfortable).toBool());
    }

    void languageFromTheEventLoop()
    {
        m_page->openSection(QStringLiteral("language"));
        QVERIFY(visibleChild<QRadioButton>(m_page.get(), "settingsLanguageSystem")->isChecked());
        auto *french = visibleChild<QRadioButton>(m_page.get(), "settingsLanguageFrench");
        QTest::mouseClick(french, Qt::LeftButton, {}, QPoint(8, french->height() / 2));
        QCOMPARE(m_store->value(Setting::Language).toString(), QStringLiteral("fr"));
        QVERIFY(m_languages.isEmpty()); // Not from inside the click.
        QTRY_COMPARE(m_languages, QStringList{QStringLiteral("fr")});
    }

    void signingInAgainAndOut()
    {
        QVERIFY(!visibleChild<InlineNotice>(m_page.get(), "settingsSessionEnded"));
        m_workspace->setStatus({.state = sync::SyncState::SignInNeeded, .error = {}});
        QVERIFY(visibleChild<InlineNotice>(m_page.get(), "settingsSessionEnded"));
        m_page->askPassword();
        auto *password = visibleChild<QLineEdit>(m_page.get(), "settingsPassword");
        QVERIFY(password);
        QTest::keyClicks(password, QStringLiteral("wrong"));
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_COMPARE(m_signIns, QStringList{QStringLiteral("wrong")});
        auto *sheet = m_page->findChild<Sheet *>();
        QVERIFY(sheet && sheet->confirmButton()->isBusy());
        QTRY_VERIFY(!sheet->confirmButton()->isBusy());
        QVERIFY(visibleChild<QLineEdit>(m_page.get(), "settingsPassword")); // The sheet stays with its error.
        password->setText(QStringLiteral("right"));
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_VERIFY(!visibleChild<QLineEdit>(m_page.get(), "settingsPassword"));
        QCOMPARE(m_signIns.last(), QStringLiteral("right"));
    }

    void stagesAreEditedInPlace()
    {
        m_page->openSection(QStringLiteral("pipeline"));
        RecordTable *table = list();
        QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Stage contacted = m_workspace->stageNamed(u"Contacted");
        table->setFocus();
        table->setCurrentIndex(table->model()->index(1, 0));
        QTest::keyClick(table, Qt::Key_F2);
        auto *editor = table->findChild<QLineEdit *>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("First contact"));
        QSignalSpy offered(m_page.get(), &Page::undoOffered);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(m_workspace->get<Stage>(contacted.id).nameEn, QStringLiteral("First contact"));
        QTRY_COMPARE(table->model()->index(1, 0).data().toString(), QStringLiteral("First contact"));
        QCOMPARE(offered.count(), 1);
        offered[0][1].value<std::function<void()>>()();
        QTRY_COMPARE(m_workspace->get<Stage>(contacted.id).nameEn, QStringLiteral("Contacted"));

        // What does not fit is refused with a sentence, and nothing is written.
        const int commits = m_workspace->commits();
        QVERIFY(!table->model()->setData(table->model()->index(1, 2), QStringLiteral("many")));
        QCOMPARE(m_workspace->commits(), commits);
        QCOMPARE(offered.count(), 2);
        QVERIFY(!offered[1][1].value<std::function<void()>>());
        table->model()->setData(table->model()->index(1, 2), QStringLiteral("900")); // Per cent: the rules refuse it.
        QTRY_COMPARE(offered.count(), 3);
        QCOMPARE(m_workspace->get<Stage>(contacted.id).probability, contacted.probability);
    }

    void orderByKeyboardAndButtons()
    {
        m_page->openSection(QStringLiteral("pipeline"));
        RecordTable *table = list();
        const QStringList before = names(table);
        table->setFocus();
        table->setCurrentRow(0);
        auto *up = visibleChild<QAbstractButton>(m_page.get(), "settingsListUp");
        QVERIFY(!up->isEnabled());
        QTest::keyClick(table, Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(names(table).value(1), before.value(0));
        QCOMPARE(names(table).value(0), before.value(1));
        QCOMPARE(table->currentIndex().row(), 1); // The moved one stays selected.
        QVERIFY(up->isEnabled());
        QTest::mouseClick(up, Qt::LeftButton);
        QTRY_COMPARE(names(table), before);
    }

    void addAndArchive()
    {
        m_page->openSection(QStringLiteral("pipeline"));
        auto *tabs = visibleChild<QTabBar>(m_page.get(), "settingsListTabs");
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Right);
        RecordTable *table = list();
        const int rows = table->model()->rowCount();
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "settingsListAdd"), Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), rows + 1);
        QTRY_VERIFY(table->findChild<QLineEdit *>()); // Its name is being edited.
        auto *editor = table->findChild<QLineEdit *>();
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("Zouk"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(names(table).value(rows), QStringLiteral("Zouk"));
        table->setCurrentRow(0);
        const QString first = names(table).value(0);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Delete);
        QTRY_VERIFY(names(table).last().startsWith(first) && names(table).last() != first); // Last, and marked.
        table->setCurrentRow(table->model()->rowCount() - 1);
        auto *archive = visibleChild<QAbstractButton>(m_page.get(), "settingsListArchive");
        QCOMPARE(archive->text(), QStringLiteral("Bring back"));
        QTest::mouseClick(archive, Qt::LeftButton);
        QTRY_COMPARE(names(table).value(0), first);
        // A pipeline cannot do without its last won stage.
        tabs->setCurrentIndex(0);
        table->setCurrentRow(int(names(table).indexOf(QStringLiteral("Won"))));
        QSignalSpy offered(m_page.get(), &Page::undoOffered);
        const int commits = m_workspace->commits();
        QTest::mouseClick(archive, Qt::LeftButton);
        QCOMPARE(offered.count(), 1);
        QCOMPARE(m_workspace->commits(), commits);
    }

    void keysOfNewEntries_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("key");
        QTest::newRow("words") << "Bouche à oreille" << "boucheAOreille";
        QTest::newRow("taken") << "Rock" << "rock2";
        QTest::newRow("signs") << "R&B / Soul" << "rBSoul";
        QTest::newRow("no letters") << "日本" << "entry";
    }
    void keysOfNewEntries()
    {
        QFETCH(QString, label);
        QFETCH(QString, key);
        ListItem rock;
        rock.key = QStringLiteral("rock");
        QCOMPARE(newListKey(label, {rock}), key);
    }

    void people()
    {
        m_page->openSection(QStringLiteral("users"));
        auto *table = visibleChild<RecordTable>(m_page.get(), "settingsUsers");
        const int role = table->columnOf(QStringLiteral("role"));
        int colleague = -1, me = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            (table->model()->index(row, 0).data(RecordIdRole).toString() == m_workspace->colleague().toString()
                 ? colleague
                 : me) = row;
        QVERIFY(colleague >= 0 && me >= 0);
        QVERIFY(!(table->model()->index(me, role).flags() & Qt::ItemIsEditable)); // Nobody takes away their own role.
        QVERIFY(
            !(table->model()->index(colleague, table->columnOf(QStringLiteral("email"))).flags() & Qt::ItemIsEditable));
        table->setFocus();
        table->setCurrentIndex(table->model()->index(colleague, role));
        QTest::keyClick(table, Qt::Key_F2);
        auto *choice = table->findChild<QComboBox *>();
        QVERIFY(choice);
        choice->setCurrentText(QStringLiteral("Manager"));
        QTest::keyClick(choice, Qt::Key_Return);
        QTRY_COMPARE(m_workspace->get<User>(m_workspace->colleague()).role, QStringLiteral("manager"));
        const int active = table->columnOf(QStringLiteral("isActive"));
        table->model()->setData(table->model()->index(colleague, active), QStringLiteral("No"));
        QTRY_COMPARE(m_workspace->get<User>(m_workspace->colleague()).isActive, false);
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "settingsUserCommandCopy"), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("mdmc-server user add ")));
    }

    void othersOnlyRead()
    {
        Actor actor = m_workspace->actor();
        actor.role = mdmc::Role::AccountManager;
        m_workspace->setActor(actor);
        makePage();
        m_page->openSection(QStringLiteral("pipeline"));
        QVERIFY(!visibleChild<QAbstractButton>(m_page.get(), "settingsListAdd"));
        RecordTable *table = list();
        QVERIFY(table->model()->rowCount() > 0);
        QVERIFY(!(table->model()->index(0, 0).flags() & Qt::ItemIsEditable));
        table->setFocus();
        table->setCurrentRow(1);
        QTest::keyClick(table, Qt::Key_Delete);
        QTest::keyClick(table, Qt::Key_Insert);
        QTest::keyClick(table, Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_workspace->catchUp());
        QCOMPARE(m_workspace->commits(), 0);
        m_page->openSection(QStringLiteral("users"));
        QVERIFY(!visibleChild<QLineEdit>(m_page.get(), "settingsUserCommand"));
    }

    void pictures()
    {
        for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            makePage();
            for (const char *section :
                 {"profile", "appearance", "language", "security", "pipeline", "users", "about"}) {
                m_page->openSection(QString::fromLatin1(section));
                QVERIFY(test::grabTo(
                    m_page.get(),
                    QStringLiteral("settings-%1-%2").arg(QString::fromLatin1(section), Theme::modeName(mode))));
            }
        }
        m_theme->setMode(Theme::Mode::Light);
    }

private:
    RecordTable *list() { return visibleChild<RecordTable>(m_page.get(), "settingsList"); }
    static QStringList names(RecordTable *table)
    {
        QStringList names;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            names << table->model()->index(row, 0).data().toString();
        return names;
    }
    void makePage()
    {
        SettingsCallbacks callbacks;
        callbacks.signOut = [] {};
        callbacks.setLanguage = [this](const QString &language) { m_languages << language; };
        callbacks.setRowsComfortable = [this](bool comfortable) { m_isComfortable = comfortable; };
        callbacks.signInAgain = [this](const QString &password) {
            m_signIns << password;
            QPromise<Result<>> promise;
            promise.start();
            promise.addResult(password == QLatin1String("right") ? Result<>() : failure(ErrorCode::Unauthenticated));
            promise.finish();
            return promise.future();
        };
        m_page = std::make_unique<SettingsPage>(
            *m_context, *m_theme, *m_store, callbacks,
            SettingsFacts{security::KeyProtection::Keychain, QStringLiteral("/srv/ana/mdmc-crm"), {}});
        m_page->resize(1064, 720);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
    }

    Theme *m_theme = nullptr;
    SystemClock m_clock;
    bool m_isComfortable = false;
    QStringList m_signIns;
    QStringList m_languages;
    std::unique_ptr<MemorySettingsStore> m_store;
    std::unique_ptr<test::TestWorkspace> m_workspace;
    std::unique_ptr<Lookups> m_lookups;
    std::unique_ptr<PageContext> m_context;
    std::unique_ptr<SettingsPage> m_page;
};

QTEST_MAIN(TestSettings)
#include "test_settings.moc"
