// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/import_report_view.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/segmented_control.h"

#include <QLabel>
#include <QHeaderView>
#include <QRegularExpression>
#include <QStyle>
#include <QVBoxLayout>

namespace mdmc::ui {

using namespace exchange;
using Step = ImportPresenter::Step;

namespace {

constexpr int FigureSlots = 7;

ImportRowsModel::Show showOf(const QString &id)
{
    return id == QLatin1String("known") ? ImportRowsModel::Show::Known
         : id == QLatin1String("remarks") ? ImportRowsModel::Show::Remarks
                                          : ImportRowsModel::Show::NotImported;
}

QString toneName(Tone tone)
{
    return tone == Tone::Positive ? QStringLiteral("positive") : tone == Tone::Negative ? QStringLiteral("negative")
         : tone == Tone::Warning  ? QStringLiteral("warning")  : QString();
}

} // namespace

bool ImportRowsModel::belongs(const PlannedRow &row, Show show)
{
    switch (row.outcome) {
    case RowOutcome::Invalid:
    case RowOutcome::Unmatched: return show == Show::NotImported;
    case RowOutcome::DuplicateExisting:
    case RowOutcome::DuplicateInFile: return show == Show::Known;
    case RowOutcome::Created:
    case RowOutcome::Updated:
    case RowOutcome::Unchanged: return show == Show::Remarks && !row.issues.empty();
    }
    return false;
}

void ImportRowsModel::setReport(const ImportReport &report, Show show)
{
    beginResetModel();
    m_isDryRun = report.isDryRun;
    m_rows.clear();
    std::copy_if(report.rows.begin(), report.rows.end(), std::back_inserter(m_rows),
                 [show](const PlannedRow &row) { return belongs(row, show); });
    endResetModel();
}

int ImportRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ImportRowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount_;
}

QVariant ImportRowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const PlannedRow &row = m_rows[size_t(index.row())];
    if (role == RecordIdRole)
        return row.leadId.isNull() ? QString() : row.leadId.toString();
    if (role == ToneRole && index.column() == Outcome && row.outcome == RowOutcome::Invalid)
        return int(Tone::Negative);
    if (role == HintRole && index.column() == Lead)
        return row.cells.filter(QRegularExpression(QStringLiteral("\\S"))).value(0);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Line: return QLocale().toString(row.line);
    case Lead: return row.title;
    case Outcome: return importOutcomeText(row.outcome, m_isDryRun);
    case Reason: return importReasonText(row);
    default: return {};
    }
}

QVariant ImportRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount_)
        return {};
    const struct {
        QString key, title;
        CellKind kind;
        int width;
    } columns[] = {
        {QStringLiteral("line"), tr("Line"), CellKind::Number, 72},
        {QStringLiteral("lead"), tr("Lead"), CellKind::Strong, 220},
        {QStringLiteral("outcome"), tr("Result"), CellKind::Text, 150},
        {QStringLiteral("reason"), tr("Why"), CellKind::Secondary, 520},
    };
    switch (role) {
    case Qt::DisplayRole: return columns[section].title;
    case ColumnKeyRole: return columns[section].key;
    case ColumnKindRole: return int(columns[section].kind);
    case ColumnWidthRole: return columns[section].width;
    case ColumnSortableRole: return false;
    case ColumnFixedRole: return true;
    default: return {};
    }
}

ImportReportView::ImportReportView(ImportPresenter &presenter, const Formatter &format, QWidget *parent)
    : QWidget(parent), m_presenter(presenter), m_format(format)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(headArea());
    layout->addLayout(chooser());
    layout->addWidget(separator(this));
    m_model = new ImportRowsModel(this);
    m_table = new RecordTable(this);
    m_table->setObjectName(QStringLiteral("importRows"));
    m_table->setAccessibleName(tr("Rows of the file"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_nothing = label({}, TextStyle::Base, this, Tone::Secondary);
    m_nothing->setAlignment(Qt::AlignCenter);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(separator(this));
    layout->addWidget(buttonBar());
    connect(m_show, &SegmentedControl::changed, this, [this] {
        m_isShowChosen = true;
        refreshRows();
    });
    connect(m_table, &RecordTable::recordActivated, this, [this](const QString &id) {
        if (!id.isEmpty())
            Q_EMIT leadRequested(id);
    });
}

QLayout *ImportReportView::headArea()
{
    auto *head = new QVBoxLayout;
    head->setContentsMargins(space::L, space::L, space::L, space::M);
    head->setSpacing(space::Xs);
    m_title = label({}, TextStyle::Section, this);
    m_title->setObjectName(QStringLiteral("importReportTitle"));
    m_text = label({}, TextStyle::Base, this, Tone::Secondary);
    m_text->setWordWrap(true);
    m_figures = new QHBoxLayout;
    m_figures->setSpacing(space::Xxl);
    for (int i = 0; i < FigureSlots; ++i) {
        auto *column = new QVBoxLayout;
        column->setSpacing(0);
        auto *figure = label({}, TextStyle::Page, this);
        auto *name = label({}, TextStyle::Secondary, this, Tone::Secondary);
        column->addWidget(figure);
        column->addWidget(name);
        m_figures->addLayout(column);
        m_figureLabels << qMakePair(figure, name);
    }
    m_figures->addStretch();
    m_problem = new InlineNotice(Tone::Negative, this);
    m_problem->setObjectName(QStringLiteral("importReportProblem"));
    head->addWidget(m_title);
    head->addWidget(m_text);
    head->addSpacing(space::M);
    head->addLayout(m_figures);
    head->addSpacing(space::S);
    head->addWidget(m_problem);
    return head;
}

QLayout *ImportReportView::chooser()
{
    auto *choose = new QHBoxLayout;
    choose->setContentsMargins(space::L, 0, space::L, space::M);
    m_show = new SegmentedControl({{QStringLiteral("not"), tr("Not imported")},
                                   {QStringLiteral("known"), tr("Already known")},
                                   {QStringLiteral("remarks"), tr("With remarks")}}, this);
    m_show->setObjectName(QStringLiteral("importShow"));
    m_show->setAccessibleName(tr("Rows shown"));
    m_more = label({}, TextStyle::Secondary, this, Tone::Secondary);
    choose->addWidget(m_show);
    choose->addSpacing(space::M);
    choose->addWidget(m_more, 1);
    return choose;
}

QWidget *ImportReportView::buttonBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(space::L, space::M, space::L, space::M);
    row->setSpacing(space::S);
    m_back = new Button(tr("Back to the columns"), ButtonKind::Quiet, bar);
    m_another = new Button(tr("Another file"), ButtonKind::Quiet, bar);
    m_save = new Button(tr("Save failed rows…"), ButtonKind::Normal, bar);
    m_save->setToolTip(tr(
        "Writes the rows that do not go in to a file, each with its reason. Correct them there and import that file."));
    m_undo = new Button(tr("Undo import"), ButtonKind::Normal, bar);
    m_primary = new Button({}, ButtonKind::Primary, bar);
    m_back->setObjectName(QStringLiteral("importBack"));
    m_another->setObjectName(QStringLiteral("importAnother"));
    m_save->setObjectName(QStringLiteral("importSaveFailed"));
    m_undo->setObjectName(QStringLiteral("importUndo"));
    m_primary->setObjectName(QStringLiteral("importPrimary"));
    row->addWidget(m_back);
    row->addWidget(m_another);
    row->addStretch();
    row->addWidget(m_save);
    row->addWidget(m_undo);
    row->addWidget(m_primary);
    connect(m_back, &Button::clicked, &m_presenter, &ImportPresenter::backToColumns);
    connect(m_another, &Button::clicked, &m_presenter, &ImportPresenter::close);
    connect(m_save, &Button::clicked, this, &ImportReportView::saveFailedRowsRequested);
    connect(m_undo, &Button::clicked, &m_presenter, &ImportPresenter::undo);
    connect(m_primary, &Button::clicked, this, [this] {
        if (m_presenter.step() == Step::Checked)
            m_presenter.run();
        else
            Q_EMIT leadsRequested();
    });
    return bar;
}

QString ImportReportView::headline() const
{
    const ImportReport &report = m_presenter.report();
    switch (m_presenter.step()) {
    case Step::Checking: return tr("Checking %1…").arg(m_presenter.fileName());
    case Step::Importing: return tr("Importing %1…").arg(m_presenter.fileName());
    case Step::Checked: return tr("What would happen with %1").arg(m_presenter.fileName());
    default: break;
    }
    if (m_presenter.isUndone())
        return tr("The import of %1 was undone").arg(m_presenter.fileName());
    if (report.error)
        return tr("The import of %1 stopped").arg(m_presenter.fileName());
    return report.isCancelled ? tr("The import of %1 was cancelled").arg(m_presenter.fileName())
                              : tr("%1 is imported").arg(m_presenter.fileName());
}

void ImportReportView::refreshFigures()
{
    const ImportReport &report = m_presenter.report();
    const QList<ImportFigure> figures =
        importFigures(report.counts, report.isDryRun || m_presenter.step() == Step::Checking);
    for (int i = 0; i < m_figureLabels.size(); ++i) {
        const auto [figure, name] = m_figureLabels.at(i);
        const bool isUsed = i < figures.size();
        figure->setVisible(isUsed);
        name->setVisible(isUsed);
        if (!isUsed)
            continue;
        figure->setText(m_format.number(figures.at(i).count));
        figure->setProperty("tone", toneName(figures.at(i).tone));
        figure->style()->unpolish(figure);
        figure->style()->polish(figure);
        name->setText(figures.at(i).label);
    }
    const qint64 rows = report.counts.rows;
    QString text =
        tr("%n row(s) in the file.", nullptr, int(rows)).replace(QString::number(rows), m_format.number(rows));
    if (m_presenter.isRunning())
        text = tr("%n row(s) so far. You can go on working; this continues by itself.", nullptr, int(rows))
                   .replace(QString::number(rows), m_format.number(rows));
    else if (m_presenter.step() == Step::Checked)
        text += QLatin1Char(' ') + tr("Nothing has been changed yet.");
    else if (report.isCancelled || report.error)
        text = tr("%n row(s) were done. What went in is kept; importing the same file again goes on from there.",
                  nullptr, int(rows))
                   .replace(QString::number(rows), m_format.number(rows));
    m_text->setText(text);
}

void ImportReportView::refresh()
{
    m_title->setText(headline());
    refreshFigures();
    m_problem->setText(m_presenter.problem());
    m_problem->setToolTip(m_presenter.problemDetails());
    m_problem->setVisible(!m_presenter.problem().isEmpty());
    if (m_presenter.isRunning())
        m_isShowChosen = false;
    if (!m_isShowChosen) {
        const auto &rows = m_presenter.report().rows;
        const auto has = [&rows](ImportRowsModel::Show show) {
            return std::any_of(rows.begin(), rows.end(),
                               [show](const PlannedRow &row) { return ImportRowsModel::belongs(row, show); });
        };
        const QSignalBlocker quiet(m_show);
        m_show->setCurrent(has(ImportRowsModel::Show::NotImported) ? QStringLiteral("not")
                           : has(ImportRowsModel::Show::Known)     ? QStringLiteral("known")
                           : has(ImportRowsModel::Show::Remarks)   ? QStringLiteral("remarks")
                                                                   : QStringLiteral("not"));
    }
    refreshRows();
    refreshButtons();
}

void ImportReportView::refreshRows()
{
    const bool isRunning = m_presenter.isRunning();
    m_model->setReport(isRunning ? ImportReport() : m_presenter.report(), showOf(m_show->current()));
    m_show->setVisible(!isRunning);
    const qint64 more = m_presenter.report().moreRows;
    m_more->setText(more > 0 && !isRunning
                        ? tr("The first rows of each kind; %n more are not listed.", nullptr, int(more))
                        : QString());
    m_table->setVisible(m_model->rowCount() > 0);
    m_nothing->setVisible(m_model->rowCount() == 0);
    const ImportRowsModel::Show show = showOf(m_show->current());
    m_nothing->setText(isRunning                                        ? QString()
                           : show == ImportRowsModel::Show::NotImported ? tr("Every row that should go in does.")
                           : show == ImportRowsModel::Show::Known ? tr("No row is about a lead that is known already.")
                                                                  : tr("There is nothing to remark."));
}

void ImportReportView::refreshButtons()
{
    const Step step = m_presenter.step();
    const ImportCounts &counts = m_presenter.report().counts;
    const bool isChecked = step == Step::Checked, isDone = step == Step::Done;
    m_back->setVisible(isChecked);
    m_another->setVisible(isDone);
    m_save->setVisible((isChecked || isDone) && counts.invalid + counts.unmatched > 0);
    m_save->setBusy(m_presenter.isSavingFailedRows(), tr("Saving…"));
    m_undo->setVisible(isDone && counts.created + counts.updated > 0 && !m_presenter.isUndone());
    m_undo->setEnabled(m_presenter.canUndo());
    m_undo->setToolTip(m_presenter.canUndo() ? QString()
                                             : tr("Something else was done since. Undo that first, with Ctrl+Z."));
    m_primary->setVisible(isChecked || isDone);
    const qint64 edits = counts.created + counts.updated;
    m_primary->setEnabled(isDone || (edits > 0 && !m_presenter.isSavingFailedRows()));
    m_primary->setText(
        isChecked ? tr("Import %n row(s)", nullptr, int(edits)).replace(QString::number(edits), m_format.number(edits))
                  : tr("Show the leads"));
}

QWidget *ImportReportView::firstControl() const
{
    return m_primary->isVisibleTo(this) ? static_cast<QWidget *>(m_primary) : m_show;
}

} // namespace mdmc::ui
