// SPDX-License-Identifier: GPL-3.0-or-later
// What an item model tells the record table about its cells and columns, beyond Qt's own roles.
#pragma once

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"

#include <QList>
#include <QMetaType>
#include <QString>

namespace mdmc::ui {

/// How a column's cells are painted. Qt::DisplayRole is always the whole text: copied, read aloud, shown in tool tips.
enum class CellKind {
    Text,      ///< DisplayRole; an optional second text in SecondaryRole follows in grey.
    Strong,    ///< The record's name.
    Secondary, ///< Grey text.
    Chips,     ///< PaintRole: QList<ChipData>.
    Stage,     ///< DisplayRole on a pill; PaintRole: int(Hue).
    Score,     ///< PaintRole: int 0 … 100; invalid paints nothing.
    Money,     ///< DisplayRole, right aligned, tabular.
    Number,    ///< As Money.
    Date,      ///< DisplayRole (already formatted); ToneRole colours an overdue one.
    Person,    ///< DisplayRole is the name; avatar with initials before it.
    Priority,  ///< DisplayRole; PaintRole: int(Hue); painted as flag and text.
    Symbol,    ///< PaintRole: int(Symbol), centred; DisplayRole says it in words.
};

enum class Tone { Normal, Secondary, Positive, Warning, Negative, Accent };

struct ChipData {
    QString text;
    Hue hue = Hue::Slate;
    bool operator==(const ChipData &) const = default;
};

/// Roles of data(index, role).
enum CellRole {
    RecordIdRole = Qt::UserRole + 100, ///< QString, in every column of a row; empty while the row is not loaded.
    PaintRole,
    SecondaryRole, ///< QString
    ToneRole,      ///< int(Tone)
    HintRole,      ///< QString: a placeholder painted in grey when DisplayRole is empty, such as “No next step”.
};

/// Roles of headerData(section, Qt::Horizontal, role).
enum ColumnRole {
    ColumnKeyRole = Qt::UserRole + 200, ///< QString, stable: states are stored under it. Required.
    ColumnKindRole,                     ///< int(CellKind); Text without.
    ColumnWidthRole,                    ///< int, width at first.
    ColumnHiddenRole,                   ///< bool, hidden at first; set as columns are shown and hidden.
    ColumnSortableRole,                 ///< bool; true without.
    ColumnFixedRole,                    ///< bool: cannot be hidden (the name).
};

} // namespace mdmc::ui

Q_DECLARE_METATYPE(mdmc::ui::ChipData)
