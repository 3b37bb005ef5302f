// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/board_model.h"

#include <QAbstractListModel>
#include <QListView>
#include <QPointer>
#include <QStyledItemDelegate>

class QPainter;

namespace mdmc::ui {

/// One column of a BoardModel as a list model.
class BoardCardList final : public QAbstractListModel {
    Q_OBJECT
public:
    BoardCardList(BoardModel *board, int column, QObject *parent);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    BoardCard card(int row) const { return m_board ? m_board->card(m_column, row) : BoardCard(); }
    void reset();
    void changed(int first, int last);

private:
    QPointer<BoardModel> m_board; ///< May die before the view.
    int m_column;
};

class BoardCardDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setHidden(const QString &cardId) { m_hidden = cardId; } ///< The card in the hand; its place stays, faint.
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    static void paintCard(QPainter &painter, const QRectF &rect, const BoardCard &card, const Colours &colours,
                          bool selected, bool focused, bool hovered);

private:
    QString m_hidden;
};

class BoardListView final : public QListView {
    Q_OBJECT
public:
    explicit BoardListView(QWidget *parent);
    void setInsertMark(int row); ///< −1: none.
    int insertRowAt(const QPoint &position) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyboardSearch(const QString &) override {}
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    int m_mark = -1;
};

/// A column: head and list.
class BoardColumnView final : public QWidget {
    Q_OBJECT
public:
    BoardColumnView(BoardModel *board, int column, QWidget *parent);
    BoardListView *list() const { return m_list; }
    BoardCardList *cards() const { return m_cards; }
    BoardCardDelegate *delegate() const { return m_delegate; }
    void refreshHead();
    void setDropTarget(bool target);
    QString id() const { return m_head.id; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    BoardModel *m_board;
    int m_column;
    BoardColumn m_head;
    BoardCardList *m_cards;
    BoardCardDelegate *m_delegate;
    BoardListView *m_list;
    bool m_target = false;
};

} // namespace mdmc::ui
