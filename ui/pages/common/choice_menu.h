// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/field_text.h"

#include <QIcon>

#include <functional>

class QMenu;
class QWidget;

namespace mdmc::ui {

/// A menu of a field's options with dots in their hue, the present one checked. With `emptyText` the first entry takes
/// the value away. Deletes itself; not yet shown.
QMenu *choiceMenu(const QList<FieldOption> &options, const QString &currentId, const QString &emptyText,
                  QWidget *parent, std::function<void(const QString &id)> chosen);

/// A dot of that hue, for menus and buttons.
QIcon dotIcon(Hue hue);

/// Shows it under `anchor`.
void popupUnder(QMenu *menu, QWidget *anchor);

} // namespace mdmc::ui
