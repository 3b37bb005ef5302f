// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/import_report.h"
#include "ui/models/page_context.h"

#include <QObject>
#include <QPointer>

namespace mdmc::sync {
class ImportJob;
}

namespace mdmc::ui {

/// A target that a column may go to, as people read it.
struct ImportTarget {
    QString id;    ///< As `exchange::importTargets()`.
    QString label;
    bool operator==(const ImportTarget &) const = default;
};

/// The course of an import without its widgets: file → columns → dry run → import → report. Holds what the person chose;
/// files are read off the GUI thread. `context`'s workspace outlives it.
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
    bool hasSavedMapping() const { return m_hasSavedMapping; } ///< The mapping comes from an earlier import.
    const exchange::ImportOptions &options() const { return m_options; }
    const exchange::CsvOptions &csv() const { return m_csv; }
    const exchange::ImportReport &report() const { return m_report; }
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
    bool isUndone() const { return m_isUndone; }
    /// Writes the rows that did not go in to `path`, by going through the file once more; ends with `failedRowsSaved`.
    void saveFailedRows(const QString &path);
    bool isSavingFailedRows() const { return m_isSaving; }
    QString suggestedFailedRowsName() const; ///< `contacts – not imported.csv`

    // Words.
    QString countsText() const;                                 ///< `386 new · 12 updated · …`
    QString outcomeText(const exchange::PlannedRow &row) const; ///< `Not imported`, `Already there` …
    QString reasonText(const exchange::PlannedRow &row) const;  ///< Sentences, the errors first.
    QString columnTitle(int column) const;

Q_SIGNALS:
    void changed();    ///< Anything but progress.
    void progressed();
    /// `error` is set when it could not be written; `rows` says how many lines the file has.
    void failedRowsSaved(const QString &path, qint64 rows, const std::optional<mdmc::Error> &error);
    void undone();
    void failed(const QString &sentence);

private:
    void readPreview(bool keepMapping);
    void takePreview(Result<exchange::FilePreview> preview, bool keepMapping);
    void start(bool dryRun);
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
    exchange::FilePreview m_preview;
    exchange::ImportOptions m_options;
    exchange::ImportReport m_report;
    bool m_hasSavedMapping = false;
    QPointer<sync::ImportJob> m_job;
    quint64 m_reading = 0; ///< Counts readings, so that an older answer is thrown away.
    qint64 m_bytesRead = 0;
    qint64 m_bytesTotal = 0;
    qint64 m_rowsSoFar = 0;
    qint64 m_startedAt = 0;
    bool m_isUndone = false;
    bool m_isSaving = false;
};

/// A sentence for one thing about a row.
QString importIssueText(const exchange::RowIssue &issue);
/// A sentence for a file that cannot be read as a table.
QString importFileProblem(const Error &error);

} // namespace mdmc::ui
