// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/storage/database.h"

#include <functional>
#include <span>

namespace mdmc::storage {

/// One step of the schema: from `version - 1` to `version`. Once released it is never edited.
struct Migration {
    int version = 0;  ///< Counts from 1 without gaps.
    QString name;     ///< For logs.
    QByteArray sql;   ///< Any number of statements, run first. UTF-8.
    std::function<Result<>(Database &)> code; ///< Optional, run after `sql` in the same transaction.
};

/// Brings the schema up to the last of `migrations` and returns the version reached. Every step is one write
/// transaction that also raises `user_version`, so a failure or a kill leaves the last complete version, usable.
/// `applicationId` (not 0) marks the file as ours: a database with another mark, or with content and no mark, is
/// refused (Unsupported) and not touched; one of a later version is refused (SchemaTooNew). Several processes may call
/// it at once.
Result<int> migrate(Database &database, std::span<const Migration> migrations, qint32 applicationId);

} // namespace mdmc::storage
