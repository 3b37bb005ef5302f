// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

namespace mdmc::storage {

/// Match keys and the row ids of their leads, in a third of the memory that byte arrays of their own would take. At most
/// 4 GB of keys.
class MatchKeyList {
public:
    void add(QByteArrayView key, qint64 rowId)
    {
        m_entries.push_back({quint32(m_keys.size()), quint32(key.size()), rowId});
        m_keys.append(key);
    }
    /// In the order of their table, in which they load several times faster.
    void sort();
    void clear();

    size_t size() const { return m_entries.size(); }
    /// What they take of memory.
    qint64 bytes() const { return m_keys.capacity() + qint64(m_entries.capacity() * sizeof(Entry)); }
    /// Valid until the next `add`.
    QByteArrayView key(size_t at) const { return keyOf(m_entries[at]); }
    qint64 rowId(size_t at) const { return m_entries[at].rowId; }

private:
    struct Entry {
        quint32 offset;
        quint32 size;
        qint64 rowId;
    };
    QByteArrayView keyOf(const Entry &entry) const { return {m_keys.constData() + entry.offset, qsizetype(entry.size)}; }

    QByteArray m_keys;
    std::vector<Entry> m_entries;
};

} // namespace mdmc::storage
