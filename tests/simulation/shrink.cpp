// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/shrink.h"

#include <numeric>

namespace mdmc::simulation {

std::vector<int> shrink(const RunOptions &options, int invariant, Templates &templates, int maxRuns,
                        const std::function<void(size_t)> &progress)
{
    RunOptions attempt = options;
    attempt.isVerbose = false;
    std::vector<int> steps;
    if (options.only) {
        steps = *options.only;
    } else {
        RunOptions nothing = attempt;
        nothing.only = std::vector<int>();
        steps.resize(runSimulation(nothing, templates).history.size());
        std::iota(steps.begin(), steps.end(), 0);
    }
    int runs = 0;
    const auto fails = [&](const std::vector<int> &selection) {
        ++runs;
        attempt.only = selection;
        const RunResult result = runSimulation(attempt, templates);
        return result.violation && result.violation->invariant == invariant;
    };
    size_t parts = 2;
    while (!steps.empty() && runs < maxRuns) {
        const size_t length = (steps.size() + parts - 1) / parts;
        bool isShorter = false;
        // From the end: what comes last is needed least often.
        for (size_t part = parts; part-- > 0 && runs < maxRuns;) {
            const size_t from = part * length;
            if (from >= steps.size())
                continue;
            std::vector<int> without = steps;
            without.erase(without.begin() + qptrdiff(from),
                          without.begin() + qptrdiff(std::min(from + length, steps.size())));
            if (!fails(without))
                continue;
            steps = std::move(without);
            progress(steps.size());
            isShorter = true;
            break;
        }
        if (isShorter)
            parts = std::max<size_t>(parts - 1, 2);
        else if (length <= 1)
            break;
        else
            parts = std::min(parts * 2, steps.size());
    }
    return steps;
}

} // namespace mdmc::simulation
