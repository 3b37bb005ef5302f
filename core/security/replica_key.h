// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/argon2_cost.h"
#include "core/security/key_store.h"
#include "core/security/secret.h"

#include <functional>
#include <optional>

namespace mdmc::security {

enum class KeyProtection {
    Keychain,
    Passphrase, ///< A key file (`passphrase.h`) beside the database.
};

enum class PassphrasePurpose {
    Open,   ///< Asks for the passphrase of the existing key file.
    Choose, ///< Asks for a new one; the prompt has it typed twice.
};

struct ReplicaKeyRequest {
    QString databasePath;
    QString keyFilePath;
    QString keyName;              ///< Name in the key store, unique per profile.
    KeyStore *keyStore = nullptr; ///< None: passphrase only.
    /// Blocks until the person answered. `attempt` counts from 1; from 2 on, `lastError` says what was wrong with the
    /// answer before. An error (usually Cancelled) ends the request with it. None: nobody can be asked.
    std::function<Result<QString>(PassphrasePurpose purpose, int attempt, const Error &lastError)> askPassphrase;
    /// How a new key is protected. Unset: keychain where there is one, else passphrase.
    std::optional<KeyProtection> newProtection;
    Argon2Cost cost = Argon2Cost::standard();
};

struct ReplicaKeyGrant {
    SecretKey key;
    KeyProtection protection = KeyProtection::Keychain;
    bool isNew = false;
};

/// The key of a replica: found, unlocked or, only where there is no database yet, made and kept.
///
/// | database | key store      | key file | outcome                                            |
/// |----------|----------------|----------|----------------------------------------------------|
/// | any      | has the key    | any      | that key                                           |
/// | any      | none or broken | yes      | asks for the passphrase                            |
/// | yes      | none or broken | no       | KeyMissing; a new key would lock the data for ever |
/// | no       | works, no key  | no       | a new key, in the store or under a passphrase      |
/// | no       | broken         | no       | a new key under a passphrase                       |
///
/// Where both exist the key store wins; if its key turns out not to open the database, ask again with `keyStore` unset.
/// A key or key file that exists is never replaced, and nothing is ever written unencrypted. A database counts as
/// existing when its file has content. Blocks: call it from a worker thread.
Result<ReplicaKeyGrant> resolveReplicaKey(const ReplicaKeyRequest &request);

/// Moves the key of a replica under a passphrase, or changes the passphrase: writes the key file anew, atomically.
/// The entry in the key store, if any, stays until `KeyStore::remove`.
Result<> writeKeyFile(const QString &keyFilePath, const QString &passphrase, const SecretKey &key,
                      Argon2Cost cost = Argon2Cost::standard());

} // namespace mdmc::security
