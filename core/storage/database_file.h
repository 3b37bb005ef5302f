// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <optional>

struct sqlite3;

namespace mdmc::storage::detail {

/// What stands at a path before it is opened as a database.
struct FileFacts {
    qint64 size = 0;           ///< 0 also where there is no file.
    bool isPlain = false;      ///< Begins as an unencrypted SQLite file does.
    bool isRepairable = false; ///< A log or a journal lies beside it.
};

/// Looks at a file through SQLite's own file layer (`vfs`: a registered one, else the system's). Never through a
/// descriptor of our own: closing one gives up every lock that this process holds on the file (POSIX), and the next
/// process to close the database would take the log away from under us, with what is committed to it later.
Result<FileFacts> fileFacts(const QString &path, const std::optional<QString> &vfs);

/// The same of a database that is open.
Result<bool> isPlainFile(sqlite3 *db);

/// Sees to it that what stands in the log is on the disk: a process that was killed may have written a transaction and
/// not have synced it. Whoever opens the database finds it committed and may build upon it or tell others of it, and a
/// power cut would still take it away (simulator, seed 2200007). Costs next to nothing where there is nothing to sync.
Result<> syncLog(sqlite3 *db);

} // namespace mdmc::storage::detail
