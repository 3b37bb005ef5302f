// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/field_cipher.h"

#include <QtEndian>

#include <sodium.h>

namespace mdmc::security {

namespace {

constexpr char layoutVersion = 1;
constexpr qsizetype headerSize = 1 + 4;
constexpr qsizetype overhead = headerSize + AesGcm::NonceSize + AesGcm::TagSize;

quint32 keyNumber(QByteArrayView sealed)
{
    return qFromBigEndian<quint32>(sealed.data() + 1);
}

/// The header is authenticated with the place. Its length is fixed, so the two cannot run into each other.
QByteArray associated(QByteArrayView header, QByteArrayView place)
{
    QByteArray bytes = header.toByteArray();
    bytes.append(place);
    return bytes;
}

} // namespace

Result<FieldCipher> FieldCipher::create(const KeyRing &ring)
{
    if (!ring.keys.contains(ring.current))
        return failure(ErrorCode::InvalidInput, QStringLiteral("The key ring lacks its current key"));
    FieldCipher cipher;
    cipher.m_current = ring.current;
    for (const auto &[number, key] : ring.keys)
        cipher.m_ciphers.emplace(number, AesGcm(key));
    return cipher;
}

Result<QByteArray> FieldCipher::seal(QByteArrayView plain, QByteArrayView place)
{
    QByteArray sealed(headerSize, layoutVersion);
    qToBigEndian(m_current, sealed.data() + 1);
    const QByteArray nonce = randomBytes(AesGcm::NonceSize);
    MDMC_ASSIGN(const QByteArray text, m_ciphers.at(m_current).seal(nonce, plain, associated(sealed, place)));
    return sealed + nonce + text;
}

Result<QByteArray> FieldCipher::open(QByteArrayView sealed, QByteArrayView place)
{
    if (sealed.isEmpty())
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("An empty value where a sealed one is expected"));
    if (sealed[0] != layoutVersion)
        return failure(ErrorCode::Unsupported, QStringLiteral("A sealed value of a later layout"));
    if (sealed.size() < overhead)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("A sealed value that is too short"));
    const auto cipher = m_ciphers.find(keyNumber(sealed));
    if (cipher == m_ciphers.end())
        return failure(ErrorCode::KeyMissing,
                       QStringLiteral("Field key %1 is not at hand").arg(keyNumber(sealed)));
    return cipher->second.open(sealed.sliced(headerSize, AesGcm::NonceSize),
                               sealed.sliced(headerSize + AesGcm::NonceSize),
                               associated(sealed.first(headerSize), place));
}

bool FieldCipher::needsReseal(QByteArrayView sealed) const
{
    return sealed.size() >= overhead && keyNumber(sealed) != m_current;
}

BlindIndex::BlindIndex(const SecretKey &master) : m_key(master.subkey(1, "blindidx")) {}

QByteArray BlindIndex::fingerprint(QByteArrayView field, QByteArrayView normalised) const
{
    static_assert(crypto_auth_hmacsha256_KEYBYTES == SecretKey::Size);
    // The field's length goes first, so that no field and value together read like another pair.
    QByteArray message(4, '\0');
    qToBigEndian(quint32(field.size()), message.data());
    message.append(field).append(normalised);
    QByteArray mac(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char *>(mac.data()),
                           reinterpret_cast<const unsigned char *>(message.constData()), quint64(message.size()),
                           m_key.data());
    wipe(message);
    return mac.first(16);
}

} // namespace mdmc::security
