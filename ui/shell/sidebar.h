// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page_factory.h"

#include <QWidget>

class QAbstractButton;
class QVBoxLayout;

namespace mdmc::ui {

class SidebarItem;

/// Workspace name, the pages with their counts, Settings at the bottom. ↑/↓ move among items.
class Sidebar : public QWidget {
    Q_OBJECT
public:
    explicit Sidebar(const QList<PageInfo> &pages, QWidget *parent = nullptr);
    void setWorkspaceName(const QString &name);
    void setPersonName(const QString &name);
    void setCurrent(const QString &pageId);
    /// 0 hides it. `urgent` colours it.
    void setBadge(const QString &pageId, int count, bool urgent = false);
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_collapsed; }

Q_SIGNALS:
    void pageChosen(const QString &pageId);
    void workspaceMenuRequested(QWidget *anchor);
    void collapseToggled();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QList<SidebarItem *> m_items;
    SidebarItem *m_workspace;
    bool m_collapsed = false;
};

} // namespace mdmc::ui
