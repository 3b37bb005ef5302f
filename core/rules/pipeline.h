// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/validation.h"

#include <optional>

namespace mdmc {

/// Whether the lead may stand in the stage: a lost lead needs a reason, won needs a contract value above zero.
std::optional<Violation> checkStage(const Lead &lead, const Stage &stage);

/// The stage a new lead starts in: the first open one of the first pipeline by position that has one.
/// Nothing in an empty workspace.
std::optional<Stage> firstStage(const RuleContext &context);
/// The same within one pipeline: where a lead lands that is moved to it.
std::optional<Stage> firstStageOf(const RecordId &pipelineId, const RuleContext &context);

/// Whether the lead has stood in its stage longer than the stage allows (Stage::rottenAfterDays; 0 = never).
bool isStale(const Lead &lead, const Stage &stage, UtcMs now);

/// Budget (contract value once won) × probability, in minor units, rounded half up. Nothing without an amount.
std::optional<Money> weightedValue(const Lead &lead, const Stage &stage);

} // namespace mdmc
