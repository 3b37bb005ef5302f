// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"
#include "sync/server/api.h"

#include <QJsonDocument>

namespace mdmc::sync {

namespace {

constexpr int kMaxPending = 64;

Result<QJsonObject> objectOf(const http::Request &request)
{
    if (!request.header("Content-Type").startsWith("application/json"))
        return failure(ErrorCode::Unsupported, QStringLiteral("Send application/json."));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return failure(ErrorCode::InvalidInput, QStringLiteral("The body is not a JSON object."));
    return document.object();
}

Result<QString> textOf(const QJsonObject &object, const QString &name, int maxLength)
{
    const QJsonValue value = object.value(name);
    if (!value.isString() || value.toString().isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("This field is required."), name);
    if (value.toString().size() > maxLength)
        return failure(ErrorCode::InvalidInput, QStringLiteral("The value is too long."), name);
    return value.toString();
}

QJsonObject userJson(const User &user)
{
    return {{QStringLiteral("id"), user.id.toString()},
            {QStringLiteral("name"), user.name},
            {QStringLiteral("email"), user.email},
            {QStringLiteral("role"), user.role},
            {QStringLiteral("scope"), user.scope},
            {QStringLiteral("teamId"), user.teamId ? QJsonValue(user.teamId.toString()) : QJsonValue()},
            {QStringLiteral("locale"), user.locale}};
}

http::Response tokensResponse(const TokenPair &pair, const QString &workspaceName)
{
    http::Response response = http::Response::json(
        200,
        {{QStringLiteral("accessToken"), QString::fromLatin1(pair.accessToken)},
         {QStringLiteral("tokenType"), QStringLiteral("Bearer")},
         {QStringLiteral("expiresIn"), pair.accessExpiresInSeconds},
         {QStringLiteral("refreshToken"), pair.refreshToken},
         {QStringLiteral("refreshExpiresAt"),
          QDateTime::fromMSecsSinceEpoch(pair.refreshExpiresAt, Qt::UTC).toString(Qt::ISODateWithMs)},
         {QStringLiteral("workspaceName"), workspaceName},
         {QStringLiteral("user"), userJson(pair.user)}});
    response.compress = false;
    return response;
}

http::Response lockedResponse(const Error &error, int seconds, const QString &requestId)
{
    http::Response response = apiError(error, requestId);
    response.headers.emplace_back("Retry-After", QByteArray::number(std::max(seconds, 1)));
    return response;
}

} // namespace

AuthApi::AuthApi(SyncServices services, QObject *parent) : QObject(parent), m_services(std::move(services))
{
    m_pool.setMaxThreadCount(2); // 64 MiB each while a password is checked
}

AuthApi::~AuthApi()
{
    m_pool.waitForDone();
}

std::vector<Route> AuthApi::routes()
{
    using enum http::Method;
    const auto bind = [this](void (AuthApi::*handler)(Call, http::Reply)) {
        return [this, handler](Call call, http::Reply reply) { (this->*handler)(std::move(call), std::move(reply)); };
    };
    return {{Post, QStringLiteral("/api/v1/auth/login"), Access::Public, Bucket::Login, bind(&AuthApi::login)},
            {Post, QStringLiteral("/api/v1/auth/refresh"), Access::Public, Bucket::Api, bind(&AuthApi::refresh)},
            {Post, QStringLiteral("/api/v1/auth/logout"), Access::Public, Bucket::Api, bind(&AuthApi::logout)},
            {Get, QStringLiteral("/api/v1/auth/me"), Access::Signed, Bucket::Api, bind(&AuthApi::me)}};
}

void AuthApi::login(Call call, http::Reply reply)
{
    const QString requestId = call.request.requestId;
    const auto object = objectOf(call.request);
    if (!object)
        return reply(apiError(object.error(), requestId));
    const auto email = textOf(*object, QStringLiteral("email"), 254);
    if (!email)
        return reply(apiError(email.error(), requestId));
    const auto password = textOf(*object, QStringLiteral("password"), 256);
    if (!password)
        return reply(apiError(password.error(), requestId));
    if (m_pending >= kMaxPending) {
        http::Response busy =
            apiError(503, QStringLiteral("busy"), QStringLiteral("Too many people sign in at once."), requestId);
        busy.headers.emplace_back("Retry-After", "5");
        return reply(std::move(busy));
    }
    auto check = m_services.accounts.prepareLogin(*email, *password, object->value(QLatin1String("device")).toString());
    if (!check) {
        if (check.error().code == ErrorCode::RateLimited)
            return reply(lockedResponse(check.error(), m_services.accounts.lockedForSeconds(*email), requestId));
        return reply(apiError(check.error(), requestId));
    }
    ++m_pending;
    m_pool.start([this, check = std::move(*check), reply = std::move(reply), requestId]() mutable {
        check.run();
        QMetaObject::invokeMethod(
            this,
            [this, check = std::move(check), reply = std::move(reply), requestId] {
                --m_pending;
                const auto pair = m_services.accounts.finishLogin(check);
                reply(pair ? tokensResponse(*pair, m_services.workspaceName) : apiError(pair.error(), requestId));
            },
            Qt::QueuedConnection);
    });
}

void AuthApi::refresh(Call call, http::Reply reply)
{
    const QString requestId = call.request.requestId;
    const auto object = objectOf(call.request);
    if (!object)
        return reply(apiError(object.error(), requestId));
    const auto token = textOf(*object, QStringLiteral("refreshToken"), 200);
    if (!token)
        return reply(apiError(token.error(), requestId));
    const QJsonValue next = object->value(QLatin1String("nextToken"));
    if (!next.isUndefined() && !next.isString())
        return reply(apiError(Error{ErrorCode::InvalidInput, QStringLiteral("nextToken is a text."), QStringLiteral("nextToken")}, requestId));
    const auto pair = m_services.accounts.refresh(*token, next.toString());
    reply(pair ? tokensResponse(*pair, m_services.workspaceName) : apiError(pair.error(), requestId));
}

void AuthApi::logout(Call call, http::Reply reply)
{
    const QString requestId = call.request.requestId;
    const auto object = objectOf(call.request);
    if (!object)
        return reply(apiError(object.error(), requestId));
    const auto token = textOf(*object, QStringLiteral("refreshToken"), 200);
    if (!token)
        return reply(apiError(token.error(), requestId));
    const auto done = m_services.accounts.logout(*token);
    reply(done ? http::Response::empty(204) : apiError(done.error(), requestId));
}

void AuthApi::me(Call call, http::Reply reply)
{
    reply(http::Response::json(200, userJson(*call.user)));
}

std::vector<Route> healthRoutes(Store &store)
{
    const auto healthy = [](Call, http::Reply reply) {
        reply(http::Response::json(200, {{QStringLiteral("status"), QStringLiteral("ok")}}));
    };
    const auto ready = [&store](Call call, http::Reply reply) {
        if (const auto head = store.head(); !head)
            return reply(apiError(503, QStringLiteral("not_ready"), QStringLiteral("The store does not answer."),
                                  call.request.requestId));
        if (const auto writable = store.checkWritable(); !writable) {
            const bool isFull = writable.error().code == ErrorCode::StorageFull;
            return reply(apiError(503, isFull ? errorCodeName(ErrorCode::StorageFull) : QStringLiteral("not_ready"),
                                  isFull ? QStringLiteral("The server's disk is full: nothing can be saved.")
                                         : QStringLiteral("The store cannot save."),
                                  call.request.requestId));
        }
        reply(http::Response::json(200, {{QStringLiteral("status"), QStringLiteral("ready")}}));
    };
    return {{http::Method::Get, QStringLiteral("/healthz"), Access::Public, Bucket::None, healthy},
            {http::Method::Get, QStringLiteral("/readyz"), Access::Public, Bucket::None, ready}};
}

std::vector<Route> statusRoutes(Store &store, const PreparedSnapshot &prepared)
{
    const auto status = [&](Call call, http::Reply reply) {
        const auto head = store.head();
        if (!head)
            return reply(apiError(head.error(), call.request.requestId));
        const PreparedSnapshot::Status made = prepared.status();
        QJsonObject snapshot{{QStringLiteral("head"), made.head}, {QStringLiteral("pagesServed"), made.served}};
        if (call.actor().sight == Sight::All) { // How much there is tells of what others may not see.
            snapshot[QStringLiteral("rows")] = made.rows;
            snapshot[QStringLiteral("pages")] = made.pages;
        }
        reply(http::Response::json(200, {{QStringLiteral("head"), head->seq},
                                         {QStringLiteral("floor"), head->floor},
                                         {QStringLiteral("preparedSnapshot"), made.isReady ? QJsonValue(snapshot) : QJsonValue()}}));
    };
    return {{http::Method::Get, QStringLiteral("/api/v1/status"), Access::Signed, Bucket::Api, status}};
}

} // namespace mdmc::sync
