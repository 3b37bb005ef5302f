// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/accounts.h"

#include "core/base/log.h"
#include "core/security/secret.h"

#include <QCryptographicHash>

namespace mdmc::sync {

namespace {

constexpr qint64 kFirstLockMs = 30'000;
constexpr qint64 kLongestLockMs = 15 * 60'000;
constexpr int kMaxUnknown = 10'000;

bool isTokenShaped(const QString &token)
{
    return token.size() >= 32 && token.size() <= 128 && std::all_of(token.begin(), token.end(), [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('_'));
    });
}

QByteArray hashOf(const QString &refreshToken)
{
    return QCryptographicHash::hash(refreshToken.toUtf8(), QCryptographicHash::Sha256);
}

QString normalisedEmail(const QString &email)
{
    return email.trimmed().toLower();
}

auto wrongCredentials()
{
    return failure(ErrorCode::Unauthenticated, QStringLiteral("The e-mail address or the password is wrong."));
}

} // namespace

void Accounts::PasswordCheck::run()
{
    isRight = hash.isEmpty() ? hasher.verifyNobody(password) : hasher.verify(password, hash);
}

Result<std::optional<User>> Accounts::activeUser(const RecordId &id)
{
    MDMC_ASSIGN(const std::optional<Record> record, m_store.load({EntityType::User, id}));
    if (!record || record->isDeleted())
        return std::optional<User>();
    User user = fromRecord<User>(*record);
    return user.isActive ? std::optional(std::move(user)) : std::nullopt;
}

int Accounts::lockedForSeconds(const QString &email)
{
    const QString address = normalisedEmail(email);
    UtcMs until = m_unknown.value(address).lockedUntil;
    if (const auto id = m_store.userByEmail(address); id && *id)
        if (const auto account = m_store.account(**id); account && *account)
            until = (*account)->lockedUntil;
    const qint64 left = until - m_clock.nowUtc();
    return left > 0 ? int((left + 999) / 1000) : 0;
}

Result<Accounts::PasswordCheck> Accounts::prepareLogin(const QString &email, const QString &password,
                                                       const QString &device)
{
    PasswordCheck check{m_hasher, normalisedEmail(email), password, device.left(100), {}, {}, false};
    if (const int seconds = lockedForSeconds(check.email))
        return failure(ErrorCode::RateLimited,
                       QStringLiteral("Too many failed attempts. Try again in %1 seconds.").arg(seconds));
    MDMC_ASSIGN(const std::optional<RecordId> id, m_store.userByEmail(check.email));
    if (!id)
        return check;
    MDMC_ASSIGN(const std::optional<User> user, activeUser(*id));
    MDMC_ASSIGN(const std::optional<Account> account, m_store.account(*id));
    if (!user || !account)
        return check;
    check.user = *id;
    check.hash = account->passwordHash;
    return check;
}

void Accounts::strike(Strikes &strikes) const
{
    if (++strikes.failures < kFreeAttempts)
        return;
    const int doublings = std::min(strikes.failures - kFreeAttempts, 10);
    strikes.lockedUntil = m_clock.nowUtc() + std::min(kFirstLockMs << doublings, kLongestLockMs);
}

Result<> Accounts::auditLogin(const RecordId &user, const QString &action)
{
    AuditEntry entry;
    entry.id = RecordId::mint(m_clock, m_random);
    entry.at = m_clock.nowUtc();
    entry.user = user;
    entry.action = action;
    entry.entity = QStringLiteral("account");
    entry.record = user;
    return m_store.audit(entry);
}

Result<TokenPair> Accounts::finishLogin(const PasswordCheck &check)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    std::optional<Account> account;
    std::optional<User> user;
    if (check.user) {
        MDMC_ASSIGN(account, m_store.account(check.user));
        MDMC_ASSIGN(user, activeUser(check.user));
    }
    if (!account || !user) {
        if (m_unknown.size() >= kMaxUnknown)
            m_unknown.clear();
        strike(m_unknown[check.email]);
        return wrongCredentials();
    }
    // Another attempt may have locked the account, or a new password been set, while this one was computed.
    const bool isRight =
        check.isRight && account->passwordHash == check.hash && account->lockedUntil <= m_clock.nowUtc();
    if (!isRight) {
        Strikes strikes{account->failedAttempts, account->lockedUntil};
        strike(strikes);
        account->failedAttempts = strikes.failures;
        account->lockedUntil = strikes.lockedUntil;
        MDMC_TRY(m_store.saveAccount(*account));
        MDMC_TRY(auditLogin(check.user, QStringLiteral("login_failed")));
        MDMC_TRY(transaction.commit());
        return wrongCredentials();
    }
    account->failedAttempts = 0;
    account->lockedUntil = 0;
    MDMC_TRY(m_store.saveAccount(*account));
    MDMC_TRY(m_store.forgetExpiredTokens(m_clock.nowUtc() - kRefreshLifetimeMs));
    MDMC_ASSIGN(TokenPair pair, issue(*user, *account, RecordId::mint(m_clock, m_random), check.device,
                                      security::randomToken(), m_clock.nowUtc()));
    MDMC_TRY(auditLogin(check.user, QStringLiteral("login")));
    MDMC_TRY(transaction.commit());
    return pair;
}

Result<TokenPair> Accounts::login(const QString &email, const QString &password, const QString &device)
{
    MDMC_ASSIGN(PasswordCheck check, prepareLogin(email, password, device));
    check.run();
    return finishLogin(check);
}

Result<TokenPair> Accounts::issue(const User &user, const Account &account, const RecordId &family,
                                  const QString &device, const QString &refreshToken, UtcMs now)
{
    TokenPair pair;
    MDMC_ASSIGN(pair.accessToken, m_tokens.issue(user.id, account.tokenVersion));
    pair.refreshToken = refreshToken;
    pair.refreshExpiresAt = now + kRefreshLifetimeMs;
    pair.user = user;
    MDMC_TRY(m_store.saveRefreshToken(
        {hashOf(pair.refreshToken), family, user.id, device, now, pair.refreshExpiresAt, 0, false}));
    return pair;
}

Result<TokenPair> Accounts::refresh(const QString &refreshToken, const QString &nextToken)
{
    const auto refused = [] {
        return failure(ErrorCode::Unauthenticated, QStringLiteral("The session has ended. Sign in again."));
    };
    if (!nextToken.isEmpty() && !isTokenShaped(nextToken))
        return failure(ErrorCode::InvalidInput, QStringLiteral("The next token is 32 to 128 characters of base64url."),
                       QStringLiteral("nextToken"));
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    MDMC_ASSIGN(std::optional<RefreshToken> token, m_store.refreshToken(hashOf(refreshToken)));
    if (!token || token->isRevoked)
        return refused();
    std::optional<RefreshToken> successor;
    if (!nextToken.isEmpty()) {
        MDMC_ASSIGN(successor, m_store.refreshToken(hashOf(nextToken)));
    }
    const bool isRepeated = token->usedAt && successor && successor->family == token->family && !successor->usedAt
        && !successor->isRevoked && successor->issuedAt == token->usedAt;
    if (token->usedAt && !isRepeated) {
        qCWarning(lcSecurity) << "a used refresh token was presented; its family is revoked, user"
                              << token->user.toString();
        MDMC_TRY(m_store.revokeFamily(token->family));
        MDMC_TRY(auditLogin(token->user, QStringLiteral("refresh_reused")));
        MDMC_TRY(transaction.commit());
        return refused();
    }
    if (successor && !isRepeated)
        return failure(ErrorCode::InvalidInput, QStringLiteral("The next token exists already."), QStringLiteral("nextToken"));
    MDMC_ASSIGN(const std::optional<User> user, activeUser(token->user));
    MDMC_ASSIGN(const std::optional<Account> account, m_store.account(token->user));
    if (token->expiresAt <= m_clock.nowUtc() || !user || !account)
        return refused();
    if (isRepeated) {
        // The reply was lost: the same answer once more.
        TokenPair pair;
        MDMC_ASSIGN(pair.accessToken, m_tokens.issue(user->id, account->tokenVersion));
        pair.refreshToken = nextToken;
        pair.refreshExpiresAt = successor->expiresAt;
        pair.user = *user;
        return pair;
    }
    // One moment for both: by it the successor is known when the answer is asked for again.
    token->usedAt = m_clock.nowUtc();
    MDMC_TRY(m_store.saveRefreshToken(*token));
    MDMC_ASSIGN(TokenPair pair, issue(*user, *account, token->family, token->device,
                                      nextToken.isEmpty() ? security::randomToken() : nextToken, token->usedAt));
    MDMC_TRY(transaction.commit());
    return pair;
}

Result<> Accounts::logout(const QString &refreshToken)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    MDMC_ASSIGN(const std::optional<RefreshToken> token, m_store.refreshToken(hashOf(refreshToken)));
    if (!token)
        return {};
    MDMC_TRY(m_store.revokeFamily(token->family));
    MDMC_TRY(auditLogin(token->user, QStringLiteral("logout")));
    return transaction.commit();
}

Result<Accounts::Session> Accounts::authenticate(const QByteArray &accessToken)
{
    MDMC_ASSIGN(const std::optional<storage::Database::Version> version, m_store.version());
    const QByteArray key = QCryptographicHash::hash(accessToken, QCryptographicHash::Sha256);
    const KnownToken *known = m_known.object(key);
    Session session;
    if (known) {
        session = known->session;
        MDMC_TRY(m_tokens.checkTimes(session.claims));
        if (known->version == version)
            return session;
    } else {
        MDMC_ASSIGN(session.claims, m_tokens.verify(accessToken));
    }
    MDMC_ASSIGN(const std::optional<Account> account, m_store.account(session.claims.user));
    if (!account || account->tokenVersion != session.claims.tokenVersion)
        return failure(ErrorCode::Unauthenticated, QStringLiteral("The session has ended. Sign in again."));
    MDMC_ASSIGN(std::optional<User> user, activeUser(session.claims.user));
    if (!user)
        return failure(ErrorCode::Forbidden, QStringLiteral("The account is disabled."));
    session.user = std::move(*user);
    if (version)
        m_known.insert(key, new KnownToken{session, *version});
    return session;
}

Result<std::optional<User>> Accounts::userOf(const AccessClaims &claims)
{
    MDMC_ASSIGN(const std::optional<Account> account, m_store.account(claims.user));
    if (!account || account->tokenVersion != claims.tokenVersion)
        return std::optional<User>();
    return activeUser(claims.user);
}

Result<> Accounts::setPassword(const RecordId &user, const QString &password)
{
    MDMC_ASSIGN(const std::optional<Record> record, m_store.load({EntityType::User, user}));
    if (!record)
        return failure(ErrorCode::NotFound, QStringLiteral("there is no such user"));
    MDMC_ASSIGN(const QString hash, hashPassword(fromRecord<User>(*record), password));
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    MDMC_TRY(savePassword(user, hash));
    return transaction.commit();
}

Result<QString> Accounts::hashPassword(const User &person, const QString &password) const
{
    MDMC_TRY(security::checkPassword(password, {person.email, person.name}));
    return m_hasher.hash(password);
}

Result<> Accounts::savePassword(const RecordId &user, const QString &hash)
{
    MDMC_ASSIGN(const std::optional<Account> known, m_store.account(user));
    Account account = known.value_or(Account{user, {}, 0, 0, 0});
    account.passwordHash = hash;
    account.failedAttempts = 0;
    account.lockedUntil = 0;
    ++account.tokenVersion;
    MDMC_TRY(m_store.saveAccount(account));
    MDMC_TRY(m_store.revokeTokensOf(user));
    return auditLogin(user, QStringLiteral("password_set"));
}

Result<> Accounts::endSessions(const RecordId &user)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    MDMC_ASSIGN(std::optional<Account> account, m_store.account(user));
    if (account) {
        ++account->tokenVersion;
        MDMC_TRY(m_store.saveAccount(*account));
    }
    MDMC_TRY(m_store.revokeTokensOf(user));
    return transaction.commit();
}

} // namespace mdmc::sync
