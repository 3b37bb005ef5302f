// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/auth.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace mdmc::sync {

namespace {

constexpr int kTimeoutMs = 30'000;
constexpr qint64 kMaxReplyBytes = 64 * 1024;

bool isThisComputer(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

Error unreadable(const char *what)
{
    return {ErrorCode::ProtocolViolation, QStringLiteral("this is not an MDMC server: ") + QLatin1String(what), {}};
}

/// Text of an API error. The server writes it for people and without their data.
QString detailOf(const QByteArray &body, int status)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    const QString message = object.value(QLatin1String("message")).toString().left(300);
    return message.isEmpty() ? QStringLiteral("HTTP status %1").arg(status) : message;
}

ErrorCode codeOfStatus(int status)
{
    switch (status) {
    case 400: return ErrorCode::InvalidInput;
    case 401: return ErrorCode::Unauthenticated;
    case 403: return ErrorCode::Forbidden;
    case 408: return ErrorCode::TimedOut;
    case 413: return ErrorCode::TooLarge;
    case 423:
    case 429: return ErrorCode::RateLimited;
    default: break;
    }
    return status >= 500 ? ErrorCode::ServerFailure : ErrorCode::ProtocolViolation;
}

ErrorCode codeOfNetwork(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::SslHandshakeFailedError: return ErrorCode::CertificateRejected;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: return ErrorCode::TimedOut;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::TooManyRedirectsError: return ErrorCode::ProtocolViolation;
    default: return ErrorCode::Unreachable;
    }
}

} // namespace

Result<QUrl> checkedServer(const QUrl &server)
{
    QUrl url = server.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    const bool isSafe = url.scheme() == QLatin1String("https")
        || (url.scheme() == QLatin1String("http") && isThisComputer(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !isSafe)
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("A server's address begins with https:// (http:// only for this computer)"),
                       QStringLiteral("server"));
    return url;
}

QUrl apiUrl(const QUrl &server, const QString &path)
{
    QUrl url = server;
    QString base = url.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    url.setPath(base + path);
    return url;
}

std::optional<LinkFailure> failureOf(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 200 && status < 300 && reply.error() == QNetworkReply::NoError)
        return std::nullopt;
    if (reply.property("isTooLarge").toBool())
        return LinkFailure{unreadable("the answer is too large"), 0};
    if (status >= 300 || (status > 0 && status < 200)) {
        LinkFailure failure{{codeOfStatus(status), detailOf(reply.read(kMaxReplyBytes), status), {}}, 0};
        const qint64 seconds = reply.rawHeader("Retry-After").toLongLong();
        failure.retryAfterMs = std::clamp<qint64>(seconds, 0, 3600) * 1000;
        return failure;
    }
    // A handshake that fails without a word about the certificate has met something that is no TLS at all.
    const bool isNoTls = reply.error() == QNetworkReply::SslHandshakeFailedError && !reply.property("hasBadCertificate").toBool();
    const ErrorCode code = isNoTls ? ErrorCode::ProtocolViolation : codeOfNetwork(reply.error());
    return LinkFailure{{code, reply.errorString(), {}}, 0};
}

void watchReply(QNetworkReply *reply, qint64 maxBytes)
{
    QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply, maxBytes] {
        if (reply->bytesAvailable() > maxBytes) {
            reply->setProperty("isTooLarge", true);
            reply->abort();
        }
    });
    QObject::connect(reply, &QNetworkReply::sslErrors, reply, [reply] { reply->setProperty("hasBadCertificate", true); });
}

QSslConfiguration tlsWith(const QByteArray &extraCertificate)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    if (!extraCertificate.isEmpty())
        tls.addCaCertificates(QSslCertificate::fromData(extraCertificate, QSsl::Pem));
    return tls;
}

Result<SignedIn> readSignedIn(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonObject object = QJsonDocument::fromJson(json, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return tl::unexpected(unreadable("the answer is no JSON"));
    SignedIn signedIn;
    signedIn.accessToken = object.value(QLatin1String("accessToken")).toString().toLatin1();
    signedIn.refreshToken = object.value(QLatin1String("refreshToken")).toString();
    signedIn.expiresInMs = qint64(object.value(QLatin1String("expiresIn")).toDouble()) * 1000;
    signedIn.workspaceName = object.value(QLatin1String("workspaceName")).toString();
    const QJsonObject user = object.value(QLatin1String("user")).toObject();
    const auto text = [&user](QLatin1String key) { return user.value(key).toString(); };
    signedIn.user.id = RecordId::fromString(text(QLatin1String("id"))).value_or(RecordId());
    signedIn.user.name = text(QLatin1String("name"));
    signedIn.user.email = text(QLatin1String("email"));
    signedIn.user.role = text(QLatin1String("role"));
    signedIn.user.scope = text(QLatin1String("scope"));
    signedIn.user.locale = text(QLatin1String("locale"));
    signedIn.user.teamId = RecordId::fromString(text(QLatin1String("teamId"))).value_or(RecordId());
    if (signedIn.accessToken.isEmpty() || signedIn.refreshToken.isEmpty())
        return tl::unexpected(unreadable("the answer holds no tokens"));
    return signedIn;
}

AuthClient::AuthClient(QNetworkAccessManager &network, const QUrl &server, const QByteArray &extraCertificate)
    : m_network(network), m_server(server), m_tls(tlsWith(extraCertificate))
{
}

QNetworkReply *AuthClient::post(const QString &path, const QJsonObject &body)
{
    QNetworkRequest request(apiUrl(m_server, path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setRawHeader("Accept", "application/json");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(kTimeoutMs);
    request.setSslConfiguration(m_tls);
    QByteArray json = QJsonDocument(body).toJson(QJsonDocument::Compact);
    QNetworkReply *reply = m_network.post(request, json);
    reply->setParent(this);
    watchReply(reply, kMaxReplyBytes);
    return reply;
}

void AuthClient::login(const QString &email, const QString &password, const QString &device, Done done)
{
    QNetworkReply *reply = post(QStringLiteral("/api/v1/auth/login"), {{QStringLiteral("email"), email},
                                                                        {QStringLiteral("password"), password},
                                                                        {QStringLiteral("device"), device}});
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        if (auto failure = failureOf(*reply)) {
            // Something listens and hangs up on HTTP: most likely the wrong port.
            if (reply->error() == QNetworkReply::RemoteHostClosedError)
                failure->error = unreadable("the connection was closed without an answer");
            return done(tl::unexpected(std::move(*failure)));
        }
        auto signedIn = readSignedIn(reply->readAll());
        if (signedIn && signedIn->user.id.isNull())
            signedIn = tl::unexpected(unreadable("the answer names no person"));
        if (!signedIn)
            return done(tl::unexpected(LinkFailure{signedIn.error(), 0}));
        done(std::move(*signedIn));
    });
}

void AuthClient::refresh(const QString &refreshToken, const QString &nextToken, Done done)
{
    QNetworkReply *reply = post(QStringLiteral("/api/v1/auth/refresh"), {{QStringLiteral("refreshToken"), refreshToken},
                                                                         {QStringLiteral("nextToken"), nextToken}});
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        if (auto failure = failureOf(*reply))
            return done(tl::unexpected(std::move(*failure)));
        auto signedIn = readSignedIn(reply->readAll());
        if (!signedIn)
            return done(tl::unexpected(LinkFailure{signedIn.error(), 0}));
        done(std::move(*signedIn));
    });
}

void AuthClient::logout(const QString &refreshToken, std::function<void()> done)
{
    QNetworkReply *reply = post(QStringLiteral("/api/v1/auth/logout"), {{QStringLiteral("refreshToken"), refreshToken}});
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        done();
    });
}

} // namespace mdmc::sync
