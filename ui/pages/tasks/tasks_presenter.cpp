// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/tasks_presenter.h"

#include "core/base/when_done.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"

#include <QDateTime>

namespace mdmc::ui {

namespace {

/// At midnight tomorrow's tasks become today's.
constexpr int kDayCheckMs = 60'000;
constexpr int kWeek = 6; ///< Days after today; their names are not ambiguous.

int taskField(const char *name)
{
    return entityInfo(EntityType::Task).indexOf(QLatin1String(name));
}

UtcMs endOfWork(const QDate &day)
{
    return QDateTime(day, QTime(18, 0)).toMSecsSinceEpoch();
}

Result<QString> subjectName(sync::ReplicaReader &reader, const Task &task)
{
    if (task.subjectType == QLatin1String("lead")) {
        MDMC_ASSIGN(const std::optional<Lead> lead, reader.load<Lead>(task.subjectId));
        return lead ? lead->artistName : QString();
    }
    if (task.subjectType == QLatin1String("campaign")) {
        MDMC_ASSIGN(const std::optional<Campaign> campaign, reader.load<Campaign>(task.subjectId));
        return campaign ? campaign->name : QString();
    }
    return QString();
}

} // namespace

TasksPresenter::TasksPresenter(PageContext &context, QObject *parent) : QAbstractListModel(parent), m_context(context)
{
    connect(&context.workspace, &sync::Workspace::changed, this, [this](const sync::ChangeSet &changes) {
        const bool isOurs = changes.touches(EntityType::Task) || changes.touches(EntityType::Lead)
            || changes.touches(EntityType::Campaign);
        if (isOurs)
            m_refresher.request();
    });
    connect(&context.lookups, &Lookups::changed, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    });
    m_day = context.today();
    connect(&m_dayTimer, &QTimer::timeout, this, [this] {
        if (m_day != m_context.today())
            reload();
    });
    m_dayTimer.start(kDayCheckMs);
    reload();
}

QString TasksPresenter::sectionTitle(Section section)
{
    switch (section) {
    case Section::Overdue: return tr("Overdue");
    case Section::Today: return tr("Today");
    case Section::Week: return tr("Next 7 days");
    case Section::Later: return tr("Later");
    case Section::Done: return tr("Done");
    }
    return {};
}

TasksPresenter::Section TasksPresenter::sectionOf(const Task &task) const
{
    if (task.doneAt)
        return Section::Done;
    if (!task.dueAt)
        return Section::Later;
    const QDate due = QDateTime::fromMSecsSinceEpoch(*task.dueAt).date();
    if (due < m_day)
        return Section::Overdue;
    if (due == m_day)
        return Section::Today;
    return due <= m_day.addDays(kWeek) ? Section::Week : Section::Later;
}

void TasksPresenter::setOnlyMine(bool onlyMine)
{
    if (onlyMine == m_onlyMine)
        return;
    m_onlyMine = onlyMine;
    reload();
}

void TasksPresenter::setDoneShown(bool isShown)
{
    if (isShown == m_isDoneShown)
        return;
    m_isDoneShown = isShown;
    arrange();
}

void TasksPresenter::setHeld(bool isHeld)
{
    m_isHeld = isHeld;
    if (!isHeld && std::exchange(m_isDue, false))
        m_refresher.request();
}

void TasksPresenter::reload()
{
    if (m_isHeld) {
        m_isDue = true;
        return;
    }
    const quint64 reading = ++m_reading;
    storage::RecordQuery open{EntityType::Task, {}, {}, {taskField("dueAt"), Qt::AscendingOrder}};
    open.filter.conditions.push_back({taskField("doneAt"), storage::Comparison::IsEmpty, {}});
    storage::RecordQuery finished{EntityType::Task, {}, {}, {taskField("doneAt"), Qt::DescendingOrder}};
    finished.filter.conditions.push_back({taskField("doneAt"), storage::Comparison::IsNotEmpty, {}});
    if (m_onlyMine)
        for (storage::RecordQuery *query : {&open, &finished})
            query->filter.conditions.push_back(
                {taskField("assigneeId"), storage::Comparison::Equals, {Value(m_context.workspace.actor().userId)}});
    auto future = m_context.workspace.read(
        [open, finished](sync::ReplicaReader &reader) { return readTasks(reader, open, finished); });
    whenDone(future, this, [this, reading](Result<Reading> answer) {
        if (reading != m_reading)
            return; // Another one is on its way.
        if (!answer)
            Q_EMIT failed(errorText(answer.error(), EntityType::Task));
        else if (m_isHeld)
            m_isDue = true;
        else
            take(std::move(*answer));
    });
}

Result<TasksPresenter::Reading> TasksPresenter::readTasks(sync::ReplicaReader &reader, const storage::RecordQuery &open,
                                                          const storage::RecordQuery &finished)
{
    Reading reading;
    MDMC_ASSIGN(std::vector<Record> records, storage::queryRecords(reader.db, reader.store, open, kMaxTasks));
    MDMC_ASSIGN(const std::vector<Record> more, storage::queryRecords(reader.db, reader.store, finished, kMaxDone));
    reading.open = qint64(records.size());
    reading.finished = qint64(more.size());
    if (records.size() == size_t(kMaxTasks)) {
        MDMC_ASSIGN(reading.open, storage::queryCount(reader.db, open));
    }
    if (more.size() == size_t(kMaxDone)) {
        MDMC_ASSIGN(reading.finished, storage::queryCount(reader.db, finished));
    }
    records.insert(records.end(), more.begin(), more.end());
    for (const Record &record : records) {
        Row row;
        row.task = fromRecord<Task>(record);
        MDMC_ASSIGN(row.subject, subjectName(reader, *row.task));
        reading.tasks.push_back(std::move(row));
    }
    return reading;
}

void TasksPresenter::take(Reading reading)
{
    m_day = m_context.today();
    for (Row &row : reading.tasks)
        row.section = sectionOf(*row.task);
    std::ranges::stable_sort(reading.tasks, {}, &Row::section);
    m_tasks = std::move(reading.tasks);
    m_open = reading.open;
    m_finished = reading.finished;
    m_overdue = int(std::ranges::count(m_tasks, Section::Overdue, &Row::section));
    m_isReady = true;
    arrange();
}

void TasksPresenter::arrange()
{
    Q_EMIT aboutToRefresh();
    std::vector<Row> rows;
    for (const Row &row : m_tasks) {
        if (rows.empty() || rows.back().section != row.section) {
            const qint64 count =
                row.section == Section::Done ? m_finished : std::ranges::count(m_tasks, row.section, &Row::section);
            rows.push_back({row.section, {}, {}, count});
        }
        if (row.section != Section::Done || m_isDoneShown)
            rows.push_back(row);
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT refreshed();
}

int TasksPresenter::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

const Task *TasksPresenter::taskAt(int index) const
{
    return index >= 0 && index < rowCount() && row(index).task ? &*row(index).task : nullptr;
}

int TasksPresenter::rowOf(const RecordId &task) const
{
    for (int i = 0; i < rowCount(); ++i)
        if (const Task *one = taskAt(i); one && one->id == task)
            return i;
    return -1;
}

Qt::ItemFlags TasksPresenter::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (const Row &one = row(index.row()); !one.task) // Only finished tasks fold.
        return one.section == Section::Done ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return mayEdit() ? flags | Qt::ItemIsEditable : flags;
}

QVariant TasksPresenter::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &one = m_rows[size_t(index.row())];
    if (role == SectionRole)
        return int(one.section);
    if (!one.task) {
        const QString count = m_context.format.number(one.count);
        switch (role) {
        case Qt::DisplayRole: return sectionTitle(one.section);
        case Qt::AccessibleTextRole: return sectionTitle(one.section) + QStringLiteral(", ") + count;
        case SubjectRole: return count;
        case IsFoldedRole: return one.section == Section::Done ? QVariant(!m_isDoneShown) : QVariant();
        default: return {};
        }
    }
    const Task &task = *one.task;
    const int priority = taskField("priority");
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return task.title;
    case Qt::ToolTipRole: return task.notes;
    case Qt::AccessibleTextRole: {
        QStringList parts{task.title,
                          one.subject,
                          data(index, DueRole).toString(),
                          data(index, PriorityRole).toString(),
                          data(index, AssigneeRole).toString(),
                          task.doneAt ? tr("done") : QString()};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    case TaskIdRole: return task.id.toString();
    case SubjectRole: return one.subject;
    case IsDoneRole: return task.doneAt.has_value();
    case IsLateRole: return one.section == Section::Overdue;
    case DueRole: {
        const std::optional<qint64> at = task.doneAt ? task.doneAt : task.dueAt;
        return at ? m_context.format.day(QDateTime::fromMSecsSinceEpoch(*at).date()) : QString();
    }
    case PriorityRole:
        return task.priority == QLatin1String("normal")
            ? QString()
            : m_context.fields().text(EntityType::Task, priority, Value(task.priority));
    case PriorityHueRole: return int(m_context.fields().hue(EntityType::Task, priority, Value(task.priority)));
    case AssigneeRole: return m_onlyMine ? QString() : m_context.lookups.userName(task.assigneeId);
    default: return {};
    }
}

bool TasksPresenter::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid())
        return false;
    rename(index.row(), value.toString());
    return true;
}

void TasksPresenter::commit(sync::Command command, const QString &text, const RecordId &created)
{
    whenDone(m_context.workspace.commit(std::move(command)), this, [this, text, created](Result<> result) {
        if (!result) {
            Q_EMIT failed(errorText(result.error(), EntityType::Task));
            return;
        }
        if (!created.isNull())
            Q_EMIT added(created);
        Q_EMIT done(text);
    });
}

void TasksPresenter::toggle(int index)
{
    const Task *task = taskAt(index);
    if (!task)
        return;
    const bool isDone = task->doneAt.has_value();
    const Value at = isDone ? Value() : Value(m_context.clock.nowUtc());
    commit(patchCommand(isDone ? tr("Reopen task") : tr("Finish task"), EntityType::Task, {task->id},
                        changesOf(EntityType::Task, {{QLatin1String("doneAt"), at}})),
           isDone ? tr("Task reopened") : tr("Task done"));
}

void TasksPresenter::add(const QString &title, const QDate &due)
{
    Task task;
    task.id = RecordId::mint();
    task.title = title.trimmed();
    task.assigneeId = m_context.workspace.actor().userId;
    if (due.isValid())
        task.dueAt = endOfWork(due);
    commit(createCommand(tr("Add task"), toRecord(task)), tr("Task added"), task.id);
}

void TasksPresenter::rename(int index, const QString &typed)
{
    const Task *task = taskAt(index);
    const QString title = typed.trimmed();
    if (!task || title == task->title)
        return;
    commit(patchCommand(tr("Change title"), EntityType::Task, {task->id},
                        changesOf(EntityType::Task, {{QLatin1String("title"), Value(title)}})),
           tr("Title changed"));
}

void TasksPresenter::remove(int index)
{
    if (const Task *task = taskAt(index))
        commit(deleteCommand(tr("Delete task"), EntityType::Task, {task->id}), tr("Task deleted"));
}

void TasksPresenter::setDue(int index, const QDate &due)
{
    const Task *task = taskAt(index);
    if (!task)
        return;
    const Value at = due.isValid() ? Value(endOfWork(due)) : Value();
    commit(patchCommand(tr("Change due day"), EntityType::Task, {task->id},
                        changesOf(EntityType::Task, {{QLatin1String("dueAt"), at}})),
           tr("Due day changed"));
}

std::optional<Route> TasksPresenter::subjectRoute(int index) const
{
    const Task *task = taskAt(index);
    if (!task || task->subjectId.isNull())
        return std::nullopt;
    const QString page = task->subjectType == QLatin1String("lead") ? QStringLiteral("leads")
        : task->subjectType == QLatin1String("campaign")            ? QStringLiteral("campaigns")
                                                                    : QString();
    return page.isEmpty() ? std::nullopt : std::optional(Route{page, task->subjectId.toString()});
}

} // namespace mdmc::ui
