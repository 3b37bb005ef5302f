// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/list_update.h"

#include <memory>
#include <vector>

namespace mdmc::ui {

using RowIds = std::vector<qint64>;

/// How one list of distinct row ids becomes another, in the steps of an item model: remove, reorder, insert. Computed
/// off the GUI thread, so that applying it costs as little as what really changed.
struct RowPatch {
    struct Range {
        int first = 0;
        int count = 0;
        bool operator==(const Range &) const = default;
    };
    std::shared_ptr<const RowIds> rows; ///< The list afterwards.
    bool isReset = false; ///< Too many pieces: take the list as a whole.
    std::vector<Range> removals; ///< In the old list, last first.
    std::shared_ptr<const RowIds> reordered; ///< What is left, in its new order; null when the order stays.
    std::vector<Range> insertions; ///< In the new list, first first.

    bool isEmpty() const { return !isReset && removals.empty() && insertions.empty() && !reordered; }
};

/// `maxRanges`: beyond that many pieces a reset is cheaper for every view.
RowPatch diffRows(const RowIds &before, RowIds after, int maxRanges = 64);

/// The same where it is known which rows are not where they were: as long as there are few of them, however long the list.
RowPatch patchOf(const RowIds &before, storage::UpdatedRows updated);

} // namespace mdmc::ui
