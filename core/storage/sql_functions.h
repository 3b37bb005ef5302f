// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace mdmc::storage {

/// Adds our functions to a connection: `mdmc_fold(text)`, which is `foldText` (core/model/entity.h). SQLite's result code.
int addSqlFunctions(sqlite3 *db);

} // namespace mdmc::storage
