// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/auth.h"
#include "sync/client/worker.h"

#include <QWebSocket>

namespace mdmc::sync {

/// The network for real: WebSocket /api/v1/sync/live and POST /api/v1/sync with Qt Network. The access token is held in
/// memory only and travels in the Authorization header, never in an address. A certificate that does not verify ends the
/// attempt (CertificateRejected); there is no way to go on past it, only to trust another authority at sign-in.
class QtLink final : public QObject, public Link {
    Q_OBJECT
public:
    struct Settings {
        QUrl server;                 ///< As `checkedServer` returned it.
        QByteArray extraCertificate;
        /// Where the refresh token is kept between runs. Called on the link's thread; a rotated token is stored before
        /// the access token that came with it is used.
        std::function<QString()> loadRefreshToken;
        std::function<void(const QString &)> storeRefreshToken;
    };

    explicit QtLink(Settings settings);
    ~QtLink() override;

    /// Tokens of a sign-in just made.
    void setTokens(const SignedIn &signedIn);
    /// Signs in again with a password; stores the tokens on success.
    void login(const QString &email, const QString &password, const QString &device, AuthClient::Done done);
    /// Revokes the refresh token if the server can be reached, and forgets the tokens in any case.
    void logout(std::function<void()> done);

    void openLive() override;
    void sendLive(const QByteArray &frame) override;
    void closeLive() override;
    quint64 post(const QByteArray &frame, int timeoutMs) override;
    void afterSending(std::function<void()> work) override;
    void later(std::function<void()> work) override;
    void cancelPosts() override;
    void renew() override;

private:
    QNetworkRequest request(const QString &path) const;
    void closed(const LinkFailure &failure);
    LinkFailure socketFailure() const;
    void postDone(quint64 id, QNetworkReply *reply);
    void runAfterSending();
    void deliver(quint64 id, const QByteArray &frame);

    Settings m_settings;
    QNetworkAccessManager m_network;
    AuthClient m_auth;
    QSslConfiguration m_tls;
    QByteArray m_accessToken;
    bool m_isRenewing = false;
    QWebSocket *m_socket = nullptr;
    quint64 m_liveGeneration = 0;   ///< Events of a socket that was closed are dropped.
    quint64 m_lastPost = 0;
    std::map<quint64, QNetworkReply *> m_posts;
    std::vector<std::function<void()>> m_afterSending;
    std::unique_ptr<Worker> m_decoder; ///< For long answers: this thread writes what came before meanwhile.
};

} // namespace mdmc::sync
