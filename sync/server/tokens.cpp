// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that sees the JWT library: its exceptions and its headers end here.
#include "sync/server/tokens.h"

#include <jwt/jwt.hpp>

namespace mdmc::sync {

namespace {

constexpr char kIssuer[] = "mdmc-server";
constexpr char kAudience[] = "mdmc-api";
constexpr qsizetype kMaxTokenBytes = 4096;

auto refused(const char *why)
{
    return failure(ErrorCode::Unauthenticated, QStringLiteral("access token refused: %1").arg(QLatin1String(why)));
}

} // namespace

Result<TokenIssuer> TokenIssuer::create(const QByteArray &secret, const Clock &clock)
{
    if (secret.size() < kMinSecretBytes)
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("the token secret must have at least %1 bytes").arg(kMinSecretBytes));
    return TokenIssuer(secret, clock);
}

Result<QByteArray> TokenIssuer::issue(const RecordId &user, qint64 tokenVersion) const
{
    const qint64 now = m_clock->nowUtc() / 1000;
    try {
        jwt::jwt_object token{jwt::params::algorithm("HS256"), jwt::params::secret(m_secret.toStdString())};
        token.add_claim("iss", std::string(kIssuer))
            .add_claim("aud", std::string(kAudience))
            .add_claim("sub", user.toString().toStdString())
            .add_claim("ver", qint64(tokenVersion))
            .add_claim("iat", now)
            .add_claim("exp", now + kLifetimeSeconds);
        std::error_code error;
        const std::string text = token.signature(error);
        if (error)
            return failure(ErrorCode::Internal, QStringLiteral("cannot sign an access token"));
        return QByteArray::fromStdString(text);
    } catch (const std::exception &) {
        return failure(ErrorCode::Internal, QStringLiteral("cannot sign an access token"));
    }
}

Result<AccessClaims> TokenIssuer::verify(const QByteArray &token) const
{
    if (token.isEmpty() || token.size() > kMaxTokenBytes)
        return refused("no token");
    try {
        // Times are checked below, by the clock that was handed in; the leeway keeps the library out of it.
        constexpr uint32_t kNoTimeCheck = std::numeric_limits<uint32_t>::max() / 2;
        std::error_code error;
        const jwt::jwt_object decoded = jwt::decode(
            jwt::string_view(token.constData(), size_t(token.size())), jwt::params::algorithms({"HS256"}), error,
            jwt::params::secret(m_secret.toStdString()), jwt::params::verify(true), jwt::params::leeway(kNoTimeCheck),
            jwt::params::issuer(std::string(kIssuer)), jwt::params::aud(std::string(kAudience)));
        if (error)
            return refused(error.message().c_str());
        if (decoded.header().algo() != jwt::algorithm::HS256)
            return refused("algorithm");
        const json_t payload = decoded.payload().create_json_obj();
        const auto user = RecordId::fromString(QString::fromStdString(payload.at("sub").get<std::string>()));
        if (!user)
            return refused("subject");
        AccessClaims claims;
        claims.user = *user;
        claims.tokenVersion = payload.at("ver").get<qint64>();
        const qint64 issued = payload.at("iat").get<qint64>(), expires = payload.at("exp").get<qint64>();
        if (expires - issued > kLifetimeSeconds)
            return refused("lives too long");
        claims.issuedAt = issued * 1000;
        claims.expiresAt = expires * 1000;
        MDMC_TRY(checkTimes(claims));
        return claims;
    } catch (const std::exception &) {
        return refused("malformed");
    }
}

Result<> TokenIssuer::checkTimes(const AccessClaims &claims) const
{
    const qint64 now = m_clock->nowUtc() / 1000;
    if (now > claims.expiresAt / 1000 + kLeewaySeconds)
        return refused("expired");
    if (claims.issuedAt / 1000 > now + kLeewaySeconds)
        return refused("issued in the future");
    return {};
}

} // namespace mdmc::sync
