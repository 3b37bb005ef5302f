// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/database_file.h"

#include <sqlcipher/sqlite3.h>

#include <array>
#include <memory>

namespace mdmc::storage::detail {

namespace {

constexpr QByteArrayView plainMagic = "SQLite format 3";

/// A file opened by a VFS; closed with it.
class RawFile {
public:
    RawFile(sqlite3_vfs *vfs, const QString &path)
        : m_memory(std::make_unique<std::byte[]>(size_t(vfs->szOsFile))),
          m_name(sqlite3_create_filename(path.toUtf8().constData(), "", "", 0, nullptr))
    {
        // The flags are those of a database, so that the VFS counts it among the openings of that file.
        m_rc = m_name ? vfs->xOpen(vfs, m_name, file(), SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nullptr)
                      : SQLITE_NOMEM;
    }
    ~RawFile()
    {
        if (file()->pMethods)
            file()->pMethods->xClose(file());
        sqlite3_free_filename(m_name);
    }
    RawFile(const RawFile &) = delete;
    RawFile &operator=(const RawFile &) = delete;

    sqlite3_file *file() { return reinterpret_cast<sqlite3_file *>(m_memory.get()); }
    int openResult() const { return m_rc; }

private:
    std::unique_ptr<std::byte[]> m_memory;
    sqlite3_filename m_name;
    int m_rc = SQLITE_OK;
};

Result<bool> beginsPlain(sqlite3_file *file)
{
    std::array<char, plainMagic.size()> head{};
    const int rc = file->pMethods->xRead(file, head.data(), int(head.size()), 0);
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return failure(ErrorCode::StorageFailure,
                       QStringLiteral("The database file cannot be read: SQLite %1").arg(rc));
    return QByteArrayView(head.data(), qsizetype(head.size())) == plainMagic;
}

} // namespace

Result<FileFacts> fileFacts(const QString &path, const std::optional<QString> &vfs)
{
    sqlite3_initialize();
    sqlite3_vfs *layer = sqlite3_vfs_find(vfs ? vfs->toUtf8().constData() : nullptr);
    if (!layer)
        return failure(ErrorCode::StorageFailure, QStringLiteral("There is no such file layer"));
    const auto exists = [&](const char *suffix) -> Result<bool> {
        int found = 0;
        const QByteArray name = path.toUtf8() + suffix;
        if (const int rc = layer->xAccess(layer, name.constData(), SQLITE_ACCESS_EXISTS, &found); rc != SQLITE_OK)
            return failure(ErrorCode::StorageFailure,
                           QStringLiteral("The database file cannot be looked at: SQLite %1").arg(rc));
        return found != 0; // Empty files do not count.
    };
    FileFacts facts;
    MDMC_ASSIGN(const bool isThere, exists(""));
    if (!isThere)
        return facts;
    RawFile raw(layer, path);
    if (raw.openResult() != SQLITE_OK)
        return failure(ErrorCode::StorageFailure,
                       QStringLiteral("The database file cannot be opened: SQLite %1").arg(raw.openResult()));
    sqlite3_int64 size = 0;
    if (const int rc = raw.file()->pMethods->xFileSize(raw.file(), &size); rc != SQLITE_OK)
        return failure(ErrorCode::StorageFailure,
                       QStringLiteral("The database file cannot be measured: SQLite %1").arg(rc));
    facts.size = size;
    MDMC_ASSIGN(facts.isPlain, beginsPlain(raw.file()));
    MDMC_ASSIGN(const bool hasJournal, exists("-journal"));
    MDMC_ASSIGN(const bool hasLog, exists("-wal"));
    facts.isRepairable = hasJournal || hasLog;
    return facts;
}

Result<bool> isPlainFile(sqlite3 *db)
{
    sqlite3_file *file = nullptr;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file || !file->pMethods)
        return failure(ErrorCode::StorageFailure, QStringLiteral("The database has no file"));
    return beginsPlain(file);
}

Result<> syncLog(sqlite3 *db)
{
    sqlite3_file *log = nullptr;
    const int found = sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (found != SQLITE_OK || !log || !log->pMethods)
        return {}; // In memory
    sqlite3_int64 size = 0;
    int rc = log->pMethods->xFileSize(log, &size);
    if (rc == SQLITE_OK && size > 0)
        rc = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    return rc == SQLITE_OK ? Result<>()
                           : failure(ErrorCode::StorageFailure,
                                     QStringLiteral("The database's log cannot be synced: SQLite %1").arg(rc));
}

} // namespace mdmc::storage::detail
