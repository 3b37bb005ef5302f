// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/board_model.h"
#include "ui/widgets/board_prompt.h"

#include <QPointer>
#include <QWidget>

class QScrollArea;

namespace mdmc::ui {

class BoardColumnView;
class BoardDrag;

/// Columns of cards. One list view per column and none per card: cards are painted as they come into sight.
///
/// Moving: a drag (or Ctrl+Shift+←/→/↑/↓) emits `moveRequested`; nothing moves until the model says so, and it should
/// at once (optimistically). `refuseMove` lets the card slide back to where the model has it and shows the reason;
/// `ask` puts a question at the place where the card was dropped, and its cancellation slides the card back.
/// Keyboard: arrows among cards and columns, Home/End, Enter opens, Menu/Shift+F10 emits `contextMenuAt`, Esc ends a
/// drag.
class BoardView : public QWidget {
    Q_OBJECT
public:
    explicit BoardView(QWidget *parent = nullptr);
    ~BoardView() override;

    /// Not owned; may be null. The selection is kept by id.
    void setModel(BoardModel *model);
    BoardModel *model() const { return m_model; }

    QString currentCard() const;
    QString currentColumn() const;
    void setCurrentCard(const QString &cardId); ///< Becomes current once a column holds it.

    void refuseMove(const QString &cardId, const QString &reason);
    /// `done` is called with the answer, or with nothing when the person cancels. One question at a time: an open one
    /// is cancelled first.
    void ask(const QString &cardId, const QString &columnId, const BoardQuestion &question,
             std::function<void(std::optional<BoardAnswer>)> done);

    QByteArray saveState() const; ///< Scroll positions and current card.
    void restoreState(const QByteArray &state);

    QWidget *columnWidget(int column) const;     ///< For tests.
    QRect cardRect(int column, int row) const;   ///< In this widget; empty when out of sight. For tests.
    bool isDragging() const;
    BoardPrompt *prompt() const { return m_prompt; }

Q_SIGNALS:
    void moveRequested(const QString &cardId, const QString &toColumnId, int position);
    void cardActivated(const QString &cardId);
    void currentCardChanged(const QString &cardId);
    void contextMenuAt(const QString &cardId, const QPoint &globalPosition);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override; ///< Passes on to the current card, or the first.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    friend class BoardDrag;
    void rebuild();
    void connectModel();
    BoardColumnView *columnAt(int column) const;
    int columnOfCard(const QString &cardId) const;
    bool handleKey(int column, QKeyEvent *event);
    void focusCard(int column, int row);
    void moveCurrent(int columnStep, int rowStep);
    void slideBack(const QString &cardId);
    void showReason(const QString &reason);
    void placePrompt();

    BoardModel *m_model = nullptr;
    QScrollArea *m_scroll;
    QWidget *m_strip;
    QList<BoardColumnView *> m_columns;
    std::unique_ptr<BoardDrag> m_drag;
    QPointer<BoardPrompt> m_prompt;
    QString m_promptCard;
    QString m_promptColumn;
    QPointer<QWidget> m_reason;
    QString m_current;
    QPoint m_lastDrop; ///< Where the last dragged card was let go, in this widget; a refused card slides from there.
    QPixmap m_lastCard;
};

} // namespace mdmc::ui
