// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/sync_meta.h"

namespace mdmc::sync {

Result<QByteArray> SyncMeta::bytes(QLatin1String key)
{
    MDMC_ASSIGN(storage::Statement row, m_db.prepare("SELECT value FROM sync_meta WHERE key=?1"));
    row.bind(1, key);
    MDMC_ASSIGN(const bool found, row.step());
    return found ? row.columnBlob(0) : QByteArray();
}

Result<qint64> SyncMeta::number(QLatin1String key)
{
    MDMC_ASSIGN(const QByteArray value, bytes(key));
    return value.toLongLong();
}

Result<QString> SyncMeta::text(QLatin1String key)
{
    MDMC_ASSIGN(const QByteArray value, bytes(key));
    return QString::fromUtf8(value);
}

Result<> SyncMeta::set(QLatin1String key, const QByteArray &value)
{
    if (value.isEmpty())
        return remove(key);
    return m_db.run(
        "INSERT INTO sync_meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value=excluded.value", key,
        value);
}

Result<> SyncMeta::set(QLatin1String key, qint64 value)
{
    return set(key, QByteArray::number(value));
}

Result<> SyncMeta::remove(QLatin1String key)
{
    return m_db.run("DELETE FROM sync_meta WHERE key=?1", key);
}

Result<Cursor> SyncMeta::cursor(QLatin1String prefix)
{
    MDMC_ASSIGN(const QByteArray stored, bytes(prefix));
    Cursor cursor;
    const QList<QByteArray> parts = stored.split('|');
    if (parts.size() != 3)
        return cursor;
    cursor.seq = parts[0].toLongLong();
    cursor.epoch = QByteArray::fromHex(parts[1]);
    cursor.tag = QByteArray::fromHex(parts[2]);
    return cursor;
}

Result<> SyncMeta::setCursor(QLatin1String prefix, const Cursor &cursor)
{
    if (cursor == Cursor{})
        return remove(prefix);
    return set(prefix, QByteArray::number(cursor.seq) + '|' + cursor.epoch.toHex() + '|' + cursor.tag.toHex());
}

} // namespace mdmc::sync
