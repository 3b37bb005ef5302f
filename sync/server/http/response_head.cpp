// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/response_head.h"

#include "core/base/log.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>

namespace mdmc::http {

namespace {

bool isToken(const QByteArray &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(uchar(c)) || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool isValue(const QByteArray &value)
{
    return std::all_of(value.begin(), value.end(), [](char c) {
        return c == '\t' || (uchar(c) >= 0x20 && c != 0x7f);
    });
}

bool isOurs(const QByteArray &name)
{
    static constexpr const char *ours[] = {"content-length", "transfer-encoding", "connection",  "date",
                                           "keep-alive",     "upgrade",           "x-request-id", "content-type"};
    const QByteArray lower = name.toLower();
    return std::any_of(std::begin(ours), std::end(ours), [&](const char *each) { return lower == each; });
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`; Qt's own formatting takes as long as the rest of the head.
QByteArray httpDate(UtcMs now)
{
    using namespace std::chrono;
    static constexpr const char *kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char *kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_time<milliseconds> time{milliseconds(now)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(time - day));
    std::array<char, 64> text;
    const int size = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   kDays[weekday(day).c_encoding()], unsigned(date.day()),
                                   kMonths[unsigned(date.month()) - 1], int(date.year()), int(clock.hours().count()),
                                   int(clock.minutes().count()), int(clock.seconds().count()));
    return QByteArray(text.data(), size);
}

} // namespace

bool mayHaveBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

QByteArray responseHead(const Response &response, const QString &requestId, bool keepAlive, UtcMs now)
{
    QByteArray head;
    head.reserve(512);
    const auto add = [&head](QByteArrayView name, QByteArrayView value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    head.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ');
    head.append(reasonPhrase(response.status)).append("\r\n");
    add("Date", httpDate(now));
    add("Connection", keepAlive ? "keep-alive" : "close");
    add("X-Request-Id", requestId.toLatin1());
    if (mayHaveBody(response.status))
        add("Content-Length", QByteArray::number(response.body.size()));
    if (!response.contentType.isEmpty() && isValue(response.contentType))
        add("Content-Type", response.contentType);
    bool hasCacheControl = false, hasContentTypeOptions = false;
    for (const auto &[name, value] : response.headers) {
        if (isOurs(name) || !isToken(name) || !isValue(value)) {
            qCWarning(lcHttp) << "left out a response header that the service may not set, request" << requestId;
            continue;
        }
        hasCacheControl |= name.compare("Cache-Control", Qt::CaseInsensitive) == 0;
        hasContentTypeOptions |= name.compare("X-Content-Type-Options", Qt::CaseInsensitive) == 0;
        add(name, value);
    }
    if (!hasCacheControl)
        add("Cache-Control", "no-store");
    if (!hasContentTypeOptions)
        add("X-Content-Type-Options", "nosniff");
    return head.append("\r\n");
}

} // namespace mdmc::http
