// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/store.h"
#include "sync/server/text_cache.h"

namespace mdmc::sync {

/// The records of a type as REST shows them (record_json.h), kept as text until they change. What changed is read from
/// the change log, by whomever it was committed. Same thread as its store; every call inside one of its transactions.
class RecordTexts final {
public:
    /// `maxBytes`: what the texts that are kept may take of memory.
    RecordTexts(Store &store, EntityType type, qint64 maxBytes) : m_store(store), m_type(type), m_texts(maxBytes) { }

    /// Forgets what is no longer as it was kept: to be called first in each transaction. `version` is the store's in
    /// it.
    Result<> follow(const std::optional<storage::Database::Version> &version);
    /// As `Store::visibleRows`. Who sees a row of which the text is kept is not looked up again.
    Result<std::vector<Store::RowPlace>> visibleRows(const Actor &actor, const RecordId &after, int limit,
                                                     const storage::Filter &filter);
    /// Appends the texts of rows that were found in the same transaction, joined by commas.
    Result<> append(QByteArray &out, std::span<const Store::RowPlace> rows);

private:
    using Rows = std::vector<Store::RowPlace>;
    Result<std::optional<Rows>> knownRows(const Actor &actor, const RecordId &after, int limit,
                                          const storage::Filter &filter);

    Store &m_store;
    EntityType m_type;
    TextCache m_texts;
    Head m_head; ///< The texts are those of this moment.
    std::optional<storage::Database::Version> m_version; ///< Of the store when it was there.
};

} // namespace mdmc::sync
