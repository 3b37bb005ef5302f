// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/welcome_forms.h"

#include "core/rules/contact_text.h"
#include "core/security/password_hash.h"
#include "ui/models/error_text.h"
#include "ui/pages/welcome/server_address.h"

#include <QLineEdit>

namespace mdmc::ui {

namespace {

constexpr int ShortestPassword = 10;

} // namespace

QString weakPasswordProblem(const QString &password, const QStringList &personal)
{
    if (security::checkPassword(password, personal))
        return {};
    if (password.size() < ShortestPassword)
        return HostForm::tr("Use at least %n characters. A short sentence is easy to remember.", nullptr,
                            ShortestPassword);
    return HostForm::tr("This is one of the first that anybody would try. A short sentence of your own is better.");
}

SignInForm::SignInForm(QWidget *parent)
    : WelcomeForm(tr("Sign in"), tr("Your agency's administrator gave you the address and an account."), parent)
{
    m_server = addField(QStringLiteral("signInServer"), tr("Server address"));
    m_server->setPlaceholderText(tr("crm.example.com", "placeholder of a server's address"));
    m_server->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    m_email = addField(QStringLiteral("signInEmail"), tr("E-mail"));
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_password = addField(QStringLiteral("signInPassword"), tr("Password"), true);
    setSubmit(QStringLiteral("signInSubmit"), tr("Sign in"));
    connect(this, &WelcomeForm::submitted, this, &SignInForm::submit);
}

void SignInForm::setServer(const QUrl &server, const QString &email)
{
    if (!server.isEmpty())
        m_server->setText(server.toString());
    if (!email.isEmpty())
        m_email->setText(email);
}

void SignInForm::submit()
{
    clearProblems();
    const Result<QUrl> server = parseServerAddress(m_server->text());
    const QString email = m_email->text().trimmed().toLower();
    // The last problem shown takes the focus, so the first field comes last.
    if (m_password->text().isEmpty())
        showProblem(m_password->objectName(), tr("Enter your password."));
    if (!isEmail(email))
        showProblem(m_email->objectName(),
                    email.isEmpty() ? tr("Enter the e-mail address of your account.")
                                    : tr("This is not an e-mail address. It needs a form like name@example.com."));
    if (!server)
        showProblem(m_server->objectName(), serverAddressProblem(server.error()));
    if (!hasProblems())
        Q_EMIT accepted(*server, email, m_password->text());
}

void SignInForm::showError(const Error &error)
{
    setBusy(false);
    if (error.code == ErrorCode::Cancelled)
        return focusFirst();
    const SignInProblem problem = signInProblem(error);
    const QString name = problem.field == QLatin1String("server")   ? m_server->objectName()
                       : problem.field == QLatin1String("email")    ? m_email->objectName()
                       : problem.field == QLatin1String("password") ? m_password->objectName()
                                                                    : QString();
    showProblem(name, problem.sentence);
}

HostForm::HostForm(QWidget *parent)
    : WelcomeForm(tr("Start a workspace"),
                  tr("It lives on this computer, encrypted. You are its first administrator; colleagues "
                     "can join later, and it can move to a server of its own."),
                  parent)
{
    m_workspace = addField(QStringLiteral("hostWorkspace"), tr("Name of the workspace"));
    m_workspace->setPlaceholderText(tr("Your agency"));
    m_name = addField(QStringLiteral("hostName"), tr("Your name"));
    m_email = addField(QStringLiteral("hostEmail"), tr("Your e-mail"));
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_password = addField(QStringLiteral("hostPassword"), tr("Password"), true,
                          tr("At least %n characters.", nullptr, ShortestPassword));
    m_again = addField(QStringLiteral("hostPasswordAgain"), tr("Password again"), true);
    setSubmit(QStringLiteral("hostSubmit"), tr("Start the workspace"));
    connect(this, &WelcomeForm::submitted, this, &HostForm::submit);
}

void HostForm::submit()
{
    clearProblems();
    const HostRequest request{m_workspace->text().trimmed(), m_name->text().trimmed(),
                              m_email->text().trimmed().toLower(), m_password->text()};
    const QString weak = weakPasswordProblem(request.password, {request.email, request.name, request.workspaceName});
    if (weak.isEmpty() && m_again->text() != request.password)
        showProblem(m_again->objectName(), tr("The two passwords differ. Type the same one twice."));
    if (!weak.isEmpty())
        showProblem(m_password->objectName(), weak);
    if (!isEmail(request.email))
        showProblem(m_email->objectName(),
                    request.email.isEmpty()
                        ? tr("Enter your e-mail address. You sign in with it.")
                        : tr("This is not an e-mail address. It needs a form like name@example.com."));
    if (request.name.isEmpty())
        showProblem(m_name->objectName(), tr("Enter your name, as colleagues will read it."));
    if (request.workspaceName.isEmpty())
        showProblem(m_workspace->objectName(), tr("Give the workspace a name, such as your agency's."));
    if (!hasProblems())
        Q_EMIT accepted(request);
}

void HostForm::showError(const Error &error)
{
    setBusy(false);
    if (error.code == ErrorCode::Cancelled)
        return focusFirst();
    const SignInProblem problem = signInProblem(error);
    const QString name = problem.field == QLatin1String("email")    ? m_email->objectName()
                       : problem.field == QLatin1String("password") ? m_password->objectName()
                                                                    : QString();
    // A server that is this very program: its network troubles are the program's own.
    const bool isAddress = problem.field == QLatin1String("server");
    showProblem(name,
                isAddress ? tr("The workspace could not be started on this computer. Nothing was changed. Try again.")
                          : problem.sentence);
}

} // namespace mdmc::ui
