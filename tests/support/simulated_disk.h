// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFlags>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace mdmc::test {

/// A disk in memory that forgets, fills up and fails on purpose: a SQLite VFS of its own, to be named in
/// `storage::OpenOptions::vfs` (and `EmbeddedStore::Options::vfs`). It behaves as the system's does on Linux (locks,
/// shared memory of the write-ahead log, sector size, power-safe overwrite), so that SQLite takes the same paths.
///
/// One process uses the disk at a time, with any number of connections and threads. `kill` and `powerCut` end that
/// process: what it still holds open gets errors from then on and changes nothing any more, and `name` becomes another
/// one. So objects of the dead process may be destroyed later, at leisure, but before the disk.
///
/// Deterministic: nothing depends on time, addresses or the process. What SQLCipher writes is not (salts and
/// initialisation vectors are random), but no decision made here depends on content.
class SimulatedDisk {
public:
    enum Call : quint32 {
        Open = 1,
        Read = 2,
        Write = 4,
        Truncate = 8,
        Sync = 16,
        Delete = 32,
        Access = 64,
        Size = 128,
        Lock = 256,
        ShmMap = 512,
        ShmLock = 1024,
        AnyCall = 2047,
        AnyChange = Open | Write | Truncate | Sync | Delete,
    };
    Q_DECLARE_FLAGS(Calls, Call)

    enum class Fault : quint8 {
        IoError, ///< The SQLITE_IOERR_… of that call; SQLITE_CANTOPEN for Open.
        Full,    ///< SQLITE_FULL for Write; what a full disk makes of the others is an I/O error.
        Busy,    ///< SQLITE_BUSY for Lock and ShmLock.
    };

    /// All files as they are at one moment. Cheap to make and to copy (pages are shared), and a plain value: one image
    /// may serve many disks in many threads.
    struct Image {
        struct File {
            std::vector<std::shared_ptr<const QByteArray>> pages;
            qint64 size = 0;
        };
        std::map<QString, File> files;
    };

    SimulatedDisk();
    explicit SimulatedDisk(const Image &image);
    ~SimulatedDisk();
    SimulatedDisk(const SimulatedDisk &) = delete;
    SimulatedDisk &operator=(const SimulatedDisk &) = delete;

    /// The VFS of the process that runs now. Ask anew for every open: it changes with `kill` and `powerCut`.
    QString name() const;
    /// What SQL's 'now' is, in milliseconds since 1970; fixed unless set.
    void setClock(std::function<qint64()> nowMs);

    // Files ---------------------------------------------------------------------------------------------------------
    QStringList files() const;
    bool exists(const QString &path) const;
    /// The whole content, written and unsynced alike; empty when there is none.
    QByteArray content(const QString &path) const;
    /// Replaces or makes a file, durably. The process that runs must not have it open.
    void put(const QString &path, const QByteArray &content);
    /// Overwrites a part, durably, whoever has the file open: damage.
    void overwrite(const QString &path, qint64 offset, const QByteArray &bytes);
    void resize(const QString &path, qint64 size);
    void remove(const QString &path);
    /// A file from here or from another disk with what belongs to it (-wal, -journal), durably, in place of what
    /// stands at `to`.
    void copyDatabase(const SimulatedDisk &source, const QString &from, const QString &to);
    Image image() const;
    /// As if the disk had been taken out and another put in: implies `kill`.
    void load(const Image &image);

    // The end of the process ----------------------------------------------------------------------------------------
    /// The process is gone, the machine is not: files stay as written.
    void kill();
    /// The machine is gone: of what was not synced, each write is lost, kept or torn, singly and in any order; files
    /// made or removed without a sync of the folder may be there or not. One seed, one outcome.
    void powerCut(quint64 seed);
    /// The k-th such call from now (first = 1) is the last thing that this process does: it is carried out, all later
    /// calls fail. Follow it with `kill` or `powerCut`.
    void stopAt(Calls calls, qint64 k);
    bool isStopped() const;

    // Faults --------------------------------------------------------------------------------------------------------
    /// From the k-th such call on (counted from now, first = 1) each fails. A failed write may have written a part.
    void failFrom(Calls calls, qint64 k, Fault fault = Fault::IoError);
    /// Only the k-th such call fails.
    void failOnce(Calls calls, qint64 k, Fault fault = Fault::IoError);
    /// Whether a call has failed on purpose since `failFrom`, `failOnce` or `setCapacity`.
    bool hasFailed() const;
    /// The disk holds so many bytes in all files together; what would grow past it gets SQLITE_FULL. -1: no limit.
    void setCapacity(qint64 bytes);
    qint64 usedBytes() const;
    /// The next n locks asked for are refused with SQLITE_BUSY.
    void busyFor(qint64 n);
    /// How many of those are still to come.
    qint64 busyLeft() const;
    /// No more faults; a stopped process stays stopped.
    void heal();

    /// As long as it lives, calls are those of an observer: nothing fails and nothing is counted.
    class Watching {
    public:
        explicit Watching(SimulatedDisk &disk);
        ~Watching();
        Watching(const Watching &) = delete;
        Watching &operator=(const Watching &) = delete;

    private:
        SimulatedDisk &m_disk;
    };

    // Counters ------------------------------------------------------------------------------------------------------
    qint64 count(Calls calls = AnyCall) const;
    qint64 bytesWritten() const;
    qint64 unsyncedWrites() const;

    struct State;

private:
    void startProcess();

    std::unique_ptr<State> m_state;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(SimulatedDisk::Calls)

} // namespace mdmc::test
