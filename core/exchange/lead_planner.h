// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/lead_draft.h"
#include "core/exchange/seen_hashes.h"

namespace mdmc::exchange {

/// Ids of the leads that one import creates: the same for the same seed, ascending by line.
class ImportIds {
public:
    /// `seed`: 32 bytes that stand for the salt and the file's contents.
    explicit ImportIds(const QByteArray &seed) : m_seed(seed) { }

    RecordId importId() const { return idOf(0, 0); }
    /// `generation` counts the leads of this line that were deleted again, 0–1023.
    RecordId rowId(qint64 line, int generation) const { return idOf(quint32(line), generation); }

private:
    RecordId idOf(quint32 line, int generation) const;

    QByteArray m_seed;
};

/// Decides row by row, in the order of the file, what is to be done about a draft.
class LeadPlanner {
public:
    /// `options` outlives the planner. `defaultStage`: where new leads go whose row names no stage.
    LeadPlanner(const ImportOptions &options, ImportIds ids, const Stage &defaultStage, const RuleContext &context);

    Result<PlannedRow> plan(const LeadDraft &draft, const CsvRow &row, const RuleContext &context, MatchLookup &lookup);
    const ImportIds &ids() const { return m_ids; }

private:
    /// The lead that a row is about.
    struct Target {
        std::optional<Record> lead; ///< Live.
        RecordId duplicateId; ///< Mode Create: a lead with one of the row's keys.
        RecordId newId; ///< For a lead to be created.
        bool isOwnRow = false; ///< Created by an earlier run of this import.
        bool isSeen = false; ///< An earlier row of the file was about it.
        bool isAmbiguous = false;
    };

    QStringList chosenKeys(const Lead &lead) const;
    Result<Target> find(const LeadDraft &draft, qint64 line, const QStringList &keys, MatchLookup &lookup) const;
    Result<> findOwnRow(Target &target, qint64 line, MatchLookup &lookup) const;
    Result<> findByKeys(Target &target, const LeadDraft &draft, const QStringList &keys, MatchLookup &lookup) const;
    Record created(const LeadDraft &draft, const RecordId &id, const RuleContext &context,
                   std::vector<RowIssue> &issues) const;
    Record updated(const LeadDraft &draft, const Record &before, const RuleContext &context) const;
    void fillLostReason(Record &record, const RuleContext &context) const;
    void settle(PlannedRow &planned, const LeadDraft &draft, const Target &target, const RuleContext &context) const;
    void remember(const Target &target, const QStringList &keys);

    const ImportOptions &m_options;
    ImportIds m_ids;
    Stage m_defaultStage;
    QString m_source;
    SeenHashes m_seen;
};

} // namespace mdmc::exchange
