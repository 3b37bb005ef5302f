// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/lead_import.h"
#include "tests/support/lead_book.h"
#include "tests/support/list_rule_context.h"
#include "tests/support/results.h"

#include <QBuffer>
#include <QTest>

namespace mdmc::exchange::test {

using Kinds = std::vector<RowIssueKind>;

/// A file in memory and everything an import of it needs.
struct Bench {
    explicit Bench(const QString &text = {}) { setText(text); }
    void setText(const QString &text)
    {
        buffer.close();
        buffer.setData(text.toUtf8());
        buffer.open(QIODevice::ReadOnly);
    }
    Result<std::unique_ptr<LeadImport>> open()
    {
        if (options.mapping.targets.isEmpty())
            options.mapping = previewFile(buffer).value().mapping;
        return LeadImport::open(buffer, {}, options, context);
    }
    /// Imports all of it into the book, `chunk` rows at a time, at most `limit` chunks; what was planned.
    std::vector<PlannedRow> run(int chunk = 100, int limit = 1'000'000)
    {
        auto import = open();
        if (!import)
            qFatal("%s", qPrintable(import.error().detail));
        std::vector<PlannedRow> all;
        for (bool isMore = true; isMore && limit-- > 0;) {
            std::vector<PlannedRow> rows;
            const auto next = (*import)->nextChunk(chunk, context, book, rows);
            if (!next)
                qFatal("%s", qPrintable(next.error().detail));
            isMore = *next;
            for (const PlannedRow &row : rows) {
                book.apply(row);
                all.push_back(row);
            }
        }
        counts = (*import)->counts();
        if (counts.sum() != counts.rows || counts.rows != qint64(all.size()))
            qFatal("the counts do not add up");
        return all;
    }
    PlannedRow runOne()
    {
        const auto rows = run();
        if (rows.size() != 1)
            qFatal("not one row");
        return rows.front();
    }

    QBuffer buffer;
    ListRuleContext context = ListRuleContext::defaults();
    LeadBook book;
    ImportOptions options;
    ImportCounts counts;
};

inline Kinds kindsOf(const PlannedRow &row)
{
    Kinds kinds;
    for (const RowIssue &issue : row.issues)
        kinds.push_back(issue.kind);
    return kinds;
}

inline QString outcomes(const std::vector<PlannedRow> &rows)
{
    QStringList names;
    for (const PlannedRow &row : rows)
        names.append(rowOutcomeName(row.outcome));
    return names.join(u' ');
}

inline Lead knownLead(const ListRuleContext &context)
{
    Lead lead;
    lead.id = RecordId::mint();
    lead.artistName = QStringLiteral("Nova Kestrin");
    lead.emails = {QStringLiteral("lea@example.org")};
    lead.genres = {QStringLiteral("pop")};
    lead.notes = QStringLiteral("first call done");
    lead.budget = Money{100000, QStringLiteral("EUR")};
    const Stage stage = context.stageNamed(u"Qualified");
    lead.stageId = stage.id;
    lead.pipelineId = stage.pipelineId;
    return lead;
}

} // namespace mdmc::exchange::test
