// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/action_registry.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/navigation.h"
#include "ui/shell/page_factory.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/sync_status_view.h"

#include <QHash>
#include <QMainWindow>

class QStackedWidget;

namespace mdmc::ui {

class HeaderBar;
class Sidebar;
class StatusLine;
class Theme;
class UndoBar;

/// The frame: sidebar, header, the pages, status line, command palette, undo line. Knows pages only through the factory
/// and sync only as a sentence. Usable from 1024 × 640 (content shrinks; the sidebar folds below that by itself).
class ShellWindow : public QMainWindow {
    Q_OBJECT
public:
    /// All three outlive the window.
    ShellWindow(Theme &theme, const PageFactory &pages, SettingsStore &settings, QWidget *parent = nullptr);
    ~ShellWindow() override;

    /// Puts back geometry, sidebar and the last place (else the first page), and shows the window.
    void start();

    void setWorkspaceName(const QString &name);
    void setPersonName(const QString &name);
    void setSyncStatus(const SyncStatusView &status);
    void setBadge(const QString &pageId, int count, bool urgent = false);
    void setRecordProvider(RecordProvider provider);

    void open(const Route &route);
    Route currentRoute() const;
    Page *currentPage() const;
    Page *page(const QString &id) const; ///< Null while not built.

    ActionRegistry &actions() { return m_actions; }
    CommandPalette &commandPalette() { return *m_palette; }
    /// The quiet line at the bottom; without `undo` it only tells.
    void offerUndo(const QString &text, std::function<void()> undo = {});
    UndoBar &undoBar() { return *m_undoBar; }
    void setSidebarCollapsed(bool collapsed);
    void showShortcuts();
    void saveState(); ///< Also done on closing.

Q_SIGNALS:
    /// The status sentence or the attention count was pressed; the shell also opens the page `sync` where there is one.
    void syncStatusActivated();
    void workspaceMenuRequested(QWidget *anchor);
    void routeChanged(const mdmc::ui::Route &route);
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void buildFrame();
    void addActions();
    void showRoute(const Route &route);
    Page *ensurePage(const QString &id);
    void adopt(Page *page, const QString &id);
    void updateHeader();
    void openSync();
    void applySidebar();

    Theme &m_theme;
    const PageFactory &m_pages;
    SettingsStore &m_settings;
    ActionRegistry m_actions;
    Navigation m_navigation;
    QHash<QString, Page *> m_built;
    Sidebar *m_sidebar = nullptr;
    HeaderBar *m_header = nullptr;
    StatusLine *m_status = nullptr;
    QStackedWidget *m_stack = nullptr;
    CommandPalette *m_palette = nullptr;
    UndoBar *m_undoBar = nullptr;
    QString m_currentPage;
    bool m_sidebarCollapsed = false;
};

} // namespace mdmc::ui
