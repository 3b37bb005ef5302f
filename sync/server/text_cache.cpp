// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/text_cache.h"

namespace mdmc::sync {

const TextCache::Kept *TextCache::find(const RecordId &id)
{
    const auto found = m_places.constFind(id);
    if (found == m_places.constEnd())
        return nullptr;
    Entry &entry = m_entries[*found];
    entry.isUsed = true;
    return &entry.kept;
}

void TextCache::setScope(const RecordId &id, const ScopeKey &scope)
{
    if (const auto found = m_places.constFind(id); found != m_places.constEnd())
        m_entries[*found].kept.scope = scope;
}

void TextCache::insert(const RecordId &id, Kept kept)
{
    remove(id);
    Entry entry{id, std::move(kept), false};
    const qint64 added = cost(entry.kept);
    if (added > m_maxBytes)
        return;
    m_bytes += added;
    makeRoom();
    quint32 place = quint32(m_entries.size());
    if (m_free.empty()) {
        m_entries.push_back(std::move(entry));
    } else {
        place = m_free.back();
        m_free.pop_back();
        m_entries[place] = std::move(entry);
    }
    m_places.insert(id, place);
}

/// The hand goes round at most twice: what it passes by it finds unused the next time.
void TextCache::makeRoom()
{
    while (m_bytes > m_maxBytes && !m_places.isEmpty()) {
        if (m_hand >= m_entries.size())
            m_hand = 0;
        const quint32 place = quint32(m_hand++);
        Entry &entry = m_entries[place];
        if (entry.kept.text.isEmpty() || std::exchange(entry.isUsed, false))
            continue;
        m_places.remove(entry.id);
        empty(place);
    }
}

void TextCache::remove(const RecordId &id)
{
    const auto found = m_places.constFind(id);
    if (found == m_places.constEnd())
        return;
    const quint32 place = *found;
    m_places.erase(found);
    empty(place);
}

void TextCache::empty(quint32 place)
{
    Entry &entry = m_entries[place];
    m_bytes -= cost(entry.kept);
    entry = {};
    m_free.push_back(place);
}

void TextCache::clear()
{
    *this = TextCache(m_maxBytes);
}

} // namespace mdmc::sync
