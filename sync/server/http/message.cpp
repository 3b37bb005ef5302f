// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/message.h"

#include <QJsonDocument>

namespace mdmc::http {

QByteArray Request::header(QByteArrayView name) const
{
    QByteArray value;
    for (const auto &[key, each] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (value.isNull())
            value = each.isEmpty() ? QByteArray("") : each; // Present and empty is not null.
        else
            value += ", " + each;
    }
    return value;
}

Response Response::json(int status, const QJsonObject &object)
{
    return bytes(status, "application/json", QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Response Response::bytes(int status, QByteArray type, QByteArray body)
{
    Response response;
    response.status = status;
    response.contentType = std::move(type);
    response.body = std::move(body);
    return response;
}

Response Response::empty(int status)
{
    return bytes(status, {}, {});
}

Response Response::error(int status, const QString &code, const QString &message, const QString &requestId)
{
    return json(status, {{QStringLiteral("code"), code},
                         {QStringLiteral("message"), message},
                         {QStringLiteral("requestId"), requestId}});
}

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
    }
}

} // namespace mdmc::http
