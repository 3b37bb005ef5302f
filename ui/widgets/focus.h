// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace mdmc::ui {

/// Moves the focus to the next (previous) control inside `within`, around its end; false when it has none.
bool cycleFocus(QWidget *within, bool next);

/// Tab goes through the parts in this order, and inside of each as before. Needed where a part is made late: Tab would
/// come to it last of all in the window. A part is a control, or what holds some.
void setTabParts(const QList<QWidget *> &parts);

} // namespace mdmc::ui
