// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/embedded_store.h"

namespace mdmc::sync::test {

/// Everything that the store holds of the workspace, as text to compare: all rows of all tables but those that keep
/// account of the clients themselves (their numbers, results and failures).
inline QByteArray dumpOf(EmbeddedStore &store)
{
    storage::Database &db = store.database();
    QByteArray dump;
    QList<QByteArray> tables;
    {
        auto names = db.prepare("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' AND "
                                "name NOT IN ('client_state','op_result','op_failure','refresh_token') ORDER BY name");
        while (names && names->step().value_or(false))
            tables.append(names->columnText(0).toUtf8());
    }
    for (const QByteArray &table : tables) {
        auto rows = db.prepare(QByteArray("SELECT * FROM \"" + table + "\" ORDER BY 1, 2"));
        if (!rows)
            qFatal("cannot read %s: %s", table.constData(), qPrintable(rows.error().detail));
        while (rows->step().value_or(false)) {
            dump += table;
            for (int column = 0; column < rows->columnCount(); ++column)
                dump += '|' + (rows->isNull(column) ? QByteArray("NULL") : rows->columnBlob(column).toHex());
            dump += '\n';
        }
    }
    return dump;
}

} // namespace mdmc::sync::test
