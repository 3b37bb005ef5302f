// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/argon2_cost.h"
#include "core/security/secret.h"

namespace mdmc::security {

/// A random data key, locked with a passphrase: Argon2id derives the key that wraps it (XChaCha20-Poly1305).
/// A small versioned JSON object, safe to lie beside the database. The data key stays the same when the passphrase
/// changes, so the database is not rewritten. Passphrases are compared after Unicode NFC, so that one typed on
/// another system opens too. Every call takes about 0.1 s and 64 MiB with the standard cost: not for the GUI thread.
namespace keyfile {

/// InvalidInput (field `passphrase`) when the passphrase is too weak for `checkPassword`.
Result<QByteArray> create(const QString &passphrase, const SecretKey &key, Argon2Cost cost = Argon2Cost::standard());

/// WrongKey: the passphrase is not the one. StorageCorrupt: these bytes are no key file. Unsupported: a later version.
/// A file altered within its valid form is indistinguishable from a wrong passphrase.
Result<SecretKey> open(const QByteArray &file, const QString &passphrase);

/// The same key under a new passphrase, with a new salt. The old file keeps opening with the old one: erase it.
Result<QByteArray> change(const QByteArray &file, const QString &oldPassphrase, const QString &newPassphrase,
                          Argon2Cost cost = Argon2Cost::standard());

} // namespace keyfile
} // namespace mdmc::security
