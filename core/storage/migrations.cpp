// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/migrations.h"

#include "core/base/log.h"
#include "core/storage/transaction.h"

namespace mdmc::storage {

namespace {

Result<qint64> number(Database &database, QByteArrayView sql)
{
    MDMC_ASSIGN(const auto value, database.queryInt64(sql));
    return value.value_or(0);
}

/// Refuses a file that another program owns.
Result<> checkOwner(Database &database, qint32 applicationId)
{
    MDMC_ASSIGN(const qint64 found, number(database, "PRAGMA application_id"));
    if (found == applicationId)
        return {};
    MDMC_ASSIGN(const qint64 objects, number(database, "SELECT count(*) FROM sqlite_schema"));
    MDMC_ASSIGN(const qint64 version, number(database, "PRAGMA user_version"));
    if (found != 0 || objects != 0 || version != 0)
        return failure(ErrorCode::Unsupported,
                       QStringLiteral("The database belongs to another program (application id %1)").arg(found));
    return {};
}

/// Applies the first migration that is missing; false when none is.
Result<bool> applyNext(Database &database, std::span<const Migration> migrations, qint32 applicationId)
{
    MDMC_ASSIGN(Transaction transaction, Transaction::begin(database));
    // Read inside of the write transaction: another process may have migrated since.
    MDMC_TRY(checkOwner(database, applicationId));
    MDMC_ASSIGN(const qint64 version, number(database, "PRAGMA user_version"));
    const int latest = int(migrations.size());
    if (version > latest)
        return failure(ErrorCode::SchemaTooNew,
                       QStringLiteral("Schema version %1, this program knows %2").arg(version).arg(latest));
    if (version == latest)
        return false;
    const Migration &migration = migrations[size_t(version)];
    qCInfo(lcStorage) << "Migrating the schema to version" << migration.version << migration.name;
    MDMC_TRY(database.exec(migration.sql));
    if (migration.code)
        MDMC_TRY(migration.code(database));
    if (!database.inTransaction())
        return failure(ErrorCode::Internal,
                       QStringLiteral("Migration %1 ended its own transaction").arg(migration.version));
    MDMC_TRY(database.exec(QStringLiteral("PRAGMA application_id=%1; PRAGMA user_version=%2")
                               .arg(applicationId)
                               .arg(migration.version)));
    MDMC_TRY(transaction.commit());
    return true;
}

} // namespace

Result<int> migrate(Database &database, std::span<const Migration> migrations, qint32 applicationId)
{
    if (applicationId == 0)
        return failure(ErrorCode::Internal, QStringLiteral("The application id must not be 0"));
    for (size_t i = 0; i < migrations.size(); ++i) {
        if (migrations[i].version != int(i) + 1)
            return failure(ErrorCode::Internal, QStringLiteral("Migrations must count from 1 without gaps"));
    }
    for (;;) {
        MDMC_ASSIGN(const bool applied, applyNext(database, migrations, applicationId));
        if (!applied)
            return int(migrations.size());
    }
}

} // namespace mdmc::storage
