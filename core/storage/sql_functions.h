// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace mdmc::storage {

/// Adds our functions to a connection. SQLite's result code.
/// - `mdmc_fold(text)` is `foldText` (core/model/entity.h).
/// - `mdmc_words(text)` is what the full-text tables are to match to find all words of the text: each word's beginning.
///   Split by the tables' own tokenizer, because they do not know where in a text a word stands, and refuse what would have to be a phrase.
int addSqlFunctions(sqlite3 *db);

} // namespace mdmc::storage
