// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server/commands.h"
#include "app/server/console.h"
#include "core/security/password_hash.h"
#include "sync/server/demo_data.h"
#include "sync/server/workspace_access.h"

namespace mdmc::server {

namespace {

int addDemo(sync::WorkspaceAccess &access, const QString &count, const QString &password)
{
    sync::DemoOptions options;
    bool isNumber = true;
    if (!count.isEmpty())
        options.leads = count.toInt(&isNumber);
    if (!isNumber)
        return fail(kBadConfig, QStringLiteral("--demo takes a number of leads."));
    options.password = password;
    const auto made = sync::addDemoData(*access.store, *access.accounts, access.clock, access.random, options);
    if (!made)
        return fail(made.error());
    for (const sync::DemoAccount &account : *made)
        print(QStringLiteral("demo account %1 (%2)").arg(account.email, account.role));
    return kDone;
}

} // namespace

int initCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Makes a workspace with its first administrator."));
    parser.addOptions(
        {{QStringLiteral("data"), QStringLiteral("Data folder; made where there is none."), QStringLiteral("DIR")},
         {QStringLiteral("admin-email"), QStringLiteral("The administrator's sign-in name."), QStringLiteral("EMAIL")},
         {QStringLiteral("admin-name"), QStringLiteral("The administrator's name."), QStringLiteral("NAME")},
         {QStringLiteral("workspace"), QStringLiteral("Name of the workspace."), QStringLiteral("NAME"),
          QStringLiteral("Workspace")},
         {QStringLiteral("password-stdin"), QStringLiteral("Reads the password from standard input.")},
         {QStringLiteral("demo"),
          QStringLiteral("Adds demo data with this many leads; demo accounts get the same password."),
          QStringLiteral("N")}});
    int exitCode = kDone;
    if (!parse(parser, QStringLiteral("init"), arguments, exitCode))
        return exitCode;
    const QString dataDir = parser.value(QStringLiteral("data"));
    if (dataDir.isEmpty() || parser.value(QStringLiteral("admin-email")).isEmpty())
        return fail(kBadConfig, QStringLiteral("init needs --data and --admin-email."));
    sync::NewUser admin;
    admin.email = parser.value(QStringLiteral("admin-email"));
    admin.name = parser.value(QStringLiteral("admin-name"));
    const bool isGenerated = !parser.isSet(QStringLiteral("password-stdin"));
    admin.password = isGenerated ? generatePassword() : readPassword(QStringLiteral("Password: "));
    if (const auto fine = security::checkPassword(admin.password, {admin.email, admin.name}); !fine)
        return fail(fine.error());
    auto access = sync::WorkspaceAccess::create(dataDir);
    if (!access)
        return fail(access.error());
    sync::WorkspaceAccess &workspace = **access;
    const auto made = sync::createWorkspace(*workspace.store, *workspace.accounts, workspace.clock, workspace.random,
                                            parser.value(QStringLiteral("workspace")), admin);
    if (!made)
        return fail(made.error());
    print(QStringLiteral("workspace made in %1, administrator %2").arg(dataDir, made->email));
    if (isGenerated)
        print(QStringLiteral("password %1").arg(admin.password));
    return parser.isSet(QStringLiteral("demo"))
        ? addDemo(workspace, parser.value(QStringLiteral("demo")), admin.password)
        : kDone;
}

} // namespace mdmc::server
