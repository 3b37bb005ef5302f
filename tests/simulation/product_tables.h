// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/replica.h"

namespace mdmc::simulation {

// What a replica's tables hold, read by the simulator itself.

/// What an operation says, whatever number and bases it was given since: the same for all copies of one intention.
QByteArray contentOf(const sync::Operation &operation);

Result<RecordId> clientIdOf(sync::Replica &replica);
/// Operations without a result, in n order.
Result<std::vector<sync::Operation>> undecidedOf(sync::Replica &replica);
/// Decided ones that are still overlaid.
Result<std::vector<sync::Operation>> overlaidOf(sync::Replica &replica);
Result<std::map<qint64, sync::Operation>> trayOf(sync::Replica &replica);

/// What does not fit together in the database: damage, outbox against shadows, full-text index against rows. Empty:
/// nothing.
QString inconsistencyOf(sync::Replica &replica);

/// Every page of the database as the engine sees it, decrypted; free pages and the slack within pages included.
QByteArray pagesOf(storage::Database &database);

} // namespace mdmc::simulation
