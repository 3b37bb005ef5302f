// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/aes_gcm.h"

#include <openssl/evp.h>

#include <limits>

namespace mdmc::security {

namespace {

struct FreeContext {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char *in(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

unsigned char *out(QByteArray &bytes, qsizetype offset = 0)
{
    return reinterpret_cast<unsigned char *>(bytes.data()) + offset;
}

bool fits(QByteArrayView bytes)
{
    return bytes.size() <= std::numeric_limits<int>::max() - 64;
}

} // namespace

/// One context a direction, each with the key expanded once: per value only the nonce is set.
struct AesGcm::Contexts {
    Context seal{EVP_CIPHER_CTX_new()};
    Context open{EVP_CIPHER_CTX_new()};
};

AesGcm::AesGcm(const SecretKey &key) : m_contexts(std::make_unique<Contexts>())
{
    const EVP_CIPHER *cipher = EVP_aes_256_gcm();
    if (EVP_EncryptInit_ex2(m_contexts->seal.get(), cipher, key.data(), nullptr, nullptr) != 1
        || EVP_DecryptInit_ex2(m_contexts->open.get(), cipher, key.data(), nullptr, nullptr) != 1)
        qFatal("AES-256-GCM is not available");
}

AesGcm::~AesGcm() = default;
AesGcm::AesGcm(AesGcm &&) noexcept = default;
AesGcm &AesGcm::operator=(AesGcm &&) noexcept = default;

Result<QByteArray> AesGcm::seal(QByteArrayView nonce, QByteArrayView plain, QByteArrayView associated)
{
    if (nonce.size() != NonceSize || !fits(plain) || !fits(associated))
        return failure(ErrorCode::InvalidInput, QStringLiteral("A length that AES-GCM does not take"));
    EVP_CIPHER_CTX *context = m_contexts->seal.get();
    QByteArray sealed(plain.size() + TagSize, Qt::Uninitialized);
    int length = 0;
    bool ok = EVP_EncryptInit_ex2(context, nullptr, nullptr, in(nonce), nullptr) == 1;
    if (!associated.isEmpty())
        ok = ok && EVP_EncryptUpdate(context, nullptr, &length, in(associated), int(associated.size())) == 1;
    length = 0;
    if (!plain.isEmpty())
        ok = ok && EVP_EncryptUpdate(context, out(sealed), &length, in(plain), int(plain.size())) == 1;
    int rest = 0;
    ok = ok && EVP_EncryptFinal_ex(context, out(sealed, length), &rest) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TagSize, out(sealed, plain.size())) == 1;
    if (!ok)
        return failure(ErrorCode::Internal, QStringLiteral("AES-GCM failed to seal"));
    return sealed;
}

Result<QByteArray> AesGcm::open(QByteArrayView nonce, QByteArrayView sealed, QByteArrayView associated)
{
    if (nonce.size() != NonceSize || sealed.size() < TagSize || !fits(sealed) || !fits(associated))
        return failure(ErrorCode::InvalidInput, QStringLiteral("A length that AES-GCM does not take"));
    EVP_CIPHER_CTX *context = m_contexts->open.get();
    const QByteArrayView text = sealed.chopped(TagSize);
    QByteArray tag = sealed.last(TagSize).toByteArray();
    QByteArray plain(text.size(), Qt::Uninitialized);
    int length = 0;
    bool ok = EVP_DecryptInit_ex2(context, nullptr, nullptr, in(nonce), nullptr) == 1;
    if (!associated.isEmpty())
        ok = ok && EVP_DecryptUpdate(context, nullptr, &length, in(associated), int(associated.size())) == 1;
    length = 0;
    if (!text.isEmpty())
        ok = ok && EVP_DecryptUpdate(context, out(plain), &length, in(text), int(text.size())) == 1;
    ok = ok && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TagSize, out(tag)) == 1;
    int rest = 0;
    // The text so far is unauthenticated: it leaves this function only if the tag fits.
    if (!ok || EVP_DecryptFinal_ex(context, out(plain, length), &rest) != 1) {
        wipe(plain);
        return failure(ErrorCode::WrongKey, QStringLiteral("The value is altered or sealed with another key"));
    }
    return plain;
}

} // namespace mdmc::security
