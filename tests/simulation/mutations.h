// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/mutation.h"
#include "tests/simulation/run.h"

namespace mdmc::simulation {

/// A seeded defect of the product and what brings it to light.
struct MutationPlan {
    Mutation mutation;
    const char *name;   ///< As on the command line.
    const char *what;   ///< For the table.
    const char *faults; ///< FaultRates::parse
    int clients;
    int steps;
    quint64 seed;       ///< First seed: one that finds it soon.
    int bound;          ///< Runs within which it has to be found.
};

std::span<const MutationPlan> mutationPlans();

struct MutationVerdict {
    int runs = 0;       ///< Up to the one that found it, or all that were allowed.
    quint64 seed = 0;   ///< Of that run.
    std::optional<Violation> violation;
};

/// Runs with the defect until an invariant finds it, from `firstSeed` (0: the plan's), at most `bound` times (0: the
/// plan's). The product is sound again afterwards. Only in builds with MDMC_MUTATIONS.
MutationVerdict provoke(const MutationPlan &plan, Templates &templates, quint64 firstSeed = 0, int bound = 0);

/// For `mdmc-simulation --mutation NAME|all [--table]`: prints what was found; 0 when all were.
int printMutations(const QString &name, bool isTable, quint64 firstSeed, int bound, Templates &templates);

} // namespace mdmc::simulation
