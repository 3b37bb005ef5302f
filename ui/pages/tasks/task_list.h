// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/tasks/tasks_presenter.h"

#include <QListView>

namespace mdmc::ui {

class TaskDelegate;

/// The list of tasks. Space finishes and reopens, Enter opens what it is about, F2 edits the title, Delete removes; on
/// the heading of finished tasks Space and Enter fold. Keeps its current task by id, then by place.
class TaskList : public QListView {
    Q_OBJECT
public:
    explicit TaskList(TasksPresenter &presenter, QWidget *parent = nullptr);
    RecordId currentTask() const;
    void setCurrentTask(const RecordId &id);
    void editCurrent();

Q_SIGNALS:
    void subjectRequested(int row);
    void currentTaskChanged(const mdmc::RecordId &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;
    bool edit(const QModelIndex &index, EditTrigger trigger, QEvent *event) override;

private:
    enum class Spot { None, Check, Subject, Heading };
    Spot spotAt(const QPoint &position, QModelIndex *index) const;
    void press(const QModelIndex &index);
    void remember();
    void restore();
    void setHover(const QModelIndex &index);

    TasksPresenter &m_presenter;
    TaskDelegate *m_delegate;
    QPersistentModelIndex m_pressed;
    Spot m_pressedSpot = Spot::None;
    RecordId m_rememberedTask;
    int m_rememberedRow = -1;
    int m_rememberedScroll = 0;
    bool m_isRestoring = false;
};

} // namespace mdmc::ui
