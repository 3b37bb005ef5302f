// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/lists_section.h"

#include "ui/models/commands.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"

#include <QHeaderView>
#include <QLabel>
#include <QShortcut>
#include <QTabBar>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

const struct {
    const char *key;
    const char *title;
} kLists[] = {
    {"genre", QT_TRANSLATE_NOOP("mdmc::ui::ListsSection", "Genres")},
    {"priority", QT_TRANSLATE_NOOP("mdmc::ui::ListsSection", "Priorities")},
    {"platform", QT_TRANSLATE_NOOP("mdmc::ui::ListsSection", "Platforms")},
    {"goal", QT_TRANSLATE_NOOP("mdmc::ui::ListsSection", "Goals")},
    {"source", QT_TRANSLATE_NOOP("mdmc::ui::ListsSection", "Sources")},
    {"lostReason", QT_TRANSLATE_NOOP("mdmc::ui::ListsSection", "Reasons for loss")},
};

} // namespace

QString newListKey(const QString &label, const std::vector<ListItem> &items)
{
    QString key;
    bool isWordStart = false;
    for (const QChar c : foldText(label)) {
        if (c.isLetterOrNumber() && c.unicode() < 128) {
            key += isWordStart && !key.isEmpty() ? c.toUpper() : c;
            isWordStart = false;
        } else {
            isWordStart = true;
        }
    }
    if (key.isEmpty())
        key = QStringLiteral("entry");
    const auto isTaken = [&items](const QString &text) {
        return std::ranges::find(items, text, &ListItem::key) != items.end();
    };
    QString unique = key;
    for (int n = 2; isTaken(unique); ++n)
        unique = key + QString::number(n);
    return unique;
}

ListsSection::ListsSection(const PageContext &context, QWidget *parent)
    : SettingsSection(tr("Pipeline and lists"), {}, parent), m_context(context)
{
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("settingsListTabs"));
    m_tabs->setAccessibleName(tr("Lists"));
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_table = new RecordTable(this);
    m_table->setObjectName(QStringLiteral("settingsList"));
    m_table->setEnterOpens(false);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    using Column = SettingsTableModel::Column;
    m_stages = new SettingsTableModel(context, EntityType::Stage,
                                      {Column{QLatin1String("nameEn"), CellKind::Strong, 200},
                                       Column{QLatin1String("nameFr"), CellKind::Text, 200},
                                       Column{QLatin1String("probability"), CellKind::Number, 100},
                                       Column{QLatin1String("rottenAfterDays"), CellKind::Number, 120}},
                                      this);
    m_items = new SettingsTableModel(context, EntityType::ListItem,
                                     {Column{QLatin1String("labelEn"), CellKind::Strong, 240},
                                      Column{QLatin1String("labelFr"), CellKind::Text, 240}},
                                     this);
    m_add = new Button(tr("Add"), ButtonKind::Normal, this);
    m_add->setSymbol(Symbol::Plus);
    m_up = new Button(tr("Move up"), ButtonKind::Quiet, this);
    m_down = new Button(tr("Move down"), ButtonKind::Quiet, this);
    m_archive = new Button(tr("Archive"), ButtonKind::Quiet, this);
    m_add->setObjectName(QStringLiteral("settingsListAdd"));
    m_up->setObjectName(QStringLiteral("settingsListUp"));
    m_down->setObjectName(QStringLiteral("settingsListDown"));
    m_archive->setObjectName(QStringLiteral("settingsListArchive"));
    m_up->setToolTip(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Up).toString(QKeySequence::NativeText));
    m_down->setToolTip(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Down).toString(QKeySequence::NativeText));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    for (Button *button : {m_add, m_up, m_down, m_archive})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *hint = label(tr("F2 edits a cell, Tab goes on, Esc gives back the old value."), TextStyle::Secondary, this,
                       Tone::Secondary);
    auto *readOnly = label(tr("Administrators change these."), TextStyle::Secondary, this, Tone::Secondary);
    body()->addWidget(m_tabs);
    body()->addWidget(m_table, 1);
    body()->addLayout(buttons);
    body()->addWidget(hint);
    body()->addWidget(readOnly);
    const bool isAdmin = m_stages->mayAdminister();
    readOnly->setVisible(!isAdmin);
    for (QWidget *widget : {static_cast<QWidget *>(m_add), static_cast<QWidget *>(m_up), static_cast<QWidget *>(m_down),
                            static_cast<QWidget *>(m_archive), static_cast<QWidget *>(hint)})
        widget->setVisible(isAdmin);
    connectControls();
    refresh();
}

void ListsSection::connectControls()
{
    connect(m_tabs, &QTabBar::currentChanged, this, &ListsSection::showTab);
    connect(m_add, &Button::clicked, this, &ListsSection::add);
    connect(m_up, &Button::clicked, this, [this] { move(-1); });
    connect(m_down, &Button::clicked, this, [this] { move(1); });
    connect(m_archive, &Button::clicked, this, &ListsSection::archive);
    connect(m_table, &RecordTable::currentRecordChanged, this, &ListsSection::refreshButtons);
    for (SettingsTableModel *model : {m_stages, m_items}) {
        connect(model, &SettingsTableModel::done, this, [this](const QString &text) { Q_EMIT said(text, true); });
        connect(model, &SettingsTableModel::failed, this, [this](const QString &text) { Q_EMIT said(text, false); });
    }
    const auto shortcut = [this](QKeyCombination keys, std::function<void()> run) {
        auto *key = new QShortcut(QKeySequence(keys), m_table, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(key, &QShortcut::activated, this, std::move(run));
    };
    shortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Up, [this] { move(-1); });
    shortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Down, [this] { move(1); });
    shortcut(QKeyCombination(Qt::Key_Delete), [this] { archive(); });
    shortcut(QKeyCombination(Qt::Key_Insert), [this] { add(); });
    connect(&m_context.lookups, &Lookups::changed, this, &ListsSection::refresh);
}

void ListsSection::rebuildTabs()
{
    std::vector<Tab> tabs;
    QStringList titles;
    const std::vector<Pipeline> pipelines = m_context.lookups.pipelines();
    for (const Pipeline &pipeline : pipelines) {
        tabs.push_back({{}, pipeline.id});
        titles << (pipelines.size() == 1 ? tr("Stages") : tr("Stages of %1").arg(pipeline.name));
    }
    for (const auto &list : kLists) {
        tabs.push_back({QString::fromLatin1(list.key), {}});
        titles << tr(list.title);
    }
    const bool isSame = std::ranges::equal(
        tabs, m_shown, [](const Tab &a, const Tab &b) { return a.list == b.list && a.pipeline == b.pipeline; });
    if (isSame)
        return;
    const QSignalBlocker quiet(m_tabs);
    m_shown = std::move(tabs);
    while (m_tabs->count() > 0)
        m_tabs->removeTab(0);
    for (const QString &title : std::as_const(titles))
        m_tabs->addTab(title);
}

SettingsTableModel *ListsSection::model() const
{
    const int tab = m_tabs->currentIndex();
    return tab >= 0 && m_shown[size_t(tab)].list.isEmpty() ? m_stages : m_items;
}

int ListsSection::row() const
{
    return m_table->currentIndex().row();
}

std::vector<Record> ListsSection::recordsOf(const Tab &tab) const
{
    std::vector<Record> live, archived;
    const auto take = [&](const auto &entity) { (entity.isArchived ? archived : live).push_back(toRecord(entity)); };
    if (tab.list.isEmpty()) {
        for (const Stage &stage : m_context.lookups.everyStage())
            if (stage.pipelineId == tab.pipeline)
                take(stage);
    } else {
        for (const ListItem &item : m_context.lookups.everyItem())
            if (item.list == tab.list)
                take(item);
    }
    live.insert(live.end(), archived.begin(), archived.end());
    return live;
}

void ListsSection::showTab()
{
    m_selected = {};
    refresh();
}

void ListsSection::refresh()
{
    rebuildTabs();
    if (m_tabs->currentIndex() < 0)
        return;
    SettingsTableModel *shown = model();
    shown->setRecords(recordsOf(m_shown[size_t(m_tabs->currentIndex())]));
    if (m_table->model() != shown) {
        m_table->setModel(shown);
        m_table->horizontalHeader()->setStretchLastSection(false);
        m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    }
    m_table->setAccessibleName(m_tabs->tabText(m_tabs->currentIndex()));
    if (const int at = shown->rowOf(m_toEdit); !m_toEdit.isNull() && at >= 0) {
        m_toEdit = {};
        m_table->setFocus();
        m_table->setCurrentRow(at);
        m_table->edit(shown->index(at, 0));
    } else if (const int kept = shown->rowOf(m_selected); kept >= 0 && row() != kept) {
        m_table->setCurrentRow(kept);
    }
    refreshButtons();
}

void ListsSection::refreshButtons()
{
    const SettingsTableModel *shown = model();
    if (row() >= 0 && row() < shown->rowCount())
        m_selected = shown->records()[size_t(row())].id;
    m_up->setEnabled(shown->canMove(row(), -1));
    m_down->setEnabled(shown->canMove(row(), 1));
    m_archive->setEnabled(row() >= 0);
    m_archive->setText(shown->isArchived(row()) ? tr("Bring back") : tr("Archive"));
}

void ListsSection::add()
{
    SettingsTableModel *shown = model();
    const Tab &tab = m_shown[size_t(m_tabs->currentIndex())];
    if (!shown->mayAdminister())
        return;
    const RecordId id = RecordId::mint();
    m_toEdit = id;
    qint64 last = -1;
    for (const Record &record : shown->records())
        last = std::max(last, record.value(QLatin1String("position")).as<qint64>());
    if (tab.list.isEmpty()) {
        const Stage stage{.id = id,
                          .pipelineId = tab.pipeline,
                          .nameEn = tr("New stage"),
                          .nameFr = {},
                          .kind = QStringLiteral("open"),
                          .probability = 0,
                          .position = last + 1};
        return shown->commit(createCommand(tr("Add a stage"), toRecord(stage)), tr("Stage added"));
    }
    std::vector<ListItem> items;
    for (const Record &record : shown->records())
        items.push_back(fromRecord<ListItem>(record));
    const QString label = tr("New entry");
    const ListItem item{.id = id,
                        .list = tab.list,
                        .key = newListKey(label, items),
                        .labelEn = label,
                        .labelFr = {},
                        .position = last + 1};
    shown->commit(createCommand(tr("Add an entry"), toRecord(item)), tr("Entry added"));
}

void ListsSection::archive()
{
    if (row() >= 0)
        model()->setArchived(row(), !model()->isArchived(row()));
}

void ListsSection::move(int by)
{
    model()->move(row(), by);
}

} // namespace mdmc::ui
