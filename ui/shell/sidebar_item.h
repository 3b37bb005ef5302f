// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QAbstractButton>

namespace mdmc::ui {

/// One line of the sidebar: symbol, text, count. Folded, the symbol alone and a dot for the count.
class SidebarItem final : public QAbstractButton {
    Q_OBJECT
public:
    SidebarItem(const QString &id, Symbol symbol, const QString &text, QWidget *parent);
    QString id() const { return m_id; }
    void setBadge(int count, bool urgent);
    void setCollapsed(bool collapsed);
    void setShortcutText(const QString &text);
    /// The workspace's line: a square with its initial instead of a symbol, and strong text.
    void setIsWorkspace(bool workspace);
    void setCaption(const QString &text);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void describe();

    QString m_id;
    Symbol m_symbol;
    QString m_caption;
    QString m_shortcut;
    int m_badge = 0;
    bool m_urgent = false;
    bool m_collapsed = false;
    bool m_workspace = false;
};

} // namespace mdmc::ui
