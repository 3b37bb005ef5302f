// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/sync_list.h"

#include "ui/theme/painting.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QStyledItemDelegate>

namespace mdmc::ui {

namespace {

constexpr int kDot = 24, kIndent = 32, kMostLines = 4, kHead = 24, kLine = 19, kPadding = 7;

class SyncRows final : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;
    const QList<SyncRow> &rows() const { return m_rows; }
    void set(const QList<SyncRow> &rows)
    {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    /// Same entries with other texts: nothing moves, nothing loses its selection.
    void update(const QList<SyncRow> &rows)
    {
        m_rows = rows;
        Q_EMIT dataChanged(index(0), index(int(rows.size()) - 1));
    }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const SyncRow &row = m_rows.at(index.row());
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return (QStringList{row.title, row.what, row.when} + row.lines).join(u", ");
        if (role == Qt::ToolTipRole)
            return row.lines.size() > kMostLines ? row.lines.join(u'\n') : QString();
        return {};
    }

private:
    QList<SyncRow> m_rows;
};

/// A long list of fields ends in how many more there are.
QStringList shownLines(const SyncRow &row)
{
    if (row.lines.size() <= kMostLines)
        return row.lines;
    QStringList lines = row.lines.first(kMostLines - 1);
    lines << SyncList::tr("and %n more", nullptr, int(row.lines.size()) - kMostLines + 1);
    return lines;
}

class SyncRowDelegate final : public QStyledItemDelegate {
public:
    SyncRowDelegate(const SyncRows *model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) { }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const auto lines = std::min<qsizetype>(m_model->rows().at(index.row()).lines.size(), kMostLines);
        return {200, int(2 * kPadding + kHead + lines * kLine)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours &c = Colours::current();
        const SyncRow &row = m_model->rows().at(index.row());
        const QRect rect = option.rect;
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(rect, c[Role::Selection]);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(rect, c[Role::Hover]);
        const int left = rect.left() + space::L + row.depth * kIndent;
        painter->fillRect(QRect(left, rect.bottom(), rect.right() - left - space::L, size::Hairline), c[Role::Line]);
        const QRectF dot(left, rect.top() + kPadding, kDot, kDot);
        paintRounded(*painter, dot, kDot / 2.0, c[row.hue].ground);
        paintSymbol(*painter, dot.adjusted(6, 6, -6, -6), row.symbol, c[row.hue].text);
        QRectF line(dot.right() + space::M, dot.top(), rect.right() - space::L - dot.right() - space::M, kHead);
        const qreal used = paintEnd(*painter, line, row, c);
        paintHead(*painter, line.adjusted(0, 0, -used, 0), row, c);
        line.setHeight(kLine);
        line.moveTop(dot.top() + kHead - 1);
        for (const QString &text : shownLines(row)) {
            paintText(*painter, line, text, font(TextStyle::Base), c[Role::TextSecondary]);
            line.translate(0, kLine);
        }
        if (option.state & QStyle::State_HasFocus)
            paintRounded(*painter, QRectF(rect).adjusted(4, 1, -4, -2), radius::Control, QColor(), c[Role::Accent]);
        painter->restore();
    }

private:
    static qreal paintEnd(QPainter &painter, const QRectF &line, const SyncRow &row, const Colours &c)
    {
        const QFont small = font(TextStyle::Secondary);
        paintText(painter, line, row.when, small, c[Role::TextSecondary], Qt::AlignRight | Qt::AlignVCenter);
        return QFontMetricsF(small).horizontalAdvance(row.when) + space::M;
    }
    static void paintHead(QPainter &painter, const QRectF &line, const SyncRow &row, const Colours &c)
    {
        const QFont strong = font(TextStyle::Strong);
        paintText(painter, line, row.title, strong, c[Role::Text]);
        const qreal used = QFontMetricsF(strong).horizontalAdvance(row.title) + space::S;
        if (used < line.width())
            paintText(painter, line.adjusted(used, 0, 0, 0), row.what, font(TextStyle::Secondary),
                      c[Role::TextSecondary]);
    }

    const SyncRows *m_model;
};

QStringList idsOf(const QList<SyncRow> &rows)
{
    QStringList ids;
    for (const SyncRow &row : rows)
        ids << row.id + QString::number(row.lines.size()); // Another height needs another layout.
    return ids;
}

} // namespace

SyncList::SyncList(QWidget *parent) : QListView(parent)
{
    auto *rows = new SyncRows(this);
    setModel(rows);
    setItemDelegate(new SyncRowDelegate(rows, this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    connect(this, &QListView::doubleClicked, this, [this] { Q_EMIT rowActivated(currentId()); });
}

void SyncList::setRows(const QList<SyncRow> &rows)
{
    auto *list = static_cast<SyncRows *>(model());
    if (rows == list->rows())
        return;
    if (idsOf(rows) == idsOf(list->rows())) {
        list->update(rows);
        return;
    }
    const QString before = currentId();
    const int place = currentIndex().row();
    m_isFilling = true;
    list->set(rows);
    int now = -1;
    for (int i = 0; i < rows.size() && now < 0; ++i)
        if (rows[i].id == before)
            now = i;
    if (now < 0 && !rows.isEmpty())
        now = std::clamp(place, 0, int(rows.size()) - 1);
    if (m_followsTop && place <= 0 && !rows.isEmpty())
        now = 0;
    if (now >= 0)
        setCurrentIndex(list->index(now));
    m_isFilling = false;
    if (currentId() != before)
        Q_EMIT currentIdChanged(currentId());
}

QString SyncList::currentId() const
{
    const auto &rows = static_cast<const SyncRows *>(model())->rows();
    const int row = currentIndex().row();
    return row >= 0 && row < rows.size() ? rows.at(row).id : QString();
}

void SyncList::setCurrentId(const QString &id)
{
    const auto &rows = static_cast<const SyncRows *>(model())->rows();
    for (int i = 0; i < rows.size(); ++i)
        if (rows[i].id == id)
            setCurrentIndex(model()->index(i, 0));
}

void SyncList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_isFilling)
        Q_EMIT currentIdChanged(currentId());
}

void SyncList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

void SyncList::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT rowActivated(currentId());
        return;
    }
    if (event == QKeySequence::Copy && currentIndex().isValid()) {
        Q_EMIT copyRequested();
        return;
    }
    QListView::keyPressEvent(event);
}

} // namespace mdmc::ui
