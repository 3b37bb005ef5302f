// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/import_report.h"

#include <QJsonArray>

namespace mdmc::exchange {

namespace {

const QString lineTitle = QStringLiteral("Line");
const QString reasonTitle = QStringLiteral("Reason");

bool failed(const PlannedRow &row)
{
    return row.outcome == RowOutcome::Invalid || row.outcome == RowOutcome::Unmatched;
}

QString reasonOf(const PlannedRow &row)
{
    QStringList reasons;
    for (const RowIssue &issue : row.issues) {
        if (issue.isError())
            reasons.append(describe(issue));
    }
    if (row.outcome == RowOutcome::Unmatched)
        reasons.append(QStringLiteral("No lead was found that this row could update."));
    return reasons.join(u' ');
}

QJsonObject countsToJson(const ImportCounts &counts)
{
    return {{QStringLiteral("rows"), counts.rows},
            {QStringLiteral("created"), counts.created},
            {QStringLiteral("updated"), counts.updated},
            {QStringLiteral("unchanged"), counts.unchanged},
            {QStringLiteral("duplicatesInFile"), counts.duplicatesInFile},
            {QStringLiteral("duplicatesOfExisting"), counts.duplicatesOfExisting},
            {QStringLiteral("unmatched"), counts.unmatched},
            {QStringLiteral("invalid"), counts.invalid},
            {QStringLiteral("blank"), counts.blank}};
}

QJsonObject issueToJson(const RowIssue &issue)
{
    QJsonObject object{{QStringLiteral("kind"), rowIssueKindName(issue.kind)},
                       {QStringLiteral("detail"), describe(issue)}};
    if (!issue.field.isEmpty())
        object[QStringLiteral("field")] = issue.field;
    if (issue.column >= 0)
        object[QStringLiteral("column")] = issue.column + 1;
    if (!issue.text.isEmpty())
        object[QStringLiteral("text")] = issue.text;
    if (issue.kind == RowIssueKind::InvalidValue)
        object[QStringLiteral("violation")] = violationKindName(issue.violation);
    return object;
}

QJsonObject rowToJson(const PlannedRow &row)
{
    QJsonArray issues;
    for (const RowIssue &issue : row.issues)
        issues.append(issueToJson(issue));
    QJsonObject object{{QStringLiteral("line"), row.line},
                       {QStringLiteral("outcome"), rowOutcomeName(row.outcome)},
                       {QStringLiteral("issues"), issues}};
    if (row.leadId)
        object[QStringLiteral("leadId")] = row.leadId.toString();
    return object;
}

} // namespace

void ImportReport::begin(const LeadImport &import, const QString &file)
{
    fileName = file;
    format = import.format();
    header = import.header();
    mapping = import.options().mapping;
    importId = import.importId();
    isDryRun = import.options().dryRun;
}

void ImportReport::add(const std::vector<PlannedRow> &planned, const ImportCounts &countsSoFar)
{
    counts = countsSoFar;
    for (const PlannedRow &row : planned) {
        for (const RowIssue &issue : row.issues)
            ++issues[issue.kind];
        if (row.issues.empty() && (row.hasEdit() || row.outcome == RowOutcome::Unchanged))
            continue;
        if (qsizetype(rows.size()) >= keptRows) {
            ++moreRows;
            continue;
        }
        rows.push_back(row);
        rows.back().changes.clear();
        rows.back().changes.shrink_to_fit();
    }
}

QJsonObject toJson(const ImportReport &report)
{
    QJsonArray columns;
    for (qsizetype i = 0; i < report.header.size(); ++i) {
        const QString target = report.mapping.targets.value(i, QStringLiteral("ignore"));
        columns.append(QJsonObject{{QStringLiteral("title"), report.header[i]}, {QStringLiteral("target"), target}});
    }
    QJsonObject issues;
    for (const auto &[kind, count] : report.issues)
        issues[rowIssueKindName(kind)] = count;
    QJsonArray rows;
    for (const PlannedRow &row : report.rows)
        rows.append(rowToJson(row));
    QJsonObject object{{QStringLiteral("file"), report.fileName},
                       {QStringLiteral("dryRun"), report.isDryRun},
                       {QStringLiteral("cancelled"), report.isCancelled},
                       {QStringLiteral("importId"), report.importId.toString()},
                       {QStringLiteral("encoding"), encodingName(report.format.encoding.encoding)},
                       {QStringLiteral("delimiter"), QString(report.format.delimiter)},
                       {QStringLiteral("columns"), columns},
                       {QStringLiteral("counts"), countsToJson(report.counts)},
                       {QStringLiteral("issues"), issues},
                       {QStringLiteral("rows"), rows},
                       {QStringLiteral("moreRows"), report.moreRows}};
    if (report.error)
        object[QStringLiteral("error")] = QJsonObject{{QStringLiteral("code"), errorCodeName(report.error->code)},
                                                      {QStringLiteral("detail"), report.error->detail},
                                                      {QStringLiteral("field"), report.error->field}};
    return object;
}

FailedRowsWriter::FailedRowsWriter(QIODevice &device, const LeadImport &import)
    : m_writer(device, {import.format().delimiter, true, true}), m_header(import.header())
{
    // A corrected file of failed rows that fails again does not grow by two columns each time.
    if (m_header.size() > 2 && m_header.last() == reasonTitle && m_header[m_header.size() - 2] == lineTitle)
        m_header.resize(m_header.size() - 2);
}

Result<> FailedRowsWriter::add(const std::vector<PlannedRow> &rows)
{
    for (const PlannedRow &row : rows) {
        if (!failed(row))
            continue;
        if (m_rows++ == 0)
            MDMC_TRY(m_writer.writeRow(m_header + QStringList{lineTitle, reasonTitle}));
        QStringList cells = row.cells.mid(0, m_header.size());
        while (cells.size() < m_header.size())
            cells.append(QString());
        cells += {QString::number(row.line), reasonOf(row)};
        // What stood beyond the header stays beyond it.
        const bool wasWritten = row.cells.size() == m_header.size() + 2;
        if (!wasWritten)
            cells += row.cells.mid(m_header.size());
        MDMC_TRY(m_writer.writeRow(cells));
    }
    return {};
}

Result<> FailedRowsWriter::finish()
{
    return m_rows == 0 ? Result<>() : m_writer.finish(); // a byte order mark alone is no file
}

} // namespace mdmc::exchange
