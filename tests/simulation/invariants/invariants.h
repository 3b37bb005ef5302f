// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/invariants/violation.h"

#include <QLatin1String>

#include <array>
#include <span>

namespace mdmc::simulation {

class World;

inline constexpr int kInvariantCount = 20;

/// One of "What must hold" of SYNC.md. `check` looks at a world that has settled (or failed to) and at what the ledger
/// noted on the way; it changes nothing.
struct Invariant {
    int number;
    QLatin1String name; ///< A few words, for reports and the table in docs/simulation.md.
    void (*check)(World &world, Examination &examination);
};

std::span<const Invariant> allInvariants();
QLatin1String invariantName(int number);

struct InvariantReport {
    std::array<qint64, kInvariantCount + 1> examined{}; ///< By number: things looked at; 0: nothing to look at.
    std::optional<Violation> violation;                 ///< The first, in order of the numbers.
};

/// To be called after `World::settle()`. `unrest`: what settle() said still moves (a violation of 11).
InvariantReport checkInvariants(World &world, const std::optional<QString> &unrest);

/// To be called after each step: what is wrong already (found on the way by the ledger). Cheap.
std::optional<Violation> violationSoFar(World &world);

} // namespace mdmc::simulation
