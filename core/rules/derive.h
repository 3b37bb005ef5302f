// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/actor.h"
#include "core/rules/rule_context.h"

#include <span>
#include <vector>

namespace mdmc {

/// Computes every field of kind Merge::Server of `after` (createdBy, createdAt, authorId, stageChangedAt, score,
/// scoredOn …) and fills defaults of a create (pipeline and stage, owner = actor, team = owner's, priority normal,
/// occurredAt; a task's assignee = actor; a status draft; an account active, with the sight of its role). On an edit a
/// value sent for a field of kind Merge::Server is put back to what `before` holds. `before` is null for a
/// create. The server's result counts; a client calls it to predict.
/// When a lead's or campaign's ownerId changed and teamId did not, the team follows the new owner, unless teamId is among
/// `stated`: the fields that the author gave, some perhaps the values that are there already. When a lead's stage
/// changed to one of another pipeline and pipelineId did not, the pipeline follows the stage.
/// `at` is the effective time of the edit. Returns the positions that it changed.
std::vector<int> derive(Record &after, const Record *before, const Actor &actor, UtcMs at, const RuleContext &context,
                        std::span<const int> stated = {});

/// What the creation of an activity changes in its subject: lastActivityAt = max of it and
/// occurredAt (no later than `at`), and the score that depends on it. Nothing for a campaign.
std::vector<int> deriveFromActivity(Record &subject, const Record &activity, UtcMs at, const RuleContext &context);

} // namespace mdmc
