// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/passphrase_prompt.h"
#include "ui/pages/welcome/failure_page.h"
#include "ui/pages/welcome/unlock_page.h"
#include "ui/pages/welcome/welcome_page.h"

#include <QStackedWidget>

namespace mdmc::app {

/// The window before there is a workspace: welcome, passphrase, or what went wrong.
class StartWindow : public QStackedWidget {
    Q_OBJECT
public:
    explicit StartWindow(PassphrasePrompt &prompt);

    ui::WelcomePage &welcome() { return *m_welcome; }
    ui::FailurePage &failure() { return *m_failure; }
    void showWelcome();
    /// Something is under way and no page of its own is up yet.
    void showFailure(const Error &error, const QString &folder);

Q_SIGNALS:
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    PassphrasePrompt &m_prompt;
    ui::WelcomePage *m_welcome;
    ui::UnlockPage *m_unlock;
    ui::FailurePage *m_failure;
};

} // namespace mdmc::app
