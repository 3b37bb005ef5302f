// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/live_session.h"

#include "core/base/log.h"
#include "sync/protocol/codec.h"

#include <QWebSocket>

#include <algorithm>

namespace mdmc::sync {

LiveSession::LiveSession(LiveHub &hub, std::unique_ptr<QWebSocket> socket, const User &user, const AccessClaims &claims)
    : m_hub(hub), m_socket(std::move(socket)),
      m_session({hub.m_services.store, hub.m_services.processor, hub.m_services.clock, hub.m_services.limits,
                 hub.m_services.workspaceName, SyncSession::Kind::Live,
                 [this](const QByteArray &token) { return renew(token); }, [this] { m_hub.headMoved(); },
                 &hub.m_tail},
                actorFor(user)),
      m_frames(hub.m_services.clock, LiveHub::kFrames), m_userId(user.id), m_tokenVersion(claims.tokenVersion), m_expiresAt(claims.expiresAt),
      m_lastHeard(hub.m_services.clock.monotonicMs()), m_lastPing(m_lastHeard)
{
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &LiveSession::receive);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this] { close(errorCodeName(ErrorCode::ProtocolViolation), QStringLiteral("frames are binary")); });
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_lastHeard = m_hub.m_services.clock.monotonicMs(); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this] {
        if (std::exchange(m_isHeldBack, false))
            goOn();
    });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &LiveSession::end);
}

LiveSession::~LiveSession()
{
    m_socket->disconnect(this);
    m_socket->abort();
    // The session may be ending inside one of the socket's own signals.
    m_socket.release()->deleteLater();
}

void LiveSession::end()
{
    m_hub.sessionGone(this);
}

void LiveSession::send(const std::vector<Message> &messages)
{
    if (!messages.empty() && !m_isClosing)
        sendFrame(encodeFrame(messages));
}

void LiveSession::sendFrame(const QByteArray &frame)
{
    m_socket->sendBinaryMessage(frame);
    m_socket->flush(); // Now, and not once the other sessions were served.
}

void LiveSession::close(const QString &code, const QString &detail)
{
    if (m_isClosing)
        return;
    send({ProtocolError{code, detail, 0, true}});
    m_isClosing = true;
    m_socket->close(QWebSocketProtocol::CloseCodeNormal, code);
}

/// One frame a turn of the event loop: whoever sends many at once holds nobody else up for longer than one takes.
void LiveSession::receive(const QByteArray &frame)
{
    if (m_isClosing)
        return;
    m_lastHeard = m_hub.m_services.clock.monotonicMs();
    if (m_receivedBytes > LiveHub::kUnhandledLimit || m_received.size() > LiveHub::kUnhandledFrames) {
        qCWarning(lcServer) << "a session sends faster than it is answered: it is ended";
        m_socket->abort();
        return;
    }
    m_received.append(frame);
    m_receivedBytes += frame.size();
    if (!m_hasTurn)
        handleNext();
}

void LiveSession::handleNext()
{
    m_hasTurn = !m_received.isEmpty() && !m_isClosing;
    if (!m_hasTurn)
        return;
    // First, because handling the frame may end this session.
    QMetaObject::invokeMethod(this, &LiveSession::handleNext, Qt::QueuedConnection);
    const QByteArray frame = m_received.takeFirst();
    m_receivedBytes -= frame.size();
    handle(frame);
}

/// False: it was answered that this is too much.
bool LiveSession::isPaidFor(double cost)
{
    const auto decision = m_frames.take({}, cost);
    if (decision.allowed)
        return true;
    if (++m_refusedFrames > LiveHub::kRefusedFrames)
        close(errorCodeName(ErrorCode::RateLimited), QStringLiteral("too many messages"));
    else
        send({ProtocolError{errorCodeName(ErrorCode::RateLimited),
                            QStringLiteral("too many messages; the limit is %1 a second").arg(LiveHub::kFrames.perSecond),
                            decision.retryAfterMs, false}});
    return false;
}

void LiveSession::handle(const QByteArray &frame)
{
    if (m_socket->bytesToWrite() > LiveHub::kUnreadLimit) {
        qCWarning(lcServer) << "a session goes on asking and reads no answer: it is ended";
        m_socket->abort();
        return;
    }
    if (!isPaidFor(1 + double(plainSize(frame, m_hub.m_services.limits)) / LiveHub::kBytesOfAFrame))
        return;
    auto messages = decodeFrame(frame, m_hub.m_services.limits);
    if (!messages)
        return close(errorCodeName(messages.error().code), messages.error().detail);
    const auto questions = std::min<qint64>(std::ranges::count_if(*messages, &ReadBudget::isReading), ReadBudget::kMost);
    if (questions > 0 && !isPaidFor(double(questions) * LiveHub::kFramesOfAQuestion))
        return;
    std::vector<Message> replies;
    ReadBudget reading;
    for (size_t at = 0; at < messages->size() && !m_session.hasFatalError();) {
        const std::vector<Push> pushes = takePushes(*messages, at, replies);
        if (pushes.empty() && at == messages->size())
            break;
        if (const std::optional<Message> refusal = pushes.empty() ? reading.refusal((*messages)[at]) : std::nullopt) {
            replies.push_back(*refusal);
            ++at;
            continue;
        }
        m_hub.lookAtPeople();
        if (m_isClosing)
            return;
        for (Message &reply : pushes.empty() ? m_session.handle((*messages)[at++]) : m_session.handle(pushes))
            replies.push_back(std::move(reply));
        if (pushes.empty() || m_session.hasFatalError())
            continue;
        // Results and rows in one message: the client writes them in one transaction. First, as before every row:
        const bool isTailCurrent = m_hub.lookAtPeople();
        if (m_isClosing)
            return;
        if (isTailCurrent)
            for (Message &changes : m_session.nextChanges(int(pushes.size())))
                replies.push_back(std::move(changes));
    }
    for (const QByteArray &frame : framesOf(std::move(replies), m_hub.m_services.limits))
        if (!m_isClosing)
            sendFrame(frame);
    if (m_session.hasFatalError()) {
        m_isClosing = true;
        m_socket->close(QWebSocketProtocol::CloseCodeNormal);
        return;
    }
    goOn();
}

/// Those that come next in the frame, `at` behind them; what is too much of them is answered.
std::vector<Push> LiveSession::takePushes(std::vector<Message> &messages, size_t &at, std::vector<Message> &replies)
{
    std::vector<Push> pushes;
    for (; at < messages.size() && int(pushes.size()) < SyncSession::kPushesTogether; ++at) {
        Push *push = std::get_if<Push>(&messages[at]);
        if (!push)
            break;
        const auto decision = m_hub.m_services.pushes.take(m_session.clientId().toBytes());
        if (decision.allowed) {
            pushes.push_back(std::move(*push));
            continue;
        }
        if (!pushes.empty())
            break; // Answers come in the order of the questions.
        replies.push_back(ProtocolError{errorCodeName(ErrorCode::RateLimited),
                                        QStringLiteral("too many pushes; the limit is 100 a second"),
                                        decision.retryAfterMs, false});
    }
    return pushes;
}

void LiveSession::goOn()
{
    if (m_hub.lookAtPeople())
        pump();
}

/// The hub has looked at who may see what.
void LiveSession::pump()
{
    while (!m_isClosing && m_session.isFollowing()) {
        if (m_socket->bytesToWrite() >= LiveHub::kUnsentLimit / 4) {
            m_isHeldBack = true; // Until some of it is written.
            return;
        }
        const auto frame = m_session.nextFrame();
        if (!frame)
            return;
        sendFrame(frame->bytes);
        if (frame->isLast)
            return;
    }
}

void LiveSession::headMoved()
{
    if (m_session.isFollowing() && m_socket->bytesToWrite() > LiveHub::kUnsentLimit)
        send({m_session.fallBehind()});
    else
        pump();
}

Result<> LiveSession::renew(const QByteArray &accessToken)
{
    MDMC_ASSIGN(const Accounts::Session session, m_hub.m_services.accounts.authenticate(accessToken));
    if (session.user.id != m_userId)
        return failure(ErrorCode::Forbidden, QStringLiteral("the token is another account's"));
    m_expiresAt = session.claims.expiresAt;
    m_tokenVersion = session.claims.tokenVersion;
    m_isNoticed = false;
    return {};
}

void LiveSession::refresh(const std::optional<User> &user, qint64 tokenVersion)
{
    if (!user || !user->isActive || tokenVersion != m_tokenVersion)
        return close(QStringLiteral("session_revoked"),
                     QStringLiteral("the account was disabled or its sessions were ended"));
    const Actor actor = actorFor(*user);
    if (actor == m_session.actor())
        return;
    if (const std::optional<Message> notice = m_session.setActor(actor))
        send({*notice});
}

void LiveSession::tick()
{
    const Clock &clock = m_hub.m_services.clock;
    const qint64 now = clock.monotonicMs();
    if (now - m_lastHeard > LiveHub::kDeadAfterMs) {
        m_socket->abort(); // `disconnected` follows and ends this session
        return;
    }
    if (now - m_lastPing >= m_hub.m_services.limits.pingIntervalMs) {
        m_lastPing = now;
        m_socket->ping();
    }
    const qint64 left = m_expiresAt - clock.nowUtc();
    if (left < -TokenIssuer::kLeewaySeconds * 1000)
        return close(errorCodeName(ErrorCode::Unauthenticated), QStringLiteral("the access token has expired"));
    if (left <= LiveHub::kExpiryNoticeMs && !m_isNoticed) {
        m_isNoticed = true;
        send({TokenExpiring{int(std::max<qint64>(left, 0))}});
    }
}

} // namespace mdmc::sync
