// SPDX-License-Identifier: GPL-3.0-or-later
// What LiveHub and LiveSession do, over a simulated socket.
#include "tests/simulation/server_live.h"

#include "sync/protocol/codec.h"
#include "sync/server/live_hub.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

using namespace sync;

namespace {

/// How long the tick's pauses may grow while nothing happens: it only finds what nobody told.
constexpr qint64 kLongestTickMs = 16'000;

SyncLimits largeFrames()
{
    SyncLimits limits;
    limits.maxFrameBytes = limits.maxInflatedBytes;
    return limits;
}

std::optional<Pass> decodePass(const QByteArray &bytes)
{
    const auto user = RecordId::fromBytes(bytes.left(16));
    const QList<QByteArray> numbers = bytes.mid(16).split(' ');
    if (!user || numbers.size() != 2)
        return std::nullopt;
    return Pass{*user, numbers[0].toLongLong(), numbers[1].toLongLong()};
}

} // namespace

Result<> ServerNode::liveOpened(quint64 connection, int client, const Pass &pass)
{
    const Entry entry(*this);
    MDMC_ASSIGN(const User user, authenticate(pass));
    auto live = std::make_unique<Live>(Live{client,
                                            SyncSession(setting(SyncSession::Kind::Live, connection), actorFor(user)),
                                            user.id, pass.tokenVersion, pass.expiresAt, m_clock.monotonicMs()});
    m_lives.emplace(connection, std::move(live));
    m_tickMs = 1000;
    armTick();
    return {};
}

void ServerNode::liveClosed(quint64 connection)
{
    m_lives.erase(connection);
}

void ServerNode::send(quint64 connection, const std::vector<Message> &messages)
{
    const auto found = m_lives.find(connection);
    if (messages.empty() || found == m_lives.end() || found->second->isClosing || isSpeechless())
        return;
    for (const Message &message : messages)
        m_world.ledger().handed(found->second->client, found->second->session.actor(), message);
    for (const QByteArray &frame : framesOf(messages))
        m_world.network().toClient(connection, frame);
    m_world.ledger().queued(found->second->client, m_world.network().unsentBytes(connection));
}

void ServerNode::close(quint64 connection, const QString &code, const QString &detail)
{
    const auto found = m_lives.find(connection);
    if (found == m_lives.end() || found->second->isClosing)
        return;
    send(connection, {ProtocolError{code, detail, 0, true}});
    found->second->isClosing = true;
    if (!isSpeechless())
        m_world.network().closeToClient(connection, {ErrorCode::Unreachable, code, {}});
}

void ServerNode::liveFrame(quint64 connection, const QByteArray &frame)
{
    const auto found = m_lives.find(connection);
    if (found == m_lives.end() || found->second->isClosing)
        return;
    const Entry entry(*this);
    Live &live = *found->second;
    live.lastHeard = m_clock.monotonicMs();
    m_tickMs = 1000;
    armTick();
    auto messages = decodeFrame(frame, SyncLimits{});
    if (!messages)
        return close(connection, errorCodeName(messages.error().code), messages.error().detail);
    std::vector<Message> replies;
    for (size_t at = 0; at < messages->size() && !live.session.hasFatalError();) {
        const std::vector<Push> pushes = takePushes(live, *messages, at, replies);
        if (pushes.empty() && at == messages->size())
            break;
        lookAtPeople();
        if (live.isClosing || isSpeechless())
            return;
        for (Message &reply : pushes.empty() ? handle(live.client, live.session, (*messages)[at++])
                                             : handle(live.client, live.session, pushes))
            replies.push_back(std::move(reply));
        if (isSpeechless())
            return;
        if (std::exchange(m_isReplyLost, false))
            replies.clear();
        if (pushes.empty() || replies.empty() || live.session.hasFatalError())
            continue;
        const bool isTailCurrent = lookAtPeople();
        if (live.isClosing || isSpeechless())
            return;
        if (isTailCurrent)
            for (Message &changes : live.session.nextChanges(int(pushes.size())))
                replies.push_back(std::move(changes));
    }
    send(connection, replies);
    if (live.session.hasFatalError()) {
        live.isClosing = true;
        m_world.network().closeToClient(connection, {ErrorCode::Unreachable, QStringLiteral("fatal"), {}});
        return;
    }
    if (lookAtPeople())
        pump(connection);
}

std::vector<Push> ServerNode::takePushes(Live &live, std::vector<Message> &messages, size_t &at,
                                         std::vector<Message> &replies)
{
    std::vector<Push> pushes;
    for (; at < messages.size() && int(pushes.size()) < SyncSession::kPushesTogether; ++at) {
        Push *push = std::get_if<Push>(&messages[at]);
        if (!push)
            break;
        const auto decision = m_pushes->take(live.session.clientId().toBytes());
        if (decision.allowed) {
            pushes.push_back(std::move(*push));
            continue;
        }
        if (!pushes.empty())
            break;
        replies.push_back(ProtocolError{errorCodeName(ErrorCode::RateLimited),
                                        QStringLiteral("too many pushes; the limit is 100 a second"),
                                        decision.retryAfterMs, false});
    }
    return pushes;
}

void ServerNode::bytesWritten(quint64 connection)
{
    if (!isUp())
        return;
    const Entry entry(*this);
    if (lookAtPeople())
        pump(connection);
}

void ServerNode::pump(quint64 connection)
{
    while (!isSpeechless()) {
        const auto found = m_lives.find(connection);
        if (found == m_lives.end() || found->second->isClosing || !found->second->session.isFollowing()
            || m_world.network().unsentBytes(connection) >= kUnsentLimit / 4)
            return;
        const auto frame = found->second->session.nextFrame();
        if (!frame || isSpeechless())
            return;
        if (const auto messages = decodeFrame(frame->bytes, largeFrames()))
            for (const Message &message : *messages)
                m_world.ledger().handed(found->second->client, found->second->session.actor(), message);
        m_world.network().toClient(connection, frame->bytes);
        m_world.ledger().queued(found->second->client, m_world.network().unsentBytes(connection));
        if (frame->isLast)
            return;
    }
}

Result<> ServerNode::renewLive(quint64 connection, const QByteArray &token)
{
    const auto found = m_lives.find(connection);
    const std::optional<Pass> pass = decodePass(token);
    if (found == m_lives.end() || !pass)
        return failure(ErrorCode::Unauthenticated, QStringLiteral("no token"));
    MDMC_ASSIGN(const User user, authenticate(*pass));
    if (user.id != found->second->user)
        return failure(ErrorCode::Forbidden, QStringLiteral("the token is another account's"));
    found->second->expiresAt = pass->expiresAt;
    found->second->tokenVersion = pass->tokenVersion;
    found->second->isNoticed = false;
    return {};
}

void ServerNode::expireSessions(int client)
{
    for (const auto &[connection, live] : m_lives)
        if (live->client == client)
            live->expiresAt = m_clock.nowUtc() - 1000;
}

// The hub -------------------------------------------------------------------------------------------------------------

void ServerNode::headMoved()
{
    m_tickMs = 1000;
    armTick();
    qint64 delay = 0;
    if (m_world.isTroubled()) {
        const FaultRates &rates = m_world.options().rates;
        const quint64 dice = diceOf(m_world.options().seed, ++m_commits, 0x3a4e);
        if (unitOf(dice) < rates[Fault::NotificationLost])
            return m_world.happened(Fault::NotificationLost);
        if (unitOf(diceOf(dice, 1)) < rates[Fault::NotificationLate]) {
            m_world.happened(Fault::NotificationLate);
            delay = qint64(dice % 3000);
        } else if (unitOf(diceOf(dice, 2)) < rates[Fault::NotificationMerged]) {
            m_world.happened(Fault::NotificationMerged);
            delay = 300;
        }
    }
    if (!m_wake)
        m_wake = m_world.timeline().after(delay, [this] {
            m_wake = 0;
            wake();
        });
}

bool ServerNode::lookAtPeople()
{
    const auto head = m_observed->head();
    const bool isTailCurrent = head && head->seq == m_tail.head().seq && head->epoch == m_tail.head().epoch;
    if (head && !isTailCurrent && !m_wake)
        m_wake = m_world.timeline().after(0, [this] {
            m_wake = 0;
            wake();
        });
    if (head && head->seq == m_peopleSeq)
        return isTailCurrent;
    if (const auto users = usersChangedSince(m_peopleSeq); !users)
        refreshActors();
    else if (!users->empty())
        refreshActors(&*users);
    if (head)
        m_peopleSeq = head->seq;
    return isTailCurrent;
}

void ServerNode::wake()
{
    const Entry entry(*this);
    if (const auto head = m_observed->head()) {
        m_tail.moveTo(*head);
        m_woken = *head;
    }
    lookAtPeople(); // Before any row goes out.
    std::vector<quint64> all;
    for (const auto &[connection, live] : m_lives)
        all.push_back(connection);
    for (const quint64 connection : all) {
        const auto found = m_lives.find(connection);
        if (found == m_lives.end())
            continue;
        if (found->second->session.isFollowing() && m_world.network().unsentBytes(connection) > kUnsentLimit)
            send(connection, {found->second->session.fallBehind()});
        else
            pump(connection);
    }
    for (const auto &[id, exchange] : std::exchange(m_waiting, {}))
        pullOrWait(exchange);
}

void ServerNode::armTick()
{
    if (m_tick || (m_lives.empty() && m_waiting.empty()))
        return;
    m_tick = m_world.timeline().after(m_tickMs, [this] {
        m_tick = 0;
        tick();
    });
    m_tickMs = std::min(m_tickMs * 2, kLongestTickMs);
}

void ServerNode::tick()
{
    const Entry entry(*this);
    const auto head = m_observed->head();
    if (head && (head->seq != m_woken.seq || head->epoch != m_woken.epoch) && !m_wake)
        m_wake = m_world.timeline().after(0, [this] {
            m_wake = 0;
            wake();
        });
    refreshActors();
    std::vector<quint64> all;
    for (const auto &[connection, live] : m_lives)
        all.push_back(connection);
    for (const quint64 connection : all) {
        Live &live = *m_lives[connection];
        if (m_clock.monotonicMs() - live.lastHeard > LiveHub::kDeadAfterMs) {
            m_lives.erase(connection);
            m_world.network().closeToClient(connection, {ErrorCode::Unreachable, QStringLiteral("dead"), {}});
            continue;
        }
        const qint64 left = live.expiresAt - m_clock.nowUtc();
        if (left < -60'000) {
            close(connection, errorCodeName(ErrorCode::Unauthenticated), QStringLiteral("the access token has expired"));
        } else if (left <= LiveHub::kExpiryNoticeMs && !live.isNoticed) {
            live.isNoticed = true;
            send(connection, {TokenExpiring{int(std::max<qint64>(left, 0))}});
        }
    }
    armTick();
}

Result<std::set<RecordId>> ServerNode::usersChangedSince(qint64 seq)
{
    constexpr int kMany = 1000;
    MDMC_ASSIGN(const std::vector<Change> changes, m_observed->changesAfter(seq, kMany));
    if (int(changes.size()) == kMany)
        return failure(ErrorCode::TooLarge, QStringLiteral("more changes than are worth looking through"));
    std::set<RecordId> users;
    for (const Change &change : changes)
        if (change.row.type == EntityType::User)
            users.insert(change.row.id);
    return users;
}

void ServerNode::refreshActors(const std::set<RecordId> *users)
{
    std::map<RecordId, std::vector<quint64>> byUser;
    for (const auto &[connection, live] : m_lives)
        if (!users || users->contains(live->user))
            byUser[live->user].push_back(connection);
    for (const auto &[id, connections] : byUser) {
        const auto record = m_observed->load({EntityType::User, id});
        const auto account = m_observed->account(id);
        if (!record || !account)
            continue; // A store that is busy for a moment ends nobody's session.
        const bool isThere = *record && !(*record)->isDeleted() && *account;
        const std::optional<User> user = isThere ? std::optional(fromRecord<User>(**record)) : std::nullopt;
        for (const quint64 connection : connections)
            refresh(connection, user, isThere ? (*account)->tokenVersion : 0);
    }
}

void ServerNode::refresh(quint64 connection, const std::optional<User> &user, qint64 tokenVersion)
{
    const auto found = m_lives.find(connection);
    if (found == m_lives.end())
        return;
    Live &live = *found->second;
    if (!user || !user->isActive || tokenVersion != live.tokenVersion)
        return close(connection, QStringLiteral("session_revoked"),
                     QStringLiteral("the account was disabled or its sessions were ended"));
    const Actor actor = actorFor(*user);
    if (actor == live.session.actor())
        return;
    if (const std::optional<Message> notice = live.session.setActor(actor))
        send(connection, {*notice});
}

} // namespace mdmc::simulation
