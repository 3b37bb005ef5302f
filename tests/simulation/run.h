// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/invariants/invariants.h"
#include "tests/simulation/step.h"

#include <functional>

namespace mdmc::simulation {

/// One run. What is left open (0, nothing) is drawn from the seed.
struct RunOptions {
    quint64 seed = 1;
    int clients = 0;                  ///< 2–8.
    int steps = 0;
    std::optional<FaultRates> rates;
    std::optional<std::vector<int>> only; ///< Replay: of the steps that the seed gives, only these.
    bool isVerbose = false;
};

struct RunResult {
    quint64 seed = 0;
    qint64 steps = 0;
    qint64 operations = 0;
    qint64 events = 0;
    FaultCounts faults;
    std::array<qint64, 21> checked{}; ///< By number of the invariant.
    quint64 traceHash = 0;
    std::optional<Violation> violation;
    std::vector<Step> history;
};

RunResult run(const RunOptions &options);

} // namespace mdmc::simulation
