// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QUrl>
#include <QWidget>

class QStackedWidget;

namespace mdmc::ui {

class HostForm;
class SignInForm;
class WelcomeChoices;

/// A workspace to be made on this computer, and its first administrator. The password has passed
/// `security::checkPassword`; whether the replica needs a passphrase as well is asked by `UnlockPage`.
struct HostRequest {
    QString workspaceName;
    QString name;
    QString email; ///< Trimmed, lower case.
    QString password;
    bool operator==(const HostRequest &) const = default;
};

/// The first page, before there is a workspace: sign in to a server, start a workspace here, look around. It only asks;
/// the composition root does the work and tells by `setBusy` and `showError`. What was typed stays until the page goes.
class WelcomePage : public QWidget {
    Q_OBJECT
public:
    explicit WelcomePage(QWidget *parent = nullptr);

    /// Fills in the form of a person who has been here before; empty values leave the fields as they are.
    void setServer(const QUrl &server, const QString &email);
    /// Opens the sign-in form at once (after signing out).
    void openSignIn();

public Q_SLOTS:
    /// While busy the form keeps its place, cannot be sent twice, and says `sentence`.
    void setBusy(bool busy, const QString &sentence = {});
    /// Ends being busy; the sentence stands under the field to blame, which gets focus, else over the buttons.
    void showError(const mdmc::Error &error);

Q_SIGNALS:
    void signInRequested(const QUrl &server, const QString &email, const QString &password);
    void hostRequested(const mdmc::ui::HostRequest &request);
    void demoRequested();
    /// Esc or Back while busy: give up what is under way.
    void cancelRequested();

private:
    void showPane(QWidget *pane);
    void back();

    QStackedWidget *m_stack;
    WelcomeChoices *m_choices;
    SignInForm *m_signIn;
    HostForm *m_host;
    bool m_isBusy = false;
};

} // namespace mdmc::ui

Q_DECLARE_METATYPE(mdmc::ui::HostRequest)
