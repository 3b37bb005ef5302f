// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/profile_section.h"

#include "core/base/when_done.h"
#include "ui/models/error_text.h"
#include "ui/pages/welcome/welcome_parts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

/// From the event loop, so that it may take the page down.
void later(const std::function<void()> &callback)
{
    if (callback)
        QTimer::singleShot(0, qApp, callback);
}

} // namespace

ProfileSection::ProfileSection(const PageContext &context, const SettingsCallbacks &callbacks, QWidget *parent)
    : SettingsSection(tr("Profile"), {}, parent), m_context(context), m_callbacks(callbacks)
{
    m_ended = new InlineNotice(Tone::Warning, this);
    m_ended->setObjectName(QStringLiteral("settingsSessionEnded"));
    m_ended->setText(tr("Your session has ended. You can go on working; edits are kept here until you sign in again."),
                     tr("Sign in again"));
    body()->addWidget(m_ended);
    m_name = addFact(tr("Name"), {});
    m_email = addFact(tr("E-mail"), {});
    m_role = addFact(tr("Role"), {});
    m_team = addFact(tr("Team"), {});
    m_workspace = addFact(tr("Workspace"), {});
    m_server = addFact(tr("Server"), {});
    m_name->setObjectName(QStringLiteral("settingsName"));
    m_server->setObjectName(QStringLiteral("settingsServer"));
    m_signOut = new Button(tr("Sign out"), ButtonKind::Normal, this);
    m_signOut->setObjectName(QStringLiteral("settingsSignOut"));
    body()->addSpacing(space::S);
    body()->addWidget(m_signOut, 0, Qt::AlignLeft);
    body()->addStretch();
    connect(m_ended, &InlineNotice::linkActivated, this, &ProfileSection::askPassword);
    connect(m_signOut, &Button::clicked, this, &ProfileSection::signOut);
    connect(&m_context.workspace, &sync::Workspace::statusChanged, this, &ProfileSection::refresh);
    connect(&m_context.lookups, &Lookups::changed, this, &ProfileSection::refresh);
    refresh();
}

void ProfileSection::refresh()
{
    const sync::Workspace &workspace = m_context.workspace;
    const User me = m_context.lookups.user(workspace.actor().userId).value_or(User());
    const FieldText text = m_context.fields();
    const auto show = [](QLabel *label, const QString &value) {
        label->setText(value.isEmpty() ? QStringLiteral("–") : value);
    };
    const auto word = [&](const char *field, const QString &key) {
        return text.text(EntityType::User, entityInfo(EntityType::User).indexOf(QLatin1String(field)), Value(key));
    };
    show(m_name, me.name);
    show(m_email, me.email);
    show(m_role,
         me.role.isEmpty() ? QString() : QStringLiteral("%1 · %2").arg(word("role", me.role), word("scope", me.scope)));
    show(m_team, m_context.lookups.teamName(me.teamId));
    show(m_workspace, workspace.workspaceName());
    m_server->setText(workspace.serverAddress().isEmpty() ? tr("None: this workspace is only on this computer.")
                                                          : workspace.serverAddress());
    m_ended->setVisible(workspace.status().state == sync::SyncState::SignInNeeded && m_callbacks.signInAgain);
    m_signOut->setVisible(!workspace.serverAddress().isEmpty() && m_callbacks.signOut);
}

void ProfileSection::askPassword()
{
    auto *sheet = new Sheet(this, tr("Sign in again"));
    sheet->setMessage(tr("Enter your password for %1.").arg(m_context.workspace.serverAddress()));
    auto *password = secretEdit(sheet);
    password->setObjectName(QStringLiteral("settingsPassword"));
    sheet->setBody(new FormField(tr("Password"), password));
    sheet->setConfirm(tr("Sign in"));
    sheet->setClosesOnConfirm(false);
    connect(sheet, &Sheet::confirmed, this, [this, sheet, password] { tryPassword(sheet, password->text()); });
    sheet->open();
    password->setFocus();
}

void ProfileSection::tryPassword(Sheet *sheet, const QString &password)
{
    if (password.isEmpty())
        return sheet->setError(tr("Enter your password."));
    sheet->setError({});
    sheet->setBusy(true);
    whenDone(m_callbacks.signInAgain(password), sheet, [this, sheet](const Result<> &result) {
        sheet->setBusy(false);
        if (!result)
            return sheet->setError(signInProblem(result.error()).sentence);
        sheet->close();
        Q_EMIT said(tr("Signed in again"), false);
    });
}

void ProfileSection::signOut()
{
    const int pending = m_context.workspace.status().pending;
    if (pending == 0)
        return later(m_callbacks.signOut);
    auto *sheet = new Sheet(this, tr("Sign out?"));
    sheet->setMessage(tr("%n edit(s) have not reached the server yet. They stay on this computer, encrypted, and go "
                         "out when you sign in "
                         "again here.",
                         nullptr, pending));
    sheet->setConfirm(tr("Sign out"));
    connect(sheet, &Sheet::confirmed, this, [this] { later(m_callbacks.signOut); });
    sheet->open();
}

} // namespace mdmc::ui
