// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/board_drag.h"

#include "ui/theme/painting.h"
#include "ui/theme/theme.h"
#include "ui/widgets/board_column.h"
#include "ui/widgets/board_view.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPropertyAnimation>
#include <QScrollArea>
#include <QScrollBar>

namespace mdmc::ui {
namespace {

constexpr int EdgeBand = 40, EdgeStep = 12, FrameMs = 16, ShadowRoom = 12;

} // namespace

class FloatingCard final : public QWidget {
public:
    explicit FloatingCard(QWidget *parent) : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }
    void show(const QPixmap &pixmap, const QPoint &corner)
    {
        m_pixmap = pixmap;
        resize(pixmap.deviceIndependentSize().toSize() + 2 * QSize(ShadowRoom, ShadowRoom));
        place(corner);
        QWidget::show();
        raise();
    }
    void place(const QPoint &corner) { move(corner - QPoint(ShadowRoom, ShadowRoom)); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QRect card = rect().adjusted(ShadowRoom, ShadowRoom, -ShadowRoom, -ShadowRoom);
        paintShadow(painter, card.adjusted(2, 2, -2, -6), radius::Control + 2, Colours::of(this), ShadowRoom - 3);
        painter.drawPixmap(card.topLeft(), m_pixmap);
    }

private:
    QPixmap m_pixmap;
};

BoardDrag::BoardDrag(BoardView &board) : m_board(board), m_floating(new FloatingCard(&board))
{
    m_scroller.setInterval(FrameMs);
    connect(&m_scroller, &QTimer::timeout, this, &BoardDrag::scrollAtEdges);
}

BoardDrag::~BoardDrag() = default;

bool BoardDrag::press(int column, QWidget *viewport, QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return false;
    auto *list = m_board.columnAt(column)->list();
    const QModelIndex index = list->indexAt(event->position().toPoint());
    m_armed = index.isValid() && m_board.model()->movable();
    if (m_armed) {
        m_card = m_board.model()->card(column, index.row()).id;
        m_armed = !m_card.isEmpty();
        m_sourceColumn = column;
        m_sourceRow = index.row();
        m_pressed = viewport->mapTo(&m_board, event->position().toPoint());
        m_grip = event->position().toPoint() - list->visualRect(index).topLeft();
    }
    return false; // the list selects the card
}

bool BoardDrag::move(QWidget *viewport, QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton) || !m_armed)
        return m_active;
    const QPoint at = viewport->mapTo(&m_board, event->position().toPoint());
    if (!m_active && (at - m_pressed).manhattanLength() >= QApplication::startDragDistance())
        begin();
    if (m_active)
        track(at);
    return m_active;
}

void BoardDrag::begin()
{
    auto *column = m_board.columnAt(m_sourceColumn);
    auto *list = column->list();
    const QRect rect = list->visualRect(column->cards()->index(m_sourceRow, 0));
    if (rect.isEmpty())
        return;
    m_board.m_lastCard = list->viewport()->grab(rect.intersected(list->viewport()->rect()));
    m_active = true;
    column->delegate()->setHidden(m_card);
    list->viewport()->update();
    m_floating->show(m_board.m_lastCard, m_pressed - m_grip);
    m_scroller.start();
    list->viewport()->setCursor(Qt::ClosedHandCursor);
}

void BoardDrag::track(const QPoint &position)
{
    m_pointer = position;
    m_floating->place(position - m_grip);
    int target = -1;
    for (int i = 0; i < m_board.m_columns.size(); ++i) {
        auto *column = m_board.m_columns[i];
        const QRect rect(column->mapTo(&m_board, QPoint()), column->size());
        if (position.x() >= rect.left() && position.x() <= rect.right())
            target = i;
    }
    m_targetColumn = m_board.rect().contains(position) ? target : -1;
    m_targetRow = -1;
    for (int i = 0; i < m_board.m_columns.size(); ++i) {
        auto *column = m_board.m_columns[i];
        const bool here = i == m_targetColumn;
        if (here)
            m_targetRow = column->list()->insertRowAt(column->list()->viewport()->mapFrom(&m_board, position - m_grip));
        // Where it already lies there is nothing to mark.
        const bool stays =
            here && i == m_sourceColumn && (m_targetRow == m_sourceRow || m_targetRow == m_sourceRow + 1);
        column->setDropTarget(here && i != m_sourceColumn);
        column->list()->setInsertMark(here && !stays ? m_targetRow : -1);
    }
}

void BoardDrag::scrollAtEdges()
{
    if (!m_active)
        return;
    const auto nudge = [](QScrollBar *bar, int position, int low, int high) {
        if (position < low + EdgeBand)
            bar->setValue(bar->value() - EdgeStep);
        else if (position > high - EdgeBand)
            bar->setValue(bar->value() + EdgeStep);
    };
    nudge(m_board.m_scroll->horizontalScrollBar(), m_pointer.x(), 0, m_board.width());
    if (m_targetColumn >= 0) {
        auto *list = m_board.m_columns[m_targetColumn]->list();
        const int top = list->mapTo(&m_board, QPoint()).y();
        nudge(list->verticalScrollBar(), m_pointer.y(), top, top + list->height());
    }
    track(m_pointer);
}

bool BoardDrag::release(QWidget *viewport, QMouseEvent *event)
{
    m_armed = false;
    if (!m_active)
        return false;
    track(viewport->mapTo(&m_board, event->position().toPoint()));
    const QString card = m_card;
    int row = m_targetRow;
    const int target = m_targetColumn, source = m_sourceColumn;
    if (target == source && row > m_sourceRow)
        --row; // positions count without the card itself
    m_board.m_lastDrop = m_pointer - m_grip;
    const bool moves = target >= 0 && !(target == source && row == m_sourceRow);
    finish();
    if (!moves) {
        m_board.slideBack(card);
        return true;
    }
    m_floating->hide();
    Q_EMIT m_board.moveRequested(card, m_board.m_columns[target]->id(), row);
    return true;
}

void BoardDrag::cancel()
{
    m_armed = false;
    if (!m_active)
        return;
    m_board.m_lastDrop = m_pointer - m_grip;
    const QString card = m_card;
    finish();
    m_board.slideBack(card);
}

void BoardDrag::finish()
{
    m_active = false;
    m_scroller.stop();
    for (auto *column : std::as_const(m_board.m_columns)) {
        column->setDropTarget(false);
        column->list()->setInsertMark(-1);
        column->delegate()->setHidden({});
        column->list()->viewport()->unsetCursor();
        column->list()->viewport()->update();
    }
}

void BoardDrag::fly(const QPixmap &card, const QPoint &from, const QPoint &to)
{
    if (card.isNull() || !motionAllowed() || !m_board.isVisible()) {
        m_floating->hide();
        return;
    }
    m_floating->show(card, from);
    auto *animation = new QPropertyAnimation(m_floating, "pos", m_floating);
    animation->setDuration(motion::Normal);
    animation->setEasingCurve(QEasingCurve::OutCubic);
    animation->setEndValue(to - QPoint(ShadowRoom, ShadowRoom));
    connect(animation, &QPropertyAnimation::finished, m_floating, [this] {
        if (!m_active)
            m_floating->hide();
    });
    animation->start(QAbstractAnimation::DeleteWhenStopped);
}

} // namespace mdmc::ui
