// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace mdmc::ui {

/// Moves the focus to the next (previous) control inside `within`, around its end; false when it has none.
bool cycleFocus(QWidget *within, bool next);

} // namespace mdmc::ui
