// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/field_cipher.h"
#include "core/storage/log_mover.h"
#include "core/storage/record_store.h"
#include "core/storage/transaction.h"
#include "sync/server/row_sums.h"

#include <functional>

namespace mdmc::sync {

/// Seals a lead's addresses, numbers and the like with AES-256-GCM, bound to their row and field, and turns match keys
/// into blind fingerprints.
class SealedFields final : public storage::SensitiveCodec {
public:
    static Result<std::unique_ptr<SealedFields>> create(const security::SecretKey &fieldKey,
                                                        const security::SecretKey &indexKey);

    Result<QByteArray> seal(EntityType type, const RecordId &id, int field, const QByteArray &plain) override;
    Result<QByteArray> open(EntityType type, const RecordId &id, int field, const QByteArray &sealed) override;
    QByteArray matchKey(const QString &key) const override;

private:
    SealedFields(security::FieldCipher cipher, const security::SecretKey &indexKey)
        : m_cipher(std::move(cipher)), m_index(indexKey)
    {
    }

    security::FieldCipher m_cipher;
    security::BlindIndex m_index;
};

/// The store in one SQLCipher file: no other service needed. Several processes may have it open (WAL).
class EmbeddedStore final : public Store {
public:
    struct Options {
        QString path; ///< A file or ":memory:".
        security::SecretKey key; ///< Everything is derived from it: the file's key, the fields', the fingerprints'.
        bool create = false;
        std::optional<QString> vfs = std::nullopt; ///< As in storage::OpenOptions.
        /// Asked before a schema of an earlier version is brought up to this one. Its error ends the opening, with nothing changed.
        std::function<Result<>()> beforeMigrating = {};
    };
    /// NotFound, WrongKey, SchemaTooNew, Unsupported (another program's file) or another storage error.
    static Result<std::unique_ptr<EmbeddedStore>> open(const Options &options);
    /// The key of the file itself, derived from the store's key: for backups that open as a store again.
    static security::SecretKey fileKey(const security::SecretKey &key) { return key.subkey(1, "mdmcdb01"); }

    storage::Database &database() { return m_db; }

    Result<> checkVersion() override;
    Result<> begin(Mode mode) override;
    Result<> commit() override;
    void rollback() override;
    bool inTransaction() const override { return m_transaction.has_value(); }

    Result<std::optional<storage::Database::Version>> version() override;
    Result<Head> head() override;
    Result<> rest(qint64 monotonicMs) override;
    Result<qint64> raiseHead(qint64 count) override;
    Result<> renewEpoch() override;
    QByteArray makeTag(const QByteArray &epoch, qint64 seq, const QByteArray &salt) const override;
    bool isOwnTag(const Cursor &cursor) const override;

    Result<std::optional<Record>> load(const RecordRef &row) override;
    Result<std::optional<RowScope>> scopeOf(const RecordRef &row) override;
    Result<> save(const Record &record, const RowScope &scope, const ScopedRow *before) override;
    Result<std::vector<RecordRef>> dependantsOf(const RecordRef &root) override;
    Result<std::vector<Record>> all(EntityType type) override;
    Result<std::optional<RecordId>> userByEmail(const QString &email) override;
    void beginBulk() override { m_records.beginBulk(); }
    Result<> endBulk() override { return m_records.endBulk(); }

    Result<std::vector<Record>> visiblePage(EntityType type, const Actor &actor, const RecordId &after,
                                            int limit) override;
    Result<PackedPage> visiblePacked(EntityType type, const Actor &actor, const RecordId &after, int limit,
                                     qint64 maxBytes) override;
    Result<RowSum> visibleSum(EntityType type, const Actor &actor) override { return m_sums.total(type, actor); }
    Result<BucketSums> visibleSums(EntityType type, const Actor &actor) override { return m_sums.buckets(type, actor); }
    Result<std::vector<Record>> visibleInBucket(EntityType type, const Actor &actor, int bucket) override;
    Result<std::vector<RowPlace>> visibleRows(EntityType type, const Actor &actor, const RecordId &after, int limit,
                                              const storage::Filter &filter) override;
    Result<> visitPacked(EntityType type, std::span<const RowPlace> rows, const VisitPacked &visit) override;

    Result<> append(const Change &change) override;
    Result<std::optional<Change>> change(qint64 seq) override;
    Result<std::vector<Change>> changesAfter(qint64 seq, int limit) override;

    Result<std::optional<StoredResult>> result(const RecordId &client, qint64 n) override;
    Result<bool> hasResultsAfter(const RecordId &client, qint64 n) override;
    Result<> saveResult(const RecordId &client, qint64 n, const StoredResult &result) override;
    Result<> acknowledge(const RecordId &client, qint64 upToN) override;
    Result<> forgetResults(const RecordId &client, qint64 upToN) override;
    Result<int> countFailure(const RecordId &client, qint64 n, const QByteArray &hash) override;
    Result<std::optional<ClientState>> client(const RecordId &client) override;
    Result<> saveClient(const ClientState &state) override;

    Result<qint64> foldableUpTo(UtcMs before, int limit) override;
    Result<> raiseFloor(qint64 floor) override;
    Result<std::vector<RecordRef>> purgeable(qint64 seq, int limit) override;
    Result<> purge(const RecordRef &row) override;
    Result<bool> isPurged(const RecordRef &row) override;
    Result<int> forgetOldResults(UtcMs before, UtcMs unseenSince, int limit) override;

    Result<std::optional<Account>> account(const RecordId &user) override;
    Result<> saveAccount(const Account &account) override;
    Result<std::optional<RefreshToken>> refreshToken(const QByteArray &hash) override;
    Result<> saveRefreshToken(const RefreshToken &token) override;
    Result<> revokeFamily(const RecordId &family) override;
    Result<> revokeTokensOf(const RecordId &user) override;
    Result<> forgetExpiredTokens(UtcMs before) override;

    Result<> audit(const AuditEntry &entry) override;
    Result<std::vector<AuditEntry>> auditOf(const RecordId &record, int limit) override;

    Result<std::optional<QString>> setting(const QString &key) override;
    Result<> setSetting(const QString &key, const QString &value) override;
    Result<> checkWritable() override;

private:
    Result<> mendSums();
    void noteWrite(const Result<> &result);
    EmbeddedStore(storage::Database database, std::unique_ptr<SealedFields> codec, const security::SecretKey &tagKey);

    storage::Database m_db;
    storage::LogMover m_log{m_db};
    std::unique_ptr<SealedFields> m_codec;
    storage::RecordStore m_records;
    security::BlindIndex m_tags;
    RowSums m_sums{m_db};
    bool m_areSumsWrong = false; ///< Found by a look at the rows.
    std::optional<storage::Transaction> m_transaction;
    bool m_isWriting = false;
    std::optional<Error> m_writeError; ///< Of the last write that the disk refused, until one is known to work.
};

} // namespace mdmc::sync
