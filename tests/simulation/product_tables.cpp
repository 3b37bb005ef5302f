// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/product_tables.h"

#include "sync/protocol/codec.h"

#include <sqlcipher/sqlite3.h>

namespace mdmc::simulation {

using namespace sync;

QByteArray contentOf(const Operation &operation)
{
    Operation content = operation;
    content.n = content.group = 0;
    content.groupSize = 1;
    for (FieldEdit &edit : content.edits)
        edit.base = 0;
    return operationHash(content);
}

Result<RecordId> clientIdOf(Replica &replica)
{
    MDMC_ASSIGN(const QByteArray bytes, replica.meta().bytes(meta::kClientId));
    return RecordId::fromBytes(bytes).value_or(RecordId());
}

namespace {

Result<std::vector<Operation>> operationsIn(Replica &replica, const char *sql)
{
    MDMC_ASSIGN(storage::Statement rows, replica.database().prepare(QByteArrayView(sql)));
    std::vector<Operation> operations;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return operations;
        MDMC_ASSIGN(Operation operation, decodeOperation(rows.columnBlob(0)));
        operations.push_back(std::move(operation));
    }
}

QString firstOf(Replica &replica, const QByteArray &sql, const char *what)
{
    const auto found = replica.database().queryInt64(sql);
    if (!found)
        return QStringLiteral("an unreadable database (%1)").arg(found.error().detail);
    return found->value_or(0) > 0 ? QStringLiteral("%1 %2").arg(found->value()).arg(QLatin1String(what)) : QString();
}

} // namespace

Result<std::vector<Operation>> undecidedOf(Replica &replica)
{
    return operationsIn(replica, "SELECT op FROM outbox WHERE state<2 ORDER BY n");
}

Result<std::vector<Operation>> overlaidOf(Replica &replica)
{
    return operationsIn(replica, "SELECT op FROM outbox WHERE state=2 ORDER BY n");
}

Result<std::map<qint64, Operation>> trayOf(Replica &replica)
{
    MDMC_ASSIGN(storage::Statement rows, replica.database().prepare("SELECT id, op, n FROM attention ORDER BY id"));
    std::map<qint64, Operation> tray;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return tray;
        MDMC_ASSIGN(Operation operation, decodeOperation(rows.columnBlob(1)));
        operation.n = rows.columnInt64(2);
        tray.emplace(rows.columnInt64(0), std::move(operation));
    }
}

QString inconsistencyOf(Replica &replica)
{
    if (const auto sound = replica.database().integrityCheck(); !sound)
        return QStringLiteral("damage: ") + sound.error().detail;
    QString wrong = firstOf(replica,
                            "SELECT count(*) FROM outbox o WHERE NOT EXISTS(SELECT 1 FROM sync_shadow s WHERE "
                            "s.id=o.id AND s.type=o.type)",
                            "operations without a shadow");
    if (wrong.isEmpty())
        wrong = firstOf(replica,
                        "SELECT count(*) FROM sync_shadow s WHERE NOT EXISTS(SELECT 1 FROM outbox o WHERE "
                        "o.id=s.id OR o.subject_id=s.id)",
                        "shadows without operations");
    if (wrong.isEmpty())
        wrong = firstOf(replica,
                        "SELECT count(*) FROM outbox WHERE n>(SELECT value FROM sync_meta WHERE key='lastN')",
                        "operations above the last number");
    const auto indexes = replica.meta().bytes(meta::kSnapshotIndexes);
    if (!wrong.isEmpty() || !indexes || !indexes->isEmpty())
        return wrong; // During a first load the full-text index is made at its end.
    for (const EntityInfo *info : allEntities()) {
        if (!info->isSearchable())
            continue;
        const QByteArray table(info->table.data(), info->table.size());
        wrong = firstOf(replica,
                        "SELECT count(*) FROM " + table + "_fts_docsize d WHERE NOT EXISTS(SELECT 1 FROM " + table
                            + " t WHERE t.rowid=d.id AND t.deleted=0)",
                        "full-text entries without a row");
        if (!wrong.isEmpty())
            return wrong;
    }
    const auto left = replica.meta().bytes(meta::kTextLeft);
    if (left && left->isEmpty()) // Else it is still being made.
        return firstOf(replica,
                       "SELECT count(*) FROM lead t WHERE deleted=0 AND artist_name IS NOT NULL AND NOT EXISTS("
                       "SELECT 1 FROM lead_fts_docsize d WHERE d.id=t.rowid)",
                       "leads without a full-text entry");
    return {};
}

QByteArray pagesOf(storage::Database &database)
{
    sqlite3_int64 size = 0;
    unsigned char *pages = sqlite3_serialize(database.handle(), "main", &size, 0);
    const QByteArray copy(reinterpret_cast<const char *>(pages), pages ? qsizetype(size) : 0);
    sqlite3_free(pages);
    return copy;
}

} // namespace mdmc::simulation
