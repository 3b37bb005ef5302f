// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/entity.h"

#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace mdmc::storage {

/// Which rows of record tables one connection wrote lately, so that who holds a list of rows can bring it up to date instead
/// of reading it again. It knows of every row that the connection inserts, changes or deletes (sqlite3_update_hook), before the
/// commit that has it can be read. Any thread, but for what is marked as the writer's.
class RecentRows {
public:
    /// A moment. Of another object, or too long ago: not known any longer, which `since` says.
    using Mark = qint64;
    static constexpr Mark kNever = 0;
    static constexpr size_t kKept = 4096; ///< Rows remembered; a transaction of more is remembered as one of all rows.

    struct Row {
        EntityType type = EntityType::Lead;
        qint64 rowId = 0;
        auto operator<=>(const Row &) const = default;
    };

    RecentRows();

    /// What was committed up to here is in every snapshot that begins from now on.
    Mark settled() const;
    /// The rows in which what is read at `mark` and in a snapshot that has begun may differ, each once, ascending: all that were
    /// written since, whether the snapshot has them or not. Nothing when that is not known.
    std::optional<std::vector<Row>> since(Mark mark) const;

    /// The writer's: a row of any table is about to be other than it was.
    void note(std::string_view table, qint64 rowId);
    /// The writer's: what was noted is committed, or rolled back.
    void settle();

private:
    mutable std::mutex m_mutex;
    std::deque<Row> m_rows; ///< The last is that of the moment m_head.
    Mark m_head;
    Mark m_settled;
    size_t m_inTransaction = 0; ///< The writer's; beyond kKept nothing is told apart any more.
};

} // namespace mdmc::storage
