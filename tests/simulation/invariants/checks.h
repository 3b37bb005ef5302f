// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/invariants/violation.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

// The twenty of SYNC.md "What must hold", each its own function.

void checkConvergence(World &world, Examination &examination);          // 1
void checkNothingLost(World &world, Examination &examination);          // 2
void checkEffectOnce(World &world, Examination &examination);           // 3
void checkOrderAndGroups(World &world, Examination &examination);       // 4
void checkOwnEditsShown(World &world, Examination &examination);        // 5
void checkCursorAndGaps(World &world, Examination &examination);        // 6
void checkConflictsRecorded(World &world, Examination &examination);    // 7
void checkDeletedStays(World &world, Examination &examination);         // 8
void checkScopes(World &world, Examination &examination);               // 9
void checkChecksums(World &world, Examination &examination);            // 10
void checkProgress(World &world, Examination &examination);             // 11
void checkPoisonAlone(World &world, Examination &examination);          // 12
void checkReopened(World &world, Examination &examination);             // 13
void checkFoldingUnseen(World &world, Examination &examination);        // 14
void checkUnknownFieldsKept(World &world, Examination &examination);    // 15
void checkBounds(World &world, Examination &examination);               // 16
void checkReoffered(World &world, Examination &examination);            // 17
void checkBreaker(World &world, Examination &examination);              // 18
void checkClocksHarmless(World &world, Examination &examination);       // 19
void checkFieldsIndependent(World &world, Examination &examination);    // 20

/// Clients that have to agree with the server after the world has settled: running, with an active account.
std::vector<ClientNode *> participants(World &world);
/// Live rows of a type that the user sees, by the ledger.
std::map<RecordId, const Record *> visibleRows(const ServerHistory &server, const Actor &actor, EntityType type);
/// "client 2"
QString nameOf(const ClientNode &client);

} // namespace mdmc::simulation
