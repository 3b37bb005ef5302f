// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPixmap>
#include <QPointer>
#include <QString>
#include <QTimer>

class QMouseEvent;
class QWidget;

namespace mdmc::ui {

class BoardView;
class FloatingCard;

/// A card in the hand. Not QDrag: cards never leave the board, and QDrag blocks in an event loop of its own.
class BoardDrag final : public QObject {
    Q_OBJECT
public:
    explicit BoardDrag(BoardView &board);
    ~BoardDrag() override;

    /// Mouse events of the lists' viewports. True when used.
    bool press(int column, QWidget *viewport, QMouseEvent *event);
    bool move(QWidget *viewport, QMouseEvent *event);
    bool release(QWidget *viewport, QMouseEvent *event);
    void cancel(); ///< The card flies back.
    bool isActive() const { return m_active; }

    /// A picture of the card flies from one place of the board to another, and is gone.
    void fly(const QPixmap &card, const QPoint &from, const QPoint &to);

private:
    void begin();
    void track(const QPoint &boardPosition);
    void scrollAtEdges();
    void finish();

    BoardView &m_board;
    FloatingCard *m_floating;
    QTimer m_scroller;
    QString m_card;
    int m_sourceColumn = -1;
    int m_sourceRow = -1;
    int m_targetColumn = -1;
    int m_targetRow = -1;
    QPoint m_pressed;  ///< In the board.
    QPoint m_grip;     ///< From the card's corner to the pointer.
    QPoint m_pointer;
    bool m_armed = false;
    bool m_active = false;
};

} // namespace mdmc::ui
