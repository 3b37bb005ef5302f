// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of the fields that a person sorts and filters by (docs/decisions/0035). Which ones there should be is in
// `sync_meta`, which ones there are in the schema; each call makes one step from this to that.
#include "sync/client/replica.h"

#include "core/base/memory.h"
#include "core/storage/field_index.h"

namespace mdmc::sync {

namespace {

/// In one table, beside those of fields that stay as they are, which no edit pays for.
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
    for (const QByteArray &name : names) {
        const auto indexed = fieldOf(name);
        if (!indexed)
            continue;
        const std::vector<int> stay = storage::fieldsThatStay(indexed->type);
        const bool isFree = std::find(stay.begin(), stay.end(), indexed->field) != stay.end();
        if (isFree || ++counts[indexed->type] <= kMostIndexes)
            kept.append(name);
    }
    return kept;
}

QByteArrayList namesIn(const QByteArray &stored)
{
    return stored.isEmpty() ? QByteArrayList() : stored.split(',');
}

/// Each once.
QByteArrayList joined(QByteArrayList names, const QByteArrayList &more)
{
    for (const QByteArray &name : more)
        if (!names.contains(name))
            names.append(name);
    return names;
}

} // namespace

Result<QByteArrayList> Replica::wantedFieldIndexes()
{
    MDMC_ASSIGN(const QByteArray used, m_meta.bytes(meta::kFieldIndexes));
    MDMC_ASSIGN(const QByteArray shown, m_meta.bytes(meta::kShownFieldIndexes));
    const QByteArrayList names = firstOfEach(joined(namesIn(used), namesIn(shown)));
    if (names.isEmpty())
        return names;
    MDMC_ASSIGN(const QByteArrayList there, storage::fieldIndexes(m_db));
    QByteArrayList wanted;
    for (const QByteArray &name : names) {
        MDMC_ASSIGN(const qint64 rows, lastRowId(fieldOf(name)->type));
        if (rows > m_indexRows || there.contains(name)) // Fewer are sorted before anybody notices.
            wanted.append(name);
    }
    return wanted;
}

Result<> Replica::useFields(EntityType type, const std::vector<int> &used, const std::vector<int> &shown)
{
    return inTransaction([&]() -> Result<> {
        QByteArrayList usedNames, shownNames;
        for (const int field : used)
            if (storage::mayHaveIndex(type, field))
                usedNames.append(storage::fieldIndexName(type, field));
        for (const int field : shown)
            if (storage::mayHaveIndex(type, field) && storage::isOrderedByIndex(type, field))
                shownNames.append(storage::fieldIndexName(type, field));
        MDMC_ASSIGN(const bool isUseNew, putFirst(meta::kFieldIndexes, usedNames));
        MDMC_ASSIGN(const bool isShowNew, putFirst(meta::kShownFieldIndexes, shownNames));
        return isUseNew || isShowNew ? recallFieldIndexes() : Result<>();
    });
}

/// False: they were the first ones already.
Result<bool> Replica::putFirst(const QLatin1String &key, const QByteArrayList &names)
{
    MDMC_ASSIGN(const QByteArray before, m_meta.bytes(key));
    const QByteArray after = firstOfEach(joined(names, namesIn(before))).join(',');
    if (after == before)
        return false;
    MDMC_TRY(m_meta.set(key, after));
    return true;
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
    giveMemoryBack(); // At a million rows it was sorted in a hundred megabytes of small pieces.
    return made;
}

} // namespace mdmc::sync
