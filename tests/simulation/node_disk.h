// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace mdmc::simulation {

/// What a database file and its log hold at one moment.
struct DiskImage {
    QByteArray database;
    QByteArray log;
    bool isEmpty() const { return database.isEmpty(); }
};

/// The disk of one node, with one database on it.
class NodeDisk {
public:
    NodeDisk(const QString &name, quint64 seed);
    ~NodeDisk();
    NodeDisk(const NodeDisk &) = delete;
    NodeDisk &operator=(const NodeDisk &) = delete;

    QString path() const;
    std::optional<QString> vfs() const;

    /// As it stands, or as it would stand after a power cut. Works while the database is open.
    DiskImage image() const;
    /// Puts an image in place. Only while no database is open on it.
    void setImage(const DiskImage &image);

    /// From the k-th call from now on (first = 1) the disk stands still: everything fails and nothing is changed any
    /// more, as for a process that was killed there.
    void freezeAfter(qint64 k);
    bool isFrozen() const;
    void setFull(bool isFull);
    /// Ends the freeze after the process is gone. Power cut: what was not synced is lost or torn.
    void crash(bool isPowerCut);
    void heal();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace mdmc::simulation
