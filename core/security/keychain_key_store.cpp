// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/key_store.h"

#include "core/base/log.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QThread>
#include <QTimer>

#include <qt6keychain/keychain.h>

namespace mdmc::security {

namespace {

const QString canaryName = QStringLiteral("canary");

/// A nested event loop would let the person act on half-open windows, so the GUI thread is refused.
Result<> checkThread()
{
    const QCoreApplication *app = QCoreApplication::instance();
    if (!app)
        return failure(ErrorCode::Internal, QStringLiteral("The keychain needs an application object"));
    if (app->inherits("QGuiApplication") && app->thread() == QThread::currentThread())
        return failure(ErrorCode::Internal, QStringLiteral("The keychain must not be asked on the GUI thread"));
    return {};
}

/// Runs the job to its end in an event loop of this thread. EntryNotFound is left to the caller to judge.
Result<QKeychain::Error> finish(QKeychain::Job &job, int timeoutMs)
{
    MDMC_TRY(checkThread());
    job.setAutoDelete(false);
    job.setInsecureFallback(false);
    QEventLoop loop;
    bool isFinished = false;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, [&] {
        isFinished = true;
        loop.quit();
    });
    QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
    job.start();
    if (!isFinished)
        loop.exec();
    if (!isFinished)
        return failure(ErrorCode::KeyMissing, QStringLiteral("The keychain did not answer in time"));
    if (job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound)
        return job.error();
    qCWarning(lcSecurity) << "Keychain error" << int(job.error());
    return failure(ErrorCode::KeyMissing,
                   QStringLiteral("The keychain refused (%1): %2").arg(int(job.error())).arg(job.errorString()));
}

} // namespace

KeychainKeyStore::KeychainKeyStore(QString service, int timeoutMs)
    : m_service(std::move(service)), m_timeoutMs(timeoutMs)
{
}

Result<std::optional<QString>> KeychainKeyStore::read(const QString &name)
{
    QKeychain::ReadPasswordJob job(m_service);
    job.setKey(name);
    MDMC_ASSIGN(const QKeychain::Error error, finish(job, m_timeoutMs));
    return error == QKeychain::NoError ? std::optional(job.textData()) : std::nullopt;
}

Result<> KeychainKeyStore::write(const QString &name, const QString &text)
{
    QKeychain::WritePasswordJob job(m_service);
    job.setKey(name);
    job.setTextData(text);
    MDMC_TRY(finish(job, m_timeoutMs));
    MDMC_ASSIGN(const std::optional<QString> back, read(name));
    if (back != text)
        return failure(ErrorCode::KeyMissing, QStringLiteral("The keychain did not keep what it was given"));
    return {};
}

Result<> KeychainKeyStore::probe()
{
    MDMC_ASSIGN(const std::optional<QString> canary, read(canaryName));
    return canary ? Result<>() : write(canaryName, randomToken(16));
}

Result<std::optional<SecretKey>> KeychainKeyStore::load(const QString &name)
{
    MDMC_ASSIGN(std::optional<QString> text, read(name));
    if (!text) {
        // A locked keyring answers "not found" too. Only one that keeps a canary is believed.
        MDMC_TRY(probe());
        return std::nullopt;
    }
    QByteArray bytes = QByteArray::fromBase64(text->toLatin1());
    wipe(*text);
    auto key = SecretKey::fromBytes(bytes);
    wipe(bytes);
    if (!key)
        return failure(ErrorCode::KeyMissing, QStringLiteral("The keychain's entry is not a key of ours"));
    return key;
}

Result<> KeychainKeyStore::store(const QString &name, const SecretKey &key)
{
    QByteArray bytes(reinterpret_cast<const char *>(key.data()), SecretKey::Size);
    QString text = QString::fromLatin1(bytes.toBase64());
    Result<> result = write(name, text);
    wipe(bytes);
    wipe(text);
    return result;
}

Result<> KeychainKeyStore::remove(const QString &name)
{
    QKeychain::DeletePasswordJob job(m_service);
    job.setKey(name);
    MDMC_TRY(finish(job, m_timeoutMs));
    return {};
}

bool KeychainKeyStore::available()
{
    return probe().has_value();
}

} // namespace mdmc::security
