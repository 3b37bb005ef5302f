// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/attention_tray.h"

#include "sync/protocol/codec.h"

namespace mdmc::sync {

namespace {

QByteArray select(const char *rest)
{
    return QByteArray("SELECT id, op, before, reason, detail, field, cause, refused_at, n FROM attention ") + rest;
}

Result<TrayItem> readItem(storage::Statement &row)
{
    TrayItem item;
    item.id = row.columnInt64(0);
    MDMC_ASSIGN(item.operation, decodeOperation(row.columnBlob(1)));
    item.before = row.columnBlob(2);
    item.reason = RejectReason(row.columnInt(3));
    item.detail = row.columnText(4);
    item.field = row.columnText(5);
    item.cause = row.columnInt64(6);
    item.refusedAt = row.columnInt64(7);
    item.operation.n = row.columnInt64(8); // Negative once the client has taken another id.
    return item;
}

} // namespace

Result<qint64> AttentionTray::refusedCreateBehind(const Operation &operation)
{
    std::vector<RecordId> candidates{operation.id};
    for (const FieldEdit &edit : operation.edits)
        if (const RecordId *id = edit.value.get<RecordId>())
            candidates.push_back(*id);
    for (const RecordId &candidate : candidates) {
        MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("WHERE record_id=?1")));
        rows.bind(1, candidate);
        MDMC_ASSIGN(const std::vector<TrayItem> items, readAll(rows));
        for (const TrayItem &item : items)
            if (item.operation.kind == OperationKind::Create && item.operation.n != operation.n)
                return item.operation.n;
    }
    return 0;
}

Result<> AttentionTray::add(const OutboxEntry &entry, const OperationResult &result, UtcMs at)
{
    const Operation &op = entry.operation;
    qint64 cause = result.cause;
    if (result.reason != RejectReason::GroupAborted) { // Whatever the server's word for it: nothing can be done without it.
        MDMC_ASSIGN(cause, refusedCreateBehind(op));
    }
    MDMC_ASSIGN(storage::Statement insert,
                m_db.prepare("INSERT INTO attention(n, grp, type, record_id, op, before, reason, detail, field, cause, "
                             "refused_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
    insert.bindAll(op.n, op.group, op.type, op.id, encodeOperation(op));
    // Of a record that left the person's sight only what the person typed is kept.
    if (result.reason != RejectReason::ScopeLost)
        insert.bind(6, entry.before);
    insert.bind(7, result.reason).bind(8, result.detail).bind(9, result.field).bind(10, cause).bind(11, at);
    return insert.run();
}

Result<std::vector<TrayItem>> AttentionTray::readAll(storage::Statement &rows)
{
    std::vector<TrayItem> items;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return items;
        MDMC_ASSIGN(TrayItem item, readItem(rows));
        items.push_back(std::move(item));
    }
}

Result<std::vector<TrayItem>> AttentionTray::first(int limit)
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("ORDER BY id LIMIT ?1")));
    rows.bind(1, limit);
    return readAll(rows);
}

Result<std::optional<TrayItem>> AttentionTray::find(qint64 id)
{
    MDMC_ASSIGN(storage::Statement row, m_db.prepare(select("WHERE id=?1")));
    row.bind(1, id);
    MDMC_ASSIGN(const std::vector<TrayItem> items, readAll(row));
    return items.empty() ? std::optional<TrayItem>() : std::optional<TrayItem>(items.front());
}

Result<std::vector<TrayItem>> AttentionTray::dependantsOf(const TrayItem &item)
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("WHERE cause=?1 AND id<>?2 ORDER BY n")));
    rows.bindAll(item.operation.n, item.id);
    return readAll(rows);
}

Result<> AttentionTray::remove(qint64 id)
{
    return m_db.run("DELETE FROM attention WHERE id=?1", id);
}

Result<qint64> AttentionTray::count()
{
    MDMC_ASSIGN(const auto count, m_db.queryInt64("SELECT count(*) FROM attention"));
    return count.value_or(0);
}

Result<> AttentionTray::retireNumbers()
{
    return m_db.run("UPDATE attention SET n=-abs(n), cause=-abs(cause)");
}

} // namespace mdmc::sync
