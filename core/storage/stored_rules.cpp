// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/stored_rules.h"

#include "core/base/log.h"

namespace mdmc::storage {

namespace {

/// `isWhole` is set to false when reading failed, and left alone otherwise.
template<typename Entity>
std::vector<Entity> loadAll(RecordStore &store, bool &isWhole)
{
    std::vector<Entity> all;
    RecordId after;
    while (true) {
        auto page = store.page(Entity::kType, after, 1000, false);
        if (!page) {
            qCWarning(lcStorage) << "cannot read" << entityInfo(Entity::kType).name << errorCodeName(page.error().code);
            isWhole = false;
            return all;
        }
        for (const Record &record : *page)
            all.push_back(fromRecord<Entity>(record));
        if (page->size() < 1000)
            return all;
        after = page->back().id;
    }
}

template<typename Entity>
std::optional<Entity> findById(const std::vector<Entity> &all, const RecordId &id)
{
    const auto it = std::find_if(all.begin(), all.end(), [&](const Entity &entity) { return entity.id == id; });
    return it == all.end() ? std::nullopt : std::optional<Entity>(*it);
}

} // namespace

void StoredRules::load() const
{
    if (m_loaded)
        return;
    bool isWhole = true;
    m_pipelines = loadAll<Pipeline>(m_store, isWhole);
    std::erase_if(m_pipelines, [](const Pipeline &p) { return p.isArchived; });
    std::stable_sort(m_pipelines.begin(), m_pipelines.end(),
                     [](const Pipeline &a, const Pipeline &b) { return a.position < b.position; });
    m_stages = loadAll<Stage>(m_store, isWhole);
    m_items = loadAll<ListItem>(m_store, isWhole);
    std::stable_sort(m_items.begin(), m_items.end(),
                     [](const ListItem &a, const ListItem &b) { return a.position < b.position; });
    m_users = loadAll<User>(m_store, isWhole);
    m_loaded = isWhole; // Else the next question reads again: an error that passes must not leave lists empty.
}

std::optional<Stage> StoredRules::stage(const RecordId &id) const
{
    load();
    return findById(m_stages, id);
}

std::vector<Stage> StoredRules::stages() const
{
    load();
    std::vector<Stage> ordered;
    for (const Pipeline &pipeline : m_pipelines) {
        const size_t from = ordered.size();
        for (const Stage &stage : m_stages)
            if (stage.pipelineId == pipeline.id && !stage.isArchived)
                ordered.push_back(stage);
        std::stable_sort(ordered.begin() + qsizetype(from), ordered.end(),
                         [](const Stage &a, const Stage &b) { return a.position < b.position; });
    }
    return ordered;
}

std::vector<Pipeline> StoredRules::pipelines() const
{
    load();
    return m_pipelines;
}

std::vector<ListItem> StoredRules::list(QStringView list) const
{
    load();
    std::vector<ListItem> entries;
    for (const ListItem &item : m_items)
        if (item.list == list && !item.isArchived)
            entries.push_back(item);
    return entries;
}

std::optional<User> StoredRules::user(const RecordId &id) const
{
    load();
    return findById(m_users, id);
}

std::vector<User> StoredRules::users() const
{
    load();
    return m_users;
}

bool StoredRules::exists(EntityType type, const RecordId &id) const
{
    const auto record = m_store.load(type, id);
    return record && *record && !(*record)->isDeleted();
}

} // namespace mdmc::storage
