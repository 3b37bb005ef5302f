// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/tasks_presenter.h"

#include "ui/models/commands.h"
#include "ui/models/error_text.h"

#include <QDateTime>

namespace mdmc::ui {

namespace {

constexpr int kReloadDelayMs = 30;

int taskField(const char *name)
{
    return entityInfo(EntityType::Task).indexOf(QLatin1String(name));
}

UtcMs endOfDay(const QDate &day)
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
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(kReloadDelayMs);
    connect(&m_reloadTimer, &QTimer::timeout, this, &TasksPresenter::reload);
    connect(&context.workspace, &sync::Workspace::changed, this, [this](const sync::ChangeSet &changes) {
        if (changes.touches(EntityType::Task) || changes.touches(EntityType::Lead))
            m_reloadTimer.start();
    });
    reload();
}

QString TasksPresenter::sectionTitle(Section section)
{
    switch (section) {
    case Section::Overdue: return tr("Overdue");
    case Section::Today: return tr("Today");
    case Section::Week: return tr("This week");
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
    const QDate today = m_context.today();
    const QDate due = QDateTime::fromMSecsSinceEpoch(*task.dueAt).date();
    if (due < today)
        return Section::Overdue;
    if (due == today)
        return Section::Today;
    return due <= today.addDays(7) ? Section::Week : Section::Later;
}

void TasksPresenter::setOnlyMine(bool onlyMine)
{
    if (onlyMine == m_onlyMine)
        return;
    m_onlyMine = onlyMine;
    reload();
}

void TasksPresenter::reload()
{
    const quint64 reading = ++m_reading;
    storage::RecordQuery open{EntityType::Task, {}, {}, {taskField("dueAt"), Qt::AscendingOrder}};
    open.filter.conditions.push_back({taskField("doneAt"), storage::Comparison::IsEmpty, {}});
    storage::RecordQuery finished{EntityType::Task, {}, {}, {taskField("doneAt"), Qt::DescendingOrder}};
    finished.filter.conditions.push_back({taskField("doneAt"), storage::Comparison::IsNotEmpty, {}});
    if (m_onlyMine)
        for (storage::RecordQuery *query : {&open, &finished})
            query->filter.conditions.push_back({taskField("assigneeId"), storage::Comparison::Equals,
                                                {Value(m_context.workspace.actor().userId)}});
    m_context.workspace
        .read([open, finished](sync::ReplicaReader &reader) -> Result<std::vector<Row>> {
            std::vector<Row> rows;
            MDMC_ASSIGN(std::vector<Record> records, storage::queryRecords(reader.db, reader.store, open, kMaxTasks));
            MDMC_ASSIGN(const std::vector<Record> more, storage::queryRecords(reader.db, reader.store, finished, 30));
            records.insert(records.end(), more.begin(), more.end());
            for (const Record &record : records) {
                Row row;
                row.task = fromRecord<Task>(record);
                MDMC_ASSIGN(row.subject, subjectName(reader, *row.task));
                rows.push_back(std::move(row));
            }
            return rows;
        })
        .then(this, [this, reading](Result<std::vector<Row>> tasks) {
            if (reading != m_reading)
                return;
            if (tasks)
                take(std::move(*tasks));
            else
                Q_EMIT failed(errorText(tasks.error(), EntityType::Task));
        });
}

void TasksPresenter::take(std::vector<Row> tasks)
{
    for (Row &row : tasks)
        row.section = sectionOf(*row.task);
    std::ranges::stable_sort(tasks, {}, &Row::section);
    std::vector<Row> rows;
    m_open = m_overdue = 0;
    for (Row &row : tasks) {
        if (rows.empty() || rows.back().section != row.section) {
            const auto count = std::ranges::count(tasks, row.section, &Row::section);
            rows.push_back({row.section, {}, {}, int(count)});
        }
        m_open += row.section != Section::Done;
        m_overdue += row.section == Section::Overdue;
        rows.push_back(row);
    }
    beginResetModel();
    m_rows = std::move(rows);
    m_isReady = true;
    endResetModel();
    Q_EMIT refreshed();
}

int TasksPresenter::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

Qt::ItemFlags TasksPresenter::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return row(index.row()).task ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

QVariant TasksPresenter::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    if (!row.task) {
        if (role == Qt::DisplayRole)
            return sectionTitle(row.section);
        return role == SubjectRole ? QVariant(m_context.format.number(row.count)) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole: return row.task->title;
    case Qt::AccessibleTextRole:
        return QStringList{row.task->title, row.subject, data(index, DueRole).toString(),
                           row.task->doneAt ? tr("done") : QString()}.join(QStringLiteral(", "));
    case TaskIdRole: return row.task->id.toString();
    case SubjectRole: return row.subject;
    case SectionRole: return int(row.section);
    case IsDoneRole: return row.task->doneAt.has_value();
    case IsLateRole: return row.section == Section::Overdue;
    case DueRole: {
        const std::optional<qint64> at = row.task->doneAt ? row.task->doneAt : row.task->dueAt;
        return at ? m_context.format.day(QDateTime::fromMSecsSinceEpoch(*at).date()) : QString();
    }
    default: return {};
    }
}

void TasksPresenter::commit(sync::Command command, const QString &text, bool isAdd)
{
    m_context.workspace.commit(std::move(command)).then(this, [this, text, isAdd](Result<> result) {
        if (!result) {
            Q_EMIT failed(errorText(result.error(), EntityType::Task));
            return;
        }
        if (isAdd)
            Q_EMIT added();
        Q_EMIT done(text);
    });
}

void TasksPresenter::toggle(int index)
{
    if (index < 0 || index >= rowCount() || !row(index).task)
        return;
    const Task &task = *row(index).task;
    const bool isDone = task.doneAt.has_value();
    const Value at = isDone ? Value() : Value(m_context.clock.nowUtc());
    commit(patchCommand(isDone ? tr("Reopen task") : tr("Finish task"), EntityType::Task, {task.id},
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
        task.dueAt = endOfDay(due);
    commit(createCommand(tr("Add task"), toRecord(task)), tr("Task added"), true);
}

void TasksPresenter::remove(int index)
{
    if (index < 0 || index >= rowCount() || !row(index).task)
        return;
    commit(deleteCommand(tr("Delete task"), EntityType::Task, {row(index).task->id}), tr("Task deleted"));
}

void TasksPresenter::setDue(int index, const QDate &due)
{
    if (index < 0 || index >= rowCount() || !row(index).task)
        return;
    const Value at = due.isValid() ? Value(endOfDay(due)) : Value();
    commit(patchCommand(tr("Change due day"), EntityType::Task, {row(index).task->id},
                        changesOf(EntityType::Task, {{QLatin1String("dueAt"), at}})),
           tr("Due day changed"));
}

} // namespace mdmc::ui
