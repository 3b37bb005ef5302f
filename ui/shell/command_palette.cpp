// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/theme/painting.h"
#include "ui/widgets/panels.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace mdmc::ui {
namespace {

constexpr int MaxRecent = 20, MaxRows = 9, RowHeight = 38, EditHeight = 48, Edge = 8, TopOffset = 96;

enum PaletteRole { IdRole = Qt::UserRole + 1, SubtitleRole, ShortcutRole, SymbolRole, LinkRole };

class PaletteDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, RowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours &c = Colours::current();
        const QRectF rect(option.rect);
        if (option.state & QStyle::State_Selected)
            paintRounded(*painter, rect.adjusted(0, 1, 0, -1), radius::Control, c[Role::Selection]);
        const auto symbol = Symbol(index.data(SymbolRole).toInt());
        paintSymbol(*painter, QRectF(rect.left() + 10, rect.center().y() - 8, size::Icon, size::Icon),
                    symbol == Symbol::None ? Symbol::Command : symbol, c[Role::TextSecondary]);
        QRectF room = rect.adjusted(10 + size::Icon + 10, 0, -12, 0);
        const QFont small = font(TextStyle::Secondary);
        const QString shortcut = index.data(ShortcutRole).toString();
        if (!shortcut.isEmpty()) {
            const qreal width = QFontMetricsF(small).horizontalAdvance(shortcut) + 1;
            paintText(*painter, room, shortcut, small, c[Role::TextSecondary], Qt::AlignRight | Qt::AlignVCenter);
            room.setRight(room.right() - width - space::L);
        }
        const QString title = index.data(Qt::DisplayRole).toString();
        const QFont base = font(TextStyle::Base);
        paintText(*painter, room, title, base, c[Role::Text]);
        const qreal used = QFontMetricsF(base).horizontalAdvance(title) + space::M;
        if (used < room.width())
            paintText(*painter, room.adjusted(used, 0, 0, 0), index.data(SubtitleRole).toString(), small,
                      c[Role::TextSecondary]);
    }
};

QString folded(const QString &text)
{
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_D)) {
        if (!c.isMark())
            out += c.toCaseFolded();
    }
    return out;
}

} // namespace

int matchScore(const QString &query, const QString &text)
{
    const QString haystack = folded(text);
    int total = 0;
    const auto words = folded(query).split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        int best = 0;
        for (qsizetype at = haystack.indexOf(word); at >= 0; at = haystack.indexOf(word, at + 1)) {
            const qsizetype end = at + word.size();
            const bool starts = at == 0 || !haystack[at - 1].isLetterOrNumber();
            const bool ends = end == haystack.size() || !haystack[end].isLetterOrNumber();
            best = std::max(best, (starts ? 4 : 1) + (starts && ends ? 2 : 0) + (at == 0 ? 3 : 0));
        }
        if (best == 0)
            return 0;
        total += best;
    }
    return total;
}

CommandPalette::CommandPalette(ActionRegistry &actions, QWidget *window)
    : QWidget(window), m_actions(actions), m_panel(new QWidget(this)), m_edit(new QLineEdit(m_panel)),
      m_list(new QListView(m_panel)), m_none(label({}, TextStyle::Base, m_panel, Tone::Secondary)),
      m_model(new QStandardItemModel(this))
{
    setAccessibleName(tr("Commands and records"));
    auto *layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(Edge, 0, Edge, Edge);
    layout->setSpacing(0);
    m_edit->setProperty("plain", true);
    m_edit->setProperty("large", true);
    m_edit->setTextMargins(10, 0, 10, 0);
    m_edit->setPlaceholderText(tr("Type a command, or the name of a record"));
    m_edit->setAccessibleName(accessibleName());
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setProperty("bare", true);
    m_list->setAccessibleName(tr("Results"));
    m_none->setText(tr("Nothing is called that."));
    m_none->setContentsMargins(10, Edge, 10, Edge);
    layout->addWidget(m_edit);
    layout->addWidget(separator(m_panel));
    layout->addSpacing(space::Xs);
    layout->addWidget(m_none);
    layout->addWidget(m_list, 1);
    m_edit->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { run(index.row()); });
    hide();
}

void CommandPalette::open(const QString &query)
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_edit->setText(query);
    search();
    QWidget::show();
    raise();
    m_edit->setFocus();
}

void CommandPalette::close()
{
    if (!isVisible())
        return;
    ++m_query; // late answers find nobody
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus();
}

void CommandPalette::search()
{
    const quint64 number = ++m_query;
    m_records.clear();
    show({});
    if (!m_provider)
        return;
    const QPointer<CommandPalette> self(this);
    m_provider(m_edit->text().trimmed(), [self, number](const QList<PaletteRecord> &records) {
        if (self && self->m_query == number)
            self->show(records);
    });
}

void CommandPalette::show(const QList<PaletteRecord> &records)
{
    struct Row {
        int rank;
        QStandardItem *item;
    };
    const QString query = m_edit->text().trimmed();
    const QString kept = m_list->currentIndex().row() > 0 ? m_list->currentIndex().data(IdRole).toString() : QString();
    const auto recency = [this](const QString &id) {
        const qsizetype at = m_recent.indexOf(id);
        return at < 0 ? 0 : int(MaxRecent - at);
    };
    QList<Row> rows;
    const auto add = [&](const QString &id, const QString &title, const QString &subtitle, Symbol symbol, int rank) {
        auto *item = new QStandardItem(title);
        item->setData(id, IdRole);
        item->setData(subtitle, SubtitleRole);
        item->setData(int(symbol), SymbolRole);
        rows.append({rank, item});
        return item;
    };
    m_records = records;
    // With nothing typed recents lead; with a query the better match does, and recency decides among equals.
    const int recencyWeight = query.isEmpty() ? 100 : 1;
    for (const auto &spec : m_actions.available()) {
        if (!spec.inPalette || !m_actions.isEnabled(spec.id))
            continue;
        const int score = query.isEmpty()
                              ? 1
                              : std::max(matchScore(query, spec.text) * 2,
                                         matchScore(query, spec.group + u' ' + spec.text + u' ' + spec.keywords));
        if (score == 0)
            continue;
        add(spec.id, spec.text, spec.group, spec.symbol, score * 20 + recency(spec.id) * recencyWeight)
            ->setData(shortcutText(spec), ShortcutRole);
    }
    for (const auto &record : records) {
        const int score = query.isEmpty() ? 2 : 1 + matchScore(query, record.title) * 2;
        add(record.id, record.title, record.subtitle, record.symbol, score * 20 + recency(record.id) * recencyWeight)
            ->setData(record.route.toString(), LinkRole);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.rank > b.rank; });
    m_model->clear();
    int current = 0;
    for (const auto &row : std::as_const(rows)) {
        if (!kept.isEmpty() && row.item->data(IdRole).toString() == kept)
            current = m_model->rowCount();
        m_model->appendRow(row.item);
    }
    m_list->setCurrentIndex(m_model->index(current, 0));
    m_none->setVisible(rows.isEmpty());
    place();
}

void CommandPalette::run(int row)
{
    const QModelIndex index = m_model->index(row, 0);
    if (!index.isValid())
        return;
    const QString id = index.data(IdRole).toString();
    const auto route = Route::parse(index.data(LinkRole).toString());
    m_recent.removeAll(id);
    m_recent.prepend(id);
    m_recent = m_recent.mid(0, MaxRecent);
    Q_EMIT recentChanged(m_recent);
    close();
    if (route)
        Q_EMIT routeChosen(*route);
    else
        m_actions.trigger(id);
}

int CommandPalette::resultCount() const
{
    return m_model->rowCount();
}

QString CommandPalette::resultTitle(int row) const
{
    return m_model->index(row, 0).data().toString();
}

void CommandPalette::place()
{
    setGeometry(parentWidget()->rect());
    const int width = std::min<int>(size::Palette, parentWidget()->width() - 2 * space::Xxl);
    const int rows = std::clamp(m_model->rowCount(), 1, MaxRows);
    const int top = std::min(TopOffset, parentWidget()->height() / 8);
    const int height = std::min(EditHeight + rows * RowHeight + 3 * Edge, parentWidget()->height() - 2 * top);
    m_panel->setGeometry((parentWidget()->width() - width) / 2, top, width, height);
    update();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_edit)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()
        && static_cast<QFocusEvent *>(event)->reason() == Qt::MouseFocusReason)
        close();
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto move = [this](int by) {
        const int rows = m_model->rowCount();
        if (rows > 0)
            m_list->setCurrentIndex(m_model->index((m_list->currentIndex().row() + by + rows) % rows, 0));
    };
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down: move(1); return true;
    case Qt::Key_Up: move(-1); return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true; // there is nowhere else to go
    case Qt::Key_PageDown: m_list->setCurrentIndex(m_model->index(
        std::min(m_list->currentIndex().row() + MaxRows, m_model->rowCount() - 1), 0)); return true;
    case Qt::Key_PageUp: m_list->setCurrentIndex(
        m_model->index(std::max(m_list->currentIndex().row() - MaxRows, 0), 0)); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: run(m_list->currentIndex().row()); return true;
    case Qt::Key_Escape: close(); return true;
    default: return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    painter.fillRect(rect(), c[Role::Scrim]);
    const QRect panel = m_panel->geometry();
    paintShadow(painter, panel, radius::Card, c, 18);
    paintRounded(painter, panel, radius::Card, c[Role::Raised], c.isDark() ? c[Role::Line] : c[Role::Raised]);
}

void CommandPalette::mousePressEvent(QMouseEvent *event)
{
    if (!m_panel->geometry().contains(event->position().toPoint()))
        close();
}

} // namespace mdmc::ui
