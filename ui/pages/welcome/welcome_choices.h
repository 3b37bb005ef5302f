// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace mdmc::ui {

class ChoiceButton;
class InlineNotice;

/// The three ways to begin.
class WelcomeChoices : public QWidget {
    Q_OBJECT
public:
    enum Choice { SignIn, Host, Demo };

    explicit WelcomeChoices(QWidget *parent);
    void setBusy(bool busy, const QString &sentence);
    void showProblem(const QString &sentence); ///< Ends being busy; empty: none.
    void focusChoice(Choice choice);

Q_SIGNALS:
    void signInChosen();
    void hostChosen();
    void demoChosen();

private:
    ChoiceButton *m_signIn;
    ChoiceButton *m_host;
    ChoiceButton *m_demo;
    InlineNotice *m_notice;
};

} // namespace mdmc::ui
