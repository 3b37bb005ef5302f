// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <type_traits>

namespace mdmc {

/// Calls `f` with the future's result on the thread of `context`, from its event loop; never when `context` is gone by
/// then or the future was cancelled. Called on the thread of `context`.
///
/// Use it instead of `QFuture::then(context, …)`: in Qt 6.4 that asserts when the future finishes (or its promise is
/// dropped) after the context was destroyed, and looks at the context from the finishing thread without a lock, so
/// closing a form while its read is on the way could crash.
template <typename T, typename F> void whenDone(const QFuture<T> &future, QObject *context, F f)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, f = std::move(f)]() mutable {
        watcher->deleteLater();
        QFuture<T> done = watcher->future();
        if (done.resultCount() == 0)
            return;
        if constexpr (std::is_copy_constructible_v<T>)
            f(done.result());
        else
            f(done.takeResult());
    });
    watcher->setFuture(future);
}

} // namespace mdmc
