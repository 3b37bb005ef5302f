// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar.h"

#include "ui/shell/sidebar_item.h"
#include "ui/widgets/panels.h"

#include <QKeyEvent>

namespace mdmc::ui {

Sidebar::Sidebar(const QList<PageInfo> &pages, QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Pages"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::S, space::S, space::S, space::S);
    layout->setSpacing(2);
    m_workspace = new SidebarItem({}, Symbol::None, tr("Workspace"), this);
    m_workspace->setIsWorkspace(true);
    layout->addWidget(m_workspace);
    layout->addSpacing(space::S);
    connect(m_workspace, &SidebarItem::clicked, this, [this] { Q_EMIT workspaceMenuRequested(m_workspace); });
    const auto addItems = [&](PageInfo::Place place) {
        for (const auto &page : pages) {
            if (page.place != place)
                continue;
            auto *item = new SidebarItem(page.id, page.symbol, page.title, this);
            item->setShortcutText(page.shortcut.toString(QKeySequence::NativeText));
            item->installEventFilter(this);
            connect(item, &SidebarItem::clicked, this, [this, item] {
                item->setChecked(true); // pressing the current page leaves it current
                Q_EMIT pageChosen(item->id());
            });
            layout->addWidget(item);
            m_items.append(item);
        }
    };
    addItems(PageInfo::Place::Main);
    layout->addStretch();
    addItems(PageInfo::Place::Bottom);
    setCollapsed(false);
}

void Sidebar::setWorkspaceName(const QString &name)
{
    m_workspace->setText(name);
    m_workspace->setBadge(0, false);
}

void Sidebar::setPersonName(const QString &name)
{
    m_workspace->setCaption(name);
}

void Sidebar::setCurrent(const QString &pageId)
{
    for (auto *item : std::as_const(m_items))
        item->setChecked(item->id() == pageId);
}

void Sidebar::setBadge(const QString &pageId, int count, bool urgent)
{
    for (auto *item : std::as_const(m_items)) {
        if (item->id() == pageId)
            item->setBadge(count, urgent);
    }
}

void Sidebar::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    setFixedWidth(collapsed ? size::SidebarCollapsed : size::Sidebar);
    m_workspace->setCollapsed(collapsed);
    for (auto *item : std::as_const(m_items))
        item->setCollapsed(collapsed);
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    painter.fillRect(rect(), c[Role::Window]);
    painter.fillRect(QRect(width() - 1, 0, size::Hairline, height()), c[Role::Line]);
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const qsizetype at = m_items.indexOf(static_cast<SidebarItem *>(watched));
        if (at >= 0 && (key == Qt::Key_Down || key == Qt::Key_Up)) {
            const qsizetype next = std::clamp<qsizetype>(at + (key == Qt::Key_Down ? 1 : -1), 0, m_items.size() - 1);
            m_items[next]->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (at >= 0 && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
            m_items[at]->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace mdmc::ui
