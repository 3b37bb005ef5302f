// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/routes.h"

#include "core/base/log.h"
#include "sync/server/http/trusted_proxies.h"

#include <QCryptographicHash>
#include <QWebSocket>

namespace mdmc::sync {

namespace {

constexpr QLatin1String kLivePath("/api/v1/sync/live");

/// The bearer token, empty when there is none.
QByteArray bearer(const http::Request &request)
{
    const QByteArray header = request.header("Authorization");
    return header.size() > 7 && header.left(7).compare("Bearer ", Qt::CaseInsensitive) == 0 ? header.mid(7).trimmed()
                                                                                            : QByteArray();
}

/// Up to the next slash, which goes with it; nothing when there is no more.
std::optional<QStringView> takeSegment(std::optional<QStringView> &path)
{
    if (!path)
        return std::nullopt;
    const qsizetype end = path->indexOf(u'/');
    const QStringView segment = end < 0 ? *path : path->first(end);
    path = end < 0 ? std::nullopt : std::optional(path->sliced(end + 1));
    return segment;
}

std::optional<QStringList> matchPattern(QStringView pattern, QStringView path)
{
    std::optional<QStringView> expectedLeft = pattern, givenLeft = path;
    QStringList parameters;
    while (true) {
        const std::optional<QStringView> expected = takeSegment(expectedLeft), given = takeSegment(givenLeft);
        if (!expected && !given)
            return parameters;
        if (!expected || !given)
            return std::nullopt;
        if (*expected == QLatin1String("*") && !given->isEmpty())
            parameters.append(given->toString());
        else if (*expected != *given)
            return std::nullopt;
    }
}

QString methodName(http::Method method)
{
    switch (method) {
    case http::Method::Get: return QStringLiteral("GET");
    case http::Method::Head: return QStringLiteral("HEAD");
    case http::Method::Post: return QStringLiteral("POST");
    case http::Method::Put: return QStringLiteral("PUT");
    case http::Method::Patch: return QStringLiteral("PATCH");
    case http::Method::Delete: return QStringLiteral("DELETE");
    case http::Method::Options: return QStringLiteral("OPTIONS");
    case http::Method::Other: break;
    }
    return {};
}

bool suits(http::Method asked, http::Method offered)
{
    return asked == offered || (asked == http::Method::Head && offered == http::Method::Get);
}

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidInput:
    case ErrorCode::ProtocolViolation: return 400;
    case ErrorCode::Unauthenticated: return 401;
    case ErrorCode::Forbidden: return 403;
    case ErrorCode::NotFound: return 404;
    case ErrorCode::AlreadyExists: return 409;
    case ErrorCode::TooLarge: return 413;
    case ErrorCode::Unsupported: return 415;
    case ErrorCode::RateLimited: return 429;
    case ErrorCode::StorageBusy: return 503;
    case ErrorCode::StorageFull: return 507;
    default: return 500;
    }
}

} // namespace

http::Response rateLimited(const http::RateLimiter::Decision &decision, const QString &message, const QString &requestId)
{
    http::Response response = apiError(429, errorCodeName(ErrorCode::RateLimited), message, requestId);
    response.headers.emplace_back("Retry-After", QByteArray::number(decision.retryAfterSeconds));
    return response;
}

http::Response apiError(int status, const QString &code, const QString &message, const QString &requestId,
                        const QJsonObject &fields)
{
    return http::Response::json(status,
                                {{QStringLiteral("code"), code},
                                 {QStringLiteral("message"), message},
                                 {QStringLiteral("fields"), fields},
                                 {QStringLiteral("requestId"), requestId}});
}

http::Response apiError(const Error &error, const QString &requestId)
{
    const int status = statusOf(error.code);
    if (status >= 500) {
        qCWarning(lcServer) << "request" << requestId << "failed:" << errorCodeName(error.code) << error.detail;
        http::Response response =
            apiError(status, status == 500 ? QStringLiteral("server_failure") : errorCodeName(error.code),
                     error.code == ErrorCode::StorageFull
                         ? QStringLiteral("The server's disk is full: nothing was saved. Try again later.")
                         : QStringLiteral("The server could not handle the request."),
                     requestId);
        if (status == 503 || status == 507)
            response.headers.emplace_back("Retry-After", status == 503 ? "2" : "30");
        return response;
    }
    QJsonObject fields;
    if (!error.field.isEmpty())
        fields.insert(error.field, error.detail);
    return apiError(status, errorCodeName(error.code), error.detail, requestId, fields);
}

Routes::Routes(LiveHub &hub, SyncServices services, RateLimits limits, QStringList allowedOrigins)
    : m_hub(hub), m_services(std::move(services)), m_allowedOrigins(std::move(allowedOrigins)),
      m_login(m_services.clock, limits.login), m_sync(m_services.clock, limits.sync),
      m_api(m_services.clock, limits.api), m_peer(m_services.clock, limits.peer)
{
}

void Routes::add(std::vector<Route> routes)
{
    for (Route &route : routes)
        m_routes.push_back(std::move(route));
}

Routes::Match Routes::match(const http::Request &request) const
{
    Match match;
    for (const Route &route : m_routes) {
        const std::optional<QStringList> parameters = matchPattern(route.pattern, request.path);
        if (!parameters)
            continue;
        if (suits(request.method, route.method)) {
            match.route = &route;
            match.parameters = *parameters;
            return match;
        }
        match.allowed.append(methodName(route.method));
        if (route.method == http::Method::Get)
            match.allowed.append(QStringLiteral("HEAD"));
    }
    return match;
}

std::optional<http::Response> Routes::checkRate(const http::Request &head, Bucket bucket)
{
    const QByteArray peer = http::peerKey(head.peer);
    const QByteArray token = bearer(head);
    const QByteArray key =
        token.isEmpty() ? peer : QCryptographicHash::hash(token, QCryptographicHash::Sha256).left(16);
    http::RateLimiter::Decision decision = m_peer.take(peer);
    if (decision.allowed) {
        switch (bucket) {
        case Bucket::None: break;
        case Bucket::Login: decision = m_login.take(peer); break;
        case Bucket::Sync: decision = m_sync.take(key); break;
        case Bucket::Api: decision = m_api.take(key); break;
        }
    }
    if (decision.allowed)
        return std::nullopt;
    return rateLimited(decision, QStringLiteral("Too many requests. Try again in %1 s.").arg(decision.retryAfterSeconds),
                       head.requestId);
}

std::optional<http::Response> Routes::checkOrigin(const http::Request &head) const
{
    // Only browsers send an Origin, and no page has business here unless it was allowed.
    const QByteArray origin = head.header("Origin");
    if (origin.isNull() || m_allowedOrigins.contains(QString::fromLatin1(origin)))
        return std::nullopt;
    return apiError(403, QStringLiteral("origin_refused"), QStringLiteral("Requests from this origin are not allowed."),
                    head.requestId);
}

Result<> Routes::authenticate(const http::Request &request, Call &call) const
{
    const QByteArray token = bearer(request);
    if (token.isEmpty())
        return failure(ErrorCode::Unauthenticated, QStringLiteral("Sign in first: the request has no access token."));
    MDMC_ASSIGN(Accounts::Session session, m_services.accounts.authenticate(token));
    call.claims = session.claims;
    call.user = std::move(session.user);
    return {};
}

http::Response Routes::challenge(const Error &error, const QString &requestId) const
{
    http::Response response = apiError(error, requestId);
    if (response.status == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

std::optional<http::Response> Routes::admit(const http::Request &head)
{
    const Match found = match(head);
    const bool isLive = head.path == kLivePath;
    const Bucket bucket = found.route ? found.route->bucket : isLive ? Bucket::Sync : Bucket::Api;
    if (auto refusal = checkRate(head, bucket))
        return refusal;
    if (auto refusal = checkOrigin(head))
        return refusal;
    if (isLive) {
        if (head.method != http::Method::Get) {
            http::Response response = apiError(405, QStringLiteral("method_not_allowed"),
                                               QStringLiteral("This address takes GET."), head.requestId);
            response.headers.emplace_back("Allow", "GET");
            return response;
        }
        if (head.upgrade)
            return std::nullopt; // Decided in admitUpgrade
        return apiError(426, QStringLiteral("upgrade_required"), QStringLiteral("This address is a WebSocket."),
                        head.requestId);
    }
    if (!found.route && !found.allowed.isEmpty()) {
        http::Response response = apiError(
            405, QStringLiteral("method_not_allowed"),
            QStringLiteral("This address takes %1.").arg(found.allowed.join(QLatin1String(", "))), head.requestId);
        response.headers.emplace_back("Allow", found.allowed.join(QLatin1String(", ")).toLatin1());
        return response;
    }
    if (!found.route)
        return apiError(404, errorCodeName(ErrorCode::NotFound), QStringLiteral("There is nothing at this address."),
                        head.requestId);
    if (found.route->access == Access::Signed) {
        Call call;
        if (const auto known = authenticate(head, call); !known)
            return challenge(known.error(), head.requestId);
        if (!head.hasBody)
            m_admitted = Admitted{head.requestId, {call.claims, std::move(*call.user)}};
    }
    return std::nullopt;
}

bool Routes::takeAdmitted(const http::Request &request, Call &call)
{
    std::optional<Admitted> admitted = std::exchange(m_admitted, std::nullopt);
    if (!admitted || admitted->requestId != request.requestId)
        return false;
    call.claims = admitted->session.claims;
    call.user = std::move(admitted->session.user);
    return true;
}

void Routes::handle(http::Request request, http::Reply reply)
{
    const Match found = match(request);
    if (!found.route)
        return reply(apiError(404, errorCodeName(ErrorCode::NotFound),
                              QStringLiteral("There is nothing at this address."), request.requestId));
    Call call;
    call.parameters = found.parameters;
    if (found.route->access == Access::Signed && !takeAdmitted(request, call)) {
        // Again: the account may have been disabled while the body came in.
        if (const auto known = authenticate(request, call); !known)
            return reply(challenge(known.error(), request.requestId));
    }
    call.request = std::move(request);
    found.route->handle(std::move(call), std::move(reply));
}

std::optional<http::Response> Routes::admitUpgrade(const http::Request &head)
{
    if (head.path != kLivePath)
        return apiError(404, errorCodeName(ErrorCode::NotFound),
                        QStringLiteral("There is no WebSocket at this address."), head.requestId);
    Call call;
    if (const auto known = authenticate(head, call); !known)
        return challenge(known.error(), head.requestId);
    return std::nullopt;
}

void Routes::adopt(const http::Request &head, std::unique_ptr<QWebSocket> socket)
{
    Call call;
    if (!authenticate(head, call)) {
        socket->close(QWebSocketProtocol::CloseCodePolicyViolated);
        socket.release()->deleteLater();
        return;
    }
    m_hub.adopt(std::move(socket), *call.user, call.claims);
}

} // namespace mdmc::sync
