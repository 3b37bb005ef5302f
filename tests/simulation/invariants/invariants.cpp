// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/invariants/invariants.h"

#include "tests/simulation/invariants/checks.h"

namespace mdmc::simulation {

namespace {

constexpr Invariant kInvariants[] = {
    {1, QLatin1String("replicas equal the server"), checkConvergence},
    {2, QLatin1String("no operation is lost"), checkNothingLost},
    {3, QLatin1String("each effect happens once"), checkEffectOnce},
    {4, QLatin1String("order and atomic groups"), checkOrderAndGroups},
    {5, QLatin1String("authors see their edits"), checkOwnEditsShown},
    {6, QLatin1String("cursors and gap-free sequences"), checkCursorAndGaps},
    {7, QLatin1String("conflicts are recorded"), checkConflictsRecorded},
    {8, QLatin1String("deleted ids stay away"), checkDeletedStays},
    {9, QLatin1String("nothing outside the scope"), checkScopes},
    {10, QLatin1String("checksums agree"), checkChecksums},
    {11, QLatin1String("progress in bounded time"), checkProgress},
    {12, QLatin1String("poison delays nobody else"), checkPoisonAlone},
    {13, QLatin1String("stores reopen as they were"), checkReopened},
    {14, QLatin1String("folding is invisible"), checkFoldingUnseen},
    {15, QLatin1String("unknown fields survive"), checkUnknownFieldsKept},
    {16, QLatin1String("queues are bounded"), checkBounds},
    {17, QLatin1String("lost operations are offered again"), checkReoffered},
    {18, QLatin1String("no unverified removal"), checkBreaker},
    {19, QLatin1String("wrong clocks are harmless"), checkClocksHarmless},
    {20, QLatin1String("edits of different fields survive"), checkFieldsIndependent},
};
static_assert(std::size(kInvariants) == kInvariantCount);

} // namespace

std::span<const Invariant> allInvariants()
{
    return kInvariants;
}

QLatin1String invariantName(int number)
{
    return number >= 1 && number <= kInvariantCount ? kInvariants[number - 1].name : QLatin1String("?");
}

std::optional<Violation> violationSoFar(World &world)
{
    if (world.ledger().found())
        return world.ledger().found();
    return world.failure();
}

InvariantReport checkInvariants(World &world, const std::optional<QString> &unrest)
{
    InvariantReport report;
    report.violation = violationSoFar(world);
    for (const Invariant &invariant : kInvariants) {
        Examination examination(invariant.number);
        examination.examined(world.ledger().examinedOnTheWay(invariant.number));
        // The world at unrest: what is wrong with it otherwise comes first, for it may be why.
        invariant.check(world, examination);
        report.examined[size_t(invariant.number)] = examination.count();
        // Poison is a reason why there is no progress, and says more.
        const bool isReason = invariant.number == 12 && report.violation && report.violation->invariant == 11;
        if (!report.violation || (isReason && examination.violation()))
            report.violation = examination.violation();
    }
    // The check of progress says it in numbers, the world in words.
    if (unrest && (!report.violation || report.violation->invariant == 11))
        report.violation = Violation{11, *unrest};
    return report;
}

} // namespace mdmc::simulation
