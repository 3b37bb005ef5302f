// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/widgets/timeline.h"

namespace mdmc::ui {

inline constexpr QLatin1String kRestoreAction("restore");
inline constexpr QLatin1String kKeepAction("keep");

/// A conflict as an entry of its record's timeline: which value was kept, which was not, whose and when. While it is
/// open it offers Restore and Keep; once settled it says how. The entry's id is the conflict's.
TimelineEntry conflictEntry(const sync::ConflictView &conflict, const PageContext &context);

} // namespace mdmc::ui
