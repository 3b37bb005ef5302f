// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/lead_import.h"
#include "core/exchange/workspace_names.h"

#include <map>

namespace mdmc::exchange {

/// What a row says about a lead, before it is known whether the lead exists.
struct LeadDraft {
    struct SetEntry {
        QString raw; ///< As typed.
        QString value; ///< As stored.
        int column = -1;
    };

    std::optional<RecordId> id; ///< Of our own export.
    Record record; ///< Values of mapped cells that are not empty; everything else is empty.
    std::map<int, std::vector<SetEntry>> sets; ///< Entries of set fields, by field position.
    std::map<int, int> columns; ///< The column that a field's value came from, by field position.
    std::vector<RowIssue> issues;

    bool hasErrors() const;
};

/// Reads rows into drafts by a mapping that `checkMapping` has accepted.
class LeadDraftReader {
public:
    LeadDraftReader(const ImportOptions &options, const QStringList &header, const RuleContext &context);

    LeadDraft read(const CsvRow &row) const;

    /// Columns that hold dates, in file order.
    std::vector<int> dateColumns() const;
    void setDateOrder(int column, DateOrder order) { m_dateOrders[column] = order; }

private:
    struct Work;
    void readTexts(Work &work) const;
    void readNames(Work &work) const;
    void readContacts(Work &work) const;
    void readLists(Work &work) const;
    void readSet(Work &work, QLatin1String target) const;
    void addListEntry(Work &work, int field, const QString &text, int column) const;
    void readMoney(Work &work) const;
    void readDates(Work &work) const;
    void readPlace(Work &work) const;
    DateOrder orderOf(int column) const;

    const ImportOptions &m_options;
    WorkspaceNames m_names;
    std::map<QString, std::vector<int>> m_columns; ///< By target.
    std::map<int, DateOrder> m_dateOrders;
};

} // namespace mdmc::exchange
