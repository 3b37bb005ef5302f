// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mdmc::app {

/// The whole of `mdmc-crm`: a command of the command line without a window, or the window. Returns the exit code.
int runProgram(int argc, char **argv);

} // namespace mdmc::app
