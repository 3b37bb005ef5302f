// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/default_lists.h"
#include "core/rules/rule_context.h"

#include <algorithm>
#include <set>

namespace mdmc {

/// What rules look up, from plain vectors that a test fills.
class ListRuleContext : public RuleContext {
public:
    /// A workspace as it is set up: pipeline, stages and lists; no users.
    static ListRuleContext defaults(quint64 seed = 1)
    {
        ListRuleContext context;
        ManualClock clock;
        SeededRandom random(seed);
        for (const Record &record : defaultWorkspaceRecords(clock, random))
            context.add(record);
        return context;
    }

    void add(const Record &record)
    {
        known.insert({record.type, record.id});
        switch (record.type) {
        case EntityType::Pipeline: allPipelines.push_back(fromRecord<Pipeline>(record)); break;
        case EntityType::Stage: allStages.push_back(fromRecord<Stage>(record)); break;
        case EntityType::ListItem: items.push_back(fromRecord<ListItem>(record)); break;
        case EntityType::User: allUsers.push_back(fromRecord<User>(record)); break;
        default: break;
        }
    }
    /// The stage with this English name; the test fails when there is none.
    Stage stageNamed(QStringView nameEn) const
    {
        const auto at = std::find_if(allStages.begin(), allStages.end(),
                                     [&](const Stage &stage) { return stage.nameEn == nameEn; });
        Q_ASSERT_X(at != allStages.end(), "stageNamed", "no such stage");
        return *at;
    }

    std::optional<Stage> stage(const RecordId &id) const override { return find(allStages, id); }
    std::vector<Stage> stages() const override { return allStages; }
    std::vector<Pipeline> pipelines() const override { return allPipelines; }
    std::vector<ListItem> list(QStringView name) const override
    {
        std::vector<ListItem> found;
        std::copy_if(items.begin(), items.end(), std::back_inserter(found),
                     [&](const ListItem &item) { return item.list == name && !item.isArchived; });
        return found;
    }
    std::optional<User> user(const RecordId &id) const override { return find(allUsers, id); }
    std::vector<User> users() const override { return allUsers; }
    bool exists(EntityType type, const RecordId &id) const override { return known.contains({type, id}); }

    std::vector<Pipeline> allPipelines;
    std::vector<Stage> allStages;
    std::vector<ListItem> items;
    std::vector<User> allUsers;
    std::set<std::pair<EntityType, RecordId>> known;

private:
    template<typename T>
    static std::optional<T> find(const std::vector<T> &entries, const RecordId &id)
    {
        const auto at = std::find_if(entries.begin(), entries.end(), [&](const T &entry) { return entry.id == id; });
        return at == entries.end() ? std::nullopt : std::optional(*at);
    }
};

} // namespace mdmc
