// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/faults.h"

#include <vector>

namespace mdmc::simulation {

enum class StepKind : quint8 {
    Advance, ///< Time passes; messages arrive, timers fire.
    Create,
    Patch,
    PatchSeveral,
    StageMove,
    SetAdd,
    SetRemove,
    Delete,
    Undelete,
    RestoreConflict,
    DismissConflict,
    Import, ///< Up to a hundred rows in one command.
    Reassign,
    ChangeRole,
    ToggleUser, ///< Disables an account, or enables it again.
    Group,      ///< Several records in one step: a conversion.
    Undo,
    Redo,
    Retry,
    EditAndRetry,
    Discard,
    AdministerList, ///< Lists, stages, teams, pipelines.
    OpenClient,     ///< A client that was shut starts; a running one shuts down in order.
    GoOffline,
    GoOnline,
    Fault, ///< What `fault` says.
    Count,
};

QLatin1String stepName(StepKind kind);

/// One step of a history, drawn up front. What it means is worked out when it is carried out, from what the client then
/// sees: `dice` modulo what exists. So any selection of steps is a history too, which shrinking needs; a step that
/// finds nothing to act on does nothing.
struct Step {
    StepKind kind = StepKind::Advance;
    Fault fault = Fault::Count;
    int client = 0;
    quint64 dice = 0;

    QString toString() const; ///< "patch@2/3kf9…": kind or fault, client, dice in base 36.
};

/// Steps as `toString` writes them, separated by white space. Nothing when one cannot be read.
std::optional<std::vector<Step>> stepsFromText(const QString &text);

struct WorkloadOptions {
    int steps = 40;
    int clients = 3;
    FaultRates rates;
};

/// The history that belongs to a seed.
std::vector<Step> drawSteps(quint64 seed, const WorkloadOptions &options);

} // namespace mdmc::simulation
