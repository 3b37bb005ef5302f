// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/task_delegate.h"

#include "ui/pages/tasks/tasks_presenter.h"
#include "ui/theme/icons.h"
#include "ui/theme/painting.h"

#include <QAbstractItemView>

namespace mdmc::ui {

namespace {

constexpr int kHeading = 44, kRow = 36, kBox = 16, kDueWidth = 120, kMargin = space::L;

} // namespace

QRect TaskDelegate::checkRect(const QRect &row)
{
    return {row.left() + kMargin - space::S, row.top(), kBox + 2 * space::S, row.height()};
}

QSize TaskDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {200, index.data(TasksPresenter::TaskIdRole).isValid() ? kRow : kHeading};
}

void TaskDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours &colours = Colours::of(option.palette);
    const QRect rect = option.rect;
    const QString text = index.data().toString();
    const QString subject = index.data(TasksPresenter::SubjectRole).toString();
    painter->save();
    if (!index.data(TasksPresenter::TaskIdRole).isValid()) {
        const QRect line = rect.adjusted(kMargin, space::M, -kMargin, 0);
        paintText(*painter, line, text, font(TextStyle::Section), colours[Role::Text]);
        const int used = QFontMetrics(font(TextStyle::Section)).horizontalAdvance(text) + space::S;
        paintText(*painter, line.adjusted(used, 0, 0, 0), subject, font(TextStyle::Secondary), colours[Role::TextSecondary]);
        painter->restore();
        return;
    }
    const bool isDone = index.data(TasksPresenter::IsDoneRole).toBool();
    const bool isLate = index.data(TasksPresenter::IsLateRole).toBool();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(rect, colours[Role::Selection]);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(rect, colours[Role::Hover]);
    painter->fillRect(QRect(rect.left() + kMargin, rect.bottom(), rect.width() - 2 * kMargin, size::Hairline),
                      colours[Role::Line]);
    const QRectF box(rect.left() + kMargin, rect.center().y() - kBox / 2 + .5, kBox, kBox);
    if (isDone) {
        paintRounded(*painter, box, radius::Small, colours[Role::Accent]);
        paintSymbol(*painter, box.adjusted(2, 2, -2, -2), Symbol::Check2, colours[Role::OnAccent]);
    } else {
        paintRounded(*painter, box, radius::Small, colours[Role::Surface], colours[Role::LineStrong]);
    }
    QRect line = rect.adjusted(kMargin + kBox + space::M, 0, -kMargin, 0);
    paintText(*painter, line, index.data(TasksPresenter::DueRole).toString(), font(TextStyle::Secondary),
              colours[isLate ? Role::Negative : Role::TextSecondary], Qt::AlignRight | Qt::AlignVCenter);
    line.setRight(line.right() - kDueWidth);
    QFont base = font(TextStyle::Base);
    base.setStrikeOut(isDone);
    paintText(*painter, line, text, base, colours[isDone ? Role::TextSecondary : Role::Text]);
    const int used = QFontMetrics(base).horizontalAdvance(text) + space::M;
    if (!subject.isEmpty() && used < line.width())
        paintText(*painter, line.adjusted(used, 0, 0, 0), subject, font(TextStyle::Secondary), colours[Role::TextSecondary]);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && view->currentIndex() == index)
        paintRounded(*painter, QRectF(rect).adjusted(4, 1, -4, -2), radius::Control, QColor(), colours[Role::Accent]);
    painter->restore();
}

} // namespace mdmc::ui
