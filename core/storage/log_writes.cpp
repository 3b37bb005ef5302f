// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/log_writes.h"

#include <sqlcipher/sqlite3.h>

#include <atomic>
#include <cstring>

namespace mdmc::storage::detail {

struct LogWrites::Layer {
    sqlite3_vfs vfs; ///< First: SQLite hands out its address.
    sqlite3_vfs *below;
};

namespace {

constexpr int kPieceBytes = 128 * 1024;
/// https://www.sqlite.org/fileformat2.html#the_write_ahead_log: a frame's header has 24 bytes; bytes 4 to 7 are the size of
/// the database in pages after the commit, or 0 in all frames but the last of a transaction.
constexpr int kFrameHeaderBytes = 24;

/// What SQLite knows as the open log; the file of the layer below lies behind it.
struct LogFile {
    sqlite3_file file; ///< First, as above.
    char *gathered;    ///< kPieceBytes, from the first write on.
    sqlite3_int64 offset;
    int size;
    bool isCommitting; ///< The page that comes next is the last of its transaction.
};

LogFile &logOf(sqlite3_file *file)
{
    return *reinterpret_cast<LogFile *>(file);
}

sqlite3_file *below(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(&logOf(file) + 1);
}

int writeGathered(sqlite3_file *file)
{
    LogFile &log = logOf(file);
    if (log.size == 0)
        return SQLITE_OK;
    const int rc = below(file)->pMethods->xWrite(below(file), log.gathered, log.size, log.offset);
    if (rc == SQLITE_OK)
        log.size = 0;
    return rc;
}

/// The same in a write of SQLite's: when that fails, it takes the whole transaction back and what was gathered with it.
int writeOrForget(sqlite3_file *file)
{
    const int rc = writeGathered(file);
    logOf(file).size = 0;
    return rc;
}

/// Calls the layer below once everything is written. Where that fails, what was gathered stays: a read that fails need not end
/// the transaction, which would lack it.
template<typename Call>
int afterWriting(sqlite3_file *file, const Call &call)
{
    const int rc = writeGathered(file);
    return rc == SQLITE_OK ? call(below(file)) : rc;
}

/// What is gathered then is of no transaction that was committed.
int closeLog(sqlite3_file *file)
{
    sqlite3_free(logOf(file).gathered);
    return below(file)->pMethods->xClose(below(file));
}

int readLog(sqlite3_file *file, void *to, int size, sqlite3_int64 offset)
{
    return afterWriting(file, [&](sqlite3_file *f) { return f->pMethods->xRead(f, to, size, offset); });
}

int writeLog(sqlite3_file *file, const void *from, int size, sqlite3_int64 offset)
{
    LogFile &log = logOf(file);
    if (log.size > 0 && (offset != log.offset + log.size || log.size + size > kPieceBytes)) {
        if (const int rc = writeOrForget(file); rc != SQLITE_OK)
            return rc;
    }
    if (!log.gathered)
        log.gathered = static_cast<char *>(sqlite3_malloc(kPieceBytes));
    if (!log.gathered || size > kPieceBytes)
        return below(file)->pMethods->xWrite(below(file), from, size, offset);
    if (log.size == 0)
        log.offset = offset;
    std::memcpy(log.gathered + log.size, from, size_t(size));
    log.size += size;
    if (size == kFrameHeaderBytes) {
        constexpr char none[4] = {};
        log.isCommitting = std::memcmp(static_cast<const char *>(from) + 4, none, sizeof none) != 0;
        return SQLITE_OK;
    }
    return std::exchange(log.isCommitting, false) ? writeOrForget(file) : SQLITE_OK;
}

int truncateLog(sqlite3_file *file, sqlite3_int64 size)
{
    return afterWriting(file, [&](sqlite3_file *f) { return f->pMethods->xTruncate(f, size); });
}

int syncLogFile(sqlite3_file *file, int flags)
{
    return afterWriting(file, [&](sqlite3_file *f) { return f->pMethods->xSync(f, flags); });
}

int sizeOfLog(sqlite3_file *file, sqlite3_int64 *size)
{
    return afterWriting(file, [&](sqlite3_file *f) { return f->pMethods->xFileSize(f, size); });
}

int controlLog(sqlite3_file *file, int op, void *argument)
{
    return afterWriting(file, [&](sqlite3_file *f) { return f->pMethods->xFileControl(f, op, argument); });
}

/// Version 1: locks and shared memory are those of the database file, which is not one of ours.
const sqlite3_io_methods kLogMethods = {
    .iVersion = 1,
    .xClose = closeLog,
    .xRead = readLog,
    .xWrite = writeLog,
    .xTruncate = truncateLog,
    .xSync = syncLogFile,
    .xFileSize = sizeOfLog,
    .xLock = [](sqlite3_file *f, int level) { return below(f)->pMethods->xLock(below(f), level); },
    .xUnlock = [](sqlite3_file *f, int level) { return below(f)->pMethods->xUnlock(below(f), level); },
    .xCheckReservedLock = [](sqlite3_file *f, int *out) { return below(f)->pMethods->xCheckReservedLock(below(f), out); },
    .xFileControl = controlLog,
    .xSectorSize = [](sqlite3_file *f) { return below(f)->pMethods->xSectorSize(below(f)); },
    .xDeviceCharacteristics = [](sqlite3_file *f) { return below(f)->pMethods->xDeviceCharacteristics(below(f)); },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

} // namespace

LogWrites::LogWrites(sqlite3_vfs *below, QByteArray name) : m_name(std::move(name)), m_layer(std::make_unique<Layer>())
{
    m_layer->vfs = *below;
    m_layer->below = below;
    m_layer->vfs.pNext = nullptr;
    m_layer->vfs.zName = m_name.constData();
    m_layer->vfs.szOsFile = int(sizeof(LogFile)) + below->szOsFile;
    m_layer->vfs.xOpen = [](sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags) {
        sqlite3_vfs *under = reinterpret_cast<Layer *>(vfs)->below;
        if (!(flags & SQLITE_OPEN_WAL))
            return under->xOpen(under, name, file, flags, outFlags);
        logOf(file) = {};
        const int rc = under->xOpen(under, name, mdmc::storage::detail::below(file), flags, outFlags);
        if (mdmc::storage::detail::below(file)->pMethods)
            file->pMethods = &kLogMethods;
        return rc;
    };
}

Result<std::unique_ptr<LogWrites>> LogWrites::over(const std::optional<QString> &below)
{
    sqlite3_initialize();
    sqlite3_vfs *under = sqlite3_vfs_find(below ? below->toUtf8().constData() : nullptr);
    if (!under)
        return failure(ErrorCode::StorageFailure, QStringLiteral("There is no such file layer"));
    static std::atomic<quint64> last = 0;
    std::unique_ptr<LogWrites> layer(new LogWrites(under, "mdmc-log-writes-" + QByteArray::number(++last)));
    if (sqlite3_vfs_register(&layer->m_layer->vfs, 0) != SQLITE_OK)
        return failure(ErrorCode::StorageFailure, QStringLiteral("The file layer of the log cannot be registered"));
    return layer;
}

LogWrites::~LogWrites()
{
    sqlite3_vfs_unregister(&m_layer->vfs);
}

} // namespace mdmc::storage::detail
