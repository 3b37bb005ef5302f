// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shell_window.h"

#include "ui/shell/sidebar.h"
#include "ui/shell/status_line.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/undo_bar.h"

#include <QDir>
#include <QListView>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>

using namespace mdmc::ui;

namespace {

class FakePage final : public Page {
public:
    FakePage(const QString &title, QWidget *parent) : Page(parent), m_title(title)
    {
        setFocusPolicy(Qt::StrongFocus);
        auto *layout = new QVBoxLayout(this);
        layout->addWidget(new EmptyState(Symbol::People, QStringLiteral("No %1 yet").arg(title.toLower()),
                                         QStringLiteral("Bring the list you have, or add the first by hand."),
                                         QStringLiteral("Import a file"), this));
    }
    QString title() const override { return m_title; }
    QString recordTitle() const override { return record; }
    QString summary() const override { return QStringLiteral("1,284 leads · 3 selected"); }
    QList<ActionSpec> actions() override
    {
        ActionSpec spec{QStringLiteral("fake.new.") + m_title,
                        QStringLiteral("New ") + m_title,
                        m_title,
                        {},
                        Symbol::Plus,
                        [this] { ++made; },
                        [this] { return allowed; },
                        {},
                        true,
                        {}};
        spec.shortcuts = {QKeySequence(QStringLiteral("Ctrl+N"))};
        return {spec};
    }
    void openRecord(const QString &id) override
    {
        record = id;
        ++opened;
        Q_EMIT titleChanged();
    }
    QByteArray saveState() const override { return state; }
    void restoreState(const QByteArray &saved) override { state = saved; }
    void search(const QString &text) override { searched = text; }

    QString record, searched;
    QByteArray state;
    int opened = 0, made = 0;
    bool allowed = true;

private:
    QString m_title;
};

PageFactory factory()
{
    PageFactory pages;
    const auto add = [&pages](const char *id, const char *title, Symbol symbol, const char *key,
                              PageInfo::Place place = PageInfo::Place::Main) {
        const QString name = QString::fromLatin1(title);
        pages.add({QString::fromLatin1(id), name, symbol, QKeySequence(QString::fromLatin1(key)), place},
                  [name](QWidget *parent) { return new FakePage(name, parent); });
    };
    add("dashboard", "Dashboard", Symbol::House, "Ctrl+1");
    add("leads", "Leads", Symbol::People, "Ctrl+2");
    add("campaigns", "Campaigns", Symbol::Megaphone, "Ctrl+3");
    add("companies", "Companies", Symbol::Building, "Ctrl+4");
    add("invoices", "Invoices", Symbol::Receipt, "Ctrl+5");
    add("tasks", "Tasks", Symbol::Check2Square, "Ctrl+6");
    add("analytics", "Analytics", Symbol::BarChart, "Ctrl+7");
    add("settings", "Settings", Symbol::Gear, "Ctrl+,", PageInfo::Place::Bottom);
    add("sync", "Sync", Symbol::ArrowRepeat, "", PageInfo::Place::Hidden);
    return pages;
}

} // namespace

class TestShellWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = new Theme(*qApp, Theme::Mode::Light); }
    void init()
    {
        m_settings = std::make_unique<MemorySettingsStore>();
        m_settings->setValue(Setting::ThemeMode, QStringLiteral("light"));
        build();
    }
    void cleanup()
    {
        m_window.reset();
        m_settings.reset();
    }

    void pagesAreBuiltWhenFirstOpened()
    {
        QVERIFY(m_window->page(QStringLiteral("dashboard")));
        QVERIFY(!m_window->page(QStringLiteral("leads")));
        m_window->open({QStringLiteral("leads"), QStringLiteral("l1")});
        QCOMPARE(page("leads")->record, QStringLiteral("l1"));
        m_window->open({QStringLiteral("nowhere"), {}});
        QCOMPARE(m_window->currentRoute().page, QStringLiteral("leads"));
    }

    void historyGoesBackAndForwardByKeyboard()
    {
        m_window->open({QStringLiteral("leads"), {}});
        m_window->open({QStringLiteral("leads"), QStringLiteral("l7")});
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->currentRoute(), (Route{QStringLiteral("leads"), {}}));
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(page("leads")->record, QStringLiteral("l7"));
    }

    void aRecordThePageOpenedItselfIsNotOpenedAgain()
    {
        m_window->open({QStringLiteral("leads"), {}});
        const int opened = page("leads")->opened;
        Q_EMIT page("leads")->recordOpened(QStringLiteral("l3"), false);
        QCOMPARE(m_window->currentRoute().record, QStringLiteral("l3"));
        QCOMPARE(page("leads")->opened, opened);
    }

    void onlyTheOpenPagesActionsAnswer()
    {
        m_window->open({QStringLiteral("leads"), {}});
        m_window->open({QStringLiteral("tasks"), {}});
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(page("tasks")->made, 1);
        QCOMPARE(page("leads")->made, 0);
        page("tasks")->allowed = false;
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(page("tasks")->made, 1);
        QVERIFY(!m_window->actions().trigger(QStringLiteral("fake.new.Leads")));
    }

    void placeAndStateSurviveARestart()
    {
        m_window->open({QStringLiteral("leads"), QStringLiteral("l9")});
        page("leads")->state = "filters";
        QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
        m_window->close();
        build();
        QCOMPARE(m_window->currentRoute(), (Route{QStringLiteral("leads"), QStringLiteral("l9")}));
        QCOMPARE(page("leads")->state, QByteArray("filters"));
        QVERIFY(m_window->findChild<Sidebar *>()->isCollapsed());
    }

    void maximisedStaysMaximised()
    {
        m_window->resize(1100, 700);
        m_window->showMaximized();
        QTRY_VERIFY(m_window->isMaximized());
        m_window.reset(); // The session ends without closing it.
        build();
        QVERIFY(m_window->isMaximized());
        m_window->close();
        build();
        QVERIFY(m_window->isMaximized());
        m_window->showNormal();
        QTRY_COMPARE(m_window->size(), QSize(1100, 700)); // And what it was before is still known.
        m_window->close();
        build();
        QVERIFY(!m_window->isMaximized());
    }

    void firstWindowFitsItsScreenWithATitleBar()
    {
        constexpr int kTitleBar = 28;
        const QSize screen = m_window->screen()->availableSize();
        QVERIFY(m_window->height() <= screen.height() - kTitleBar);
        QVERIFY(m_window->width() <= std::max(screen.width(), m_window->minimumWidth()));
    }

    void syncStatusIsShownAndLeadsToSync()
    {
        m_window->setSyncStatus(
            {SyncStatusView::State::Offline, QStringLiteral("Offline since 14:02, 17 waiting"), 17, 2});
        auto *line = m_window->findChild<StatusLine *>();
        QCOMPARE(line->syncSentence(), QStringLiteral("Offline since 14:02, 17 waiting"));
        Q_EMIT line->syncPressed();
        QCOMPARE(m_window->currentRoute().page, QStringLiteral("sync"));
    }

    void searchReachesThePageWithEachKey()
    {
        m_window->open({QStringLiteral("leads"), {}});
        auto *field = m_window->findChild<SearchField *>();
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(field, QStringLiteral("no"));
        QCOMPARE(page("leads")->searched, QStringLiteral("no"));
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(page("leads")->searched, QString());
    }

    void paletteFindsActionsAndRecords()
    {
        std::function<void(const QList<PaletteRecord> &)> late;
        m_window->setRecordProvider([&late](const QString &query, auto answer) {
            if (query == u"no")
                late = answer;
            else if (query.startsWith(u"nov"))
                answer({{QStringLiteral("l1"),
                         QStringLiteral("Nova Kaplan"),
                         QStringLiteral("Lead · Proposal"),
                         Symbol::Person,
                         {QStringLiteral("leads"), QStringLiteral("l1")}}});
        });
        auto &palette = m_window->commandPalette();
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(palette.isOpen());
        auto *edit = palette.findChild<QLineEdit *>();
        QTest::keyClicks(edit, QStringLiteral("nov"));
        late({{QStringLiteral("old"), QStringLiteral("Late answer"), {}, Symbol::None, {}}});
        QCOMPARE(palette.resultCount(), 1);
        QCOMPARE(palette.resultTitle(0), QStringLiteral("Nova Kaplan"));
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(!palette.isOpen());
        QCOMPARE(m_window->currentRoute(), (Route{QStringLiteral("leads"), QStringLiteral("l1")}));
        // An action by its words, with accents and case forgiven.
        palette.open();
        QTest::keyClicks(edit, QStringLiteral("sÉttings"));
        QCOMPARE(palette.resultTitle(0), QStringLiteral("Settings"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_window->currentRoute().page, QStringLiteral("settings"));
        QCOMPARE(palette.recent().first(), QStringLiteral("go.settings"));
        palette.open();
        QCOMPARE(palette.resultTitle(0), QStringLiteral("Settings")); // recent first
    }

    void shortcutsAreListed()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto *sheet = m_window->findChild<Sheet *>();
        QVERIFY(sheet && sheet->isVisible());
        QStringList texts;
        for (auto *label : sheet->findChildren<QLabel *>())
            texts.append(label->text());
        for (const auto &spec : m_window->actions().available()) {
            if (!spec.shortcuts.isEmpty())
                QVERIFY2(texts.contains(spec.text), qPrintable(spec.text));
        }
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }

    void undoIsOfferedAndDoneOnce()
    {
        int undone = 0;
        m_window->offerUndo(QStringLiteral("Lead deleted"), [&undone] { ++undone; });
        QVERIFY(m_window->undoBar().isVisible());
        m_window->undoBar().undo();
        m_window->undoBar().undo();
        QCOMPARE(undone, 1);
        QVERIFY(!m_window->undoBar().isVisible());
    }

    void usableInASmallWindow()
    {
        m_window->resize(1024, 640);
        QCOMPARE(m_window->size(), QSize(1024, 640));
        m_window->resize(900, 600);
        QVERIFY(m_window->findChild<Sidebar *>()->isCollapsed()); // folds by itself
        m_window->resize(1280, 800);
        QVERIFY(!m_window->findChild<Sidebar *>()->isCollapsed());
    }

    void grabs()
    {
        const QString folder = QCoreApplication::applicationDirPath() + QStringLiteral("/gallery");
        QDir().mkpath(folder);
        m_window->setWorkspaceName(QStringLiteral("Maison du Disque"));
        m_window->setPersonName(QStringLiteral("Claire Dubois"));
        m_window->setBadge(QStringLiteral("leads"), 12);
        m_window->setBadge(QStringLiteral("tasks"), 4, true);
        m_window->setSyncStatus({SyncStatusView::State::Synced, QStringLiteral("Synced 4 s ago"), 0, 3});
        m_window->open({QStringLiteral("leads"), QStringLiteral("Spring singles")});
        for (const bool dark : {false, true}) {
            m_theme->setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
            const QString suffix = (dark ? QStringLiteral("-dark") : QStringLiteral("-light")) + QStringLiteral(".png");
            m_window->resize(1280, 800);
            m_window->offerUndo(QStringLiteral("Stage of Nova Kaplan changed to Proposal"), [] {});
            QVERIFY(m_window->grab().save(folder + QStringLiteral("/shell") + suffix));
            m_window->undoBar().dismiss();
            m_window->commandPalette().open();
            // What lies on it is painted for the same theme: its ground is transparent, which once looked dark.
            const QImage list = m_window->commandPalette().findChild<QListView *>()->grab().toImage();
            int bright = 0, all = 0;
            for (int x = 0; x < list.width(); x += 2, ++all)
                bright += qGray(list.pixel(x, 20)) > 128;
            QCOMPARE(bright > all / 2, !dark);
            QVERIFY(m_window->grab().save(folder + QStringLiteral("/palette") + suffix));
            m_window->commandPalette().close();
            m_window->resize(1024, 640);
            m_window->showShortcuts();
            QCoreApplication::processEvents();
            QVERIFY(m_window->grab().save(folder + QStringLiteral("/shortcuts") + suffix));
            QTest::keyClick(m_window->findChild<Sheet *>(), Qt::Key_Escape);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        m_theme->setMode(Theme::Mode::Light);
    }

private:
    void build()
    {
        m_window = std::make_unique<ShellWindow>(*m_theme, m_pages, *m_settings);
        m_window->start();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    FakePage *page(const char *id) const { return static_cast<FakePage *>(m_window->page(QString::fromLatin1(id))); }

    Theme *m_theme = nullptr;
    PageFactory m_pages = factory();
    std::unique_ptr<MemorySettingsStore> m_settings;
    std::unique_ptr<ShellWindow> m_window;
};

QTEST_MAIN(TestShellWindow)
#include "test_shell_window.moc"
