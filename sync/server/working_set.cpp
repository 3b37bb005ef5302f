// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/working_set.h"

namespace mdmc::sync {

namespace {

/// Above every real sequence and below kPendingSequence.
constexpr qint64 kProvisional = qint64(1) << 61;

bool isProvisional(qint64 sequence)
{
    return sequence > kProvisional && sequence != kPendingSequence;
}

} // namespace

const WorkingSet::Row *WorkingSet::changed(const RecordRef &ref) const
{
    if (const auto found = m_group.find(ref); found != m_group.end())
        return &found->second;
    if (const auto found = m_kept.find(ref); found != m_kept.end())
        return &found->second;
    return nullptr;
}

Result<const WorkingSet::Row *> WorkingSet::find(const RecordRef &ref)
{
    if (const Row *row = changed(ref))
        return row;
    if (const auto known = m_stored.find(ref); known != m_stored.end())
        return &known->second;
    MDMC_ASSIGN(std::optional<Record> record, m_store.load(ref));
    if (!record)
        return nullptr;
    MDMC_ASSIGN(const std::optional<RowScope> scope, m_store.scopeOf(ref));
    if (!scope)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("a %1 has no scope").arg(record->info().name));
    return &m_stored.emplace(ref, Row{std::move(*record), *scope}).first->second;
}

Result<RowScope> WorkingSet::scopeFor(const Record &record)
{
    const RecordRef self{record.type, record.id};
    const std::optional<RecordRef> parent = parentOf(record);
    if (!parent)
        return RowScope{ownScope(record), self};
    MDMC_ASSIGN(const Row *row, find(*parent));
    if (!row)
        return failure(ErrorCode::NotFound, QStringLiteral("the record it belongs to does not exist"));
    return RowScope{row->scope.key, row->scope.root};
}

Result<std::optional<Change>> WorkingSet::changeAt(qint64 version)
{
    if (isProvisional(version))
        return std::optional(m_changes[size_t(version - kProvisional - 1)]);
    if (version <= 0)
        return std::optional<Change>();
    return m_store.change(version);
}

Result<UtcMs> WorkingSet::foldedBefore()
{
    MDMC_ASSIGN(const Head head, m_store.head());
    MDMC_ASSIGN(const std::optional<Change> last, m_store.change(head.floor));
    return last ? last->committedAt : 0;
}

qint64 WorkingSet::log(const Row &row, ChangeKind kind, const Cause &cause, const std::optional<ScopeKey> &before)
{
    Change change;
    m_changedTypes.insert(row.record.type);
    change.seq = kProvisional + qint64(m_changes.size()) + 1;
    change.row = {row.record.type, row.record.id};
    change.kind = kind;
    change.effectiveAt = cause.effectiveAt;
    change.author = cause.author;
    change.client = cause.client;
    change.n = cause.n;
    change.before = before;
    change.after = row.scope.key;
    m_changes.push_back(change);
    return change.seq;
}

Result<qint64> WorkingSet::put(Row row, ChangeKind kind, const Cause &cause, std::span<const int> changedFields)
{
    const RecordRef ref{row.record.type, row.record.id};
    std::optional<ScopeKey> before;
    if (kind != ChangeKind::Create) {
        MDMC_ASSIGN(const Row *old, find(ref));
        if (old)
            before = old->scope.key;
    }
    const qint64 seq = log(row, kind, cause, before);
    row.record.rev = seq;
    if (kind == ChangeKind::Delete)
        row.record.deleted = seq;
    for (const int field : changedFields)
        row.record.versions[size_t(field)] = seq;
    const RowScope scope = row.scope;
    m_group.insert_or_assign(ref, std::move(row));
    if (scope.root != ref)
        m_dependants[scope.root].push_back(ref);
    if (before && *before != scope.key && scope.root == ref)
        MDMC_TRY(rescopeDependants(ref, scope.key, cause));
    return seq;
}

Result<> WorkingSet::rescopeDependants(const RecordRef &root, const ScopeKey &key, const Cause &cause)
{
    MDMC_ASSIGN(std::vector<RecordRef> refs, m_store.dependantsOf(root));
    std::set<RecordRef> all(refs.begin(), refs.end());
    if (const auto put = m_dependants.find(root); put != m_dependants.end())
        all.insert(put->second.begin(), put->second.end());
    for (const RecordRef &ref : all) {
        MDMC_ASSIGN(const Row *present, find(ref));
        if (!present || present->scope.root != root)
            continue;
        Row row = *present;
        const ScopeKey before = std::exchange(row.scope.key, key);
        // Numbered anew so that the row reaches whom it becomes visible to; its fields keep their versions.
        row.record.rev = log(row, ChangeKind::Rescope, cause, before);
        m_group.insert_or_assign(ref, std::move(row));
    }
    return {};
}

void WorkingSet::keepGroup()
{
    for (size_t i = m_groupStart; i < m_changes.size(); ++i)
        m_changes[i].groupLast = kProvisional + qint64(m_changes.size());
    for (auto &[ref, row] : m_group)
        m_kept.insert_or_assign(ref, std::move(row));
    m_group.clear();
    m_groupStart = m_changes.size();
    m_auditStart = m_audit.size();
}

void WorkingSet::dropGroup()
{
    m_group.clear();
    m_changes.resize(m_groupStart);
    m_audit.resize(m_auditStart);
}

bool WorkingSet::hasChanged(EntityType type) const
{
    if (!m_changedTypes.contains(type))
        return false;
    return std::any_of(m_changes.begin(), m_changes.end(), [&](const Change &c) { return c.row.type == type; });
}

qint64 WorkingSet::sequence(qint64 provisional) const
{
    return isProvisional(provisional) ? m_first + (provisional - kProvisional - 1) : provisional;
}

Result<> WorkingSet::write(Random &random, UtcMs now)
{
    Q_ASSERT(m_group.empty());
    if (m_changes.empty())
        return {};
    MDMC_ASSIGN(const qint64 last, m_store.raiseHead(qint64(m_changes.size())));
    m_first = last - qint64(m_changes.size()) + 1;
    MDMC_ASSIGN(const Head head, m_store.head());
    for (auto &[ref, row] : m_kept) {
        row.record.rev = sequence(row.record.rev);
        row.record.deleted = sequence(row.record.deleted);
        for (qint64 &version : row.record.versions)
            version = sequence(version);
    }
    // In id order: keys that come sorted load several times faster.
    std::map<RecordRef, const Row *> sorted;
    for (const auto &[ref, row] : m_kept)
        sorted.emplace(ref, &row);
    for (const auto &[ref, row] : sorted) {
        const auto before = m_stored.find(ref);
        MDMC_TRY(m_store.save(row->record, row->scope, before == m_stored.end() ? nullptr : &before->second));
    }
    for (Change &change : m_changes) {
        change.seq = sequence(change.seq);
        change.groupLast = sequence(change.groupLast);
        std::array<quint8, 8> salt;
        random.fill(salt);
        change.tag = m_store.makeTag(head.epoch, change.seq,
                                     QByteArray(reinterpret_cast<const char *>(salt.data()), int(salt.size())));
        change.committedAt = now;
        MDMC_TRY(m_store.append(change));
    }
    for (const AuditEntry &entry : m_audit)
        MDMC_TRY(m_store.audit(entry));
    return {};
}

bool WorkingSet::hasChangedRules() const
{
    return std::any_of(m_changes.begin(), m_changes.end(), [](const Change &change) {
        return change.row.type == EntityType::User || change.row.type == EntityType::Stage
            || change.row.type == EntityType::Pipeline || change.row.type == EntityType::ListItem;
    });
}

Committed WorkingSet::takeCommitted()
{
    Committed committed;
    committed.log = std::exchange(m_changes, {});
    for (auto &[ref, row] : m_kept)
        committed.rows.push_back({std::move(row.record), row.scope});
    m_kept.clear();
    return committed;
}

Result<> WorkingSet::check() const
{
    return m_error ? Result<>(tl::unexpected<Error>(*m_error)) : Result<>();
}

Result<> WorkingSet::loadRules() const
{
    const auto load = [this]<typename Entity>(std::map<RecordId, Entity> &byId) -> Result<> {
        MDMC_ASSIGN(const std::vector<Record> records, m_store.all(Entity::kType));
        byId.clear();
        for (const Record &record : records)
            byId.insert_or_assign(record.id, fromRecord<Entity>(record));
        return {};
    };
    MDMC_TRY(load(m_rules.users));
    MDMC_TRY(load(m_rules.stages));
    MDMC_TRY(load(m_rules.pipelines));
    MDMC_TRY(load(m_rules.items));
    m_rules.isLoaded = true;
    return {};
}

template <typename Entity> const std::map<RecordId, Entity> &WorkingSet::stored() const
{
    if (!m_rules.isLoaded)
        if (const auto loaded = loadRules(); !loaded)
            m_error = loaded.error();
    if constexpr (std::is_same_v<Entity, User>)
        return m_rules.users;
    else if constexpr (std::is_same_v<Entity, Stage>)
        return m_rules.stages;
    else if constexpr (std::is_same_v<Entity, Pipeline>)
        return m_rules.pipelines;
    else
        return m_rules.items;
}

template <typename Entity> std::map<RecordId, Entity> WorkingSet::loaded() const
{
    std::map<RecordId, Entity> byId = stored<Entity>();
    for (const Rows *rows : {&m_kept, &m_group})
        for (const auto &[ref, row] : *rows) {
            if (ref.type != Entity::kType)
                continue;
            if (row.record.isDeleted())
                byId.erase(ref.id);
            else
                byId.insert_or_assign(ref.id, fromRecord<Entity>(row.record));
        }
    return byId;
}

template <typename Entity> std::optional<Entity> WorkingSet::one(const RecordId &id) const
{
    if (const Row *row = changed({Entity::kType, id}))
        return row->record.isDeleted() ? std::nullopt : std::optional(fromRecord<Entity>(row->record));
    const std::map<RecordId, Entity> &all = stored<Entity>();
    const auto found = all.find(id);
    return found == all.end() ? std::nullopt : std::optional(found->second);
}

/// Those in use, in the order in which they are shown. Nothing is copied that is not asked for: rules ask for every edit.
template <typename Entity, typename IsWanted> std::vector<Entity> WorkingSet::inUse(IsWanted isWanted) const
{
    std::vector<Entity> all;
    const auto gather = [&](const std::map<RecordId, Entity> &byId) {
        for (const auto &[id, entity] : byId)
            if (isWanted(entity))
                all.push_back(entity);
    };
    if (hasChanged(Entity::kType))
        gather(loaded<Entity>());
    else
        gather(stored<Entity>());
    return all;
}

std::optional<Stage> WorkingSet::stage(const RecordId &id) const
{
    return one<Stage>(id);
}
std::optional<User> WorkingSet::user(const RecordId &id) const
{
    return one<User>(id);
}
std::vector<User> WorkingSet::users() const
{
    return inUse<User>([](const User &) { return true; });
}

std::vector<Stage> WorkingSet::stages() const
{
    std::vector<Stage> all = inUse<Stage>([](const Stage &s) { return !s.isArchived; });
    std::sort(all.begin(), all.end(), [](const Stage &a, const Stage &b) {
        return std::tie(a.pipelineId, a.position, a.id) < std::tie(b.pipelineId, b.position, b.id);
    });
    return all;
}

std::vector<Pipeline> WorkingSet::pipelines() const
{
    std::vector<Pipeline> all = inUse<Pipeline>([](const Pipeline &) { return true; });
    std::sort(all.begin(), all.end(), [](const Pipeline &a, const Pipeline &b) {
        return std::tie(a.position, a.id) < std::tie(b.position, b.id);
    });
    return all;
}

std::vector<ListItem> WorkingSet::list(QStringView list) const
{
    std::vector<ListItem> all =
        inUse<ListItem>([&](const ListItem &item) { return !item.isArchived && item.list == list; });
    std::sort(all.begin(), all.end(), [](const ListItem &a, const ListItem &b) {
        return std::tie(a.position, a.id) < std::tie(b.position, b.id);
    });
    return all;
}

bool WorkingSet::exists(EntityType type, const RecordId &id) const
{
    if (const Row *row = changed({type, id}))
        return !row->record.isDeleted();
    switch (type) {
    case EntityType::User: return stored<User>().contains(id);
    case EntityType::Stage: return stored<Stage>().contains(id);
    case EntityType::Pipeline: return stored<Pipeline>().contains(id);
    case EntityType::ListItem: return stored<ListItem>().contains(id);
    default: break;
    }
    const auto record = m_store.load({type, id});
    if (!record)
        m_error = record.error();
    return record && record->has_value() && !(*record)->isDeleted();
}

} // namespace mdmc::sync
