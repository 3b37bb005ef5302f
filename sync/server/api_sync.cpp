// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/codec.h"
#include "sync/server/api.h"

namespace mdmc::sync {

namespace {

constexpr char kFrameType[] = "application/vnd.mdmc.sync";
constexpr int kLongestWaitMs = 25'000;
constexpr double kPieceBytes = 64 * 1024; ///< As RateLimits::frames counts.

} // namespace

/// One request while it is answered, which for a long poll is later.
struct SyncApi::Exchange {
    SyncSession session;
    AccessClaims claims;
    std::vector<Message> replies;
    Pull pull;
    qint64 waitUntil = 0; ///< By the monotonic clock.
    http::Reply reply;

    void finish()
    {
        http::Response response = http::Response::bytes(200, kFrameType, encodeFrame(replies));
        response.compress = false; // A frame is compressed already
        reply(std::move(response));
    }
};

std::vector<Route> SyncApi::routes()
{
    return {{http::Method::Post, QStringLiteral("/api/v1/sync"), Access::Signed, Bucket::Sync,
             [this](Call call, http::Reply reply) { sync(std::move(call), std::move(reply)); }}};
}

void SyncApi::sync(Call call, http::Reply reply)
{
    const QString requestId = call.request.requestId;
    if (call.request.header("Content-Type") != kFrameType)
        return reply(apiError(415, errorCodeName(ErrorCode::Unsupported),
                              QStringLiteral("Send %1.").arg(QLatin1String(kFrameType)), requestId));
    const double pieces = double(plainSize(call.request.body, m_services.limits)) / kPieceBytes;
    const auto paid = m_frames.take(call.claims.user.toBytes(), pieces);
    if (!paid.allowed)
        return reply(rateLimited(
            paid, QStringLiteral("Too much at once. Try again in %1 s.").arg(paid.retryAfterSeconds), requestId));
    const auto messages = decodeFrame(call.request.body, m_services.limits);
    if (!messages)
        return reply(apiError(messages.error(), requestId));
    auto exchange = std::make_shared<Exchange>(Exchange{SyncSession({m_services.store,
                                                                     m_services.processor,
                                                                     m_services.clock,
                                                                     m_services.limits,
                                                                     m_services.workspaceName,
                                                                     SyncSession::Kind::Request,
                                                                     {},
                                                                     [this] { m_hub.headMoved(); },
                                                                     nullptr,
                                                                     true,
                                                                     m_services.prepared},
                                                                    call.actor()),
                                                        call.claims,
                                                        {},
                                                        {},
                                                        0,
                                                        std::move(reply)});
    ReadBudget reading;
    for (size_t i = 0; i < messages->size(); ++i) {
        const Message &message = (*messages)[i];
        if (const std::optional<Message> refusal = reading.refusal(message)) {
            exchange->replies.push_back(*refusal);
            continue;
        }
        if (std::holds_alternative<Push>(message)) {
            const auto decision = m_services.pushes.take(exchange->session.clientId().toBytes());
            if (!decision.allowed)
                return exchange->reply(rateLimited(
                    decision, QStringLiteral("Too many pushes; the limit is 100 a second."), requestId));
        }
        const Pull *pull = std::get_if<Pull>(&message);
        if (pull && pull->waitMs > 0 && i + 1 == messages->size()) {
            exchange->pull = *pull;
            exchange->waitUntil = m_services.clock.monotonicMs() + std::min(pull->waitMs, kLongestWaitMs);
            return pullOrWait(exchange);
        }
        for (Message &answer : exchange->session.handle(message))
            exchange->replies.push_back(std::move(answer));
        if (exchange->session.hasFatalError())
            break;
    }
    exchange->finish();
}

void SyncApi::pullOrWait(const std::shared_ptr<Exchange> &exchange)
{
    // The person may be gone, have been disabled or see other rows since the request came in.
    const auto user = m_services.accounts.userOf(exchange->claims);
    if (!user || !*user) {
        exchange->replies.push_back(
            user ? ProtocolError{QStringLiteral("session_revoked"),
                                 QStringLiteral("the account was disabled or its sessions were ended"), 0, true}
                 : ProtocolError{errorCodeName(user.error().code), QStringLiteral("the account could not be read"), 5000, false});
        return exchange->finish();
    }
    if (const auto notice = exchange->session.setActor(actorFor(**user))) {
        exchange->replies.push_back(*notice);
        return exchange->finish();
    }
    std::vector<Message> answers = exchange->session.handle(exchange->pull);
    const Changes *changes = answers.empty() ? nullptr : std::get_if<Changes>(&answers.front());
    const qint64 left = exchange->waitUntil - m_services.clock.monotonicMs();
    if (changes && changes->to.seq == exchange->pull.cursor.seq && left > 0) {
        m_hub.waitForHead(int(left), [this, exchange](bool hasMoved) {
            if (!hasMoved)
                exchange->waitUntil = 0;
            pullOrWait(exchange);
        });
        return;
    }
    exchange->replies.insert(exchange->replies.end(), answers.begin(), answers.end());
    exchange->finish();
}

} // namespace mdmc::sync
