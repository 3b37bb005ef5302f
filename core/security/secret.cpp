// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/secret.h"

#include <sodium.h>

#include <cstring>

namespace mdmc::security {

namespace {

/// libsodium asks for this before its first use; it is safe from several threads and cheap when done.
void prepareLibrary()
{
    static const int state = sodium_init();
    if (state < 0)
        qFatal("The cryptographic library cannot be initialised");
}

} // namespace

SecretKey SecretKey::generate()
{
    prepareLibrary();
    SecretKey key;
    randombytes_buf(key.m_bytes.data(), Size);
    return key;
}

std::optional<SecretKey> SecretKey::fromBytes(QByteArrayView bytes)
{
    if (bytes.size() != Size)
        return std::nullopt;
    SecretKey key;
    std::memcpy(key.m_bytes.data(), bytes.data(), Size);
    return key;
}

SecretKey::~SecretKey()
{
    sodium_memzero(m_bytes.data(), Size);
}

SecretKey SecretKey::subkey(quint64 number, const char (&context)[9]) const
{
    static_assert(crypto_kdf_KEYBYTES == Size && crypto_kdf_CONTEXTBYTES == 8);
    SecretKey key;
    crypto_kdf_derive_from_key(key.m_bytes.data(), Size, number, context, m_bytes.data());
    return key;
}

bool SecretKey::operator==(const SecretKey &other) const
{
    return sodium_memcmp(m_bytes.data(), other.m_bytes.data(), Size) == 0;
}

QByteArray randomBytes(int count)
{
    prepareLibrary();
    QByteArray bytes(count, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(count));
    return bytes;
}

QString randomToken(int bytes)
{
    return QString::fromLatin1(
        randomBytes(bytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

void wipe(QByteArray &bytes)
{
    if (!bytes.isEmpty())
        sodium_memzero(bytes.data(), size_t(bytes.size()));
    bytes.clear();
}

void wipe(QString &text)
{
    if (!text.isEmpty())
        sodium_memzero(text.data(), size_t(text.size()) * sizeof(QChar));
    text.clear();
}

bool constantTimeEquals(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), size_t(a.size())) == 0;
}

} // namespace mdmc::security
