// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/secret.h"

#include <QHash>
#include <QString>

#include <memory>
#include <mutex>
#include <optional>

class QEventLoop;
namespace QKeychain {
class Job;
}

namespace mdmc::security {

/// Where keys are kept outside of our own files. Calls may block (a keychain may ask its person to unlock it):
/// use it from a worker thread. One object serves one thread at a time.
class KeyStore {
public:
    virtual ~KeyStore() = default;

    /// Nothing means: the store works and has no such key. A store that cannot be asked (missing, locked, refused)
    /// is an error, KeyMissing, and never "nothing"; who gets nothing may create a key, who gets an error may not.
    virtual Result<std::optional<SecretKey>> load(const QString &name) = 0;
    /// Stores and reads back. Replaces a key of that name.
    virtual Result<> store(const QString &name, const SecretKey &key) = 0;
    /// Success also when there was none.
    virtual Result<> remove(const QString &name) = 0;
    /// Whether a key stored now could be loaded again: tries it with a canary.
    virtual bool available() = 0;
};

/// The keychain of the person's system (Secret Service, Keychain, Credential Manager) through QtKeychain.
/// Runs an event loop of its own in the calling thread, so it refuses (Internal) to work on the GUI thread.
/// Never falls back to a file.
class KeychainKeyStore final : public KeyStore {
public:
    explicit KeychainKeyStore(QString service = QStringLiteral("fr.mdmc.Crm"), int timeoutMs = 120'000);

    Result<std::optional<SecretKey>> load(const QString &name) override;
    Result<> store(const QString &name, const SecretKey &key) override;
    Result<> remove(const QString &name) override;
    bool available() override;
    /// From any thread: what is being asked ends at once with Cancelled; without a question under way, nothing happens.
    void cancel();
    /// The same, and whatever is asked from now on. For the program's end, which must not wait for a person.
    void close();

private:
    Result<bool> finish(std::unique_ptr<QKeychain::Job> &job);
    Result<std::optional<QString>> read(const QString &name);
    Result<> write(const QString &name, const QString &text);
    Result<> probe();

    QString m_service;
    int m_timeoutMs;
    std::mutex m_mutex; ///< For what follows.
    QEventLoop *m_waiting = nullptr;
    bool m_isCancelled = false;
    bool m_isClosed = false;
};

/// Forgets with the process. For tests and for profiles that are not meant to last.
class MemoryKeyStore final : public KeyStore {
public:
    Result<std::optional<SecretKey>> load(const QString &name) override;
    Result<> store(const QString &name, const SecretKey &key) override;
    Result<> remove(const QString &name) override;
    bool available() override { return m_available; }
    /// Plays a locked or missing keychain.
    void setAvailable(bool available) { m_available = available; }

private:
    QHash<QString, SecretKey> m_keys;
    bool m_available = true;
};

} // namespace mdmc::security
