// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/record.h"
#include "ui/widgets/cells.h"

#include <QVariant>

#include <functional>

namespace mdmc::ui {

/// One column of a record list: a field, or something computed from the record.
struct RecordColumn {
    QString key; ///< The field's name, or a name of its own.
    int field = -1;
    QString title; ///< Of a computed column; a field's label otherwise.
    CellKind kind = CellKind::Text;
    int width = 140;
    bool isHidden = false;
    bool isFixed = false;
    /// For computed columns: the value of Qt::DisplayRole, PaintRole, ToneRole …
    std::function<QVariant(const Record &record, int role)> compute = {};
};

/// Columns of a type from its field table: those shown at first, in their order, then all others hidden.
QList<RecordColumn> recordColumns(EntityType type);

} // namespace mdmc::ui
