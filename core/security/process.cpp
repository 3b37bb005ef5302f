// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/process.h"

#include <openssl/crypto.h>

namespace mdmc::security {

void leaveCryptoToSystemAtExit()
{
    ::OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

} // namespace mdmc::security
