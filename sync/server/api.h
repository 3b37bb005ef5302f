// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/record_texts.h"
#include "sync/server/routes.h"

#include <QCache>
#include <QThreadPool>

namespace mdmc::sync {

/// POST login, refresh, logout and GET me below /api/v1/auth. Passwords are checked on two threads of its own; what
/// waits for them is bounded (503 beyond).
class AuthApi final : public QObject {
public:
    AuthApi(SyncServices services, QObject *parent = nullptr);
    ~AuthApi() override;
    std::vector<Route> routes();

private:
    void login(Call call, http::Reply reply);
    void refresh(Call call, http::Reply reply);
    void logout(Call call, http::Reply reply);
    void me(Call call, http::Reply reply);

    SyncServices m_services;
    QThreadPool m_pool;
    int m_pending = 0;
};

/// POST /api/v1/sync: a frame of messages in, a frame of replies out.
class SyncApi final {
public:
    /// `frames`: as RateLimits says.
    SyncApi(SyncServices services, LiveHub &hub, const http::RateLimiter::Policy &frames)
        : m_services(std::move(services)), m_hub(hub), m_frames(m_services.clock, frames)
    {
    }
    std::vector<Route> routes();

private:
    struct Exchange;
    void sync(Call call, http::Reply reply);
    void pullOrWait(const std::shared_ptr<Exchange> &exchange);

    SyncServices m_services;
    LiveHub &m_hub;
    http::RateLimiter m_frames; ///< By person.
};

/// REST of one record type. Writes become operations of a client id that stands for the user's REST access.
class RecordApi final {
public:
    /// `textBytes`: what the texts of records that were served lately may take of memory.
    RecordApi(SyncServices services, LiveHub &hub, EntityType type, QString path, int textBytes)
        : m_services(std::move(services)), m_hub(hub), m_type(type), m_path(std::move(path)),
          m_texts(m_services.store, type, textBytes)
    {
    }
    std::vector<Route> routes();

private:
    void list(Call call, http::Reply reply);
    Result<QByteArray> knownPage(const Call &call);
    Result<QByteArray> page(const Call &call, const std::optional<storage::Database::Version> &version);
    void get(Call call, http::Reply reply);
    void create(Call call, http::Reply reply);
    void patch(Call call, http::Reply reply);
    void remove(Call call, http::Reply reply);

    Result<std::optional<Record>> visible(const Call &call, const RecordId &id);
    std::optional<http::Response> checkMatch(const Call &call, const Record &record) const;
    Result<OperationResult> submit(const Call &call, Operation operation);
    http::Response replyFor(const Call &call, const RecordId &id, const Result<OperationResult> &result, int status);

    struct Page {
        storage::Database::Version version; ///< Of the store, when it was read.
        QByteArray body; ///< Null: it was asked for once only.
    };

    SyncServices m_services;
    LiveHub &m_hub;
    EntityType m_type;
    QString m_path;
    QCache<QByteArray, Page> m_pages{32 << 20}; ///< By who asks and what; cost in bytes.
    RecordTexts m_texts;
};

/// GET /healthz (the process answers) and /readyz (the store answers).
std::vector<Route> healthRoutes(Store &store);

/// GET /api/v1/status: where the store stands, and what is prepared for first loads.
std::vector<Route> statusRoutes(Store &store, const PreparedSnapshot &prepared);

} // namespace mdmc::sync
