// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/http/rate_limiter.h"
#include "sync/server/http/service.h"
#include "sync/server/live_hub.h"

namespace mdmc::sync {

/// One request on its way through the pipeline, as handlers see it.
struct Call {
    http::Request request;
    QStringList parameters; ///< What stood in the place of `*` in the route's pattern.
    std::optional<User> user; ///< Of routes with access Signed.
    AccessClaims claims;

    Actor actor() const { return user ? actorFor(*user) : Actor{}; }
};

enum class Access : quint8 { Public, Signed };
enum class Bucket : quint8 { None, Login, Sync, Api };

struct Route {
    http::Method method;
    QString pattern; ///< Segments, `*` for a parameter: `/api/v1/leads/*`.
    Access access;
    Bucket bucket;
    std::function<void(Call, http::Reply)> handle;
};

struct RateLimits {
    http::RateLimiter::Policy login{10, 10.0 / 60}; ///< Per peer.
    http::RateLimiter::Policy sync{200, 40}; ///< Requests per token.
    http::RateLimiter::Policy pushes{200, 100}; ///< Per client.
    http::RateLimiter::Policy frames{256, 64}; ///< Pieces of 64 KiB that frames over HTTP inflate to, per person.
    http::RateLimiter::Policy api{100, 100.0 / 60}; ///< Per token; per peer without one.
    http::RateLimiter::Policy peer{2000, 100}; ///< Everything of one peer.
};

/// 429 with `Retry-After`.
http::Response rateLimited(const http::RateLimiter::Decision &decision, const QString &message, const QString &requestId);
/// The one error form `{code, message, fields, requestId}`; `fields` maps paths to what is wrong there.
http::Response apiError(int status, const QString &code, const QString &message, const QString &requestId,
                        const QJsonObject &fields = {});
/// Status and text of an Error; what the store or the program says of itself stays in the log.
http::Response apiError(const Error &error, const QString &requestId);

/// The request pipeline in its order: rate limit (429) → Origin (403) → route (404, 405) → authentication (401) →
/// authorisation (403) → validation (400) → handler. All but the last two happen before the body is read.
class Routes final : public http::Service {
public:
    Routes(LiveHub &hub, SyncServices services, RateLimits limits, QStringList allowedOrigins);

    void add(std::vector<Route> routes);

    std::optional<http::Response> admit(const http::Request &head) override;
    void handle(http::Request request, http::Reply reply) override;
    std::optional<http::Response> admitUpgrade(const http::Request &head) override;
    void adopt(const http::Request &head, std::unique_ptr<QWebSocket> socket) override;

private:
    struct Match {
        const Route *route = nullptr;
        QStringList parameters;
        QStringList allowed; ///< Methods of the path, when none matched.
    };
    Match match(const http::Request &request) const;
    std::optional<http::Response> checkRate(const http::Request &head, Bucket bucket);
    /// Who was let in by `admit`, when this is what `handle` is called with right after it.
    bool takeAdmitted(const http::Request &request, Call &call);
    std::optional<http::Response> checkOrigin(const http::Request &head) const;
    Result<> authenticate(const http::Request &request, Call &call) const;
    http::Response challenge(const Error &error, const QString &requestId) const;

    LiveHub &m_hub;
    SyncServices m_services;
    QStringList m_allowedOrigins;
    http::RateLimiter m_login, m_sync, m_api, m_peer;
    std::vector<Route> m_routes;
    struct Admitted {
        QString requestId;
        Accounts::Session session;
    };
    std::optional<Admitted> m_admitted; ///< A request without body that `handle` was not called with yet.
};

} // namespace mdmc::sync
