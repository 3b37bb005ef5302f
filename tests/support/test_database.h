// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"
#include "core/storage/record_schema.h"

namespace mdmc::test {

/// An encrypted database with the record tables, as a replica has them; without a path in memory.
inline storage::Database recordDatabase(const QString &path = QStringLiteral(":memory:"),
                                        const security::SecretKey &key = security::SecretKey::generate())
{
    storage::OpenOptions options{.path = path, .key = key, .vfs = {}};
    options.create = true;
    auto db = storage::Database::open(options);
    if (!db)
        qFatal("cannot open a database: %s", qPrintable(db.error().detail));
    for (const QByteArray &sql : {storage::recordTablesV1(), storage::recordIndexesV1(), storage::recordIndexesV2(), storage::fullTextTablesV4()})
        if (const auto made = db->exec(sql); !made)
            qFatal("cannot make the record tables: %s", qPrintable(made.error().detail));
    return std::move(*db);
}

} // namespace mdmc::test
