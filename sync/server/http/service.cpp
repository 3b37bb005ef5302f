// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/service.h"

#include <QWebSocket>

namespace mdmc::http {

Service::~Service() = default;

std::optional<Response> Service::admit(const Request &)
{
    return std::nullopt;
}

std::optional<Response> Service::admitUpgrade(const Request &head)
{
    return Response::error(404, QStringLiteral("not_found"), QStringLiteral("There is no WebSocket at this address."),
                           head.requestId);
}

void Service::adopt(const Request &, std::unique_ptr<QWebSocket>) {}

} // namespace mdmc::http
