// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace mdmc::storage {

/// FTS5 keeps its index in segments on levels: an edit adds a small one on level 0, and sixteen of a level are merged into
/// one of the next. Where many rows are indexed at once, their large segments lie on level 0, too, so that the sixteenth
/// edit merges all of them and waits for it. On level 5 they are met by the millionth, as long as there are not so many of
/// them (63) that FTS5 merges them for their number.
///
/// `structure` is FTS5's record of its segments ("structure record", ext/fts5/fts5_index.c of SQLite; row 10 of the `_data`
/// table). What it is with all segments on level 5 or, where there are higher ones, on the highest. Nothing where
/// there are none or too many, where a merge has begun, or where it is not of the form that contentless tables have that can delete.
std::optional<QByteArray> withSegmentsHigh(const QByteArray &structure);

} // namespace mdmc::storage
