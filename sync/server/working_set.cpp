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

Result<std::optional<WorkingSet::Row>> WorkingSet::find(const RecordRef &ref)
{
    if (const Row *row = changed(ref))
        return std::optional(*row);
    MDMC_ASSIGN(std::optional<Record> record, m_store.load(ref));
    if (!record)
        return std::optional<Row>();
    MDMC_ASSIGN(const std::optional<RowScope> scope, m_store.scopeOf(ref));
    if (!scope)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("a %1 has no scope").arg(record->info().name));
    return std::optional(Row{std::move(*record), *scope});
}

Result<RowScope> WorkingSet::scopeFor(const Record &record)
{
    const RecordRef self{record.type, record.id};
    const std::optional<RecordRef> parent = parentOf(record);
    if (!parent)
        return RowScope{ownScope(record), self};
    MDMC_ASSIGN(const std::optional<Row> row, find(*parent));
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
        MDMC_ASSIGN(const std::optional<Row> old, find(ref));
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
    if (before && *before != scope.key && scope.root == ref)
        MDMC_TRY(rescopeDependants(ref, scope.key, cause));
    return seq;
}

Result<> WorkingSet::rescopeDependants(const RecordRef &root, const ScopeKey &key, const Cause &cause)
{
    MDMC_ASSIGN(std::vector<RecordRef> refs, m_store.dependantsOf(root));
    std::set<RecordRef> all(refs.begin(), refs.end());
    for (const Rows *rows : {&m_kept, &m_group})
        for (const auto &[ref, row] : *rows)
            if (row.scope.root == root && ref != root)
                all.insert(ref);
    for (const RecordRef &ref : all) {
        MDMC_ASSIGN(std::optional<Row> row, find(ref));
        if (!row || row->scope.root != root)
            continue;
        const ScopeKey before = std::exchange(row->scope.key, key);
        // Numbered anew so that the row reaches whom it becomes visible to; its fields keep their versions.
        row->record.rev = log(*row, ChangeKind::Rescope, cause, before);
        m_group.insert_or_assign(ref, std::move(*row));
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
    for (const auto &[ref, row] : sorted)
        MDMC_TRY(m_store.save(row->record, row->scope));
    for (Change change : m_changes) {
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

Result<> WorkingSet::check() const
{
    return m_error ? Result<>(tl::unexpected<Error>(*m_error)) : Result<>();
}

template <typename Entity> std::vector<Entity> WorkingSet::loaded() const
{
    constexpr EntityType type = Entity::kType;
    auto found = m_lists.find(type);
    if (found == m_lists.end()) {
        auto records = m_store.all(type);
        if (!records)
            m_error = records.error();
        found = m_lists.emplace(type, records ? std::move(*records) : std::vector<Record>()).first;
    }
    std::map<RecordId, Entity> byId;
    for (const Record &record : found->second)
        byId.insert_or_assign(record.id, fromRecord<Entity>(record));
    for (const Rows *rows : {&m_kept, &m_group})
        for (const auto &[ref, row] : *rows) {
            if (ref.type != type)
                continue;
            if (row.record.isDeleted())
                byId.erase(ref.id);
            else
                byId.insert_or_assign(ref.id, fromRecord<Entity>(row.record));
        }
    std::vector<Entity> all;
    for (auto &[id, entity] : byId)
        all.push_back(std::move(entity));
    return all;
}

template <typename Entity> std::optional<Entity> WorkingSet::one(const RecordId &id) const
{
    if (const Row *row = changed({Entity::kType, id}))
        return row->record.isDeleted() ? std::nullopt : std::optional(fromRecord<Entity>(row->record));
    auto record = m_store.load({Entity::kType, id});
    if (!record) {
        m_error = record.error();
        return std::nullopt;
    }
    return *record && !(*record)->isDeleted() ? std::optional(fromRecord<Entity>(**record)) : std::nullopt;
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
    return loaded<User>();
}

std::vector<Stage> WorkingSet::stages() const
{
    std::vector<Stage> all = loaded<Stage>();
    std::erase_if(all, [](const Stage &s) { return s.isArchived; });
    std::sort(all.begin(), all.end(), [](const Stage &a, const Stage &b) {
        return std::tie(a.pipelineId, a.position, a.id) < std::tie(b.pipelineId, b.position, b.id);
    });
    return all;
}

std::vector<Pipeline> WorkingSet::pipelines() const
{
    std::vector<Pipeline> all = loaded<Pipeline>();
    std::sort(all.begin(), all.end(), [](const Pipeline &a, const Pipeline &b) {
        return std::tie(a.position, a.id) < std::tie(b.position, b.id);
    });
    return all;
}

std::vector<ListItem> WorkingSet::list(QStringView list) const
{
    std::vector<ListItem> all = loaded<ListItem>();
    std::erase_if(all, [&](const ListItem &item) { return item.isArchived || item.list != list; });
    std::sort(all.begin(), all.end(), [](const ListItem &a, const ListItem &b) {
        return std::tie(a.position, a.id) < std::tie(b.position, b.id);
    });
    return all;
}

bool WorkingSet::exists(EntityType type, const RecordId &id) const
{
    if (const Row *row = changed({type, id}))
        return !row->record.isDeleted();
    const auto record = m_store.load({type, id});
    if (!record)
        m_error = record.error();
    return record && record->has_value() && !(*record)->isDeleted();
}

} // namespace mdmc::sync
