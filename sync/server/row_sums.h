// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"
#include "sync/server/store.h"

#include <array>
#include <map>

namespace mdmc::sync {

/// The sums of all live rows by type, by who sees them and by bucket, kept in a table that each commit moves along: what
/// a client's copy is compared with, and how many rows a snapshot has, cost no look at the rows. Same thread as its
/// database.
class RowSums {
public:
    explicit RowSums(storage::Database &database) : m_db(database) { }

    /// A live row as it counts.
    struct Row {
        qint64 rev = 0;
        ScopeKey scope;
    };
    /// Notes that a row becomes `after`. Nothing: it is not there, or not live.
    void note(const RecordRef &row, const std::optional<Row> &before, const std::optional<Row> &after);
    /// Writes what was noted: the last thing inside of a write transaction.
    Result<> write();
    /// Instead, when the transaction is rolled back.
    void forget() { m_noted.clear(); }

    /// Of all rows that the actor sees, as committed.
    Result<RowSum> total(EntityType type, const Actor &actor);
    Result<BucketSums> buckets(EntityType type, const Actor &actor);

    /// Adds everything up anew from the rows, inside of a write transaction.
    Result<> rebuild();

private:
    /// Buckets that lie together in one row of the table: enough that few rows change with a commit of many, few enough
    /// that a single edit does not write much.
    static constexpr int kBucketsOfAPart = 16;
    static constexpr int kParts = 256 / kBucketsOfAPart;
    using Part = std::array<RowSum, kBucketsOfAPart>;
    struct Place {
        EntityType type;
        bool isWorkspace;
        RecordId owner;
        RecordId team;
        int part;
        auto operator<=>(const Place &) const = default;
    };

    RowSum &notedOf(const RecordRef &row, const ScopeKey &scope);
    Result<> add(const Place &place, const Part &change);
    template <typename Take> Result<> read(EntityType type, const Actor &actor, Take take);
    static QByteArray pack(const Part &part);
    static Result<Part> unpack(const QByteArray &bytes);

    storage::Database &m_db;
    std::map<Place, Part> m_noted; ///< What is to be added, in the order of the table.
};

} // namespace mdmc::sync
