// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/record_header.h"

#include "ui/theme/painting.h"
#include "ui/widgets/cells.h"

#include <QMouseEvent>

namespace mdmc::ui {

RecordHeader::RecordHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsMovable(true);
    setSectionsClickable(true);
    setHighlightSections(false);
    setStretchLastSection(true);
    setMinimumSectionSize(48);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setMouseTracking(true);
    setFirstSectionMovable(true);
}

QSize RecordHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), size::Row};
}

void RecordHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    if (!rect.isValid())
        return;
    const Colours &c = Colours::of(this);
    painter->fillRect(rect, c[logicalIndex == m_hover ? Role::Hover : Role::Surface]);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), size::Hairline), c[Role::Line]);
    const auto data = [this, logicalIndex](int role) { return model()->headerData(logicalIndex, orientation(), role); };
    const auto kind = CellKind(data(ColumnKindRole).toInt());
    const bool right = kind == CellKind::Money || kind == CellKind::Number;
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    QRect text = rect.adjusted(visualIndex(logicalIndex) == 0 ? space::L : space::S, 0, -space::S, -1);
    const QString words = data(Qt::DisplayRole).toString();
    const QFont f = mdmc::ui::font(sorted ? TextStyle::SecondaryStrong : TextStyle::Secondary);
    const QColor colour = sorted ? c[Role::Text] : c[Role::TextSecondary];
    constexpr int Arrow = 10;
    if (sorted) {
        const int width = std::min(QFontMetrics(f).horizontalAdvance(words), text.width() - Arrow - space::Xs);
        const int x = right ? text.right() - Arrow : text.left() + width + space::Xs;
        paintSymbol(*painter, QRectF(x, rect.center().y() - Arrow / 2.0, Arrow, Arrow),
                    sortIndicatorOrder() == Qt::AscendingOrder ? Symbol::ChevronUp : Symbol::ChevronDown, colour);
        text.setRight(text.right() - Arrow - space::Xs);
    }
    paintText(*painter, text, words, f, colour, (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

void RecordHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Colours &c = Colours::of(this);
    painter.fillRect(viewport()->rect(), c[Role::Surface]);
    painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), size::Hairline), c[Role::Line]);
    painter.end();
    QHeaderView::paintEvent(event);
}

void RecordHeader::mouseMoveEvent(QMouseEvent *event)
{
    const int hover = logicalIndexAt(event->pos());
    if (hover != m_hover) {
        m_hover = hover;
        viewport()->update();
    }
    QHeaderView::mouseMoveEvent(event);
}

void RecordHeader::leaveEvent(QEvent *event)
{
    m_hover = -1;
    viewport()->update();
    QHeaderView::leaveEvent(event);
}

} // namespace mdmc::ui
