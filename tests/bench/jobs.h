// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/session.h"

#include <QString>

class QApplication;

namespace mdmc::bench {

/// Where the programs are and where a run keeps its data (removed afterwards).
struct Place {
    QString binDir;
    QString dir;
    qint64 n = 0;
    QString clientDir() const { return dir + QStringLiteral("/client"); }
};

/// Keys for replicas of the bench: a passphrase that protects nothing worth protecting, so that runs need no keychain.
sync::KeyAccess benchKeys();

/// J1: a fresh client obtains N leads from a real server. Leaves the replica for the other jobs. False on failure.
bool runFirstSync(const Place &place);
/// J5: queries of the list, the search and the board on the replica.
bool runQueries(const Place &place);
/// J8: the window over the replica, offscreen: first painted rows, keystroke, sort, filter, board, scrolling, memory.
bool runDesktop(const Place &place, QApplication &application);

} // namespace mdmc::bench
