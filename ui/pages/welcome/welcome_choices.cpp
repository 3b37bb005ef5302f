// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/welcome_choices.h"

#include "ui/pages/welcome/welcome_parts.h"
#include "ui/widgets/panels.h"

#include <QLabel>
#include <QVBoxLayout>

namespace mdmc::ui {

WelcomeChoices::WelcomeChoices(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::S);
    m_signIn = new ChoiceButton(Symbol::HddNetwork, tr("Sign in to your agency's server"),
                                tr("Your agency uses MDMC already and gave you an account."), this);
    m_host = new ChoiceButton(Symbol::Laptop, tr("Start a workspace on this computer"),
                              tr("For yourself or a small office. It can move to a server later."), this);
    m_demo = new ChoiceButton(Symbol::Eye, tr("Look around with demo data"),
                              tr("An invented agency with leads and campaigns. Nothing to fill in."), this);
    m_signIn->setObjectName(QStringLiteral("welcomeSignIn"));
    m_host->setObjectName(QStringLiteral("welcomeHost"));
    m_demo->setObjectName(QStringLiteral("welcomeDemo"));
    m_notice = new InlineNotice(Tone::Negative, this);
    m_notice->setObjectName(QStringLiteral("welcomeNotice"));
    m_notice->hide();
    auto *title = label(tr("Welcome to MDMC CRM"), TextStyle::Page, this);
    auto *text = label(tr("Leads, campaigns and results of your agency, with or without a network."),
                       TextStyle::Base, this, Tone::Secondary);
    auto *foot = label(tr("Your data is encrypted on this computer."), TextStyle::Secondary, this, Tone::Secondary);
    for (QLabel *line : {title, text, foot}) {
        line->setAlignment(Qt::AlignHCenter);
        line->setWordWrap(true);
    }
    layout->addWidget(new BrandMark(this), 0, Qt::AlignHCenter);
    layout->addSpacing(space::S);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addSpacing(space::Xl);
    layout->addWidget(m_signIn);
    layout->addWidget(m_host);
    layout->addWidget(m_demo);
    layout->addSpacing(space::S);
    layout->addWidget(m_notice);
    layout->addWidget(foot);
    connect(m_signIn, &QAbstractButton::clicked, this, &WelcomeChoices::signInChosen);
    connect(m_host, &QAbstractButton::clicked, this, &WelcomeChoices::hostChosen);
    connect(m_demo, &QAbstractButton::clicked, this, &WelcomeChoices::demoChosen);
    setFocusProxy(m_signIn);
}

void WelcomeChoices::setBusy(bool busy, const QString &sentence)
{
    for (ChoiceButton *button : {m_signIn, m_host, m_demo})
        button->setEnabled(!busy);
    m_notice->setTone(Tone::Accent);
    m_notice->setText(sentence);
    m_notice->setVisible(busy && !sentence.isEmpty());
}

void WelcomeChoices::showProblem(const QString &sentence)
{
    setBusy(false, {});
    m_notice->setTone(Tone::Negative);
    m_notice->setText(sentence);
    m_notice->setVisible(!sentence.isEmpty());
}

void WelcomeChoices::focusChoice(Choice choice)
{
    (choice == SignIn ? m_signIn : choice == Host ? m_host : m_demo)->setFocus();
}

} // namespace mdmc::ui
