// SPDX-License-Identifier: GPL-3.0-or-later
// The two forms of the welcome page: signing in to a server, starting a workspace here.
#pragma once

#include "ui/pages/welcome/welcome_form.h"
#include "ui/pages/welcome/welcome_page.h"

namespace mdmc::ui {

class SignInForm : public WelcomeForm {
    Q_OBJECT
public:
    explicit SignInForm(QWidget *parent);
    void setServer(const QUrl &server, const QString &email);
    void showError(const Error &error);

Q_SIGNALS:
    void accepted(const QUrl &server, const QString &email, const QString &password);

private:
    void submit();
    QLineEdit *m_server;
    QLineEdit *m_email;
    QLineEdit *m_password;
};

class HostForm : public WelcomeForm {
    Q_OBJECT
public:
    explicit HostForm(QWidget *parent);
    void showError(const Error &error);

Q_SIGNALS:
    void accepted(const mdmc::ui::HostRequest &request);

private:
    void submit();
    QLineEdit *m_workspace;
    QLineEdit *m_name;
    QLineEdit *m_email;
    QLineEdit *m_password;
    QLineEdit *m_again;
};

/// A sentence for a password or passphrase that `security::checkPassword` refuses; empty when it may be chosen.
QString weakPasswordProblem(const QString &password, const QStringList &personal = {});

} // namespace mdmc::ui
