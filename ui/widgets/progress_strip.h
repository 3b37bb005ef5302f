// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace mdmc::ui {

class Button;

/// Long work that runs behind: what, a bar, a count, an estimate, Cancel.
class ProgressStrip : public QWidget {
    Q_OBJECT
public:
    explicit ProgressStrip(QWidget *parent = nullptr);
    void start(const QString &what);
    /// `total` 0: unknown, the bar runs. `count` and `estimate` are texts already formatted, such as `1,204 of 5,000`.
    void setProgress(qint64 done, qint64 total, const QString &count, const QString &estimate = {});
    void finish(const QString &sentence); ///< Shows the sentence, without bar and Cancel; `dismissed` by its ×.
    void setCancellable(bool cancellable);

Q_SIGNALS:
    void cancelRequested();
    void dismissed();

private:
    QLabel *m_what;
    QLabel *m_count;
    QLabel *m_estimate;
    QProgressBar *m_bar;
    Button *m_cancel;
    QWidget *m_close;
    bool m_cancellable = true;
};

} // namespace mdmc::ui
