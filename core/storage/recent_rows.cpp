// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/recent_rows.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>

namespace mdmc::storage {

namespace {

/// No object ever counts so far, so that no two have a moment in common.
constexpr qint64 kMomentsOfOne = qint64(1) << 40;

const EntityType *typeOf(std::string_view table)
{
    static const auto types = [] {
        std::unordered_map<std::string_view, EntityType> known;
        for (const EntityInfo *info : allEntities())
            known.emplace(std::string_view(info->table.data(), size_t(info->table.size())), info->type);
        return known;
    }();
    const auto found = types.find(table);
    return found == types.end() ? nullptr : &found->second;
}

} // namespace

RecentRows::RecentRows()
{
    static std::atomic<qint64> objects = 0;
    m_head = m_settled = ++objects * kMomentsOfOne;
}

RecentRows::Mark RecentRows::settled() const
{
    const std::lock_guard lock(m_mutex);
    return m_settled;
}

std::optional<std::vector<RecentRows::Row>> RecentRows::since(Mark mark) const
{
    std::vector<Row> rows;
    {
        const std::lock_guard lock(m_mutex);
        if (mark > m_head || mark < m_head - Mark(m_rows.size()))
            return std::nullopt;
        rows.assign(m_rows.end() - (m_head - mark), m_rows.end());
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void RecentRows::note(std::string_view table, qint64 rowId)
{
    if (m_inTransaction > kKept)
        return;
    const EntityType *type = typeOf(table);
    if (!type)
        return;
    const std::lock_guard lock(m_mutex);
    ++m_head;
    if (++m_inTransaction > kKept) {
        m_rows.clear(); // No moment before this one is known any longer.
        return;
    }
    m_rows.push_back({*type, rowId});
    if (m_rows.size() > kKept)
        m_rows.pop_front();
}

void RecentRows::settle()
{
    m_inTransaction = 0;
    const std::lock_guard lock(m_mutex);
    m_settled = m_head;
}

} // namespace mdmc::storage
