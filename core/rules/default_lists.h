// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/model/record.h"

#include <vector>

namespace mdmc {

/// What a new workspace starts with (reference: DOMAIN.md): one pipeline with its stages, genres, priorities,
/// platforms, goals, sources and reasons for loss, each with English and French labels. Ids are minted with the clock
/// and randomness given; records come in dependency order.
std::vector<Record> defaultWorkspaceRecords(const Clock &clock, Random &random);

} // namespace mdmc
