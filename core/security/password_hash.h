// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/security/argon2_cost.h"

#include <QStringList>

namespace mdmc::security {

/// Whether a password may be chosen: 10 to 256 characters, not one of the obvious ones, not one character or a
/// simple run repeated, and not made of `personal` (e-mail, name, agency). InvalidInput with field `password` and a
/// detail that says which rule.
Result<> checkPassword(const QString &password, const QStringList &personal = {});

/// Hashes of account passwords: Argon2id in libsodium's self-describing `$argon2id$…` form.
/// Every call takes about 0.1 s and 64 MiB with the standard cost; safe from several threads at once.
class PasswordHasher {
public:
    explicit PasswordHasher(Argon2Cost cost = Argon2Cost::standard()) : m_cost(cost) {}

    /// Does not check the policy; refuses only what is longer than 256 characters (TooLarge).
    Result<QString> hash(const QString &password) const;
    /// False for a wrong password and for anything that is no hash.
    bool verify(const QString &password, const QString &hash) const;
    /// Spends the time of `verify` and is always false, so that unknown accounts answer as slowly as known ones.
    bool verifyNobody(const QString &password) const;
    /// True when `hash` was made with another cost than this hasher's, or is none: hash again at the next sign-in.
    bool needsRehash(const QString &hash) const;

private:
    Argon2Cost m_cost;
};

} // namespace mdmc::security
