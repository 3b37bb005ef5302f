// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/import_preview_table.h"

#include "ui/theme/painting.h"

#include <QComboBox>
#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace mdmc::ui {

namespace {

constexpr int TitleHeight = 28, HeaderHeight = TitleHeight + size::Control + space::S, RowHeight = 28;
constexpr int CellPadding = space::M + 3, ColumnWidth = 168, FewColumns = 4, WideColumn = 240;

/// Cells line up with the text of the combos above them.
class PreviewDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours &c = Colours::of(option.widget);
        const QVariant grey = index.data(Qt::ForegroundRole);
        const QRectF cell(option.rect);
        if (option.state & QStyle::State_HasFocus)
            paintRounded(*painter, cell.adjusted(2, 1, -2, -1), radius::Small, c[Role::Selection]);
        paintText(*painter, cell.adjusted(CellPadding, 0, -space::S, 0), index.data().toString(),
                  mdmc::ui::font(TextStyle::Base), grey.isValid() ? grey.value<QColor>() : c[Role::Text]);
        painter->fillRect(QRectF(cell.left(), cell.bottom() - size::Hairline, cell.width(), size::Hairline),
                          c[Role::Line]);
    }
};

bool isIgnored(const ImportPresenter &presenter, int column)
{
    return presenter.mapping().targets.value(column, QStringLiteral("ignore")) == QLatin1String("ignore");
}

} // namespace

ImportPreviewModel::ImportPreviewModel(const ImportPresenter &presenter, QObject *parent)
    : QAbstractTableModel(parent), m_presenter(presenter)
{
}

int ImportPreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int ImportPreviewModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_columns;
}

QVariant ImportPreviewModel::data(const QModelIndex &index, int role) const
{
    const auto &rows = m_presenter.preview().rows;
    if (!index.isValid() || size_t(index.row()) >= rows.size())
        return {};
    const QString cell = rows[size_t(index.row())].cell(index.column());
    if (role == Qt::DisplayRole)
        return QString(cell).replace(u'\n', u' ').trimmed();
    if (role == Qt::ToolTipRole)
        return cell.trimmed();
    if (role == Qt::ForegroundRole && isIgnored(m_presenter, index.column()))
        return Colours::current()[Role::TextDisabled];
    return {};
}

QVariant ImportPreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    return m_presenter.columnTitle(section);
}

void ImportPreviewModel::reload()
{
    beginResetModel();
    m_rows = int(m_presenter.preview().rows.size());
    m_columns = int(m_presenter.preview().header.size());
    endResetModel();
}

void ImportPreviewModel::retouch()
{
    if (m_rows > 0 && m_columns > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, m_columns - 1), {Qt::ForegroundRole});
}

ImportHeader::ImportHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(false);
    setHighlightSections(false);
    setDefaultSectionSize(ColumnWidth);
    setMinimumSectionSize(96);
    connect(this, &QHeaderView::sectionResized, this, &ImportHeader::place);
}

QSize ImportHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), HeaderHeight};
}

void ImportHeader::rebuild(const QList<ImportTarget> &targets, const QStringList &titles)
{
    qDeleteAll(m_combos);
    m_combos.clear();
    // One model for all: files may have a thousand columns.
    auto *model = new QStandardItemModel(this);
    for (const ImportTarget &target : targets) {
        auto *item = new QStandardItem(target.label);
        item->setData(target.id, Qt::UserRole);
        model->appendRow(item);
    }
    if (auto *old = std::exchange(m_model, model))
        old->deleteLater();
    for (int column = 0; column < titles.size(); ++column) {
        auto *combo = new QComboBox(viewport());
        combo->setModel(model);
        combo->setObjectName(QStringLiteral("importColumn%1").arg(column + 1));
        combo->setAccessibleName(tr("Where the column %1 goes").arg(titles.at(column)));
        combo->setMaxVisibleItems(16);
        combo->installEventFilter(this);
        combo->show();
        connect(combo, &QComboBox::activated, this,
                [this, combo, column] { Q_EMIT targetChosen(column, combo->currentData().toString()); });
        if (!m_combos.isEmpty())
            setTabOrder(m_combos.last(), combo);
        m_combos << combo;
    }
    place();
}

void ImportHeader::showTargets(const QStringList &targets)
{
    for (int column = 0; column < m_combos.size(); ++column)
        m_combos[column]->setCurrentIndex(
            m_combos[column]->findData(targets.value(column, QStringLiteral("ignore"))));
}

void ImportHeader::setEditable(bool editable)
{
    for (QComboBox *combo : std::as_const(m_combos))
        combo->setEnabled(editable);
}

void ImportHeader::place()
{
    for (int column = 0; column < m_combos.size() && column < count(); ++column)
        m_combos[column]->setGeometry(sectionViewportPosition(column) + space::Xs, TitleHeight,
                                      sectionSize(column) - space::S, size::Control);
}

void ImportHeader::updateGeometries()
{
    QHeaderView::updateGeometries();
    place();
}

bool ImportHeader::eventFilter(QObject *watched, QEvent *event)
{
    auto *combo = qobject_cast<QComboBox *>(watched);
    if (combo && event->type() == QEvent::FocusIn)
        Q_EMIT comboFocused(int(m_combos.indexOf(combo)));
    return QHeaderView::eventFilter(watched, event);
}

void ImportHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Colours &c = Colours::of(this);
    painter->fillRect(rect, c[Role::Surface]);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), size::Hairline), c[Role::Line]);
    const QRectF title(rect.left() + CellPadding, rect.top(), rect.width() - space::L, TitleHeight);
    paintText(*painter, title, model()->headerData(section, Qt::Horizontal).toString(),
              mdmc::ui::font(TextStyle::SecondaryStrong), c[Role::Text]);
}

ImportPreviewTable::ImportPreviewTable(ImportPresenter &presenter, QWidget *parent)
    : QTableView(parent), m_presenter(presenter), m_model(new ImportPreviewModel(presenter, this)),
      m_header(new ImportHeader(this))
{
    setObjectName(QStringLiteral("importPreview"));
    setAccessibleName(tr("First rows of the file"));
    setHorizontalHeader(m_header);
    setModel(m_model);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(RowHeight);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    setShowGrid(false);
    setItemDelegate(new PreviewDelegate(this));
    setTabKeyNavigation(false);
    setTextElideMode(Qt::ElideRight);
    connect(m_header, &ImportHeader::targetChosen, &m_presenter, &ImportPresenter::setTarget);
    connect(m_header, &ImportHeader::comboFocused, this, [this](int column) {
        const int left = m_header->sectionPosition(column), right = left + m_header->sectionSize(column);
        QScrollBar *bar = horizontalScrollBar();
        if (left < bar->value())
            bar->setValue(left);
        else if (right > bar->value() + viewport()->width())
            bar->setValue(right - viewport()->width());
    });
}

void ImportPreviewTable::refresh()
{
    // Building the combos anew would take the focus away: only when the file or its reading changed.
    if (m_shownReading != m_presenter.reading()) {
        m_shownReading = m_presenter.reading();
        m_model->reload();
        QStringList titles;
        for (int column = 0; column < m_model->columnCount(); ++column)
            titles << m_presenter.columnTitle(column);
        m_header->setDefaultSectionSize(titles.size() <= FewColumns ? WideColumn : ColumnWidth);
        m_header->rebuild(m_presenter.targets(), titles);
    }
    m_header->showTargets(m_presenter.mapping().targets);
    m_header->setEditable(!m_presenter.isRunning());
    m_model->retouch();
}

} // namespace mdmc::ui
