// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/session.h"
#include "sync/protocol/operation.h"
#include "tests/support/processes.h"

#include <QString>

namespace mdmc::bench {

/// What a run was asked for, where the programs are and where it keeps its data (removed afterwards).
struct Place {
    QString binDir;
    QString dir;
    QString data; ///< Workload; empty: the server's demo data.
    QString ops; ///< Operations; empty: edits of the budget.
    qint64 n = 0;
    QList<int> clients; ///< Empty: the sizes of the issue.
    int edits = 0; ///< 0: as many as the issue says.
    int seconds = 0; ///< 0: as long as the issue says.
    qint64 syncMicroseconds = 0; ///< 0: the disk as it is (slow_sync.cpp).

    QString serverDir() const { return dir + QStringLiteral("/server"); }
    QString clientDir(int index = 0) const { return dir + QStringLiteral("/client-%1").arg(index); }
};

/// Keys for replicas of the bench: a passphrase that protects nothing worth protecting, so that runs need no keychain.
sync::KeyAccess benchKeys();

/// Makes the server's workspace in `place` unless it is there: N leads, an administrator (client 0) and people who see
/// the team's leads (clients 1 to 3), all with passwords.
Result<> prepareServer(const Place &place);
/// The server process over it; ended with the object.
Result<std::unique_ptr<test::ServerProcess>> startServer(const Place &place);

/// Waits until the server has prepared a snapshot: TimedOut.
Result<> waitUntilPrepared(const test::ServerProcess &server, int patienceMs);

/// People who see the team's leads and hold access tokens without ever having signed in: for light clients and load.
struct LightUser {
    User user;
    qint64 tokenVersion = 1;
};
/// Adds what is missing of `count`. Not while the server runs.
Result<std::vector<LightUser>> lightUsers(const Place &place, int count);
/// Signs access tokens as the server would, issued `ageSeconds` before the press was opened: one user has many, as on
/// many devices.
class TokenPress {
public:
    static Result<TokenPress> open(const Place &place);
    Result<QByteArray> press(const LightUser &user, int ageSeconds = 0) const;

private:
    QByteArray m_secret;
    UtcMs m_openedAt = 0;
};
/// Where the server's log of changes ends. Not while the server runs.
Result<sync::Cursor> serverCursor(const Place &place);

/// Client `index` with its replica, made and filled by a first sync unless it is there. Connected and in step.
Result<std::unique_ptr<sync::Workspace>> openClient(const Place &place, const test::ServerProcess &server, int index);
/// A sign-in of client `index` into its folder, which is emptied first.
QFuture<Result<std::unique_ptr<sync::Workspace>>> signInClient(const Place &place, const test::ServerProcess &server,
                                                               int index);
/// The replica of client 0 without its server, made first where it is missing.
Result<std::unique_ptr<sync::Workspace>> openOffline(const Place &place);
/// Ids of some leads that are there, spread over the list.
Result<std::vector<RecordId>> someLeads(sync::Workspace &workspace, int count);
Result<> goOfflineAndWait(sync::Workspace &workspace);

} // namespace mdmc::bench
