// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/action_registry.h"

namespace mdmc::ui {

/// Opens a sheet over the window with every available action that has a shortcut, by group.
void openShortcutSheet(const ActionRegistry &actions, QWidget *window);

} // namespace mdmc::ui
