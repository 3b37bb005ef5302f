// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace mdmc::ui {

/// The turns of a model that reads something long: what is seen first, then all of it (decision 0033). One read runs at a
/// time; of what is asked for meanwhile only the newest follows; what nobody wants any longer is given up. On the GUI's
/// thread.
class StagedRead : public QObject {
    Q_OBJECT
public:
    /// How long the whole may take before its first part is shown alone.
    static constexpr int kEarlyMs = 30;
    using Token = std::shared_ptr<const std::atomic<bool>>;

    /// `begin` starts a read, which calls `ended` in whatever way it ends.
    explicit StagedRead(std::function<void()> begin, QObject *parent = nullptr);
    ~StagedRead() override;

    void ask();    ///< Begins now, or after the read that runs.
    void giveUp(); ///< The read that runs is not wanted any longer.
    bool isRunning() const { return m_isRunning; }
    bool isGivenUp() const { return *m_isGivenUp; }
    Token token() const { return m_isGivenUp; } ///< Of the read that runs, for `Workspace::readList`.
    int begun() const { return m_begun; }       ///< For tests.

    /// The first part is there: shows it at once, or when the whole takes longer than a moment from the beginning on.
    void showEarly(std::function<void()> show, bool isAtOnce);
    void dropEarly(); ///< The whole is there.
    void ended();

private:
    void begin();

    std::function<void()> m_beginRead;
    std::function<void()> m_show;
    QTimer m_earlyTimer;
    QElapsedTimer m_since;
    std::shared_ptr<std::atomic<bool>> m_isGivenUp = std::make_shared<std::atomic<bool>>(false);
    bool m_isRunning = false;
    bool m_again = false;
    int m_begun = 0;
};

} // namespace mdmc::ui
