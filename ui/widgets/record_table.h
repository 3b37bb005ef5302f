// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace mdmc::ui {

class RecordDelegate;

/// The table all record lists use. Rows of one height, hairlines between them, painted from `cells.h` roles; nothing in
/// it scales with the number of rows, so a model of 100,000 that loads pages when asked is fine.
///
/// Sorting: the table never sorts; it shows the indicator and emits `sortRequested`. Columns are known by their key, so
/// saved states survive new columns. Keyboard: arrows, Home/End, Shift extends, Ctrl+A, Enter opens (or edits an
/// editable cell), F2 edits, Tab while editing goes to the next editable cell, Esc restores, Ctrl+C copies the
/// selected rows as TSV with a heading line. Typed letters are left to the window.
class RecordTable : public QTableView {
    Q_OBJECT
public:
    explicit RecordTable(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Shows an indicator; emits nothing.
    void setSort(const QString &columnKey, Qt::SortOrder order);
    QString sortKey() const { return m_sortKey; }
    Qt::SortOrder sortOrder() const { return m_sortOrder; }
    void setRowHeight(int height);

    QStringList selectedIds() const;
    QString currentId() const;
    /// Selects and scrolls to a row of the model, keeping focus where it is.
    void setCurrentRow(int row, bool scroll = true);
    void step(int rows); ///< Next or previous record, for Ctrl+↓/↑.

    /// Columns (key, width, hidden, order) and sort. Not selection and scroll, which change with the data.
    QByteArray saveState() const;
    /// False and no change when the state is not one of ours.
    bool restoreState(const QByteArray &state);

    int columnOf(const QString &key) const; ///< Logical index or −1.
    void setColumnShown(const QString &key, bool shown);

    /// The selection as tab-separated lines with a heading; only shown columns, in their visual order.
    QString selectionAsTsv() const;

    /// Enter opens the record even where the cell could be edited (F2 then edits). Default: true.
    void setEnterOpens(bool opens) { m_enterOpens = opens; }

Q_SIGNALS:
    /// Enter or double click on a row.
    void recordActivated(const QString &id, int row);
    /// The current row changed, by whatever means; empty id when there is none.
    void currentRecordChanged(const QString &id, int row);
    void selectionCountChanged(int count);
    void sortRequested(const QString &columnKey, Qt::SortOrder order);
    void columnsChanged();
    void contextMenuAt(const QPoint &globalPosition);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;
    void keyboardSearch(const QString &) override {}

private:
    void showColumnMenu(const QPoint &position);
    void headerClicked(int section);
    void applyColumnDefaults();
    void hideSection(int column, bool isHidden); ///< And tells the model.
    QString keyOf(int section) const;
    bool editNext(const QModelIndex &from, int step);

    RecordDelegate *m_delegate;
    QString m_sortKey;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    int m_hoverRow = -1;
    bool m_enterOpens = true;
};

} // namespace mdmc::ui
