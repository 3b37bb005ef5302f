// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/tls.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace mdmc::http {

namespace {

constexpr qint64 kMaxPem = 1 << 20;

Result<QByteArray> readPem(const QString &path, const QString &what)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotFound, QStringLiteral("cannot read the TLS %1 %2: %3")
                                                .arg(what, path, file.errorString()));
    }
    return file.read(kMaxPem);
}

int noPassphrase(char *, int, int, void *)
{
    return -1; // Without this OpenSSL would ask on the terminal.
}

bool belongTogether(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> certificateBio(
        BIO_new_mem_buf(certificatePem.data(), int(certificatePem.size())), BIO_free_all);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> keyBio(BIO_new_mem_buf(keyPem.data(), int(keyPem.size())),
                                                               BIO_free_all);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(certificateBio.get(), nullptr, noPassphrase, nullptr), X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(keyBio.get(), nullptr, noPassphrase, nullptr), EVP_PKEY_free);
    return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
}

} // namespace

Result<QSslConfiguration> loadTls(const QString &certificateFile, const QString &keyFile)
{
    if (!QSslSocket::supportsSsl())
        return failure(ErrorCode::InvalidInput, QStringLiteral("this system's Qt has no TLS backend"));
    MDMC_ASSIGN(const QByteArray certificatePem, readPem(certificateFile, QStringLiteral("certificate")));
    MDMC_ASSIGN(const QByteArray keyPem, readPem(keyFile, QStringLiteral("key")));

    const QList<QSslCertificate> chain = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    if (chain.isEmpty()) {
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("%1 holds no certificate in PEM form").arg(certificateFile));
    }
    QSslKey key(keyPem, QSsl::Rsa);
    if (key.isNull())
        key = QSslKey(keyPem, QSsl::Ec);
    if (key.isNull()) {
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("%1 holds no RSA or ECDSA key in PEM form without passphrase").arg(keyFile));
    }
    if (!belongTogether(certificatePem, keyPem)) {
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("the key %1 does not belong to the first certificate of %2")
                           .arg(keyFile, certificateFile));
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setAllowedNextProtocols({QSslConfiguration::NextProtocolHttp1_1});
    return configuration;
}

} // namespace mdmc::http
