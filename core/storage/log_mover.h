// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"

namespace mdmc::storage {

/// Moves the write-ahead log into the file while nobody commits, so that hardly any commit has to: the one that finds 8,000
/// pages in the log moves them all and waits for the disk twice, some 100 ms and more.
///
/// On the thread of the connection that commits.
class LogMover {
public:
    static constexpr int kPages = 1000;     ///< 4 MB: less is not worth the two waits.
    static constexpr qint64 kQuietMs = 2000; ///< Without a commit.

    explicit LogMover(Database &database) : m_db(database) {}

    /// To be called about once a second, outside of transactions. Whether the log was moved, as far as readers allow; an
    /// error is that of the disk: nothing is lost, and it is tried again after the next commit.
    Result<bool> look(qint64 monotonicMs);

private:
    Database &m_db;
    qint64 m_commits = -1; ///< When this object last looked.
    qint64 m_since = 0;
};

} // namespace mdmc::storage
