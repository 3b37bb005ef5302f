// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QWidget>

namespace mdmc::ui {

FlowLayout::FlowLayout(QWidget *parent, int spacing) : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(spacing);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}

void FlowLayout::insertWidget(int index, QWidget *widget)
{
    addChildWidget(widget);
    m_items.insert(index, new QWidgetItem(widget));
    invalidate();
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto *item : m_items)
        size = size.expandedTo(item->minimumSize());
    const auto margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const
{
    const auto margins = contentsMargins();
    QSize size;
    for (const auto *item : m_items) {
        const QSize hint = item->sizeHint();
        size = QSize(size.width() + hint.width() + spacing(), std::max(size.height(), hint.height()));
    }
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect &rect, bool apply) const
{
    const auto margins = contentsMargins();
    const QRect area = rect.marginsRemoved(margins);
    const bool mirrored = parentWidget() && parentWidget()->isRightToLeft();
    int x = area.left(), y = area.top(), line = 0;
    QList<std::pair<QLayoutItem *, QRect>> row; // items of a line stand on its middle, not on its top
    const auto finishLine = [&] {
        for (const auto &[item, place] : std::as_const(row)) {
            if (apply)
                item->setGeometry(place.translated(0, (line - place.height()) / 2));
        }
        row.clear();
    };
    for (auto *item : m_items) {
        if (item->isEmpty())
            continue;
        QSize size = item->sizeHint();
        size.setWidth(std::min(size.width(), std::max(area.width(), item->minimumSize().width())));
        if (x > area.left() && x + size.width() > area.right() + 1) {
            finishLine();
            x = area.left();
            y += line + spacing();
            line = 0;
        }
        if (item->expandingDirections() & Qt::Horizontal) // takes what is left of its line
            size.setWidth(std::max(size.width(), area.right() + 1 - x));
        row.append({item, QRect(QPoint(mirrored ? area.right() + area.left() + 1 - x - size.width() : x, y), size)});
        x += size.width() + spacing();
        line = std::max(line, size.height());
    }
    finishLine();
    return y + line - rect.top() + margins.bottom();
}

} // namespace mdmc::ui
