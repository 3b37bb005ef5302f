// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/query_sql.h"

namespace mdmc::storage {

// Lists off an index: in its order, or of the few that it leads to (field_index.h). For core/storage.

/// What a search has found, ascending; nothing where nothing is searched for.
using SearchHits = std::optional<std::vector<qint64>>;

/// All row ids of the query, in order, where an index tells that so few records can pass its filter that it is quickest
/// to look at each of those. `limit`: how many are wanted first. Nothing where no index does.
Result<std::optional<SqlText>> fewSql(Database &db, const RecordQuery &query, int limit);

struct WalkedRows {
    std::vector<qint64> rowIds;
    enum class End : quint8 {
        NoOrder, ///< No index has it, and nothing was looked at.
        Enough, ///< As many as were wanted.
        OfList, ///< There are no more.
        TooFar, ///< So few of those looked at pass the filter that looking at all in the order of the file is better.
    } end = End::NoOrder;
};
/// The first `limit` rows of the query, which is read off an index in its order; of them, those among `hits`, whatever
/// the query searches for.
Result<WalkedRows> walkInOrder(Database &db, const RecordQuery &query, const SearchHits &hits, int limit);

} // namespace mdmc::storage
