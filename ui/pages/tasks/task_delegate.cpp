// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/task_delegate.h"

#include "ui/pages/tasks/tasks_presenter.h"
#include "ui/theme/icons.h"
#include "ui/theme/painting.h"

#include <QAbstractItemView>
#include <QLineEdit>

namespace mdmc::ui {

namespace {

constexpr int kHeading = 44, kRow = 36, kBox = 16, kDueWidth = 96, kPersonWidth = 32, kPriorityWidth = 96, kAvatar = 22;
constexpr int kMargin = space::L, kChevron = 12;

QRect contentRect(const QRect &row)
{
    return row.adjusted(kMargin + kBox + space::M, 0, -kMargin - kDueWidth - kPersonWidth - kPriorityWidth, 0);
}

} // namespace

QRect TaskDelegate::checkRect(const QRect &row)
{
    return {row.left() + kMargin - space::S, row.top(), kBox + 2 * space::S, row.height()};
}

QRect TaskDelegate::subjectRect(const QRect &row, const QModelIndex &index)
{
    const QString subject = index.data(TasksPresenter::SubjectRole).toString();
    if (subject.isEmpty() || !index.data(TasksPresenter::TaskIdRole).isValid())
        return {};
    QRect rect = contentRect(row);
    const int used = QFontMetrics(font(TextStyle::Base)).horizontalAdvance(index.data().toString()) + space::M;
    rect.setLeft(rect.left() + used);
    rect.setWidth(
        std::min(rect.width(), QFontMetrics(font(TextStyle::Secondary)).horizontalAdvance(subject) + space::Xs));
    return rect.width() > space::Xl ? rect : QRect();
}

QSize TaskDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {200, index.data(TasksPresenter::TaskIdRole).isValid() ? kRow : kHeading};
}

QWidget *TaskDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (!index.data(TasksPresenter::TaskIdRole).isValid())
        return nullptr;
    auto *edit = new QLineEdit(parent);
    edit->setProperty("cell", true);
    edit->setObjectName(QStringLiteral("taskTitleEdit"));
    edit->setAccessibleName(tr("Title of the task"));
    return edit;
}

void TaskDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    // The text stays where it was: the editor's own padding reaches to the left.
    editor->setGeometry(contentRect(option.rect).adjusted(-7, 3, 0, -4));
}

void TaskDelegate::paintHeading(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Colours &colours = Colours::current();
    QRect line = rect.adjusted(kMargin, space::M, -kMargin, 0);
    const QString text = index.data().toString();
    const QVariant folded = index.data(TasksPresenter::IsFoldedRole);
    const bool isLate = index.data(TasksPresenter::SectionRole).toInt() == int(TasksPresenter::Section::Overdue);
    paintText(painter, line, text, font(TextStyle::Section), colours[isLate ? Role::Negative : Role::Text]);
    line.setLeft(line.left() + QFontMetrics(font(TextStyle::Section)).horizontalAdvance(text) + space::S);
    const QString count = index.data(TasksPresenter::SubjectRole).toString();
    paintText(painter, line, count, font(TextStyle::Secondary), colours[Role::TextSecondary]);
    if (!folded.isValid())
        return;
    line.setLeft(line.left() + QFontMetrics(font(TextStyle::Secondary)).horizontalAdvance(count) + space::S);
    paintSymbol(painter, QRectF(line.left(), line.center().y() - kChevron / 2.0 + .5, kChevron, kChevron),
                folded.toBool() ? Symbol::ChevronRight : Symbol::ChevronDown, colours[Role::TextSecondary]);
}

void TaskDelegate::paintEnd(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Colours &colours = Colours::current();
    const bool isLate = index.data(TasksPresenter::IsLateRole).toBool();
    const QFont small = font(TextStyle::Secondary);
    QRect part(rect.right() - kMargin - kDueWidth, rect.top(), kDueWidth, rect.height());
    paintText(painter, part, index.data(TasksPresenter::DueRole).toString(), small,
              colours[isLate ? Role::Negative : Role::TextSecondary], Qt::AlignRight | Qt::AlignVCenter);
    if (const QString person = index.data(TasksPresenter::AssigneeRole).toString(); !person.isEmpty())
        paintAvatar(painter, QRectF(part.left() - kPersonWidth, rect.center().y() - kAvatar / 2 + .5, kAvatar, kAvatar),
                    person, colours);
    const QString priority = index.data(TasksPresenter::PriorityRole).toString();
    if (priority.isEmpty())
        return;
    const HueColours &hue = colours[Hue(index.data(TasksPresenter::PriorityHueRole).toInt())];
    part = QRect(part.left() - kPersonWidth - kPriorityWidth, rect.top(), kPriorityWidth, rect.height());
    paintSymbol(painter, QRectF(part.left(), rect.center().y() - 6 + .5, 12, 12), Symbol::FlagFill, hue.solid);
    paintText(painter, part.adjusted(12 + space::Xs + 2, 0, -space::S, 0), priority, small, hue.text);
}

void TaskDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours &colours = Colours::current();
    const QRect rect = option.rect;
    const bool isTask = index.data(TasksPresenter::TaskIdRole).isValid();
    const bool isDone = index.data(TasksPresenter::IsDoneRole).toBool();
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(rect, colours[Role::Selection]);
    else if (option.state & QStyle::State_MouseOver && option.state & QStyle::State_Enabled)
        painter->fillRect(rect, colours[Role::Hover]);
    if (!isTask) {
        paintHeading(*painter, rect, index);
    } else {
        painter->fillRect(QRect(rect.left() + kMargin, rect.bottom(), rect.width() - 2 * kMargin, size::Hairline),
                          colours[Role::Line]);
        const QRectF box(rect.left() + kMargin, rect.center().y() - kBox / 2 + .5, kBox, kBox);
        if (isDone) {
            paintRounded(*painter, box, radius::Small, colours[Role::Accent]);
            paintSymbol(*painter, box.adjusted(2, 2, -2, -2), Symbol::Check2, colours[Role::OnAccent]);
        } else {
            paintRounded(*painter, box, radius::Small, colours[Role::Surface], colours[Role::LineStrong]);
        }
        QFont title = font(TextStyle::Base);
        title.setStrikeOut(isDone);
        paintText(*painter, contentRect(rect), index.data().toString(), title,
                  colours[isDone ? Role::TextSecondary : Role::Text]);
        if (const QRect place = subjectRect(rect, index); !place.isEmpty()) {
            QFont link = font(TextStyle::Secondary);
            link.setUnderline(m_hover == index);
            paintText(*painter, place, index.data(TasksPresenter::SubjectRole).toString(), link,
                      colours[m_hover == index ? Role::AccentText : Role::TextSecondary]);
        }
        paintEnd(*painter, rect, index);
    }
    if (option.state & QStyle::State_HasFocus)
        paintRounded(*painter, QRectF(rect).adjusted(4, 1, -4, -2), radius::Control, QColor(), colours[Role::Accent]);
    painter->restore();
}

} // namespace mdmc::ui
