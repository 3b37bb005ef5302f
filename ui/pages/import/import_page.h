// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/import/import_presenter.h"
#include "ui/shell/page.h"

class QStackedWidget;

namespace mdmc::ui {

class ImportColumnsView;
class ImportReportView;
class ImportStartView;
class ProgressStrip;

/// Bringing in a file of leads: choose, check columns, dry run, import, report. One page; the import goes on while the
/// person works elsewhere, and its state is there when they come back.
class ImportPage : public Page {
    Q_OBJECT
public:
    explicit ImportPage(const PageContext &context, QWidget *parent = nullptr);

    QString title() const override;
    QString recordTitle() const override; ///< The file's name.
    QString summary() const override;
    QList<ActionSpec> actions() override;
    QWidget *focusTarget() override;

    ImportPresenter &presenter() { return *m_presenter; }
    /// As if the file had been dropped here.
    void openFile(const QString &path);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void refresh();
    void showProgress();
    void chooseFile();
    void saveFailedRows();

    Formatter m_format;
    ImportPresenter *m_presenter;
    ImportPresenter::Step m_shownStep = ImportPresenter::Step::Start;
    ProgressStrip *m_progress;
    QStackedWidget *m_stack;
    ImportStartView *m_start;
    ImportColumnsView *m_columns;
    ImportReportView *m_report;
};

} // namespace mdmc::ui
