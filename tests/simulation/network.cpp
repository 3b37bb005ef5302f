// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/network.h"

#include "sync/protocol/codec.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

namespace {

Error broken()
{
    return {ErrorCode::Unreachable, QStringLiteral("the connection broke"), {}};
}

Error noToken()
{
    return {ErrorCode::Unauthenticated, QStringLiteral("no access token yet"), {}};
}

/// What proxies make of a frame. Single flipped bits are left to TLS.
QByteArray damaged(const QByteArray &frame, quint64 dice)
{
    if (dice % 2 == 0)
        return "<html><body>Please accept our terms</body></html>";
    return frame.left(qsizetype((dice >> 8) % quint64(std::max<qsizetype>(frame.size(), 1))));
}

} // namespace

// Fate ----------------------------------------------------------------------------------------------------------------

quint64 Network::dice(int client, Direction direction)
{
    const quint64 number = ++m_numbers[{client, int(direction)}];
    return diceOf(m_world.options().seed, quint64(client), quint64(direction), number);
}

bool Network::isBlocked(int client, Direction direction) const
{
    const auto found = m_partitions.find(client);
    return found != m_partitions.end() && (direction == Direction::Up ? found->second.up : found->second.down);
}

Network::Fate Network::fateOf(int client, Direction direction)
{
    const quint64 drawn = dice(client, direction);
    Fate fate;
    fate.delay = 2 + qint64(drawn % 60);
    const auto slow = m_slowUntil.find(client);
    if (direction == Direction::Down && slow != m_slowUntil.end())
        fate.delay = std::max(fate.delay, slow->second - m_world.timeline().now());
    if (!m_world.isTroubled())
        return fate;
    const FaultRates &rates = m_world.options().rates;
    quint64 salt = 0;
    const auto strikes = [&](Fault fault) {
        const bool isStruck = unitOf(diceOf(drawn, ++salt)) < rates[fault];
        if (isStruck)
            m_world.happened(fault);
        return isStruck;
    };
    fate.isLost = strikes(Fault::MessageDropped);
    fate.isDoubled = !fate.isLost && strikes(Fault::MessageDoubled);
    fate.isReordered = strikes(Fault::MessageReordered);
    if (strikes(Fault::MessageDelayed))
        fate.delay += qint64(diceOf(drawn, ++salt) % 40'000);
    fate.isCut = !fate.isLost && strikes(Fault::MessageCut);
    fate.isDamaged = !fate.isLost && !fate.isCut && strikes(Fault::MessageDamaged);
    if (fate.isReordered)
        fate.delay += qint64(diceOf(drawn, ++salt) % 500);
    return fate;
}

// Streams -------------------------------------------------------------------------------------------------------------

void Network::deliver(quint64 id, Direction direction, const QByteArray &frame)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    Connection &connection = found->second;
    const size_t way = size_t(direction);
    if (connection.isStuck[way])
        return;
    if (isBlocked(connection.client, direction)) {
        connection.isStuck[way] = true;
        return;
    }
    const Fate fate = fateOf(connection.client, direction);
    if (fate.isLost)
        return;
    qint64 at = m_world.timeline().now() + fate.delay;
    if (!fate.isReordered) {
        at = std::max(at, connection.last[way]);
        connection.last[way] = at;
    }
    if (fate.isCut) {
        m_world.timeline().after(at - m_world.timeline().now(), [this, id] { breakConnection(id); });
        return;
    }
    const QByteArray sent = fate.isDamaged ? damaged(frame, diceOf(quint64(at), id)) : frame;
    if (direction == Direction::Down)
        connection.unsent += sent.size();
    for (int copy = 0; copy < (fate.isDoubled ? 2 : 1); ++copy)
        m_world.timeline().after(at - m_world.timeline().now() + copy, [this, id, direction, sent, copy] {
            if (const auto here = m_connections.find(id);
                direction == Direction::Down && copy == 0 && here != m_connections.end())
                here->second.unsent -= sent.size();
            arrive(id, direction, sent);
        });
}

void Network::arrive(quint64 id, Direction direction, const QByteArray &frame)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    if (direction == Direction::Up) {
        if (found->second.isOpenAtServer)
            m_world.server().liveFrame(id, frame);
        return;
    }
    m_world.server().bytesWritten(id);
    const auto remaining = m_connections.find(id); // A server that died just now took its connections with it.
    if (remaining == m_connections.end() || !remaining->second.isOpenAtClient)
        return;
    ClientNode &client = m_world.client(remaining->second.client);
    if (!client.isUp())
        return;
    client.hear(frame, [&](sync::LinkEvents &events) { events.liveFrame(frame); });
}

void Network::breakConnection(quint64 id)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    if (std::exchange(found->second.isOpenAtServer, false))
        m_world.server().liveClosed(id);
    closeAtClient(id, broken(), 0);
}

void Network::closeAtClient(quint64 id, const Error &error, qint64 retryAfterMs)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    ClientNode &client = m_world.client(found->second.client);
    m_connections.erase(found);
    if (!client.isUp() || client.link().m_connection != id)
        return;
    client.link().m_connection = 0;
    m_world.trace().add(m_world.timeline().now(),
                        QStringLiteral("%1 closed: %2").arg(client.index()).arg(errorCodeName(error.code)));
    client.hear({}, [&](sync::LinkEvents &events) { events.liveClosed({error, retryAfterMs}); });
}

void Network::toClient(quint64 connection, const QByteArray &frame)
{
    deliver(connection, Direction::Down, frame);
}

void Network::closeToClient(quint64 id, const Error &error, qint64 retryAfterMs)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    Connection &connection = found->second;
    connection.isOpenAtServer = false;
    if (connection.isStuck[size_t(Direction::Down)] || isBlocked(connection.client, Direction::Down))
        return; // The client finds out by silence.
    const qint64 at = std::max(m_world.timeline().now() + 2, connection.last[size_t(Direction::Down)] + 1);
    m_world.timeline().after(at - m_world.timeline().now(),
                             [this, id, error, retryAfterMs] { closeAtClient(id, error, retryAfterMs); });
}

qint64 Network::unsentBytes(quint64 connection) const
{
    const auto found = m_connections.find(connection);
    return found == m_connections.end() ? 0 : found->second.unsent;
}

void Network::cut(int client)
{
    std::vector<quint64> cut;
    for (const auto &[id, connection] : m_connections)
        if (client < 0 || connection.client == client)
            cut.push_back(id);
    for (const quint64 id : cut)
        breakConnection(id);
}

void Network::stopReading(int client, qint64 untilMs)
{
    m_slowUntil[client] = untilMs;
    m_world.timeline().after(untilMs - m_world.timeline().now(), [this, client, untilMs] {
        if (const auto found = m_slowUntil.find(client); found != m_slowUntil.end() && found->second <= untilMs)
            m_slowUntil.erase(found);
    });
}

void Network::heal()
{
    m_partitions.clear();
    m_slowUntil.clear();
}

void Network::openArrived(quint64 id)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    ClientNode &client = m_world.client(found->second.client);
    if (!m_world.server().isUp())
        return closeToClient(id, broken());
    found->second.isOpenAtServer = true;
    if (const auto accepted = m_world.server().liveOpened(id, client.index(), client.link().m_pass); !accepted)
        return closeToClient(id, accepted.error());
    if (isBlocked(found->second.client, Direction::Down))
        return;
    const Fate fate = fateOf(found->second.client, Direction::Down);
    if (fate.isLost)
        return;
    found->second.last[size_t(Direction::Down)] = m_world.timeline().now() + fate.delay;
    m_world.timeline().after(fate.delay, [this, id] {
        const auto here = m_connections.find(id);
        if (here == m_connections.end())
            return;
        here->second.isOpenAtClient = true;
        ClientNode &opened = m_world.client(here->second.client);
        if (opened.isUp())
            opened.hear({}, [](sync::LinkEvents &events) { events.liveOpened(); });
    });
}

// Requests ------------------------------------------------------------------------------------------------------------

void Network::postArrived(SimulatedLink &link, quint64 post, const Pass &pass, const QByteArray &frame)
{
    if (!m_world.server().isUp())
        return answer(link, post, tl::unexpected<Error>(broken()), 0);
    m_world.server().post(link.m_client.index(), pass, frame, [this, &link, post](Result<QByteArray> reply, qint64 retryAfterMs) {
        answer(link, post, std::move(reply), retryAfterMs);
    });
}

void Network::answer(SimulatedLink &link, quint64 post, Result<QByteArray> reply, qint64 retryAfterMs)
{
    const int index = link.m_client.index();
    if (isBlocked(index, Direction::Down))
        return;
    const Fate fate = fateOf(index, Direction::Down);
    if (fate.isLost)
        return;
    if (fate.isCut)
        reply = tl::unexpected<Error>(broken());
    else if (reply && fate.isDamaged)
        reply = damaged(*reply, diceOf(post, quint64(index)));
    m_world.timeline().after(fate.delay, [this, &link, post, reply, retryAfterMs] {
        finishPost(link, post, reply, retryAfterMs);
    });
}

void Network::finishPost(SimulatedLink &link, quint64 post, const Result<QByteArray> &reply, qint64 retryAfterMs)
{
    const auto open = link.m_posts.find(post);
    if (open == link.m_posts.end() || !link.m_client.isUp())
        return;
    m_world.timeline().cancel(open->second);
    link.m_posts.erase(open);
    m_world.trace().add(m_world.timeline().now(),
                        QStringLiteral("%1 <%2 %3").arg(link.m_client.index()).arg(post).arg(
                            reply ? QString() : QString(errorCodeName(reply.error().code))));
    link.m_client.hear(reply.value_or(QByteArray()), [&](sync::LinkEvents &events) {
        if (reply)
            events.replied(post, sync::decodeFramePacked(*reply));
        else
            events.postFailed(post, {reply.error(), retryAfterMs});
    });
}

void Network::renew(SimulatedLink &link)
{
    const int index = link.m_client.index();
    const auto fail = [this, &link](const Error &error) {
        if (!link.m_renewal || !link.m_client.isUp())
            return;
        m_world.timeline().cancel(std::exchange(link.m_renewal, 0));
        link.m_client.hear({}, [&](sync::LinkEvents &events) { events.renewFailed({error, 0}); });
    };
    link.m_renewal = m_world.timeline().after(15'000, [fail] {
        fail({ErrorCode::TimedOut, QStringLiteral("no answer"), {}});
    });
    if (isBlocked(index, Direction::Up))
        return;
    const Fate up = fateOf(index, Direction::Up);
    const Fate down = fateOf(index, Direction::Down);
    if (up.isLost)
        return;
    m_world.timeline().after(up.delay, [this, &link, index, fail, down] {
        Result<Pass> pass = m_world.server().isUp()
            ? m_world.server().renew(link.m_client.user().id, link.m_sessionVersion)
            : Result<Pass>(tl::unexpected<Error>(broken()));
        if (isBlocked(index, Direction::Down) || down.isLost)
            return;
        m_world.timeline().after(down.delay, [this, &link, fail, pass] {
            if (!pass)
                return fail(pass.error());
            if (!link.m_renewal || !link.m_client.isUp())
                return;
            m_world.timeline().cancel(std::exchange(link.m_renewal, 0));
            link.m_pass = *pass;
            link.m_client.hear({}, [&](sync::LinkEvents &events) { events.renewed(encodePass(*pass)); });
        });
    });
}

// The link ------------------------------------------------------------------------------------------------------------

void SimulatedLink::signIn(qint64 sessionVersion)
{
    m_sessionVersion = sessionVersion;
    m_pass = {};
}

void SimulatedLink::openLive()
{
    closeLive();
    const quint64 id = ++m_network.m_lastConnection;
    m_connection = id;
    m_network.m_connections.emplace(id, Network::Connection{.client = m_client.index()});
    World &world = m_network.m_world;
    if (m_pass.user.isNull()) { // Without an access token nothing is sent.
        world.timeline().after(1, [this, id] { m_network.closeAtClient(id, noToken(), 0); });
        return;
    }
    if (m_network.isBlocked(m_client.index(), Network::Direction::Up))
        return;
    const Network::Fate fate = m_network.fateOf(m_client.index(), Network::Direction::Up);
    if (!fate.isLost)
        world.timeline().after(fate.delay, [this, id] { m_network.openArrived(id); });
}

void SimulatedLink::sendLive(const QByteArray &frame)
{
    if (m_connection)
        m_network.deliver(m_connection, Network::Direction::Up, frame);
}

void SimulatedLink::closeLive()
{
    const quint64 id = std::exchange(m_connection, 0);
    const auto found = m_network.m_connections.find(id);
    if (found == m_network.m_connections.end())
        return;
    found->second.isOpenAtClient = false;
    const bool isUnheard = found->second.isStuck[0] || m_network.isBlocked(m_client.index(), Network::Direction::Up);
    if (isUnheard)
        return; // The server finds out by silence.
    World &world = m_network.m_world;
    world.timeline().after(std::max<qint64>(2, found->second.last[0] - world.timeline().now() + 1), [this, id] {
        const auto here = m_network.m_connections.find(id);
        if (here == m_network.m_connections.end())
            return;
        const bool isOpen = here->second.isOpenAtServer;
        m_network.m_connections.erase(here);
        if (isOpen)
            m_network.m_world.server().liveClosed(id);
    });
}

quint64 SimulatedLink::post(const QByteArray &frame, int timeoutMs)
{
    const quint64 id = ++m_lastPost;
    Timeline &timeline = m_network.m_world.timeline();
    const bool isSignedIn = !m_pass.user.isNull();
    m_posts[id] = timeline.after(isSignedIn ? timeoutMs : 1, [this, id, isSignedIn] {
        const Error late{ErrorCode::TimedOut, QStringLiteral("no answer in time"), {}};
        m_network.finishPost(*this, id, tl::unexpected<Error>(isSignedIn ? late : noToken()), 0);
    });
    if (!isSignedIn || m_network.isBlocked(m_client.index(), Network::Direction::Up))
        return id;
    const Network::Fate fate = m_network.fateOf(m_client.index(), Network::Direction::Up);
    if (fate.isLost)
        return id;
    const QByteArray sent = fate.isDamaged ? damaged(frame, diceOf(id, quint64(m_client.index()))) : frame;
    for (int copy = 0; copy < (fate.isDoubled ? 2 : 1); ++copy)
        timeline.after(fate.delay + copy, [this, id, sent, pass = m_pass] {
            m_network.postArrived(*this, id, pass, sent);
        });
    return id;
}

void SimulatedLink::afterSending(std::function<void()> work)
{
    m_afterSending.push_back(m_network.m_world.timeline().after(1, [this, work = std::move(work)] {
        if (m_client.isUp())
            m_client.hear({}, [&](sync::LinkEvents &) { work(); });
    }));
}

void SimulatedLink::cancelPosts()
{
    for (const auto &[id, timeout] : m_posts)
        m_network.m_world.timeline().cancel(timeout);
    m_posts.clear();
    for (const Timeline::Id work : std::exchange(m_afterSending, {}))
        m_network.m_world.timeline().cancel(work);
}

void SimulatedLink::abandon()
{
    cancelPosts();
    closeLive();
    m_network.m_world.timeline().cancel(std::exchange(m_renewal, 0));
    m_pass = {};
}

void SimulatedLink::renew()
{
    if (!m_renewal)
        m_network.renew(*this);
}

} // namespace mdmc::simulation
