// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/models/record_list_model.h"
#include "ui/models/refresher.h"
#include "ui/widgets/board_model.h"

#include <QTimer>

namespace mdmc::ui {

/// The leads of one pipeline as a board: a column per stage with its figures over everything the query yields, cards in
/// windows as they come into sight. Last moved first, so that a card dropped stays where it is dropped.
///
/// The first cards of each column come before all of them are counted; the figures follow.
class LeadBoardModel final : public BoardModel {
    Q_OBJECT
public:
    static constexpr int kWindow = 60;

    explicit LeadBoardModel(PageContext &context, QObject *parent = nullptr);

    void setPipeline(const RecordId &id);
    RecordId pipeline() const { return m_pipeline; }
    /// Filter and search; the sort is the board's own.
    void setQuery(const storage::RecordQuery &query);
    /// A board that nobody looks at reads nothing; it catches up when it is shown.
    void setActive(bool active);

    int columnCount() const override { return int(m_columns.size()); }
    BoardColumn column(int column) const override;
    int cardCount(int column) const override { return int(m_columns[size_t(column)].rows.size()); }
    BoardCard card(int column, int row) const override;
    int rowOf(int column, const QString &cardId) const override;
    bool movable() const override;

    std::optional<Lead> lead(const RecordId &id) const; ///< Nothing while it is not loaded.
    RecordId stageOf(int column) const { return m_columns[size_t(column)].stage.id; }
    qint64 totalCount() const; ///< Of the columns whose figures are there.
    bool isComplete() const { return !m_isPartial; } ///< False: only the first cards are there yet.

    /// Shows the card in its new column before the commit is through; `settleMove` ends that.
    void moveAhead(const RecordId &lead, const RecordId &stage, int position);
    /// Refused: the card goes back. Kept: the replica has it there already.
    void settleMove(const RecordId &lead, bool wasKept);

Q_SIGNALS:
    void ready();
    void failed(const mdmc::Error &error);

private:
    struct Column {
        Stage stage;
        std::optional<storage::StageTotals> totals; ///< Nothing until they are added up.
        RowIds rows;
    };
    /// Where a card was when it was asked for; it may have moved since.
    struct Place {
        int column = -1;
        int row = -1;
    };
    struct Card {
        Lead lead;
        Place place;
    };
    struct Answer {
        std::vector<storage::StageTotals> totals; ///< Empty: not added up.
        std::vector<storage::FirstRows> rows;
    };
    struct Ahead {
        RecordId lead;
        qint64 rowId = 0;
        int from = -1;
        int fromRow = 0;
        int to = -1;
    };
    void rebuildColumns();
    void refresh();
    void read();
    void ask(int limit);
    void take(const Answer &answer);
    void requestCards(int column, int row) const;
    void fetchCards();
    void takeCards(Result<std::vector<std::pair<qint64, Record>>> cards, const std::map<qint64, Place> &places);
    void replicaChanged(const sync::ChangeSet &changes);
    bool isWanted() const { return m_isActive && !m_ahead && !m_columns.empty(); }
    std::vector<RecordId> stages() const;
    std::optional<Place> placeOf(qint64 rowId, Place hint) const;
    void announceCards(const std::vector<std::pair<qint64, Place>> &cards);
    void addToCount(int column, int cards);
    BoardCard describe(const Lead &lead, const Stage &stage) const;
    int columnOf(const RecordId &stage) const;
    QString amounts(const storage::StageTotals &totals, bool weighted) const;

    PageContext &m_context;
    RecordId m_pipeline;
    storage::RecordQuery m_query;
    std::vector<Column> m_columns;
    std::unordered_map<qint64, Card> m_cards;
    std::set<qint64> m_stale;
    QHash<RecordId, qint64> m_rowIdOf;
    std::map<qint64, Place> m_wanted;
    std::optional<Ahead> m_ahead;
    QTimer m_cardTimer;
    bool m_isActive = false;
    bool m_isDirty = true;
    bool m_isNew = true; ///< The query itself changed: its first cards come before the rest.
    bool m_isPartial = false;
    bool m_isReady = false;
    bool m_isFetching = false;
    StagedRead m_read;
    Refresher m_refresher{[this] { refresh(); }};
};

} // namespace mdmc::ui
