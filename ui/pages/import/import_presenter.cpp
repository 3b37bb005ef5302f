// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/import_presenter.h"

#include "core/base/when_done.h"
#include "sync/client/import_job.h"
#include "ui/models/error_text.h"
#include "ui/pages/import/import_words.h"

#include <QDir>
#include <QFileInfo>
#include <QThreadPool>

namespace mdmc::ui {

using namespace exchange;

namespace {

constexpr int kPreviewRows = 100;
/// Before that an estimate jumps about more than it tells.
constexpr qint64 kEstimateAfterMs = 1500;

/// Reads the beginning of a file on a thread of its own; the encoding needs all of it once.
QFuture<Result<FilePreview>> previewOf(const QString &path, const CsvOptions &csv)
{
    auto promise = std::make_shared<QPromise<Result<FilePreview>>>();
    promise->start();
    QFuture<Result<FilePreview>> future = promise->future();
    QThreadPool::globalInstance()->start([promise, path, csv] {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly))
            promise->addResult(previewFile(file, csv, kPreviewRows));
        else
            promise->addResult(failure(ErrorCode::NotFound, file.errorString(), QStringLiteral("file.open")));
        promise->finish();
    });
    return future;
}

} // namespace

ImportPresenter::ImportPresenter(const PageContext &context, QObject *parent) : QObject(parent), m_context(context)
{
    connect(&m_context.workspace, &sync::Workspace::undoStateChanged, this, &ImportPresenter::changed);
    // Names of the fields and lists are shown in the report.
    connect(&m_context.lookups, &Lookups::changed, this, &ImportPresenter::changed);
}

ImportPresenter::~ImportPresenter() = default;

bool ImportPresenter::mayImport() const
{
    return m_context.may(Action::Import, EntityType::Lead);
}

QString ImportPresenter::fileName() const
{
    return QFileInfo(m_path).fileName();
}

const ImportReport &ImportPresenter::report() const
{
    return isRunning() && m_job ? m_job->report() : m_report;
}

QList<ImportTarget> ImportPresenter::targets() const
{
    return importTargetWords();
}

QString ImportPresenter::mappingProblem() const
{
    if (const auto checked = checkMapping(m_options.mapping, m_preview.header); !checked)
        return importMappingProblem(checked.error(), m_options.mapping);
    if (m_options.mode != ImportMode::Create && !m_options.matchBy)
        return tr("Choose at least one way in which a lead is recognised, or import new leads only.");
    return {};
}

qint64 ImportPresenter::remainingMs() const
{
    const qint64 elapsed = m_context.clock.monotonicMs() - m_startedAt;
    if (!isRunning() || m_bytesRead <= 0 || m_bytesTotal <= 0 || elapsed < kEstimateAfterMs)
        return -1;
    return qint64(double(elapsed) * double(m_bytesTotal - m_bytesRead) / double(m_bytesRead));
}

void ImportPresenter::open(const QString &path)
{
    if (isRunning())
        return;
    m_path = path;
    m_csv = {};
    m_preview = {};
    m_report = {};
    m_options = {};
    readPreview();
}

void ImportPresenter::setEncoding(std::optional<TextEncoding> encoding)
{
    changeCsv([&](CsvOptions &csv) { csv.encoding = encoding; });
}

void ImportPresenter::setDelimiter(std::optional<QChar> delimiter)
{
    changeCsv([&](CsvOptions &csv) { csv.delimiter = delimiter; });
}

void ImportPresenter::setHasHeader(bool hasHeader)
{
    changeCsv([&](CsvOptions &csv) { csv.hasHeader = hasHeader; });
}

void ImportPresenter::changeCsv(const std::function<void(CsvOptions &)> &change)
{
    if (m_step != Step::Columns && m_step != Step::Checked && m_step != Step::Reading)
        return;
    change(m_csv);
    readPreview();
}

void ImportPresenter::readPreview()
{
    const quint64 reading = ++m_reading;
    m_problem.clear();
    m_problemDetails.clear();
    setStep(Step::Reading);
    whenDone(previewOf(m_path, m_csv), this, [this, reading](Result<FilePreview> preview) {
        if (reading == m_reading)
            takePreview(std::move(preview));
    });
}

void ImportPresenter::takePreview(Result<FilePreview> preview)
{
    if (!preview) {
        setProblem(preview.error());
        if (m_preview.header.isEmpty())
            return setStep(Step::Start);
        // The last way of reading the file still stands on the screen: go back to it.
        m_csv = m_readableCsv;
        return setStep(Step::Columns);
    }
    const bool isSameHeader = preview->header == m_preview.header;
    m_preview = std::move(*preview);
    m_previewReading = m_reading;
    m_readableCsv = m_csv;
    if (!isSameHeader) {
        const auto saved = mappingFromJson(m_context.workspace.localValue(mappingKey()), m_preview.header);
        m_hasSavedMapping = saved.has_value();
        m_options.mapping = saved ? *saved : m_preview.mapping;
    }
    setStep(Step::Columns);
}

void ImportPresenter::setTarget(int column, const QString &target)
{
    if ((m_step != Step::Columns && m_step != Step::Checked) || column < 0 || column >= m_preview.header.size())
        return;
    while (m_options.mapping.targets.size() <= column)
        m_options.mapping.targets << QStringLiteral("ignore");
    if (m_options.mapping.targets.at(column) == target)
        return;
    m_options.mapping.targets[column] = target;
    edited();
}

void ImportPresenter::useGuesses()
{
    if (m_step != Step::Columns && m_step != Step::Checked)
        return;
    m_options.mapping = m_preview.mapping;
    m_hasSavedMapping = false;
    m_context.workspace.setLocalValue(mappingKey(), {});
    edited();
}

void ImportPresenter::setMode(ImportMode mode)
{
    if (isRunning() || m_step == Step::Done || m_options.mode == mode)
        return;
    m_options.mode = mode;
    edited();
}

void ImportPresenter::setMatchBy(MatchKinds kinds)
{
    if (isRunning() || m_step == Step::Done || m_options.matchBy == kinds)
        return;
    m_options.matchBy = kinds;
    edited();
}

void ImportPresenter::edited()
{
    m_problem.clear();
    setStep(m_step == Step::Checked ? Step::Columns : m_step);
}

void ImportPresenter::check()
{
    start(true);
}

void ImportPresenter::run()
{
    start(false);
}

void ImportPresenter::start(bool dryRun)
{
    const bool isReady = m_step == Step::Columns || (m_step == Step::Checked && !dryRun);
    if (!isReady || m_isSaving || !mayImport() || !mappingProblem().isEmpty())
        return;
    m_problem.clear();
    m_problemDetails.clear();
    if (!dryRun)
        m_context.workspace.setLocalValue(mappingKey(), mappingToJson(m_options.mapping, m_preview.header));
    m_bytesRead = m_bytesTotal = m_rowsSoFar = 0;
    m_startedAt = m_context.clock.monotonicMs();
    m_report = {};
    m_report.fileName = fileName();
    m_job = newJob(dryRun, {});
    connect(m_job, &sync::ImportJob::progressed, this, [this](qint64 read, qint64 total, qint64 rows) {
        if (read < m_bytesRead) // A new reading of the file began: dates were looked at first.
            m_startedAt = m_context.clock.monotonicMs();
        m_bytesRead = read;
        m_bytesTotal = total;
        m_rowsSoFar = rows;
        Q_EMIT progressed();
    });
    connect(m_job, &sync::ImportJob::finished, this, &ImportPresenter::finish);
    setStep(dryRun ? Step::Checking : Step::Importing);
    m_job->start();
}

sync::ImportJob *ImportPresenter::newJob(bool dryRun, const QString &failedRowsPath)
{
    sync::ImportJob::Request request{m_path, m_csv, m_options, undoLabel(), failedRowsPath};
    request.options.dryRun = dryRun;
    auto *job = new sync::ImportJob(m_context.workspace, std::move(request), this);
    connect(job, &sync::ImportJob::finished, job, &QObject::deleteLater);
    return job;
}

void ImportPresenter::finish(const ImportReport &report)
{
    const bool isCheck = m_step == Step::Checking;
    m_report = report;
    m_job = nullptr;
    if (report.error)
        setProblem(*report.error);
    if (isCheck)
        setStep(report.error || report.isCancelled ? Step::Columns : Step::Checked);
    else
        setStep(Step::Done);
}

void ImportPresenter::cancel()
{
    if (m_job)
        m_job->cancel();
}

void ImportPresenter::close()
{
    if (isRunning())
        return;
    ++m_reading;
    m_path.clear();
    m_preview = {};
    m_report = {};
    m_options = {};
    m_problem.clear();
    m_problemDetails.clear();
    m_hasSavedMapping = false;
    setStep(Step::Start);
}

void ImportPresenter::backToColumns()
{
    if (m_step == Step::Checked)
        setStep(Step::Columns);
}

bool ImportPresenter::hasWritten() const
{
    return m_step == Step::Done && m_report.counts.created + m_report.counts.updated > 0;
}

bool ImportPresenter::canUndo() const
{
    const sync::UndoState state = m_context.workspace.undoState();
    return hasWritten() && state.canUndo && state.undoLabel == undoLabel();
}

bool ImportPresenter::isUndone() const
{
    const sync::UndoState state = m_context.workspace.undoState();
    return hasWritten() && state.canRedo && state.redoLabel == undoLabel();
}

void ImportPresenter::undo()
{
    if (!canUndo())
        return;
    whenDone(m_context.workspace.undo(), this, [this](const Result<QString> &undone) {
        if (!undone)
            Q_EMIT failed(errorText(undone.error(), EntityType::Lead));
        Q_EMIT changed();
    });
}

void ImportPresenter::saveFailedRows(const QString &path)
{
    if ((m_step != Step::Checked && m_step != Step::Done) || m_isSaving)
        return;
    // Writing begins by emptying the file: never the one that is read.
    if (QFileInfo(path) == QFileInfo(m_path)) {
        Q_EMIT failed(tr("Choose another name: this is the file that is being imported."));
        return;
    }
    m_isSaving = true;
    sync::ImportJob *job = newJob(true, path);
    connect(job, &sync::ImportJob::finished, this, [this, path](const ImportReport &report) {
        m_isSaving = false;
        if (report.error) {
            QFile::remove(path);
            Q_EMIT failed(report.error->code == ErrorCode::NotFound
                              ? tr("%1 is no longer where it was, so its rows cannot be saved.").arg(fileName())
                              : tr("The rows could not be saved there. Choose another folder."));
        } else {
            Q_EMIT failedRowsSaved(path, report.counts.invalid + report.counts.unmatched);
        }
        Q_EMIT changed();
    });
    Q_EMIT changed();
    job->start();
}

QString ImportPresenter::suggestedFailedRowsPath() const
{
    const QFileInfo info(m_path);
    return info.dir().filePath(tr("%1 - not imported.csv", "name of a file").arg(info.completeBaseName()));
}

QString ImportPresenter::columnTitle(int column) const
{
    return m_readableCsv.hasHeader ? m_preview.header.value(column) : tr("Column %1").arg(column + 1);
}

void ImportPresenter::setStep(Step step)
{
    m_step = step;
    Q_EMIT changed();
}

void ImportPresenter::setProblem(const Error &error)
{
    m_problem = importFileProblem(error);
    m_problemDetails = errorDetails(error);
}

QString ImportPresenter::mappingKey() const
{
    return QStringLiteral("import.mapping.") + headerSignature(m_preview.header);
}

QString ImportPresenter::undoLabel() const
{
    return tr("Import of %1").arg(fileName());
}

} // namespace mdmc::ui
