// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/invariants/invariants.h"
#include "tests/simulation/step.h"

namespace mdmc::simulation {

class Templates;

/// One run. What is left open is drawn from the seed.
struct RunOptions {
    quint64 seed = 1;
    int clients = 0; ///< 2–8.
    int steps = 0;
    std::optional<FaultRates> rates;
    bool areRatesExact = false; ///< Else each seed draws from them (`ratesOf`).
    /// Instead of what the seed gives.
    std::optional<std::vector<Step>> history;
    std::optional<std::vector<int>> only; ///< Replay: of the steps that the seed gives, only these.
    bool isVerbose = false;
};

struct RunResult {
    quint64 seed = 0;
    int clients = 0;
    int steps = 0;
    qint64 operations = 0;
    qint64 events = 0;
    FaultCounts faults;
    std::array<qint64, kInvariantCount + 1> examined{};
    quint64 traceHash = 0;
    std::optional<Violation> violation;
    std::vector<Step> history; ///< All that the seed gives.
};

RunResult runSimulation(const RunOptions &options, Templates &templates);

/// The rates that a seed draws for itself: each fault is off or on, some runs have none at all, so that every mixture
/// comes up ("swarm testing", Groce et al. 2012).
FaultRates ratesOf(quint64 seed, const FaultRates &among);

} // namespace mdmc::simulation
