// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/import_page.h"

#include "ui/pages/import/import_columns_view.h"
#include "ui/pages/import/import_report_view.h"
#include "ui/pages/import/import_start_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/progress_strip.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace mdmc::ui {

using Step = ImportPresenter::Step;

namespace {

/// The file that is being dragged; empty for several, for none, and for what is not on this computer.
QString draggedFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

ImportPage::ImportPage(const PageContext &context, QWidget *parent)
    : Page(parent), m_format(context.format), m_presenter(new ImportPresenter(context, this))
{
    setObjectName(QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    setAcceptDrops(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_progress = new ProgressStrip(this);
    m_progress->setObjectName(QStringLiteral("importProgress"));
    m_stack = new QStackedWidget(this);
    m_start = new ImportStartView(m_stack);
    m_columns = new ImportColumnsView(*m_presenter, m_stack);
    m_report = new ImportReportView(*m_presenter, m_format, m_stack);
    for (QWidget *view :
         {static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_columns), static_cast<QWidget *>(m_report)})
        m_stack->addWidget(view);
    layout->addWidget(m_progress);
    layout->addWidget(m_stack, 1);
    connect(m_start, &ImportStartView::chooseRequested, this, &ImportPage::chooseFile);
    connect(m_report, &ImportReportView::saveFailedRowsRequested, this, &ImportPage::saveFailedRows);
    connect(m_report, &ImportReportView::leadsRequested, this, [this] {
        Q_EMIT routeRequested({QStringLiteral("leads"), {}});
    });
    connect(m_report, &ImportReportView::leadRequested, this,
            [this](const QString &id) { Q_EMIT routeRequested({QStringLiteral("leads"), id}); });
    connect(m_progress, &ProgressStrip::cancelRequested, m_presenter, &ImportPresenter::cancel);
    connect(m_presenter, &ImportPresenter::changed, this, &ImportPage::refresh);
    connect(m_presenter, &ImportPresenter::progressed, this, &ImportPage::showProgress);
    connect(m_presenter, &ImportPresenter::failed, this,
            [this](const QString &sentence) { Q_EMIT undoOffered(sentence, {}); });
    connect(m_presenter, &ImportPresenter::failedRowsSaved, this, [this](const QString &path, qint64 rows) {
        Q_EMIT undoOffered(tr("%n row(s) saved in %1", nullptr, int(rows)).arg(QFileInfo(path).fileName()), {});
    });
    refresh();
}

QString ImportPage::title() const
{
    return tr("Import");
}

QString ImportPage::recordTitle() const
{
    return m_presenter->fileName();
}

QString ImportPage::summary() const
{
    if (m_presenter->isRunning())
        return tr("%n row(s) so far", nullptr, int(m_presenter->rowsSoFar()));
    return {};
}

QList<ActionSpec> ImportPage::actions()
{
    const auto spec = [](const QString &id, const QString &text, Symbol symbol, std::function<void()> run,
                         std::function<bool()> enabled) {
        ActionSpec action;
        action.id = id;
        action.text = text;
        action.group = tr("Import");
        action.symbol = symbol;
        action.run = std::move(run);
        action.enabled = std::move(enabled);
        return action;
    };
    const auto at = [this](std::initializer_list<Step> steps) {
        return std::find(steps.begin(), steps.end(), m_presenter->step()) != steps.end();
    };
    QList<ActionSpec> specs{
        spec(
            QStringLiteral("import.choose"), tr("Choose a file…"), Symbol::Upload, [this] { chooseFile(); },
            [this] { return !m_presenter->isRunning() && m_presenter->mayImport(); }),
        spec(
            QStringLiteral("import.check"), tr("Check without importing"), Symbol::Check2,
            [this] { m_presenter->check(); }, [at] { return at({Step::Columns}); }),
        spec(
            QStringLiteral("import.run"), tr("Import"), Symbol::Download, [this] { m_presenter->run(); },
            [at] {
                return at({Step::Columns, Step::Checked});
            }),
        spec(
            QStringLiteral("import.cancel"), tr("Cancel the import"), Symbol::X, [this] { m_presenter->cancel(); },
            [this] { return m_presenter->isRunning(); }),
        spec(
            QStringLiteral("import.undo"), tr("Undo import"), Symbol::ArrowCounterclockwise,
            [this] { m_presenter->undo(); }, [this] { return m_presenter->canUndo(); }),
    };
    specs[0].shortcuts = {QKeySequence(QKeySequence::Open)};
    specs[2].shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Return)};
    return specs;
}

QWidget *ImportPage::focusTarget()
{
    if (m_stack->currentWidget() == m_columns)
        return m_columns->firstControl();
    return m_stack->currentWidget() == m_report ? m_report->firstControl() : m_start->chooseButton();
}

void ImportPage::openFile(const QString &path)
{
    if (m_presenter->mayImport())
        m_presenter->open(path);
}

void ImportPage::chooseFile()
{
    // Opened, not executed: no nested event loop.
    auto *dialog = new QFileDialog(this, tr("Choose a file to import"));
    dialog->setObjectName(QStringLiteral("importFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Tables of text (*.csv *.tsv *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ImportPage::openFile);
    dialog->open();
}

void ImportPage::saveFailedRows()
{
    auto *dialog = new QFileDialog(this, tr("Save the rows that did not go in"));
    dialog->setObjectName(QStringLiteral("importSaveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilters({tr("CSV (*.csv)")});
    const QFileInfo suggestion(m_presenter->suggestedFailedRowsPath());
    dialog->setDirectory(suggestion.path());
    dialog->selectFile(suggestion.fileName());
    connect(dialog, &QFileDialog::fileSelected, m_presenter, &ImportPresenter::saveFailedRows);
    dialog->open();
}

void ImportPage::refresh()
{
    const Step step = m_presenter->step();
    const bool isReport = m_presenter->isRunning() || step == Step::Checked || step == Step::Done;
    const bool isReadingFirst = step == Step::Reading && m_presenter->preview().header.isEmpty();
    QWidget *view = step == Step::Start || isReadingFirst ? static_cast<QWidget *>(m_start)
                  : isReport                              ? static_cast<QWidget *>(m_report)
                                                          : m_columns;
    m_start->setProblem(step == Step::Start ? m_presenter->problem() : QString());
    m_start->setAllowed(m_presenter->mayImport());
    if (view == m_columns)
        m_columns->refresh();
    if (view == m_report)
        m_report->refresh();
    if (m_presenter->isRunning() && m_shownStep != step)
        m_progress->start(step == Step::Checking ? tr("Checking %1").arg(m_presenter->fileName())
                                                 : tr("Importing %1").arg(m_presenter->fileName()));
    if (!m_presenter->isRunning())
        m_progress->hide();
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    if (m_stack->currentWidget() != view) {
        m_stack->setCurrentWidget(view);
        // Focus stays with the course of things, never taken from another page.
        if (hadFocus)
            if (QWidget *target = focusTarget())
                target->setFocus();
    } else if (hadFocus && m_shownStep != step && view == m_report && focusTarget()) {
        focusTarget()->setFocus();
    }
    m_shownStep = step;
    Q_EMIT titleChanged();
    Q_EMIT summaryChanged();
    Q_EMIT actionsChanged();
}

void ImportPage::showProgress()
{
    const qint64 rows = m_presenter->rowsSoFar();
    m_progress->setProgress(m_presenter->bytesRead(), m_presenter->bytesTotal(),
                            tr("%n row(s)", nullptr, int(rows)).replace(QString::number(rows), m_format.number(rows)),
                            m_format.remaining(m_presenter->remainingMs()));
    m_report->refreshFigures();
    Q_EMIT summaryChanged();
}

void ImportPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_presenter->isRunning() || !m_presenter->mayImport() || draggedFile(event->mimeData()).isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_start->setDropping(true);
}

void ImportPage::dragLeaveEvent(QDragLeaveEvent *)
{
    m_start->setDropping(false);
}

void ImportPage::dropEvent(QDropEvent *event)
{
    m_start->setDropping(false);
    event->setDropAction(Qt::CopyAction);
    event->accept();
    openFile(draggedFile(event->mimeData()));
}

} // namespace mdmc::ui
