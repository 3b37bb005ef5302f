// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <array>
#include <optional>
#include <span>

namespace mdmc::security {

/// A 256-bit secret. Every copy is wiped when it ends; comparison takes constant time; it cannot be printed.
/// There is no default value on purpose: a key of zeros must not come into being by accident.
class SecretKey {
public:
    static constexpr int Size = 32;

    static SecretKey generate();
    /// Takes exactly 32 bytes; nothing on any other length. The caller wipes its own buffer (see `wipe`).
    static std::optional<SecretKey> fromBytes(QByteArrayView bytes);

    SecretKey(const SecretKey &) = default;
    SecretKey &operator=(const SecretKey &) = default;
    ~SecretKey();

    const quint8 *data() const { return m_bytes.data(); }
    std::span<const quint8, Size> bytes() const { return m_bytes; }
    /// A key for one purpose, from which neither this key nor its other subkeys can be computed (BLAKE2b KDF).
    /// `context` is exactly 8 ASCII characters and names the purpose.
    SecretKey subkey(quint64 number, const char (&context)[9]) const;

    bool operator==(const SecretKey &other) const;

private:
    SecretKey() = default;
    std::array<quint8, Size> m_bytes{};
};

/// From the system's cryptographic generator.
QByteArray randomBytes(int count);
/// `bytes` random bytes as base64url without padding, for tokens in URLs and headers. 32 bytes are 43 characters.
QString randomToken(int bytes = 32);
/// Overwrites the memory so that the compiler cannot drop it. The array must not be shared with another.
void wipe(QByteArray &bytes);
void wipe(QString &text);
/// Compares in time that depends only on the lengths.
bool constantTimeEquals(QByteArrayView a, QByteArrayView b);

} // namespace mdmc::security
