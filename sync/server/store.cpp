// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/store.h"

namespace mdmc::sync {

Store::~Store() = default;

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
