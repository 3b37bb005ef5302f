// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/secret.h"

#include "core/base/result.h"
#include "core/security/argon2_cost.h"

/// Inside of core/security only.
namespace mdmc::security::detail {

constexpr int argon2SaltSize = 16;

/// The passphrase as it is hashed: Unicode NFC, UTF-8. Wipe it after use.
QByteArray passphraseBytes(const QString &passphrase);

/// TooLarge when the memory cannot be had; InvalidInput when cost or salt are outside of what the algorithm takes.
Result<SecretKey> deriveKey(const QString &passphrase, QByteArrayView salt, Argon2Cost cost);

} // namespace mdmc::security::detail
