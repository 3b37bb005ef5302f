// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/unlock_page.h"

#include "ui/models/error_text.h"
#include "ui/pages/welcome/unlock_form.h"
#include "ui/pages/welcome/welcome_forms.h"
#include "ui/pages/welcome/welcome_parts.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace mdmc::ui {

using security::PassphrasePurpose;

UnlockForm::UnlockForm(QWidget *parent) : WelcomeForm({}, {}, parent)
{
    m_passphrase = addField(QStringLiteral("unlockPassphrase"), tr("Passphrase"), true);
    m_again = addField(QStringLiteral("unlockPassphraseAgain"), tr("Passphrase again"), true);
    setSubmit(QStringLiteral("unlockSubmit"), tr("Continue"));
    connect(this, &WelcomeForm::submitted, this, &UnlockForm::submit);
    describe();
}

void UnlockForm::describe()
{
    const bool isChoice = m_purpose == PassphrasePurpose::Choose;
    setFieldShown(m_again, isChoice);
    if (isChoice) {
        setTexts(tr("Choose a passphrase"),
                 tr("This computer has no keychain that could keep the key of your data, so a passphrase protects it. "
                    "Without the "
                    "passphrase nobody can read what is stored here, not even you: there is no way to reset it."));
        return;
    }
    setTexts(m_workspaceName.isEmpty() ? tr("Unlock your workspace") : tr("Unlock %1").arg(m_workspaceName),
             tr("Your data on this computer is encrypted. Enter the passphrase you chose for it."));
}

void UnlockForm::setWorkspaceName(const QString &name)
{
    m_workspaceName = name;
    describe();
}

void UnlockForm::ask(PassphrasePurpose purpose, int attempt, const Error &lastError)
{
    setBusy(false);
    clearProblems();
    const bool isOther = purpose != m_purpose;
    m_purpose = purpose;
    describe();
    if (isOther) {
        m_passphrase->clear();
        m_again->clear();
    }
    focusFirst();
    if (attempt < 2)
        return;
    const SignInProblem problem = signInProblem(lastError);
    const bool isField = lastError.code == ErrorCode::WrongKey || problem.field == QLatin1String("passphrase");
    const QString sentence = purpose == PassphrasePurpose::Choose && lastError.code == ErrorCode::InvalidInput
                               ? tr("This passphrase is too easy to guess. Choose another.")
                               : problem.sentence;
    showProblem(isField ? m_passphrase->objectName() : QString(), sentence);
}

void UnlockForm::submit()
{
    clearProblems();
    const QString passphrase = m_passphrase->text();
    if (passphrase.isEmpty()) {
        showProblem(m_passphrase->objectName(), tr("Enter the passphrase."));
    } else if (m_purpose == PassphrasePurpose::Choose) {
        if (const QString weak = weakPasswordProblem(passphrase); !weak.isEmpty())
            showProblem(m_passphrase->objectName(), weak);
        else if (m_again->text() != passphrase)
            showProblem(m_again->objectName(), tr("The two passphrases differ. Type the same one twice."));
    }
    if (hasProblems())
        return;
    setBusy(true, tr("Unlocking…"));
    Q_EMIT accepted(passphrase);
}

UnlockPage::UnlockPage(QWidget *parent) : QWidget(parent), m_form(new UnlockForm(this))
{
    setObjectName(QStringLiteral("unlockPage"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(quietColumn(m_form, this));
    connect(m_form, &UnlockForm::accepted, this, &UnlockPage::passphraseEntered);
    connect(m_form, &WelcomeForm::backRequested, this, &UnlockPage::cancelled);
}

void UnlockPage::ask(PassphrasePurpose purpose, int attempt, const Error &lastError)
{
    m_form->ask(purpose, attempt, lastError);
}

void UnlockPage::setWorkspaceName(const QString &name)
{
    m_form->setWorkspaceName(name);
}

} // namespace mdmc::ui
