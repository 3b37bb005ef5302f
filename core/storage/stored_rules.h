// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/rule_context.h"
#include "core/storage/record_store.h"

namespace mdmc::storage {

/// What rules look up, read from a store's record tables. Pipelines, stages, lists and users are kept in memory until
/// `invalidate`; existence is asked for each time. Same thread as its store.
class StoredRules final : public RuleContext {
public:
    explicit StoredRules(RecordStore &store) : m_store(store) {}

    std::optional<Stage> stage(const RecordId &id) const override;
    std::vector<Stage> stages() const override;
    std::vector<Pipeline> pipelines() const override;
    std::vector<ListItem> list(QStringView list) const override;
    std::optional<User> user(const RecordId &id) const override;
    std::vector<User> users() const override;
    bool exists(EntityType type, const RecordId &id) const override;

    /// To be called when a record of type pipeline, stage, list item or user has changed.
    void invalidate() { m_loaded = false; }

private:
    void load() const;

    RecordStore &m_store;
    mutable bool m_loaded = false;
    mutable std::vector<Stage> m_stages;
    mutable std::vector<Pipeline> m_pipelines;
    mutable std::vector<ListItem> m_items;
    mutable std::vector<User> m_users;
};

} // namespace mdmc::storage
