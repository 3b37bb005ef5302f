// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/csv_writer.h"
#include "core/rules/rule_context.h"

#include <QJsonObject>
#include <QLocale>

namespace mdmc::exchange {

class WorkspaceNames;

struct ExportOptions {
    enum class Titles : quint8 { FieldNames, English, French };
    /// Column titles. All three are recognised again by `guessColumns`.
    Titles titles = Titles::English;
    CsvWriterOptions csv; ///< `;` for Excel in French.
    /// Targets of `exportColumns()` to write, in this order; empty: all.
    QStringList columns;
};

/// What can be exported: targets of `importTargets()`, and `score`, `createdAt`, `stageChangedAt`, `lastActivityAt`,
/// `convertedAt`, which are for reading only.
QStringList exportColumns();

/// Writes leads as CSV. Importing the file again in any mode changes nothing. Sets are joined by `; ` (an entry that
/// holds a separator stands in quotes), list values and stages are written as their labels, people by their names,
/// amounts as plain numbers beside their currency, dates as 2026-12-31, times as 2026-12-31T09:30:00Z. The id is in
/// the column `MDMC ID`.
class LeadCsvWriter {
public:
    /// The device is open for writing and outlives the writer; the context is only used here.
    LeadCsvWriter(QIODevice &device, const RuleContext &context, const ExportOptions &options = {});
    ~LeadCsvWriter();
    /// Deleted leads are the caller's to leave out. Errors as `CsvWriter::writeRow`.
    Result<> add(const Lead &lead);
    Result<> finish(); ///< Writes the header even where there was no lead.

private:
    Result<> writeHeader();

    CsvWriter m_writer;
    std::unique_ptr<WorkspaceNames> m_names;
    QStringList m_columns;
    ExportOptions::Titles m_titles;
    bool m_hasHeader = false;
};

/// A lead with its field names: sets as arrays, amounts as `{"minor","currency"}`, ids, dates and times as text, keys
/// of lists as they are stored. Empty fields are left out.
QJsonObject leadToJson(const Lead &lead);

/// Writes `[…]` with one lead a line.
class LeadJsonWriter {
public:
    explicit LeadJsonWriter(QIODevice &device) : m_device(device) { }
    Result<> add(const Lead &lead);
    Result<> finish();

private:
    Result<> write(const QByteArray &bytes);

    QIODevice &m_device;
    bool m_isBegun = false;
};

} // namespace mdmc::exchange
