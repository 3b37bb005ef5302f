// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/secret.h"

#include <memory>

namespace mdmc::security {

/// AES-256-GCM (NIST SP 800-38D) with one key and a context that is set up once. Used by one thread at a time.
/// The caller answers for the nonce: never the same one twice with one key.
class AesGcm {
public:
    static constexpr int NonceSize = 12;
    static constexpr int TagSize = 16;

    explicit AesGcm(const SecretKey &key);
    ~AesGcm();
    AesGcm(AesGcm &&) noexcept;
    AesGcm &operator=(AesGcm &&) noexcept;

    /// Ciphertext followed by its tag. InvalidInput when the nonce has the wrong length.
    Result<QByteArray> seal(QByteArrayView nonce, QByteArrayView plain, QByteArrayView associated);
    /// The plain text, or WrongKey when anything (key, nonce, text, tag, associated data) differs. Never garbage.
    Result<QByteArray> open(QByteArrayView nonce, QByteArrayView sealed, QByteArrayView associated);

private:
    struct Contexts;
    std::unique_ptr<Contexts> m_contexts;
};

} // namespace mdmc::security
