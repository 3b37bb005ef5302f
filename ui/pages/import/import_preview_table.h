// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/import/import_presenter.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QTableView>

class QComboBox;
class QStandardItemModel;

namespace mdmc::ui {

/// The first rows of the file, as read. Columns that are left out are grey.
class ImportPreviewModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit ImportPreviewModel(const ImportPresenter &presenter, QObject *parent);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void reload();     ///< Another file, or read in another way.
    void retouch();    ///< Other targets.

private:
    const ImportPresenter &m_presenter;
    int m_rows = 0;
    int m_columns = 0;
};

/// Titles of the file's columns with a combo under each that says where it goes. Combos scroll with their column.
class ImportHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit ImportHeader(QWidget *parent);
    QSize sizeHint() const override;
    void rebuild(const QList<ImportTarget> &targets, const QStringList &titles);
    void showTargets(const QStringList &targets);
    void setEditable(bool editable);
    QComboBox *combo(int column) const { return m_combos.value(column); }

Q_SIGNALS:
    void targetChosen(int column, const QString &target);
    void comboFocused(int column);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void updateGeometries() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    QList<QComboBox *> m_combos;
    QStandardItemModel *m_model = nullptr; ///< Of all combos.
};

class ImportPreviewTable : public QTableView {
    Q_OBJECT
public:
    ImportPreviewTable(ImportPresenter &presenter, QWidget *parent);
    /// Brings the table in step with the presenter.
    void refresh();
    QComboBox *combo(int column) const { return m_header->combo(column); }

private:
    ImportPresenter &m_presenter;
    ImportPreviewModel *m_model;
    ImportHeader *m_header;
    quint64 m_shownReading = 0;
};

} // namespace mdmc::ui
