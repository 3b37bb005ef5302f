// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/csv_writer.h"
#include "core/exchange/lead_import.h"

#include <QJsonObject>

namespace mdmc::exchange {

/// How an import went: counts of everything, details of the first rows that a person should look at.
struct ImportReport {
    ImportCounts counts;
    QString fileName; ///< Without its folder.
    CsvFormat format;
    QStringList header;
    ColumnMapping mapping;
    RecordId importId;
    bool isDryRun = false;
    bool isCancelled = false; ///< Stopped by the person; `counts` holds what was done.
    std::optional<Error> error; ///< Stopped by a failure; the same.
    /// Rows that are invalid, duplicate or unmatched, or have issues; at most `keptRows`, without their edits.
    std::vector<PlannedRow> rows;
    qsizetype keptRows = 1000;
    qint64 moreRows = 0; ///< Such rows beyond these.
    std::map<RowIssueKind, qint64> issues; ///< How often each occurred, in all rows.

    /// Takes format, header, mapping and so on from the import.
    void begin(const LeadImport &import, const QString &fileName);
    /// Call it for every chunk once it is committed (or planned, on a dry run).
    void add(const std::vector<PlannedRow> &rows, const ImportCounts &countsSoFar);
};

/// `{"file","dryRun","cancelled","importId","encoding","delimiter","columns":[{"title","target"}],"counts":{"rows",
/// "created","updated","unchanged","duplicatesInFile","duplicatesOfExisting","unmatched","invalid","blank"},
/// "issues":{kind:n},"rows":[{"line","outcome","leadId","issues":[{"kind","field","column","text","violation",
/// "detail"}]}],"moreRows","error":{"code","detail","field"}}`; `error`, `leadId`, `field`, `column`, `text` and
/// `violation` only where there is one. `column` counts from 1.
QJsonObject toJson(const ImportReport &report);

/// Writes the rows that did not go in (invalid and unmatched) as CSV, while the import runs: the file's own columns,
/// then `Line` and `Reason`. Once corrected it can be imported like the file itself: both are ignored.
class FailedRowsWriter {
public:
    /// Writes the header with the first row that failed, so that the device stays empty where none did.
    FailedRowsWriter(QIODevice &device, const LeadImport &import);
    Result<> add(const std::vector<PlannedRow> &rows);
    Result<> finish();
    qint64 rowCount() const { return m_rows; }

private:
    CsvWriter m_writer;
    QStringList m_header;
    qint64 m_rows = 0;
};

} // namespace mdmc::exchange
