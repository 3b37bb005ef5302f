// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/options.h"

class QApplication;

namespace mdmc::app {

/// The program with its window, until it is closed. Returns the exit code.
int runWindow(const ProgramOptions &options, QApplication &application);

} // namespace mdmc::app
