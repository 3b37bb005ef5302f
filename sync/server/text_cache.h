// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/scope.h"

#include <optional>
#include <vector>

namespace mdmc::sync {

/// Texts of records and who sees them, by record id in bounded memory. When it is full, texts go that were not asked
/// for since they were last passed by (CLOCK): unlike with a list in order of use, finding one writes to nothing but
/// itself. Not thread-safe.
class TextCache {
public:
    /// `maxBytes`: of the texts and of what it takes to keep them.
    explicit TextCache(qint64 maxBytes) : m_maxBytes(maxBytes) { }

    struct Kept {
        QByteArray text;
        std::optional<ScopeKey> scope; ///< Nothing: not known.
    };
    /// Null: not kept. Good until the next `insert`, `remove` or `clear`.
    const Kept *find(const RecordId &id);
    /// In place of what was kept under this id. A text that alone is over the bound is not kept.
    void insert(const RecordId &id, Kept kept);
    /// Of a record that is kept; else nothing happens.
    void setScope(const RecordId &id, const ScopeKey &scope);
    void remove(const RecordId &id);
    void clear();

    qsizetype count() const { return m_places.size(); }
    qint64 bytes() const { return m_bytes; }

private:
    struct Entry {
        RecordId id;
        Kept kept; ///< Without text: this place is free.
        bool isUsed = false; ///< Since the hand last passed.
    };
    static qint64 cost(const Kept &kept) { return kept.text.size() + 160; }
    void empty(quint32 place);
    void makeRoom();

    qint64 m_maxBytes;
    qint64 m_bytes = 0;
    std::vector<Entry> m_entries;
    std::vector<quint32> m_free; ///< Places in `m_entries`.
    QHash<RecordId, quint32> m_places;
    size_t m_hand = 0; ///< The place that is looked at next when there is no room.
};

} // namespace mdmc::sync
