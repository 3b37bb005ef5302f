// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"
#include "sync/protocol/operation.h"

namespace mdmc::sync {

/// Small facts about where the replica stands, inside of its database. Reads and writes take part in the caller's
/// transaction.
class SyncMeta {
public:
    explicit SyncMeta(storage::Database &database) : m_db(database) {}

    Result<QByteArray> bytes(QLatin1String key);              ///< Empty when not set.
    Result<qint64> number(QLatin1String key);                 ///< 0 when not set.
    Result<QString> text(QLatin1String key);
    Result<> set(QLatin1String key, const QByteArray &value); ///< Empty removes.
    Result<> set(QLatin1String key, qint64 value);
    Result<> remove(QLatin1String key);

    Result<Cursor> cursor(QLatin1String prefix);
    Result<> setCursor(QLatin1String prefix, const Cursor &cursor);

private:
    storage::Database &m_db;
};

namespace meta {
inline constexpr QLatin1String kClientId("clientId");
inline constexpr QLatin1String kLastN("lastN");
inline constexpr QLatin1String kAckedN("ackedN");
inline constexpr QLatin1String kCursor("cursor");
inline constexpr QLatin1String kSeen("seen");              ///< Head of the newest rows here, where the cursor is below.
inline constexpr QLatin1String kScopeTag("scopeTag");
inline constexpr QLatin1String kUser("user");              ///< CBOR record of the account, from sign-in.
inline constexpr QLatin1String kServer("server");          ///< Address; empty for a replica without a server.
inline constexpr QLatin1String kWorkspaceName("workspaceName");
inline constexpr QLatin1String kRefreshToken("refreshToken");
inline constexpr QLatin1String kExtraCertificate("extraCertificate");
inline constexpr QLatin1String kDeviceName("deviceName");
inline constexpr QLatin1String kLastSyncedAt("lastSyncedAt");
inline constexpr QLatin1String kClockOffset("clockOffset");
inline constexpr QLatin1String kSnapshot("snapshot");      ///< Cursor s0 of the running snapshot, with the keys below.
inline constexpr QLatin1String kSnapshotState("snapshotState");
inline constexpr QLatin1String kSnapshotIndexes("snapshotIndexes"); ///< SQL of indexes to make at its end.
/// SQL of indexes that a first load has left for later.
inline constexpr QLatin1String kIndexesLeft("indexesLeft");
/// "type:row id" of the types whose match keys and full text it has left: made up to there. See Replica::indexNext.
inline constexpr QLatin1String kTextLeft("textLeft");
/// Names of indexes of single fields, separated by commas, the one that was wanted last first. See Replica::useFields.
inline constexpr QLatin1String kFieldIndexes("fieldIndexes");
inline constexpr QLatin1String kShownFieldIndexes("shownFieldIndexes");
inline constexpr QLatin1String kFormerIds("formerIds");    ///< Client ids that this replica had, 16 bytes each, oldest first.
inline constexpr QLatin1String kPushFailures("pushFailures"); ///< "group/count": how often the head of the queue failed alone.
inline constexpr QLatin1String kGivenUp("givenUp");        ///< Group that is not sent any more; the server says so too.
inline constexpr QLatin1String kScrubDue("scrubDue");      ///< Rows were removed since the file was last rewritten.
inline constexpr QLatin1String kEpochLost("epochLost");    ///< Set until the first snapshot in a new epoch is complete.
}

} // namespace mdmc::sync
