// SPDX-License-Identifier: GPL-3.0-or-later
// The SQLite side of a simulated disk: what its files and its folder do when they are called.
#include "tests/support/simulated_disk_state.h"

#include <algorithm>
#include <cstring>
#include <thread>

namespace mdmc::test::disk {

namespace {

using Call = SimulatedDisk::Call;
using State = SimulatedDisk::State;
using Verdict = State::Verdict;

constexpr int kRegionSize = 32 * 1024; ///< What SQLite asks for; others are served as well.

Handle *handleOf(sqlite3_file *file)
{
    return reinterpret_cast<Handle *>(file);
}

State &diskOf(sqlite3_file *file)
{
    return *handleOf(file)->process->disk;
}

/// Whether the call may be done; else what to answer.
bool admits(State &disk, Process &process, Call call, int ioError, int &code)
{
    return disk.admit(process, call, ioError, code) == Verdict::Done;
}

int unlock(Handle &handle, int wanted)
{
    if (handle.process->isDead || handle.lock <= wanted)
        return SQLITE_OK;
    File &file = **handle.file;
    for (Handle **holder : {&file.reserved, &file.pending, &file.exclusive}) {
        if (*holder == &handle)
            *holder = nullptr;
    }
    if (wanted == SQLITE_LOCK_NONE)
        --file.readers;
    handle.lock = wanted;
    return SQLITE_OK;
}

void dropMemory(Handle &handle)
{
    if (!handle.memory)
        return;
    SharedMemory &memory = **handle.memory;
    for (int slot = 0; slot < SQLITE_SHM_NLOCK; ++slot) {
        if (handle.shmShared & (1u << slot))
            --memory.locks[size_t(slot)];
        if (handle.shmExclusive & (1u << slot))
            memory.locks[size_t(slot)] = 0;
    }
    handle.shmShared = handle.shmExclusive = 0;
    delete std::exchange(handle.memory, nullptr);
}

int closeFile(sqlite3_file *f)
{
    Handle &handle = *handleOf(f);
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    dropMemory(handle);
    unlock(handle, SQLITE_LOCK_NONE);
    if (handle.deletedOnClose && !handle.process->isDead)
        disk.folder.erase(*handle.deletedOnClose);
    delete std::exchange(handle.deletedOnClose, nullptr);
    delete std::exchange(handle.file, nullptr);
    return SQLITE_OK;
}

int readFile(sqlite3_file *f, void *to, int size, sqlite3_int64 offset)
{
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    int code = SQLITE_OK;
    if (!admits(disk, *handleOf(f)->process, SimulatedDisk::Read, SQLITE_IOERR_READ, code))
        return code;
    const int there = (*handleOf(f)->file)->read(static_cast<char *>(to), size, offset);
    return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int writeFile(sqlite3_file *f, const void *from, int size, sqlite3_int64 offset)
{
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    File &file = **handleOf(f)->file;
    const qint64 number = ++disk.number;
    qint64 part = size;
    int code = SQLITE_OK;
    const Verdict verdict = disk.admit(*handleOf(f)->process, SimulatedDisk::Write, SQLITE_IOERR_WRITE, code);
    if (verdict == Verdict::Dead)
        return code;
    if (verdict == Verdict::Fails) { // Some of it may have been done.
        part = qint64(mixed(quint64(number), quint64(size)) % quint64(size / 512 + 1)) * 512;
    } else if (disk.capacity >= 0) {
        const qint64 growth = std::max<qint64>(0, offset + size - file.now.size);
        const qint64 room = std::max<qint64>(0, disk.capacity - disk.usedBytes());
        if (growth > room) {
            disk.hasFailed = true;
            code = SQLITE_FULL;
            part = std::clamp<qint64>(file.now.size + room - offset, 0, size);
        } else {
            code = SQLITE_OK;
        }
    } else {
        code = SQLITE_OK;
    }
    if (part > 0)
        file.write(static_cast<const char *>(from), part, offset, number);
    disk.written += part;
    return code;
}

int truncateFile(sqlite3_file *f, sqlite3_int64 size)
{
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    const qint64 number = ++disk.number;
    int code = SQLITE_OK;
    if (!admits(disk, *handleOf(f)->process, SimulatedDisk::Truncate, SQLITE_IOERR_TRUNCATE, code))
        return code;
    (*handleOf(f)->file)->truncate(size, number);
    return SQLITE_OK;
}

int syncFile(sqlite3_file *f, int)
{
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    int code = SQLITE_OK;
    if (!admits(disk, *handleOf(f)->process, SimulatedDisk::Sync, SQLITE_IOERR_FSYNC, code))
        return code;
    (*handleOf(f)->file)->sync();
    // As ext4, XFS and Btrfs do, a synced file keeps its name: else a log that a killed process made and the next one
    // synced would be gone.
    for (const auto &[path, file] : disk.folder)
        if (file == *handleOf(f)->file)
            disk.durableFolder[path] = file;
    if (std::exchange(handleOf(f)->syncsFolder, false))
        disk.durableFolder = disk.folder;
    return SQLITE_OK;
}

int fileSize(sqlite3_file *f, sqlite3_int64 *size)
{
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    int code = SQLITE_OK;
    if (!admits(disk, *handleOf(f)->process, SimulatedDisk::Size, SQLITE_IOERR_FSTAT, code))
        return code;
    *size = (*handleOf(f)->file)->now.size;
    return SQLITE_OK;
}

int lockFile(sqlite3_file *f, int wanted)
{
    Handle &handle = *handleOf(f);
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    if (handle.lock >= wanted)
        return SQLITE_OK;
    int code = SQLITE_OK;
    if (!admits(disk, *handle.process, SimulatedDisk::Lock, SQLITE_IOERR_LOCK, code))
        return code;
    File &file = **handle.file;
    const auto isOthers = [&handle](const Handle *holder) { return holder && holder != &handle; };
    if (wanted == SQLITE_LOCK_SHARED) {
        if (isOthers(file.pending) || isOthers(file.exclusive))
            return SQLITE_BUSY;
        ++file.readers;
        handle.lock = wanted;
        return SQLITE_OK;
    }
    if (isOthers(file.reserved) || isOthers(file.pending) || isOthers(file.exclusive))
        return SQLITE_BUSY;
    if (wanted == SQLITE_LOCK_RESERVED) {
        file.reserved = &handle;
        handle.lock = wanted;
        return SQLITE_OK;
    }
    file.pending = &handle;
    handle.lock = SQLITE_LOCK_PENDING;
    if (file.readers > 1)
        return SQLITE_BUSY;
    file.exclusive = &handle;
    handle.lock = SQLITE_LOCK_EXCLUSIVE;
    return SQLITE_OK;
}

int unlockFile(sqlite3_file *f, int wanted)
{
    const std::lock_guard guard(diskOf(f).mutex);
    return unlock(*handleOf(f), wanted);
}

int checkReservedLock(sqlite3_file *f, int *isReserved)
{
    const std::lock_guard guard(diskOf(f).mutex);
    *isReserved = (*handleOf(f)->file)->reserved != nullptr;
    return SQLITE_OK;
}

int fileControl(sqlite3_file *f, int operation, void *argument)
{
    if (operation != SQLITE_FCNTL_HAS_MOVED)
        return SQLITE_NOTFOUND;
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    *static_cast<int *>(argument) = std::none_of(disk.folder.begin(), disk.folder.end(), [f](const auto &entry) {
        return entry.second == *handleOf(f)->file;
    });
    return SQLITE_OK;
}

int mapMemory(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
    Handle &handle = *handleOf(f);
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    *out = nullptr;
    int code = SQLITE_OK;
    if (!admits(disk, *handle.process, SimulatedDisk::ShmMap, SQLITE_IOERR_SHMMAP, code))
        return code;
    File &file = **handle.file;
    if (!handle.memory) {
        std::shared_ptr<SharedMemory> memory = file.memory.lock();
        if (!memory)
            file.memory = memory = std::make_shared<SharedMemory>();
        handle.memory = new std::shared_ptr<SharedMemory>(std::move(memory));
    }
    auto &regions = (*handle.memory)->regions;
    if (size_t(region) >= regions.size() && !extend)
        return SQLITE_OK;
    while (regions.size() <= size_t(region))
        regions.push_back(std::make_unique<std::byte[]>(size_t(std::max(size, kRegionSize))));
    *out = regions[size_t(region)].get();
    return SQLITE_OK;
}

int lockShared(SharedMemory &memory, Handle &handle, int slot)
{
    if (handle.shmShared & (1u << slot))
        return SQLITE_OK;
    if (memory.locks[size_t(slot)] < 0)
        return SQLITE_BUSY;
    ++memory.locks[size_t(slot)];
    handle.shmShared |= 1u << slot;
    return SQLITE_OK;
}

int lockExclusive(SharedMemory &memory, Handle &handle, int first, int count)
{
    for (int slot = first; slot < first + count; ++slot) {
        if (!(handle.shmExclusive & (1u << slot)) && memory.locks[size_t(slot)] != 0)
            return SQLITE_BUSY;
    }
    for (int slot = first; slot < first + count; ++slot) {
        memory.locks[size_t(slot)] = -1;
        handle.shmExclusive |= 1u << slot;
    }
    return SQLITE_OK;
}

int lockMemory(sqlite3_file *f, int first, int count, int flags)
{
    Handle &handle = *handleOf(f);
    State &disk = diskOf(f);
    const std::lock_guard guard(disk.mutex);
    if (!handle.memory)
        return SQLITE_IOERR_SHMLOCK;
    SharedMemory &memory = **handle.memory;
    if (flags & SQLITE_SHM_UNLOCK) {
        for (int slot = first; slot < first + count; ++slot) {
            const quint32 bit = 1u << slot;
            if ((flags & SQLITE_SHM_SHARED) && (handle.shmShared & bit)) {
                handle.shmShared &= ~bit;
                --memory.locks[size_t(slot)];
            } else if ((flags & SQLITE_SHM_EXCLUSIVE) && (handle.shmExclusive & bit)) {
                handle.shmExclusive &= ~bit;
                memory.locks[size_t(slot)] = 0;
            }
        }
        return SQLITE_OK;
    }
    int code = SQLITE_OK;
    if (!admits(disk, *handle.process, SimulatedDisk::ShmLock, SQLITE_IOERR_SHMLOCK, code))
        return code;
    return flags & SQLITE_SHM_SHARED ? lockShared(memory, handle, first) : lockExclusive(memory, handle, first, count);
}

int unmapMemory(sqlite3_file *f, int)
{
    const std::lock_guard guard(diskOf(f).mutex);
    dropMemory(*handleOf(f));
    return SQLITE_OK;
}

const sqlite3_io_methods *methods()
{
    static const sqlite3_io_methods table = [] {
        sqlite3_io_methods m{};
        m.iVersion = 2; // Without xFetch: no memory mapping of the file itself.
        m.xClose = closeFile;
        m.xRead = readFile;
        m.xWrite = writeFile;
        m.xTruncate = truncateFile;
        m.xSync = syncFile;
        m.xFileSize = fileSize;
        m.xLock = lockFile;
        m.xUnlock = unlockFile;
        m.xCheckReservedLock = checkReservedLock;
        m.xFileControl = fileControl;
        m.xSectorSize = [](sqlite3_file *) { return 4096; };
        m.xDeviceCharacteristics = [](sqlite3_file *) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
        m.xShmMap = mapMemory;
        m.xShmLock = lockMemory;
        m.xShmBarrier = [](sqlite3_file *f) { const std::lock_guard guard(diskOf(f).mutex); };
        m.xShmUnmap = unmapMemory;
        return m;
    }();
    return &table;
}

int openFile(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags, int *outFlags)
{
    auto &process = *static_cast<Process *>(vfs->pAppData);
    State &disk = *process.disk;
    Handle &handle = *new (f) Handle{};
    const std::lock_guard guard(disk.mutex);
    int code = SQLITE_OK;
    if (!admits(disk, process, SimulatedDisk::Open, SQLITE_CANTOPEN, code))
        return code;
    const QString path = name ? QString::fromUtf8(name) : QString();
    std::shared_ptr<File> file;
    if (name) {
        const auto found = disk.folder.find(path);
        const bool exists = found != disk.folder.end();
        if (exists ? bool(flags & SQLITE_OPEN_EXCLUSIVE) : !(flags & SQLITE_OPEN_CREATE))
            return SQLITE_CANTOPEN;
        if (!exists) {
            disk.folder[path] = std::make_shared<File>();
            handle.syncsFolder =
                flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL);
        }
        file = disk.folder[path];
        if (flags & SQLITE_OPEN_DELETEONCLOSE)
            handle.deletedOnClose = new QString(path);
    } else {
        file = std::make_shared<File>();
    }
    handle.base.pMethods = methods();
    handle.process = &process;
    handle.file = new std::shared_ptr<File>(std::move(file));
    if (outFlags)
        *outFlags = flags;
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs *vfs, const char *name, int syncsFolder)
{
    auto &process = *static_cast<Process *>(vfs->pAppData);
    State &disk = *process.disk;
    const std::lock_guard guard(disk.mutex);
    int code = SQLITE_OK;
    if (!admits(disk, process, SimulatedDisk::Delete, SQLITE_IOERR_DELETE, code))
        return code;
    if (disk.folder.erase(QString::fromUtf8(name)) == 0)
        return SQLITE_IOERR_DELETE_NOENT;
    if (syncsFolder)
        disk.durableFolder = disk.folder;
    return SQLITE_OK;
}

int accessFile(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    auto &process = *static_cast<Process *>(vfs->pAppData);
    State &disk = *process.disk;
    const std::lock_guard guard(disk.mutex);
    int code = SQLITE_OK;
    if (!admits(disk, process, SimulatedDisk::Access, SQLITE_IOERR_ACCESS, code))
        return code;
    const auto found = disk.folder.find(QString::fromUtf8(name));
    // As on Linux: an empty file does not count when the question is whether it exists.
    *out = found != disk.folder.end() && (flags != SQLITE_ACCESS_EXISTS || found->second->now.size > 0);
    return SQLITE_OK;
}

} // namespace

sqlite3_vfs makeVfs(Process &process)
{
    sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = int(sizeof(Handle));
    vfs.mxPathname = 1024;
    vfs.zName = process.name.constData();
    vfs.pAppData = &process;
    vfs.xOpen = openFile;
    vfs.xDelete = deleteFile;
    vfs.xAccess = accessFile;
    vfs.xFullPathname = [](sqlite3_vfs *, const char *path, int size, char *out) {
        if (int(std::strlen(path)) >= size)
            return SQLITE_CANTOPEN;
        std::strcpy(out, path);
        return SQLITE_OK;
    };
    vfs.xRandomness = [](sqlite3_vfs *, int size, char *out) {
        for (int i = 0; i < size; ++i)
            out[i] = char(mixed(1, quint64(i)));
        return size;
    };
    vfs.xSleep = [](sqlite3_vfs *, int microseconds) {
        std::this_thread::yield(); // Time does not pass here; other threads may go on.
        return microseconds;
    };
    vfs.xCurrentTimeInt64 = [](sqlite3_vfs *v, sqlite3_int64 *out) {
        constexpr sqlite3_int64 julian1970Ms = 210866760000000;
        const State &disk = *static_cast<Process *>(v->pAppData)->disk;
        *out = julian1970Ms + (disk.nowMs ? disk.nowMs() : 1'700'000'000'000);
        return SQLITE_OK;
    };
    vfs.xCurrentTime = [](sqlite3_vfs *v, double *out) {
        sqlite3_int64 ms = 0;
        v->xCurrentTimeInt64(v, &ms);
        *out = double(ms) / 86400000.0;
        return SQLITE_OK;
    };
    vfs.xGetLastError = [](sqlite3_vfs *, int, char *) { return 0; };
    return vfs;
}

} // namespace mdmc::test::disk
