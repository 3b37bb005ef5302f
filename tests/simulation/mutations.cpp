// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/mutations.h"

#include "tests/simulation/templates.h"

#include <QScopeGuard>

#include <cstdio>

namespace mdmc::simulation {

namespace {

constexpr const char *kCalm = "none";
constexpr const char *kLossy = "message-dropped=0.03,message-doubled=0.1,message-delayed=0.1,reply-lost=0.1,"
                               "connections-cut=0.05";
constexpr const char *kApart = "partition-both=0.2,message-delayed=0.2";
constexpr const char *kClocks = "clock-jump=0.1,clock-wrong=0.1,partition-both=0.15";

constexpr MutationPlan kPlans[] = {
    {Mutation::PlainSequence, "plain-sequence", "the cursor is read from a plain sequence",
     "disk-full=0.2,store-busy=0.2,server-killed=0.1", 2, 40, 1, 60},
    {Mutation::AckBeforeCommit, "ack-before-commit", "the server answers before its commit", "disk-full=0.3", 2, 40, 1, 60},
    {Mutation::ShadowDroppedEarly, "shadow-dropped-early", "the shadow is dropped while edits wait", kApart, 3, 40, 1, 60},
    {Mutation::RejectionSwallowed, "rejection-swallowed", "a rejected operation is skipped without a trace", kApart, 3, 60, 1,
     60},
    {Mutation::LastArrivalWins, "last-arrival-wins", "the last writer by arrival wins", kApart, 3, 60, 49, 100},
    {Mutation::EvictionKeepsText, "eviction-keeps-text", "an eviction leaves the full-text entry", "scope-flip=0.1", 3, 40, 1,
     60},
    {Mutation::RetryNotIdempotent, "retry-not-idempotent", "a repeated operation is decided again", kLossy, 2, 40, 1, 60},
    {Mutation::GroupSplit, "group-split", "a group takes effect piece by piece", kCalm, 2, 40, 1, 60},
    {Mutation::TombstonePurgedEarly, "tombstone-purged-early", "tombstones above the floor are removed",
     "compaction=0.2,partition-both=0.1", 3, 60, 1, 100},
    {Mutation::ConflictNotRecorded, "conflict-not-recorded", "the losing value is dropped", kApart, 3, 60, 1, 100},
    {Mutation::UnknownFieldsDropped, "unknown-fields-dropped", "fields of a newer version are dropped", "schema-newer=0.2", 2,
     40, 1, 60},
    {Mutation::ClockAdmits, "clock-admits", "a client's clock decides whether its edit counts", kClocks, 3, 60, 1, 100},
    {Mutation::CursorAheadOfRows, "cursor-ahead-of-rows", "the cursor is durable before its rows", "client-killed=0.3", 2, 60,
     1, 100},
    {Mutation::ScopeUnchecked, "scope-unchecked", "a row that left the scope is sent all the same", kCalm, 4, 60, 1, 60},
    {Mutation::RowVersions, "row-versions", "edits of different fields count as concurrent", kApart, 3, 60, 1, 100},
    {Mutation::CursorMovesBack, "cursor-moves-back", "a doubled batch sets the cursor back",
     "message-doubled=0.3,message-delayed=0.3,message-reordered=0.2", 3, 60, 1, 100},
    {Mutation::DeletedRowsReturn, "deleted-rows-return", "an edit of a deleted record brings it back", kApart, 3, 60, 1, 200},
    {Mutation::ReofferForgotten, "reoffer-forgotten", "a restored server is not offered what it lost",
     "backup-restored=0.2,failover-tail-lost=0.2", 2, 60, 1, 60},
    {Mutation::BreakerIgnored, "breaker-ignored", "any number of rows is removed at a word", "eviction-uncounted=0.2", 2, 40, 1,
     60},
    {Mutation::PushUnbounded, "push-unbounded", "all that waits goes out in one message", "many-pending=0.06", 2, 20, 1, 60},
    {Mutation::PoisonBlocks, "poison-blocks", "an operation that fails is tried for ever", "poison=0.1", 2, 40, 1, 60},
    {Mutation::CommitNotSynced, "commit-not-synced", "a commit returns before the disk has it",
     "client-power-cut=0.1,server-power-cut=0.1", 2, 60, 1, 100},
    {Mutation::LostResultNotAsked, "lost-result-not-asked", "a push whose answer was lost is never sent again", kLossy, 2, 40, 1,
     100},
    {Mutation::OverlayForgotten, "overlay-forgotten", "a row from the server hides the edits that wait", kApart, 3, 60, 1, 100},
    {Mutation::DeletionHidesEdits, "deletion-hides-edits", "a deletion after an own edit hides what others wrote", kApart, 3, 60,
     1, 300},
    {Mutation::PreparedTooOld, "prepared-too-old", "a prepared page is older than what the client has",
     "snapshot-prepared=0.5,revoked-in-snapshot=0.1,compaction=0.1", 3, 60, 1, 200},
    {Mutation::PreparedForAll, "prepared-for-all", "prepared pages are served to who does not see everything",
     "snapshot-prepared=0.5,scope-flip=0.1", 4, 60, 1, 60},
};
static_assert(std::size(kPlans) + 1 == size_t(Mutation::Count));

void print(const QString &text)
{
    std::fputs(qPrintable(text), stdout);
    std::fflush(stdout);
}

} // namespace

std::span<const MutationPlan> mutationPlans()
{
    return kPlans;
}

MutationVerdict provoke(const MutationPlan &plan, Templates &templates, quint64 firstSeed, int bound)
{
#ifdef MDMC_NO_MUTATIONS
    Q_UNUSED(plan);
    Q_UNUSED(templates);
    Q_UNUSED(firstSeed);
    Q_UNUSED(bound);
    return {};
#else
    const auto sound = qScopeGuard([] { setMutation(Mutation::None); });
    MutationVerdict verdict;
    RunOptions options;
    options.clients = plan.clients;
    options.steps = plan.steps;
    options.rates = FaultRates::parse(QString::fromLatin1(plan.faults));
    if (!options.rates)
        qFatal("%s: there is no such fault", plan.faults);
    options.areRatesExact = true;
    const quint64 first = firstSeed ? firstSeed : plan.seed;
    const int most = bound ? bound : plan.bound;
    while (verdict.runs < most && !verdict.violation) {
        options.seed = first + quint64(verdict.runs++);
        setMutation(plan.mutation);
        verdict.violation = runSimulation(options, templates).violation;
    }
    verdict.seed = options.seed;
    return verdict;
#endif
}

int printMutations(const QString &name, bool isTable, quint64 firstSeed, int bound, Templates &templates)
{
    if (isTable)
        print(QStringLiteral("| Defect | Found by invariant | Runs | Seed |\n|---|---|---|---|\n"));
    int missed = 0;
    bool isKnown = name == u"all";
    for (const MutationPlan &plan : kPlans) {
        if (name != u"all" && name != QLatin1String(plan.name))
            continue;
        isKnown = true;
        const MutationVerdict verdict = provoke(plan, templates, firstSeed, bound);
        missed += verdict.violation ? 0 : 1;
        const QString by = verdict.violation ? QStringLiteral("%1 (%2)").arg(verdict.violation->invariant)
                                                   .arg(invariantName(verdict.violation->invariant))
                                             : QStringLiteral("none");
        if (isTable)
            print(QStringLiteral("| `%1`: %2 | %3 | %4 | %5 |\n").arg(QLatin1String(plan.name), QLatin1String(plan.what), by)
                      .arg(verdict.runs).arg(verdict.seed));
        else
            print(QStringLiteral("%1: %2 after %3 runs, seed %4: %5\n").arg(QLatin1String(plan.name), by).arg(verdict.runs)
                      .arg(verdict.seed).arg(verdict.violation ? verdict.violation->message : QString()));
    }
    if (!isKnown)
        print(QStringLiteral("There is no such mutation.\n"));
    return isKnown && missed == 0 ? 0 : 1;
}

} // namespace mdmc::simulation
