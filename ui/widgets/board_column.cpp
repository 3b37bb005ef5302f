// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/board_column.h"

#include "ui/theme/icons.h"
#include "ui/theme/painting.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace mdmc::ui {
namespace {

constexpr int HeadHeight = 58, CardGap = 6, CardPadding = 10, AvatarSide = 20, MarkHeight = 3, Side = 6;

} // namespace

BoardCardList::BoardCardList(BoardModel *board, int column, QObject *parent)
    : QAbstractListModel(parent), m_board(board), m_column(column)
{
}

int BoardCardList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_board ? 0 : m_board->cardCount(m_column);
}

QVariant BoardCardList::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const BoardCard c = card(index.row());
    QStringList words{c.title, c.subtitle, c.budget, c.owner, c.priority, c.staleText};
    words.removeAll(QString());
    return words.join(u", ");
}

void BoardCardList::reset()
{
    beginResetModel();
    endResetModel();
}

void BoardCardList::changed(int first, int last)
{
    Q_EMIT dataChanged(index(first, 0), index(std::min(last, rowCount() - 1), 0));
}

QSize BoardCardDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {size::BoardColumn - 2 * Side, size::BoardCard + CardGap};
}

void BoardCardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const BoardCard card = static_cast<const BoardCardList *>(index.model())->card(index.row());
    const QRectF rect = QRectF(option.rect).adjusted(2, 1, -2, -CardGap + 1);
    painter->save();
    if (!m_hidden.isEmpty() && card.id == m_hidden)
        painter->setOpacity(0.35);
    paintCard(*painter, rect, card, Colours::current(), option.state & QStyle::State_Selected,
              option.widget && option.widget->hasFocus(), option.state & QStyle::State_MouseOver);
    painter->restore();
}

void BoardCardDelegate::paintCard(QPainter &painter, const QRectF &rect, const BoardCard &card, const Colours &c,
                                  bool selected, bool focused, bool hovered)
{
    if (card.id.isEmpty()) {
        paintRounded(painter, rect, radius::Control + 2, c[Role::Surface], c[Role::Line]);
        paintRounded(painter, QRectF(rect.left() + CardPadding, rect.top() + 16, rect.width() / 2, 8), 4,
                     c[Role::Hover]);
        paintRounded(painter, QRectF(rect.left() + CardPadding, rect.top() + 38, rect.width() / 3, 8), 4,
                     c[Role::Hover]);
        return;
    }
    paintRounded(painter, rect, radius::Control + 2, selected ? c[Role::Selection] : c[Role::Surface],
                 selected && focused ? c[Role::Accent] : selected || hovered ? c[Role::LineStrong] : c[Role::Line]);
    const QRectF inside = rect.adjusted(CardPadding, CardPadding - 2, -CardPadding, -CardPadding + 2);
    const qreal row = 22;
    QRectF title(inside.left(), inside.top(), inside.width(), row);
    if (!card.priority.isEmpty()) {
        paintSymbol(painter, QRectF(title.right() - 12, title.center().y() - 6, 12, 12), Symbol::FlagFill,
                    c[card.priorityHue].solid);
        title.setRight(title.right() - 12 - space::S);
    }
    paintText(painter, title, card.title, font(TextStyle::Strong), c[Role::Text]);
    const QRectF second(inside.left(), title.bottom(), inside.width(), row);
    paintText(painter, second, card.subtitle, font(TextStyle::Secondary),
              card.subtitleLate ? c[Role::Negative] : c[Role::TextSecondary]);

    QRectF foot(inside.left(), inside.bottom() - AvatarSide, inside.width(), AvatarSide);
    if (!card.owner.isEmpty()) {
        paintAvatar(painter, QRectF(foot.right() - AvatarSide, foot.top(), AvatarSide, AvatarSide), card.owner, c);
        foot.setRight(foot.right() - AvatarSide - space::S);
    }
    const QFont small = font(TextStyle::Secondary);
    if (card.stale) {
        const qreal width = QFontMetricsF(small).horizontalAdvance(card.staleText) + 1;
        paintText(painter, QRectF(foot.right() - width, foot.top(), width, foot.height()), card.staleText, small,
                  c[Role::Warning]);
        paintSymbol(painter, QRectF(foot.right() - width - 16, foot.center().y() - 6, 12, 12), Symbol::HourglassSplit,
                    c[Role::Warning]);
        foot.setRight(foot.right() - width - 16 - space::S);
    }
    paintText(painter, foot, card.budget, small, c[Role::Text]);
    const qreal used = card.budget.isEmpty() ? 0 : QFontMetricsF(small).horizontalAdvance(card.budget) + space::S;
    if (card.score && foot.width() - used > 60)
        paintScore(painter, foot.adjusted(used - 4, 0, 0, 0), *card.score, c);
}

BoardListView::BoardListView(QWidget *parent) : QListView(parent)
{
    setUniformItemSizes(true); // keeps a column of thousands as cheap as one of ten
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setObjectName(QStringLiteral("boardList"));
    setProperty("bare", true);
    viewport()->setAttribute(Qt::WA_Hover);
}

void BoardListView::setInsertMark(int row)
{
    if (row == m_mark)
        return;
    m_mark = row;
    viewport()->update();
}

int BoardListView::insertRowAt(const QPoint &position) const
{
    const int count = model()->rowCount();
    const int height = size::BoardCard + CardGap;
    const int row = (position.y() + verticalScrollBar()->value() + height / 2) / height;
    return std::clamp(row, 0, count);
}

void BoardListView::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_mark < 0)
        return;
    const int y = m_mark * (size::BoardCard + CardGap) - verticalScrollBar()->value();
    QPainter painter(viewport());
    const QRectF mark(2, std::max(0, y - CardGap / 2 - 1), viewport()->width() - 4, MarkHeight);
    paintRounded(painter, mark, MarkHeight / 2.0, Colours::of(this)[Role::Accent]);
}

void BoardListView::mouseMoveEvent(QMouseEvent *event)
{
    // With a button down QListView would select the cards it passes; dragging is the board's.
    if (event->buttons() == Qt::NoButton)
        QListView::mouseMoveEvent(event);
}

BoardColumnView::BoardColumnView(BoardModel *board, int column, QWidget *parent)
    : QWidget(parent), m_board(board), m_column(column), m_cards(new BoardCardList(board, column, this)),
      m_delegate(new BoardCardDelegate(this)), m_list(new BoardListView(this))
{
    setFixedWidth(size::BoardColumn);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Side, HeadHeight, 0, Side);
    layout->addWidget(m_list);
    m_list->setModel(m_cards);
    m_list->setItemDelegate(m_delegate);
    refreshHead();
}

void BoardColumnView::refreshHead()
{
    m_head = m_board->column(m_column);
    QStringList words{m_head.title, m_head.count, m_head.sum, m_head.weighted};
    words.removeAll(QString());
    m_list->setAccessibleName(words.join(u", "));
    update();
}

void BoardColumnView::setDropTarget(bool target)
{
    if (target == m_target)
        return;
    m_target = target;
    update();
}

void BoardColumnView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    paintRounded(painter, rect(), radius::Card, m_target ? c[Role::AccentSoft] : c[Role::Window]);
    const QRectF head(Side + space::S, 10, width() - 2 * (Side + space::S), 20);
    paintRounded(painter, QRectF(head.left(), head.center().y() - 4, 8, 8), 4, c[m_head.hue].solid);
    const QFont strong = mdmc::ui::font(TextStyle::Strong);
    QRectF title = head.adjusted(8 + space::S, 0, 0, 0);
    const qreal countWidth = QFontMetricsF(strong).horizontalAdvance(m_head.count) + space::S;
    const qreal titleWidth =
        std::min(QFontMetricsF(strong).horizontalAdvance(m_head.title) + 2, title.width() - countWidth);
    paintText(painter, QRectF(title.topLeft(), QSizeF(titleWidth, title.height())), m_head.title, strong,
              c[Role::Text]);
    paintText(painter, title.adjusted(titleWidth + space::S - 2, 0, 0, 0), m_head.count,
              mdmc::ui::font(TextStyle::Base), c[Role::TextSecondary]);
    QStringList sums{m_head.sum, m_head.weighted};
    sums.removeAll(QString());
    paintText(painter, QRectF(head.left(), head.bottom() + 1, head.width(), 18), sums.join(u" · "),
              mdmc::ui::font(TextStyle::Secondary), c[Role::TextSecondary]);
}

} // namespace mdmc::ui
