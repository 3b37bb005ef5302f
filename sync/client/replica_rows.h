// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/record_store.h"
#include "core/storage/stored_rules.h"
#include "sync/client/outbox.h"
#include "sync/client/workspace.h"
#include "sync/protocol/messages.h"

#include <set>

namespace mdmc::sync {

/// Gathers what a transaction changes; beyond a thousand records nobody wants them by name.
class ChangeCollector {
public:
    void add(const RecordRef &record);
    void setWide() { m_isWide = true; }
    bool isEmpty() const { return m_records.empty() && !m_isWide; }
    bool touchesRules() const { return m_touchesRules; }
    ChangeSet take(bool isLocal);

private:
    std::set<RecordRef> m_records;
    bool m_isWide = false;
    bool m_touchesRules = false;
};

/// The displayed rows: the server's row, or shadow ⊕ pending where operations wait. Runs inside the caller's
/// transaction; everything it changes goes to `changes`.
class ReplicaRows {
public:
    ReplicaRows(storage::Database &database, storage::RecordStore &store, storage::StoredRules &rules, Outbox &outbox)
        : m_db(database), m_store(store), m_rules(rules), m_outbox(outbox) {}

    /// For predictions of what the server will compute.
    void setActor(const Actor &actor) { m_actor = actor; }

    /// Before the first operation touches a row: keeps the server's row (or that there is none) aside.
    Result<> shield(const RecordRef &record);
    /// Saves a row as displayed.
    Result<> display(const Record &record, ChangeCollector &changes);
    /// Saves rows of a first load as they came; no operation waits here.
    Result<> displayPacked(EntityType type, const PackedRows &rows, ChangeCollector &changes);
    /// A row from the server. Older than what is known (by rev): left out, unless `isForced` (another epoch).
    Result<> takeServerRow(const Record &row, bool isForced, ChangeCollector &changes);
    /// Shows the row anew from shadow and outbox; without operations the shadow collapses.
    Result<> refresh(const RecordRef &record, ChangeCollector &changes);
    /// An operation has left the outbox: refreshes its record and the one it had an effect on.
    Result<> settle(const OutboxEntry &entry, ChangeCollector &changes);
    /// Removes a record that left the person's sight, with its children and every trace but what the person typed.
    Result<> evict(const RecordRef &record, ChangeCollector &changes);
    /// The same without its children, which the server may still show: those of a deleted record live on.
    Result<> evictAlone(const RecordRef &record, ChangeCollector &changes);
    /// At the end of each transaction that removed rows, by an eviction or because the edit that kept them here was
    /// decided: the full-text indexes only mark what was removed and would keep its words until they happen to merge.
    /// Rewrites those concerned (some 0.1 s for 10,000 rows).
    Result<> purgeText();
    /// The server's row as known here: the shadow where there is one.
    Result<std::optional<Record>> serverRow(const RecordRef &record);
    /// Rows of a type that the server is known to have sent (live or tombstones).
    Result<qint64> liveServerRows(EntityType type);
    Result<bool> hasServerRows();

private:
    struct Shadow { std::optional<Record> row; };
    Result<std::optional<Shadow>> shadow(const RecordRef &record);
    Result<std::optional<qint64>> shadowRev(const RecordRef &record);
    Result<> setShadow(const RecordRef &record, const std::optional<Record> &row);
    Result<> removeShadow(const RecordRef &record);
    Result<> erase(const RecordRef &record, ChangeCollector &changes);
    std::optional<Record> overlaid(const RecordRef &record, std::optional<Record> row,
                                   const std::vector<OutboxEntry> &entries) const;
    Result<std::vector<RecordRef>> childrenOf(const RecordRef &record);

    storage::Database &m_db;
    storage::RecordStore &m_store;
    storage::StoredRules &m_rules;
    Outbox &m_outbox;
    Actor m_actor;
    std::set<EntityType> m_textToPurge;
    bool m_hasErased = false;
};

} // namespace mdmc::sync
