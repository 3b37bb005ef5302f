// SPDX-License-Identifier: GPL-3.0-or-later
// How an import speaks to people.
#pragma once

#include "core/exchange/import_report.h"
#include "ui/widgets/cells.h"

namespace mdmc::ui {

/// A target that a column may go to, as people read it.
struct ImportTarget {
    QString id; ///< As `exchange::importTargets()`.
    QString label;
    bool operator==(const ImportTarget &) const = default;
};
QList<ImportTarget> importTargetWords(); ///< In the order of a menu; `ignore` first.
QString importTargetWord(const QString &target);

/// What became (or will become) of so many rows.
struct ImportFigure {
    exchange::RowOutcome outcome;
    QString label;
    qint64 count = 0;
    Tone tone = Tone::Normal;
};
/// Outcomes that occurred, the good ones first; they add up to `counts.rows`.
QList<ImportFigure> importFigures(const exchange::ImportCounts &counts, bool isDryRun);

/// `Not imported`, `Already here` …
QString importOutcomeText(exchange::RowOutcome outcome, bool isDryRun);
/// Why, in sentences, errors first.
QString importReasonText(const exchange::PlannedRow &row);
/// A sentence for one thing about a row.
QString importIssueText(const exchange::RowIssue &issue);
/// Why a file cannot be read as a table or an import stopped: what happened, what was kept, what to do.
QString importFileProblem(const Error &error);
/// Why columns cannot be used as they are mapped (errors of `checkMapping`).
QString importMappingProblem(const Error &error, const exchange::ColumnMapping &mapping);

} // namespace mdmc::ui
