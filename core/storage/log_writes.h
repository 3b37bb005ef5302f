// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

struct sqlite3_vfs;

/// Inside of core/storage only.
namespace mdmc::storage::detail {

/// A file layer (SQLite VFS) that hands the frames of the write-ahead log to the one below in pieces of up to 128 KiB.
/// SQLite writes each frame in two calls, its header and its page, so that a transaction of 20 pages is 40 calls, none
/// of them on the page boundaries of the system; here it is one.
///
/// Nothing else changes: what was gathered is written before the last frame of a transaction is reported as written,
/// before the log is synced, read, measured or cut, so before anybody can know of it. A write that fails late fails the
/// call that caused it, which is one of the same transaction. All other files are those of the layer below.
///
/// Belongs to one connection and has to outlive it. On the thread of that connection.
class LogWrites {
public:
    /// `below`: a registered layer, else the system's.
    static Result<std::unique_ptr<LogWrites>> over(const std::optional<QString> &below);
    ~LogWrites();
    LogWrites(const LogWrites &) = delete;
    LogWrites &operator=(const LogWrites &) = delete;

    /// As sqlite3_open_v2 takes it.
    const char *name() const { return m_name.constData(); }

private:
    LogWrites(sqlite3_vfs *below, QByteArray name);

    struct Layer;
    QByteArray m_name;
    std::unique_ptr<Layer> m_layer;
};

} // namespace mdmc::storage::detail
