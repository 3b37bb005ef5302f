// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/recent_rows.h"
#include "core/storage/record_query.h"

namespace mdmc::storage {

/// A list that a few written rows have left, come into, or stayed in at another place.
struct UpdatedRows {
    std::vector<qint64> rowIds;
    std::vector<size_t> before; ///< Places of the written rows in the list as it was, ascending.
    std::vector<size_t> now;    ///< Their places in `rowIds`, ascending.
};

/// What `queryRowIds` gives, made of what it gave at `asOf` (`list`) and the rows that were written since: it takes the copying
/// of the list and some twenty looks at rows for each of them, however long the list is. Nothing where only a new query can tell:
/// too much was written or it is not known, the query searches for words, or it sorts by names that were written, too. Inside of a
/// read transaction.
Result<std::optional<UpdatedRows>> updateRowIds(Database &db, const RecordQuery &query, std::span<const qint64> list,
                                                const RecentRows &recent, RecentRows::Mark asOf);

} // namespace mdmc::storage
