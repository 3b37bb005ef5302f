// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace mdmc::ui {

/// Paints a task, or the heading of a section. Edits the title in its place.
class TaskDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    static QRect checkRect(const QRect &row); ///< Where a click finishes it.
    /// Where a click opens what it is about; empty without a subject.
    static QRect subjectRect(const QRect &row, const QModelIndex &index);
    /// The subject under the pointer is painted as a link.
    void setHoverSubject(const QModelIndex &index) { m_hover = index; }

private:
    void paintHeading(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    void paintEnd(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    QPersistentModelIndex m_hover;
};

} // namespace mdmc::ui
