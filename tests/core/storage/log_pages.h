// SPDX-License-Identifier: GPL-3.0-or-later
// A database on a simulated disk whose log the test fills page by page.
#pragma once

#include "core/storage/transaction.h"
#include "tests/support/results.h"
#include "tests/support/simulated_disk.h"

namespace mdmc::test {

inline Result<storage::Database> openOn(SimulatedDisk &disk, int cacheKib = 64 * 1024)
{
    const auto key = *security::SecretKey::fromBytes(QByteArray(32, 'k'));
    return storage::Database::open(
        {.path = QStringLiteral("a.db"), .key = key, .create = true, .cacheKib = cacheKib, .vfs = disk.name()});
}

/// In one transaction; a page holds one row.
inline Result<> addPages(storage::Database &db, int pages)
{
    MDMC_ASSIGN(storage::Transaction transaction, storage::Transaction::begin(db));
    MDMC_TRY(db.exec("CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, bytes BLOB)"));
    for (int i = 0; i < pages; ++i)
        MDMC_TRY(db.run("INSERT INTO t(bytes) VALUES(?1)", QByteArray(3500, 'b')));
    return transaction.commit();
}

/// -1: they cannot be read.
inline qint64 pagesIn(storage::Database &db)
{
    return db.queryInt64("SELECT count(*) FROM t WHERE length(bytes)=3500").value_or(-1).value_or(-1);
}

} // namespace mdmc::test
