// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fault_vfs.h"

#include <QByteArray>

#include <sqlcipher/sqlite3.h>

#include <atomic>
#include <limits>

namespace mdmc::test {

namespace {
constexpr qint64 never = std::numeric_limits<qint64>::max();
}

struct FaultVfs::State {
    QByteArray name;
    sqlite3_vfs vfs{};
    sqlite3_vfs *base = nullptr;
    std::atomic<qint64> writes{0};
    std::atomic<qint64> syncs{0};
    std::atomic<qint64> bytes{0};
    std::atomic<qint64> failWriteFrom{never}; ///< Absolute numbers of writes, bytes and syncs.
    std::atomic<qint64> failWriteOnly{never};
    std::atomic<qint64> failByte{never};
    std::atomic<qint64> failSyncFrom{never};
    std::atomic<Fault> fault{Fault::DiskFull};

    /// Counts a write of `size` bytes; SQLITE_OK when it may be done.
    int admitWrite(int size)
    {
        const qint64 number = ++writes;
        if (number >= failWriteFrom || number == failWriteOnly || bytes + size > failByte)
            return fault == Fault::DiskFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        bytes += size;
        return SQLITE_OK;
    }
};

namespace {

/// What SQLite allocates per open file: ours, followed by the base VFS's own.
struct FaultFile {
    sqlite3_file base;
    FaultVfs::State *state;
    sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
};

FaultFile *ours(sqlite3_file *file)
{
    return reinterpret_cast<FaultFile *>(file);
}

sqlite3_file *real(sqlite3_file *file)
{
    return ours(file)->real();
}

int write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    if (const int rc = ours(file)->state->admitWrite(size); rc != SQLITE_OK)
        return rc;
    return real(file)->pMethods->xWrite(real(file), data, size, offset);
}

int sync(sqlite3_file *file, int flags)
{
    FaultVfs::State *state = ours(file)->state;
    if (++state->syncs >= state->failSyncFrom)
        return SQLITE_IOERR_FSYNC;
    return real(file)->pMethods->xSync(real(file), flags);
}

const sqlite3_io_methods *faultMethods()
{
    static const sqlite3_io_methods methods = [] {
        sqlite3_io_methods m{};
        m.iVersion = 2; // Without xFetch: no memory mapping past the shim.
        m.xClose = [](sqlite3_file *f) { return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK; };
        m.xRead = [](sqlite3_file *f, void *data, int size, sqlite3_int64 offset) {
            return real(f)->pMethods->xRead(real(f), data, size, offset);
        };
        m.xWrite = write;
        m.xTruncate = [](sqlite3_file *f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); };
        m.xSync = sync;
        m.xFileSize = [](sqlite3_file *f, sqlite3_int64 *size) { return real(f)->pMethods->xFileSize(real(f), size); };
        m.xLock = [](sqlite3_file *f, int lock) { return real(f)->pMethods->xLock(real(f), lock); };
        m.xUnlock = [](sqlite3_file *f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); };
        m.xCheckReservedLock = [](sqlite3_file *f, int *out) {
            return real(f)->pMethods->xCheckReservedLock(real(f), out);
        };
        m.xFileControl = [](sqlite3_file *f, int op, void *arg) {
            return real(f)->pMethods->xFileControl(real(f), op, arg);
        };
        m.xSectorSize = [](sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); };
        m.xDeviceCharacteristics = [](sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
        m.xShmMap = [](sqlite3_file *f, int page, int size, int extend, void volatile **out) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        };
        m.xShmLock = [](sqlite3_file *f, int offset, int n, int flags) {
            return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
        };
        m.xShmBarrier = [](sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); };
        m.xShmUnmap = [](sqlite3_file *f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
        return m;
    }();
    return &methods;
}

int openFile(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags)
{
    auto *state = static_cast<FaultVfs::State *>(vfs->pAppData);
    ours(file)->state = state;
    const int rc = state->base->xOpen(state->base, name, real(file), flags, outFlags);
    file->pMethods = real(file)->pMethods ? faultMethods() : nullptr;
    return rc;
}

} // namespace

FaultVfs::FaultVfs(const QString &name) : m_state(std::make_unique<State>())
{
    m_state->name = name.toUtf8();
    m_state->base = sqlite3_vfs_find(nullptr);
    sqlite3_vfs &vfs = m_state->vfs;
    vfs = *m_state->base; // The rest (randomness, time, sleep) does not look at the VFS it is given.
    vfs.pNext = nullptr;
    vfs.zName = m_state->name.constData();
    vfs.pAppData = m_state.get();
    vfs.szOsFile = int(sizeof(FaultFile)) + m_state->base->szOsFile;
    vfs.xOpen = openFile;
    // The base's functions look into their own pAppData, so they must be called with the base.
    vfs.xDelete = [](sqlite3_vfs *v, const char *path, int syncDir) {
        sqlite3_vfs *base = static_cast<State *>(v->pAppData)->base;
        return base->xDelete(base, path, syncDir);
    };
    vfs.xAccess = [](sqlite3_vfs *v, const char *path, int flags, int *out) {
        sqlite3_vfs *base = static_cast<State *>(v->pAppData)->base;
        return base->xAccess(base, path, flags, out);
    };
    vfs.xFullPathname = [](sqlite3_vfs *v, const char *path, int size, char *out) {
        sqlite3_vfs *base = static_cast<State *>(v->pAppData)->base;
        return base->xFullPathname(base, path, size, out);
    };
    sqlite3_vfs_register(&vfs, 0);
}

FaultVfs::~FaultVfs()
{
    sqlite3_vfs_unregister(&m_state->vfs);
}

QString FaultVfs::name() const
{
    return QString::fromUtf8(m_state->name);
}

qint64 FaultVfs::writes() const
{
    return m_state->writes;
}

qint64 FaultVfs::syncs() const
{
    return m_state->syncs;
}

qint64 FaultVfs::bytesWritten() const
{
    return m_state->bytes;
}

void FaultVfs::failWritesFrom(qint64 k, Fault fault)
{
    m_state->fault = fault;
    m_state->failWriteFrom = m_state->writes + k;
}

void FaultVfs::failAfterBytes(qint64 bytes, Fault fault)
{
    m_state->fault = fault;
    m_state->failByte = m_state->bytes + bytes;
}

void FaultVfs::failWriteOnce(qint64 k, Fault fault)
{
    m_state->fault = fault;
    m_state->failWriteOnly = m_state->writes + k;
}

void FaultVfs::failSyncsFrom(qint64 k)
{
    m_state->failSyncFrom = m_state->syncs + k;
}

void FaultVfs::heal()
{
    m_state->failWriteFrom = never;
    m_state->failWriteOnly = never;
    m_state->failByte = never;
    m_state->failSyncFrom = never;
}

} // namespace mdmc::test
