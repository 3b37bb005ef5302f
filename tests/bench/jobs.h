// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/place.h"

class QApplication;

namespace mdmc::bench {

// Each job prints its figures. What a job needs and finds in the place (the server's data, replicas) it uses; what is
// missing it makes first.

/// J1: a fresh client obtains N leads from a real server. Leaves the replica for the other jobs.
Result<> runFirstSync(const Place &place);
/// J2: single-field edits made without a connection, then pushed until all are durably acknowledged.
Result<> runBacklog(const Place &place);
/// J3: one client edits, the other has it durably, beside light clients.
Result<> runPropagation(const Place &place);
/// J4: a stream of edits to many live clients.
Result<> runFanOut(const Place &place);
/// J5: queries of the list, the search and the board on the replica.
Result<> runQueries(const Place &place);
/// J6: pages over HTTP on 64 connections.
Result<> runApi(const Place &place);
/// J7: what the library, the disk and the loopback allow, with the rows of the replica.
Result<> runLimit(const Place &place);
/// J8: the window over the replica, offscreen: first painted rows, keystroke, sort, filter, board, scrolling, memory.
Result<> runDesktop(const Place &place, QApplication &application);

} // namespace mdmc::bench
