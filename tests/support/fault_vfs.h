// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>

namespace mdmc::test {

/// A disk that fails on purpose: a SQLite VFS of its own name over the system's, to be named in
/// `storage::OpenOptions::vfs`. Counts what is written and synced through it, and makes chosen calls fail.
/// Lives longer than every database opened through it. Counters may be read and set from any thread.
class FaultVfs {
public:
    enum class Fault {
        DiskFull, ///< SQLITE_FULL
        IoError,  ///< SQLITE_IOERR_WRITE or SQLITE_IOERR_FSYNC
    };

    explicit FaultVfs(const QString &name = QStringLiteral("mdmc-fault"));
    ~FaultVfs();
    FaultVfs(const FaultVfs &) = delete;
    FaultVfs &operator=(const FaultVfs &) = delete;

    QString name() const;
    qint64 writes() const;
    qint64 syncs() const;
    qint64 bytesWritten() const;

    /// From the k-th write on (counted from this call, first = 1), every write fails, as a full disk does.
    void failWritesFrom(qint64 k, Fault fault = Fault::DiskFull);
    /// Every write fails once `bytes` more have been written; the one that crosses the line is not done at all.
    void failAfterBytes(qint64 bytes, Fault fault = Fault::DiskFull);
    /// Only the k-th write from now fails.
    void failWriteOnce(qint64 k, Fault fault = Fault::IoError);
    /// From the k-th sync on every sync fails.
    void failSyncsFrom(qint64 k);
    /// The disk is well again; counters go on.
    void heal();

    struct State;

private:
    std::unique_ptr<State> m_state;
};

} // namespace mdmc::test
