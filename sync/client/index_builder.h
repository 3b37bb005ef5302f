// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/index_build.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace mdmc::sync {

/// An `IndexBuild` made on a thread of its own, from a read connection that lives only there. Made, asked and destroyed
/// by one thread, the writer's.
class IndexBuilder {
public:
    using OpenReader = std::function<Result<storage::Database>()>;

    /// Begins with everything that is committed now. `open` is called on the new thread.
    IndexBuilder(OpenReader open, std::vector<EntityType> types, qint64 maxBytes);
    ~IndexBuilder(); ///< Gives up and waits for the thread: as long as FTS5 writes a batch of words, some 0.1 s, at most.

    bool isDone() const;
    /// Until it is done, or `goesOn` says no, which is asked every few milliseconds.
    void wait(const std::function<bool()> &goesOn) const;
    qint64 rowsMade() const { return m_build.rowsMade(); }
    /// Null while it is not done, or with the error that ended it.
    Result<storage::IndexBuild *> build();

private:
    void run(const OpenReader &open, const std::vector<EntityType> &types);

    storage::IndexBuild m_build; ///< The thread's, until it is done.
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_hasEnded;
    std::optional<Result<>> m_result;
    std::thread m_thread;
};

} // namespace mdmc::sync
