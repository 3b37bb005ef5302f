// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/match_key_list.h"

#include <algorithm>
#include <cstring>

namespace mdmc::storage {

void MatchKeyList::sort()
{
    std::sort(m_entries.begin(), m_entries.end(), [this](const Entry &a, const Entry &b) {
        const int order = std::memcmp(m_keys.constData() + a.offset, m_keys.constData() + b.offset, std::min(a.size, b.size));
        if (order != 0)
            return order < 0;
        return a.size != b.size ? a.size < b.size : a.rowId < b.rowId;
    });
}

void MatchKeyList::clear()
{
    m_keys.clear();
    m_entries.clear();
}

} // namespace mdmc::storage
