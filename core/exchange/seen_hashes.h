// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <vector>

namespace mdmc::exchange {

/// Remembers texts by 64-bit hashes: 12 to 24 bytes each, however long they are. Among three million texts the chance
/// that any two are taken for one another is below one in a million.
class SeenHashes {
public:
    bool contains(QStringView text) const { return !m_slots.empty() && m_slots[slotOf(hashOf(text))] != 0; }

    void insert(QStringView text)
    {
        if (m_slots.empty() || 10 * (m_count + 1) > 7 * m_slots.size())
            grow();
        const quint64 hash = hashOf(text);
        quint64 &slot = m_slots[slotOf(hash)];
        m_count += slot == 0 ? 1 : 0;
        slot = hash;
    }

    size_t bytes() const { return m_slots.capacity() * sizeof(quint64); }

private:
    /// FNV-1a with a finaliser that mixes the upper bits down. Never 0, which marks a free slot.
    static quint64 hashOf(QStringView text)
    {
        quint64 hash = 0xcbf29ce484222325ULL;
        for (const QChar c : text)
            hash = (hash ^ c.unicode()) * 0x100000001b3ULL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdULL;
        hash ^= hash >> 33;
        return hash == 0 ? 1 : hash;
    }

    size_t slotOf(quint64 hash) const
    {
        size_t at = size_t(hash) & (m_slots.size() - 1);
        while (m_slots[at] != 0 && m_slots[at] != hash)
            at = (at + 1) & (m_slots.size() - 1);
        return at;
    }

    void grow()
    {
        std::vector<quint64> old(m_slots.empty() ? 1024 : 2 * m_slots.size(), 0);
        old.swap(m_slots);
        for (const quint64 hash : old) {
            if (hash != 0)
                m_slots[slotOf(hash)] = hash;
        }
    }

    std::vector<quint64> m_slots;
    size_t m_count = 0;
};

} // namespace mdmc::exchange
