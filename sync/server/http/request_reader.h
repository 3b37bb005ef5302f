// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/http/chunked_body.h"
#include "sync/server/http/limits.h"
#include "sync/server/http/message.h"

#include <optional>

namespace mdmc::http {

/// Why a request is refused before any service sees it. After one, nothing that follows on the connection is trusted.
struct Refusal {
    int status = 400;
    const char *code = "bad_request";
    const char *message = "The request is malformed.";
};

/// Turns bytes into one request, its head by Boost.Beast's parser behind a stricter gate: Beast 1.74 lets through line
/// folding, transfer codings other than chunked, repeated equal Content-Lengths, and a missing or repeated Host. Bodies
/// are read here: what Beast 1.74 makes of chunk extensions and trailers depends on how the network cut them.
/// Touches no socket: it looks at bytes and says how many of them it is done with. Not thread-safe.
class RequestReader {
public:
    enum class Step { NeedMore, Done, Refused };

    explicit RequestReader(const Limits &limits);

    /// Begins the next request.
    void reset();

    /// Looks for the end of the headers in `unread`, all that came so far. Refuses as soon as a byte is wrong.
    Step scanHead(QByteArrayView unread);
    /// Size of the head with its empty line; valid when `scanHead` is done.
    qsizetype headSize() const { return m_scanned; }
    /// Parses and validates the head found by `scanHead`. Fills `request()` except for body, peer, secure, requestId.
    Step parseHead(QByteArrayView head);
    /// Feeds body bytes; `taken` is how many of them belong to this request and are done with: on NeedMore all.
    Step readBody(QByteArrayView unread, qsizetype &taken);

    Request &request() { return m_request; }
    Request takeRequest();
    const Refusal &refusal() const { return m_refusal; }
    bool keepAlive() const { return m_keepAlive; }
    bool hasBody() const { return m_hasBody; }
    bool expectsContinue() const { return m_expectsContinue; }
    qint64 bodySize() const { return m_request.body.size(); }

private:
    Step refuse(Refusal refusal);
    Step checkRequestLine(QByteArrayView line);
    Step checkTarget(const QByteArray &target);
    Step checkFraming();
    Step checkFields();
    Step checkUpgrade();
    int count(QByteArrayView name) const;

    const Limits m_limits;
    Request m_request;
    Refusal m_refusal;
    qsizetype m_scanned = 0;
    qsizetype m_lineStart = 0;
    int m_lines = 0;
    bool m_isHttp11 = true;
    bool m_keepAlive = false;
    bool m_hasBody = false;
    bool m_expectsContinue = false;
    std::optional<ChunkedBody> m_chunks; ///< Of a chunked body; else `m_bodyLeft` counts down.
    qint64 m_bodyLeft = 0;
};

} // namespace mdmc::http
