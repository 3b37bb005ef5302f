// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/tasks/tasks_presenter.h"
#include "ui/shell/page.h"

class QStackedWidget;

namespace mdmc::ui {

class Button;
class EmptyState;
class InlineNotice;
class NewTaskRow;
class SegmentedControl;
class TaskList;

/// Today's work: tasks by when they are due, in one list.
class TasksPage : public Page {
    Q_OBJECT
public:
    explicit TasksPage(PageContext &context, QWidget *parent = nullptr);
    ~TasksPage() override;

    QString title() const override;
    QString summary() const override;
    QList<ActionSpec> actions() override;
    void openRecord(const QString &id) override;
    QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    QWidget *focusTarget() override;
    QWidget *headerWidget() override;

    TasksPresenter &presenter() { return m_presenter; }
    TaskList *list() const { return m_list; }
    NewTaskRow *newRow() const { return m_newRow; }

private:
    void connectList();
    void startNew();
    void rowsCame();
    void openSubject(int row);

    PageContext &m_context;
    TasksPresenter m_presenter;
    SegmentedControl *m_whose;
    Button *m_new;
    InlineNotice *m_problem;
    NewTaskRow *m_newRow;
    QStackedWidget *m_stack;
    TaskList *m_list;
    EmptyState *m_empty;
    RecordId m_wanted; ///< To be selected as soon as it is shown.
};

} // namespace mdmc::ui
