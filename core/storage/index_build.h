// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/match_key_list.h"
#include "core/storage/record_store.h"

#include <atomic>

namespace mdmc::storage {

/// What is kept beside the rows, match keys and full text, made in memory from a read connection: on another thread than
/// the writer's, which then has only to copy it (`RecordStore::takeBuild`). For a store without codec.
class IndexBuild {
public:
    /// With 100,000 leads of usual length there are 30 to 40 MB.
    static constexpr qint64 kMaxBytes = 64 << 20;

    /// `maxBytes`: about how much memory it may take; rows beyond that are left out.
    explicit IndexBuild(qint64 maxBytes = kMaxBytes) : m_maxBytes(maxBytes) {}

    /// Reads all rows of `types`, in one read transaction, type by type in row id order, until it is full. Once.
    /// Cancelled after `giveUp`; else errors of `source`.
    Result<> make(Database &source, const std::vector<EntityType> &types);
    void giveUp() { m_isGivenUp = true; }               ///< Any thread.
    qint64 rowsMade() const { return m_rowsMade; }      ///< Any thread.

private:
    friend class RecordStore;
    /// Up to this row id; kAllRows: all that there were.
    struct Part {
        EntityType type;
        qint64 mark = RecordStore::kAllRows;
    };

    Result<bool> makePart(RecordStore &store, Database &source, EntityType type);
    Result<bool> isFull();

    qint64 m_maxBytes;
    std::atomic<bool> m_isGivenUp = false;
    std::atomic<qint64> m_rowsMade = 0;
    std::vector<Part> m_parts;
    MatchKeyList m_keys;            ///< Sorted.
    std::optional<Database> m_text; ///< In memory, with the full-text tables of `m_parts`.
};

} // namespace mdmc::storage
