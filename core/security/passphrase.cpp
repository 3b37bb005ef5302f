// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/passphrase.h"

#include "core/security/argon2.h"
#include "core/security/password_hash.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

namespace mdmc::security::keyfile {

namespace {

constexpr int fileVersion = 1;
constexpr int nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr int tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
// What a file may ask of us: a hostile one must not take all memory or hours.
constexpr quint64 maxMemoryBytes = 1ull << 30;
constexpr quint64 maxPasses = 32;

const unsigned char *bytesOf(const QByteArray &array)
{
    return reinterpret_cast<const unsigned char *>(array.constData());
}

/// Binds version and cost to the wrapped key, so that neither can be altered unnoticed.
QByteArray associated(Argon2Cost cost)
{
    return QByteArrayLiteral("mdmc-key/1/argon2id/") + QByteArray::number(cost.memoryBytes) + '/'
        + QByteArray::number(cost.passes);
}

Error damaged(const char *what)
{
    const QString detail = QStringLiteral("The key file is damaged: ") + QString::fromLatin1(what);
    return Error{ErrorCode::StorageCorrupt, detail, {}};
}

struct Contents {
    Argon2Cost cost;
    QByteArray salt;
    QByteArray nonce;
    QByteArray wrapped;
};

Result<Contents> parse(const QByteArray &file)
{
    const QJsonObject json = QJsonDocument::fromJson(file).object();
    if (json[u"format"].toString() != QLatin1String("mdmc-key"))
        return tl::unexpected(damaged("it is not one of ours"));
    if (json[u"version"].toInt() != fileVersion || json[u"kdf"].toString() != QLatin1String("argon2id"))
        return failure(ErrorCode::Unsupported, QStringLiteral("The key file was written by a later version"));
    const auto binary = [&json](QStringView name) {
        return QByteArray::fromBase64(json[name].toString().toLatin1());
    };
    const qint64 memory = json[u"memory_bytes"].toInteger(-1);
    const qint64 passes = json[u"passes"].toInteger(-1);
    Contents contents{{quint64(memory), quint64(passes)}, binary(u"salt"), binary(u"nonce"), binary(u"wrapped_key")};
    if (memory < qint64(crypto_pwhash_argon2id_MEMLIMIT_MIN) || quint64(memory) > maxMemoryBytes || passes < 1
        || quint64(passes) > maxPasses)
        return tl::unexpected(damaged("its cost is out of bounds"));
    if (contents.salt.size() != detail::argon2SaltSize || contents.nonce.size() != nonceSize
        || contents.wrapped.size() != SecretKey::Size + tagSize)
        return tl::unexpected(damaged("a part is missing or has a wrong length"));
    return contents;
}

} // namespace

Result<QByteArray> create(const QString &passphrase, const SecretKey &key, Argon2Cost cost)
{
    if (auto checked = checkPassword(passphrase); !checked)
        return failure(ErrorCode::InvalidInput, checked.error().detail, QStringLiteral("passphrase"));
    const QByteArray salt = randomBytes(detail::argon2SaltSize);
    const QByteArray nonce = randomBytes(nonceSize);
    MDMC_ASSIGN(const SecretKey wrapping, detail::deriveKey(passphrase, salt, cost));
    const QByteArray header = associated(cost);
    QByteArray wrapped(SecretKey::Size + tagSize, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char *>(wrapped.data()), nullptr, key.data(),
                                               SecretKey::Size, bytesOf(header), quint64(header.size()), nullptr,
                                               bytesOf(nonce), wrapping.data());
    const auto text = [](const QByteArray &bytes) { return QString::fromLatin1(bytes.toBase64()); };
    const QJsonObject json{
        {QStringLiteral("format"), QStringLiteral("mdmc-key")},
        {QStringLiteral("version"), fileVersion},
        {QStringLiteral("kdf"), QStringLiteral("argon2id")},
        {QStringLiteral("memory_bytes"), qint64(cost.memoryBytes)},
        {QStringLiteral("passes"), qint64(cost.passes)},
        {QStringLiteral("salt"), text(salt)},
        {QStringLiteral("nonce"), text(nonce)},
        {QStringLiteral("wrapped_key"), text(wrapped)},
    };
    return QJsonDocument(json).toJson();
}

Result<SecretKey> open(const QByteArray &file, const QString &passphrase)
{
    MDMC_ASSIGN(const Contents contents, parse(file));
    MDMC_ASSIGN(const SecretKey wrapping, detail::deriveKey(passphrase, contents.salt, contents.cost));
    const QByteArray header = associated(contents.cost);
    QByteArray bytes(SecretKey::Size, '\0');
    const int rc = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char *>(bytes.data()), nullptr, nullptr, bytesOf(contents.wrapped),
        quint64(contents.wrapped.size()), bytesOf(header), quint64(header.size()), bytesOf(contents.nonce),
        wrapping.data());
    if (rc != 0)
        return failure(ErrorCode::WrongKey, QStringLiteral("The passphrase does not open the key file"));
    const auto key = SecretKey::fromBytes(bytes);
    wipe(bytes);
    return *key;
}

Result<QByteArray> change(const QByteArray &file, const QString &oldPassphrase, const QString &newPassphrase,
                          Argon2Cost cost)
{
    MDMC_ASSIGN(const SecretKey key, open(file, oldPassphrase));
    return create(newPassphrase, key, cost);
}

} // namespace mdmc::security::keyfile
