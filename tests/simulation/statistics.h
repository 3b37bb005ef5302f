// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/run.h"

namespace mdmc::simulation {

/// What many runs did together.
struct Statistics {
    qint64 runs = 0;
    qint64 violations = 0;
    qint64 steps = 0;
    qint64 operations = 0;
    qint64 events = 0;
    FaultCounts faults;
    std::array<qint64, kInvariantCount + 1> examined{};
    std::array<qint64, kInvariantCount + 1> violated{};

    void add(const RunResult &result);
    void add(const Statistics &other);
    /// A table for people, also the form of docs/simulation.md.
    QString report() const;

    QByteArray toBytes() const;
    static std::optional<Statistics> fromBytes(const QByteArray &bytes);
};

} // namespace mdmc::simulation
