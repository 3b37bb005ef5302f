// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QJsonObject>
#include <QString>
#include <QUrlQuery>

#include <functional>
#include <utility>
#include <vector>

namespace mdmc::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Other };

using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

/// A request whose framing is beyond doubt: everything ambiguous was refused before it came to be.
struct Request {
    Method method = Method::Other;
    QByteArray methodName; ///< As sent, such as `PATCH`.
    /// Percent-decoded UTF-8 without query. Begins with `/` (or is `*` for OPTIONS) and holds no control
    /// characters, no backslash, no `.` or `..` segment; `%2F` is refused, so segments can be split at `/`.
    QString path;
    /// Form convention: `+` is a space. Read with `queryItemValue(key, QUrl::FullyDecoded)`.
    QUrlQuery query;
    Headers headers; ///< In the order received. Host, Authorization, Content-Type and the like occur at most once.
    QByteArray body; ///< Empty in `admit` and `admitUpgrade`.
    QHostAddress peer; ///< The client; behind a trusted proxy the address which that proxy reports.
    bool secure = false; ///< TLS to us, or to the trusted proxy.
    bool upgrade = false; ///< Asks to become a WebSocket.
    bool hasBody = false; ///< Announces one. Without, `handle` follows `admit` at once.
    QString requestId; ///< Also sent to the client as `X-Request-Id`.

    /// Value of a header, several ones joined with `, `; null when there is none.
    QByteArray header(QByteArrayView name) const;
};

/// What goes back. The connection adds Date, Content-Length, Connection, X-Request-Id and X-Content-Type-Options,
/// and `Cache-Control: no-store` unless `headers` has its own; names in `headers` that frame the message are ignored.
struct Response {
    int status = 200; ///< 200 … 599.
    QByteArray contentType;
    QByteArray body;
    Headers headers;
    bool compress = true; ///< Off for a body that mixes a secret with text which the client chose (BREACH).

    static Response json(int status, const QJsonObject &object);
    static Response bytes(int status, QByteArray type, QByteArray body);
    static Response empty(int status);
    /// The one error form, `{code, message, requestId}`. `code` is lower_snake_case, `message` is for people.
    static Response error(int status, const QString &code, const QString &message, const QString &requestId);
};

/// Answers one request: called once, any time later, from any thread. Harmless after the peer or the server is gone.
/// A second call is ignored. When the last copy is destroyed uncalled, the client gets a 500.
using Reply = std::function<void(Response)>;

/// Standard reason phrase, `Unknown` for a status without one.
QByteArray reasonPhrase(int status);

} // namespace mdmc::http
