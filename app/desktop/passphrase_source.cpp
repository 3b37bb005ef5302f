// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/passphrase_source.h"

#include "core/security/key_store.h"

namespace mdmc::app {

std::optional<QString> passphraseFromEnvironment()
{
    static const std::optional<QString> passphrase = [] {
        std::optional<QString> found;
        if (qEnvironmentVariableIsSet("MDMC_PASSPHRASE"))
            found = qEnvironmentVariable("MDMC_PASSPHRASE");
        qunsetenv("MDMC_PASSPHRASE");
        return found;
    }();
    return passphrase;
}

HeadlessKeys::HeadlessKeys()
{
    if (!passphraseFromEnvironment())
        m_keychain = std::make_unique<security::KeychainKeyStore>();
}

HeadlessKeys::~HeadlessKeys() = default;

sync::KeyAccess HeadlessKeys::access() const
{
    sync::KeyAccess access;
    access.keyStore = m_keychain.get();
    access.askPassphrase = [](security::PassphrasePurpose, int attempt, const Error &lastError) -> Result<QString> {
        const std::optional<QString> passphrase = passphraseFromEnvironment();
        if (!passphrase)
            return failure(ErrorCode::KeyMissing,
                           QStringLiteral("There is no keychain here. Give the replica's passphrase in MDMC_PASSPHRASE."));
        if (attempt > 1)
            return tl::unexpected<Error>(lastError);
        return *passphrase;
    };
    return access;
}

} // namespace mdmc::app
