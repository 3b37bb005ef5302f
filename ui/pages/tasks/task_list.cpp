// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/task_list.h"

#include "ui/pages/tasks/task_delegate.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace mdmc::ui {

TaskList::TaskList(TasksPresenter &presenter, QWidget *parent)
    : QListView(parent), m_presenter(presenter), m_delegate(new TaskDelegate(this))
{
    setModel(&presenter);
    setItemDelegate(m_delegate);
    setMouseTracking(true);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setResizeMode(QListView::Adjust);
    connect(&presenter, &TasksPresenter::aboutToRefresh, this, &TaskList::remember);
    connect(&presenter, &TasksPresenter::refreshed, this, &TaskList::restore);
}

RecordId TaskList::currentTask() const
{
    const Task *task = m_presenter.taskAt(currentIndex().row());
    return task ? task->id : RecordId();
}

void TaskList::setCurrentTask(const RecordId &id)
{
    const int row = m_presenter.rowOf(id);
    if (row >= 0)
        setCurrentIndex(m_presenter.index(row));
}

void TaskList::editCurrent()
{
    if (m_presenter.taskAt(currentIndex().row()))
        QListView::edit(currentIndex());
}

void TaskList::remember()
{
    m_rememberedTask = currentTask();
    m_rememberedRow = currentIndex().row();
    m_rememberedScroll = verticalScrollBar()->value();
    m_isRestoring = true;
}

void TaskList::restore()
{
    setHover({});
    int row = m_presenter.rowOf(m_rememberedTask);
    const int count = m_presenter.rowCount();
    if (row < 0 && m_rememberedRow >= 0 && count > 0) {
        // Finished or deleted: the next one takes its place, else the one before.
        const auto isTask = [this](int i) { return m_presenter.taskAt(i) != nullptr; };
        for (int i = std::min(m_rememberedRow, count - 1); i < count && row < 0; ++i)
            row = isTask(i) ? i : -1;
        for (int i = std::min(m_rememberedRow, count - 1); i >= 0 && row < 0; --i)
            row = isTask(i) ? i : -1;
        if (row < 0)
            row = m_presenter.flags(m_presenter.index(count - 1)) & Qt::ItemIsSelectable ? count - 1 : -1;
    }
    if (row >= 0) {
        setCurrentIndex(m_presenter.index(row));
        verticalScrollBar()->setValue(m_rememberedScroll);
    }
    m_isRestoring = false;
    if (currentTask() != m_rememberedTask)
        Q_EMIT currentTaskChanged(currentTask());
}

TaskList::Spot TaskList::spotAt(const QPoint &position, QModelIndex *found) const
{
    const QModelIndex index = indexAt(position);
    *found = index;
    if (!index.isValid())
        return Spot::None;
    if (!m_presenter.taskAt(index.row()))
        return index.data(TasksPresenter::IsFoldedRole).isValid() ? Spot::Heading : Spot::None;
    const QRect rect = visualRect(index);
    if (TaskDelegate::checkRect(rect).contains(position))
        return Spot::Check;
    return TaskDelegate::subjectRect(rect, index).contains(position) ? Spot::Subject : Spot::None;
}

void TaskList::press(const QModelIndex &index)
{
    if (m_presenter.taskAt(index.row()))
        m_presenter.toggle(index.row());
    else if (index.data(TasksPresenter::IsFoldedRole).isValid())
        m_presenter.setDoneShown(!m_presenter.isDoneShown());
}

void TaskList::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    const bool isOpen = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!index.isValid() || !isPlain || state() == EditingState)
        return QListView::keyPressEvent(event);
    if (event->key() == Qt::Key_Space || (isOpen && !m_presenter.taskAt(index.row())))
        press(index);
    else if (isOpen)
        Q_EMIT subjectRequested(index.row());
    else if (event->key() == Qt::Key_Delete)
        m_presenter.remove(index.row());
    else
        QListView::keyPressEvent(event);
}

void TaskList::mousePressEvent(QMouseEvent *event)
{
    QModelIndex index;
    m_pressedSpot = event->button() == Qt::LeftButton ? spotAt(event->pos(), &index) : Spot::None;
    m_pressed = index;
    QListView::mousePressEvent(event);
}

void TaskList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    QModelIndex index;
    const Spot spot = spotAt(event->pos(), &index);
    const Spot pressed = std::exchange(m_pressedSpot, Spot::None);
    if (event->button() != Qt::LeftButton || spot == Spot::None || spot != pressed || m_pressed != index)
        return;
    if (spot == Spot::Subject)
        Q_EMIT subjectRequested(index.row());
    else
        press(index);
}

void TaskList::mouseDoubleClickEvent(QMouseEvent *event)
{
    QModelIndex index;
    if (event->button() == Qt::LeftButton && spotAt(event->pos(), &index) == Spot::None
        && m_presenter.taskAt(index.row()))
        editCurrent();
}

void TaskList::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    QModelIndex index;
    const Spot spot = spotAt(event->pos(), &index);
    setHover(spot == Spot::Subject ? index : QModelIndex());
    viewport()->setCursor(spot == Spot::None ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void TaskList::leaveEvent(QEvent *event)
{
    QListView::leaveEvent(event);
    setHover({});
}

void TaskList::setHover(const QModelIndex &index)
{
    m_delegate->setHoverSubject(index);
    viewport()->update();
}

void TaskList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_isRestoring)
        Q_EMIT currentTaskChanged(currentTask());
}

bool TaskList::edit(const QModelIndex &index, EditTrigger trigger, QEvent *event)
{
    const bool isEditing = QListView::edit(index, trigger, event);
    if (isEditing)
        m_presenter.setHeld(true);
    return isEditing;
}

void TaskList::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    QListView::closeEditor(editor, hint);
    m_presenter.setHeld(false);
    setFocus();
}

} // namespace mdmc::ui
