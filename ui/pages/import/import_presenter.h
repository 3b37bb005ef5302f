// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/import_report.h"
#include "ui/models/page_context.h"
#include "ui/pages/import/import_words.h"

#include <QObject>
#include <QPointer>

namespace mdmc::sync {
class ImportJob;
}

namespace mdmc::ui {

/// The course of an import without its widgets: file → columns → dry run → import → report. Holds what the person
/// chose; files are read off the GUI thread. `context`'s workspace outlives it.
class ImportPresenter : public QObject {
    Q_OBJECT
public:
    enum class Step {
        Start,     ///< No file yet; `problem()` may say why the last one could not be read.
        Reading,   ///< The beginning of the file is being read.
        Columns,   ///< `preview()` and `mapping()` stand; `check()` or `run()` go on.
        Checking,  ///< Dry run under way.
        Checked,   ///< `report()` tells what would happen; changing anything goes back to Columns.
        Importing,
        Done,      ///< `report()` tells what happened.
    };
    Q_ENUM(Step)

    explicit ImportPresenter(const PageContext &context, QObject *parent = nullptr);
    ~ImportPresenter() override;

    Step step() const { return m_step; }
    bool isRunning() const { return m_step == Step::Checking || m_step == Step::Importing; }
    bool mayImport() const; ///< The person's role.
    QString problem() const { return m_problem; } ///< A sentence, or empty.
    QString problemDetails() const { return m_problemDetails; }

    QString path() const { return m_path; }
    QString fileName() const;
    const exchange::FilePreview &preview() const { return m_preview; }
    const exchange::ColumnMapping &mapping() const { return m_options.mapping; }
    quint64 reading() const { return m_previewReading; } ///< Another number: `preview()` is another.
    bool hasSavedMapping() const { return m_hasSavedMapping; } ///< The mapping comes from an earlier import.
    const exchange::ImportOptions &options() const { return m_options; }
    const exchange::CsvOptions &csv() const { return m_csv; }
    const exchange::ImportReport &report() const; ///< Grows during a run.
    QList<ImportTarget> targets() const; ///< In the order of a menu; `ignore` first.
    /// Why the columns cannot be used as they are; empty when they can.
    QString mappingProblem() const;

    // Progress of a run.
    qint64 bytesRead() const { return m_bytesRead; }
    qint64 bytesTotal() const { return m_bytesTotal; }
    qint64 rowsSoFar() const { return m_rowsSoFar; }
    qint64 remainingMs() const; ///< -1 while nobody can say.

    // What the person does. Calls that do not fit the step are ignored.
    void open(const QString &path);
    void setEncoding(std::optional<exchange::TextEncoding> encoding); ///< Nothing: found out. Reads the file again.
    void setDelimiter(std::optional<QChar> delimiter);
    void setHasHeader(bool hasHeader);
    void setTarget(int column, const QString &target);
    void useGuesses(); ///< Throws the saved mapping away.
    void setMode(exchange::ImportMode mode);
    void setMatchBy(exchange::MatchKinds kinds);
    void check();
    void run();
    void cancel(); ///< Stops a run; what went in stays.
    void close();  ///< Back to the start, for another file.
    void backToColumns();
    /// Whether undoing now takes back this import and nothing else.
    bool canUndo() const;
    void undo();
    bool isUndone() const; ///< It was undone, here or by Ctrl+Z, and could be redone.
    /// Writes the rows that did not go in to `path`, by going through the file once more; ends with `failedRowsSaved`.
    void saveFailedRows(const QString &path);
    bool isSavingFailedRows() const { return m_isSaving; }
    QString suggestedFailedRowsPath() const; ///< Beside the file: `contacts - not imported.csv`.
    QString columnTitle(int column) const;

Q_SIGNALS:
    void changed();    ///< Anything but progress.
    void progressed();
    void failedRowsSaved(const QString &path, qint64 rows);
    void failed(const QString &sentence); ///< Undoing or saving; everything is as it was.

private:
    void changeCsv(const std::function<void(exchange::CsvOptions &)> &change);
    void readPreview();
    void takePreview(Result<exchange::FilePreview> preview);
    void start(bool dryRun);
    sync::ImportJob *newJob(bool dryRun, const QString &failedRowsPath);
    bool hasWritten() const;
    void finish(const exchange::ImportReport &report);
    void edited();
    void setStep(Step step);
    void setProblem(const Error &error);
    QString mappingKey() const;
    QString undoLabel() const;

    PageContext m_context;
    Step m_step = Step::Start;
    QString m_problem;
    QString m_problemDetails;
    QString m_path;
    exchange::CsvOptions m_csv;
    exchange::CsvOptions m_readableCsv; ///< What `m_preview` was read with.
    exchange::FilePreview m_preview;
    exchange::ImportOptions m_options;
    exchange::ImportReport m_report;
    bool m_hasSavedMapping = false;
    QPointer<sync::ImportJob> m_job;
    quint64 m_reading = 0; ///< Counts readings, so that an older answer is thrown away.
    quint64 m_previewReading = 0;
    qint64 m_bytesRead = 0;
    qint64 m_bytesTotal = 0;
    qint64 m_rowsSoFar = 0;
    qint64 m_startedAt = 0;
    bool m_isSaving = false;
};

} // namespace mdmc::ui
