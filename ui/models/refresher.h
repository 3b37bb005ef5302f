// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace mdmc::ui {

/// When a view that shows what may change is read again. After a quiet time at once (with the event loop's next turn);
/// during a burst or a stream of changes once an interval, counted from the last time, so that neither each change costs
/// a read nor a stream of them leaves the view as it was. On the GUI's thread.
class Refresher : public QObject {
public:
    static constexpr int kIntervalMs = 40;

    explicit Refresher(std::function<void()> refresh, int intervalMs = kIntervalMs, QObject *parent = nullptr);

    void request();
    void cancel() { m_timer.stop(); } ///< What was requested is not wanted any longer.
    bool isDue() const { return m_timer.isActive(); }

private:
    std::function<void()> m_refresh;
    QTimer m_timer{this};
    QElapsedTimer m_sinceLast; ///< Invalid until the first time.
    int m_intervalMs;
};

} // namespace mdmc::ui
