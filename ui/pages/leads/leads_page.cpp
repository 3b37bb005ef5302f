// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/leads_page.h"

#include "ui/models/error_text.h"
#include "ui/pages/common/condition_editor.h"
#include "ui/pages/leads/bulk_bar.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/segmented_control.h"

#include <QHeaderView>
#include <QStackedWidget>

namespace mdmc::ui {

namespace {

enum Layer { TableLayer, BoardLayer, EmptyLayer };
constexpr int kSaveDelayMs = 400;

} // namespace

LeadsPage::LeadsPage(PageContext &context, QWidget *parent) : Page(parent), m_context(context), m_presenter(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHead(layout);
    buildLists();
    layout->addWidget(separator(this));
    layout->addWidget(m_pane, 1);
    connectTable();
    connectBoard();
    connectDetail();

    connect(&m_presenter, &LeadsPresenter::viewChanged, this, [this] {
        updateHead();
        m_saveTimer.start();
    });
    connect(&m_presenter, &LeadsPresenter::summaryChanged, this, &Page::summaryChanged);
    connect(&m_presenter, &LeadsPresenter::done, this, &LeadsPage::offerUndo);
    connect(&m_presenter, &LeadsPresenter::failed, this, &LeadsPage::showProblem);
    connect(&m_presenter, &LeadsPresenter::stageQuestion, this, &LeadsPage::askInSheet);
    connect(&context.workspace, &sync::Workspace::statusChanged, this, &LeadsPage::updateEmptyState);
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(kSaveDelayMs);
    connect(&m_saveTimer, &QTimer::timeout, this, &LeadsPage::saveLocal);
    restoreLocal();
    updateHead();
    updateEmptyState();
}

LeadsPage::~LeadsPage()
{
    delete m_pane; // Views go before the models they show, which are members.
}

void LeadsPage::buildHead(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(space::L, space::S, space::L, space::S);
    row->setSpacing(space::M);
    QList<Segment> views;
    for (const ListView &view : m_presenter.views())
        views << Segment{view.id, view.title, Symbol::None};
    m_views = new SegmentedControl(views, this);
    m_views->setAccessibleName(tr("View"));
    m_filters = new FilterBar(this);
    m_mode = new SegmentedControl(
        {{QStringLiteral("table"), tr("Table"), Symbol::Table}, {QStringLiteral("board"), tr("Board"), Symbol::Kanban}},
        this);
    m_mode->setAccessibleName(tr("Show as"));
    row->addWidget(m_views, 0, Qt::AlignTop);
    row->addWidget(m_filters, 1);
    row->addWidget(m_mode, 0, Qt::AlignTop);
    layout->addLayout(row);

    auto *strips = new QVBoxLayout;
    strips->setContentsMargins(space::L, 0, space::L, 0);
    m_problem = new InlineNotice(Tone::Negative, this);
    m_problem->setDismissable(true);
    m_problem->hide();
    m_bulk = new BulkBar(this);
    m_bulk->hide();
    strips->addWidget(m_problem);
    strips->addWidget(m_bulk);
    layout->addLayout(strips);

    m_new = new Button(tr("New lead"), ButtonKind::Primary, this);
    m_new->setSymbol(Symbol::Plus);
    m_new->setVisible(m_presenter.mayCreate());
    connect(m_new, &Button::clicked, this, [this] { editLead({}); });
    connect(m_views, &SegmentedControl::changed, &m_presenter, &LeadsPresenter::setView);
    connect(m_mode, &SegmentedControl::changed, this,
            [this](const QString &id) { setBoard(id == QLatin1String("board")); });
    connect(m_filters, &FilterBar::addRequested, this, [this](QWidget *anchor) { addConditionAt(anchor, -1); });
    connect(m_filters, &FilterBar::editRequested, this, [this](const QString &id, QWidget *anchor) {
        if (id.startsWith(QLatin1Char('c')))
            addConditionAt(anchor, id.mid(1).toInt());
    });
    connect(m_filters, &FilterBar::removeRequested, this, &LeadsPage::removeFilter);
    connect(m_filters, &FilterBar::clearRequested, this, [this] { m_presenter.setFilter({}); });
    connect(m_bulk, &BulkBar::fieldRequested, this, &LeadsPage::chooseFor);
    connect(m_bulk, &BulkBar::deleteRequested, this, &LeadsPage::removeSelection);
    connect(m_bulk, &BulkBar::clearRequested, this,
            [this] { m_table->setCurrentRow(m_table->currentIndex().row(), false); });
}

void LeadsPage::buildLists()
{
    m_pane = new ListPane(this);
    m_stack = new QStackedWidget(m_pane);
    m_table = new RecordTable(m_stack);
    m_table->setAccessibleName(tr("Leads"));
    m_table->setModel(&m_presenter.table());
    m_board = new BoardView(m_stack);
    m_board->setAccessibleName(tr("Leads by stage"));
    m_board->setModel(&m_presenter.board());
    m_empty = new EmptyState(Symbol::Inbox, {}, {}, {}, m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_board);
    m_stack->addWidget(m_empty);
    m_detail = new LeadDetailPane(m_context, m_pane);
    m_pane->setList(m_stack);
    m_pane->setDetail(m_detail);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_presenter.isNarrowed())
            m_presenter.showEverything();
        else
            editLead({});
    });
    connect(m_empty, &EmptyState::secondActionTriggered, this, [this] {
        Q_EMIT routeRequested({QStringLiteral("import"), {}});
    });
}

void LeadsPage::connectTable()
{
    RecordListModel &model = m_presenter.table();
    m_table->setSort(m_presenter.sortKey(), m_presenter.sortOrder());
    connect(m_table, &RecordTable::sortRequested, &m_presenter, &LeadsPresenter::setSort);
    connect(m_table, &RecordTable::columnsChanged, this, [this] { m_saveTimer.start(); });
    connect(m_table, &RecordTable::currentRecordChanged, this, [this](const QString &, int row) {
        m_sought = {};
        followRow(row);
    });
    connect(m_table, &RecordTable::selectionCountChanged, this, [this](int count) {
        m_selected = count;
        updateBulkBar();
        Q_EMIT summaryChanged();
    });
    connect(m_table, &RecordTable::recordActivated, this, [this](const QString &id, int) {
        if (!m_pane->isDetailShown()) {
            m_tableDetail = true;
            m_pane->setDetailShown(true);
        }
        if (const auto lead = RecordId::fromString(id))
            Q_EMIT recordOpened(id, true);
    });
    connect(m_table, &RecordTable::contextMenuAt, this, &LeadsPage::contextMenu);
    connect(&model, &RecordListModel::queryFinished, this, &LeadsPage::rowsCame);
    connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        if (m_waitingRow >= first.row() && m_waitingRow <= last.row())
            followRow(m_waitingRow);
    });
    connect(&model, &RecordListModel::edited, this, &LeadsPage::offerUndo);
    connect(&model, &RecordListModel::editFailed, this,
            [this](const QString &id, int section, const QString &sentence) {
                showProblem(sentence);
                m_problem->setText(sentence, tr("Edit again"));
                m_problem->setProperty("cell", QVariantList{id, section});
            });
    connect(m_problem, &InlineNotice::linkActivated, this, [this] {
        const QVariantList cell = m_problem->property("cell").toList();
        const auto id = RecordId::fromString(cell.value(0).toString());
        const int row = id ? m_presenter.table().loadedRow(*id) : -1;
        if (row < 0)
            return;
        const QModelIndex index = m_presenter.table().index(row, cell.value(1).toInt());
        m_table->setCurrentIndex(index);
        m_table->edit(index); // What was typed comes back with the editor.
    });
}

void LeadsPage::connectBoard()
{
    connect(m_board, &BoardView::currentCardChanged, this, [this](const QString &id) {
        if (const auto lead = RecordId::fromString(id); lead && isBoard())
            showLead(*lead);
    });
    connect(m_board, &BoardView::cardActivated, this, [this](const QString &id) {
        m_boardDetail = true;
        m_pane->setDetailShown(true);
        if (const auto lead = RecordId::fromString(id))
            showLead(*lead);
        Q_EMIT recordOpened(id, true);
    });
    connect(m_board, &BoardView::contextMenuAt, this,
            [this](const QString &, const QPoint &position) { contextMenu(position); });
    connect(m_board, &BoardView::moveRequested, this, [this](const QString &card, const QString &column, int position) {
        const auto lead = RecordId::fromString(card);
        const auto stage = RecordId::fromString(column);
        if (!lead || !stage)
            return;
        const std::optional<Lead> known = m_presenter.board().lead(*lead);
        if (known && known->stageId == *stage)
            return; // The order within a stage is the board's own.
        m_presenter.askStage({*lead}, *stage,
                             [this, lead = *lead, stage = *stage, position](const StageQuestion &question) {
                                 if (question.kind == StageQuestion::Kind::None)
                                     m_presenter.moveToStage({lead}, stage, {}, {}, position);
                                 else
                                     askOnBoard(lead, stage, position, question);
                             });
    });
    connect(&m_presenter, &LeadsPresenter::moveRefused, this, [this](const QString &id, const QString &sentence) {
        if (isBoard())
            m_board->refuseMove(id, sentence);
        else
            showProblem(sentence);
    });
    connect(&m_presenter.board(), &LeadBoardModel::ready, this, &LeadsPage::updateEmptyState);
}

void LeadsPage::connectDetail()
{
    connect(m_detail, &LeadDetailPane::closeRequested, this, [this] {
        (isBoard() ? m_boardDetail : m_tableDetail) = false;
        m_pane->setDetailShown(false);
        focusTarget()->setFocus();
        m_saveTimer.start();
    });
    connect(m_detail, &LeadDetailPane::editRequested, this, &LeadsPage::editLead);
    connect(m_detail, &LeadDetailPane::deleteRequested, this, [this](const RecordId &id) { m_presenter.remove({id}); });
    connect(m_detail, &LeadDetailPane::stageChosen, this,
            [this](const RecordId &id, const RecordId &stage) { moveSelection({id}, stage); });
    connect(m_detail, &LeadDetailPane::campaignOpened, this, [this](const RecordId &id) {
        Q_EMIT routeRequested({QStringLiteral("campaigns"), id.toString()});
    });
    connect(m_detail, &LeadDetailPane::saved, this, &LeadsPage::offerUndo);
    connect(&m_detail->presenter(), &LeadDetailPresenter::loaded, this, &Page::titleChanged);
}

bool LeadsPage::isBoard() const
{
    return m_mode->current() == QLatin1String("board");
}

void LeadsPage::setBoard(bool isBoard)
{
    m_mode->setCurrent(isBoard ? QStringLiteral("board") : QStringLiteral("table"));
    m_presenter.board().setActive(isBoard);
    m_pane->setDetailShown(isBoard ? m_boardDetail : m_tableDetail);
    updateEmptyState();
    if (isBoard && !m_current.isNull())
        m_board->setCurrentCard(m_current.toString());
    else if (!isBoard && !m_current.isNull())
        select(m_current);
    updateBulkBar();
    m_saveTimer.start();
}

void LeadsPage::updateHead()
{
    m_views->setCurrent(m_presenter.view());
    m_filters->setFilters(filterTexts(m_context.fields(), EntityType::Lead, m_presenter.filter()));
    m_filters->setMatchAny(m_presenter.filter().join == storage::Filter::Join::Any
                           && m_presenter.filter().conditions.size() > 1);
    m_table->setSort(m_presenter.sortKey(), m_presenter.sortOrder());
}

void LeadsPage::addConditionAt(QWidget *anchor, int index)
{
    const storage::Filter &filter = m_presenter.filter();
    const bool isNew = index < 0 || index >= int(filter.conditions.size());
    const storage::Condition first{
        entityInfo(EntityType::Lead).indexOf(QLatin1String("stageId")), storage::Comparison::AnyOf, {}};
    auto *editor = new ConditionEditor(m_context.fields(), EntityType::Lead,
                                       isNew ? first : filter.conditions[size_t(index)], isNew, anchor);
    connect(editor, &ConditionEditor::accepted, this, [this, index, isNew](const storage::Condition &condition) {
        storage::Filter changed = m_presenter.filter();
        if (isNew)
            changed.conditions.push_back(condition);
        else if (index < int(changed.conditions.size()))
            changed.conditions[size_t(index)] = condition;
        m_presenter.setFilter(changed);
    });
    editor->openAt(anchor);
}

void LeadsPage::removeFilter(const QString &id)
{
    storage::Filter filter = m_presenter.filter();
    const int index = id.mid(1).toInt();
    if (id.startsWith(QLatin1Char('c')) && index < int(filter.conditions.size()))
        filter.conditions.erase(filter.conditions.begin() + index);
    else if (id.startsWith(QLatin1Char('g')) && index < int(filter.groups.size()))
        filter.groups.erase(filter.groups.begin() + index);
    m_presenter.setFilter(filter);
}

void LeadsPage::followRow(int row)
{
    m_waitingRow = -1;
    const Record *record = m_presenter.table().recordAt(row);
    if (!record) {
        m_waitingRow = row; // Shown as soon as its window is read.
        return;
    }
    showLead(record->id);
}

void LeadsPage::showLead(const RecordId &id)
{
    if (id == m_current)
        return;
    m_current = id;
    m_detail->showLead(id);
    m_saveTimer.start();
    if (!m_isPlacing)
        Q_EMIT recordOpened(id.toString(), false);
}

void LeadsPage::select(const RecordId &id)
{
    m_presenter.table().locate(id, [this](int row) {
        if (row < 0)
            return;
        m_sought = {};
        m_isPlacing = true;
        m_table->setCurrentRow(row);
        m_isPlacing = false;
    });
}

void LeadsPage::rowsCame(bool wasReset)
{
    updateEmptyState();
    RecordListModel &model = m_presenter.table();
    if (model.rowCount() == 0) {
        if (!isBoard()) {
            m_current = {};
            m_detail->showLead({});
        }
        return;
    }
    if (!wasReset && m_table->currentIndex().isValid()) {
        // Rows that go take the current one with them to another record, at a moment when rows have no numbers yet.
        if (isBoard())
            return;
        m_sought.isNull() ? followRow(m_table->currentIndex().row()) : select(m_sought);
        return;
    }
    const RecordId wanted = m_current;
    const auto first = [this] {
        if (!isBoard() && m_presenter.table().rowCount() > 0)
            m_table->setCurrentRow(0);
    };
    if (wanted.isNull())
        return first();
    model.locate(wanted, [this, first](int row) {
        if (row < 0)
            return m_presenter.table().isComplete() ? first() : void(); // It may be among the rest.
        m_isPlacing = true;
        m_table->setCurrentRow(row);
        m_isPlacing = false;
    });
}

void LeadsPage::openRecord(const QString &text)
{
    const std::optional<RecordId> id = RecordId::fromString(text);
    if (!id || *id == m_current)
        return;
    m_isPlacing = true;
    showLead(*id);
    m_isPlacing = false;
    (isBoard() ? m_boardDetail : m_tableDetail) = true;
    m_pane->setDetailShown(true);
    m_sought = *id;
    select(*id);
    m_board->setCurrentCard(text);
}

void LeadsPage::step(int rows)
{
    if (isBoard())
        return;
    m_table->step(rows);
}

} // namespace mdmc::ui
