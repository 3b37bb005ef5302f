// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace mdmc::ui {

class Button;

/// What a failed opening means for a person.
struct FailureText {
    QString title;        ///< What happened.
    QString kept;         ///< What was kept.
    QString todo;         ///< What to do.
    bool canRetry = true; ///< Trying again can change something.
    bool canStartAnew = true;
    bool prefersAnew = false; ///< Trying again will hardly help.
};
FailureText failureText(const Error &error);

/// The workspace could not be opened. Says what happened, what was kept and what to do; never deletes anything.
class FailurePage : public QWidget {
    Q_OBJECT
public:
    explicit FailurePage(QWidget *parent = nullptr);
    /// `folder` is where the data lies; shown in *Details*.
    void showFailure(const Error &error, const QString &folder);

Q_SIGNALS:
    void retryRequested();
    /// Sign in anew, with the data in another folder; the old folder stays as it is.
    void startAnewRequested();
    void quitRequested();

private:
    void toggleDetails();

    QLabel *m_title;
    QLabel *m_kept;
    QLabel *m_todo;
    QPlainTextEdit *m_details;
    QWidget *m_detailsPane;
    Button *m_detailsButton;
    Button *m_copy;
    Button *m_retry;
    Button *m_anew;
    Button *m_quit;
};

} // namespace mdmc::ui
