// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/record_id.h"
#include "core/base/result.h"

#include <QByteArray>

namespace mdmc::sync {

/// What an access token says.
struct AccessClaims {
    RecordId user;
    qint64 tokenVersion = 0;
    UtcMs issuedAt = 0;
    UtcMs expiresAt = 0;
};

/// Access tokens: JWT, HS256 and nothing else, good for 15 minutes (S116–S118). Any thread.
class TokenIssuer {
public:
    static constexpr int kLifetimeSeconds = 900;
    static constexpr int kLeewaySeconds = 60;
    static constexpr int kMinSecretBytes = 32;

    /// InvalidInput when the secret is shorter than 32 bytes. `clock` outlives the issuer.
    static Result<TokenIssuer> create(const QByteArray &secret, const Clock &clock);

    Result<QByteArray> issue(const RecordId &user, qint64 tokenVersion) const;
    /// Unauthenticated with a detail that says why: signature, algorithm, issuer, audience, expiry, issue in the
    /// future.
    Result<AccessClaims> verify(const QByteArray &token) const;
    /// The part of `verify` that changes with time, for claims that it has let through before.
    Result<> checkTimes(const AccessClaims &claims) const;

private:
    TokenIssuer(QByteArray secret, const Clock &clock) : m_secret(std::move(secret)), m_clock(&clock) { }
    QByteArray m_secret;
    const Clock *m_clock;
};

} // namespace mdmc::sync
