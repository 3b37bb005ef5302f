// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace mdmc::ui {

/// What the frame shows of sync; the composition root fills it from the engine's status.
struct SyncStatusView {
    enum class State { Off, Synced, Syncing, Waiting, Offline, Attention } state = State::Off;
    QString sentence;  ///< `Synced 4 s ago`, `Offline since 14:02, 17 waiting`
    int pending = 0;   ///< Edits saved here and not yet synced.
    int attention = 0; ///< Needs a person: refused edits, conflicts.
};

} // namespace mdmc::ui
