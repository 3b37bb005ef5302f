// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/record.h"
#include "core/storage/database.h"

#include <array>
#include <functional>
#include <limits>
#include <map>

namespace mdmc::storage {

class IndexBuild;
class MatchKeyList;

/// Seals sensitive fields (FieldFlag::Sensitive) before they reach a column, and opens them again. The server has one;
/// the replica, wholly encrypted with its person's own key, has none.
class SensitiveCodec {
public:
    virtual ~SensitiveCodec() = default;
    virtual Result<QByteArray> seal(EntityType type, const RecordId &id, int field, const QByteArray &plain) = 0;
    virtual Result<QByteArray> open(EntityType type, const RecordId &id, int field, const QByteArray &sealed) = 0;
    /// The form in which a match key is kept and looked up.
    virtual QByteArray matchKey(const QString &key) const = 0;
};

/// Records of every type in their tables: one row each, columns as `record_schema.h` describes them. The only place
/// that turns rows into records and back. Used by one thread, inside the caller's transaction.
class RecordStore {
public:
    /// `codec` null: sensitive values are kept as they are. `indexText`: keep the full-text index up to date.
    explicit RecordStore(Database &database, SensitiveCodec *codec = nullptr, bool indexText = false);

    /// The record, also when it is a tombstone (`isDeleted`); nothing when there is no row.
    Result<std::optional<Record>> load(EntityType type, const RecordId &id);
    /// Makes the row be this record, with sort key, match keys and (if asked for) full-text entry. Only what differs from
    /// the row that is there is written.
    Result<> save(const Record &record);
    /// The same for a row of which the caller knows that it is `before`: it need not be read again.
    Result<> save(const Record &record, const Record &before);
    /// Removes the row and everything derived from it, leaving no trace (database pages are overwritten).
    Result<> erase(EntityType type, const RecordId &id);
    bool contains(EntityType type, const RecordId &id);

    /// Live and deleted rows after `after` in id order, at most `limit`.
    Result<std::vector<Record>> page(EntityType type, const RecordId &after, int limit, bool withDeleted = true);
    /// Records for these row ids, in that order; vanished ones are left out.
    Result<std::vector<Record>> byRowIds(EntityType type, std::span<const qint64> rowIds);
    /// Ids of live children: rows of `type` whose `field` equals `id`, in id order.
    Result<std::vector<RecordId>> referencing(EntityType type, QLatin1String field, const RecordId &id);
    /// Live leads that share the match key (core/rules/match_keys.h), oldest first, at most `limit`.
    Result<std::vector<RecordId>> byMatchKey(const QString &key, int limit = 20);
    /// Number of live rows.
    Result<qint64> count(EntityType type);

    /// `id, rev, deleted, versions, extra, <columns of every field>` for a SELECT that `read` understands.
    static const QByteArray &selectList(EntityType type);
    static QByteArray selectList(EntityType type, const QByteArray &alias); ///< Each of them of a table's alias.
    /// The record on which the statement stands; its columns from `first` on are `selectList`.
    Result<Record> read(EntityType type, Statement &row, int first = 0);

    // Rows as they go over the wire (value_codec.h), without becoming records on the way: several times faster.

    /// Appends the row on which the statement stands (columns from 0 on as `selectList`), as `writeRecord` would.
    Result<> appendPacked(QByteArray &out, EntityType type, Statement &row);
    /// Saves `rows`, one after the other, each as `writeRecord` writes it, as `save` would between `beginBulk` and its
    /// end. InvalidInput: one cannot be read.
    Result<> savePacked(EntityType type, QByteArrayView rows);

    /// Loading much at once: between these calls `save` leaves out the full-text entry and match keys; `endBulk` builds
    /// them for all rows in one go.
    void beginBulk() { m_bulk = true; }
    /// As before `beginBulk`, whose transaction was rolled back.
    void abandonBulk() { m_bulk = false; }
    Result<> endBulk();

    // Instead of `endBulk`: the same piece by piece, while rows are read and saved already. Up to its type's mark a row
    // has its text and keys and `save` keeps them so; above it has none.

    static constexpr qint64 kAllRows = std::numeric_limits<qint64>::max();
    /// Empties what is to be made and sets all marks to 0.
    Result<> beginPieces();
    /// For a process that finds them half made.
    void setMark(EntityType type, qint64 rowId);
    qint64 mark(EntityType type) const { return m_marks[size_t(type)]; }
    /// Types that have anything beside their rows here.
    bool isIndexed(EntityType type) const;
    /// Makes what belongs to the next `rows` rows and moves the mark, to kAllRows after the last. When the transaction
    /// is rolled back the mark has to be set back.
    Result<> indexPiece(EntityType type, int rows);

    // Or from a build (index_build.h) that another thread makes of a read connection meanwhile.

    /// Before the build's reading begins: from here on what is saved and erased above the marks is remembered for it.
    void beginBuild() { m_isBuilding = true; }
    /// Moves what was made into its tables, catches up with what changed since `beginBuild`, and moves the marks of its
    /// types, which are at 0. When the transaction is rolled back the marks have to be set back, and the build is lost.
    Result<> takeBuild(IndexBuild &build);
    /// After `takeBuild`, or when there will be none: nothing is remembered any more.
    void endBuild();

private:
    friend class PackedRowBinder;
    friend class IndexBuild;
    class MatchKeyLoad;
    static constexpr qint64 kUsualTextBuffer = 1 << 20; ///< FTS5's own, in bytes.
    static constexpr qint64 kBulkTextBuffer = 8 << 20;
    /// So many segments of a level are merged a bit at a time, FTS5's most: sooner, sixteen small ones are at once, and those of
    /// text_levels.h never.
    static constexpr qint64 kUsualAutomerge = 64;
    enum class TextWriting : quint8 { Bulk, Edits };
    using VisitRow = std::function<Result<bool>(const Record &, qint64 rowId)>;
    /// A row that is there; without the record where it cannot be read.
    struct Stored {
        qint64 rowId = 0;
        std::optional<Record> record;
    };

    Result<std::optional<Stored>> stored(EntityType type, const RecordId &id);
    /// `rowId`: nothing where it is not known.
    Result<> update(const Record &old, std::optional<qint64> rowId, const Record &record);
    Result<> bindRecord(Statement &statement, const Record &record);
    /// Binds the column or columns of `field` from `at` on, which goes on to the next.
    Result<> bindField(Statement &statement, int &at, const Record &record, int field);
    /// Reads the column of `field` at `at`, which goes on to the next.
    Result<> readField(Record &record, int field, Statement &row, int &at);
    /// Calls `visit` with the live rows after `after` in row id order, of which only those fields are read that text and
    /// match keys are made of, until it returns false. At most `limit` rows (-1: all). The last row's id, deleted ones
    /// included; nothing when none was left.
    Result<std::optional<qint64>> visitRows(const EntityInfo &info, qint64 after, int limit, const VisitRow &visit);
    /// What belongs to those rows.
    Result<std::optional<qint64>> indexRows(const EntityInfo &info, qint64 after, int limit);
    static QStringList matchKeysOf(const Record &lead); ///< None of a deleted one.
    QByteArray storedKey(const QString &key) const { return m_codec ? m_codec->matchKey(key) : key.toUtf8(); }
    Result<> addMatchKeys(const Record &lead, qint64 rowId);
    Result<> changeMatchKeys(const Record &lead, const Record *before, qint64 rowId);
    Result<> removeMatchKeys(const Record *lead, qint64 rowId);
    Result<> writeMatchKeys(const MatchKeyList &keys, const std::map<qint64, bool> &without = {});
    Result<> copyText(const EntityInfo &info, Database &from);
    Result<> indexChanged(EntityType type);
    Result<> removeText(EntityType type, qint64 rowId);
    Result<> clearText(const EntityInfo &info);
    static Result<> setTextWriting(Database &db, const QByteArray &table, TextWriting writing);
    Result<> beginText(const EntityInfo &info);
    Result<> settleText(const EntityInfo &info);
    Result<> liftText(const QByteArray &table);
    static const QByteArray &replaceSql(EntityType type);
    /// `before`: the row as it was, where that can be read. `existed`: there may be entries of it.
    Result<> indexRecord(const Record &record, const Record *before, qint64 rowId, bool existed);
    bool hasKeysAnew(const Record &record, const Record *before) const;
    bool hasTextAnew(const Record &record, const Record *before) const;

    Database &m_db;
    SensitiveCodec *m_codec;
    bool m_indexText;
    bool m_bulk = false;
    std::array<qint64, 32> m_marks;
    bool m_isBuilding = false;
    /// While building: row ids above the marks that were saved since, and whether a row of that id was erased.
    std::map<EntityType, std::map<qint64, bool>> m_changed;
};

/// Text of a record that the full-text index holds: its searchable fields joined by newlines; phones also as bare
/// digits, so that "0639" finds +33 6 39. Empty for types that are not searchable.
QString searchText(const Record &record);

} // namespace mdmc::storage
