// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/key_store.h"

namespace mdmc::security {

namespace {

Error unavailable()
{
    return Error{ErrorCode::KeyMissing, QStringLiteral("The key store is locked or missing"), {}};
}

} // namespace

Result<std::optional<SecretKey>> MemoryKeyStore::load(const QString &name)
{
    if (!m_available)
        return tl::unexpected(unavailable());
    const auto found = m_keys.constFind(name);
    return found == m_keys.constEnd() ? std::nullopt : std::optional(*found);
}

Result<> MemoryKeyStore::store(const QString &name, const SecretKey &key)
{
    if (!m_available)
        return tl::unexpected(unavailable());
    m_keys.insert(name, key);
    return {};
}

Result<> MemoryKeyStore::remove(const QString &name)
{
    if (!m_available)
        return tl::unexpected(unavailable());
    m_keys.remove(name);
    return {};
}

} // namespace mdmc::security
