// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/security/password_hash.h"
#include "sync/server/store.h"
#include "sync/server/tokens.h"

#include <QCache>

namespace mdmc::sync {

/// What a sign-in or a renewal gives.
struct TokenPair {
    QByteArray accessToken;
    QString refreshToken; ///< Opaque, good once, for 7 days.
    int accessExpiresInSeconds = TokenIssuer::kLifetimeSeconds;
    UtcMs refreshExpiresAt = 0;
    User user;
};

/// Sign-in, renewal, sign-out and passwords. Speaks no HTTP. Same thread as the store, except `PasswordCheck::run`.
class Accounts {
public:
    static constexpr qint64 kRefreshLifetimeMs = qint64(7) * 24 * 3600 * 1000;
    static constexpr int kFreeAttempts = 5;

    Accounts(Store &store, const TokenIssuer &tokens, const Clock &clock, Random &random,
             security::PasswordHasher hasher = security::PasswordHasher())
        : m_store(store), m_tokens(tokens), m_clock(clock), m_random(random), m_hasher(hasher)
    {
    }

    /// A sign-in between looking up and deciding: `run` takes 0.1 s and may be called on any thread.
    struct PasswordCheck {
        security::PasswordHasher hasher;
        QString email, password, device;
        QString hash; ///< Empty: there is no such account.
        RecordId user;
        bool isRight = false;
        void run();
    };
    /// RateLimited when the account is locked; the detail ends with the seconds left, which `retryAfter` reads.
    Result<PasswordCheck> prepareLogin(const QString &email, const QString &password, const QString &device);
    /// Unauthenticated for a wrong password and an unknown account alike; counts the failure.
    Result<TokenPair> finishLogin(const PasswordCheck &check);
    Result<TokenPair> login(const QString &email, const QString &password, const QString &device);

    /// A used token means that it was stolen, or its thief's was: the whole family is revoked. Unauthenticated.
    /// `nextToken` is the successor, drawn by a client that wants to survive a lost reply: the same pair may be presented
    /// again as long as the successor is unused (docs/decisions/0006). Empty: the server draws it. InvalidInput when it
    /// is not 32 to 128 characters of base64url or exists already.
    Result<TokenPair> refresh(const QString &refreshToken, const QString &nextToken = {});
    /// Revokes the family of the token. Unknown tokens are no error.
    Result<> logout(const QString &refreshToken);

    struct Session {
        AccessClaims claims;
        User user;
    };
    /// What an access token says and the user that it stands for: Unauthenticated when the token is not good or its
    /// version no longer the account's, Forbidden when the account is disabled. Tokens that were presented before are
    /// looked up again only after the store has changed.
    Result<Session> authenticate(const QByteArray &accessToken);
    /// Whom the claims of a token that was good a while ago still stand for; nothing: the account is gone, disabled, or its
    /// sessions were ended.
    Result<std::optional<User>> userOf(const AccessClaims &claims);

    /// Sets the password after checking the policy and ends all sessions of the account.
    Result<> setPassword(const RecordId &user, const QString &password);
    /// Its two halves, for who makes a user and the account in one transaction: checking and hashing takes 0.1 s and
    /// needs no store; saving happens inside of the caller's transaction.
    Result<QString> hashPassword(const User &person, const QString &password) const;
    Result<> savePassword(const RecordId &user, const QString &hash);
    /// Ends all sessions: access tokens and refresh tokens.
    Result<> endSessions(const RecordId &user);

    /// Seconds until an account of this address may try again; 0 when it may now.
    int lockedForSeconds(const QString &email);

private:
    struct Strikes {
        int failures = 0;
        UtcMs lockedUntil = 0;
    };
    Result<TokenPair> issue(const User &user, const Account &account, const RecordId &family, const QString &device,
                            const QString &refreshToken, UtcMs now);
    Result<> auditLogin(const RecordId &user, const QString &action);
    void strike(Strikes &strikes) const;
    Result<std::optional<User>> activeUser(const RecordId &id);

    Store &m_store;
    const TokenIssuer &m_tokens;
    const Clock &m_clock;
    Random &m_random;
    security::PasswordHasher m_hasher;
    struct KnownToken {
        Session session;
        storage::Database::Version version; ///< Of the store, when account and user were read.
    };
    QCache<QByteArray, KnownToken> m_known{10'000}; ///< By the token's SHA-256.
    QHash<QString, Strikes> m_unknown; ///< Addresses without account lock like those with one.
};

} // namespace mdmc::sync
