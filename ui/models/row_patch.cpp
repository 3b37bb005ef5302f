// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_patch.h"

#include <algorithm>
#include <span>
#include <unordered_set>

namespace mdmc::ui {

namespace {

using Range = RowPatch::Range;
using Rows = std::span<const qint64>;

/// Row ids are given out one after the other, so a bit for each between the least and the greatest is smaller than a hash
/// table, and a list of a million is looked through in the tenth part of the time. Ids that lie far apart are hashed.
class RowIdSet {
public:
    explicit RowIdSet(Rows rows)
    {
        if (rows.empty())
            return;
        const auto [least, greatest] = std::ranges::minmax(rows);
        m_least = quint64(least);
        const quint64 span = quint64(greatest) - m_least;
        if (span / kMostBitsPerId > rows.size()) {
            m_hashed.insert(rows.begin(), rows.end());
            return;
        }
        m_bits.resize(size_t(span) + 1);
        for (const qint64 row : rows)
            m_bits[size_t(quint64(row) - m_least)] = true;
    }

    bool contains(qint64 row) const
    {
        const quint64 at = quint64(row) - m_least; // Of a lesser one: beyond the end.
        return at < m_bits.size() ? bool(m_bits[size_t(at)]) : m_hashed.contains(row);
    }

private:
    static constexpr quint64 kMostBitsPerId = 64;

    quint64 m_least = 0;
    std::vector<bool> m_bits;
    std::unordered_set<qint64> m_hashed; ///< Empty when there are bits.
};

/// Runs of rows of `rows` that are not in `other`, counted from `first`; what is in both is appended to `common`.
std::vector<Range> missingRanges(Rows rows, size_t first, const RowIdSet &other, RowIds &common)
{
    std::vector<Range> ranges;
    for (size_t i = 0; i < rows.size(); ++i) {
        const int at = int(first + i);
        if (other.contains(rows[i]))
            common.push_back(rows[i]);
        else if (!ranges.empty() && ranges.back().first + ranges.back().count == at)
            ++ranges.back().count;
        else
            ranges.push_back({at, 1});
    }
    return ranges;
}

} // namespace

RowPatch diffRows(const RowIds &before, RowIds after, int maxRanges)
{
    RowPatch patch;
    auto rows = std::make_shared<const RowIds>(std::move(after));
    patch.rows = rows;
    // Most changes are of one row, and what is before and behind it stays.
    const auto [oldEnd, newEnd] = std::ranges::mismatch(before, *rows);
    const size_t head = size_t(oldEnd - before.begin());
    const Rows oldRows = Rows(before).subspan(head);
    const Rows newRows = Rows(*rows).subspan(head);
    const auto tails = std::mismatch(oldRows.rbegin(), oldRows.rend(), newRows.rbegin(), newRows.rend());
    const size_t tail = size_t(tails.first - oldRows.rbegin());
    const Rows oldMiddle = oldRows.first(oldRows.size() - tail);
    const Rows newMiddle = newRows.first(newRows.size() - tail);

    RowIds keptBefore;
    RowIds keptAfter;
    patch.removals = missingRanges(oldMiddle, head, RowIdSet(newMiddle), keptBefore);
    patch.insertions = missingRanges(newMiddle, head, RowIdSet(oldMiddle), keptAfter);
    std::ranges::reverse(patch.removals);
    const bool isAnyKept = head + tail + keptAfter.size() > 0;
    if (int(patch.removals.size() + patch.insertions.size()) > maxRanges || (!isAnyKept && !patch.isEmpty())) {
        patch.isReset = true;
        return patch;
    }
    if (keptBefore != keptAfter) {
        RowIds reordered(before.begin(), before.begin() + qsizetype(head));
        reordered.insert(reordered.end(), keptAfter.begin(), keptAfter.end());
        reordered.insert(reordered.end(), before.end() - qsizetype(tail), before.end());
        patch.reordered = std::make_shared<const RowIds>(std::move(reordered));
    }
    return patch;
}

} // namespace mdmc::ui
