// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/run.h"

#include "tests/simulation/log_witness.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

FaultRates ratesOf(quint64 seed, const FaultRates &among)
{
    FaultRates rates;
    if (diceOf(seed, 0x5a4) % 12 == 0)
        return rates;
    for (int i = 0; i < kFaultCount; ++i) {
        const quint64 dice = diceOf(seed, 0x5a4, quint64(i) + 1);
        if (dice % 2 == 0)
            rates.rate[size_t(i)] = among.rate[size_t(i)] * (1 + double(dice >> 8 & 3));
    }
    return rates;
}

namespace {

int drawnClients(quint64 seed)
{
    const quint64 dice = diceOf(seed, 0xc11e);
    return dice % 20 == 0 ? 5 + int(dice >> 8 & 3) : 2 + int((dice >> 8) % 3);
}

int drawnSteps(quint64 seed)
{
    const quint64 dice = diceOf(seed, 0x57e9);
    return dice % 20 == 0 ? 150 : 15 + int((dice >> 8) % 60);
}

} // namespace

RunResult runSimulation(const RunOptions &options, Templates &templates)
{
    RunResult result;
    result.seed = options.seed;
    result.clients = options.clients ? options.clients : drawnClients(options.seed);
    WorkloadOptions workload;
    workload.clients = result.clients;
    workload.steps = options.steps ? options.steps : drawnSteps(options.seed);
    workload.rates = options.rates.value_or(FaultRates::usual());
    if (!options.areRatesExact)
        workload.rates = ratesOf(options.seed, workload.rates);
    result.history = options.history ? *options.history : drawSteps(options.seed, workload);
    std::vector<int> chosen = options.only.value_or(std::vector<int>());
    if (!options.only)
        for (int i = 0; i < int(result.history.size()); ++i)
            chosen.push_back(i);

    World world({options.seed, result.clients, workload.rates, options.isVerbose}, templates);
    const LogWitness witness(world.ledger(), options.isVerbose);
    const auto violated = [&world] { return world.failure() ? world.failure() : violationSoFar(world); };
    for (const int i : chosen) {
        if (i < 0 || i >= int(result.history.size()))
            continue;
        world.carryOut(result.history[size_t(i)]);
        ++result.steps;
        if ((result.violation = violated()))
            break;
    }
    if (!result.violation) {
        const std::optional<QString> unrest = world.settle();
        result.violation = violated();
        if (!result.violation) {
            const InvariantReport report = checkInvariants(world, unrest);
            result.examined = report.examined;
            result.violation = report.violation;
        }
    }
    result.operations = world.operations();
    result.faults = world.faults();
    result.events = world.timeline().eventCount();
    result.traceHash = world.trace().hash();
    return result;
}

} // namespace mdmc::simulation
