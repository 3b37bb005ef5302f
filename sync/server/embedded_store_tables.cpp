// SPDX-License-Identifier: GPL-3.0-or-later
// The server's own tables: change log, operations, accounts, audit, settings.
#include "sync/server/embedded_store.h"

namespace mdmc::sync {

using storage::Statement;

namespace {

/// 'w' for the workspace, else 'o' with owner and team as 16 bytes each (zero for none). NULL: no scope.
std::optional<QByteArray> packScope(const std::optional<ScopeKey> &scope)
{
    if (!scope)
        return std::nullopt;
    if (scope->isWorkspace)
        return QByteArray("w");
    return 'o' + scope->ownerId.toBytes() + scope->teamId.toBytes();
}

std::optional<ScopeKey> unpackScope(const std::optional<QByteArray> &packed)
{
    if (!packed)
        return std::nullopt;
    ScopeKey key;
    key.isWorkspace = *packed == "w";
    if (packed->size() == 33) {
        key.ownerId = RecordId::fromBytes(packed->mid(1, 16)).value_or(RecordId());
        key.teamId = RecordId::fromBytes(packed->mid(17, 16)).value_or(RecordId());
    }
    return key;
}

constexpr char kSelectChange[] = "SELECT seq, tag, entity, id, kind, effective_at, author, client, n, group_last, "
                                 "scope_before, scope_after, committed_at FROM change_log WHERE ";

Change readChange(Statement &row)
{
    Change change;
    change.seq = row.columnInt64(0);
    change.tag = row.columnBlob(1);
    change.row = {EntityType(row.columnInt(2)), row.columnRecordId(3)};
    change.kind = ChangeKind(row.columnInt(4));
    change.effectiveAt = row.columnInt64(5);
    change.author = row.columnRecordId(6);
    change.client = row.columnRecordId(7);
    change.n = row.columnInt64(8);
    change.groupLast = row.columnInt64(9);
    change.before = unpackScope(row.columnOptionalBlob(10));
    change.after = unpackScope(row.columnOptionalBlob(11));
    change.committedAt = row.columnInt64(12);
    return change;
}

} // namespace

Result<> EmbeddedStore::append(const Change &change)
{
    return m_db.run("INSERT INTO change_log(seq, tag, entity, id, kind, effective_at, author, client, n, group_last, "
                    "scope_before, scope_after, committed_at) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
                    change.seq, change.tag, int(change.row.type), change.row.id, int(change.kind), change.effectiveAt,
                    change.author, change.client, change.n, change.groupLast, packScope(change.before),
                    packScope(change.after), change.committedAt);
}

Result<std::optional<Change>> EmbeddedStore::change(qint64 seq)
{
    MDMC_ASSIGN(Statement statement, m_db.prepare(QByteArray(kSelectChange) + "seq=?1"));
    statement.bind(1, seq);
    MDMC_ASSIGN(const bool found, statement.step());
    return found ? std::optional(readChange(statement)) : std::nullopt;
}

Result<std::vector<Change>> EmbeddedStore::changesAfter(qint64 seq, int limit)
{
    MDMC_ASSIGN(Statement statement, m_db.prepare(QByteArray(kSelectChange) + "seq>?1 ORDER BY seq LIMIT ?2"));
    statement.bindAll(seq, limit);
    std::vector<Change> changes;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, statement.step());
        if (!hasRow)
            return changes;
        changes.push_back(readChange(statement));
        if (changes.back().seq != seq + qint64(changes.size()))
            return failure(ErrorCode::StorageCorrupt,
                           QStringLiteral("the change log has a gap before %1").arg(changes.back().seq));
    }
}

Result<std::optional<StoredResult>> EmbeddedStore::result(const RecordId &client, qint64 n)
{
    MDMC_ASSIGN(Statement statement, m_db.prepare("SELECT hash, result, at FROM op_result WHERE client=?1 AND n=?2"));
    statement.bindAll(client, n);
    MDMC_ASSIGN(const bool found, statement.step());
    return found ? std::optional(StoredResult{statement.columnBlob(0), statement.columnBlob(1), statement.columnInt64(2)})
                 : std::nullopt;
}

Result<bool> EmbeddedStore::hasResultsAfter(const RecordId &client, qint64 n)
{
    MDMC_ASSIGN(const auto found, m_db.queryInt64("SELECT 1 FROM op_result WHERE client=?1 AND n>?2 LIMIT 1", client, n));
    return found.has_value();
}

Result<> EmbeddedStore::saveResult(const RecordId &client, qint64 n, const StoredResult &result)
{
    return m_db.run("INSERT INTO op_result(client, n, hash, result, at) VALUES(?1,?2,?3,?4,?5) "
                    "ON CONFLICT(client, n) DO UPDATE SET hash=excluded.hash, result=excluded.result, at=excluded.at",
                    client, n, result.hash, result.result, result.at);
}

Result<> EmbeddedStore::acknowledge(const RecordId &client, qint64 upToN)
{
    return m_db.run("UPDATE client_state SET acked_n=max(acked_n, min(?2, last_n)) WHERE client=?1", client, upToN);
}

Result<> EmbeddedStore::forgetResults(const RecordId &client, qint64 upToN)
{
    MDMC_TRY(m_db.run("DELETE FROM op_result WHERE client=?1 AND n<=?2", client, upToN));
    return acknowledge(client, upToN);
}

Result<int> EmbeddedStore::countFailure(const RecordId &client, qint64 n, const QByteArray &hash)
{
    MDMC_ASSIGN(const std::optional<qint64> count,
                m_db.queryInt64("INSERT INTO op_failure(client, n, hash, count) VALUES(?1,?2,?3,1) "
                                "ON CONFLICT(client) DO UPDATE SET n=excluded.n, hash=excluded.hash, "
                                "count=CASE WHEN n=excluded.n AND hash=excluded.hash THEN count+1 ELSE 1 END "
                                "RETURNING count",
                                client, n, hash));
    return int(count.value_or(1));
}

Result<std::optional<ClientState>> EmbeddedStore::client(const RecordId &client)
{
    MDMC_ASSIGN(Statement statement,
                m_db.prepare("SELECT user, last_n, acked_n, last_seen, device FROM client_state WHERE client=?1"));
    statement.bind(1, client);
    MDMC_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<ClientState>();
    return std::optional(ClientState{client, statement.columnRecordId(0), statement.columnInt64(1),
                                     statement.columnInt64(2), statement.columnInt64(3), statement.columnText(4)});
}

Result<> EmbeddedStore::saveClient(const ClientState &state)
{
    return m_db.run(
        "INSERT INTO client_state(client, user, last_n, acked_n, last_seen, device) VALUES(?1,?2,?3,?4,?5,?6) "
        "ON CONFLICT(client) DO UPDATE SET user=excluded.user, last_n=excluded.last_n, "
        "acked_n=excluded.acked_n, last_seen=excluded.last_seen, device=excluded.device",
        state.client, state.user, state.lastN, state.ackedN, state.lastSeen, state.device);
}

Result<std::optional<Account>> EmbeddedStore::account(const RecordId &user)
{
    MDMC_ASSIGN(Statement statement,
                m_db.prepare("SELECT password_hash, failed_attempts, locked_until, token_version "
                             "FROM account WHERE user=?1"));
    statement.bind(1, user);
    MDMC_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<Account>();
    return std::optional(Account{user, statement.columnText(0), statement.columnInt(1), statement.columnInt64(2),
                                 statement.columnInt64(3)});
}

Result<> EmbeddedStore::saveAccount(const Account &account)
{
    return m_db.run("INSERT INTO account(user, password_hash, failed_attempts, locked_until, token_version) "
                    "VALUES(?1,?2,?3,?4,?5) ON CONFLICT(user) DO UPDATE SET password_hash=excluded.password_hash, "
                    "failed_attempts=excluded.failed_attempts, locked_until=excluded.locked_until, "
                    "token_version=excluded.token_version",
                    account.user, account.passwordHash, account.failedAttempts, account.lockedUntil,
                    account.tokenVersion);
}

Result<std::optional<RefreshToken>> EmbeddedStore::refreshToken(const QByteArray &hash)
{
    MDMC_ASSIGN(Statement statement,
                m_db.prepare("SELECT family, user, device, issued_at, expires_at, used_at, is_revoked "
                             "FROM refresh_token WHERE hash=?1"));
    statement.bind(1, hash);
    MDMC_ASSIGN(const bool found, statement.step());
    if (!found)
        return std::optional<RefreshToken>();
    return std::optional(RefreshToken{hash, statement.columnRecordId(0), statement.columnRecordId(1),
                                      statement.columnText(2), statement.columnInt64(3), statement.columnInt64(4),
                                      statement.columnInt64(5), statement.columnBool(6)});
}

Result<> EmbeddedStore::saveRefreshToken(const RefreshToken &token)
{
    return m_db.run("INSERT INTO refresh_token(hash, family, user, device, issued_at, expires_at, used_at, is_revoked) "
                    "VALUES(?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT(hash) DO UPDATE SET used_at=excluded.used_at, "
                    "is_revoked=excluded.is_revoked",
                    token.hash, token.family, token.user, token.device, token.issuedAt, token.expiresAt, token.usedAt,
                    token.isRevoked);
}

Result<> EmbeddedStore::revokeFamily(const RecordId &family)
{
    return m_db.run("UPDATE refresh_token SET is_revoked=1 WHERE family=?1", family);
}

Result<> EmbeddedStore::revokeTokensOf(const RecordId &user)
{
    return m_db.run("UPDATE refresh_token SET is_revoked=1 WHERE user=?1", user);
}

Result<> EmbeddedStore::forgetExpiredTokens(UtcMs before)
{
    return m_db.run("DELETE FROM refresh_token WHERE expires_at<?1", before);
}

Result<> EmbeddedStore::audit(const AuditEntry &entry)
{
    return m_db.run("INSERT INTO audit(id, at, user, client, action, entity, record, field, old, new) "
                    "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
                    entry.id, entry.at, entry.user, entry.client, entry.action, entry.entity, entry.record, entry.field,
                    entry.oldValue, entry.newValue);
}

Result<std::vector<AuditEntry>> EmbeddedStore::auditOf(const RecordId &record, int limit)
{
    MDMC_ASSIGN(Statement row,
                m_db.prepare("SELECT id, at, user, client, action, entity, field, old, new FROM audit "
                             "WHERE record=?1 ORDER BY at DESC, id DESC LIMIT ?2"));
    row.bindAll(record, limit);
    std::vector<AuditEntry> entries;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, row.step());
        if (!hasRow)
            return entries;
        entries.push_back({row.columnRecordId(0), row.columnInt64(1), row.columnRecordId(2), row.columnRecordId(3),
                           row.columnText(4), row.columnText(5), record, row.columnText(6), row.columnText(7),
                           row.columnText(8)});
    }
}

Result<std::optional<QString>> EmbeddedStore::setting(const QString &key)
{
    return m_db.queryText("SELECT value FROM setting WHERE key=?1", key);
}

Result<> EmbeddedStore::setSetting(const QString &key, const QString &value)
{
    return m_db.run("INSERT INTO setting(key, value) VALUES(?1,?2) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
                    key, value);
}

} // namespace mdmc::sync
