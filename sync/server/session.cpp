// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/session.h"

#include "core/base/log.h"
#include "sync/protocol/codec.h"

namespace mdmc::sync {

namespace {

/// UUIDs of the clients under which the server itself writes for a person (REST). They follow from the person's id, so
/// anybody could take them first.
constexpr int kServersOwnVersion = 8;
/// A client takes a new id when it learns that it is a copy: hardly ever, and not to have its pushes counted anew.
constexpr int kMostClientIds = 4;

} // namespace

std::vector<Message> SyncSession::handle(const Message &message)
{
    const bool needsHello = !std::holds_alternative<Hello>(message) && !std::holds_alternative<Ping>(message);
    if (needsHello && m_client.isNull())
        return fail(errorCodeName(ErrorCode::ProtocolViolation), QStringLiteral("the first message must be hello"),
                    true);
    return std::visit([this](const auto &m) { return on(m); }, message);
}

std::vector<Message> SyncSession::fail(const QString &code, const QString &detail, bool isFatal, qint64 retryAfterMs)
{
    m_isFatal |= isFatal;
    return {ProtocolError{code, detail, retryAfterMs, isFatal}};
}

std::vector<Message> SyncSession::fail(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Forbidden:
    case ErrorCode::Unauthenticated: return fail(QStringLiteral("session_revoked"), error.detail, true);
    case ErrorCode::InvalidInput:
    case ErrorCode::TooLarge: return fail(errorCodeName(error.code), error.detail);
    default: break;
    }
    // What the store says stays in the server's log.
    qCWarning(lcServer) << "sync request failed:" << errorCodeName(error.code) << error.detail;
    return fail(errorCodeName(error.code), QStringLiteral("the server could not handle the request"), false, 5000);
}

bool ReadBudget::isReading(const Message &question)
{
    return std::holds_alternative<Pull>(question) || std::holds_alternative<SnapshotRequest>(question)
        || std::holds_alternative<ChecksumRequest>(question) || std::holds_alternative<BucketRequest>(question);
}

std::optional<Message> ReadBudget::refusal(const Message &question)
{
    if (!isReading(question) || ++m_taken <= kMost)
        return std::nullopt;
    return ProtocolError{errorCodeName(ErrorCode::RateLimited),
                         QStringLiteral("too much asked for at once; a frame may ask %1 times for rows").arg(kMost), 1000, false};
}

std::vector<Message> SyncSession::failFollowing(const Error &error)
{
    if (error.code != ErrorCode::TooLarge)
        return fail(error);
    m_isFollowing = false;
    return fail(QStringLiteral("resnapshot"), error.detail);
}

Result<Welcome::Resume> SyncSession::resumeFor(const Hello &hello, const std::optional<ClientState> &state)
{
    // The server knows more of this client than the client itself: it was copied or set back.
    if (state && (state->user != m_actor.userId || hello.lastN < state->lastN))
        return Welcome::Resume::ClientForked;
    // Rows beyond the cursor, which a snapshot brought: of this history, or all is to be told anew.
    if (!hello.seen.epoch.isEmpty()) {
        MDMC_ASSIGN(const ChangeFeed::Continuity seen, continuityOf(hello.seen));
        if (seen == ChangeFeed::Continuity::EpochMismatch)
            return Welcome::Resume::EpochMismatch;
    }
    if (hello.cursor.epoch.isEmpty())
        return Welcome::Resume::Snapshot;
    MDMC_ASSIGN(const ChangeFeed::Continuity continuity, continuityOf(hello.cursor));
    if (continuity == ChangeFeed::Continuity::EpochMismatch)
        return Welcome::Resume::EpochMismatch;
    if (continuity == ChangeFeed::Continuity::BelowFloor || hello.scopeTag != scopeTag(m_actor))
        return Welcome::Resume::Snapshot;
    MDMC_ASSIGN(const bool canFollow, m_feed.canFollow(m_actor, hello.cursor));
    return canFollow ? Welcome::Resume::Tail : Welcome::Resume::Snapshot;
}

Result<ChangeFeed::Continuity> SyncSession::continuityOf(const Cursor &cursor)
{
    MDMC_ASSIGN(const ChangeFeed::Continuity continuity, m_feed.check(cursor));
    if (continuity != ChangeFeed::Continuity::LostHistory)
        return continuity;
    MDMC_TRY(leaveLostHistory(m_s.store, m_s.clock, cursor));
    if (m_s.committed)
        m_s.committed(); // Everybody who follows hears of it.
    return ChangeFeed::Continuity::EpochMismatch;
}

Result<std::vector<qint64>> SyncSession::lastNumbers(const std::vector<RecordId> &clients)
{
    std::vector<qint64> numbers;
    for (size_t i = 0; i < std::min<size_t>(clients.size(), kMaxFormerIds); ++i) {
        MDMC_ASSIGN(const std::optional<ClientState> state, m_s.store.client(clients[i]));
        numbers.push_back(!state ? 0 : state->user == m_actor.userId ? state->lastN : -1);
    }
    return numbers;
}

std::vector<Message> SyncSession::on(const Hello &hello)
{
    if (hello.protocolMin > kProtocolVersion || hello.protocolMax < kOldestProtocolVersion)
        return fail(
            QStringLiteral("protocol_unsupported"),
            QStringLiteral("this server speaks protocols %1 to %2").arg(kOldestProtocolVersion).arg(kProtocolVersion),
            true);
    if (hello.clientId.isNull() || hello.clientId.data()[6] >> 4 == kServersOwnVersion)
        return fail(errorCodeName(ErrorCode::InvalidInput), QStringLiteral("hello needs a client id of version 7"), true);
    if (hello.clientId != std::exchange(m_client, hello.clientId) && ++m_clientIds > kMostClientIds)
        return fail(errorCodeName(ErrorCode::ProtocolViolation), QStringLiteral("too many client ids in one session"),
                    true);
    m_application = hello.application.left(100);
    const auto state = m_s.store.client(m_client);
    if (!state)
        return fail(state.error());
    const auto resume = resumeFor(hello, *state);
    if (!resume)
        return fail(resume.error());
    const auto head = m_s.store.head();
    if (!head)
        return fail(head.error());
    const auto formerLastN = lastNumbers(hello.formerIds);
    if (!formerLastN)
        return fail(formerLastN.error());
    Welcome welcome;
    welcome.protocol = std::min(hello.protocolMax, kProtocolVersion);
    welcome.epoch = head->epoch;
    welcome.head = head->seq;
    welcome.floor = head->floor;
    welcome.lastN = *state && (*state)->user == m_actor.userId ? (*state)->lastN : 0;
    welcome.serverTime = m_s.clock.nowUtc();
    welcome.limits = m_s.limits;
    welcome.limits.maxPushesUnderWay = m_s.kind == Kind::Live ? kPushesUnderWay : 1;
    welcome.scopeTag = scopeTag(m_actor);
    welcome.userId = m_actor.userId;
    welcome.workspaceName = m_s.workspaceName;
    welcome.resume = *resume;
    welcome.formerLastN = *formerLastN;
    m_isForked = *resume == Welcome::Resume::ClientForked;
    m_isOfOtherHistory = *resume == Welcome::Resume::EpochMismatch;
    m_isFollowing = m_s.kind == Kind::Live && *resume == Welcome::Resume::Tail;
    m_cursor = hello.cursor;
    m_helloTag = hello.scopeTag;
    return {welcome};
}

std::optional<Message> SyncSession::refusalOfPushes()
{
    if (m_isForked)
        return fail(QStringLiteral("client_forked"),
                    QStringLiteral("take a new client id and renumber what is pending")).front();
    // What this server has lost comes first: a higher number, once decided, would count the lost ones as known.
    if (m_isOfOtherHistory)
        return fail(QStringLiteral("epoch_mismatch"),
                    QStringLiteral("say hello, and offer again what this server lost")).front();
    return std::nullopt;
}

std::vector<Message> SyncSession::on(const Push &push)
{
    return handle(std::span(&push, 1));
}

std::vector<Message> SyncSession::handle(std::span<const Push> pushes)
{
    if (m_client.isNull())
        return handle(Message(pushes.front()));
    std::vector<Message> answers;
    if (const std::optional<Message> refusal = refusalOfPushes()) {
        answers.assign(pushes.size(), *refusal);
        return answers;
    }
    for (auto &outcome : m_s.processor.pushTogether({m_client, m_actor.userId, m_application}, pushes))
        if (!m_isFatal)
            answers.push_back(answer(outcome));
    return answers;
}

Message SyncSession::answer(Result<DecidedPush> &outcome)
{
    if (!outcome)
        return fail(outcome.error()).front();
    if (outcome->hasChanged && m_s.tail)
        m_s.tail->moveTo(outcome->before, outcome->head, std::move(outcome->committed));
    if (outcome->hasChanged && m_s.committed)
        m_s.committed();
    return PushResult{std::move(outcome->results), outcome->head.seq, m_client, outcome->head.cursor()};
}

std::vector<Message> SyncSession::on(const AckResults &ack)
{
    if (m_isForked)
        return {};
    m_s.processor.acknowledged(m_client, ack.n);
    return {};
}

std::vector<Message> SyncSession::on(const Pull &pull)
{
    const auto continuity = continuityOf(pull.cursor);
    if (!continuity)
        return fail(continuity.error());
    if (*continuity != ChangeFeed::Continuity::Follows) {
        m_isFollowing = false;
        return *continuity == ChangeFeed::Continuity::EpochMismatch
            ? fail(QStringLiteral("epoch_mismatch"), QStringLiteral("the cursor is not of this server's history"))
            : fail(QStringLiteral("resnapshot"), QStringLiteral("the changes after this cursor are no longer kept"));
    }
    // Who was filled for another sight keeps rows that only a snapshot removes; the tail would hide that.
    if ((pull.scopeTag.isEmpty() ? m_helloTag : pull.scopeTag) != scopeTag(m_actor)) {
        m_isFollowing = false;
        return fail(QStringLiteral("resnapshot"), QStringLiteral("other rows are in sight now"));
    }
    auto changes = m_feed.after(m_actor, pull.cursor, pull.maxChanges);
    if (!changes)
        return failFollowing(changes.error());
    m_cursor = changes->to;
    m_isFollowing = m_s.kind == Kind::Live;
    return {std::move(*changes)};
}

std::vector<Message> SyncSession::on(const SnapshotRequest &request)
{
    if (m_s.prepared) {
        std::vector<SnapshotPage> made = m_s.prepared->pages(m_s.store, m_actor, request);
        if (!made.empty())
            return {std::make_move_iterator(made.begin()), std::make_move_iterator(made.end())};
    }
    auto page = m_s.arePagesPacked
        ? m_feed.packedSnapshot(m_actor, request.type, request.after, request.maxRows)
        : m_feed.snapshot(m_actor, request.type, request.after, request.maxRows);
    if (!page)
        return fail(page.error());
    return {std::move(*page)};
}

std::vector<Message> SyncSession::on(const ChecksumRequest &request)
{
    auto reply = m_feed.checksums(m_actor, request.bucketsOf);
    if (!reply)
        return fail(reply.error());
    return {std::move(*reply)};
}

std::vector<Message> SyncSession::on(const BucketRequest &request)
{
    if (request.bucket < 0 || request.bucket > 255)
        return fail(errorCodeName(ErrorCode::InvalidInput), QStringLiteral("buckets count from 0 to 255"));
    auto reply = m_feed.bucket(m_actor, request.type, request.bucket);
    if (!reply)
        return fail(reply.error());
    return {std::move(*reply)};
}

std::vector<Message> SyncSession::on(const Renew &renew)
{
    if (!m_s.renew)
        return fail(errorCodeName(ErrorCode::Unsupported),
                    QStringLiteral("send the new token in the Authorization header"));
    if (const auto renewed = m_s.renew(renew.accessToken); !renewed)
        return fail(renewed.error());
    return {};
}

std::vector<Message> SyncSession::on(const Ping &ping)
{
    return {Pong{ping.sentAt, m_s.clock.nowUtc()}};
}

template <typename Other> std::vector<Message> SyncSession::on(const Other &)
{
    return fail(errorCodeName(ErrorCode::ProtocolViolation), QStringLiteral("this message is the server's to send"),
                true);
}

std::optional<SyncSession::NextFrame> SyncSession::nextFrame()
{
    if (!m_isFollowing || !m_s.tail)
        return std::nullopt;
    if (m_s.tail->head().epoch != m_cursor.epoch) {
        if (const auto head = m_s.store.head(); head && head->epoch == m_cursor.epoch)
            return std::nullopt; // The hub has not heard of the new epoch yet.
        m_isFollowing = false;
        return NextFrame{encodeFrame(fail(QStringLiteral("epoch_mismatch"), QStringLiteral("the server was set back"))),
                         true};
    }
    const auto frame = m_feed.frameAfter(m_actor, m_cursor, *m_s.tail);
    if (!frame)
        return NextFrame{encodeFrame(failFollowing(frame.error())), true};
    if (!*frame)
        return std::nullopt;
    return NextFrame{**frame, m_cursor.seq >= m_s.tail->head().seq};
}

std::vector<Message> SyncSession::nextChanges(int pushes)
{
    std::vector<Message> pages;
    while (m_isFollowing && m_s.tail && m_s.tail->head().epoch == m_cursor.epoch && int(pages.size()) < pushes) {
        auto changes = m_feed.changesAfter(m_actor, m_cursor, *m_s.tail);
        if (!changes || !*changes)
            break;
        pages.push_back(std::move(**changes));
    }
    return pages;
}

Message SyncSession::fallBehind()
{
    m_isFollowing = false;
    const auto head = m_s.store.head();
    return Behind{head ? head->seq : m_cursor.seq};
}

std::optional<Message> SyncSession::setActor(const Actor &actor)
{
    const Actor before = std::exchange(m_actor, actor);
    if (!actor.isActive) {
        m_isFollowing = false;
        return fail(QStringLiteral("session_revoked"), QStringLiteral("the account was disabled"), true).front();
    }
    if (scopeTag(before) == scopeTag(actor) || m_client.isNull())
        return std::nullopt;
    m_isFollowing = false;
    return Message(ScopeChanged{scopeTag(actor)});
}

} // namespace mdmc::sync
