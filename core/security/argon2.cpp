// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/argon2.h"

#include <sodium.h>

namespace mdmc::security::detail {

QByteArray passphraseBytes(const QString &passphrase)
{
    // Systems compose accents differently: the same keys typed elsewhere must give the same bytes.
    QString composed = passphrase.normalized(QString::NormalizationForm_C);
    QByteArray utf8 = composed.toUtf8();
    if (composed.constData() != passphrase.constData()) // Else it shares the caller's memory.
        wipe(composed);
    return utf8;
}

Result<SecretKey> deriveKey(const QString &passphrase, QByteArrayView salt, Argon2Cost cost)
{
    static_assert(argon2SaltSize == crypto_pwhash_argon2id_SALTBYTES);
    if (salt.size() != argon2SaltSize || cost.passes < crypto_pwhash_argon2id_OPSLIMIT_MIN
        || cost.memoryBytes < crypto_pwhash_argon2id_MEMLIMIT_MIN)
        return failure(ErrorCode::InvalidInput, QStringLiteral("Parameters that Argon2id does not take"));
    QByteArray secret = passphraseBytes(passphrase);
    QByteArray derived(SecretKey::Size, '\0');
    const int rc = crypto_pwhash_argon2id(reinterpret_cast<unsigned char *>(derived.data()), SecretKey::Size,
                                          secret.constData(), quint64(secret.size()),
                                          reinterpret_cast<const unsigned char *>(salt.data()), cost.passes,
                                          cost.memoryBytes, crypto_pwhash_argon2id_ALG_ARGON2ID13);
    wipe(secret);
    if (rc != 0) {
        wipe(derived);
        return failure(ErrorCode::TooLarge, QStringLiteral("Not enough memory to derive a key from a passphrase"));
    }
    const auto key = SecretKey::fromBytes(derived);
    wipe(derived);
    return *key;
}

} // namespace mdmc::security::detail
