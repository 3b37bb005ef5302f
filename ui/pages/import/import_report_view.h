// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/import/import_presenter.h"

#include <QAbstractTableModel>
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace mdmc::ui {

class Button;
class InlineNotice;
class RecordTable;
class SegmentedControl;

/// Rows of a report that a person should look at: line, lead, what became of it, why.
class ImportRowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum class Show { NotImported, Known, Remarks };
    enum Column { Line, Lead, Outcome, Reason, ColumnCount_ };

    using QAbstractTableModel::QAbstractTableModel;
    /// Keeps its own copy of what it shows, so that the report may go on changing.
    void setReport(const exchange::ImportReport &report, Show show);
    static bool belongs(const exchange::PlannedRow &row, Show show);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<exchange::PlannedRow> m_rows;
    bool m_isDryRun = false;
};

/// What would happen (after a dry run), is happening, or has happened: figures that add up to the file's rows, the rows
/// that did not go in with their reason, and what can be done next.
class ImportReportView : public QWidget {
    Q_OBJECT
public:
    ImportReportView(ImportPresenter &presenter, const Formatter &format, QWidget *parent);
    void refresh();
    void refreshFigures(); ///< While a run goes on.
    QWidget *firstControl() const;

Q_SIGNALS:
    void leadsRequested();
    void leadRequested(const QString &id);
    void saveFailedRowsRequested();

private:
    QLayout *headArea();
    QLayout *chooser();
    QWidget *buttonBar();
    void refreshRows();
    void refreshButtons();
    QString headline() const;

    ImportPresenter &m_presenter;
    Formatter m_format;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_figures;
    QList<QPair<QLabel *, QLabel *>> m_figureLabels;
    InlineNotice *m_problem;
    SegmentedControl *m_show;
    QLabel *m_more;
    QLabel *m_nothing;
    RecordTable *m_table;
    ImportRowsModel *m_model;
    bool m_isShowChosen = false; ///< By the person; else the first list with rows.
    Button *m_back;
    Button *m_save;
    Button *m_undo;
    Button *m_another;
    Button *m_primary;
};

} // namespace mdmc::ui
