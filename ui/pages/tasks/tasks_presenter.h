// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/models/refresher.h"
#include "ui/shell/route.h"

#include <QAbstractListModel>
#include <QTimer>

namespace mdmc::ui {

/// The tasks as one list with headings, read anew as a whole: a person's open tasks are few, finished ones are cut off.
class TasksPresenter : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Section { Overdue, Today, Week, Later, Done };
    static constexpr int kMaxTasks = 500;
    static constexpr int kMaxDone = 50;
    enum Role {
        TaskIdRole = Qt::UserRole + 1, ///< QString; invalid for a heading.
        SectionRole,
        SubjectRole, ///< Name of the lead or campaign; of a heading: the count.
        DueRole,
        IsDoneRole,
        IsLateRole,
        PriorityRole, ///< Empty for the usual one.
        PriorityHueRole,
        AssigneeRole, ///< Empty while only one's own tasks are shown.
        IsFoldedRole, ///< Of the heading of finished tasks.
    };

    /// A heading (section without task) or a task.
    struct Row {
        Section section = Section::Today;
        std::optional<Task> task; ///< None: the heading.
        QString subject;
        qint64 count = 0; ///< Of a heading.
    };

    explicit TasksPresenter(PageContext &context, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Qt::EditRole: the title.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

    const Row &row(int index) const { return m_rows[size_t(index)]; }
    const Task *taskAt(int index) const;
    int rowOf(const RecordId &task) const; ///< -1 when it is not shown.
    bool isReady() const { return m_isReady; }
    qint64 openCount() const { return m_open; }
    int overdueCount() const { return m_overdue; }
    bool isCut() const { return m_open > kMaxTasks; }
    void setOnlyMine(bool onlyMine);
    bool isOnlyMine() const { return m_onlyMine; }
    void setDoneShown(bool isShown);
    bool isDoneShown() const { return m_isDoneShown; }
    /// While a title is being edited the rows stay as they are.
    void setHeld(bool isHeld);
    bool isOutdated() const { return m_isDue; } ///< Changes wait until it is not held.

    void toggle(int index);
    void add(const QString &title, const QDate &due);
    void rename(int index, const QString &title);
    void remove(int index);
    void setDue(int index, const QDate &due);
    /// The page and record that the task is about; nothing for a task of its own.
    std::optional<Route> subjectRoute(int index) const;
    bool mayAdd() const { return m_context.may(Action::Create, EntityType::Task); }
    bool mayEdit() const { return m_context.may(Action::Edit, EntityType::Task); }
    bool mayDelete() const { return m_context.may(Action::Delete, EntityType::Task); }
    PageContext &context() const { return m_context; }
    static QString sectionTitle(Section section);

Q_SIGNALS:
    void aboutToRefresh();
    void refreshed();
    void added(const mdmc::RecordId &id); ///< What was typed may be cleared.
    void done(const QString &text);
    void failed(const QString &sentence);

private:
    struct Reading {
        std::vector<Row> tasks;
        qint64 open = 0;
        qint64 finished = 0;
    };
    void reload();
    static Result<Reading> readTasks(sync::ReplicaReader &reader, const storage::RecordQuery &open,
                                     const storage::RecordQuery &finished);
    void take(Reading reading);
    void arrange();
    Section sectionOf(const Task &task) const;
    void commit(sync::Command command, const QString &text, const RecordId &created = {});

    PageContext &m_context;
    std::vector<Row> m_tasks; ///< Without headings, in order.
    std::vector<Row> m_rows; ///< As shown.
    Refresher m_refresher{[this] { reload(); }};
    QTimer m_dayTimer;
    QDate m_day;
    bool m_isReady = false;
    bool m_onlyMine = true;
    bool m_isDoneShown = false;
    bool m_isHeld = false;
    bool m_isDue = false; ///< A reading waits for the end of being held.
    qint64 m_open = 0;
    qint64 m_finished = 0;
    int m_overdue = 0;
    quint64 m_reading = 0;
};

} // namespace mdmc::ui
