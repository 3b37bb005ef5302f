// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/campaigns/campaigns_page.h"

#include "core/base/when_done.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"
#include "ui/pages/campaigns/campaign_form.h"
#include "ui/pages/campaigns/campaign_lines.h"
#include "ui/pages/campaigns/campaign_pane.h"
#include "ui/pages/common/condition_editor.h"
#include "ui/pages/common/page_action.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/segmented_control.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStackedWidget>

namespace mdmc::ui {

namespace {

const QString kLocalKey = QStringLiteral("campaigns.page");

int campaignField(const char *name)
{
    return entityInfo(EntityType::Campaign).indexOf(QLatin1String(name));
}

/// The field table's columns, and how much of the time has passed.
QList<RecordColumn> columns(const PageContext &context)
{
    QList<RecordColumn> columns = recordColumns(EntityType::Campaign);
    RecordColumn pacing;
    pacing.key = QStringLiteral("pacing");
    pacing.title = CampaignsPage::tr("Time passed");
    pacing.kind = CellKind::Number;
    pacing.width = 104;
    pacing.compute = [&context](const Record &record, int role) -> QVariant {
        if (role != Qt::DisplayRole)
            return {};
        const auto part = elapsed(record.value(QLatin1String("startDate")).as<QDate>(),
                                  record.value(QLatin1String("endDate")).as<QDate>(), context.today());
        return part ? context.format.percent(*part) : QString();
    };
    columns.insert(6, pacing);
    return columns;
}

} // namespace

CampaignsPage::CampaignsPage(PageContext &context, QWidget *parent)
    : Page(parent), m_context(context),
      m_model(context, EntityType::Campaign, columns(context)), m_sort{campaignField("startDate"), Qt::DescendingOrder}
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHead(layout);
    buildList();
    layout->addWidget(separator(this));
    layout->addWidget(m_pane, 1);
    restoreLocal();
    runQuery();
}

CampaignsPage::~CampaignsPage()
{
    delete m_pane; // Views go before the models they show, which are members.
}

void CampaignsPage::buildHead(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(space::L, space::S, space::L, space::S);
    row->setSpacing(space::M);
    QList<Segment> statuses{{QString(), tr("All"), Symbol::None}};
    for (const FieldOption &option : fixedOptions(EntityType::Campaign, QLatin1String("status")))
        statuses << Segment{option.id, option.label, Symbol::None};
    m_status = new SegmentedControl(statuses, this);
    m_status->setAccessibleName(tr("Status"));
    m_filters = new FilterBar(this);
    row->addWidget(m_status, 0, Qt::AlignTop);
    row->addWidget(m_filters, 1);
    layout->addLayout(row);
    auto *strip = new QVBoxLayout;
    strip->setContentsMargins(space::L, 0, space::L, 0);
    m_problem = new InlineNotice(Tone::Negative, this);
    m_problem->setDismissable(true);
    m_problem->hide();
    strip->addWidget(m_problem);
    layout->addLayout(strip);
    m_new = new Button(tr("New campaign"), ButtonKind::Primary, this);
    m_new->setSymbol(Symbol::Plus);
    m_new->setVisible(m_context.may(Action::Create, EntityType::Campaign));
    connect(m_new, &Button::clicked, this, [this] { edit({}); });
    connect(m_status, &SegmentedControl::changed, this, &CampaignsPage::runQuery);
    connect(m_filters, &FilterBar::addRequested, this, [this](QWidget *anchor) { addConditionAt(anchor, -1); });
    connect(m_filters, &FilterBar::editRequested, this, [this](const QString &id, QWidget *anchor) {
        if (id.startsWith(QLatin1Char('c')))
            addConditionAt(anchor, id.mid(1).toInt());
    });
    connect(m_filters, &FilterBar::removeRequested, this, [this](const QString &id) {
        storage::Filter filter = m_filter;
        if (const int i = id.mid(1).toInt(); i < int(filter.conditions.size()))
            filter.conditions.erase(filter.conditions.begin() + i);
        setFilter(filter);
    });
    connect(m_filters, &FilterBar::clearRequested, this, [this] { setFilter({}); });
}

void CampaignsPage::buildList()
{
    m_pane = new ListPane(this);
    m_stack = new QStackedWidget(m_pane);
    m_table = new RecordTable(m_stack);
    m_table->setAccessibleName(tr("Campaigns"));
    m_table->setModel(&m_model);
    m_table->setSort(QStringLiteral("startDate"), Qt::DescendingOrder);
    m_empty = new EmptyState(Symbol::Megaphone, {}, {}, {}, m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_detail = new CampaignPane(m_context, m_pane);
    m_pane->setList(m_stack);
    m_pane->setDetail(m_detail);
    connect(m_table, &RecordTable::sortRequested, this, [this](const QString &key, Qt::SortOrder order) {
        m_sort = {entityInfo(EntityType::Campaign).indexOf(QStringView(key)), order};
        runQuery();
    });
    connect(m_table, &RecordTable::currentRecordChanged, this, [this](const QString &id, int row) {
        m_sought = {};
        m_waitingRow = id.isEmpty() ? row : -1;
        if (const auto campaign = RecordId::fromString(id))
            showCampaign(*campaign);
    });
    connect(m_table, &RecordTable::recordActivated, this, [this](const QString &id, int) {
        if (const auto campaign = RecordId::fromString(id))
            edit(*campaign);
    });
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                if (m_waitingRow < first.row() || m_waitingRow > last.row())
                    return;
                if (const Record *record = m_model.recordAt(m_waitingRow)) {
                    m_waitingRow = -1;
                    showCampaign(record->id);
                }
            });
    connect(&m_model, &RecordListModel::queryFinished, this, &CampaignsPage::rowsCame);
    connect(&m_model, &RecordListModel::edited, this, &CampaignsPage::offerUndo);
    connect(&m_model, &RecordListModel::editFailed, this, [this](const QString &, int, const QString &sentence) {
        m_problem->setText(sentence);
        m_problem->show();
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_filter.isEmpty() && m_search.isEmpty() && m_status->current().isEmpty())
            return edit({});
        m_filter = {};
        m_search.clear();
        m_status->setCurrent({});
        runQuery();
    });
    connect(m_detail, &CampaignPane::loaded, this, &Page::titleChanged);
    connect(m_detail, &CampaignPane::editRequested, this, &CampaignsPage::edit);
    connect(m_detail, &CampaignPane::closeRequested, this, [this] { m_pane->setDetailShown(false); });
    connect(m_detail, &CampaignPane::saved, this, &CampaignsPage::offerUndo);
    connect(m_detail, &CampaignPane::leadOpened, this, [this](const RecordId &lead) {
        Q_EMIT routeRequested({QStringLiteral("leads"), lead.toString()});
    });
}

void CampaignsPage::runQuery()
{
    storage::RecordQuery query{EntityType::Campaign, m_filter, m_search, m_sort};
    if (const QString status = m_status->current(); !status.isEmpty())
        query.filter = combine(
            {storage::Filter::Join::All, {{campaignField("status"), storage::Comparison::Equals, {Value(status)}}}, {}},
            m_filter);
    m_model.setQuery(query);
    m_filters->setFilters(filterTexts(m_context.fields(), EntityType::Campaign, m_filter));
}

void CampaignsPage::setFilter(const storage::Filter &filter)
{
    m_filter = filter;
    runQuery();
}

void CampaignsPage::addConditionAt(QWidget *anchor, int index)
{
    const bool isNew = index < 0 || index >= int(m_filter.conditions.size());
    const storage::Condition first{campaignField("ownerId"), storage::Comparison::AnyOf, {}};
    auto *editor = new ConditionEditor(m_context.fields(), EntityType::Campaign,
                                       isNew ? first : m_filter.conditions[size_t(index)], isNew, anchor);
    connect(editor, &ConditionEditor::accepted, this, [this, index, isNew](const storage::Condition &condition) {
        storage::Filter filter = m_filter;
        if (isNew)
            filter.conditions.push_back(condition);
        else if (index < int(filter.conditions.size()))
            filter.conditions[size_t(index)] = condition;
        setFilter(filter);
    });
    editor->openAt(anchor);
}

void CampaignsPage::rowsCame(bool wasReset)
{
    const bool isEmpty = m_model.rowCount() == 0;
    const bool isNarrowed = !m_filter.isEmpty() || !m_search.trimmed().isEmpty() || !m_status->current().isEmpty();
    if (isEmpty && isNarrowed)
        m_empty->setTexts(tr("No campaign matches"), tr("Nothing fits the filter and the search."),
                          tr("Show all campaigns"));
    else if (isEmpty)
        m_empty->setTexts(tr("No campaigns yet"),
                          m_context.workspace.actor().sight == Sight::All
                              ? tr("A campaign says what runs for whom, where, and for how much.")
                              : tr("A campaign says what runs for whom, where, and for how much. You see your own, and "
                                   "what is handed to you or your team."),
                          m_context.may(Action::Create, EntityType::Campaign) ? tr("New campaign") : QString());
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    Q_EMIT summaryChanged();
    if (isEmpty) {
        m_current = {};
        m_detail->showCampaign({});
        return;
    }
    if (!wasReset && m_table->currentIndex().isValid())
        return m_sought.isNull() ? void() : select(m_sought);
    m_model.locate(m_current, [this](int row) {
        if (row < 0 && !m_model.isComplete() && !m_current.isNull())
            return; // It may be among the rest.
        m_isPlacing = row >= 0;
        m_table->setCurrentRow(std::max(0, row));
        m_isPlacing = false;
    });
}

void CampaignsPage::showCampaign(const RecordId &id)
{
    if (id == m_current)
        return;
    m_current = id;
    m_detail->showCampaign(id);
    if (!m_isPlacing)
        Q_EMIT recordOpened(id.toString(), false);
}

void CampaignsPage::openRecord(const QString &text)
{
    const std::optional<RecordId> id = RecordId::fromString(text);
    if (!id || *id == m_current)
        return;
    m_isPlacing = true;
    showCampaign(*id);
    m_isPlacing = false;
    m_pane->setDetailShown(true);
    m_sought = *id;
    select(*id);
}

void CampaignsPage::select(const RecordId &id)
{
    m_model.locate(id, [this](int row) {
        if (row < 0)
            return;
        m_sought = {};
        m_isPlacing = true;
        m_table->setCurrentRow(row);
        m_isPlacing = false;
    });
}

void CampaignsPage::edit(const RecordId &id)
{
    auto *form = new CampaignForm(m_context, id, this);
    connect(form, &CampaignForm::saved, this, [this](const RecordId &campaign, const QString &text) {
        offerUndo(text);
        m_current = {};
        openRecord(campaign.toString());
        Q_EMIT recordOpened(campaign.toString(), true);
    });
    form->open();
}

void CampaignsPage::remove()
{
    if (m_current.isNull())
        return;
    whenDone(m_context.workspace.commit(deleteCommand(tr("Delete campaign"), EntityType::Campaign, {m_current})), this,
             [this](Result<> result) {
                 if (result)
                     return offerUndo(tr("Campaign deleted"));
                 m_problem->setText(errorText(result.error(), EntityType::Campaign));
                 m_problem->show();
             });
}

QString CampaignsPage::title() const
{
    return tr("Campaigns");
}

QString CampaignsPage::recordTitle() const
{
    return m_detail->name();
}

QString CampaignsPage::summary() const
{
    return m_model.isReady() && m_model.isComplete() ? tr("%n campaign(s)", nullptr, m_model.rowCount()) : QString();
}

QString CampaignsPage::searchPlaceholder() const
{
    return tr("Search campaigns");
}

void CampaignsPage::search(const QString &text)
{
    m_search = text;
    runQuery();
}

QWidget *CampaignsPage::focusTarget()
{
    return m_table;
}

QWidget *CampaignsPage::headerWidget()
{
    return m_new;
}

void CampaignsPage::deactivated()
{
    saveLocal();
}

QList<ActionSpec> CampaignsPage::actions()
{
    const QString group = tr("Campaigns");
    const auto mayEdit = [this] { return !m_current.isNull() && m_context.may(Action::Edit, EntityType::Campaign); };
    return {
        pageAction(
            QStringLiteral("campaigns.new"), tr("New campaign"), group, QKeyCombination(Qt::CTRL, Qt::Key_N),
            Symbol::Plus, [this] { edit({}); }, [this] { return m_context.may(Action::Create, EntityType::Campaign); }),
        pageAction(
            QStringLiteral("campaigns.edit"), tr("Edit campaign"), group, QKeyCombination(Qt::CTRL, Qt::Key_E),
            Symbol::Pencil, [this] { edit(m_current); }, mayEdit),
        pageAction(
            QStringLiteral("campaigns.next"), tr("Next campaign"), group, QKeyCombination(Qt::CTRL, Qt::Key_Down),
            Symbol::ChevronDown, [this] { m_table->step(1); }, {}, {}, false),
        pageAction(
            QStringLiteral("campaigns.previous"), tr("Previous campaign"), group, QKeyCombination(Qt::CTRL, Qt::Key_Up),
            Symbol::ChevronUp, [this] { m_table->step(-1); }, {}, {}, false),
        pageAction(QStringLiteral("campaigns.detail"), tr("Show or hide the detail"), group,
                   QKeyCombination(Qt::CTRL, Qt::Key_I), Symbol::LayoutSidebar,
                   [this] { m_pane->setDetailShown(!m_pane->isDetailShown()); }),
        pageAction(
            QStringLiteral("campaigns.delete"), tr("Delete campaign"), group, QKeySequence::Delete, Symbol::Trash,
            [this] { remove(); },
            [this] { return !m_current.isNull() && m_context.may(Action::Delete, EntityType::Campaign); }),
    };
}

void CampaignsPage::offerUndo(const QString &text)
{
    m_problem->hide();
    sync::Workspace *workspace = &m_context.workspace;
    Q_EMIT undoOffered(text, [workspace] { workspace->undo(); });
}

void CampaignsPage::saveLocal()
{
    const QJsonObject state{
        {QStringLiteral("table"), QString::fromLatin1(m_table->saveState().toBase64())},
        {QStringLiteral("pane"), QString::fromLatin1(m_pane->saveState().toBase64())},
        {QStringLiteral("filter"), QString::fromUtf8(storage::filterToJson(EntityType::Campaign, m_filter))},
        {QStringLiteral("status"), m_status->current()},
        {QStringLiteral("current"), m_current.toString()}};
    m_context.workspace.setLocalValue(kLocalKey, QJsonDocument(state).toJson(QJsonDocument::Compact));
}

void CampaignsPage::restoreLocal()
{
    const QJsonObject state = QJsonDocument::fromJson(m_context.workspace.localValue(kLocalKey)).object();
    if (state.isEmpty())
        return;
    if (m_table->restoreState(QByteArray::fromBase64(state.value(QStringLiteral("table")).toString().toLatin1())))
        m_sort = {entityInfo(EntityType::Campaign).indexOf(QStringView(m_table->sortKey())), m_table->sortOrder()};
    m_pane->restoreState(QByteArray::fromBase64(state.value(QStringLiteral("pane")).toString().toLatin1()));
    if (auto filter =
            storage::parseFilter(EntityType::Campaign, state.value(QStringLiteral("filter")).toString().toUtf8()))
        m_filter = std::move(*filter);
    m_status->setCurrent(state.value(QStringLiteral("status")).toString());
    if (const auto current = RecordId::fromString(state.value(QStringLiteral("current")).toString()))
        openRecord(current->toString());
}

} // namespace mdmc::ui
