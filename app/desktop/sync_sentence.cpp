// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sync_sentence.h"

namespace mdmc::app {

ui::SyncStatusView SyncSentence::view(const sync::SyncStatus &status, const ui::Formatter &format)
{
    using sync::SyncState;
    using View = ui::SyncStatusView;
    View view;
    view.pending = status.pending;
    view.attention = status.attention + status.conflicts;
    const QString waiting = status.pending > 0 ? tr(", %n waiting", nullptr, status.pending) : QString();
    switch (status.state) {
    case SyncState::LocalOnly:
        view.state = View::State::Off;
        view.sentence = tr("Saved on this computer");
        return view;
    case SyncState::FirstSync:
        view.state = View::State::Syncing;
        view.sentence = tr("Fetching your workspace: %1").arg(format.percent(status.progress));
        return view;
    case SyncState::Connecting:
        view.state = status.pending > 0 ? View::State::Waiting : View::State::Syncing;
        view.sentence = status.pending > 0 ? tr("Saved here") + waiting : tr("Connecting…");
        return view;
    case SyncState::Offline:
        view.state = View::State::Offline;
        view.sentence = (status.since > 0 ? tr("Offline since %1").arg(format.time(status.since)) : tr("Offline")) + waiting;
        return view;
    case SyncState::SignInNeeded:
        view.state = View::State::Attention;
        view.sentence = tr("Sign in again to sync") + waiting;
        return view;
    case SyncState::Stopped:
        view.state = View::State::Attention;
        view.sentence = tr("Sync has stopped") + waiting;
        return view;
    case SyncState::Synced:
    case SyncState::Syncing: break;
    }
    if (status.attention > 0) {
        view.state = View::State::Attention;
        view.sentence = tr("%n need attention", nullptr, status.attention);
    } else if (status.pending > 0) {
        view.state = View::State::Waiting;
        view.sentence = tr("Saved here") + waiting;
    } else if (status.indexed < 1) {
        view.state = View::State::Syncing;
        view.sentence = tr("Preparing the search: %1").arg(format.percent(status.indexed));
    } else if (status.state == SyncState::Syncing) {
        view.state = View::State::Syncing;
        view.sentence = tr("Syncing…");
    } else {
        view.state = View::State::Synced;
        view.sentence = status.lastSyncedAt > 0 ? tr("Synced %1").arg(format.ago(status.lastSyncedAt)) : tr("Synced");
    }
    return view;
}

} // namespace mdmc::app
