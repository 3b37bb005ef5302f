// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/workspace_setup.h"

#include "core/rules/default_lists.h"
#include "core/rules/validation.h"
#include "core/security/password_hash.h"
#include "sync/server/working_set.h"

namespace mdmc::sync {

namespace {

Result<> put(WorkingSet &rows, const Clock &clock, const Record &record)
{
    MDMC_ASSIGN(const RowScope scope, rows.scopeFor(record));
    std::vector<int> set;
    for (const FieldChange &change : difference(Record(record.type, record.id), record))
        set.push_back(change.field);
    WorkingSet::Cause cause;
    cause.effectiveAt = clock.nowUtc();
    MDMC_TRY(rows.put({record, scope}, ChangeKind::Create, cause, set));
    rows.keepGroup();
    return {};
}

bool isAdmin(const User &user)
{
    return user.isActive && user.role == roleKey(Role::Admin);
}

Result<Record> recordFor(const NewUser &wanted, const Clock &clock, Random &random)
{
    const std::optional<Role> role = roleFromKey(wanted.role);
    if (!role)
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("Roles are admin, manager, account_manager, finance and read_only."),
                       QStringLiteral("role"));
    if (!wanted.scope.isEmpty() && !sightFromKey(wanted.scope))
        return failure(ErrorCode::InvalidInput, QStringLiteral("A person sees own, team or all."),
                       QStringLiteral("scope"));
    User user;
    user.id = RecordId::mint(clock, random);
    user.name = wanted.name.isEmpty() ? wanted.email.section(u'@', 0, 0) : wanted.name;
    user.email = wanted.email;
    user.role = roleKey(*role);
    user.scope = wanted.scope.isEmpty() ? QString(sightKey(defaultSight(*role))) : wanted.scope;
    user.teamId = wanted.teamId;
    Record record = toRecord(user);
    normalise(record);
    MDMC_TRY(security::checkPassword(wanted.password, {user.email, user.name}));
    return record;
}

} // namespace

Result<> writeRecords(Store &store, const Clock &clock, Random &random, const std::vector<Record> &records)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(store, Store::Mode::Write));
    WorkingSet rows(store);
    for (const Record &record : records)
        MDMC_TRY(put(rows, clock, record));
    MDMC_TRY(rows.write(random, clock.nowUtc()));
    return transaction.commit();
}

Result<User> createWorkspace(Store &store, Accounts &accounts, const Clock &clock, Random &random,
                             const QString &workspaceName, NewUser administrator)
{
    MDMC_ASSIGN(const std::vector<Record> users, store.all(EntityType::User));
    if (!users.empty())
        return failure(ErrorCode::AlreadyExists, QStringLiteral("The workspace exists already."));
    Team team;
    team.id = RecordId::mint(clock, random);
    team.name = workspaceName.isEmpty() ? QStringLiteral("Team") : workspaceName;
    administrator.role = roleKey(Role::Admin);
    administrator.teamId = team.id;
    MDMC_ASSIGN(const Record person, recordFor(administrator, clock, random));
    std::vector<Record> records{toRecord(team), person};
    for (Record &record : defaultWorkspaceRecords(clock, random))
        records.push_back(std::move(record));
    MDMC_ASSIGN(const QString hash, accounts.hashPassword(fromRecord<User>(person), administrator.password));
    // All in one: a workspace whose administrator has no password could be neither entered nor made again.
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(store, Store::Mode::Write));
    WorkingSet rows(store);
    for (const Record &record : records)
        MDMC_TRY(put(rows, clock, record));
    MDMC_TRY(checkValid(person, nullptr, rows));
    MDMC_TRY(rows.write(random, clock.nowUtc()));
    MDMC_TRY(store.setSetting(kWorkspaceNameSetting, workspaceName));
    MDMC_TRY(accounts.savePassword(person.id, hash));
    MDMC_TRY(transaction.commit());
    return fromRecord<User>(person);
}

Result<User> addUser(Store &store, Accounts &accounts, const Clock &clock, Random &random, const NewUser &user)
{
    MDMC_ASSIGN(const Record person, recordFor(user, clock, random));
    MDMC_ASSIGN(const QString hash, accounts.hashPassword(fromRecord<User>(person), user.password));
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(store, Store::Mode::Write));
    MDMC_ASSIGN(const std::optional<RecordId> taken, store.userByEmail(fromRecord<User>(person).email));
    if (taken)
        return failure(ErrorCode::AlreadyExists,
                       QStringLiteral("There is an account with this e-mail address already."),
                       QStringLiteral("email"));
    WorkingSet rows(store);
    MDMC_TRY(checkValid(person, nullptr, rows));
    MDMC_TRY(put(rows, clock, person));
    MDMC_TRY(rows.write(random, clock.nowUtc()));
    MDMC_TRY(accounts.savePassword(person.id, hash));
    MDMC_TRY(transaction.commit());
    return fromRecord<User>(person);
}

Result<> changeUser(Store &store, Accounts &accounts, const Clock &clock, Random &random, const User &user)
{
    {
        MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(store, Store::Mode::Write));
        WorkingSet rows(store);
        MDMC_ASSIGN(const WorkingSet::Row *present, rows.find({EntityType::User, user.id}));
        if (!present || present->record.isDeleted())
            return failure(ErrorCode::NotFound, QStringLiteral("There is no such user."));
        const Record &before = present->record;
        WorkingSet::Row row = *present;
        row.record.values = toRecord(user).values;
        normalise(row.record);
        MDMC_TRY(checkValid(row.record, &before, rows));
        const std::vector<User> users = rows.users();
        const bool hasOther =
            std::any_of(users.begin(), users.end(), [&](const User &u) { return u.id != user.id && isAdmin(u); });
        if (isAdmin(fromRecord<User>(before)) && !isAdmin(fromRecord<User>(row.record)) && !hasOther)
            return failure(ErrorCode::InvalidInput,
                           QStringLiteral("The workspace needs at least one active administrator."));
        std::vector<int> changed;
        for (const FieldChange &change : difference(before, row.record))
            changed.push_back(change.field);
        if (changed.empty())
            return {};
        WorkingSet::Cause cause;
        cause.effectiveAt = clock.nowUtc();
        MDMC_TRY(rows.put(std::move(row), ChangeKind::Update, cause, changed));
        rows.keepGroup();
        MDMC_TRY(rows.write(random, clock.nowUtc()));
        MDMC_TRY(transaction.commit());
    }
    return user.isActive ? Result<>() : accounts.endSessions(user.id);
}

} // namespace mdmc::sync
