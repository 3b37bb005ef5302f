// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/rule_context.h"

#include <QDate>
#include <QLatin1String>

#include <vector>

namespace mdmc {

/// One factor of a score, in the order in which it is shown.
struct ScoreFactor {
    QLatin1String key;   ///< budget, release, contact, source, fit, traction, engagement, returning, noReply
    const char *label;   ///< English source, translated in context "score"
    int points = 0;      ///< Negative for a penalty, which is listed only where it applies.
    int maximum = 0;     ///< 0 for a penalty.
    bool operator==(const ScoreFactor &) const = default;
};

struct Score {
    int total = 0; ///< Sum of the points, held within 0–100
    std::vector<ScoreFactor> factors;
};

/// The explainable score (S93, U16; weights: reference/DOMAIN.md "Scoring"). A pure function of the lead, its stage
/// and the day, so that client and server agree. `asOf` is the UTC day for release date and recency.
/// `stage` may be null (unknown); the stage at position 0 counts as the first of its pipeline.
Score scoreLead(const Lead &lead, const Stage *stage, QDate asOf);

} // namespace mdmc
