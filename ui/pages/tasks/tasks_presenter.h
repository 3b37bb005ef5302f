// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"

#include <QAbstractListModel>
#include <QTimer>

namespace mdmc::ui {

/// The tasks of one section, read anew as a whole: a person's open tasks are few, finished ones are cut off.
class TasksPresenter : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Section { Overdue, Today, Week, Later, Done };
    static constexpr int kMaxTasks = 500;
    enum Role { TaskIdRole = Qt::UserRole + 1, SectionRole, SubjectRole, DueRole, IsDoneRole, IsLateRole };

    /// A heading (section without task) or a task.
    struct Row {
        Section section = Section::Today;
        std::optional<Task> task; ///< None: the heading.
        QString subject;          ///< Name of the lead or campaign it is about.
        int count = 0;            ///< Of a heading.
    };

    explicit TasksPresenter(PageContext &context, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    const Row &row(int index) const { return m_rows[size_t(index)]; }
    bool isReady() const { return m_isReady; }
    int openCount() const { return m_open; }
    int overdueCount() const { return m_overdue; }
    void setOnlyMine(bool onlyMine);
    bool isOnlyMine() const { return m_onlyMine; }
    void toggle(int index);
    void add(const QString &title, const QDate &due);
    void remove(int index);
    void setDue(int index, const QDate &due);
    bool mayAdd() const { return m_context.may(Action::Create, EntityType::Task); }
    bool mayEdit() const { return m_context.may(Action::Edit, EntityType::Task); }
    PageContext &context() { return m_context; }
    static QString sectionTitle(Section section);

Q_SIGNALS:
    void refreshed();
    void added();
    void done(const QString &text);
    void failed(const QString &sentence);

private:
    void reload();
    void take(std::vector<Row> tasks);
    Section sectionOf(const Task &task) const;
    void commit(sync::Command command, const QString &text, bool isAdd = false);

    PageContext &m_context;
    std::vector<Row> m_rows;
    QTimer m_reloadTimer;
    bool m_isReady = false;
    bool m_onlyMine = true;
    int m_open = 0;
    int m_overdue = 0;
    quint64 m_reading = 0;
};

} // namespace mdmc::ui
