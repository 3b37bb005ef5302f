// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lead_board_model.h"

#include "core/base/when_done.h"
#include "core/rules/pipeline.h"

namespace mdmc::ui {

namespace {

/// Cards kept; a board shows a few dozen at a time.
constexpr size_t kMaxCards = 4000;
constexpr int kAllCards = std::numeric_limits<int>::max();
/// From here on finding each changed card takes longer than letting the view ask for what it shows.
constexpr size_t kManyChanges = 50;

} // namespace

LeadBoardModel::LeadBoardModel(PageContext &context, QObject *parent)
    : BoardModel(parent), m_context(context), m_read([this] { read(); })
{
    m_query.type = EntityType::Lead;
    m_query.sort = {entityInfo(EntityType::Lead).indexOf(QLatin1String("stageChangedAt")), Qt::DescendingOrder};
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(0);
    connect(&m_cardTimer, &QTimer::timeout, this, &LeadBoardModel::fetchCards);
    connect(&context.workspace, &sync::Workspace::changed, this, &LeadBoardModel::replicaChanged);
    connect(&context.lookups, &Lookups::changed, this, &LeadBoardModel::rebuildColumns);
    rebuildColumns();
}

void LeadBoardModel::setPipeline(const RecordId &id)
{
    if (id == m_pipeline)
        return;
    m_pipeline = id;
    rebuildColumns();
}

void LeadBoardModel::setQuery(const storage::RecordQuery &query)
{
    if (query.filter == m_query.filter && query.search == m_query.search)
        return;
    m_query.filter = query.filter;
    m_query.search = query.search;
    m_isNew = true;
    m_read.giveUp();
    refresh();
}

void LeadBoardModel::setActive(bool active)
{
    m_isActive = active;
    if (active && m_isDirty)
        refresh();
}

void LeadBoardModel::rebuildColumns()
{
    if (m_pipeline.isNull())
        m_pipeline = m_context.lookups.firstPipeline();
    std::vector<Column> columns;
    for (const Stage &stage : m_context.lookups.stagesOf(m_pipeline)) {
        const int old = columnOf(stage.id);
        if (old < 0)
            m_isNew = true;
        columns.push_back(old < 0 ? Column{stage, {}, {}} : std::move(m_columns[size_t(old)]));
        columns.back().stage = stage;
    }
    m_columns = std::move(columns);
    Q_EMIT boardReset();
    m_read.giveUp();
    refresh();
}

int LeadBoardModel::columnOf(const RecordId &stage) const
{
    for (size_t i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].stage.id == stage)
            return int(i);
    return -1;
}

std::vector<RecordId> LeadBoardModel::stages() const
{
    std::vector<RecordId> ids;
    for (const Column &column : m_columns)
        ids.push_back(column.stage.id);
    return ids;
}

void LeadBoardModel::refresh()
{
    m_isDirty = true;
    if (isWanted())
        m_read.ask();
}

void LeadBoardModel::read()
{
    if (!isWanted())
        return m_read.ended(); // Dirty still: `setActive` or `settleMove` asks again.
    m_isDirty = false;
    ask(m_isNew ? kWindow : kAllCards);
}

/// `limit`: of each column. What shows some cards does not add anything up yet.
void LeadBoardModel::ask(int limit)
{
    auto future = m_context.workspace.readList(
        limit == kAllCards ? sync::ListPart::Whole : sync::ListPart::FirstRows,
        [query = m_query, stages = stages(), pipeline = m_pipeline, limit](sync::ReplicaReader &reader) -> Result<Answer> {
            Answer answer;
            MDMC_ASSIGN(answer.rows, storage::queryFirstOfStages(reader.db, query, stages, limit));
            if (limit == kAllCards) {
                MDMC_ASSIGN(answer.totals, storage::queryStageTotals(reader.db, pipeline, query));
            }
            return answer;
        },
        m_read.token());
    whenDone(future, this, [this, limit](Result<Answer> answer) {
        m_read.dropEarly();
        if (m_ahead) // Not what the move shows; `settleMove` asks again.
            m_isDirty = true;
        if (m_read.isGivenUp() || m_ahead)
            return m_read.ended();
        if (!answer) {
            Q_EMIT failed(answer.error());
            return m_read.ended();
        }
        if (limit != kAllCards) {
            m_read.showEarly([this, first = std::move(*answer)] { take(first); }, !m_isReady);
            return ask(kAllCards);
        }
        m_isNew = false;
        take(*answer);
        m_read.ended();
    });
}

void LeadBoardModel::take(const Answer &answer)
{
    if (m_ahead || answer.rows.size() != m_columns.size())
        return;
    m_isReady = true;
    m_isPartial = answer.totals.empty();
    for (size_t i = 0; i < m_columns.size(); ++i) {
        Column &column = m_columns[i];
        std::optional<storage::StageTotals> totals;
        if (!m_isPartial)
            totals = storage::StageTotals{column.stage.id, 0, {}};
        for (const storage::StageTotals &one : answer.totals)
            if (one.stageId == column.stage.id)
                totals = one;
        if (totals != column.totals) {
            column.totals = totals;
            Q_EMIT columnChanged(int(i));
        }
        if (column.rows != answer.rows[i].rowIds) {
            column.rows = answer.rows[i].rowIds;
            Q_EMIT cardsReset(int(i));
        }
    }
    Q_EMIT ready();
}

BoardColumn LeadBoardModel::column(int index) const
{
    const Column &column = m_columns[size_t(index)];
    BoardColumn shown;
    shown.id = column.stage.id.toString();
    shown.title = m_context.lookups.stageName(column.stage);
    shown.hue = hueOf(column.stage.colour);
    if (!column.totals) {
        shown.count = QStringLiteral("…");
        return shown;
    }
    shown.count = m_context.format.number(column.totals->count);
    shown.sum = amounts(*column.totals, false);
    const bool isOpen = column.stage.kind == QLatin1String("open");
    if (isOpen && column.stage.probability < 100 && !shown.sum.isEmpty())
        shown.weighted = tr("%1 weighted").arg(amounts(*column.totals, true));
    return shown;
}

QString LeadBoardModel::amounts(const storage::StageTotals &totals, bool weighted) const
{
    QStringList parts;
    for (const storage::StageTotals::Amount &amount : totals.amounts)
        if (amount.sum != 0)
            parts << m_context.format.moneyShort({weighted ? amount.weighted : amount.sum, amount.currency});
    return parts.join(QStringLiteral(" + "));
}

BoardCard LeadBoardModel::card(int index, int row) const
{
    const Column &column = m_columns[size_t(index)];
    if (row < 0 || row >= int(column.rows.size()))
        return {};
    const qint64 rowId = column.rows[size_t(row)];
    const auto found = m_cards.find(rowId);
    if (found == m_cards.end() || m_stale.contains(rowId))
        requestCards(index, row);
    return found == m_cards.end() ? BoardCard() : describe(found->second.lead, column.stage);
}

BoardCard LeadBoardModel::describe(const Lead &lead, const Stage &stage) const
{
    const FieldText fields = m_context.fields();
    BoardCard card;
    card.id = lead.id.toString();
    card.title = lead.artistName;
    card.subtitle = lead.nextStep;
    if (lead.nextStepOn.isValid()) {
        const QString day = m_context.format.day(lead.nextStepOn);
        card.subtitle = lead.nextStep.isEmpty() ? day : tr("%1 · %2").arg(lead.nextStep, day);
        card.subtitleLate = lead.nextStepOn < m_context.today();
    }
    const std::optional<Money> &amount =
        stage.kind == QLatin1String("won") && lead.contractValue ? lead.contractValue : lead.budget;
    if (amount)
        card.budget = m_context.format.money(*amount, true);
    if (lead.score)
        card.score = int(*lead.score);
    card.owner = m_context.lookups.userName(lead.ownerId);
    const UtcMs now = m_context.clock.nowUtc();
    card.stale = isStale(lead, stage, now);
    if (card.stale && lead.stageChangedAt)
        card.staleText = tr("%n day(s)", nullptr, int((now - *lead.stageChangedAt) / 86'400'000));
    if (lead.priority == QLatin1String("high") || lead.priority == QLatin1String("urgent")) {
        const int field = entityInfo(EntityType::Lead).indexOf(QLatin1String("priority"));
        card.priority = fields.text(EntityType::Lead, field, Value(lead.priority));
        card.priorityHue = fields.hue(EntityType::Lead, field, Value(lead.priority));
    }
    return card;
}

int LeadBoardModel::rowOf(int index, const QString &cardId) const
{
    const std::optional<RecordId> id = RecordId::fromString(cardId);
    if (!id || index < 0 || index >= columnCount())
        return -1;
    const auto rowId = m_rowIdOf.constFind(*id);
    if (rowId == m_rowIdOf.constEnd())
        return -1;
    const RowIds &rows = m_columns[size_t(index)].rows;
    const auto found = std::find(rows.begin(), rows.end(), *rowId);
    return found == rows.end() ? -1 : int(found - rows.begin());
}

bool LeadBoardModel::movable() const
{
    return m_context.may(Action::Edit, EntityType::Lead) && m_context.workspace.actor().role != ::mdmc::Role::Finance;
}

std::optional<Lead> LeadBoardModel::lead(const RecordId &id) const
{
    const auto rowId = m_rowIdOf.constFind(id);
    if (rowId == m_rowIdOf.constEnd())
        return std::nullopt;
    const auto found = m_cards.find(*rowId);
    return found == m_cards.end() ? std::nullopt : std::optional(found->second.lead);
}

qint64 LeadBoardModel::totalCount() const
{
    qint64 total = 0;
    for (const Column &column : m_columns)
        total += column.totals ? column.totals->count : 0;
    return total;
}

void LeadBoardModel::requestCards(int index, int row) const
{
    auto *self = const_cast<LeadBoardModel *>(this);
    const RowIds &rows = m_columns[size_t(index)].rows;
    const size_t first = size_t(row / kWindow * kWindow);
    for (size_t i = first; i < std::min(rows.size(), first + kWindow); ++i)
        if (!m_cards.contains(rows[i]) || m_stale.contains(rows[i]))
            self->m_wanted[rows[i]] = {index, int(i)};
    if (!m_isFetching && !m_cardTimer.isActive() && !m_wanted.empty())
        self->m_cardTimer.start();
}

void LeadBoardModel::fetchCards()
{
    if (m_isFetching || m_wanted.empty())
        return;
    m_isFetching = true;
    RowIds asked;
    std::map<qint64, Place> places = std::exchange(m_wanted, {});
    for (const auto &[rowId, place] : places) {
        asked.push_back(rowId);
        m_stale.erase(rowId);
    }
    auto future = m_context.workspace.read(
        [asked](sync::ReplicaReader &reader) { return readRows(reader, EntityType::Lead, asked); });
    whenDone(future, this,
             [this, places = std::move(places)](Result<std::vector<std::pair<qint64, Record>>> cards) {
                 takeCards(std::move(cards), places);
             });
}

void LeadBoardModel::takeCards(Result<std::vector<std::pair<qint64, Record>>> cards, const std::map<qint64, Place> &places)
{
    m_isFetching = false;
    if (!cards) {
        Q_EMIT failed(cards.error());
        return;
    }
    if (m_cards.size() > kMaxCards) {
        m_cards.clear();
        m_rowIdOf.clear();
    }
    std::vector<std::pair<qint64, Place>> loaded;
    for (auto &[rowId, record] : *cards) {
        const Place place = places.at(rowId);
        m_cards[rowId] = {fromRecord<Lead>(record), place};
        m_rowIdOf.insert(record.id, rowId);
        loaded.emplace_back(rowId, place);
    }
    announceCards(loaded);
    if (!m_wanted.empty())
        m_cardTimer.start();
}

void LeadBoardModel::replicaChanged(const sync::ChangeSet &changes)
{
    if (!changes.touches(EntityType::Lead))
        return;
    std::vector<std::pair<qint64, Place>> changed;
    for (const RecordRef &ref : changes.records)
        if (const auto rowId = m_rowIdOf.constFind(ref.id); ref.type == EntityType::Lead && rowId != m_rowIdOf.constEnd())
            changed.emplace_back(*rowId, m_cards.at(*rowId).place);
    if (changes.isWide || changed.size() > kManyChanges) {
        for (const auto &[rowId, card] : m_cards)
            m_stale.insert(rowId);
        for (size_t i = 0; m_isActive && i < m_columns.size(); ++i)
            if (!m_columns[i].rows.empty())
                Q_EMIT cardsChanged(int(i), 0, int(m_columns[i].rows.size()) - 1);
    } else {
        for (const auto &[rowId, place] : changed)
            m_stale.insert(rowId);
        if (m_isActive)
            announceCards(changed); // Painted cards ask for themselves again.
    }
    m_isDirty = true;
    m_refresher.request();
}

std::optional<LeadBoardModel::Place> LeadBoardModel::placeOf(qint64 rowId, Place hint) const
{
    const auto holds = [&](Place place) {
        return place.column >= 0 && place.column < columnCount() && place.row < cardCount(place.column)
            && m_columns[size_t(place.column)].rows[size_t(place.row)] == rowId;
    };
    if (holds(hint))
        return hint;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        const RowIds &rows = m_columns[i].rows;
        if (const auto found = std::find(rows.begin(), rows.end(), rowId); found != rows.end())
            return Place{int(i), int(found - rows.begin())};
    }
    return std::nullopt;
}

/// One signal a column, from the first of its cards to the last.
void LeadBoardModel::announceCards(const std::vector<std::pair<qint64, Place>> &cards)
{
    std::map<int, std::pair<int, int>> ranges;
    for (const auto &[rowId, hint] : cards) {
        const std::optional<Place> place = placeOf(rowId, hint);
        if (!place)
            continue;
        const auto [range, isNew] = ranges.try_emplace(place->column, place->row, place->row);
        range->second.first = std::min(range->second.first, place->row);
        range->second.second = std::max(range->second.second, place->row);
    }
    for (const auto &[column, range] : ranges)
        Q_EMIT cardsChanged(column, range.first, range.second);
}

void LeadBoardModel::addToCount(int column, int cards)
{
    if (std::optional<storage::StageTotals> &totals = m_columns[size_t(column)].totals)
        totals->count += cards;
}

void LeadBoardModel::moveAhead(const RecordId &lead, const RecordId &stage, int position)
{
    const auto rowId = m_rowIdOf.constFind(lead);
    const int to = columnOf(stage);
    if (rowId == m_rowIdOf.constEnd() || to < 0)
        return;
    for (size_t from = 0; from < m_columns.size(); ++from) {
        RowIds &rows = m_columns[from].rows;
        const auto found = std::find(rows.begin(), rows.end(), *rowId);
        if (found == rows.end() || int(from) == to)
            continue;
        m_ahead = Ahead{lead, *rowId, int(from), int(found - rows.begin()), to};
        rows.erase(found);
        RowIds &target = m_columns[size_t(to)].rows;
        target.insert(target.begin() + std::clamp<qsizetype>(position, 0, qsizetype(target.size())), *rowId);
        addToCount(int(from), -1);
        addToCount(to, 1);
        for (const int column : {int(from), to}) {
            Q_EMIT cardsReset(column);
            Q_EMIT columnChanged(column);
        }
        return;
    }
}

void LeadBoardModel::settleMove(const RecordId &lead, bool wasKept)
{
    if (!m_ahead || m_ahead->lead != lead)
        return;
    const Ahead ahead = *std::exchange(m_ahead, std::nullopt);
    if (!wasKept && ahead.from < columnCount() && ahead.to < columnCount()) {
        RowIds &target = m_columns[size_t(ahead.to)].rows;
        std::erase(target, ahead.rowId);
        RowIds &source = m_columns[size_t(ahead.from)].rows;
        source.insert(source.begin() + std::clamp<qsizetype>(ahead.fromRow, 0, qsizetype(source.size())), ahead.rowId);
        addToCount(ahead.from, 1);
        addToCount(ahead.to, -1);
        for (const int column : {ahead.from, ahead.to}) {
            Q_EMIT cardsReset(column);
            Q_EMIT columnChanged(column);
        }
    }
    m_refresher.request();
}

} // namespace mdmc::ui
