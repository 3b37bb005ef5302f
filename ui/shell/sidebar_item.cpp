// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar_item.h"

#include "ui/theme/format.h"
#include "ui/theme/painting.h"

namespace mdmc::ui {
namespace {

constexpr int Padding = 10, Logo = 24, MaxShownBadge = 999;

} // namespace

SidebarItem::SidebarItem(const QString &id, Symbol symbol, const QString &text, QWidget *parent)
    : QAbstractButton(parent), m_id(id), m_symbol(symbol)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void SidebarItem::setBadge(int count, bool urgent)
{
    m_badge = count;
    m_urgent = urgent;
    describe();
    update();
}

void SidebarItem::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    describe();
    updateGeometry();
    update();
}

void SidebarItem::setShortcutText(const QString &text)
{
    m_shortcut = text;
    describe();
}

void SidebarItem::setIsWorkspace(bool workspace)
{
    m_workspace = workspace;
    setCheckable(!workspace);
    updateGeometry();
}

void SidebarItem::setCaption(const QString &text)
{
    m_caption = text;
    describe();
    update();
}

void SidebarItem::describe()
{
    setAccessibleName(m_badge > 0 ? tr("%1, %2").arg(text(), QString::number(m_badge)) : text());
    QStringList tip;
    if (m_collapsed)
        tip.append(text().toHtmlEscaped());
    if (!m_shortcut.isEmpty())
        tip.append(m_shortcut);
    setToolTip(tip.join(u"  "));
}

QSize SidebarItem::sizeHint() const
{
    return {m_collapsed ? size::SidebarItem : size::Sidebar - 2 * space::S,
            m_workspace ? size::RowComfortable : size::SidebarItem};
}

void SidebarItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    const bool on = isChecked();
    const QColor ground = on ? c[Role::Pressed] : underMouse() ? c[Role::Hover] : QColor(Qt::transparent);
    paintRounded(painter, rect(), radius::Control, ground, hasFocus() ? c[Role::Accent] : QColor());
    const int side = m_workspace ? Logo : size::Icon;
    const QRectF mark(m_collapsed ? (width() - side) / 2.0 : (m_workspace ? space::S - 2 : Padding),
                      (height() - side) / 2.0, side, side);
    if (m_workspace) {
        paintRounded(painter, mark, radius::Control, c[Role::Accent]);
        paintText(painter, mark, initials(text()).left(1), mdmc::ui::font(TextStyle::Strong), c[Role::OnAccent],
                  Qt::AlignCenter);
    } else {
        paintSymbol(painter, mark, m_symbol, on ? c[Role::AccentText] : c[Role::TextSecondary]);
    }
    if (m_collapsed) {
        if (m_badge > 0)
            paintRounded(painter, QRectF(mark.right() - 2, mark.top() - 4, 8, 8), 4,
                         m_urgent ? c[Role::Negative] : c[Role::TextSecondary]);
        return;
    }
    QRectF room(mark.right() + Padding, 0, width() - mark.right() - 2 * Padding, height());
    if (m_badge > 0) {
        const QString count =
            m_badge > MaxShownBadge ? QStringLiteral("%1+").arg(MaxShownBadge) : QString::number(m_badge);
        paintText(painter, room, count, mdmc::ui::font(m_urgent ? TextStyle::SecondaryStrong : TextStyle::Secondary),
                  m_urgent ? c[Role::Negative] : c[Role::TextSecondary], Qt::AlignRight | Qt::AlignVCenter);
        room.setRight(room.right() - 36);
    }
    const QFont strong = mdmc::ui::font(TextStyle::Strong);
    const QFont base = mdmc::ui::font(TextStyle::Base);
    if (m_workspace && !m_caption.isEmpty()) {
        paintText(painter, QRectF(room.left(), 3, room.width(), 18), text(), strong, c[Role::Text]);
        paintText(painter, QRectF(room.left(), 20, room.width(), 16), m_caption, mdmc::ui::font(TextStyle::Secondary),
                  c[Role::TextSecondary]);
        return;
    }
    paintText(painter, room, text(), on || m_workspace ? strong : base, c[Role::Text]);
}

void SidebarItem::enterEvent(QEnterEvent *)
{
    update();
}

void SidebarItem::leaveEvent(QEvent *)
{
    update();
}

} // namespace mdmc::ui
