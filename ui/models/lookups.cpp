// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lookups.h"

#include "core/base/when_done.h"

#include <QCollator>

namespace mdmc::ui {

namespace {

/// Lists of a workspace are short; a page this long holds any of them, and the loop asks for more all the same.
constexpr int kPage = 1000;

template <typename Entity> Result<std::vector<Entity>> readAll(storage::RecordStore &store)
{
    std::vector<Entity> all;
    RecordId after;
    for (;;) {
        MDMC_ASSIGN(const std::vector<Record> page, store.page(Entity::kType, after, kPage, false));
        for (const Record &record : page)
            all.push_back(fromRecord<Entity>(record));
        if (int(page.size()) < kPage)
            return all;
        after = page.back().id;
    }
}

template <typename Entity> const Entity *findById(const std::vector<Entity> &all, const RecordId &id)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const Entity &e) { return e.id == id; });
    return found == all.end() ? nullptr : &*found;
}

bool isLookup(EntityType type)
{
    return type == EntityType::User || type == EntityType::Team || type == EntityType::Pipeline
        || type == EntityType::Stage || type == EntityType::ListItem;
}

} // namespace

Lookups::Lookups(sync::Workspace &workspace, const QLocale &locale, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_isFrench(locale.language() == QLocale::French)
{
    connect(&workspace, &sync::Workspace::changed, this, [this](const sync::ChangeSet &changes) {
        const auto &records = changes.records;
        if (changes.isWide
            || std::any_of(records.begin(), records.end(), [](const RecordRef &ref) { return isLookup(ref.type); }))
            reload();
    });
    reload();
}

void Lookups::reload()
{
    if (m_isReading) {
        m_readAgain = true;
        return;
    }
    m_isReading = true;
    whenDone(m_workspace.read(&Lookups::readTables), this, [this](Result<Tables> tables) {
        m_isReading = false;
        if (tables)
            take(std::move(*tables));
        if (std::exchange(m_readAgain, false))
            reload();
    });
}

Result<Lookups::Tables> Lookups::readTables(sync::ReplicaReader &reader)
{
    Tables tables;
    MDMC_ASSIGN(tables.pipelines, readAll<Pipeline>(reader.store));
    MDMC_ASSIGN(tables.stages, readAll<Stage>(reader.store));
    MDMC_ASSIGN(tables.items, readAll<ListItem>(reader.store));
    MDMC_ASSIGN(tables.users, readAll<User>(reader.store));
    MDMC_ASSIGN(tables.teams, readAll<Team>(reader.store));
    return tables;
}

void Lookups::take(Tables tables)
{
    QCollator collator;
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::ranges::stable_sort(tables.pipelines, {}, &Pipeline::position);
    QHash<RecordId, qsizetype> order;
    for (const Pipeline &pipeline : tables.pipelines)
        order.insert(pipeline.id, order.size());
    std::ranges::stable_sort(tables.stages, [&](const Stage &a, const Stage &b) {
        return std::pair(order.value(a.pipelineId, INT_MAX), a.position)
            < std::pair(order.value(b.pipelineId, INT_MAX), b.position);
    });
    std::ranges::stable_sort(tables.items, {}, &ListItem::position);
    std::ranges::stable_sort(tables.users,
                             [&](const User &a, const User &b) { return collator.compare(a.name, b.name) < 0; });
    std::ranges::stable_sort(tables.teams,
                             [&](const Team &a, const Team &b) { return collator.compare(a.name, b.name) < 0; });
    m_tables = std::move(tables);
    m_itemByKey.clear();
    for (size_t i = 0; i < m_tables.items.size(); ++i)
        m_itemByKey.insert({m_tables.items[i].list, m_tables.items[i].key}, qsizetype(i));
    m_isLoaded = true;
    Q_EMIT changed();
}

std::optional<Stage> Lookups::stage(const RecordId &id) const
{
    const Stage *found = findById(m_tables.stages, id);
    return found ? std::optional(*found) : std::nullopt;
}

std::vector<Stage> Lookups::stages() const
{
    std::vector<Stage> live;
    std::ranges::copy_if(m_tables.stages, std::back_inserter(live), [](const Stage &s) { return !s.isArchived; });
    return live;
}

std::vector<Pipeline> Lookups::pipelines() const
{
    std::vector<Pipeline> live;
    std::ranges::copy_if(m_tables.pipelines, std::back_inserter(live), [](const Pipeline &p) { return !p.isArchived; });
    return live;
}

std::vector<ListItem> Lookups::list(QStringView list) const
{
    std::vector<ListItem> live;
    std::ranges::copy_if(m_tables.items, std::back_inserter(live),
                         [list](const ListItem &i) { return i.list == list && !i.isArchived; });
    return live;
}

std::optional<User> Lookups::user(const RecordId &id) const
{
    const User *found = findById(m_tables.users, id);
    return found ? std::optional(*found) : std::nullopt;
}

std::vector<User> Lookups::users() const
{
    return m_tables.users;
}

std::vector<User> Lookups::activeUsers() const
{
    std::vector<User> active;
    std::ranges::copy_if(m_tables.users, std::back_inserter(active), [](const User &u) { return u.isActive; });
    return active;
}

std::vector<Stage> Lookups::stagesOf(const RecordId &pipelineId) const
{
    std::vector<Stage> own;
    std::ranges::copy_if(m_tables.stages, std::back_inserter(own),
                         [&](const Stage &s) { return s.pipelineId == pipelineId && !s.isArchived; });
    return own;
}

RecordId Lookups::firstPipeline() const
{
    for (const Pipeline &pipeline : m_tables.pipelines)
        if (!pipeline.isArchived)
            return pipeline.id;
    return {};
}

std::optional<Stage> Lookups::stageOfKind(const RecordId &pipelineId, QStringView kind) const
{
    for (const Stage &stage : m_tables.stages)
        if (stage.pipelineId == pipelineId && !stage.isArchived && stage.kind == kind)
            return stage;
    return std::nullopt;
}

QString Lookups::stageName(const Stage &stage) const
{
    return m_isFrench && !stage.nameFr.isEmpty() ? stage.nameFr : stage.nameEn;
}

QString Lookups::stageName(const RecordId &id) const
{
    const Stage *found = findById(m_tables.stages, id);
    return found ? stageName(*found) : QString();
}

QString Lookups::pipelineName(const RecordId &id) const
{
    const Pipeline *found = findById(m_tables.pipelines, id);
    return found ? found->name : QString();
}

QString Lookups::userName(const RecordId &id) const
{
    const User *found = findById(m_tables.users, id);
    return found ? found->name : QString();
}

QString Lookups::teamName(const RecordId &id) const
{
    const Team *found = findById(m_tables.teams, id);
    return found ? found->name : QString();
}

std::optional<ListItem> Lookups::listItem(QStringView list, const QString &key) const
{
    const auto found = m_itemByKey.constFind({list.toString(), key});
    return found == m_itemByKey.constEnd() ? std::nullopt : std::optional(m_tables.items[size_t(*found)]);
}

QString Lookups::labelOf(const ListItem &item) const
{
    return m_isFrench && !item.labelFr.isEmpty() ? item.labelFr : item.labelEn;
}

QString Lookups::listLabel(QStringView list, const QString &key) const
{
    const std::optional<ListItem> item = listItem(list, key);
    return item ? labelOf(*item) : key;
}

} // namespace mdmc::ui
