// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/rules/rule_context.h"
#include "sync/server/store.h"

#include <set>

#include <unordered_map>

namespace mdmc::sync {

/// What rules look up, as the store has it: kept over transactions for as long as nothing of it changes.
struct RuleData {
    std::optional<Head> at; ///< The store's head for which this holds; nothing: not loaded.
    std::map<RecordId, User> users;
    std::map<RecordId, Stage> stages;
    std::map<RecordId, Pipeline> pipelines;
    std::map<RecordId, ListItem> items;
    bool isLoaded = false;
};

/// What a transaction wrote, as it stands in the store.
struct Committed {
    std::vector<Change> log;
    std::vector<ScopedRow> rows;
};

/// The changes of one write transaction while they are being decided, over the rows of the store. Nothing is written
/// until everything is decided, so that the head counter is the last lock taken, and a refused group leaves no trace.
///
/// Sequences given out here are provisional; `write` numbers them and `sequence` translates.
/// Also what rules look up: they see the rows as changed so far. Same thread and transaction as the store.
class WorkingSet final : public RuleContext {
public:
    using Row = ScopedRow;
    /// What a change is recorded with.
    struct Cause {
        RecordId author;
        RecordId client;
        qint64 n = 0;
        UtcMs effectiveAt = 0;
    };

    /// `rules` holds for the store as it stands now, or is not loaded yet.
    WorkingSet(Store &store, RuleData &rules) : m_store(store), m_rules(rules) { }
    explicit WorkingSet(Store &store) : m_store(store), m_rules(m_ownRules) { }
    WorkingSet(const WorkingSet &) = delete;
    WorkingSet &operator=(const WorkingSet &) = delete;

    /// The row as changed so far, also when it is deleted; null when there is none. Until the next change of that row, or
    /// the end of its group.
    Result<const Row *> find(const RecordRef &ref);
    /// The scope of a record: its own, or its parent's. NotFound when its parent is no live row.
    Result<RowScope> scopeFor(const Record &record);
    /// The change that gave a field its version; nothing when that is no longer in the log.
    Result<std::optional<Change>> changeAt(qint64 version);
    /// A record of this id was deleted so long ago that its tombstone is gone.
    Result<bool> wasPurged(const RecordRef &ref) { return m_store.isPurged(ref); }
    /// No change that is no longer in the log was committed after this.
    Result<UtcMs> foldedBefore();

    /// Takes the new state of a row, gives it the next sequence as `rev` (and version of `changedFields`; and `deleted`
    /// when it is not 0), and lets its dependants follow when its scope changed. Returns the sequence.
    Result<qint64> put(Row row, ChangeKind kind, const Cause &cause, std::span<const int> changedFields);
    void addAudit(AuditEntry entry) { m_audit.push_back(std::move(entry)); }

    void keepGroup();
    void dropGroup();

    bool isEmpty() const { return m_changes.empty(); }
    bool hasChanged(EntityType type) const;
    /// Of what rules look up.
    bool hasChangedRules() const;

    /// Numbers and writes all kept groups. `random` draws the tags; `now` is when they are committed.
    Result<> write(Random &random, UtcMs now);
    /// The real sequence of a provisional one; others as they are. After `write`.
    qint64 sequence(qint64 provisional) const;

    /// After `write`: takes what was written out of here.
    Committed takeCommitted();

    /// What went wrong inside the RuleContext functions, which cannot say so themselves.
    Result<> check() const;

    std::optional<Stage> stage(const RecordId &id) const override;
    std::vector<Stage> stages() const override;
    std::vector<Pipeline> pipelines() const override;
    std::vector<ListItem> list(QStringView list) const override;
    std::optional<User> user(const RecordId &id) const override;
    std::vector<User> users() const override;
    bool exists(EntityType type, const RecordId &id) const override;

private:
    using Rows = std::unordered_map<RecordRef, Row>;

    Result<> rescopeDependants(const RecordRef &root, const ScopeKey &key, const Cause &cause);
    qint64 log(const Row &row, ChangeKind kind, const Cause &cause, const std::optional<ScopeKey> &before);
    const Row *changed(const RecordRef &ref) const;
    template <typename Entity> std::map<RecordId, Entity> loaded() const;
    template <typename Entity> std::optional<Entity> one(const RecordId &id) const;
    template <typename Entity> const std::map<RecordId, Entity> &stored() const;
    template <typename Entity, typename IsWanted> std::vector<Entity> inUse(IsWanted isWanted) const;
    Result<> loadRules() const;

    Store &m_store;
    RuleData m_ownRules;
    RuleData &m_rules;
    Rows m_stored; ///< As read from the store.
    Rows m_kept;
    Rows m_group;
    std::unordered_map<RecordRef, std::vector<RecordRef>> m_dependants; ///< By root; also of groups that were dropped.
    std::vector<Change> m_changes;
    std::set<EntityType> m_changedTypes; ///< Also of groups that were dropped.
    size_t m_groupStart = 0;
    std::vector<AuditEntry> m_audit;
    size_t m_auditStart = 0;
    qint64 m_first = 0; ///< Real sequence of the first change, once written.
    mutable std::optional<Error> m_error;
};

} // namespace mdmc::sync
