// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/workspace.h"

namespace mdmc::ui {

/// Everything that the exported log is made of, as the workspace told it.
struct SyncFacts {
    sync::SyncStatus status;
    sync::SyncInspection inspection;
    std::vector<sync::PendingOperation> pending;
    std::vector<sync::AttentionItem> attention;
    std::vector<sync::ConflictView> conflicts;
};

/// What support needs to see, in English: states, counts, codes, reasons, field names and ages. Records are named by
/// the first eight digits of a hash of their id, so that lines about the same record can be told without telling which.
/// Holds no value, name, address or token: free text of the server and of errors is left out, known words are let in.
QString syncReport(const SyncFacts &facts, UtcMs now);

/// One event of it, without its time: `waiting 4 s, unreachable`.
QString eventLine(const sync::SyncEvent &event);

} // namespace mdmc::ui
