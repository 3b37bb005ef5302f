// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/session.h"
#include "ui/models/lookups.h"
#include "ui/models/page_context.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/shell/shell_window.h"

#include <QTimer>

namespace mdmc::app {

/// The program's window with a workspace in it: pages, their context, the status line and the search for records.
class WorkspaceWindow : public QObject {
    Q_OBJECT
public:
    /// Everything given outlives it, but the workspace, which it owns.
    WorkspaceWindow(std::unique_ptr<sync::Workspace> workspace, ui::Theme &theme, ui::SettingsStore &settings,
                    const Clock &clock, const QLocale &locale, ui::SettingsCallbacks callbacks, ui::SettingsFacts facts);
    ~WorkspaceWindow() override;

    void start();
    void open(const ui::Route &route) { m_shell->open(route); }
    /// Taller rows in every list, those of pages opened later included.
    void setRowsComfortable(bool comfortable);
    sync::Workspace &workspace() { return *m_workspace; }
    ui::ShellWindow &shell() { return *m_shell; }
    /// Ends this window but keeps the workspace, to be shown again (in another language).
    std::unique_ptr<sync::Workspace> takeWorkspace();

Q_SIGNALS:
    void closed();

private:
    void addPages(ui::Theme &theme, ui::SettingsStore &settings, ui::SettingsCallbacks callbacks, ui::SettingsFacts facts);
    void addActions();
    void showStatus();
    void showPerson();
    void applyRowHeight();
    void undo(bool isRedo);
    void findRecords(const QString &query, std::function<void(const QList<ui::PaletteRecord> &)> answer);

    std::unique_ptr<sync::Workspace> m_workspace;
    std::unique_ptr<ui::Lookups> m_lookups;
    std::unique_ptr<ui::PageContext> m_context;
    ui::PageFactory m_pages;
    std::unique_ptr<ui::ShellWindow> m_shell;
    QTimer m_statusTimer;
    bool m_isStatusDue = false;
    int m_rowHeight;
};

} // namespace mdmc::app
