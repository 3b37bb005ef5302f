// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/store.h"

#include "core/model/value_codec.h"

namespace mdmc::sync {

RowSum &RowSum::operator+=(const RowSum &other)
{
    count += other.count;
    sum += other.sum;
    return *this;
}

RowSum &RowSum::operator-=(const RowSum &other)
{
    count -= other.count;
    sum -= other.sum;
    return *this;
}

Store::~Store() = default;

Result<Store::PackedPage> Store::visiblePacked(EntityType type, const Actor &actor, const RecordId &after, int limit,
                                               qint64 maxBytes)
{
    MDMC_ASSIGN(const std::vector<Record> rows, visiblePage(type, actor, after, limit));
    PackedPage page;
    for (const Record &row : rows) {
        if (page.cbor.size() >= maxBytes)
            return page;
        page.cbor += encodeRecord(row);
        page.last = row.id;
        if (page.count++ == 0)
            page.first = row.id;
    }
    page.isLast = page.count < limit;
    return page;
}

Result<> Store::visitPacked(EntityType type, std::span<const RowPlace> rows, const VisitPacked &visit)
{
    for (const RowPlace &row : rows) {
        MDMC_ASSIGN(const std::optional<Record> record, load({type, row.id}));
        if (!record)
            return failure(ErrorCode::StorageCorrupt, QStringLiteral("a row that was found is not there"));
        MDMC_TRY(visit(encodeRecord(*record)));
    }
    return {};
}

Result<StoreTransaction> StoreTransaction::begin(Store &store, Store::Mode mode)
{
    MDMC_TRY(store.begin(mode));
    return StoreTransaction(store);
}

StoreTransaction::~StoreTransaction()
{
    if (m_store)
        m_store->rollback();
}

Result<> StoreTransaction::commit()
{
    Q_ASSERT(m_store);
    Store *store = std::exchange(m_store, nullptr);
    return store->commit();
}

} // namespace mdmc::sync
