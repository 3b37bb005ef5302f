// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/secret.h"

namespace mdmc::sync {

/// The two secrets of a server. The data folder alone without them opens nothing.
struct ServerKeys {
    security::SecretKey store; ///< Everything stored is encrypted with keys derived from it.
    QByteArray tokenSecret; ///< Signs access tokens; at least 32 bytes.
};

/// Reads them from MDMC_STORE_KEY (64 hexadecimal digits) and MDMC_JWT_SECRET, else from `server.key` and `jwt.key` in
/// `dataDir`, which nobody but their owner may be able to read. KeyMissing, InvalidInput (too short, malformed) or
/// Forbidden (readable by others); the detail is one clear line.
Result<ServerKeys> loadServerKeys(const QString &dataDir);

/// Makes the two files with mode 0600 where they are missing and the environment does not give them; then loads.
Result<ServerKeys> createServerKeys(const QString &dataDir);

} // namespace mdmc::sync
