// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/replica_key.h"
#include "sync/client/workspace.h"

#include <QUrl>

namespace mdmc::sync {

/// Where a person's replica lives and whom it syncs with. One folder per profile:
/// `<profileDir>/replica.db`, `replica.key` (only with a passphrase), `profile.json` (server address, e-mail, user id,
/// workspace name; no secrets).
struct Profile {
    QString dir;
    QUrl server;           ///< Null for a replica without a server.
    QString email;
    RecordId userId;
    QString workspaceName;

    static Result<Profile> load(const QString &dir); ///< NotFound when the folder holds none.
    Result<> save() const;
    QString databasePath() const;
    QString keyFilePath() const;
};

struct SignIn {
    QUrl server;           ///< https://…; http:// only for loopback.
    QString email;
    QString password;
    QString deviceName;
    QByteArray extraCertificate; ///< PEM of a certificate authority to trust besides the system's; may be empty.
};

/// How the replica's key is found; passed through to security::resolveReplicaKey. Both are used on the workspace's own
/// thread, where asking may take its time.
struct KeyAccess {
    security::KeyStore *keyStore = nullptr;
    std::function<Result<QString>(security::PassphrasePurpose, int attempt, const Error &)> askPassphrase;
};

// The futures below finish through the event loop of the calling thread, which owns the workspace: continue with `.then`
// or watch them; waiting for them there would wait for ever. The key store must outlive the workspace's opening. When the
// application quits (QCoreApplication::aboutToQuit) before a workspace is open, the opening is cancelled and its threads
// end there and then: from that signal on `askPassphrase` must not block.

/// Opens the replica of a profile that has signed in before; works offline. Errors: KeyMissing, WrongKey,
/// StorageCorrupt, SchemaTooNew … each leaves the files as they are.
QFuture<Result<std::unique_ptr<Workspace>>> openWorkspace(const Profile &profile, const KeyAccess &keys);

/// Signs in at the server, makes (or reopens) the replica in `dir` and starts the first sync. Errors: Unauthenticated,
/// Unreachable, CertificateRejected, ProtocolViolation ("this is not an MDMC server"), RateLimited ….
/// A replica of another user or server in `dir` is refused (AlreadyExists).
QFuture<Result<std::unique_ptr<Workspace>>> signIn(const QString &dir, const SignIn &credentials, const KeyAccess &keys);

/// Makes a replica without a server in `dir` (SyncState::LocalOnly), for a first look with demo data: `records` are put
/// in place as they are and should hold `user`, who acts. AlreadyExists when `dir` holds a replica.
QFuture<Result<std::unique_ptr<Workspace>>> createLocalWorkspace(const QString &dir, const User &user,
                                                                 const QString &workspaceName,
                                                                 std::vector<Record> records, const KeyAccess &keys);

/// Signs in anew for an open workspace whose session has ended (SyncState::SignInNeeded).
QFuture<Result<>> signInAgain(Workspace &workspace, const QString &password);

/// Revokes the refresh token at the server (if it can be reached) and forgets the tokens; the replica stays, encrypted.
QFuture<Result<>> signOut(Workspace &workspace);

} // namespace mdmc::sync
