// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/aes_gcm.h"
#include "core/security/secret.h"

#include <map>

namespace mdmc::security {

/// The keys that may open a field, by number, and the one that new values are sealed with.
struct KeyRing {
    std::map<quint32, SecretKey> keys;
    quint32 current = 0;
};

/// Seals single values (bank details, private notes) inside a database that is encrypted anyway, so that a database
/// key alone does not open them. Layout: version 1 (1 byte), key number (4, big-endian), nonce (12, random),
/// ciphertext, tag (16). A nonce is random, so one key is good for 2^32 values: rotate long before.
/// Used by one thread at a time.
class FieldCipher {
public:
    /// InvalidInput when the ring lacks its current key.
    static Result<FieldCipher> create(const KeyRing &ring);

    /// `place` says where the value belongs (table, field, record id, as the caller writes it); a value copied to
    /// another place does not open there.
    Result<QByteArray> seal(QByteArrayView plain, QByteArrayView place);
    /// KeyMissing: the ring lacks the value's key. WrongKey: altered, or sealed for another place or with another key
    /// of that number. StorageCorrupt: no sealed value. Unsupported: a later layout.
    Result<QByteArray> open(QByteArrayView sealed, QByteArrayView place);
    /// True when `sealed` should be sealed again because its key is no longer the current one.
    bool needsReseal(QByteArrayView sealed) const;

private:
    FieldCipher() = default;
    std::map<quint32, AesGcm> m_ciphers;
    quint32 m_current = 0;
};

/// A fingerprint by which a sealed value can be found by equality without opening any: HMAC-SHA-256 cut to 16 bytes,
/// under its own subkey. Equal values of one field have equal fingerprints; whoever holds the database sees that much.
class BlindIndex {
public:
    explicit BlindIndex(const SecretKey &master);

    /// `normalised`: what counts as equal must be made equal first (case, spaces).
    QByteArray fingerprint(QByteArrayView field, QByteArrayView normalised) const;

private:
    SecretKey m_key;
};

} // namespace mdmc::security
