// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/request_reader.h"

#include <QStringDecoder>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <cctype>

namespace mdmc::http {

namespace beast = boost::beast;

namespace {

Method methodOf(const QByteArray &name)
{
    static const std::pair<const char *, Method> names[] = {
        {"GET", Method::Get}, {"HEAD", Method::Head},     {"POST", Method::Post},      {"PUT", Method::Put},
        {"PATCH", Method::Patch}, {"DELETE", Method::Delete}, {"OPTIONS", Method::Options}};
    for (const auto &[each, method] : names) {
        if (name == each)
            return method;
    }
    return Method::Other;
}

bool is(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

bool hasToken(const QByteArray &list, QByteArrayView token)
{
    const QList<QByteArray> tokens = list.split(',');
    return std::any_of(tokens.begin(), tokens.end(), [&](const QByteArray &each) { return is(each.trimmed(), token); });
}

bool isPercentEncoded(QByteArrayView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%')
            continue;
        if (i + 2 >= text.size() || !std::isxdigit(uchar(text[i + 1])) || !std::isxdigit(uchar(text[i + 2])))
            return false;
    }
    return true;
}

Refusal refusalOf(const beast::error_code &error)
{
    using E = beast::http::error;
    if (error == E::body_limit)
        return {413, "too_large", "The request body is larger than this server accepts."};
    if (error == E::header_limit)
        return {431, "headers_too_large", "The request headers are larger than this server accepts."};
    if (error == E::bad_content_length || error == E::bad_transfer_encoding)
        return {400, "bad_request", "The length of the request body is given in a contradictory way."};
    if (error == E::bad_chunk || error == E::bad_chunk_extension)
        return {400, "bad_request", "The chunks of the request body are malformed."};
    return {};
}

} // namespace

RequestReader::RequestReader(const Limits &limits) : m_limits(limits) {}

void RequestReader::reset()
{
    m_request = {};
    m_refusal = {};
    m_chunks.reset();
    m_bodyLeft = 0;
    m_scanned = m_lineStart = 0;
    m_lines = 0;
    m_keepAlive = m_hasBody = m_expectsContinue = false;
}

RequestReader::Step RequestReader::refuse(Refusal refusal)
{
    m_refusal = refusal;
    return Step::Refused;
}

RequestReader::Step RequestReader::scanHead(QByteArrayView unread)
{
    for (; m_scanned < unread.size(); ++m_scanned) {
        const uchar c = uchar(unread[m_scanned]);
        if (m_scanned >= m_limits.maxHeaderBytes)
            return refuse(refusalOf(beast::http::error::header_limit));
        if (m_lines == 0 && m_scanned > m_limits.maxUrl + 32) // 32: room for the method and the version
            return refuse({414, "url_too_long", "The address is longer than this server accepts."});
        if (c == '\r' || c == '\t' || (c >= 0x20 && c != 0x7f)) {
            const bool startsLine = m_scanned == m_lineStart;
            if (startsLine && (c == ' ' || c == '\t')) // Obsolete line folding, or space before the request line.
                return refuse({});
            if (m_scanned > 0 && unread[m_scanned - 1] == '\r') // A bare CR.
                return refuse({});
            continue;
        }
        if (c != '\n' || m_scanned == 0 || unread[m_scanned - 1] != '\r')
            return refuse({});
        const QByteArrayView line = unread.sliced(m_lineStart, m_scanned - 1 - m_lineStart);
        if (line.isEmpty()) {
            ++m_scanned;
            return m_lines == 0 ? refuse({}) : Step::Done;
        }
        if (m_lines++ == 0 && checkRequestLine(line) == Step::Refused)
            return Step::Refused;
        if (m_lines - 1 > m_limits.maxHeaders)
            return refuse({431, "too_many_headers", "The request has more headers than this server accepts."});
        m_lineStart = m_scanned + 1;
    }
    return Step::NeedMore;
}

RequestReader::Step RequestReader::checkRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || first == last)
        return refuse({});
    if (last - first - 1 > m_limits.maxUrl)
        return refuse({414, "url_too_long", "The address is longer than this server accepts."});
    const QByteArrayView version = line.sliced(last + 1);
    const bool isHttp = version.size() == 8 && version.startsWith("HTTP/") && std::isdigit(uchar(version[5]))
        && version[6] == '.' && std::isdigit(uchar(version[7]));
    if (isHttp && version != "HTTP/1.1" && version != "HTTP/1.0")
        return refuse({505, "http_version_not_supported", "This server speaks HTTP/1.1."});
    m_isHttp11 = version == "HTTP/1.1";
    return isHttp ? Step::Done : refuse({});
}

RequestReader::Step RequestReader::parseHead(QByteArrayView head)
{
    beast::http::request_parser<beast::http::empty_body> parser; // Of the head only; it is offered no byte of a body.
    parser.header_limit(std::uint32_t(m_limits.maxHeaderBytes + 1));
    parser.body_limit(std::uint64_t(m_limits.maxBody));
    beast::error_code error;
    std::size_t used = 0;
    try {
        used = parser.put({head.data(), std::size_t(head.size())}, error);
    } catch (const std::exception &) { // A name or value beyond what its fields container can hold.
        return refuse(refusalOf(beast::http::error::header_limit));
    }
    if (error)
        return refuse(refusalOf(error));
    if (!parser.is_header_done() || qsizetype(used) != head.size())
        return refuse({});

    const auto &message = parser.get();
    for (const auto &field : message) {
        m_request.headers.emplace_back(QByteArray(field.name_string().data(), qsizetype(field.name_string().size())),
                                       QByteArray(field.value().data(), qsizetype(field.value().size())));
    }
    m_request.methodName = QByteArray(message.method_string().data(), qsizetype(message.method_string().size()));
    m_request.method = methodOf(m_request.methodName);
    m_keepAlive = parser.keep_alive();
    if (checkFraming() == Step::Refused || checkFields() == Step::Refused)
        return Step::Refused;
    if (checkTarget(QByteArray(message.target().data(), qsizetype(message.target().size()))) == Step::Refused)
        return Step::Refused;
    m_hasBody = m_request.hasBody = !parser.is_done();
    if (m_hasBody && parser.chunked())
        m_chunks.emplace(m_limits);
    else if (m_hasBody)
        m_bodyLeft = qint64(*parser.content_length());
    return checkUpgrade();
}

int RequestReader::count(QByteArrayView name) const
{
    return int(std::count_if(m_request.headers.begin(), m_request.headers.end(),
                             [&](const auto &header) { return is(header.first, name); }));
}

RequestReader::Step RequestReader::checkFraming()
{
    const QByteArray length = m_request.header("Content-Length");
    const QByteArray encoding = m_request.header("Transfer-Encoding");
    if (!encoding.isNull()) {
        if (!length.isNull() || !m_isHttp11)
            return refuse(refusalOf(beast::http::error::bad_transfer_encoding));
        if (!is(encoding, "chunked")) {
            return refuse({501, "not_implemented",
                           "Of the transfer codings this server knows chunked only."});
        }
    }
    // Several ones are joined by a comma, and so are no number either.
    const bool isNumber = std::all_of(length.begin(), length.end(), [](char c) { return std::isdigit(uchar(c)); });
    if (!length.isNull() && (length.isEmpty() || !isNumber))
        return refuse(refusalOf(beast::http::error::bad_content_length));
    return Step::Done;
}

RequestReader::Step RequestReader::checkFields()
{
    // Fields of which two programs on the way could each pick another one.
    for (const char *name : {"Host", "Authorization", "Content-Type", "Content-Encoding", "Expect", "Origin", "Upgrade",
                             "Sec-WebSocket-Key", "Sec-WebSocket-Version", "X-Forwarded-Proto"}) {
        if (count(name) > 1)
            return refuse({400, "bad_request", "A header occurs twice that may occur once only."});
    }
    const QByteArray host = m_request.header("Host");
    const bool isHost = std::all_of(host.begin(), host.end(), [](char c) {
        return std::isalnum(uchar(c)) || QByteArrayView("-._~:[]%").contains(c);
    });
    if ((m_isHttp11 && host.isEmpty()) || !isHost)
        return refuse({400, "bad_request", "The Host header is missing or malformed."});
    const QByteArray expect = m_request.header("Expect");
    if (m_isHttp11 && !expect.isNull()) {
        if (!is(expect, "100-continue"))
            return refuse({417, "expectation_failed", "This server does not know that expectation."});
        m_expectsContinue = true;
    }
    return Step::Done;
}

RequestReader::Step RequestReader::checkTarget(const QByteArray &target)
{
    if (target == "*" && m_request.method == Method::Options) {
        m_request.path = QStringLiteral("*");
        return Step::Done;
    }
    constexpr Refusal malformed{400, "bad_request", "The address is malformed."};
    const bool isPlain = std::all_of(target.begin(), target.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '#' && c != '\\';
    });
    if (!target.startsWith('/') || !isPlain || !isPercentEncoded(target))
        return refuse(malformed);
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = mark < 0 ? target : target.left(mark);
    if (path.toLower().contains("%2f"))
        return refuse(malformed);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    m_request.path = decoder.decode(QByteArray::fromPercentEncoding(path));
    const bool isText = std::none_of(m_request.path.begin(), m_request.path.end(), [](QChar c) {
        return c.unicode() < 0x20 || c.unicode() == 0x7f || c == u'\\';
    });
    const QString closed = m_request.path + u'/';
    if (decoder.hasError() || !isText || closed.contains(u"/./") || closed.contains(u"/../"))
        return refuse(malformed);
    if (mark >= 0)
        m_request.query = QUrlQuery(QString::fromLatin1(target.mid(mark + 1).replace('+', "%20")));
    return Step::Done;
}

RequestReader::Step RequestReader::checkUpgrade()
{
    // Offers to upgrade to anything else, such as h2c, may be ignored, and are.
    m_request.upgrade = hasToken(m_request.header("Upgrade"), "websocket")
        && hasToken(m_request.header("Connection"), "upgrade");
    if (!m_request.upgrade)
        return Step::Done;
    const auto key = QByteArray::fromBase64Encoding(m_request.header("Sec-WebSocket-Key"),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    const bool isKey = key.decodingStatus == QByteArray::Base64DecodingStatus::Ok && key.decoded.size() == 16;
    if (m_request.method != Method::Get || !m_isHttp11 || m_hasBody || !isKey)
        return refuse({400, "bad_request", "The WebSocket handshake is malformed."});
    if (m_request.header("Sec-WebSocket-Version") != "13")
        return refuse({426, "upgrade_required", "This server speaks version 13 of the WebSocket protocol."});
    return Step::Done;
}

RequestReader::Step RequestReader::readBody(QByteArrayView unread, qsizetype &taken)
{
    taken = 0;
    if (!m_chunks) {
        taken = qsizetype(std::min<qint64>(unread.size(), m_bodyLeft));
        m_request.body.append(unread.first(taken));
        m_bodyLeft -= taken;
        return m_bodyLeft == 0 ? Step::Done : Step::NeedMore;
    }
    switch (m_chunks->feed(unread, taken, m_request.body)) {
    case ChunkedBody::Verdict::NeedMore: return Step::NeedMore;
    case ChunkedBody::Verdict::Done: return Step::Done;
    case ChunkedBody::Verdict::TooLarge: return refuse(refusalOf(beast::http::error::body_limit));
    case ChunkedBody::Verdict::TrailersTooLarge: return refuse(refusalOf(beast::http::error::header_limit));
    case ChunkedBody::Verdict::Malformed: break;
    }
    return refuse(refusalOf(beast::http::error::bad_chunk));
}

Request RequestReader::takeRequest()
{
    return std::move(m_request);
}

} // namespace mdmc::http
