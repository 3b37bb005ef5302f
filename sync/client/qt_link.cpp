// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/qt_link.h"

#include "core/security/secret.h"
#include "sync/protocol/codec.h"

#include <QRegularExpression>

namespace mdmc::sync {

/// Between a refresh token and the successor that is being asked for: both are kept until the answer is in.
constexpr QLatin1Char kTokenSeparator('\n');

namespace {

constexpr char kFrameType[] = "application/vnd.mdmc.sync";
constexpr qsizetype kLongReply = 64 * 1024;
constexpr qint64 kMaxReplyBytes = 16 * 1024 * 1024;
constexpr qint64 kPauseMs = 15'000; ///< After a 429 or 503 to an upgrade, whose headers QWebSocket does not show.

Error noToken()
{
    return {ErrorCode::Unauthenticated, QStringLiteral("there is no access token yet"), {}};
}

/// QWebSocket tells the status of a refused upgrade only in its text.
int refusedStatus(const QString &text)
{
    static const QRegularExpression status(QStringLiteral("status code: (\\d{3})"));
    return status.match(text).captured(1).toInt();
}

} // namespace

QtLink::QtLink(Settings settings)
    : m_settings(std::move(settings)), m_auth(m_network, m_settings.server, m_settings.extraCertificate),
      m_tls(tlsWith(m_settings.extraCertificate))
{
    m_network.setAutoDeleteReplies(false);
}

QtLink::~QtLink()
{
    m_decoder.reset();
    closeLive();
    cancelPosts();
}

void QtLink::later(std::function<void()> work)
{
    QMetaObject::invokeMethod(this, [this, work = std::move(work)] {
        if (m_events)
            work();
    }, Qt::QueuedConnection);
}

void QtLink::setTokens(const SignedIn &signedIn)
{
    m_settings.storeRefreshToken(signedIn.refreshToken);
    m_accessToken = signedIn.accessToken;
}

void QtLink::login(const QString &email, const QString &password, const QString &device, AuthClient::Done done)
{
    m_auth.login(email, password, device, [this, done = std::move(done)](tl::expected<SignedIn, LinkFailure> answer) {
        if (answer)
            setTokens(*answer);
        done(std::move(answer));
    });
}

void QtLink::logout(std::function<void()> done)
{
    const QString refreshToken = m_settings.loadRefreshToken().section(kTokenSeparator, 0, 0);
    m_settings.storeRefreshToken({});
    m_accessToken.clear();
    if (refreshToken.isEmpty())
        return done();
    m_auth.logout(refreshToken, std::move(done));
}

QNetworkRequest QtLink::request(const QString &path) const
{
    QNetworkRequest request(apiUrl(m_settings.server, path));
    request.setRawHeader("Authorization", "Bearer " + m_accessToken);
    request.setSslConfiguration(m_tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    return request;
}

void QtLink::openLive()
{
    closeLive();
    const quint64 generation = ++m_liveGeneration;
    if (m_accessToken.isEmpty()) {
        later([this, generation] {
            if (generation == m_liveGeneration)
                m_events->liveClosed({noToken(), 0});
        });
        return;
    }
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingMessageSize(kMaxReplyBytes);
    m_socket->setMaxAllowedIncomingFrameSize(kMaxReplyBytes);
    const auto deliver = [this, generation](std::function<void()> event) {
        later([this, generation, event = std::move(event)] {
            if (generation == m_liveGeneration && m_socket)
                event();
        });
    };
    connect(m_socket, &QWebSocket::connected, this, [this, deliver] { deliver([this] { m_events->liveOpened(); }); });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, [this, deliver](const QByteArray &frame) {
        deliver([this, frame] { m_events->liveFrame(frame); });
    });
    connect(m_socket, &QWebSocket::textMessageReceived, this, [this, deliver] {
        deliver([this] { closed({{ErrorCode::ProtocolViolation, QStringLiteral("a text frame on the live tail"), {}}, 0}); });
    });
    const auto broken = [this, deliver] {
        deliver([this, failure = socketFailure()] { closed(failure); });
    };
    connect(m_socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, broken);
    connect(m_socket, &QWebSocket::disconnected, this, broken);
    connect(m_socket, &QWebSocket::sslErrors, m_socket, [socket = m_socket] { socket->setProperty("hasBadCertificate", true); });
    m_socket->setSslConfiguration(m_tls);
    QNetworkRequest upgrade = request(QStringLiteral("/api/v1/sync/live"));
    QUrl url = upgrade.url();
    url.setScheme(url.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    upgrade.setUrl(url);
    m_socket->open(upgrade);
}

LinkFailure QtLink::socketFailure() const
{
    if (!m_socket)
        return {};
    const QString text = m_socket->errorString();
    if (const int status = refusedStatus(text)) {
        switch (status) {
        case 401: return {{ErrorCode::Unauthenticated, text, {}}, 0};
        case 403: return {{ErrorCode::Forbidden, text, {}}, 0};
        case 429: return {{ErrorCode::RateLimited, text, {}}, kPauseMs};
        default: break;
        }
        return {{status >= 500 ? ErrorCode::ServerFailure : ErrorCode::ProtocolViolation, text, {}}, 0};
    }
    switch (m_socket->error()) {
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInvalidUserDataError:
        return {{m_socket->property("hasBadCertificate").toBool() ? ErrorCode::CertificateRejected
                                                                  : ErrorCode::ProtocolViolation, text, {}}, 0};
    case QAbstractSocket::SocketTimeoutError: return {{ErrorCode::TimedOut, text, {}}, 0};
    case QAbstractSocket::ConnectionRefusedError:
    case QAbstractSocket::RemoteHostClosedError:
    case QAbstractSocket::HostNotFoundError:
    case QAbstractSocket::NetworkError:
    case QAbstractSocket::TemporaryError:
    case QAbstractSocket::UnknownSocketError:
        return {{ErrorCode::Unreachable, text.isEmpty() ? QStringLiteral("the connection was closed") : text, {}}, 0};
    default: return {{ErrorCode::ProtocolViolation, text, {}}, 0};
    }
}

void QtLink::closed(const LinkFailure &failure)
{
    closeLive();
    m_events->liveClosed(failure);
}

void QtLink::sendLive(const QByteArray &frame)
{
    if (m_socket)
        m_socket->sendBinaryMessage(frame);
    // Else it lies until the thread is back in its event loop, behind whatever comes before that.
    if (m_socket)
        m_socket->flush();
}

void QtLink::closeLive()
{
    ++m_liveGeneration;
    if (!m_socket)
        return;
    QWebSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

quint64 QtLink::post(const QByteArray &frame, int timeoutMs)
{
    const quint64 id = ++m_lastPost;
    if (m_accessToken.isEmpty()) {
        later([this, id] { m_events->postFailed(id, {noToken(), 0}); });
        return id;
    }
    QNetworkRequest request = this->request(QStringLiteral("/api/v1/sync"));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QLatin1String(kFrameType));
    request.setTransferTimeout(timeoutMs);
    QNetworkReply *reply = m_network.post(request, frame);
    m_posts.emplace(id, reply);
    watchReply(reply, kMaxReplyBytes);
    connect(reply, &QNetworkReply::finished, this, [this, id, reply] { postDone(id, reply); });
    connect(reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
        if (total > 0 && sent >= total)
            later([this] { runAfterSending(); });
    });
    return id;
}

void QtLink::afterSending(std::function<void()> work)
{
    m_afterSending.push_back(std::move(work));
    if (m_posts.empty())
        later([this] { runAfterSending(); });
}

void QtLink::runAfterSending()
{
    for (const auto &work : std::exchange(m_afterSending, {}))
        if (m_events)
            work();
}

void QtLink::postDone(quint64 id, QNetworkReply *reply)
{
    reply->deleteLater();
    runAfterSending();
    if (m_posts.erase(id) == 0)
        return;
    std::optional<LinkFailure> failure = failureOf(*reply);
    if (!failure && !reply->header(QNetworkRequest::ContentTypeHeader).toString().startsWith(QLatin1String(kFrameType)))
        failure = LinkFailure{{ErrorCode::ProtocolViolation, QStringLiteral("the answer is not one of an MDMC server"), {}}, 0};
    const QByteArray frame = failure ? QByteArray() : reply->readAll();
    if (failure)
        return later([this, id, failure] { m_events->postFailed(id, *failure); });
    deliver(id, frame);
}

void QtLink::deliver(quint64 id, const QByteArray &frame)
{
    if (frame.size() < kLongReply)
        return later([this, id, frame] { m_events->replied(id, decodeFramePacked(frame)); });
    if (!m_decoder)
        m_decoder = std::make_unique<Worker>(QStringLiteral("sync decoder"));
    m_decoder->post([this, id, frame](bool isCancelled) {
        if (isCancelled)
            return;
        const auto messages = std::make_shared<Result<std::vector<Message>>>(decodeFramePacked(frame));
        later([this, id, messages] { m_events->replied(id, std::move(*messages)); });
    });
}

void QtLink::cancelPosts()
{
    m_afterSending.clear();
    const auto posts = std::exchange(m_posts, {});
    for (const auto &[id, reply] : posts) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void QtLink::renew()
{
    if (m_isRenewing)
        return;
    m_isRenewing = true;
    const QString stored = m_settings.loadRefreshToken();
    const QString refreshToken = stored.section(kTokenSeparator, 0, 0);
    QString nextToken = stored.section(kTokenSeparator, 1, 1);
    if (!refreshToken.isEmpty() && nextToken.isEmpty()) {
        nextToken = security::randomToken();
        m_settings.storeRefreshToken(refreshToken + kTokenSeparator + nextToken);
    }
    if (refreshToken.isEmpty()) {
        later([this] {
            m_isRenewing = false;
            m_events->renewFailed({{ErrorCode::Unauthenticated, QStringLiteral("nobody is signed in"), {}}, 0});
        });
        return;
    }
    m_auth.refresh(refreshToken, nextToken, [this](tl::expected<SignedIn, LinkFailure> answer) {
        m_isRenewing = false;
        if (answer)
            setTokens(*answer);
        if (!m_events)
            return;
        if (answer)
            m_events->renewed(m_accessToken);
        else
            m_events->renewFailed(answer.error());
    });
}

} // namespace mdmc::sync
