// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/session.h"

#include <memory>

namespace mdmc::app {

/// Where the replica's key comes from for programs without a window: MDMC_PASSPHRASE where it is set (then the keychain is
/// left alone), else the keychain.
class HeadlessKeys {
public:
    HeadlessKeys();
    ~HeadlessKeys();
    sync::KeyAccess access() const;

private:
    std::unique_ptr<security::KeyStore> m_keychain;
};

/// MDMC_PASSPHRASE, or nothing. Read once and taken out of the environment, so that child processes do not inherit it.
std::optional<QString> passphraseFromEnvironment();

} // namespace mdmc::app
