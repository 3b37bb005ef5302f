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

/// Appends one place to runs of places.
void append(std::vector<Range> &ranges, size_t at)
{
    if (!ranges.empty() && ranges.back().first + ranges.back().count == int(at))
        ++ranges.back().count;
    else
        ranges.push_back({int(at), 1});
}

/// Runs of rows of `rows` that are not in `other`, counted from `first`; what is in both is appended to `common`.
std::vector<Range> missingRanges(Rows rows, size_t first, const RowIdSet &other, RowIds &common)
{
    std::vector<Range> ranges;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (other.contains(rows[i]))
            common.push_back(rows[i]);
        else
            append(ranges, first + i);
    }
    return ranges;
}

/// Which of the `places` in `rows` hold what is not in `others`, appended to `ranges`; the ids of the rest and where they stand
/// without the former.
std::vector<std::pair<qint64, size_t>> splitOff(const RowIds &rows, const std::vector<size_t> &places,
                                                const std::vector<qint64> &others, std::vector<Range> &ranges)
{
    std::vector<std::pair<qint64, size_t>> kept;
    size_t splitOff = 0;
    for (const size_t place : places) {
        if (std::binary_search(others.begin(), others.end(), rows[place])) {
            kept.emplace_back(rows[place], place - splitOff);
        } else {
            append(ranges, place);
            ++splitOff;
        }
    }
    std::ranges::sort(kept);
    return kept;
}

/// Ids at these places, ascending.
std::vector<qint64> idsAt(const RowIds &rows, const std::vector<size_t> &places)
{
    std::vector<qint64> ids;
    for (const size_t place : places)
        ids.push_back(rows[place]);
    std::ranges::sort(ids);
    return ids;
}

/// Copies `rows` without the ranges, which ascend.
RowIds without(const RowIds &rows, const std::vector<Range> &ranges)
{
    RowIds left;
    left.reserve(rows.size());
    auto at = rows.begin();
    for (const Range &range : ranges) {
        left.insert(left.end(), at, rows.begin() + range.first);
        at = rows.begin() + range.first + range.count;
    }
    left.insert(left.end(), at, rows.end());
    return left;
}

} // namespace

RowPatch patchOf(const RowIds &before, storage::UpdatedRows updated)
{
    RowPatch patch;
    const auto rows = std::make_shared<const RowIds>(std::move(updated.rowIds));
    patch.rows = rows;
    const auto keptBefore = splitOff(before, updated.before, idsAt(*rows, updated.now), patch.removals);
    const auto keptNow = splitOff(*rows, updated.now, idsAt(before, updated.before), patch.insertions);
    const bool isAnyKept = before.size() > updated.before.size() || !keptBefore.empty();
    if (!isAnyKept && !patch.isEmpty()) {
        patch.isReset = true;
        return patch;
    }
    // The others stay in their order: so do all, when each of these has as many before it.
    if (keptBefore != keptNow)
        patch.reordered = patch.insertions.empty() ? rows : std::make_shared<const RowIds>(without(*rows, patch.insertions));
    std::ranges::reverse(patch.removals);
    return patch;
}

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
