// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QFutureWatcher>

namespace mdmc::app {

/// Waits for a future while events go on. For the command line only: a window never waits.
template<typename T>
T await(QFuture<T> future)
{
    QFutureWatcher<T> watcher;
    QEventLoop loop;
    QObject::connect(&watcher, &QFutureWatcher<T>::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    return future.takeResult();
}

/// Calls `use` with the result on the context's thread once it is there, unless the context has gone. For results that
/// can only be moved: QFuture::then with a context crashes on those in Qt 6.4.
template<typename T, typename Use>
void whenDone(QFuture<T> future, QObject *context, Use use)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcher<T>::finished, context, [watcher, use = std::move(use)]() mutable {
        watcher->deleteLater();
        use(watcher->future().takeResult());
    });
    watcher->setFuture(future);
}

} // namespace mdmc::app
