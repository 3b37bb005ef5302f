// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/record_store.h"

namespace mdmc::storage {

enum class Comparison : quint8 {
    Equals,      ///< One value; for a set: the set holds the text.
    NotEquals,
    AnyOf,       ///< One of several values; for a set: at least one of the texts.
    NoneOf,
    AtLeast,     ///< ≥; amounts compare in minor units within one currency.
    AtMost,      ///< ≤
    Between,     ///< Two values, both included.
    Contains,    ///< Part of a text, without case and accents.
    IsEmpty,
    IsNotEmpty,
};

/// One condition on one field of the record type queried.
struct Condition {
    int field = 0;
    Comparison comparison = Comparison::Equals;
    std::vector<Value> values;
    bool operator==(const Condition &) const = default;
};

/// Conditions and groups of them, joined by AND or OR (B4). An empty filter lets everything through.
struct Filter {
    enum class Join : quint8 { All, Any };
    Join join = Join::All;
    std::vector<Condition> conditions;
    std::vector<Filter> groups;
    bool isEmpty() const { return conditions.empty() && groups.empty(); }
    bool operator==(const Filter &) const = default;
};

struct Sort {
    int field = -1;            ///< -1: by title. Ids of users, stages and so on sort by the title of what they name.
    Qt::SortOrder order = Qt::AscendingOrder;
    bool operator==(const Sort &) const = default;
};

/// What a list shows. Deleted records never appear.
struct RecordQuery {
    EntityType type = EntityType::Lead;
    Filter filter;
    QString search;            ///< Words; each matches the beginning of a word, without case and accents.
    Sort sort;
    bool operator==(const RecordQuery &) const = default;
};

/// The row ids that the query yields, in order: what a virtual table holds (8 bytes a row). Empty values sort last.
/// 100,000 rows take some tens of milliseconds; run it off the GUI thread.
Result<std::vector<qint64>> queryRowIds(Database &db, const RecordQuery &query);
/// The first `limit` of them, or all where there are no more or that is as quick. Where an index has the order this takes
/// as long as it takes to find so many, however long the list is.
struct FirstRows {
    std::vector<qint64> rowIds;
    bool isAll = false;
};
Result<FirstRows> queryFirstRowIds(Database &db, const RecordQuery &query, int limit);
/// The same of each column of a board: the query's leads in each of the stages, in `stages`' order. A search is made once.
Result<std::vector<FirstRows>> queryFirstOfStages(Database &db, const RecordQuery &query, std::span<const RecordId> stages,
                                                  int limit);
/// Number of records the query yields.
Result<qint64> queryCount(Database &db, const RecordQuery &query);
/// The first `limit` records: for previews, the palette and the API. A search without filter for at most 100 records
/// sorts the 200 latest hits where there are more, which keeps it under a millisecond whatever it finds.
Result<std::vector<Record>> queryRecords(Database &db, RecordStore &store, const RecordQuery &query, int limit, int offset = 0);
/// Row id of a record, to find it in a list. Nothing when it is not there or deleted.
Result<std::optional<qint64>> rowIdOf(Database &db, EntityType type, const RecordId &id);

/// One column of the board: figures over everything in the stage that the query yields.
struct StageTotals {
    RecordId stageId;
    qint64 count = 0;
    /// Per currency: sum of budgets (of contract values in won stages) and the part weighted by probability, minor units.
    struct Amount { QString currency; qint64 sum = 0; qint64 weighted = 0; bool operator==(const Amount &) const = default; };
    std::vector<Amount> amounts;
    bool operator==(const StageTotals &) const = default;
};
/// Totals of every stage of a pipeline in board order, in one pass. The query's type is Lead.
Result<std::vector<StageTotals>> queryStageTotals(Database &db, const RecordId &pipelineId, const RecordQuery &query);

/// How many records fall on each value of a field (stage, owner, priority …), most first, at most `limit`.
struct ValueCount { Value value; qint64 count = 0; };
Result<std::vector<ValueCount>> queryValueCounts(Database &db, const RecordQuery &query, int field, int limit = 50);

/// JSON form for saved filters and the command line, with field names; `parseFilter` names what is wrong with it.
QByteArray filterToJson(EntityType type, const Filter &filter);
Result<Filter> parseFilter(EntityType type, const QByteArray &json);

/// Something that a search could find: a search without words lets everything through.
bool hasWords(QStringView search);

} // namespace mdmc::storage
