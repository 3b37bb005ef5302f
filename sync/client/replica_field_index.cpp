// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of the fields that a person sorts and filters by (docs/decisions/0035). Which ones there should be is in
// `sync_meta`, which ones there are in the schema; each call makes one step from this to that.
#include "sync/client/replica.h"

#include "core/storage/field_index.h"

#ifdef Q_OS_LINUX
#include <malloc.h>
#endif

namespace mdmc::sync {

namespace {

/// In one table.
constexpr int kMostIndexes = 6;

struct IndexedField {
    EntityType type;
    int field;
};

/// Nothing where this build has no such field.
std::optional<IndexedField> fieldOf(const QByteArray &index)
{
    for (const EntityInfo *info : allEntities())
        for (int field = 0; field < info->fieldCount(); ++field)
            if (storage::mayHaveIndex(info->type, field) && storage::fieldIndexName(info->type, field) == index)
                return IndexedField{info->type, field};
    return std::nullopt;
}

/// The first ones of each table; what this build does not know is left out.
QByteArrayList firstOfEach(const QByteArrayList &names)
{
    QByteArrayList kept;
    std::map<EntityType, int> counts;
    for (const QByteArray &name : names)
        if (const auto field = fieldOf(name); field && ++counts[field->type] <= kMostIndexes)
            kept.append(name);
    return kept;
}

/// At a million rows an index is sorted in a hundred megabytes of small pieces, which the C library would keep.
void returnMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace

Result<QByteArrayList> Replica::wantedFieldIndexes()
{
    MDMC_ASSIGN(const QByteArray stored, m_meta.bytes(meta::kFieldIndexes));
    return stored.isEmpty() ? QByteArrayList() : firstOfEach(stored.split(','));
}

Result<> Replica::useFields(EntityType type, const std::vector<int> &fields)
{
    return inTransaction([&]() -> Result<> {
        MDMC_ASSIGN(const qint64 rows, lastRowId(type));
        if (rows <= m_indexRows)
            return {}; // Sorted before anybody notices.
        MDMC_ASSIGN(const QByteArrayList before, wantedFieldIndexes());
        QByteArrayList names;
        for (const int field : fields)
            if (storage::mayHaveIndex(type, field))
                names.append(storage::fieldIndexName(type, field));
        for (const QByteArray &name : before)
            if (!names.contains(name))
                names.append(name);
        names = firstOfEach(names);
        if (names == before)
            return {};
        MDMC_TRY(m_meta.set(meta::kFieldIndexes, names.join(',')));
        return recallFieldIndexes();
    });
}

Result<> Replica::recallFieldIndexes()
{
    m_wantsFieldIndex = false;
    MDMC_ASSIGN(QByteArrayList wanted, wantedFieldIndexes());
    MDMC_ASSIGN(const QByteArray dropped, m_meta.bytes(meta::kSnapshotIndexes));
    if (wanted.isEmpty() || !dropped.isEmpty()) // Those that there were are made again at the end of the first load.
        return {};
    MDMC_ASSIGN(QByteArrayList there, storage::fieldIndexes(m_db));
    std::sort(wanted.begin(), wanted.end());
    std::sort(there.begin(), there.end());
    m_wantsFieldIndex = wanted != there;
    return {};
}

Result<> Replica::makeFieldIndex(const std::atomic<bool> *isAwaited)
{
    const Result<> made = inTransaction([&]() -> Result<> {
        MDMC_TRY(recallFieldIndexes());
        if (!wantsFieldIndex())
            return {};
        MDMC_ASSIGN(const QByteArrayList wanted, wantedFieldIndexes());
        MDMC_ASSIGN(const QByteArrayList there, storage::fieldIndexes(m_db));
        QByteArray step;
        for (const QByteArray &name : there)
            if (step.isEmpty() && !wanted.contains(name))
                step = "DROP INDEX " + name;
        for (const QByteArray &name : wanted)
            if (step.isEmpty() && !there.contains(name))
                step = storage::fieldIndexSql(fieldOf(name)->type, fieldOf(name)->field);
        m_db.giveUpWhen(isAwaited);
        const Result<> done = m_db.exec(step);
        m_db.giveUpWhen(nullptr);
        MDMC_TRY(done);
        return recallFieldIndexes();
    });
    returnMemory();
    return made;
}

} // namespace mdmc::sync
