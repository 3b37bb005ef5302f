// SPDX-License-Identifier: GPL-3.0-or-later
// What a simulated disk consists of; shared by simulated_disk.cpp and simulated_disk_vfs.cpp only.
#pragma once

#include "tests/support/simulated_disk.h"

#include <sqlcipher/sqlite3.h>

#include <array>
#include <limits>
#include <mutex>
#include <optional>

namespace mdmc::test::disk {

constexpr qint64 kPageSize = 4096;

struct Handle;

/// The shared memory beside a database, alive as long as a handle maps it.
struct SharedMemory {
    std::vector<std::unique_ptr<std::byte[]>> regions;
    std::array<int, SQLITE_SHM_NLOCK> locks{}; ///< Readers, or -1 for a writer.
};

/// What was done to a file and is not on the platters yet.
struct Unsynced {
    qint64 offset = 0; ///< For a truncation: the new size.
    QByteArray data;
    bool isTruncation = false;
    qint64 number = 0; ///< In the order of the whole disk.
};

struct File {
    SimulatedDisk::Image::File now;
    SimulatedDisk::Image::File durable;
    bool isClean = true; ///< `now` is `durable`, which is then not kept apart.
    std::vector<Unsynced> unsynced;
    // Locks of the process that runs.
    int readers = 0;
    Handle *reserved = nullptr;
    Handle *pending = nullptr;
    Handle *exclusive = nullptr;
    std::weak_ptr<SharedMemory> memory;

    int read(char *to, qint64 size, qint64 offset) const; ///< Bytes that were there.
    void write(const char *from, qint64 size, qint64 offset, qint64 number);
    void truncate(qint64 size, qint64 number);
    void sync();
    QByteArray content() const;
};

void writePages(SimulatedDisk::Image::File &file, const char *from, qint64 size, qint64 offset);
void resizePages(SimulatedDisk::Image::File &file, qint64 size);

/// One run of a program: its VFS, and whether it still lives.
struct Process {
    QByteArray name;
    sqlite3_vfs vfs{};
    SimulatedDisk::State *disk = nullptr;
    bool isDead = false;
    bool isStopped = false; ///< Nothing it does has an effect any more, but `kill` has not been called yet.
};

/// What SQLite allocates per open file.
struct Handle {
    sqlite3_file base;
    Process *process;
    std::shared_ptr<File> *file; ///< Owned; a pointer because SQLite's memory is raw.
    std::shared_ptr<SharedMemory> *memory;
    QString *deletedOnClose; ///< Owned, for temporary files.
    int lock;
    quint32 shmShared; ///< Bits of the slots held.
    quint32 shmExclusive;
    bool syncsFolder; ///< A new log or journal: its first sync writes the folder too, as SQLite does on Linux.
};

struct Rule {
    SimulatedDisk::Calls calls;
    qint64 from = 0; ///< Calls left before it strikes.
    bool isLasting = false;
    bool stops = false;
    SimulatedDisk::Fault fault = SimulatedDisk::Fault::IoError;
};

sqlite3_vfs makeVfs(Process &process);
quint64 mixed(quint64 a, quint64 b);

} // namespace mdmc::test::disk

namespace mdmc::test {

struct SimulatedDisk::State {
    mutable std::mutex mutex;
    using Folder = std::map<QString, std::shared_ptr<disk::File>>;
    Folder folder;
    Folder durableFolder;
    std::vector<std::unique_ptr<disk::Process>> processes; ///< The last one runs; dead ones serve late closes.
    std::function<qint64()> nowMs;
    std::optional<disk::Rule> rule;
    bool hasFailed = false;
    qint64 capacity = -1;
    qint64 busy = 0;
    int watchers = 0;
    qint64 written = 0;
    qint64 number = 0; ///< Of the last change.
    std::array<qint64, 11> counts{};

    enum class Verdict : quint8 { Done, Fails, Dead };
    /// Counts a call and says what becomes of it. `code`: what SQLite gets when it fails.
    Verdict admit(disk::Process &process, Call call, int ioError, int &code);
    qint64 usedBytes() const;
    void end();
};

} // namespace mdmc::test
