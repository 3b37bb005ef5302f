// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shell_window.h"

#include "ui/shell/header_bar.h"
#include "ui/shell/shortcut_sheet.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/status_line.h"
#include "ui/theme/theme.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/undo_bar.h"

#include <QCloseEvent>
#include <QScreen>
#include <QStackedWidget>

namespace mdmc::ui {
namespace {

constexpr QSize FirstSize(1280, 800), LeastSize(880, 560);
constexpr QSize FrameRoom(8, 40); ///< What a window manager puts around a window; it tells only once it is shown.
constexpr int FoldBelow = 1000; ///< The sidebar folds by itself in a window narrower than this.

} // namespace

ShellWindow::ShellWindow(Theme &theme, const PageFactory &pages, SettingsStore &settings, QWidget *parent)
    : QMainWindow(parent), m_theme(theme), m_pages(pages), m_settings(settings), m_actions(this)
{
    setObjectName(QStringLiteral("shell"));
    setWindowTitle(QStringLiteral("MDMC CRM"));
    setMinimumSize(LeastSize);
    resize(FirstSize.boundedTo(screen()->availableSize() - FrameRoom));
    buildFrame();
    addActions();
    connect(&m_navigation, &Navigation::changed, this, &ShellWindow::showRoute);
}

ShellWindow::~ShellWindow()
{
    // Pages may speak in their destructors; the frame is already half gone then.
    for (auto *page : std::as_const(m_built))
        page->disconnect(this);
}

void ShellWindow::buildFrame()
{
    auto *centre = new QWidget(this);
    auto *across = new QHBoxLayout(centre);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    auto *content = new QVBoxLayout;
    content->setSpacing(0);
    m_sidebar = new Sidebar(m_pages.pages(), centre);
    m_header = new HeaderBar(centre);
    m_stack = new QStackedWidget(centre);
    m_stack->setObjectName(QStringLiteral("surface"));
    m_status = new StatusLine(centre);
    content->addWidget(m_header);
    content->addWidget(m_stack, 1);
    content->addWidget(m_status);
    across->addWidget(m_sidebar);
    across->addLayout(content, 1);
    setCentralWidget(centre);
    m_undoBar = new UndoBar(this);
    m_palette = new CommandPalette(m_actions, this);
    m_palette->setRecent(m_settings.value(Setting::RecentCommands).toStringList());

    connect(m_sidebar, &Sidebar::pageChosen, this, [this](const QString &id) {
        // A page reopens where it was left; pressing the open page closes its record.
        Page *built = page(id);
        const bool here = id == m_currentPage;
        open({id, here || !built ? QString() : built->property("mdmcRecord").toString()});
    });
    connect(m_sidebar, &Sidebar::workspaceMenuRequested, this, &ShellWindow::workspaceMenuRequested);
    connect(m_header, &HeaderBar::backRequested, &m_navigation, &Navigation::back);
    connect(m_header, &HeaderBar::forwardRequested, &m_navigation, &Navigation::forward);
    connect(m_header, &HeaderBar::titlePressed, this, [this] { open({m_currentPage, {}}); });
    connect(m_header, &HeaderBar::attentionPressed, this, &ShellWindow::openSync);
    connect(m_status, &StatusLine::syncPressed, this, &ShellWindow::openSync);
    connect(m_header->search(), &SearchField::textEdited, this, [this](const QString &text) {
        if (auto *page = currentPage())
            page->search(text);
    });
    const auto leaveSearch = [this] {
        if (auto *page = currentPage())
            (page->focusTarget() ? page->focusTarget() : page)->setFocus();
    };
    connect(m_header->search(), &SearchField::escaped, this, leaveSearch);
    connect(m_header->search(), &SearchField::downPressed, this, leaveSearch);
    connect(m_palette, &CommandPalette::routeChosen, this, &ShellWindow::open);
    connect(m_palette, &CommandPalette::recentChanged, this,
            [this](const QStringList &ids) { m_settings.setValue(Setting::RecentCommands, ids); });
}

void ShellWindow::addActions()
{
    const QString go = tr("Go to"), general = tr("General");
    QList<ActionSpec> specs;
    for (const auto &info : m_pages.pages()) {
        const QString id = info.id;
        ActionSpec spec{QStringLiteral("go.") + id, info.title, go, {}, info.symbol, [this, id] { open({id, {}}); },
                        {}, {}, true, {}};
        if (!info.shortcut.isEmpty())
            spec.shortcuts = {info.shortcut};
        specs.append(spec);
    }
    const auto add = [&](const char *id, const QString &text, const char *keys, Symbol symbol,
                         std::function<void()> run, std::function<bool()> enabled = {}, bool inPalette = true) {
        QList<QKeySequence> shortcuts;
        for (const auto &key : QString::fromLatin1(keys).split(u' ', Qt::SkipEmptyParts))
            shortcuts.append(QKeySequence(key));
        specs.append({QLatin1String(id), text, general, shortcuts, symbol, std::move(run), std::move(enabled), {},
                      inPalette, {}});
    };
    add("shell.palette", tr("Commands and records"), "Ctrl+K", Symbol::Command,
        [this] { m_palette->isOpen() ? m_palette->close() : m_palette->open(); }, {}, false);
    add("shell.search", tr("Search this page"), "Ctrl+F", Symbol::Search, [this] {
        m_header->search()->setFocus();
        m_header->search()->selectAll();
    });
    add("shell.back", tr("Back"), "Alt+Left", Symbol::ChevronLeft, [this] { m_navigation.back(); },
        [this] { return m_navigation.canGoBack(); });
    add("shell.forward", tr("Forward"), "Alt+Right", Symbol::ChevronRight, [this] { m_navigation.forward(); },
        [this] { return m_navigation.canGoForward(); });
    add("shell.sidebar", tr("Fold or unfold the sidebar"), "Ctrl+B", Symbol::LayoutSidebar,
        [this] { setSidebarCollapsed(!m_sidebarCollapsed); });
    add("shell.shortcuts", tr("Keyboard shortcuts"), "F1 Ctrl+/", Symbol::Keyboard, [this] { showShortcuts(); });
    const auto setTheme = [this](Theme::Mode mode) {
        m_theme.setMode(mode);
        m_settings.setValue(Setting::ThemeMode, Theme::modeName(mode));
    };
    add("shell.theme.light", tr("Light appearance"), "", Symbol::Sun, [setTheme] { setTheme(Theme::Mode::Light); });
    add("shell.theme.dark", tr("Dark appearance"), "", Symbol::Moon, [setTheme] { setTheme(Theme::Mode::Dark); });
    add("shell.theme.system", tr("Appearance of the system"), "", Symbol::CircleHalf,
        [setTheme] { setTheme(Theme::Mode::System); });
    add("shell.quit", tr("Quit"), "Ctrl+Q", Symbol::X, [this] { close(); });
    m_actions.add(specs);
}

void ShellWindow::start()
{
    restoreGeometry(m_settings.value(Setting::WindowGeometry).toByteArray());
    m_sidebarCollapsed = m_settings.value(Setting::SidebarCollapsed).toBool();
    applySidebar();
    const auto last = Route::parse(m_settings.value(Setting::CurrentRoute).toString());
    if (last && m_pages.has(last->page))
        open(*last);
    else if (!m_pages.pages().isEmpty())
        open({m_pages.pages().first().id, {}});
    show();
}

void ShellWindow::setWorkspaceName(const QString &name)
{
    m_sidebar->setWorkspaceName(name);
    setWindowTitle(name.isEmpty() ? QStringLiteral("MDMC CRM") : tr("%1 – MDMC CRM").arg(name));
}

void ShellWindow::setPersonName(const QString &name)
{
    m_sidebar->setPersonName(name);
}

void ShellWindow::setSyncStatus(const SyncStatusView &status)
{
    m_status->setSync(status);
    m_header->setAttention(status.attention);
}

void ShellWindow::setBadge(const QString &pageId, int count, bool urgent)
{
    m_sidebar->setBadge(pageId, count, urgent);
}

void ShellWindow::setRecordProvider(RecordProvider provider)
{
    m_palette->setRecordProvider(std::move(provider));
}

void ShellWindow::open(const Route &route)
{
    if (m_pages.has(route.page))
        m_navigation.go(route);
}

Route ShellWindow::currentRoute() const
{
    return m_navigation.current();
}

Page *ShellWindow::currentPage() const
{
    return page(m_currentPage);
}

Page *ShellWindow::page(const QString &id) const
{
    return m_built.value(id);
}

Page *ShellWindow::ensurePage(const QString &id)
{
    if (Page *built = page(id))
        return built;
    Page *page = m_pages.build(id, m_stack);
    if (page)
        adopt(page, id);
    return page;
}

void ShellWindow::adopt(Page *page, const QString &id)
{
    m_built.insert(id, page);
    m_stack->addWidget(page);
    m_actions.add(page->actions(), id);
    page->restoreState(m_settings.value(Setting::PageState, id).toByteArray());
    connect(page, &Page::titleChanged, this, &ShellWindow::updateHeader);
    connect(page, &Page::summaryChanged, this, &ShellWindow::updateHeader);
    connect(page, &Page::actionsChanged, &m_actions, &ActionRegistry::refresh);
    connect(page, &Page::routeRequested, this, &ShellWindow::open);
    connect(page, &Page::undoOffered, this, &ShellWindow::offerUndo);
    connect(page, &Page::recordOpened, this, [this, page, id](const QString &record, bool remember) {
        page->setProperty("mdmcRecord", record);
        if (id != m_currentPage)
            return;
        remember ? m_navigation.go({id, record}) : m_navigation.replace({id, record});
    });
}

void ShellWindow::showRoute(const Route &route)
{
    Page *before = currentPage();
    Page *page = ensurePage(route.page);
    if (!page)
        return;
    const bool turned = page != before;
    if (turned) {
        if (before) {
            before->deactivated();
            m_settings.setValue(Setting::PageState, before->saveState(), m_currentPage);
        }
        m_currentPage = route.page;
        m_stack->setCurrentWidget(page);
        m_actions.setActiveScope(route.page);
        m_sidebar->setCurrent(route.page);
        m_header->setPageWidget(page->headerWidget());
        m_header->search()->clear();
        page->activated();
    }
    // The page itself said so when the record came from its own selection: then it is open already.
    if (turned || page->property("mdmcRecord").toString() != route.record) {
        page->setProperty("mdmcRecord", route.record);
        page->openRecord(route.record);
    }
    if (turned)
        (page->focusTarget() ? page->focusTarget() : page)->setFocus();
    updateHeader();
    Q_EMIT routeChanged(route);
}

void ShellWindow::updateHeader()
{
    Page *page = currentPage();
    if (!page)
        return;
    m_header->setPlace(page->title(), page->recordTitle());
    m_header->setHistory(m_navigation.canGoBack(), m_navigation.canGoForward());
    const QString placeholder = page->searchPlaceholder();
    m_header->search()->setPlaceholderText(placeholder.isEmpty() ? tr("Search or Ctrl+K") : placeholder);
    m_header->search()->setAccessibleName(m_header->search()->placeholderText());
    m_status->setSummary(page->summary());
}

void ShellWindow::openSync()
{
    Q_EMIT syncStatusActivated();
    open({QStringLiteral("sync"), {}});
}

void ShellWindow::offerUndo(const QString &text, std::function<void()> undo)
{
    m_undoBar->offer(text, std::move(undo));
}

void ShellWindow::setSidebarCollapsed(bool collapsed)
{
    m_sidebarCollapsed = collapsed;
    m_settings.setValue(Setting::SidebarCollapsed, collapsed);
    applySidebar();
}

void ShellWindow::applySidebar()
{
    const bool folded = m_sidebarCollapsed || width() < FoldBelow;
    if (m_sidebar->isCollapsed() != folded)
        m_sidebar->setCollapsed(folded);
}

void ShellWindow::showShortcuts()
{
    openShortcutSheet(m_actions, this);
}

void ShellWindow::saveState()
{
    m_settings.setValue(Setting::WindowGeometry, saveGeometry());
    m_settings.setValue(Setting::CurrentRoute, currentRoute().toString());
    if (auto *page = currentPage())
        m_settings.setValue(Setting::PageState, page->saveState(), m_currentPage);
}

void ShellWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

void ShellWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    // Not only on closing: a session that ends does not ask every window to close.
    if (event->type() == QEvent::WindowStateChange && isVisible())
        m_settings.setValue(Setting::WindowGeometry, saveGeometry());
}

void ShellWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    applySidebar();
}

void ShellWindow::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::BackButton)
        m_navigation.back();
    else if (event->button() == Qt::ForwardButton)
        m_navigation.forward();
    else
        QMainWindow::mousePressEvent(event);
}

} // namespace mdmc::ui
