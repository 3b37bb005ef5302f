// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/field_text.h"

class QWidget;

namespace mdmc::ui {

/// An editor for one value of a field, as the refused edits use it; null for values that are not typed (references to
/// records, bytes).
QWidget *makeValueEditor(const FieldText &fields, EntityType type, int field, const Value &value, QWidget *parent);
/// What it holds now; nothing while it cannot be read. `before` is the value it started with: kept whole where nothing
/// was typed, with its currency and its time of day otherwise.
std::optional<Value> editedValueOf(const QWidget *editor, const FieldText &fields, EntityType type, int field,
                                   const Value &before);

} // namespace mdmc::ui
