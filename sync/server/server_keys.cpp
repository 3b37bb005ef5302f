// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/server_keys.h"

#include "sync/server/tokens.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace mdmc::sync {

namespace {

constexpr char kStoreKeyVariable[] = "MDMC_STORE_KEY";
constexpr char kTokenSecretVariable[] = "MDMC_JWT_SECRET";
constexpr auto kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString storeKeyFile(const QString &dataDir)
{
    return QDir(dataDir).filePath(QStringLiteral("server.key"));
}
QString tokenSecretFile(const QString &dataDir)
{
    return QDir(dataDir).filePath(QStringLiteral("jwt.key"));
}

Result<QByteArray> readSecretFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::KeyMissing, QStringLiteral("Cannot read the key file %1.").arg(path));
#ifdef Q_OS_UNIX
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if (file.permissions() & others)
        return failure(ErrorCode::Forbidden,
                       QStringLiteral("The key file %1 can be read by others; set its mode to 0600.").arg(path));
#endif
    return file.read(4096).trimmed();
}

/// A key that a power cut takes away takes the whole workspace with it.
bool isOnDisk(const QFile &file)
{
#ifdef Q_OS_UNIX
    return ::fsync(file.handle()) == 0;
#else
    return file.isOpen();
#endif
}

/// Writes 32 random bytes as hexadecimal digits, complete and on disk under that name, or not at all.
Result<> writeSecretFile(const QString &path)
{
    QFile file(path);
    // Opened with the right mode: there is no moment in which others could read it.
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, kOwnerOnly))
        return failure(ErrorCode::StorageFailure, QStringLiteral("Cannot create the key file %1.").arg(path));
    QByteArray bytes = security::randomBytes(32);
    const QByteArray text = bytes.toHex() + '\n';
    security::wipe(bytes);
    if (file.write(text) != text.size() || !file.flush() || !isOnDisk(file)) {
        file.remove();
        return failure(ErrorCode::StorageFailure, QStringLiteral("Cannot write the key file %1.").arg(path));
    }
    return {};
}

Result<security::SecretKey> parseStoreKey(const QByteArray &text, const QString &source)
{
    QByteArray bytes = QByteArray::fromHex(text);
    const auto key = text.size() == 64 ? security::SecretKey::fromBytes(bytes) : std::nullopt;
    security::wipe(bytes);
    if (!key)
        return failure(ErrorCode::InvalidInput, QStringLiteral("%1 must hold 64 hexadecimal digits.").arg(source));
    return *key;
}

} // namespace

Result<ServerKeys> loadServerKeys(const QString &dataDir)
{
    QByteArray storeText = qgetenv(kStoreKeyVariable);
    const QString storeSource = storeText.isEmpty() ? QStringLiteral("The key file %1").arg(storeKeyFile(dataDir))
                                                    : QLatin1String(kStoreKeyVariable);
    if (storeText.isEmpty()) {
        MDMC_ASSIGN(storeText, readSecretFile(storeKeyFile(dataDir)));
    }
    MDMC_ASSIGN(const security::SecretKey store, parseStoreKey(storeText, storeSource));
    QByteArray secret = qgetenv(kTokenSecretVariable);
    if (secret.isEmpty()) {
        MDMC_ASSIGN(secret, readSecretFile(tokenSecretFile(dataDir)));
    }
    if (secret.size() < TokenIssuer::kMinSecretBytes)
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("The token secret (MDMC_JWT_SECRET or jwt.key) must have at least 32 bytes."));
    return ServerKeys{store, secret};
}

Result<ServerKeys> createServerKeys(const QString &dataDir)
{
    if (qEnvironmentVariableIsEmpty(kStoreKeyVariable) && !QFileInfo::exists(storeKeyFile(dataDir)))
        MDMC_TRY(writeSecretFile(storeKeyFile(dataDir)));
    if (qEnvironmentVariableIsEmpty(kTokenSecretVariable) && !QFileInfo::exists(tokenSecretFile(dataDir)))
        MDMC_TRY(writeSecretFile(tokenSecretFile(dataDir)));
    return loadServerKeys(dataDir);
}

} // namespace mdmc::sync
