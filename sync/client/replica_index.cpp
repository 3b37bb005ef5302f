// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes, match keys and full text around a first load: dropped before it, made at its end or, where that takes long,
// in pieces after it.
#include "sync/client/replica.h"

#include "core/base/log.h"
#include "core/base/memory.h"
#include "core/storage/record_schema.h"

namespace mdmc::sync {

namespace {

/// A list opens by these, and rules read by the last: made with the last page.
constexpr std::array kFirstIndexes{"CREATE INDEX lead_by_activity ", "CREATE INDEX list_item_by_key "};

bool isFirst(const QByteArray &definition)
{
    return std::any_of(kFirstIndexes.begin(), kFirstIndexes.end(),
                       [&](const char *beginning) { return definition.startsWith(beginning); });
}

QByteArrayList definitionsIn(const QByteArray &stored)
{
    return stored.isEmpty() ? QByteArrayList() : stored.split(';');
}

QByteArray tableOf(EntityType type)
{
    const QLatin1String table = entityInfo(type).table;
    return QByteArray(table.data(), table.size());
}

} // namespace

Result<> Replica::dropIndexes()
{
    QByteArrayList names;
    MDMC_ASSIGN(const QByteArray left, m_meta.bytes(meta::kIndexesLeft));
    QByteArrayList definitions = definitionsIn(left);
    for (const EntityInfo *info : allEntities()) {
        MDMC_ASSIGN(
            storage::Statement rows,
            m_db.prepare("SELECT name, sql FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL AND tbl_name=?1"));
        rows.bind(1, info->table);
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                break;
            names.append(rows.columnText(0).toUtf8());
            definitions.append(rows.columnText(1).toUtf8());
        }
    }
    for (const QByteArray &name : names)
        MDMC_TRY(m_db.exec(QByteArray("DROP INDEX " + name)));
    MDMC_TRY(m_meta.remove(meta::kIndexesLeft));
    MDMC_TRY(m_meta.remove(meta::kTextLeft));
    MDMC_TRY(m_meta.set(meta::kSnapshotIndexes, definitions.join(';')));
    return recallIndexing();
}

Result<qint64> Replica::lastRowId(EntityType type)
{
    MDMC_ASSIGN(const auto last, m_db.queryInt64(QByteArray("SELECT max(rowid) FROM " + tableOf(type))));
    return last.value_or(0);
}

Result<> Replica::makeIndexes()
{
    MDMC_ASSIGN(const QByteArray stored, m_meta.bytes(meta::kSnapshotIndexes));
    if (stored.isEmpty())
        return {};
    MDMC_TRY(m_meta.remove(meta::kSnapshotIndexes));
    qint64 rows = 0;
    for (const EntityInfo *info : allEntities()) {
        MDMC_ASSIGN(const qint64 last, lastRowId(info->type));
        rows += last;
    }
    if (rows > m_indexRows)
        return leaveIndexes(definitionsIn(stored));
    MDMC_TRY(m_db.exec(stored));
    MDMC_TRY(m_db.exec(storage::recordStatisticsV2()));
    MDMC_TRY(recallFieldIndexes());
    return m_store.endBulk();
}

Result<> Replica::leaveIndexes(const QByteArrayList &definitions)
{
    QByteArrayList left;
    for (const QByteArray &definition : definitions) {
        if (isFirst(definition))
            MDMC_TRY(m_db.exec(definition));
        else
            left.append(definition);
    }
    MDMC_TRY(m_db.exec(storage::recordStatisticsV2()));
    MDMC_TRY(m_store.beginPieces());
    MDMC_TRY(m_meta.set(meta::kIndexesLeft, left.join(';')));
    return storeMarks();
}

Result<> Replica::storeMarks()
{
    QByteArrayList marks;
    for (const EntityInfo *info : allEntities())
        if (const qint64 mark = m_store.mark(info->type); mark != storage::RecordStore::kAllRows)
            marks.append(QByteArray::number(int(info->type)) + ':' + QByteArray::number(mark));
    MDMC_TRY(m_meta.set(meta::kTextLeft, marks.join(',')));
    MDMC_ASSIGN(m_indexed, indexedPart());
    return {};
}

/// What the store and this object know of it, as the database has it.
Result<> Replica::recallIndexing()
{
    if (m_isBuildTaken)
        endBuild(); // By a transaction that was rolled back: it is made anew.
    MDMC_ASSIGN(const QByteArray dropped, m_meta.bytes(meta::kSnapshotIndexes));
    if (dropped.isEmpty()) {
        m_store.abandonBulk();
    } else {
        endBuild();
        m_store.beginBulk(); // A first load was broken off: it goes on without indexes.
    }
    for (const EntityInfo *info : allEntities())
        m_store.setMark(info->type, storage::RecordStore::kAllRows);
    MDMC_ASSIGN(const QByteArray stored, m_meta.bytes(meta::kTextLeft));
    for (const QByteArray &mark : stored.isEmpty() ? QByteArrayList() : stored.split(',')) {
        const EntityInfo *info = findEntity(mark.left(mark.indexOf(':')).toULongLong());
        if (!info)
            return failure(ErrorCode::StorageCorrupt, QStringLiteral("where the full text stands cannot be read"));
        m_store.setMark(info->type, mark.mid(mark.indexOf(':') + 1).toLongLong());
    }
    MDMC_ASSIGN(m_indexed, indexedPart());
    return recallFieldIndexes();
}

/// By row ids, which are without large gaps after a first load.
Result<double> Replica::indexedPart()
{
    MDMC_ASSIGN(const QByteArray indexes, m_meta.bytes(meta::kIndexesLeft));
    bool isComplete = indexes.isEmpty();
    double rows = 1;
    double made = 0;
    for (const EntityInfo *info : allEntities())
        isComplete = isComplete && m_store.mark(info->type) == storage::RecordStore::kAllRows;
    if (isComplete)
        return 1;
    for (const EntityInfo *info : allEntities()) {
        if (!m_store.isIndexed(info->type))
            continue;
        const qint64 mark = m_store.mark(info->type);
        MDMC_ASSIGN(const qint64 last, lastRowId(info->type));
        rows += double(last);
        made += double(std::min(last, mark));
    }
    if (m_builder && !m_isBuildTaken)
        made = std::min(made + double(m_builder->rowsMade()), rows);
    return std::min(0.99, made / rows);
}

void Replica::setReader(IndexBuilder::OpenReader open, qint64 maxBytes)
{
    m_openReader = std::move(open);
    m_maxBuildBytes = maxBytes;
}

/// Types of which nothing is made yet; none while one is half made, which goes on in pieces.
std::vector<EntityType> Replica::buildableTypes() const
{
    std::vector<EntityType> types;
    for (const EntityInfo *info : allEntities()) {
        const qint64 mark = m_store.mark(info->type);
        if (!m_store.isIndexed(info->type) || mark == storage::RecordStore::kAllRows)
            continue;
        if (mark != 0)
            return {};
        types.push_back(info->type);
    }
    return types;
}

/// Outside of any transaction: what is committed is what the other thread reads, and what comes after is remembered.
void Replica::beginBuild()
{
    if (m_builder || !m_openReader || m_mustRecall)
        return;
    std::vector<EntityType> types = buildableTypes();
    if (types.empty())
        return;
    giveMemoryBack(); // The pages of a first load were freed on other threads than the builder's.
    m_store.beginBuild();
    m_builder = std::make_unique<IndexBuilder>(m_openReader, std::move(types), m_maxBuildBytes);
}

void Replica::endBuild()
{
    m_builder.reset();
    m_isBuildTaken = false;
    m_store.endBuild();
}

Result<bool> Replica::isWaitingForBuild()
{
    MDMC_ASSIGN(const QByteArray left, m_meta.bytes(meta::kIndexesLeft));
    return left.isEmpty() && m_builder && !m_isBuildTaken && !m_builder->isDone();
}

Result<> Replica::makeIndexPiece()
{
    MDMC_ASSIGN(const QByteArray left, m_meta.bytes(meta::kIndexesLeft));
    if (!left.isEmpty()) {
        QByteArrayList definitions = definitionsIn(left);
        MDMC_TRY(m_db.exec(definitions.takeFirst()));
        if (definitions.isEmpty()) // Indexes that are dropped lose theirs.
            MDMC_TRY(m_db.exec(storage::recordStatisticsV2()));
        MDMC_TRY(m_meta.set(meta::kIndexesLeft, definitions.join(';')));
        MDMC_TRY(recallFieldIndexes());
        return storeMarks();
    }
    if (m_builder)
        return takeBuild();
    // Leads first: their match keys tell of duplicates.
    for (const EntityInfo *info : allEntities()) {
        if (m_store.mark(info->type) == storage::RecordStore::kAllRows)
            continue;
        MDMC_TRY(m_store.indexPiece(info->type, m_indexRows));
        break;
    }
    return storeMarks();
}

Result<> Replica::takeBuild()
{
    auto build = m_builder->build();
    if (!build) {
        // In pieces, then: should the disk be to blame, they will say so.
        qCWarning(lcSync) << "the search index could not be made aside:" << errorCodeName(build.error().code);
        m_openReader = nullptr;
        endBuild();
        return {};
    }
    if (!*build)
        return {};
    m_isBuildTaken = true;
    MDMC_TRY(m_store.takeBuild(**build));
    return storeMarks();
}

Result<ChangeSet> Replica::indexNext(const std::function<bool()> &goesOn)
{
    beginBuild();
    MDMC_ASSIGN(bool isWaiting, isWaitingForBuild());
    if (isWaiting) {
        m_builder->wait(goesOn);
        MDMC_ASSIGN(m_indexed, indexedPart());
        if (!m_builder->isDone())
            return ChangeSet{};
    }
    auto made = inTransaction([&]() -> Result<ChangeSet> {
        do {
            MDMC_TRY(makeIndexPiece());
            MDMC_ASSIGN(isWaiting, isWaitingForBuild());
        } while (isIndexing() && !isWaiting && !m_isBuildTaken && goesOn());
        ChangeCollector changes;
        if (!isIndexing())
            changes.setWide();
        return changes.take(false);
    });
    if (made && m_isBuildTaken)
        endBuild();
    if (made && !isIndexing())
        MDMC_TRY(restoreCache());
    return made;
}

} // namespace mdmc::sync
