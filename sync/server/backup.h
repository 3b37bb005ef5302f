// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace mdmc::sync {

/// Writes a complete, checked copy of the workspace to a new file, encrypted with the store's key. A server may go on
/// serving meanwhile. The keys are not in it: without them it opens nowhere. AlreadyExists for a file that is there,
/// errors of WorkspaceAccess::open.
Result<> backUpWorkspace(const QString &dataDir, const QString &file);

struct RestoredWorkspace {
    QString workspaceName;
    qint64 head = 0; ///< Where the copy stands.
    QString replaced; ///< Where the store is that was there before; empty: there was none.
};

/// Puts a copy in place of the workspace in `dataDir`, in a new epoch: clients take a snapshot and offer again what the
/// copy lacks. What was there before is kept beside it. Interrupted at any moment, the old store is in place, or none
/// (then say it again), or the new one, never the copy in its old epoch.
/// StorageBusy while a server has the folder; KeyMissing, WrongKey (the copy is of another key), NotFound,
/// StorageCorrupt …: nothing has changed then.
Result<RestoredWorkspace> restoreWorkspace(const QString &dataDir, const QString &file);

} // namespace mdmc::sync
