// SPDX-License-Identifier: GPL-3.0-or-later
// The process: starting, ending, accounts, HTTP. Live sessions: server_live.cpp.
#include "tests/simulation/server_node.h"

#include "sync/protocol/codec.h"
#include "sync/server/workspace_setup.h"
#include "tests/simulation/server_live.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

using namespace sync;

namespace {

constexpr int kLongestWaitMs = 25'000;
constexpr qint64 kPassMs = 900'000;
constexpr qint64 kLeewayMs = 60'000;

/// Small pages, so that small worlds have snapshots and tails of several.
SyncLimits limitsOf(quint64 seed)
{
    static constexpr int kPages[] = {5000, 60, 11};
    SyncLimits limits;
    limits.maxPageChanges = kPages[diceOf(seed, 0x9a9e) % std::size(kPages)];
    return limits;
}

/// And tails that grow too long for a prepared one.
PreparedSnapshot::Options preparedOf(quint64 seed)
{
    static constexpr qint64 kTails[] = {2000, 40, 8};
    PreparedSnapshot::Options options{QStringLiteral(":memory:"), *security::SecretKey::fromBytes(QByteArray(32, 'p')), limitsOf(seed)};
    options.policy.leastRows = 1;
    options.policy.tailChanges = kTails[diceOf(seed, 0x7a11) % std::size(kTails)];
    options.policy.tailPart = 0;
    options.policy.pauseMs = 2000;
    return options;
}

} // namespace

/// One request while it is answered, which for a long poll is later.
struct ServerNode::Exchange {
    int client = 0;
    SyncSession session;
    std::vector<Message> replies;
    Pull pull;
    qint64 waitUntil = 0;
    Reply reply;
};

QByteArray encodePass(const Pass &pass)
{
    return pass.user.toBytes() + QByteArray::number(pass.tokenVersion) + ' ' + QByteArray::number(pass.expiresAt);
}

ServerNode::ServerNode(World &world, const test::SimulatedDisk::Image &image)
    : m_world(world), m_clock(world.timeline()), m_random(diceOf(world.options().seed, 0x5e)), m_disk(image),
      m_prepared(preparedOf(world.options().seed), m_clock), m_limits(limitsOf(world.options().seed))
{
}

ServerNode::~ServerNode() = default;

security::SecretKey ServerNode::key()
{
    return *security::SecretKey::fromBytes(QByteArray(32, 's'));
}

ServerNode::Entry::~Entry()
{
    if (--node.m_depth == 0 && node.isUp())
        node.endAtStop();
}

Result<> ServerNode::start()
{
    m_world.timeline().cancel(std::exchange(m_start, 0));
    if (isUp())
        return {};
    MDMC_ASSIGN(m_store, EmbeddedStore::open({.path = kPath, .key = key(), .vfs = m_disk.name()}));
    m_observed = std::make_unique<ObservedStore>(*m_store, m_world.ledger(), m_clock);
    for (const RecordId &record : m_poisoned)
        m_observed->poison(record);
    m_processor = std::make_unique<OperationProcessor>(*m_observed, m_clock, m_random, m_limits);
    m_pushes = std::make_unique<http::RateLimiter>(m_clock, http::RateLimiter::Policy{});
    if (!m_disk.isStopped()) { // Else the process ended with the last call of the opening.
        const test::SimulatedDisk::Watching watching(m_disk);
        m_world.ledger().serverStarted(*m_store);
    }
    m_isDying = false;
    m_prepared.recall(*m_observed);
    m_tail = {};
    if (const auto head = m_store->head())
        m_tail.moveTo(*head);
    m_woken = m_tail.head();
    m_peopleSeq = m_tail.head().seq;
    m_world.trace().add(m_world.timeline().now(), QStringLiteral("server up at %1").arg(m_tail.head().seq));
    return {};
}

void ServerNode::startLater(qint64 ms)
{
    m_world.timeline().cancel(m_start);
    m_start = m_world.timeline().after(ms, [this] {
        m_start = 0;
        const auto started = start();
        if (endAtStop() || started)
            return;
        if (m_disk.hasFailed() || m_world.isTroubled())
            return startLater(1000); // A disk that fails on purpose.
        m_world.fail(13, QStringLiteral("the server's store does not open again: %1 %2")
                             .arg(errorCodeName(started.error().code), started.error().detail));
    });
}

bool ServerNode::endAtStop()
{
    if (!isSpeechless())
        return false;
    const bool hasStopped = m_disk.isStopped();
    const bool isPowerCut = hasStopped && m_isPowerAtRisk;
    if (hasStopped)
        m_world.happened(isPowerCut ? Fault::ServerPowerCut : Fault::ServerKilled);
    kill(isPowerCut);
    startLater(200 + qint64(diceOf(m_world.options().seed, ++m_commits, 0x57a7) % 8000));
    return true;
}

void ServerNode::shutDown()
{
    if (!isUp())
        return;
    std::vector<quint64> all;
    for (const auto &[connection, live] : m_lives)
        all.push_back(connection);
    for (const quint64 connection : all)
        close(connection, QStringLiteral("server_stopping"), QStringLiteral("the server is being stopped"));
    forget();
    m_world.trace().add(m_world.timeline().now(), QStringLiteral("server shut down"));
}

void ServerNode::kill(bool isPowerCut)
{
    m_world.trace().add(m_world.timeline().now(),
                        isPowerCut ? QStringLiteral("server's power is cut") : QStringLiteral("server is killed"));
    // The disk first: what the objects still hold open must not tidy up.
    if (isPowerCut)
        m_disk.powerCut(diceOf(m_world.options().seed, ++m_commits, 0xc07));
    else
        m_disk.kill();
    forget();
}

void ServerNode::forget()
{
    for (const Timeline::Id event : {m_tick, m_wake, m_start})
        m_world.timeline().cancel(event);
    m_tick = m_wake = m_start = 0;
    m_lives.clear();
    const auto waiting = std::exchange(m_waiting, {});
    m_processor.reset();
    m_observed.reset();
    m_store.reset();
    m_isDying = false;
    for (const auto &[id, exchange] : waiting)
        exchange->reply(failure(ErrorCode::Unreachable, QStringLiteral("the server is gone")), 0);
    m_world.network().cut(-1);
}

// Accounts ------------------------------------------------------------------------------------------------------------

std::optional<User> ServerNode::user(const RecordId &id)
{
    const auto record = m_observed->load({EntityType::User, id});
    if (!record || !*record || (*record)->isDeleted())
        return std::nullopt;
    return fromRecord<User>(**record);
}

qint64 ServerNode::sessionVersion(const RecordId &id)
{
    const auto account = m_observed->account(id);
    return account && *account ? (*account)->tokenVersion : 0;
}

Result<User> ServerNode::authenticate(const Pass &pass)
{
    if (m_clock.nowUtc() > pass.expiresAt + kLeewayMs)
        return failure(ErrorCode::Unauthenticated, QStringLiteral("the access token has expired"));
    MDMC_ASSIGN(const std::optional<Record> record, m_observed->load({EntityType::User, pass.user}));
    MDMC_ASSIGN(const std::optional<Account> account, m_observed->account(pass.user));
    if (!record || record->isDeleted() || !account)
        return failure(ErrorCode::Unauthenticated, QStringLiteral("there is no such account"));
    User user = fromRecord<User>(*record);
    if (!user.isActive)
        return failure(ErrorCode::Forbidden, QStringLiteral("the account is disabled"));
    if (account->tokenVersion != pass.tokenVersion)
        return failure(ErrorCode::Unauthenticated, QStringLiteral("the session was ended"));
    return user;
}

Result<Pass> ServerNode::renew(const RecordId &user, qint64 sessionVersion)
{
    const Entry entry(*this);
    Pass pass{user, sessionVersion, m_clock.nowUtc() + kPassMs};
    MDMC_TRY(authenticate(pass));
    return pass;
}

Result<> ServerNode::endSessions(const RecordId &user)
{
    const Entry entry(*this);
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(*m_observed, Store::Mode::Write));
    MDMC_ASSIGN(std::optional<Account> account, m_observed->account(user));
    if (!account)
        return failure(ErrorCode::NotFound, QStringLiteral("there is no such account"));
    ++account->tokenVersion;
    MDMC_TRY(m_observed->saveAccount(*account));
    return transaction.commit();
}

Result<> ServerNode::changeUser(const User &user)
{
    const Entry entry(*this);
    MDMC_ASSIGN(const TokenIssuer tokens, TokenIssuer::create(QByteArray(32, 't'), m_clock));
    Accounts accounts(*m_observed, tokens, m_clock, m_random);
    MDMC_TRY(sync::changeUser(*m_observed, accounts, m_clock, m_random, user));
    headMoved();
    return {};
}

void ServerNode::stopAt(qint64 k, bool isPowerCut, bool isAnyCall)
{
    m_isPowerAtRisk = isPowerCut;
    m_disk.stopAt(isAnyCall ? test::SimulatedDisk::AnyCall : test::SimulatedDisk::AnyChange, k);
}

void ServerNode::poison(const RecordId &record)
{
    m_poisoned.insert(record);
    if (m_observed)
        m_observed->poison(record);
    m_world.ledger().poisoned(record);
}

// Around a session ----------------------------------------------------------------------------------------------------

SyncSession::Setting ServerNode::setting(SyncSession::Kind kind, quint64 connection)
{
    std::function<Result<>(const QByteArray &)> renew;
    if (kind == SyncSession::Kind::Live)
        renew = [this, connection](const QByteArray &token) { return renewLive(connection, token); };
    return {*m_observed, *m_processor, m_clock, m_limits, QStringLiteral("Simulation"), kind, renew,
            [this] { headMoved(); }, kind == SyncSession::Kind::Live ? &m_tail : nullptr, false,
            kind == SyncSession::Kind::Live ? nullptr : &m_prepared};
}

/// The server's idle moments, of which it has any number between two requests.
void ServerNode::prepareSnapshot()
{
    const quint64 dice = diceOf(m_world.options().seed, ++m_requests, 0x94e9);
    if (unitOf(dice) >= m_world.options().rates[Fault::SnapshotPrepared])
        return;
    const auto isWanted = m_prepared.isWanted(*m_observed);
    bool hasMore = isWanted && *isWanted;
    for (quint64 pieces = 1 + diceOf(dice, 1) % 40; pieces > 0 && hasMore; --pieces) {
        const auto made = m_prepared.makeNext(*m_observed);
        hasMore = made && *made;
    }
}

std::vector<Message> ServerNode::handle(int client, SyncSession &session, const Message &message)
{
    if (const Push *push = std::get_if<Push>(&message))
        return handle(client, session, std::span(push, 1));
    const qint64 before = m_prepared.status().served;
    std::vector<Message> replies = session.handle(message);
    if (m_prepared.status().served > before)
        m_world.happened(Fault::SnapshotPrepared);
    return replies;
}

std::vector<Message> ServerNode::handle(int client, SyncSession &session, std::span<const Push> pushes)
{
    for (const Push &push : pushes)
        m_world.ledger().received(client, session.clientId(), push, m_clock.nowUtc());
    std::vector<Message> replies = session.handle(pushes);
    afterPush();
    return replies;
}

/// The moments between commit, answer and wake-up are where servers lose things.
void ServerNode::afterPush()
{
    if (!m_world.isTroubled())
        return;
    const quint64 dice = diceOf(m_world.options().seed, ++m_commits, 0xacce);
    if (unitOf(dice) < m_world.options().rates[Fault::ServerKilledBeforeReply]) {
        m_world.happened(Fault::ServerKilledBeforeReply);
        m_isDying = true;
    } else if (unitOf(diceOf(dice, 2)) < m_world.options().rates[Fault::ReplyLost]) {
        m_world.happened(Fault::ReplyLost);
        m_isReplyLost = true;
    } else if (unitOf(diceOf(dice, 1)) < m_world.options().rates[Fault::ServerKilledBeforeWake]) {
        m_world.happened(Fault::ServerKilledBeforeWake);
        m_world.timeline().cancel(std::exchange(m_wake, 0));
        m_world.timeline().after(0, [this] {
            if (!isUp())
                return;
            kill(false);
            startLater(500);
        });
    }
}

// HTTP ----------------------------------------------------------------------------------------------------------------

void ServerNode::post(int client, const Pass &pass, const QByteArray &frame, Reply reply)
{
    const Entry entry(*this);
    const auto user = authenticate(pass);
    if (!user)
        return isSpeechless() ? void() : reply(tl::unexpected<Error>(user.error()), 0);
    const auto messages = decodeFrame(frame, SyncLimits{});
    if (!messages)
        return reply(failure(ErrorCode::ServerFailure, QStringLiteral("400 invalid frame")), 0);
    m_tickMs = 1000;
    prepareSnapshot();
    auto exchange = std::make_shared<Exchange>(
        Exchange{client, SyncSession(setting(SyncSession::Kind::Request, 0), actorFor(*user)), {}, {}, 0,
                 std::move(reply)});
    for (size_t i = 0; i < messages->size(); ++i) {
        const Message &message = (*messages)[i];
        if (std::holds_alternative<Push>(message)) {
            const auto decision = m_pushes->take(exchange->session.clientId().toBytes());
            if (!decision.allowed)
                return exchange->reply(failure(ErrorCode::RateLimited, QStringLiteral("429")),
                                       decision.retryAfterMs);
        }
        const Pull *pull = std::get_if<Pull>(&message);
        if (pull && pull->waitMs > 0 && i + 1 == messages->size()) {
            exchange->pull = *pull;
            exchange->waitUntil = m_clock.monotonicMs() + std::min(pull->waitMs, kLongestWaitMs);
            return pullOrWait(exchange);
        }
        for (Message &answer : handle(client, exchange->session, message))
            exchange->replies.push_back(std::move(answer));
        if (isSpeechless())
            return;
        if (exchange->session.hasFatalError())
            break;
    }
    finish(exchange);
}

void ServerNode::finish(const std::shared_ptr<Exchange> &exchange)
{
    if (std::exchange(m_isReplyLost, false) || isSpeechless())
        return;
    for (const Message &message : exchange->replies)
        m_world.ledger().handed(exchange->client, exchange->session.actor(), message);
    exchange->reply(encodeFrame(exchange->replies), 0);
}

void ServerNode::pullOrWait(const std::shared_ptr<Exchange> &exchange)
{
    // The person may have been disabled, or see other rows, since the request came in.
    if (const auto now = user(exchange->session.actor().userId))
        if (const auto notice = exchange->session.setActor(actorFor(*now))) {
            exchange->replies.push_back(*notice);
            return finish(exchange);
        }
    std::vector<Message> answers = exchange->session.handle(exchange->pull);
    const Changes *changes = answers.empty() ? nullptr : std::get_if<Changes>(&answers.front());
    const qint64 left = exchange->waitUntil - m_clock.monotonicMs();
    if (changes && changes->to.seq == exchange->pull.cursor.seq && left > 0) {
        const quint64 id = ++m_lastWaiting;
        m_waiting.emplace(id, exchange);
        armTick();
        m_world.timeline().after(left, [this, id] {
            const auto found = m_waiting.find(id);
            if (found == m_waiting.end())
                return;
            const Entry entry(*this);
            const auto waited = found->second;
            m_waiting.erase(found);
            waited->waitUntil = 0;
            pullOrWait(waited);
        });
        return;
    }
    exchange->replies.insert(exchange->replies.end(), answers.begin(), answers.end());
    finish(exchange);
}

} // namespace mdmc::simulation
