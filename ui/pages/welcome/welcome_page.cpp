// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/welcome_page.h"

#include "ui/models/error_text.h"
#include "ui/pages/welcome/welcome_choices.h"
#include "ui/pages/welcome/welcome_forms.h"
#include "ui/pages/welcome/welcome_parts.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

constexpr int kChoicesWidth = 520;

} // namespace

WelcomePage::WelcomePage(QWidget *parent) : QWidget(parent), m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("welcomePage"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_choices = new WelcomeChoices(m_stack);
    m_signIn = new SignInForm(m_stack);
    m_host = new HostForm(m_stack);
    m_stack->addWidget(quietColumn(m_choices, m_stack, kChoicesWidth));
    m_stack->addWidget(quietColumn(m_signIn, m_stack));
    m_stack->addWidget(quietColumn(m_host, m_stack));
    connect(m_choices, &WelcomeChoices::signInChosen, this, [this] { showPane(m_signIn); });
    connect(m_choices, &WelcomeChoices::hostChosen, this, [this] { showPane(m_host); });
    connect(m_choices, &WelcomeChoices::demoChosen, this, &WelcomePage::demoRequested);
    connect(m_signIn, &SignInForm::accepted, this, &WelcomePage::signInRequested);
    connect(m_host, &HostForm::accepted, this, &WelcomePage::hostRequested);
    connect(m_signIn, &WelcomeForm::backRequested, this, &WelcomePage::back);
    connect(m_host, &WelcomeForm::backRequested, this, &WelcomePage::back);
    setFocusProxy(m_choices);
}

void WelcomePage::setServer(const QUrl &server, const QString &email)
{
    m_signIn->setServer(server, email);
}

void WelcomePage::openSignIn()
{
    showPane(m_signIn);
}

void WelcomePage::showPane(QWidget *pane)
{
    for (int i = 0; i < m_stack->count(); ++i)
        if (m_stack->widget(i)->isAncestorOf(pane))
            m_stack->setCurrentIndex(i);
    if (auto *form = qobject_cast<WelcomeForm *>(pane))
        form->focusFirst();
}

void WelcomePage::back()
{
    if (m_isBusy) {
        Q_EMIT cancelRequested();
        return;
    }
    QWidget *left = m_stack->currentWidget();
    showPane(m_choices);
    m_choices->focusChoice(left->isAncestorOf(m_host) ? WelcomeChoices::Host : WelcomeChoices::SignIn);
}

void WelcomePage::setBusy(bool busy, const QString &sentence)
{
    m_isBusy = busy;
    QWidget *current = m_stack->currentWidget();
    if (current->isAncestorOf(m_signIn))
        m_signIn->setBusy(busy, sentence);
    else if (current->isAncestorOf(m_host))
        m_host->setBusy(busy, sentence);
    else
        m_choices->setBusy(busy, sentence);
}

void WelcomePage::showError(const Error &error)
{
    m_isBusy = false;
    QWidget *current = m_stack->currentWidget();
    if (current->isAncestorOf(m_signIn))
        m_signIn->showError(error);
    else if (current->isAncestorOf(m_host))
        m_host->showError(error);
    else
        m_choices->showProblem(error.code == ErrorCode::Cancelled ? QString() : errorText(error));
}

} // namespace mdmc::ui
