// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "sync/server/store.h"
#include "tests/simulation/server_history.h"

namespace mdmc::simulation {

class Ledger;

/// The server's store with a witness: everything goes through unchanged, and what a commit made durable is noted in the
/// ledger's server history. Processor, feed and sessions have to work over this one. A commit that the disk cut off
/// counts as undecided: `started` finds out whether it happened.
class ObservedStore final : public sync::Store {
public:
    ObservedStore(sync::Store &inner, Ledger &ledger, const Clock &clock)
        : m_inner(inner), m_ledger(ledger), m_clock(clock)
    {
    }

    /// Operations with this record fail inside the server every time.
    void poison(const RecordId &record) { m_poisoned.insert(record); }

    Result<> checkVersion() override { return m_inner.checkVersion(); }
    Result<> begin(Mode mode) override;
    Result<> commit() override;
    void rollback() override;
    bool inTransaction() const override { return m_inner.inTransaction(); }
    Result<sync::Head> head() override { return m_inner.head(); }
    Result<> rest(qint64 monotonicMs) override { return m_inner.rest(monotonicMs); }
    Result<qint64> raiseHead(qint64 count) override { return m_inner.raiseHead(count); }
    Result<> renewEpoch() override { return m_inner.renewEpoch(); }
    QByteArray makeTag(const QByteArray &epoch, qint64 seq, const QByteArray &salt) const override
    {
        return m_inner.makeTag(epoch, seq, salt);
    }
    bool isOwnTag(const sync::Cursor &cursor) const override { return m_inner.isOwnTag(cursor); }
    Result<std::optional<Record>> load(const RecordRef &row) override;
    Result<std::optional<sync::RowScope>> scopeOf(const RecordRef &row) override { return m_inner.scopeOf(row); }
    Result<> save(const Record &record, const sync::RowScope &scope, const sync::ScopedRow *before) override;
    Result<std::vector<RecordRef>> dependantsOf(const RecordRef &root) override { return m_inner.dependantsOf(root); }
    Result<std::vector<Record>> all(EntityType type) override { return m_inner.all(type); }
    Result<std::optional<RecordId>> userByEmail(const QString &email) override { return m_inner.userByEmail(email); }
    void beginBulk() override { m_inner.beginBulk(); }
    Result<> endBulk() override { return m_inner.endBulk(); }
    Result<std::vector<Record>> visiblePage(EntityType type, const Actor &actor, const RecordId &after,
                                            int limit) override
    {
        return m_inner.visiblePage(type, actor, after, limit);
    }
    Result<sync::RowSum> visibleSum(EntityType type, const Actor &actor) override
    {
        return m_inner.visibleSum(type, actor);
    }
    Result<sync::BucketSums> visibleSums(EntityType type, const Actor &actor) override
    {
        return m_inner.visibleSums(type, actor);
    }
    Result<std::vector<Record>> visibleInBucket(EntityType type, const Actor &actor, int bucket) override
    {
        return m_inner.visibleInBucket(type, actor, bucket);
    }
    Result<std::vector<RowPlace>> visibleRows(EntityType type, const Actor &actor, const RecordId &after, int limit,
                                              const storage::Filter &filter) override
    {
        return m_inner.visibleRows(type, actor, after, limit, filter);
    }
    Result<> append(const sync::Change &change) override;
    Result<std::optional<sync::Change>> change(qint64 seq) override { return m_inner.change(seq); }
    Result<std::vector<sync::Change>> changesAfter(qint64 seq, int limit) override
    {
        return m_inner.changesAfter(seq, limit);
    }
    Result<bool> hasResultsAfter(const RecordId &client, qint64 n) override { return m_inner.hasResultsAfter(client, n); }
    Result<std::optional<sync::StoredResult>> result(const RecordId &client, qint64 n) override
    {
        return m_inner.result(client, n);
    }
    Result<> saveResult(const RecordId &client, qint64 n, const sync::StoredResult &result) override;
    Result<> acknowledge(const RecordId &client, qint64 upToN) override { return m_inner.acknowledge(client, upToN); }
    Result<int> countFailure(const RecordId &client, qint64 n, const QByteArray &hash) override
    {
        return m_inner.countFailure(client, n, hash);
    }
    Result<> forgetResults(const RecordId &client, qint64 upToN) override
    {
        return m_inner.forgetResults(client, upToN);
    }
    Result<std::optional<sync::ClientState>> client(const RecordId &client) override { return m_inner.client(client); }
    Result<> saveClient(const sync::ClientState &state) override;
    Result<std::optional<sync::Account>> account(const RecordId &user) override { return m_inner.account(user); }
    Result<> saveAccount(const sync::Account &account) override { return m_inner.saveAccount(account); }
    Result<std::optional<sync::RefreshToken>> refreshToken(const QByteArray &hash) override
    {
        return m_inner.refreshToken(hash);
    }
    Result<> saveRefreshToken(const sync::RefreshToken &token) override { return m_inner.saveRefreshToken(token); }
    Result<> revokeFamily(const RecordId &family) override { return m_inner.revokeFamily(family); }
    Result<> revokeTokensOf(const RecordId &user) override { return m_inner.revokeTokensOf(user); }
    Result<> forgetExpiredTokens(UtcMs before) override { return m_inner.forgetExpiredTokens(before); }
    Result<qint64> foldableUpTo(UtcMs before, int limit) override { return m_inner.foldableUpTo(before, limit); }
    Result<> raiseFloor(qint64 floor) override;
    Result<std::vector<RecordRef>> purgeable(qint64 seq, int limit) override { return m_inner.purgeable(seq, limit); }
    Result<> purge(const RecordRef &row) override;
    Result<bool> isPurged(const RecordRef &row) override { return m_inner.isPurged(row); }
    Result<int> forgetOldResults(UtcMs before, UtcMs unseenSince, int limit) override
    {
        return m_inner.forgetOldResults(before, unseenSince, limit);
    }
    Result<> audit(const sync::AuditEntry &entry) override { return m_inner.audit(entry); }
    Result<std::vector<sync::AuditEntry>> auditOf(const RecordId &record, int limit) override
    {
        return m_inner.auditOf(record, limit);
    }
    Result<std::optional<QString>> setting(const QString &key) override { return m_inner.setting(key); }
    Result<> setSetting(const QString &key, const QString &value) override { return m_inner.setSetting(key, value); }

private:
    sync::Store &m_inner;
    Ledger &m_ledger;
    const Clock &m_clock;
    std::set<RecordId> m_poisoned;
    std::shared_ptr<StoreCommit> m_open; ///< The write transaction that goes on.
};

} // namespace mdmc::simulation
