// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/run.h"

#include <functional>

namespace mdmc::simulation {

/// Looks for a short selection of the steps that still violates the same invariant ("delta debugging", Zeller and
/// Hildebrandt 2002): first halves, then ever smaller parts are left out. At most `maxRuns` runs.
/// `progress` hears of each shorter history.
std::vector<int> shrink(const RunOptions &options, int invariant, Templates &templates, int maxRuns,
                        const std::function<void(size_t steps)> &progress);

} // namespace mdmc::simulation
