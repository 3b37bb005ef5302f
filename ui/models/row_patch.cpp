// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_patch.h"

#include <unordered_set>

namespace mdmc::ui {

namespace {

using Range = RowPatch::Range;

/// Runs of rows of `rows` that are not in `other`; what is in both is appended to `common`.
std::vector<Range> missingRanges(const RowIds &rows, const std::unordered_set<qint64> &other, RowIds &common)
{
    std::vector<Range> ranges;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (other.contains(rows[i])) {
            common.push_back(rows[i]);
            continue;
        }
        if (!ranges.empty() && ranges.back().first + ranges.back().count == int(i))
            ++ranges.back().count;
        else
            ranges.push_back({int(i), 1});
    }
    return ranges;
}

} // namespace

RowPatch diffRows(const RowIds &before, RowIds after, int maxRanges)
{
    RowPatch patch;
    auto rows = std::make_shared<const RowIds>(std::move(after));
    patch.rows = rows;
    if (before == *rows)
        return patch;

    const std::unordered_set<qint64> old(before.begin(), before.end());
    const std::unordered_set<qint64> now(rows->begin(), rows->end());
    RowIds keptBefore;
    RowIds keptAfter;
    patch.removals = missingRanges(before, now, keptBefore);
    patch.insertions = missingRanges(*rows, old, keptAfter);
    std::reverse(patch.removals.begin(), patch.removals.end());
    if (int(patch.removals.size() + patch.insertions.size()) > maxRanges || keptAfter.empty()) {
        patch.isReset = true;
        return patch;
    }
    if (keptBefore != keptAfter)
        patch.reordered = std::make_shared<const RowIds>(std::move(keptAfter));
    return patch;
}

} // namespace mdmc::ui
