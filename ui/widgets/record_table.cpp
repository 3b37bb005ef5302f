// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/record_table.h"

#include "ui/widgets/cells.h"
#include "ui/widgets/record_delegate.h"
#include "ui/widgets/record_header.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QScrollBar>

namespace mdmc::ui {
namespace {

constexpr int StateVersion = 1, DefaultWidth = 140;
constexpr qsizetype MaxCopiedRows = 100'000;

} // namespace

RecordTable::RecordTable(QWidget *parent) : QTableView(parent), m_delegate(new RecordDelegate(this))
{
    auto *header = new RecordHeader(this);
    setHorizontalHeader(header);
    setItemDelegate(m_delegate);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setRowHeight(size::Row);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed);
    setTabKeyNavigation(false); // Tab leaves the table; arrows move inside it
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setAlternatingRowColors(false);
    connect(header, &QHeaderView::sectionClicked, this, &RecordTable::headerClicked);
    connect(header, &QWidget::customContextMenuRequested, this, &RecordTable::showColumnMenu);
    connect(header, &QHeaderView::sectionMoved, this, &RecordTable::columnsChanged);
    connect(header, &QHeaderView::sectionResized, this, &RecordTable::columnsChanged);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        Q_EMIT recordActivated(index.data(RecordIdRole).toString(), index.row());
    });
}

void RecordTable::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    if (model)
        applyColumnDefaults();
}

void RecordTable::applyColumnDefaults()
{
    for (int i = 0; i < model()->columnCount(); ++i) {
        const int width = model()->headerData(i, Qt::Horizontal, ColumnWidthRole).toInt();
        setColumnWidth(i, width > 0 ? width : DefaultWidth);
        setColumnHidden(i, model()->headerData(i, Qt::Horizontal, ColumnHiddenRole).toBool());
    }
}

void RecordTable::hideSection(int column, bool isHidden)
{
    setColumnHidden(column, isHidden);
    model()->setHeaderData(column, Qt::Horizontal, isHidden, ColumnHiddenRole);
}

QString RecordTable::keyOf(int section) const
{
    return model() ? model()->headerData(section, Qt::Horizontal, ColumnKeyRole).toString() : QString();
}

int RecordTable::columnOf(const QString &key) const
{
    const int columns = model() ? model()->columnCount() : 0;
    for (int i = 0; i < columns; ++i) {
        if (keyOf(i) == key)
            return i;
    }
    return -1;
}

void RecordTable::setRowHeight(int height)
{
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

void RecordTable::setSort(const QString &columnKey, Qt::SortOrder order)
{
    m_sortKey = columnKey;
    m_sortOrder = order;
    const int column = columnOf(columnKey);
    horizontalHeader()->setSortIndicatorShown(column >= 0);
    if (column >= 0)
        horizontalHeader()->setSortIndicator(column, order);
    horizontalHeader()->viewport()->update();
}

void RecordTable::headerClicked(int section)
{
    const QVariant sortable = model()->headerData(section, Qt::Horizontal, ColumnSortableRole);
    const bool sorts = !sortable.isValid() || sortable.toBool();
    if (sorts) {
        const QString key = keyOf(section);
        const bool again = key == m_sortKey;
        setSort(key, again && m_sortOrder == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder);
        Q_EMIT sortRequested(m_sortKey, m_sortOrder);
    } else {
        setSort(m_sortKey, m_sortOrder); // Qt may already have moved its indicator
    }
}

void RecordTable::showColumnMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        auto *action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(!model()->headerData(column, Qt::Horizontal, ColumnFixedRole).toBool());
        const QString key = keyOf(column);
        connect(action, &QAction::toggled, this, [this, key](bool shown) { setColumnShown(key, shown); });
    }
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

void RecordTable::setColumnShown(const QString &key, bool shown)
{
    const int column = columnOf(key);
    if (column < 0 || isColumnHidden(column) == !shown)
        return;
    if (!shown && model()->headerData(column, Qt::Horizontal, ColumnFixedRole).toBool())
        return;
    hideSection(column, !shown);
    Q_EMIT columnsChanged();
}

QStringList RecordTable::selectedIds() const
{
    QStringList ids;
    if (!selectionModel())
        return ids;
    for (const auto &index : selectionModel()->selectedRows())
        ids.append(index.data(RecordIdRole).toString());
    return ids;
}

QString RecordTable::currentId() const
{
    return currentIndex().data(RecordIdRole).toString();
}

void RecordTable::setCurrentRow(int row, bool scroll)
{
    if (!model() || row < 0 || row >= model()->rowCount())
        return;
    int column = currentIndex().isValid() ? currentIndex().column() : horizontalHeader()->logicalIndex(0);
    if (isColumnHidden(column))
        column = horizontalHeader()->logicalIndexAt(0);
    const QModelIndex index = model()->index(row, std::max(0, column));
    const bool automatic = hasAutoScroll();
    setAutoScroll(scroll);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    setAutoScroll(automatic);
    if (scroll) {
        const int x = horizontalScrollBar()->value();
        scrollTo(index);
        horizontalScrollBar()->setValue(x);
    }
}

void RecordTable::step(int rows)
{
    if (!model() || model()->rowCount() == 0)
        return;
    setCurrentRow(std::clamp(currentIndex().row() + rows, 0, model()->rowCount() - 1));
}

QByteArray RecordTable::saveState() const
{
    QJsonArray columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        QJsonObject entry{{QStringLiteral("key"), keyOf(column)}, {QStringLiteral("hidden"), isColumnHidden(column)}};
        const bool stretched = visual == horizontalHeader()->count() - 1; // its width is the window's, not a wish
        if (!isColumnHidden(column) && !stretched)
            entry.insert(QStringLiteral("width"), columnWidth(column));
        columns.append(entry);
    }
    const QJsonObject state{{QStringLiteral("version"), StateVersion},
                            {QStringLiteral("columns"), columns},
                            {QStringLiteral("sort"), m_sortKey},
                            {QStringLiteral("descending"), m_sortOrder == Qt::DescendingOrder}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

bool RecordTable::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.value(QStringLiteral("version")).toInt() != StateVersion || !model())
        return false;
    int visual = 0;
    for (const auto &value : state.value(QStringLiteral("columns")).toArray()) {
        const QJsonObject entry = value.toObject();
        const int column = columnOf(entry.value(QStringLiteral("key")).toString());
        if (column < 0)
            continue; // a column of an older version
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), visual++);
        const bool fixed = model()->headerData(column, Qt::Horizontal, ColumnFixedRole).toBool();
        hideSection(column, !fixed && entry.value(QStringLiteral("hidden")).toBool());
        const int width = entry.value(QStringLiteral("width")).toInt();
        if (width >= horizontalHeader()->minimumSectionSize())
            setColumnWidth(column, width);
    }
    setSort(state.value(QStringLiteral("sort")).toString(),
            state.value(QStringLiteral("descending")).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
    return true;
}

QString RecordTable::selectionAsTsv() const
{
    if (!selectionModel() || !selectionModel()->hasSelection())
        return {};
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            columns.append(column);
    }
    const auto clean = [](QString text) {
        text.replace(u'\t', u' ').replace(u'\n', u' ').remove(u'\r');
        return text;
    };
    QStringList lines, cells;
    for (const int column : std::as_const(columns))
        cells.append(clean(model()->headerData(column, Qt::Horizontal).toString()));
    lines.append(cells.join(u'\t'));
    QList<int> rows;
    for (const auto &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && rows.size() < MaxCopiedRows; ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const int row : std::as_const(rows)) {
        cells.clear();
        for (const int column : std::as_const(columns))
            cells.append(clean(model()->index(row, column).data(Qt::DisplayRole).toString()));
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n') + u'\n';
}

void RecordTable::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    if (event->matches(QKeySequence::Copy)) {
        const QString text = selectionAsTsv();
        if (!text.isEmpty())
            QGuiApplication::clipboard()->setText(text);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && index.isValid()) {
        // The Enter that ends an edit arrives here too, after the editor.
        if (state() == EditingState)
            return;
        if (!m_enterOpens && (index.flags() & Qt::ItemIsEditable))
            edit(index);
        else
            Q_EMIT recordActivated(index.data(RecordIdRole).toString(), index.row());
        return;
    }
    if ((event->key() == Qt::Key_Home || event->key() == Qt::Key_End) && event->modifiers() == Qt::NoModifier
        && model()) {
        // In a list of records these are the first and the last record, not the first and the last cell.
        setCurrentRow(event->key() == Qt::Key_Home ? 0 : model()->rowCount() - 1);
        return;
    }
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (moves && (event->modifiers() & Qt::ControlModifier)) {
        event->ignore(); // next and previous record belong to the page
        return;
    }
    if (!event->text().isEmpty() && event->text().at(0).isPrint() && event->key() != Qt::Key_F2
        && event->modifiers() == Qt::NoModifier) {
        event->ignore(); // letters and Space are the page's
        return;
    }
    QTableView::keyPressEvent(event);
}

bool RecordTable::editNext(const QModelIndex &from, int step)
{
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            columns.append(column);
    }
    qsizetype at = columns.indexOf(from.column());
    int row = from.row();
    // At most one row on: a table without another editable cell must not be walked to its end.
    for (qsizetype tries = 0; tries < 2 * columns.size(); ++tries) {
        at += step;
        if (at < 0 || at >= columns.size()) {
            row += step;
            at = at < 0 ? columns.size() - 1 : 0;
        }
        const QModelIndex index = model()->index(row, columns[at]);
        if (!index.isValid())
            return false;
        if (index.flags() & Qt::ItemIsEditable) {
            setCurrentIndex(index);
            edit(index);
            return true;
        }
    }
    return false;
}

void RecordTable::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    const QModelIndex index = currentIndex();
    const bool next = hint == QAbstractItemDelegate::EditNextItem;
    const bool previous = hint == QAbstractItemDelegate::EditPreviousItem;
    QTableView::closeEditor(editor, next || previous ? QAbstractItemDelegate::NoHint : hint);
    if (next || previous)
        editNext(index, next ? 1 : -1);
}

void RecordTable::mouseMoveEvent(QMouseEvent *event)
{
    const int row = indexAt(event->position().toPoint()).row();
    if (row != m_hoverRow) {
        m_hoverRow = row;
        m_delegate->setHoverRow(row);
        viewport()->update();
    }
    QTableView::mouseMoveEvent(event);
}

void RecordTable::leaveEvent(QEvent *event)
{
    m_hoverRow = -1;
    m_delegate->setHoverRow(-1);
    viewport()->update();
    QTableView::leaveEvent(event);
}

void RecordTable::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid())
        position = viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft());
    Q_EMIT contextMenuAt(position);
    event->accept();
}

void RecordTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row() || !current.isValid() || !previous.isValid())
        Q_EMIT currentRecordChanged(current.data(RecordIdRole).toString(), current.row());
}

void RecordTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    int count = 0;
    if (selectionModel()) {
        // By ranges: Ctrl+A over 100,000 rows must not make 100,000 indexes.
        for (const auto &range : selectionModel()->selection())
            count += range.height();
    }
    Q_EMIT selectionCountChanged(count);
}

} // namespace mdmc::ui
