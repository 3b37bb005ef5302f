// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/workspace_window.h"

#include "app/desktop/sync_sentence.h"
#include "core/base/when_done.h"
#include "ui/models/error_text.h"
#include "ui/pages/campaigns/campaigns_page.h"
#include "ui/pages/import/import_page.h"
#include "ui/pages/leads/leads_page.h"
#include "ui/pages/sync/sync_page.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/record_table.h"

namespace mdmc::app {

using ui::Page;
using ui::PageInfo;
using ui::Symbol;

WorkspaceWindow::WorkspaceWindow(std::unique_ptr<sync::Workspace> workspace, ui::Theme &theme, ui::SettingsStore &settings,
                                 const Clock &clock, const QLocale &locale, ui::SettingsCallbacks callbacks,
                                 ui::SettingsFacts facts)
    : m_workspace(std::move(workspace)), m_lookups(std::make_unique<ui::Lookups>(*m_workspace, locale)),
      m_context(new ui::PageContext{*m_workspace, *m_lookups, clock, ui::Formatter(clock, locale)})
{
    addPages(theme, settings, std::move(callbacks), std::move(facts));
    m_shell = std::make_unique<ui::ShellWindow>(theme, m_pages, settings);
    m_shell->setObjectName(QStringLiteral("mainWindow"));
    m_shell->setWindowTitle(m_workspace->workspaceName() + QStringLiteral(" – MDMC CRM"));
    m_shell->setWorkspaceName(m_workspace->workspaceName());
    m_shell->setRecordProvider([this](const QString &query, auto answer) { findRecords(query, answer); });
    connect(m_shell.get(), &ui::ShellWindow::closing, this, &WorkspaceWindow::closed);
    connect(m_shell.get(), &ui::ShellWindow::workspaceMenuRequested, this,
            [this] { m_shell->open({QStringLiteral("settings"), QStringLiteral("profile")}); });
    addActions();
    m_rowHeight = settings.value(ui::Setting::RowsComfortable).toBool() ? ui::size::RowComfortable : ui::size::Row;
    connect(m_shell.get(), &ui::ShellWindow::routeChanged, this, &WorkspaceWindow::applyRowHeight);

    // Sync can report many times a second while it catches up; the eye needs ten.
    connect(m_workspace.get(), &sync::Workspace::statusChanged, this, [this] {
        if (m_isStatusDue)
            return;
        m_isStatusDue = true;
        QTimer::singleShot(100, this, &WorkspaceWindow::showStatus);
    });
    connect(m_lookups.get(), &ui::Lookups::changed, this, &WorkspaceWindow::showPerson);
    connect(m_workspace.get(), &sync::Workspace::undoStateChanged, this, [this] { m_shell->actions().refresh(); });
    connect(m_workspace.get(), &sync::Workspace::refused, this, [this](const RecordRef &record, const QString &reason, const QString &field) {
        m_shell->offerUndo(tr("%1 What you entered is kept under Sync.").arg(ui::refusalText(reason, field, record.type)), {});
    });
    // “4 s ago” grows by itself.
    connect(&m_statusTimer, &QTimer::timeout, this, &WorkspaceWindow::showStatus);
    m_statusTimer.start(5000);
    showStatus();
}

WorkspaceWindow::~WorkspaceWindow()
{
    // Pages let go of the workspace before it goes.
    m_shell.reset();
}

std::unique_ptr<sync::Workspace> WorkspaceWindow::takeWorkspace()
{
    m_shell->saveState();
    m_shell.reset();
    m_lookups.reset();
    m_workspace->disconnect(this);
    return std::move(m_workspace);
}

void WorkspaceWindow::start()
{
    m_shell->start();
}

void WorkspaceWindow::addPages(ui::Theme &theme, ui::SettingsStore &settings, ui::SettingsCallbacks callbacks, ui::SettingsFacts facts)
{
    using Place = PageInfo::Place;
    ui::PageContext &context = *m_context;
    m_pages.add({QStringLiteral("leads"), tr("Leads"), Symbol::People, QKeySequence(Qt::CTRL | Qt::Key_1), Place::Main},
                [&context](QWidget *parent) -> Page * { return new ui::LeadsPage(context, parent); });
    m_pages.add({QStringLiteral("campaigns"), tr("Campaigns"), Symbol::Megaphone, QKeySequence(Qt::CTRL | Qt::Key_2), Place::Main},
                [&context](QWidget *parent) -> Page * { return new ui::CampaignsPage(context, parent); });
    m_pages.add({QStringLiteral("tasks"), tr("Tasks"), Symbol::Check2Square, QKeySequence(Qt::CTRL | Qt::Key_3), Place::Main},
                [&context](QWidget *parent) -> Page * { return new ui::TasksPage(context, parent); });
    if (context.may(Action::Import, EntityType::Lead))
        m_pages.add({QStringLiteral("import"), tr("Import"), Symbol::Upload, QKeySequence(Qt::CTRL | Qt::Key_4), Place::Main},
                    [&context](QWidget *parent) -> Page * { return new ui::ImportPage(context, parent); });
    m_pages.add({QStringLiteral("sync"), tr("Sync"), Symbol::ArrowRepeat, QKeySequence(Qt::CTRL | Qt::Key_5), Place::Bottom},
                [&context](QWidget *parent) -> Page * { return new ui::SyncPage(context, parent); });
    m_pages.add({QStringLiteral("settings"), tr("Settings"), Symbol::Gear, QKeySequence(Qt::CTRL | Qt::Key_Comma), Place::Bottom},
                [&context, &theme, &settings, callbacks, facts](QWidget *parent) -> Page * {
                    return new ui::SettingsPage(context, theme, settings, callbacks, facts, parent);
                });
}

void WorkspaceWindow::addActions()
{
    const QString group = tr("Edit");
    QList<ui::ActionSpec> specs;
    ui::ActionSpec undoAction;
    undoAction.id = QStringLiteral("edit.undo");
    undoAction.text = tr("Undo");
    undoAction.group = group;
    undoAction.shortcuts = {QKeySequence(QKeySequence::Undo)};
    undoAction.symbol = Symbol::ArrowCounterclockwise;
    undoAction.run = [this] { undo(false); };
    undoAction.enabled = [this] { return m_workspace && m_workspace->undoState().canUndo; };
    specs.append(undoAction);
    ui::ActionSpec redoAction;
    redoAction.id = QStringLiteral("edit.redo");
    redoAction.text = tr("Redo");
    redoAction.group = group;
    redoAction.shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)};
    redoAction.symbol = Symbol::ArrowClockwise;
    redoAction.run = [this] { undo(true); };
    redoAction.enabled = [this] { return m_workspace && m_workspace->undoState().canRedo; };
    specs.append(redoAction);
    ui::ActionSpec offline;
    offline.id = QStringLiteral("sync.offline");
    offline.text = tr("Work offline");
    offline.group = tr("Sync");
    offline.symbol = Symbol::CloudSlash;
    offline.run = [this] { m_workspace->goOffline(); };
    offline.enabled = [this] { return m_workspace && m_workspace->status().state != sync::SyncState::LocalOnly && m_workspace->status().state != sync::SyncState::Offline; };
    specs.append(offline);
    ui::ActionSpec online;
    online.id = QStringLiteral("sync.online");
    online.text = tr("Connect now");
    online.group = tr("Sync");
    online.symbol = Symbol::CloudCheck;
    online.run = [this] { m_workspace->goOnline(); };
    online.enabled = [this] { return m_workspace && m_workspace->status().state == sync::SyncState::Offline; };
    specs.append(online);
    // What a page offers is known once it is open; what is new can be made from anywhere.
    const auto addNew = [&](const char *page, EntityType type, const QString &text, Symbol symbol) {
        const QString name = QString::fromLatin1(page);
        ui::ActionSpec spec;
        spec.id = QStringLiteral("go.%1.new").arg(name);
        spec.text = text;
        spec.group = tr("New");
        spec.symbol = symbol;
        spec.keywords = tr("create add");
        spec.run = [this, name] {
            m_shell->open({name, {}});
            m_shell->actions().trigger(name + QStringLiteral(".new"));
        };
        spec.enabled = [this, name, type] {
            return m_shell->currentRoute().page != name && m_context->may(Action::Create, type);
        };
        specs.append(spec);
    };
    addNew("leads", EntityType::Lead, tr("New lead"), Symbol::People);
    addNew("campaigns", EntityType::Campaign, tr("New campaign"), Symbol::Megaphone);
    addNew("tasks", EntityType::Task, tr("New task"), Symbol::Check2Square);
    m_shell->actions().add(specs);
}

void WorkspaceWindow::undo(bool isRedo)
{
    auto future = isRedo ? m_workspace->redo() : m_workspace->undo();
    whenDone(future, this, [this, isRedo](const Result<QString> &label) {
        if (!label)
            return m_shell->offerUndo(ui::errorText(label.error()), {});
        m_shell->offerUndo(isRedo ? tr("Redone: %1").arg(*label) : tr("Undone: %1").arg(*label), {});
    });
}

void WorkspaceWindow::showStatus()
{
    m_isStatusDue = false;
    if (!m_shell || !m_workspace)
        return;
    const ui::SyncStatusView view = SyncSentence::view(m_workspace->status(), m_context->format);
    m_shell->setSyncStatus(view);
    m_shell->setBadge(QStringLiteral("sync"), view.attention, true);
    m_shell->actions().refresh();
}

void WorkspaceWindow::setRowsComfortable(bool comfortable)
{
    m_rowHeight = comfortable ? ui::size::RowComfortable : ui::size::Row;
    applyRowHeight();
}

void WorkspaceWindow::applyRowHeight()
{
    for (ui::RecordTable *table : m_shell->findChildren<ui::RecordTable *>())
        table->setRowHeight(m_rowHeight);
}

void WorkspaceWindow::showPerson()
{
    if (m_shell)
        m_shell->setPersonName(m_lookups->userName(m_workspace->actor().userId));
}

void WorkspaceWindow::findRecords(const QString &query, std::function<void(const QList<ui::PaletteRecord> &)> answer)
{
    struct Hit {
        EntityType type;
        RecordId id;
        QString title;
        RecordId stage;
        QString status;
    };
    auto hits = m_workspace->read([query](sync::ReplicaReader &reader) -> Result<std::vector<Hit>> {
        std::vector<Hit> found;
        for (const EntityType type : {EntityType::Lead, EntityType::Campaign}) {
            storage::RecordQuery wanted;
            wanted.type = type;
            wanted.search = query;
            if (!storage::hasWords(query))
                continue;
            MDMC_ASSIGN(const std::vector<Record> records, storage::queryRecords(reader.db, reader.store, wanted, 12));
            for (const Record &record : records) {
                Hit hit{type, record.id, {}, {}, {}};
                if (type == EntityType::Lead) {
                    const Lead lead = fromRecord<Lead>(record);
                    hit.title = lead.artistName;
                    hit.stage = lead.stageId;
                } else {
                    hit.title = fromRecord<Campaign>(record).name;
                }
                found.push_back(hit);
            }
        }
        return found;
    });
    whenDone(hits, this, [this, answer](const Result<std::vector<Hit>> &found) {
        QList<ui::PaletteRecord> records;
        if (found) {
            for (const Hit &hit : *found) {
                const bool isLead = hit.type == EntityType::Lead;
                const QString page = isLead ? QStringLiteral("leads") : QStringLiteral("campaigns");
                const QString kind = QCoreApplication::translate("entity", entityInfo(hit.type).label);
                const QString stage = isLead ? m_lookups->stageName(hit.stage) : QString();
                records.append({hit.id.toString(), hit.title, stage.isEmpty() ? kind : kind + QStringLiteral(" · ") + stage,
                                isLead ? Symbol::Person : Symbol::Megaphone, {page, hit.id.toString()}});
            }
        }
        answer(records);
    });
}

} // namespace mdmc::app
