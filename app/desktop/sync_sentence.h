// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/workspace.h"
#include "ui/shell/sync_status_view.h"
#include "ui/theme/format.h"

#include <QCoreApplication>

namespace mdmc::app {

/// The status line's words: *Synced 4 s ago* · *Saved here, 3 waiting* · *Offline since 14:02, 17 waiting* ·
/// *2 need attention*.
class SyncSentence {
    Q_DECLARE_TR_FUNCTIONS(mdmc::app::SyncSentence)
public:
    static ui::SyncStatusView view(const sync::SyncStatus &status, const ui::Formatter &format);
};

} // namespace mdmc::app
