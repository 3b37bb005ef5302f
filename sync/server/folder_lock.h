// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>

class QFile;

namespace mdmc::sync {

/// Keeps a data folder to one serving process: live sessions and rate limits are that process's own, so a second one
/// would leave the people of the first without news. Released by the system when the process ends, however it ends;
/// a lock that names a process instead would stay behind in a container, where each start has the same number.
class FolderLock {
public:
    FolderLock();
    FolderLock(FolderLock &&) noexcept;
    FolderLock &operator=(FolderLock &&) noexcept;
    ~FolderLock();

    /// StorageBusy while another process holds it, StorageFailure where the folder cannot be written to.
    static Result<FolderLock> take(const QString &dataDir);

private:
    std::unique_ptr<QFile> m_file;
};

} // namespace mdmc::sync
