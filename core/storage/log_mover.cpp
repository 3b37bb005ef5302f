// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/log_mover.h"

namespace mdmc::storage {

Result<bool> LogMover::look(qint64 monotonicMs)
{
    const Database::Log log = m_db.log();
    if (log.commits != m_commits) {
        m_commits = log.commits;
        m_since = monotonicMs;
    }
    if (log.pages < kPages || monotonicMs - m_since < kQuietMs)
        return false;
    MDMC_TRY(m_db.moveLog());
    return true;
}

} // namespace mdmc::storage
