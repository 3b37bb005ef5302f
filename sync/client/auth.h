// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/records.h"
#include "sync/client/link.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QUrl>

namespace mdmc::sync {

/// What the server hands out at sign-in and at each refresh.
struct SignedIn {
    QByteArray accessToken;
    QString refreshToken;   ///< Replaces the one used: that one is spent.
    qint64 expiresInMs = 0;
    User user;
    QString workspaceName;
};

/// A server address as a person types it: https, or http for this computer only. InvalidInput otherwise; tokens and
/// passwords never travel in the clear.
Result<QUrl> checkedServer(const QUrl &server);
/// The address of an API path below the server's.
QUrl apiUrl(const QUrl &server, const QString &path);

/// Stops a reply above `maxBytes` and remembers what `failureOf` needs. To be called as soon as the request is sent.
void watchReply(QNetworkReply *reply, qint64 maxBytes);
/// What a finished, watched reply says went wrong; nothing when it is a 2xx.
std::optional<LinkFailure> failureOf(QNetworkReply &reply);

/// TLS as the system trusts it, and the certificate authority given (PEM; may be empty).
QSslConfiguration tlsWith(const QByteArray &extraCertificate);

/// The accounts' part of the API: POST /api/v1/auth/login, refresh, logout. Callbacks come from the event loop, exactly
/// once, unless the client is destroyed before. Lives on the thread of the access manager.
class AuthClient : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(tl::expected<SignedIn, LinkFailure>)>;

    AuthClient(QNetworkAccessManager &network, const QUrl &server, const QByteArray &extraCertificate);

    /// Unauthenticated: wrong address or password. RateLimited, Unreachable, CertificateRejected, ProtocolViolation …
    void login(const QString &email, const QString &password, const QString &device, Done done);
    /// `nextToken` is the successor, drawn here and kept before this call, so that a lost reply does not end the session.
    void refresh(const QString &refreshToken, const QString &nextToken, Done done);
    void logout(const QString &refreshToken, std::function<void()> done);

private:
    QNetworkReply *post(const QString &path, const QJsonObject &body);

    QNetworkAccessManager &m_network;
    QUrl m_server;
    QSslConfiguration m_tls;
};

/// SignedIn of an answer's JSON. ProtocolViolation when it is something else.
Result<SignedIn> readSignedIn(const QByteArray &json);

} // namespace mdmc::sync
