// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/tasks_page.h"

#include "ui/pages/common/page_action.h"
#include "ui/pages/tasks/new_task_row.h"
#include "ui/pages/tasks/task_list.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/segmented_control.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

const QString kMine = QStringLiteral("mine");
const QString kEverybody = QStringLiteral("everybody");

} // namespace

TasksPage::TasksPage(PageContext &context, QWidget *parent) : Page(parent), m_context(context), m_presenter(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(space::L, space::S, space::L, space::S);
    m_whose =
        new SegmentedControl({{kMine, tr("Mine"), Symbol::None}, {kEverybody, tr("Everybody"), Symbol::None}}, this);
    m_whose->setObjectName(QStringLiteral("tasksWhose"));
    m_whose->setAccessibleName(tr("Whose tasks"));
    head->addWidget(m_whose);
    head->addStretch();
    layout->addLayout(head);
    auto *strips = new QVBoxLayout;
    strips->setContentsMargins(space::L, 0, space::L, 0);
    m_problem = new InlineNotice(Tone::Negative, this);
    m_problem->setDismissable(true);
    m_problem->hide();
    strips->addWidget(m_problem);
    layout->addLayout(strips);
    layout->addWidget(separator(this));
    m_newRow = new NewTaskRow(context.format, this);
    m_newRow->hide();
    layout->addWidget(m_newRow);
    m_stack = new QStackedWidget(this);
    m_list = new TaskList(m_presenter, m_stack);
    m_list->setObjectName(QStringLiteral("tasksList"));
    m_list->setAccessibleName(tr("Tasks"));
    m_empty = new EmptyState(Symbol::Check2Square, {}, {}, {}, m_stack);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    m_new = new Button(tr("New task"), ButtonKind::Primary, this);
    m_new->setObjectName(QStringLiteral("tasksNew"));
    m_new->setSymbol(Symbol::Plus);
    m_new->setVisible(m_presenter.mayAdd());

    connect(m_new, &Button::clicked, this, &TasksPage::startNew);
    connect(m_whose, &SegmentedControl::changed, this,
            [this](const QString &id) { m_presenter.setOnlyMine(id == kMine); });
    connect(m_empty, &EmptyState::actionTriggered, this, &TasksPage::startNew);
    connect(m_empty, &EmptyState::secondActionTriggered, this, [this] { m_whose->setCurrent(kEverybody); });
    connect(m_newRow, &NewTaskRow::addRequested, &m_presenter, &TasksPresenter::add);
    connect(m_newRow, &NewTaskRow::closed, this, [this] { focusTarget()->setFocus(); });
    connectList();
}

TasksPage::~TasksPage() = default;

void TasksPage::connectList()
{
    connect(m_list, &TaskList::subjectRequested, this, &TasksPage::openSubject);
    connect(m_list, &TaskList::currentTaskChanged, this, [this](const RecordId &id) {
        Q_EMIT actionsChanged();
        if (!id.isNull() && m_wanted.isNull())
            Q_EMIT recordOpened(id.toString(), false);
    });
    connect(&m_presenter, &TasksPresenter::refreshed, this, &TasksPage::rowsCame);
    connect(&m_presenter, &TasksPresenter::added, this, [this](const RecordId &id) {
        m_newRow->clear();
        m_wanted = id;
    });
    connect(&m_presenter, &TasksPresenter::done, this, [this](const QString &text) {
        m_problem->hide();
        sync::Workspace *workspace = &m_context.workspace;
        Q_EMIT undoOffered(text, [workspace] { workspace->undo(); });
    });
    connect(&m_presenter, &TasksPresenter::failed, this, [this](const QString &sentence) {
        m_problem->setText(sentence);
        m_problem->show();
    });
}

QString TasksPage::title() const
{
    return tr("Tasks");
}

QString TasksPage::summary() const
{
    if (!m_presenter.isReady())
        return {};
    const Formatter &format = m_context.format;
    QString text = tr("%1 open").arg(format.number(m_presenter.openCount()));
    if (m_presenter.overdueCount() > 0)
        text = tr("%1 · %2 overdue").arg(text, format.number(m_presenter.overdueCount()));
    if (m_presenter.isCut())
        text = tr("%1 · the first %2 are shown").arg(text, format.number(TasksPresenter::kMaxTasks));
    return text;
}

void TasksPage::startNew()
{
    if (m_presenter.mayAdd())
        m_newRow->start();
}

void TasksPage::rowsCame()
{
    const bool isEmpty = m_presenter.rowCount() == 0;
    const bool hadFocus = m_list->hasFocus();
    m_empty->setTexts(tr("Nothing to do"),
                      m_presenter.isOnlyMine()
                          ? tr("No task is yours. New ones come from leads and campaigns, or from here.")
                          : tr("Nobody has a task. New ones come from leads and campaigns, or from here."),
                      m_presenter.mayAdd() ? tr("New task") : QString());
    m_empty->setSecondAction(m_presenter.isOnlyMine() ? tr("Show everybody's") : QString());
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    if (hadFocus && isEmpty)
        m_whose->setFocus();
    if (!m_wanted.isNull() && m_presenter.rowOf(m_wanted) >= 0) {
        m_list->setCurrentTask(m_wanted);
        m_wanted = {};
    } else if (!m_list->currentIndex().isValid()) {
        for (int i = 0; i < m_presenter.rowCount(); ++i) {
            if (const Task *task = m_presenter.taskAt(i)) {
                m_list->setCurrentTask(task->id);
                break;
            }
        }
    }
    Q_EMIT summaryChanged();
    Q_EMIT actionsChanged();
}

void TasksPage::openSubject(int row)
{
    if (const std::optional<Route> route = m_presenter.subjectRoute(row))
        Q_EMIT routeRequested(*route);
    else
        m_list->editCurrent(); // A task of its own is all there is to open.
}

void TasksPage::openRecord(const QString &text)
{
    const std::optional<RecordId> id = RecordId::fromString(text);
    if (!id || *id == m_list->currentTask())
        return;
    if (m_presenter.rowOf(*id) >= 0)
        return m_list->setCurrentTask(*id);
    // It may be a colleague's, or finished.
    m_wanted = *id;
    m_presenter.setDoneShown(true);
    if (m_presenter.isReady() && !m_wanted.isNull())
        m_whose->setCurrent(kEverybody);
}

QByteArray TasksPage::saveState() const
{
    return QJsonDocument(QJsonObject{{QStringLiteral("whose"), m_whose->current()},
                                     {QStringLiteral("done"), m_presenter.isDoneShown()}})
        .toJson(QJsonDocument::Compact);
}

void TasksPage::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.value(QStringLiteral("whose")).toString() == kEverybody)
        m_whose->setCurrent(kEverybody);
    m_presenter.setDoneShown(state.value(QStringLiteral("done")).toBool());
}

QWidget *TasksPage::focusTarget()
{
    return m_stack->currentIndex() == 0 ? static_cast<QWidget *>(m_list) : m_whose;
}

QWidget *TasksPage::headerWidget()
{
    return m_new;
}

QList<ActionSpec> TasksPage::actions()
{
    const QString group = tr("Tasks");
    const auto hasTask = [this] { return !m_list->currentTask().isNull(); };
    const auto hasSubject = [this] { return m_presenter.subjectRoute(m_list->currentIndex().row()).has_value(); };
    const auto withHint = [](ActionSpec spec, const QString &hint) {
        spec.shortcutHint = hint;
        return spec;
    };
    return {
        pageAction(
            QStringLiteral("tasks.new"), tr("New task"), group, QKeyCombination(Qt::CTRL, Qt::Key_N), Symbol::Plus,
            [this] { startNew(); }, [this] { return m_presenter.mayAdd(); }, tr("add create to-do")),
        withHint(pageAction(
                     QStringLiteral("tasks.toggle"), tr("Finish or reopen the task"), group, {}, Symbol::CheckCircle,
                     [this] { m_presenter.toggle(m_list->currentIndex().row()); },
                     [this, hasTask] { return hasTask() && m_presenter.mayEdit(); }, tr("done complete")),
                 QKeySequence(Qt::Key_Space).toString(QKeySequence::NativeText)),
        withHint(pageAction(
                     QStringLiteral("tasks.open"), tr("Open what the task is about"), group, {},
                     Symbol::BoxArrowUpRight, [this] { openSubject(m_list->currentIndex().row()); }, hasSubject),
                 QKeySequence(Qt::Key_Return).toString(QKeySequence::NativeText)),
        withHint(pageAction(
                     QStringLiteral("tasks.rename"), tr("Edit the task's title"), group, {}, Symbol::Pencil,
                     [this] { m_list->editCurrent(); }, [this, hasTask] { return hasTask() && m_presenter.mayEdit(); }),
                 QKeySequence(Qt::Key_F2).toString(QKeySequence::NativeText)),
        withHint(pageAction(
                     QStringLiteral("tasks.delete"), tr("Delete the task"), group, {}, Symbol::Trash,
                     [this] { m_presenter.remove(m_list->currentIndex().row()); },
                     [this, hasTask] { return hasTask() && m_presenter.mayDelete(); }),
                 QKeySequence(Qt::Key_Delete).toString(QKeySequence::NativeText)),
        pageAction(QStringLiteral("tasks.whose"), tr("Switch between my tasks and everybody's"), group,
                   QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_M), Symbol::People,
                   [this] { m_whose->setCurrent(m_presenter.isOnlyMine() ? kEverybody : kMine); }),
    };
}

} // namespace mdmc::ui
