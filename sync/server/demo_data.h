// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/workspace_setup.h"

namespace mdmc::sync {

struct DemoOptions {
    int leads = 400; ///< Up to 1,000,000.
    int campaigns = -1; ///< -1: one for every eight leads, at most 2,000.
    quint64 seed = 20260101;
    QString password; ///< Of the demo accounts; all have the same one.
};

/// The demo accounts: e-mail addresses of which at least one exists for each role.
struct DemoAccount {
    QString email;
    QString role;
};

/// Fills a workspace that `createWorkspace` made with invented, plausible people and artists: two teams, six accounts,
/// leads, campaigns with their lines, activities and tasks. The same seed gives the same data at the same `clock`.
/// Addresses end in example.org, numbers are of ranges reserved for fiction. AlreadyExists when the accounts exist.
Result<std::vector<DemoAccount>> addDemoData(Store &store, Accounts &accounts, const Clock &clock, Random &random,
                                             const DemoOptions &options);

} // namespace mdmc::sync
