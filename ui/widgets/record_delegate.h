// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cells.h"

#include <QStyledItemDelegate>

namespace mdmc::ui {

/// Paints a cell of every `CellKind`. A model that wants an editor of its own type returns that type in Qt::EditRole;
/// a QStringList under `ChoicesRole` gives a drop-down.
class RecordDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// QStringList from data(): the only values an editor offers.
    static constexpr int ChoicesRole = Qt::UserRole + 150;

    using QStyledItemDelegate::QStyledItemDelegate;

    void setHoverRow(int row) { m_hoverRow = row; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

private:
    void paintContent(QPainter &painter, QRect rect, const QModelIndex &index, CellKind kind) const;

    int m_hoverRow = -1;
};

} // namespace mdmc::ui
