// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/lead_import.h"
#include "core/rules/match_keys.h"

#include <map>

namespace mdmc {

/// Leads in memory, found as an import finds them; takes the edits that an import plans.
class LeadBook : public exchange::MatchLookup {
public:
    Result<std::vector<RecordId>> byMatchKey(const QString &key) override
    {
        if (failsAfter >= 0 && failsAfter-- == 0)
            return failure(ErrorCode::StorageFailure, QStringLiteral("broken on purpose"));
        std::vector<RecordId> found;
        for (auto [at, end] = keys.equal_range(key); at != end; ++at) {
            if (!leads.at(at->second).isDeleted())
                found.push_back(at->second);
        }
        std::sort(found.begin(), found.end());
        return found;
    }
    Result<std::optional<Record>> load(const RecordId &id) override
    {
        const auto at = leads.find(id);
        return at == leads.end() ? std::optional<Record>() : at->second;
    }

    void put(const Record &record)
    {
        std::erase_if(keys, [&](const auto &entry) { return entry.second == record.id; });
        insert(record);
    }
    void put(const Lead &lead) { put(toRecord(lead)); }
    Lead lead(const RecordId &id) const { return fromRecord<Lead>(leads.at(id)); }
    /// The lead of this artist; the test fails when there is none.
    Lead artist(const QString &name) const
    {
        for (const auto &[id, record] : leads) {
            if (record.value(QLatin1String("artistName")).as<QString>() == name)
                return fromRecord<Lead>(record);
        }
        qFatal("no such artist");
    }

    void apply(const exchange::PlannedRow &row)
    {
        if (row.outcome == exchange::RowOutcome::Created) {
            Q_ASSERT(!leads.contains(row.leadId));
            Record record(EntityType::Lead, row.leadId);
            for (const FieldChange &change : row.changes)
                record.values[size_t(change.field)] = change.value;
            insert(record);
        } else if (row.outcome == exchange::RowOutcome::Updated) {
            Record record = leads.at(row.leadId);
            for (const FieldChange &change : row.changes)
                record.values[size_t(change.field)] = change.value;
            put(record);
        }
    }

    size_t size() const { return leads.size(); }

    std::map<RecordId, Record> leads;
    std::multimap<QString, RecordId> keys;
    int failsAfter = -1; ///< Look-ups by key that still work; -1: all.

private:
    void insert(const Record &record)
    {
        leads[record.id] = record;
        for (const QString &key : matchKeys(fromRecord<Lead>(record)))
            keys.emplace(key, record.id);
    }
};

} // namespace mdmc
