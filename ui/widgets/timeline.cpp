// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timeline.h"

#include "ui/theme/painting.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/focus.h"

#include <QAbstractListModel>
#include <QBoxLayout>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextLayout>

namespace mdmc::ui {
namespace {

constexpr int Dot = 24, Gap = 10, TopPadding = 6, BottomPadding = 10, LineSpacing = 2, Right = 8, ActionGap = 6;

class TimelineModel final : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<TimelineEntry> &entries)
    {
        beginResetModel();
        m_entries = entries;
        endResetModel();
    }
    const QList<TimelineEntry> &entries() const { return m_entries; }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_entries.size()); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
            return {};
        const auto &entry = m_entries.at(index.row());
        return QStringList{entry.title, entry.author, entry.when, entry.body}.join(u", ");
    }

private:
    QList<TimelineEntry> m_entries;
};

class TimelineDelegate final : public QStyledItemDelegate {
public:
    TimelineDelegate(const TimelineModel *model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *view = qobject_cast<const QListView *>(option.widget);
        const int width = (view ? view->viewport()->width() : option.rect.width()) - Dot - Gap - Right;
        const int head = std::max(Dot, QFontMetrics(font(TextStyle::Base)).height());
        const TimelineEntry &entry = m_model->entries().at(index.row());
        const int actions = entry.actions.isEmpty() ? 0 : ActionGap + size::Control;
        return {width, TopPadding + head + bodyHeight(entry.body, width) + actions + BottomPadding};
    }

    /// The whole row, not what the style leaves for text: buttons stand where the text begins.
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        editor->setGeometry(option.rect);
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours &c = Colours::current();
        const TimelineEntry &entry = m_model->entries().at(index.row());
        const QRect rect = option.rect;
        painter->save();
        painter->setClipRect(rect);
        const QRectF dot(rect.left(), rect.top() + TopPadding, Dot, Dot);
        if (index.row() + 1 < m_model->rowCount())
            painter->fillRect(QRectF(dot.center().x(), dot.bottom() + 3, 1, rect.bottom() - dot.bottom() + 3),
                              c[Role::Line]);
        if (index.row() > 0)
            painter->fillRect(QRectF(dot.center().x(), rect.top(), 1, TopPadding - 3), c[Role::Line]);
        paintRounded(*painter, dot, Dot / 2.0, c[entry.hue].ground);
        paintSymbol(*painter, dot.adjusted(6, 6, -6, -6), entry.symbol, c[entry.hue].text);

        QRectF head(dot.right() + Gap, dot.top(), rect.right() - Right - dot.right() - Gap, Dot);
        const QFont small = font(TextStyle::Secondary);
        const QString when = entry.pending ? Timeline::tr("%1 · saved here").arg(entry.when) : entry.when;
        const qreal whenWidth = QFontMetricsF(small).horizontalAdvance(when) + 1;
        paintText(*painter, QRectF(head.right() - whenWidth, head.top(), whenWidth, head.height()), when, small,
                  c[Role::TextSecondary]);
        head.setRight(head.right() - whenWidth - space::S);
        const QFont strong = font(TextStyle::Strong);
        paintText(*painter, head, entry.title, strong, c[Role::Text]);
        const qreal used = QFontMetricsF(strong).horizontalAdvance(entry.title) + space::S;
        if (used < head.width())
            paintText(*painter, head.adjusted(used, 0, 0, 0), entry.author, small, c[Role::TextSecondary]);
        layoutBody(entry.body, rect.right() - Right - dot.right() - Gap, [&](QTextLayout &layout) {
            painter->setPen(c[Role::Text]);
            layout.draw(painter, QPointF(dot.right() + Gap, dot.bottom() + LineSpacing));
        });
        if (option.state & QStyle::State_HasFocus)
            paintRounded(*painter, QRectF(rect).adjusted(Dot + Gap - 6, 1, 0, -3), radius::Control, QColor(),
                         c[Role::Accent]);
        painter->restore();
    }

private:
    template<typename Use>
    static qreal layoutBody(const QString &body, qreal width, Use use)
    {
        if (body.isEmpty())
            return 0;
        QString text = body;
        text.replace(u'\n', QChar::LineSeparator);
        QTextLayout layout(text, font(TextStyle::Base));
        QTextOption wrap;
        wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(wrap);
        qreal y = 0;
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(std::max<qreal>(40, width));
            line.setPosition({0, y});
            y += line.height() + LineSpacing;
        }
        layout.endLayout();
        use(layout);
        return y;
    }
    static int bodyHeight(const QString &body, int width)
    {
        return int(layoutBody(body, width, [](QTextLayout &) {}) + .99);
    }

    const TimelineModel *m_model;
};

TimelineModel *timelineModel(const Timeline *view)
{
    return static_cast<TimelineModel *>(view->model());
}

QString idAt(const Timeline *view, const QModelIndex &index)
{
    return index.isValid() ? timelineModel(view)->entries().at(index.row()).id : QString();
}

} // namespace

Timeline::Timeline(QWidget *parent) : QListView(parent)
{
    auto *model = new TimelineModel(this);
    setModel(model);
    setItemDelegate(new TimelineDelegate(model, this));
    setAccessibleName(tr("Timeline"));
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(SingleSelection);
    setResizeMode(Adjust);
    setFrameShape(NoFrame);
    connect(this, &QListView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT entryActivated(timelineModel(this)->entries().at(index.row()).id);
    });
}

void Timeline::setEntries(const QList<TimelineEntry> &entries)
{
    if (entries == timelineModel(this)->entries())
        return;
    const QWidget *focused = focusWidget();
    const QString focusedButton = focused && focused != this && focused->hasFocus() ? focused->objectName() : QString();
    const QString current = currentId();
    const QModelIndex topIndex = indexAt(QPoint(Dot, 1));
    const QString top = idAt(this, topIndex);
    const int offset = topIndex.isValid() ? visualRect(topIndex).top() : 0;
    const bool wasAtTop = verticalScrollBar()->value() == 0;
    timelineModel(this)->set(entries);
    for (int row = 0; row < entries.size(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (!current.isEmpty() && entries[row].id == current)
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
        if (!wasAtTop && entries[row].id == top) {
            scrollTo(index, PositionAtTop);
            verticalScrollBar()->setValue(verticalScrollBar()->value() - offset);
        }
    }
    buildActions();
    if (m_isWhole)
        fitHeight();
    if (focusedButton.isEmpty())
        return;
    QWidget *again = nullptr; // What was settled has no buttons any more.
    for (int row = 0; row < entries.size() && !again; ++row)
        if (const QWidget *actions = indexWidget(model()->index(row, 0)))
            again = actions->findChild<QWidget *>(focusedButton);
    (again ? again : this)->setFocus();
}

/// Real buttons over the painted entries: there are few of them, and they come with keyboard and names.
void Timeline::buildActions()
{
    const QList<TimelineEntry> &entries = timelineModel(this)->entries();
    for (int row = 0; row < entries.size(); ++row) {
        if (entries[row].actions.isEmpty())
            continue;
        const QModelIndex index = model()->index(row, 0);
        setIndexWidget(index, makeActions(entries[row]));
        letTabReach(index, index == currentIndex());
    }
    setTabParts({this});
}

QWidget *Timeline::makeActions(const TimelineEntry &entry)
{
    auto *holder = new QWidget(viewport());
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(Dot + Gap, 0, Right, BottomPadding);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::S);
    for (const TimelineAction &action : entry.actions) {
        auto *button = new Button(action.text, ButtonKind::Normal, holder);
        button->setObjectName(QStringLiteral("timeline_%1_%2").arg(action.id, entry.id));
        button->setToolTip(action.toolTip);
        button->setAccessibleName(tr("%1: %2").arg(action.text, entry.title));
        button->installEventFilter(this);
        connect(button, &Button::clicked, this,
                [this, id = entry.id, name = action.id] { Q_EMIT actionTriggered(id, name); });
        line->addWidget(button);
    }
    line->addStretch();
    column->addStretch();
    column->addLayout(line);
    return holder;
}

/// Only the current entry's buttons: a long history would keep Tab to itself.
void Timeline::letTabReach(const QModelIndex &index, bool reaches)
{
    const QWidget *actions = index.isValid() ? indexWidget(index) : nullptr;
    if (!actions)
        return;
    for (auto *button : actions->findChildren<Button *>())
        button->setFocusPolicy(reaches ? Qt::StrongFocus : Qt::ClickFocus);
}

void Timeline::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    letTabReach(previous, false);
    letTabReach(current, true);
}

bool Timeline::eventFilter(QObject *watched, QEvent *event)
{
    auto *button = qobject_cast<Button *>(watched);
    if (button && event->type() == QEvent::FocusIn)
        setCurrentIndex(indexAt(button->parentWidget()->geometry().center()));
    return QListView::eventFilter(watched, event);
}

void Timeline::setWhole(bool whole)
{
    m_isWhole = whole;
    setVerticalScrollBarPolicy(whole ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    if (whole)
        fitHeight();
}

void Timeline::fitHeight()
{
    int height = 0;
    for (int row = 0; row < model()->rowCount(); ++row)
        height += sizeHintForRow(row);
    setFixedHeight(height + space::S);
}

QString Timeline::currentId() const
{
    return idAt(this, currentIndex());
}

QList<TimelineEntry> Timeline::entries() const
{
    return timelineModel(this)->entries();
}

void Timeline::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout(); // heights follow the width
    if (m_isWhole && event->size().width() != event->oldSize().width())
        QMetaObject::invokeMethod(this, &Timeline::fitHeight, Qt::QueuedConnection); // Lines wrap anew.
}

} // namespace mdmc::ui
