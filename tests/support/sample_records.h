// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/test_workspace.h"

namespace mdmc::test {

/// Makes `count` leads of invented artists over all stages and people, with amounts, dates and next steps around
/// `today`. Deterministic for a seed. Returns their ids in order.
std::vector<RecordId> addSampleLeads(TestWorkspace &workspace, int count, QDate today, quint64 seed = 7);

/// Activities, tasks and campaigns on some of the leads.
void addSampleHistory(TestWorkspace &workspace, const std::vector<RecordId> &leads, QDate today);

} // namespace mdmc::test
