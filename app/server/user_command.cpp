// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server/commands.h"
#include "app/server/console.h"
#include "sync/server/workspace_access.h"
#include "sync/server/workspace_setup.h"

namespace mdmc::server {

namespace {

Result<User> userOf(sync::WorkspaceAccess &access, const QString &email)
{
    MDMC_ASSIGN(const std::optional<RecordId> id, access.store->userByEmail(email.trimmed().toLower()));
    if (!id)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no account with the address %1.").arg(email));
    MDMC_ASSIGN(const std::optional<Record> record, access.store->load({EntityType::User, *id}));
    if (!record)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no account with the address %1.").arg(email));
    return fromRecord<User>(*record);
}

Result<RecordId> teamOf(sync::WorkspaceAccess &access, const QString &name)
{
    MDMC_ASSIGN(const std::vector<Record> teams, access.store->all(EntityType::Team));
    if (name.isEmpty() && !teams.empty())
        return teams.front().id;
    for (const Record &team : teams)
        if (foldText(fromRecord<Team>(team).name) == foldText(name))
            return team.id;
    return failure(ErrorCode::NotFound, QStringLiteral("There is no team called %1.").arg(name));
}

Result<> add(sync::WorkspaceAccess &access, const QCommandLineParser &parser, const QString &email)
{
    sync::NewUser user;
    user.email = email;
    user.name = parser.value(QStringLiteral("name"));
    user.role = parser.value(QStringLiteral("role"));
    user.scope = parser.value(QStringLiteral("sees"));
    MDMC_ASSIGN(user.teamId, teamOf(access, parser.value(QStringLiteral("team"))));
    const bool isGenerated = !parser.isSet(QStringLiteral("password-stdin"));
    user.password = isGenerated ? generatePassword() : readPassword(QStringLiteral("Password: "));
    MDMC_ASSIGN(const User made, sync::addUser(*access.store, *access.accounts, access.clock, access.random, user));
    print(QStringLiteral("added %1 (%2, sees %3)").arg(made.email, made.role, made.scope));
    if (isGenerated)
        print(QStringLiteral("password %1").arg(user.password));
    return {};
}

Result<> list(sync::WorkspaceAccess &access)
{
    MDMC_ASSIGN(const std::vector<Record> records, access.store->all(EntityType::User));
    for (const Record &record : records) {
        const User user = fromRecord<User>(record);
        print(QStringList{user.email, user.role, user.scope,
                          user.isActive ? QStringLiteral("active") : QStringLiteral("disabled"), user.name}
                  .join(u'\t'));
    }
    return {};
}

Result<> change(sync::WorkspaceAccess &access, const QCommandLineParser &parser, const QString &action, const QString &email)
{
    MDMC_ASSIGN(User user, userOf(access, email));
    if (action == QLatin1String("passwd")) {
        const bool isGenerated = !parser.isSet(QStringLiteral("password-stdin"));
        const QString password = isGenerated ? generatePassword() : readPassword(QStringLiteral("New password: "));
        MDMC_TRY(access.accounts->setPassword(user.id, password));
        print(QStringLiteral("password of %1 changed; all its sessions have ended").arg(user.email));
        if (isGenerated)
            print(QStringLiteral("password %1").arg(password));
        return {};
    }
    if (action == QLatin1String("disable") || action == QLatin1String("enable")) {
        user.isActive = action == QLatin1String("enable");
    } else {
        user.role = parser.value(QStringLiteral("role"));
        const std::optional<Role> role = roleFromKey(user.role);
        if (!role)
            return failure(ErrorCode::InvalidInput,
                           QStringLiteral("Roles are admin, manager, account_manager, finance and read_only."));
        const QString sees = parser.value(QStringLiteral("sees"));
        user.scope = sees.isEmpty() ? QString(sightKey(defaultSight(*role))) : sees;
    }
    MDMC_TRY(sync::changeUser(*access.store, *access.accounts, access.clock, access.random, user));
    print(QStringLiteral("%1: %2, sees %3, %4")
              .arg(user.email, user.role, user.scope,
                   user.isActive ? QStringLiteral("active") : QStringLiteral("disabled")));
    return {};
}

} // namespace

int userCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Accounts: user add|list|disable|enable|role|passwd [EMAIL]."));
    parser.addOptions(
        {{QStringLiteral("data"), QStringLiteral("Data folder."), QStringLiteral("DIR")},
         {QStringLiteral("name"), QStringLiteral("The person's name."), QStringLiteral("NAME")},
         {QStringLiteral("role"), QStringLiteral("admin, manager, account_manager, finance or read_only."),
          QStringLiteral("ROLE"), QStringLiteral("account_manager")},
         {QStringLiteral("sees"), QStringLiteral("own, team or all; the role's usual one when left out."),
          QStringLiteral("SCOPE")},
         {QStringLiteral("team"), QStringLiteral("Name of the team."), QStringLiteral("TEAM")},
         {QStringLiteral("email"), QStringLiteral("The account's address."), QStringLiteral("EMAIL")},
         {QStringLiteral("password-stdin"), QStringLiteral("Reads the password from standard input.")}});
    int exitCode = kDone;
    if (!parse(parser, QStringLiteral("user"), arguments, exitCode))
        return exitCode;
    const QStringList words = parser.positionalArguments();
    const QString action = words.value(0);
    const QString email = words.size() > 1 ? words.at(1) : parser.value(QStringLiteral("email"));
    static const QStringList actions{QStringLiteral("add"),    QStringLiteral("list"), QStringLiteral("disable"),
                                     QStringLiteral("enable"), QStringLiteral("role"), QStringLiteral("passwd")};
    if (!actions.contains(action) || parser.value(QStringLiteral("data")).isEmpty())
        return fail(kBadConfig, QStringLiteral("user takes add, list, disable, enable, role or passwd, and --data."));
    if (action != QLatin1String("list") && email.isEmpty())
        return fail(kBadConfig, QStringLiteral("user %1 needs an e-mail address.").arg(action));
    if (action == QLatin1String("role") && !parser.isSet(QStringLiteral("role")))
        return fail(kBadConfig, QStringLiteral("user role needs --role."));
    const QString dataDir = parser.value(QStringLiteral("data"));
    auto access = sync::WorkspaceAccess::open(dataDir);
    if (!access)
        return fail(access.error());
    const Result<> done = action == QLatin1String("add") ? add(**access, parser, email)
        : action == QLatin1String("list")                ? list(**access)
                                                         : change(**access, parser, action, email);
    return done ? kDone : fail(done.error());
}

} // namespace mdmc::server
