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

} // namespace

KeychainKeyStore::KeychainKeyStore(QString service, int timeoutMs)
    : m_service(std::move(service)), m_timeoutMs(timeoutMs)
{
}

/// Runs the job to its end in an event loop of this thread; false when there is no such entry. A job that is no longer
/// waited for is let go: the keychain's answer may still come, and must find it.
Result<bool> KeychainKeyStore::finish(std::unique_ptr<QKeychain::Job> &job)
{
    MDMC_TRY(checkThread());
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    QEventLoop loop;
    bool isFinished = false;
    QObject::connect(job.get(), &QKeychain::Job::finished, &loop, [&] {
        isFinished = true;
        loop.quit();
    });
    {
        const std::lock_guard lock(m_mutex);
        if (m_isClosed)
            return failure(ErrorCode::Cancelled, QStringLiteral("The keychain is no longer asked"));
        m_isCancelled = false;
        m_waiting = &loop;
    }
    QTimer::singleShot(m_timeoutMs, &loop, &QEventLoop::quit);
    job->start();
    if (!isFinished)
        loop.exec();
    bool isCancelled = false;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = nullptr;
        isCancelled = m_isCancelled;
    }
    if (!isFinished) {
        job->setAutoDelete(true);
        static_cast<void>(job.release());
        return isCancelled ? failure(ErrorCode::Cancelled, QStringLiteral("The keychain is not waited for"))
                           : failure(ErrorCode::KeyMissing, QStringLiteral("The keychain did not answer in time"));
    }
    if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound)
        return job->error() == QKeychain::NoError;
    qCWarning(lcSecurity) << "Keychain error" << int(job->error());
    return failure(ErrorCode::KeyMissing,
                   QStringLiteral("The keychain refused (%1): %2").arg(int(job->error())).arg(job->errorString()));
}

void KeychainKeyStore::cancel()
{
    const std::lock_guard lock(m_mutex);
    if (!m_waiting)
        return;
    m_isCancelled = true;
    // Queued: a quit before the loop runs would be forgotten.
    QMetaObject::invokeMethod(m_waiting, &QEventLoop::quit, Qt::QueuedConnection);
}

void KeychainKeyStore::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
    }
    cancel();
}

Result<std::optional<QString>> KeychainKeyStore::read(const QString &name)
{
    auto reading = std::make_unique<QKeychain::ReadPasswordJob>(m_service);
    reading->setKey(name);
    QKeychain::ReadPasswordJob &read = *reading;
    std::unique_ptr<QKeychain::Job> job = std::move(reading);
    MDMC_ASSIGN(const bool isFound, finish(job));
    return isFound ? std::optional(read.textData()) : std::nullopt;
}

Result<> KeychainKeyStore::write(const QString &name, const QString &text)
{
    auto writing = std::make_unique<QKeychain::WritePasswordJob>(m_service);
    writing->setKey(name);
    writing->setTextData(text);
    std::unique_ptr<QKeychain::Job> job = std::move(writing);
    MDMC_TRY(finish(job));
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
    std::unique_ptr<QKeychain::Job> job = std::make_unique<QKeychain::DeletePasswordJob>(m_service);
    job->setKey(name);
    MDMC_TRY(finish(job));
    return {};
}

bool KeychainKeyStore::available()
{
    return probe().has_value();
}

} // namespace mdmc::security
