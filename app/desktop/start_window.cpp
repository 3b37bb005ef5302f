// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/start_window.h"

#include <QCloseEvent>

namespace mdmc::app {

StartWindow::StartWindow(PassphrasePrompt &prompt)
    : m_prompt(prompt), m_welcome(new ui::WelcomePage(this)), m_unlock(new ui::UnlockPage(this)),
      m_failure(new ui::FailurePage(this))
{
    setObjectName(QStringLiteral("startWindow"));
    setWindowTitle(QStringLiteral("MDMC CRM"));
    resize(1100, 720);
    addWidget(m_welcome);
    addWidget(m_unlock);
    addWidget(m_failure);
    connect(&prompt, &PassphrasePrompt::asked, this, [this](security::PassphrasePurpose purpose, int attempt, const Error &error) {
        m_unlock->ask(purpose, attempt, error);
        setCurrentWidget(m_unlock);
        show();
    });
    connect(m_unlock, &ui::UnlockPage::passphraseEntered, &prompt, &PassphrasePrompt::answer);
    connect(m_unlock, &ui::UnlockPage::cancelled, &prompt, &PassphrasePrompt::cancel);
}

void StartWindow::showWelcome()
{
    setCurrentWidget(m_welcome);
    show();
}

void StartWindow::showFailure(const Error &error, const QString &folder)
{
    m_failure->showFailure(error, folder);
    setCurrentWidget(m_failure);
    show();
}

void StartWindow::closeEvent(QCloseEvent *event)
{
    m_prompt.cancel();
    QStackedWidget::closeEvent(event);
    Q_EMIT closed();
}

} // namespace mdmc::app
