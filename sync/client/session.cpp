// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/session.h"

#include "sync/client/local_workspace.h"

#include <QCoreApplication>
#include <QPromise>

namespace mdmc::sync {

namespace {

using OpenResult = Result<std::unique_ptr<Workspace>>;

/// Runs one of LocalWorkspace's ways to open. The workspace belongs to this thread, so it is handed out, or destroyed,
/// here, through this thread's event loop.
template <typename Start> QFuture<OpenResult> opening(Profile profile, Start start)
{
    auto promise = std::make_shared<QPromise<OpenResult>>();
    promise->start();
    QFuture<OpenResult> future = promise->future();
    auto workspace =
        std::make_shared<std::unique_ptr<LocalWorkspace>>(std::make_unique<LocalWorkspace>(std::move(profile)));
    LocalWorkspace &opened = **workspace;
    // Until it is handed out nobody owns it but its own threads. When the program ends before that, they must end too:
    // they use the key store, the prompt and the libraries that are then taken down.
    QObject::connect(qApp, &QCoreApplication::aboutToQuit, &opened, [workspace] { workspace->reset(); });
    start(opened, [promise, workspace](Result<> result) {
        // Called from inside the workspace's own event: a failed one is deleted after it.
        if (result) {
            promise->addResult(OpenResult(std::move(*workspace)));
        } else {
            workspace->release()->deleteLater();
            promise->addResult(OpenResult(tl::unexpected<Error>(result.error())));
        }
        promise->finish();
    });
    return future;
}

QFuture<Result<>> finished(Result<> result)
{
    QPromise<Result<>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

QFuture<OpenResult> openWorkspace(const Profile &profile, const KeyAccess &keys)
{
    return opening(profile, [&](LocalWorkspace &workspace, LocalWorkspace::Opened opened) {
        workspace.open(keys, std::move(opened));
    });
}

QFuture<OpenResult> signIn(const QString &dir, const SignIn &credentials, const KeyAccess &keys)
{
    Profile profile;
    profile.dir = dir;
    return opening(profile, [&](LocalWorkspace &workspace, LocalWorkspace::Opened opened) {
        workspace.openSignedIn(credentials, keys, std::move(opened));
    });
}

QFuture<OpenResult> createLocalWorkspace(const QString &dir, const User &user, const QString &workspaceName,
                                         std::vector<Record> records, const KeyAccess &keys)
{
    Profile profile;
    profile.dir = dir;
    profile.workspaceName = workspaceName;
    return opening(profile, [&](LocalWorkspace &workspace, LocalWorkspace::Opened opened) {
        workspace.openSeeded(user, std::move(records), keys, std::move(opened));
    });
}

QFuture<Result<>> signInAgain(Workspace &workspace, const QString &password)
{
    auto *local = qobject_cast<LocalWorkspace *>(&workspace);
    return local ? local->signInAgain(password)
                 : finished(failure(ErrorCode::Unsupported, QStringLiteral("this workspace has no server")));
}

QFuture<Result<>> signOut(Workspace &workspace)
{
    auto *local = qobject_cast<LocalWorkspace *>(&workspace);
    return local ? local->signOut()
                 : finished(failure(ErrorCode::Unsupported, QStringLiteral("this workspace has no server")));
}

} // namespace mdmc::sync
