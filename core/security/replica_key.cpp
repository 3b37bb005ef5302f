// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/replica_key.h"

#include "core/base/log.h"
#include "core/security/passphrase.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace mdmc::security {

namespace {

bool hasContent(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() && info.size() > 0;
}

Result<QByteArray> readKeyFile(const QString &path)
{
    constexpr qint64 maxSize = 64 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::StorageFailure, QStringLiteral("The key file cannot be read: ") + file.errorString());
    return file.read(maxSize);
}

Error nobodyToAsk()
{
    return Error{ErrorCode::KeyMissing, QStringLiteral("A passphrase is needed and nobody can be asked"), {}};
}

/// Asks until the passphrase opens the file or the person gives up.
Result<ReplicaKeyGrant> unlockKeyFile(const ReplicaKeyRequest &request)
{
    if (!request.askPassphrase)
        return tl::unexpected(nobodyToAsk());
    MDMC_ASSIGN(const QByteArray file, readKeyFile(request.keyFilePath));
    Error lastError;
    for (int attempt = 1;; ++attempt) {
        MDMC_ASSIGN(QString passphrase, request.askPassphrase(PassphrasePurpose::Open, attempt, lastError));
        auto key = keyfile::open(file, passphrase);
        wipe(passphrase);
        if (key)
            return ReplicaKeyGrant{*key, KeyProtection::Passphrase, false};
        if (key.error().code != ErrorCode::WrongKey) // A damaged file stays damaged, whatever is typed.
            return tl::unexpected(std::move(key.error()));
        lastError = key.error();
    }
}

/// A new key under a passphrase that the person chooses; asks again while it is too weak.
Result<ReplicaKeyGrant> createUnderPassphrase(const ReplicaKeyRequest &request)
{
    if (!request.askPassphrase)
        return tl::unexpected(nobodyToAsk());
    const SecretKey key = SecretKey::generate();
    Error lastError;
    for (int attempt = 1;; ++attempt) {
        MDMC_ASSIGN(QString passphrase, request.askPassphrase(PassphrasePurpose::Choose, attempt, lastError));
        auto written = writeKeyFile(request.keyFilePath, passphrase, key, request.cost);
        wipe(passphrase);
        if (written)
            return ReplicaKeyGrant{key, KeyProtection::Passphrase, true};
        if (written.error().code != ErrorCode::InvalidInput)
            return tl::unexpected(std::move(written.error()));
        lastError = written.error();
    }
}

Result<ReplicaKeyGrant> createInKeyStore(const ReplicaKeyRequest &request)
{
    const SecretKey key = SecretKey::generate();
    MDMC_TRY(request.keyStore->store(request.keyName, key));
    MDMC_ASSIGN(const std::optional<SecretKey> back, request.keyStore->load(request.keyName));
    if (!back || !(*back == key))
        return failure(ErrorCode::KeyMissing, QStringLiteral("The key store did not keep the new key"));
    return ReplicaKeyGrant{key, KeyProtection::Keychain, true};
}

} // namespace

Result<ReplicaKeyGrant> resolveReplicaKey(const ReplicaKeyRequest &request)
{
    bool isStoreUsable = false;
    QString storeProblem = QStringLiteral("there is no key store");
    if (request.keyStore) {
        auto stored = request.keyStore->load(request.keyName);
        if (stored && *stored)
            return ReplicaKeyGrant{**stored, KeyProtection::Keychain, false};
        if (!stored && stored.error().code == ErrorCode::Cancelled)
            return tl::unexpected(stored.error()); // Who leaves is not asked for a passphrase either
        isStoreUsable = stored.has_value();
        storeProblem = stored ? QStringLiteral("the key store has no such key") : stored.error().detail;
    }
    if (QFileInfo::exists(request.keyFilePath))
        return unlockKeyFile(request);
    if (hasContent(request.databasePath)) {
        qCWarning(lcSecurity) << "The replica's key is missing:" << storeProblem;
        return failure(ErrorCode::KeyMissing, QStringLiteral("The database exists, its key does not: ") + storeProblem);
    }
    const auto wanted = request.newProtection;
    if (wanted == KeyProtection::Passphrase || (!wanted && !isStoreUsable))
        return createUnderPassphrase(request);
    if (!isStoreUsable)
        return failure(ErrorCode::KeyMissing, QStringLiteral("No key can be stored: ") + storeProblem);
    return createInKeyStore(request);
}

Result<> writeKeyFile(const QString &keyFilePath, const QString &passphrase, const SecretKey &key, Argon2Cost cost)
{
    MDMC_ASSIGN(const QByteArray contents, keyfile::create(passphrase, key, cost));
    QSaveFile file(keyFilePath);
    const auto problem = [&file](const char *what) {
        return failure(ErrorCode::StorageFailure,
                       QStringLiteral("The key file cannot be %1: %2").arg(QLatin1String(what), file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return problem("created");
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (file.write(contents) != contents.size() || !file.commit())
        return problem("written");
    return {};
}

} // namespace mdmc::security
