// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/record_delegate.h"

#include "ui/theme/painting.h"
#include "ui/widgets/badges.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QTableView>

namespace mdmc::ui {
namespace {

constexpr int AvatarSide = 20, SkeletonHeight = 8;

CellKind kindOf(const QModelIndex &index)
{
    return CellKind(index.model()->headerData(index.column(), Qt::Horizontal, ColumnKindRole).toInt());
}

} // namespace

void RecordDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours &c = Colours::current();
    const QRect rect = option.rect;
    painter->save();
    Role ground = Role::Surface;
    if (option.state & QStyle::State_Selected)
        ground = Role::Selection;
    else if (index.row() == m_hoverRow)
        ground = Role::Hover;
    painter->fillRect(rect, c[ground]);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), size::Hairline), c[Role::Line]);
    painter->setClipRect(rect);
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    const QString id = index.data(RecordIdRole).toString();
    if (id.isNull() && index.data(Qt::DisplayRole).isNull()) {
        // Not loaded yet: a quiet bar where text will be, so that the page stands still.
        const QRect bar(rect.left() + space::S, rect.center().y() - SkeletonHeight / 2,
                        std::max(0, rect.width() * 5 / 9 - space::S), SkeletonHeight);
        paintRounded(*painter, bar, SkeletonHeight / 2.0, c[Role::Hover]);
    } else {
        const bool first = table && table->horizontalHeader()->visualIndex(index.column()) == 0;
        paintContent(*painter, rect.adjusted(first ? space::L : space::S, 0, -space::S, -1), index, kindOf(index));
    }
    if (table && table->hasFocus() && table->currentIndex() == index)
        paintRounded(*painter, rect.adjusted(0, 0, 0, -1), 3, QColor(), c[Role::Accent]);
    painter->restore();
}

void RecordDelegate::paintContent(QPainter &painter, QRect rect, const QModelIndex &index, CellKind kind) const
{
    const Colours &c = Colours::current();
    const QString text = index.data(Qt::DisplayRole).toString();
    const QVariant paint = index.data(PaintRole);
    const auto tone = Tone(index.data(ToneRole).toInt());
    QColor colour = toneColour(tone, c);
    const bool hasOwnPainting = kind == CellKind::Chips || kind == CellKind::Score || kind == CellKind::Symbol;
    if (text.isEmpty() && !hasOwnPainting) {
        paintText(painter, rect, index.data(HintRole).toString(), font(TextStyle::Base), c[Role::TextSecondary]);
        return;
    }
    switch (kind) {
    case CellKind::Text:
    case CellKind::Strong: {
        const QFont f = font(kind == CellKind::Strong ? TextStyle::Strong : TextStyle::Base);
        paintText(painter, rect, text, f, colour);
        const QString second = index.data(SecondaryRole).toString();
        const int used = QFontMetrics(f).horizontalAdvance(text) + space::S;
        if (!second.isEmpty() && used < rect.width())
            paintText(painter, rect.adjusted(used, 0, 0, 0), second, font(TextStyle::Secondary),
                      c[Role::TextSecondary]);
        break;
    }
    case CellKind::Secondary:
    case CellKind::Date:
        paintText(painter, rect, text, font(TextStyle::Base),
                  tone == Tone::Normal ? c[Role::TextSecondary] : colour);
        break;
    case CellKind::Money:
    case CellKind::Number:
        paintText(painter, rect, text, font(TextStyle::Base), colour, Qt::AlignRight | Qt::AlignVCenter);
        break;
    case CellKind::Stage:
        paintPill(painter, rect, text, Hue(paint.toInt()), c, true);
        break;
    case CellKind::Chips: {
        const auto chips = paint.value<QList<ChipData>>();
        for (qsizetype i = 0; i < chips.size(); ++i) {
            const QString more = QStringLiteral("+%1").arg(chips.size() - i);
            const int width = pillWidth(chips[i].text);
            const int reserve = i + 1 < chips.size() ? pillWidth(more) + space::Xs : 0;
            if (width + reserve > rect.width() && i > 0) {
                paintText(painter, rect, more, font(TextStyle::Secondary), c[Role::TextSecondary]);
                break;
            }
            rect.setLeft(rect.left() + paintPill(painter, rect, chips[i].text, chips[i].hue, c) + space::Xs);
        }
        break;
    }
    case CellKind::Score:
        if (paint.isValid() && !paint.isNull())
            paintScore(painter, rect, paint.toInt(), c);
        break;
    case CellKind::Person:
        paintAvatar(painter, QRectF(rect.left(), rect.center().y() + 1 - AvatarSide / 2, AvatarSide, AvatarSide), text,
                    c);
        paintText(painter, rect.adjusted(AvatarSide + space::S - 2, 0, 0, 0), text, font(TextStyle::Base), colour);
        break;
    case CellKind::Priority:
        paintSymbol(painter, QRectF(rect.left(), rect.center().y() - 5, 12, 12), Symbol::FlagFill,
                    c[Hue(paint.toInt())].solid);
        paintText(painter, rect.adjusted(12 + space::S - 2, 0, 0, 0), text, font(TextStyle::Base), colour);
        break;
    case CellKind::Symbol:
        if (paint.isValid())
            paintSymbol(painter, QRectF(rect.center().x() - 7, rect.center().y() - 7, size::Icon, size::Icon),
                        Symbol(paint.toInt()), tone == Tone::Normal ? c[Role::TextSecondary] : colour);
        break;
    }
}

QSize RecordDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    // Only asked for a double click on a column's edge: the text's width is the useful answer.
    const QString text = index.data(Qt::DisplayRole).toString();
    const int extra = kindOf(index) == CellKind::Text ? 0 : AvatarSide + space::S;
    return {QFontMetrics(font(TextStyle::Strong)).horizontalAdvance(text) + 2 * space::S + extra, size::Row};
}

QWidget *RecordDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                      const QModelIndex &index) const
{
    const QString name = index.model()->headerData(index.column(), Qt::Horizontal).toString();
    const QStringList choices = index.data(ChoicesRole).toStringList();
    QWidget *editor = nullptr;
    if (!choices.isEmpty()) {
        auto *combo = new QComboBox(parent);
        combo->addItems(choices);
        editor = combo;
    } else {
        const int type = index.data(Qt::EditRole).typeId();
        if (type == QMetaType::QString || type == QMetaType::UnknownType)
            editor = new QLineEdit(parent);
        else
            editor = QStyledItemDelegate::createEditor(parent, option, index);
    }
    editor->setProperty("cell", true);
    editor->setAccessibleName(name);
    return editor;
}

void RecordDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *combo = qobject_cast<QComboBox *>(editor)) {
        combo->setCurrentText(index.data(Qt::EditRole).toString());
        return;
    }
    QStyledItemDelegate::setEditorData(editor, index);
    if (auto *edit = qobject_cast<QLineEdit *>(editor))
        edit->selectAll();
}

void RecordDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    QVariant value;
    if (auto *combo = qobject_cast<QComboBox *>(editor))
        value = combo->currentText();
    else if (auto *edit = qobject_cast<QLineEdit *>(editor))
        value = edit->text();
    else
        return QStyledItemDelegate::setModelData(editor, model, index);
    // An edit that changes nothing must not become one that has to sync.
    if (value.toString() != index.data(Qt::EditRole).toString())
        model->setData(index, value, Qt::EditRole);
}

void RecordDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                          const QModelIndex &) const
{
    editor->setGeometry(option.rect.adjusted(0, 0, 0, -1));
}

} // namespace mdmc::ui
