// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/response_head.h"
#include "tests/sync/http/fixture.h"

#include <QJsonDocument>
#include <QLocale>
#include <QThread>

#include <zlib.h>
#include <zstd.h>

using namespace mdmc;
using namespace mdmc::http;
using namespace mdmc::http::test;

class HttpServerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void repliesWithTheLayersHeaders();
    void refuses_data();
    void refuses();
    void keepsAndClosesConnections_data();
    void keepsAndClosesConnections();
    void answersPipelinedRequestsInOrder();
    void answersThousandsOfPipelinedRequests();
    void headHasNoBody();
    void continuesWhenAskedTo();
    void admissionComesBeforeTheBody();
    void answersOnce();
    void answersFromAnotherThread();
    void unansweredRequestsGet500();
    void largeRepliesArriveWhole();
    void datesAreThoseOfHttp();
    void responseHeadersCannotBreakOut();
    void compresses_data();
    void compresses();
    void forwardingHeadersAreBelievedFromProxiesOnly();
    void plainHttpStaysOnLoopback();
};

void HttpServerTest::repliesWithTheLayersHeaders()
{
    Fixture f;
    RawClient client(f.server.port());
    client.send(get("/caf%C3%A9?a=b+c%2B"));
    QVERIFY(client.waitForReplies(1));
    const ParsedReply reply = client.replies()[0];
    QCOMPARE(reply.status, 200);
    QCOMPARE(QString::fromUtf8(reply.body), QStringLiteral("/café"));
    QCOMPARE(reply.header("Cache-Control"), "no-store");
    QCOMPARE(reply.header("X-Content-Type-Options"), "nosniff");
    QCOMPARE(reply.header("Content-Type"), "text/plain");
    QCOMPARE(reply.header("Date"), "Thu, 09 Oct 2025 08:53:20 GMT");
    const Request &request = f.service.handled.at(0);
    QCOMPARE(QString::fromLatin1(reply.header("X-Request-Id")), request.requestId);
    QVERIFY(!request.requestId.isEmpty());
    QCOMPARE(request.query.queryItemValue(QStringLiteral("a"), QUrl::FullyDecoded), QStringLiteral("b c+"));
    QCOMPARE(request.peer, QHostAddress(QHostAddress::LocalHost));
    QVERIFY(!request.secure);
}

void HttpServerTest::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QByteArray post = "POST / HTTP/1.1\r\nHost: a\r\n";
    const auto row = [](const char *name, const QByteArray &bytes, int status, const char *code) {
        QTest::newRow(name) << bytes << status << QString::fromLatin1(code);
    };
    row("smuggling", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get("/evil"), 400,
        "bad_request");
    row("bad chunk", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + get("/evil"), 400, "bad_request");
    row("declared body", post + "Content-Length: 300000000\r\n\r\n" + QByteArray(100'000, 'x'), 413, "too_large");
    row("endless body", post + "Transfer-Encoding: chunked\r\n\r\n100000\r\n" + QByteArray(1 << 20, 'x')
                            + "\r\n1\r\nx\r\n", 413, "too_large");
    row("huge header", "GET / HTTP/1.1\r\nX: " + QByteArray(1 << 20, 'x'), 431, "headers_too_large");
    row("5000 headers", get("/", QByteArray("X: y\r\n").repeated(5000)), 431, "too_many_headers");
    row("1 MB url", get("/" + QByteArray(1 << 20, 'x')), 414, "url_too_long");
    row("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501, "not_implemented");
    row("CONNECT", "CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n", 501, "not_implemented");
    row("version", "GET / HTTP/9.9\r\n\r\n", 505, "http_version_not_supported");
    row("TLS on a plain port", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01", 8), 400, "bad_request");
}

void HttpServerTest::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QString, code);
    Fixture f;
    RawClient client(f.server.port());
    client.send(bytes);
    QVERIFY(client.waitForReplies(1));
    const ParsedReply reply = client.replies()[0];
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("Connection"), "close");
    const QJsonObject error = QJsonDocument::fromJson(reply.body).object();
    QCOMPARE(error.value(QLatin1String("code")).toString(), code);
    QVERIFY(!error.value(QLatin1String("message")).toString().isEmpty());
    QCOMPARE(error.value(QLatin1String("requestId")).toString(), QString::fromLatin1(reply.header("X-Request-Id")));
    QCoreApplication::processEvents();
    QCOMPARE(f.server.connectionCount(), 1); // Not reset under a peer that may still be sending.
    f.clock.advance(60'000);
    QVERIFY(eventually([&] { return client.isClosed(); }));
    QCOMPARE(client.replies().size(), 1u);
    QVERIFY(f.service.handled.empty());
}

void HttpServerTest::keepsAndClosesConnections_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<bool>("kept");
    QTest::newRow("1.1") << get("/") << true;
    QTest::newRow("1.1 close") << get("/", "Connection: close\r\n") << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << true;
}

void HttpServerTest::keepsAndClosesConnections()
{
    QFETCH(QByteArray, request);
    QFETCH(bool, kept);
    Fixture f;
    RawClient client(f.server.port());
    client.send(request);
    QVERIFY(client.waitForReplies(1));
    QCOMPARE(client.replies()[0].header("Connection"), kept ? "keep-alive" : "close");
    if (!kept) {
        QVERIFY(eventually([&] { return client.isClosed() && f.server.connectionCount() == 0; }));
        return;
    }
    client.send(request);
    QVERIFY(client.waitForReplies(2));
    QCOMPARE(f.server.connectionCount(), 1);
}

void HttpServerTest::answersPipelinedRequestsInOrder()
{
    Fixture f;
    std::map<QString, Reply> waiting;
    f.service.onHandle = [&](const Request &request, Reply reply) { waiting[request.path] = std::move(reply); };
    RawClient client(f.server.port());
    client.send(get("/slow") + "POST /fast HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    QVERIFY(eventually([&] { return waiting.size() == 1; }));
    QCoreApplication::processEvents();
    QVERIFY(!waiting.contains(QStringLiteral("/fast"))); // One at a time.
    waiting[QStringLiteral("/slow")](Response::bytes(200, "text/plain", "slow"));
    QVERIFY(eventually([&] { return waiting.contains(QStringLiteral("/fast")); }));
    waiting[QStringLiteral("/fast")](Response::bytes(200, "text/plain", "fast"));
    QVERIFY(client.waitForReplies(2));
    QCOMPARE(client.replies()[0].body, "slow");
    QCOMPARE(client.replies()[1].body, "fast");
    QCOMPARE(f.service.handled.at(1).body, "abc");
}

void HttpServerTest::answersThousandsOfPipelinedRequests()
{
    Fixture f;
    RawClient client(f.server.port());
    constexpr int count = 3000;
    client.send(get("/x").repeated(count));
    QVERIFY(eventually([&] { return f.service.handled.size() == size_t(count); }));
    QVERIFY(client.waitForReplies(count));
}

void HttpServerTest::headHasNoBody()
{
    Fixture f;
    RawClient client(f.server.port());
    client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(eventually([&] { return client.replies(true).size() == 1; }));
    QCOMPARE(client.replies(true)[0].header("Content-Length"), "4");
    client.send("HEAD /abcd HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(eventually([&] { return client.replies(true).size() == 2; }));
    QVERIFY(client.received.endsWith("\r\n\r\n")); // Nothing followed either head.
}

void HttpServerTest::continuesWhenAskedTo()
{
    Fixture f;
    RawClient client(f.server.port());
    client.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    QVERIFY(client.waitForReplies(1));
    QCOMPARE(client.received, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    QVERIFY(client.waitForReplies(2));
    QCOMPARE(client.replies()[1].status, 200);
    QCOMPARE(f.service.handled.at(0).body, "abc");
}

void HttpServerTest::admissionComesBeforeTheBody()
{
    Fixture f;
    f.service.onAdmit = [](const Request &head) -> std::optional<Response> {
        if (head.header("Authorization") == "ok")
            return std::nullopt;
        Response refused = Response::error(429, QStringLiteral("rate_limited"), QStringLiteral("Slow down."),
                                           head.requestId);
        refused.headers.emplace_back("Retry-After", "7");
        return refused;
    };
    RawClient withBody(f.server.port());
    withBody.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 900000\r\n\r\n");
    QVERIFY(withBody.waitForReplies(1)); // Without 100 Continue, without a byte of the body.
    QCOMPARE(withBody.replies()[0].status, 429);
    QCOMPARE(withBody.replies()[0].header("Retry-After"), "7");
    QCOMPARE(withBody.replies()[0].header("Connection"), "close");

    RawClient without(f.server.port());
    without.send(get("/") + get("/b", "Authorization: ok\r\n"));
    QVERIFY(without.waitForReplies(2));
    QCOMPARE(without.replies()[0].status, 429);
    QCOMPARE(without.replies()[1].body, "/b");
    QCOMPARE(f.service.handled.size(), 1u);
}

void HttpServerTest::answersOnce()
{
    Fixture f;
    std::vector<Reply> waiting;
    f.service.onHandle = [&](const Request &, Reply reply) { waiting.push_back(std::move(reply)); };
    RawClient client(f.server.port());
    client.send(get("/") + get("/"));
    QVERIFY(eventually([&] { return waiting.size() == 1; }));
    waiting[0](Response::empty(204));
    QVERIFY(eventually([&] { return waiting.size() == 2; }));
    waiting[0](Response::empty(202)); // Must not answer the second request.
    waiting[1](Response::empty(201));
    QVERIFY(client.waitForReplies(2));
    QCOMPARE(client.replies()[0].status, 204);
    QVERIFY(client.replies()[0].header("Content-Length").isNull());
    QCOMPARE(client.replies()[1].status, 201);
}

void HttpServerTest::answersFromAnotherThread()
{
    Fixture f;
    std::unique_ptr<QThread> worker;
    f.service.onHandle = [&](const Request &request, Reply reply) {
        worker.reset(QThread::create([reply = std::move(reply), uncalled = request.path == u"/uncalled"]() mutable {
            if (!uncalled)
                reply(Response::bytes(200, "text/plain", "worker"));
            reply = nullptr;
        }));
        worker->start();
    };
    RawClient client(f.server.port());
    for (const char *path : {"/called", "/uncalled"}) {
        client.send(get(path));
        QVERIFY(client.waitForReplies(client.replies().size() + 1));
        QVERIFY(worker->wait(10'000));
    }
    QCOMPARE(client.replies()[0].body, "worker");
    QCOMPARE(client.replies()[1].status, 500);
}

void HttpServerTest::unansweredRequestsGet500()
{
    Fixture f;
    f.service.onHandle = [](const Request &, Reply) {};
    RawClient client(f.server.port());
    client.send(get("/") + get("/"));
    QVERIFY(client.waitForReplies(2));
    QCOMPARE(client.replies()[0].status, 500);
    const QJsonObject error = QJsonDocument::fromJson(client.replies()[1].body).object();
    QCOMPARE(error.value(QLatin1String("code")).toString(), QStringLiteral("internal"));
    QCOMPARE(error.value(QLatin1String("requestId")).toString(), f.service.handled.at(1).requestId);
}

/// Whatever the peer takes at a time, and when.
void HttpServerTest::largeRepliesArriveWhole()
{
    Fixture f;
    QByteArray body(6 << 20, Qt::Uninitialized);
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(i * 31 + i / 251);
    f.service.onHandle = [&](const Request &, Reply reply) {
        reply(Response::bytes(200, "application/octet-stream", body));
    };
    constexpr int kReplies = 8;
    QByteArray received;
    const std::unique_ptr<QThread> reader(QThread::create([&received, port = f.server.port()] {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        socket.write(get("/").repeated(kReplies - 1) + get("/", "Connection: close\r\n"));
        while (socket.waitForReadyRead(10'000))
            received += socket.readAll();
    }));
    reader->start();
    QVERIFY(eventually([&] { return reader->isFinished(); }));
    RawClient client(f.server.port());
    client.received = received;
    const std::vector<ParsedReply> replies = client.replies();
    QCOMPARE(replies.size(), size_t(kReplies));
    for (const ParsedReply &reply : replies)
        QVERIFY(reply.body == body);
}

void HttpServerTest::datesAreThoseOfHttp()
{
    for (const qint64 day : {0, 3, 58, 59, 789, 790, 11'016, 11'017, 20'000, 20'800, 21'000, 47'540})
        for (const qint64 ms : {0, 1, 999, 3'599'999, 86'399'999}) {
            const UtcMs now = day * 86'400'000 + ms;
            const QString expected = QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(now, Qt::UTC),
                                                           u"ddd, dd MMM yyyy hh:mm:ss 'GMT'");
            const QByteArray head = responseHead(Response::empty(204), QStringLiteral("id"), true, now);
            QVERIFY2(head.contains("\r\nDate: " + expected.toLatin1() + "\r\n"), head.constData());
        }
}

void HttpServerTest::responseHeadersCannotBreakOut()
{
    Fixture f;
    f.service.onHandle = [](const Request &, Reply reply) {
        Response response = Response::bytes(200, "text/plain\r\nX-Evil: 1", "abc");
        response.headers = {{"X-A", "a\r\nX-Evil: 1"}, {"X B", "b"}, {"Content-Length", "1"}, {"Connection", "close"},
                            {"ETag", "\"1\""}, {"Cache-Control", "private"}};
        reply(response);
    };
    RawClient client(f.server.port());
    client.send(get("/"));
    QVERIFY(client.waitForReplies(1));
    const ParsedReply reply = client.replies()[0];
    QCOMPARE(reply.body, "abc");
    QVERIFY(!reply.head.contains("Evil"));
    QCOMPARE(reply.header("Connection"), "keep-alive");
    QCOMPARE(reply.header("ETag"), "\"1\"");
    QCOMPARE(reply.header("Cache-Control"), "private");
    QCOMPARE(reply.head.count("Cache-Control"), 1);
}

namespace {

QByteArray gunzip(const QByteArray &data)
{
    QByteArray out(1 << 20, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.data()));
    stream.avail_in = uInt(data.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    const bool ok = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.truncate(ok ? qsizetype(stream.total_out) : 0);
    inflateEnd(&stream);
    return out;
}

QByteArray unzstd(const QByteArray &data)
{
    QByteArray out(1 << 20, '\0');
    const size_t size = ZSTD_decompress(out.data(), size_t(out.size()), data.data(), size_t(data.size()));
    out.truncate(ZSTD_isError(size) ? 0 : qsizetype(size));
    return out;
}

} // namespace

void HttpServerTest::compresses_data()
{
    QTest::addColumn<QByteArray>("accept");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("coding");
    const QByteArray json = "application/json; charset=utf-8";
    QTest::newRow("gzip") << QByteArray("gzip, deflate, br") << json << 5000 << QByteArray("gzip");
    QTest::newRow("zstd before gzip") << QByteArray("gzip, zstd") << json << 5000 << QByteArray("zstd");
    QTest::newRow("quality") << QByteArray("gzip;q=1.0, zstd;q=0.5") << json << 5000 << QByteArray("gzip");
    QTest::newRow("refused") << QByteArray("gzip;q=0, zstd;q=0") << json << 5000 << QByteArray();
    QTest::newRow("any but zstd") << QByteArray("zstd;q=0, *") << json << 5000 << QByteArray("gzip");
    QTest::newRow("unknown only") << QByteArray("br") << json << 5000 << QByteArray();
    QTest::newRow("none") << QByteArray() << json << 5000 << QByteArray();
    QTest::newRow("malformed quality") << QByteArray("gzip;q=x") << json << 5000 << QByteArray();
    QTest::newRow("small") << QByteArray("gzip") << json << 1024 << QByteArray();
    QTest::newRow("cbor") << QByteArray("zstd") << QByteArray("application/cbor") << 1025 << QByteArray("zstd");
    QTest::newRow("picture") << QByteArray("gzip") << QByteArray("image/png") << 5000 << QByteArray();
}

void HttpServerTest::compresses()
{
    QFETCH(QByteArray, accept);
    QFETCH(QByteArray, type);
    QFETCH(int, size);
    QFETCH(QByteArray, coding);
    const QByteArray body = QByteArray("abcdefg").repeated(1000).left(size);
    Fixture f;
    f.service.onHandle = [&](const Request &, Reply reply) { reply(Response::bytes(200, type, body)); };
    RawClient client(f.server.port());
    client.send(get("/", accept.isEmpty() ? QByteArray() : "Accept-Encoding: " + accept + "\r\n"));
    QVERIFY(client.waitForReplies(1));
    const ParsedReply reply = client.replies()[0];
    QCOMPARE(reply.header("Content-Encoding"), coding);
    QCOMPARE(coding == "gzip" ? gunzip(reply.body) : coding == "zstd" ? unzstd(reply.body) : reply.body, body);
    QVERIFY(coding.isEmpty() || (reply.body.size() < body.size() && reply.header("Vary") == "Accept-Encoding"));
}

void HttpServerTest::forwardingHeadersAreBelievedFromProxiesOnly()
{
    for (const bool trusted : {false, true}) {
        Fixture f;
        Server server(f.service, f.clock);
        if (trusted)
            server.trustProxies(*TrustedProxies::parse({QStringLiteral("127.0.0.0/8"), QStringLiteral("10.1.0.0/16")}));
        QVERIFY(server.listen(QHostAddress::LocalHost, 0).has_value());
        RawClient client(server.port());
        client.send(get("/", "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-For: 10.1.2.3\r\n"
                             "X-Forwarded-Proto: https\r\n"));
        QVERIFY(client.waitForReplies(1));
        const Request &request = f.service.handled.at(0);
        QCOMPARE(request.peer.toString(), trusted ? QStringLiteral("203.0.113.9") : QStringLiteral("127.0.0.1"));
        QCOMPARE(request.secure, trusted);
    }
}

void HttpServerTest::plainHttpStaysOnLoopback()
{
    Fixture f;
    Server exposed(f.service, f.clock);
    const auto refused = exposed.listen(QHostAddress::AnyIPv4, 0);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
    QVERIFY(refused.error().detail.contains(u"loopback"));
    QCOMPARE(exposed.port(), 0);

    const TrustedProxies proxies = *TrustedProxies::parse({QStringLiteral("192.0.2.1")});
    Server undeclared(f.service, f.clock);
    undeclared.trustProxies(proxies);
    QVERIFY(!undeclared.listen(QHostAddress::AnyIPv4, 0));
    Server declared(f.service, f.clock);
    declared.trustProxies(proxies, true);
    QVERIFY(declared.listen(QHostAddress::AnyIPv4, 0).has_value());

    Server taken(f.service, f.clock);
    const auto busy = taken.listen(QHostAddress::LocalHost, f.server.port());
    QVERIFY(!busy);
    QCOMPARE(busy.error().code, ErrorCode::Unreachable);
    QVERIFY(busy.error().detail.contains(QString::number(f.server.port())));
}

QTEST_GUILESS_MAIN(HttpServerTest)
#include "test_http_server.moc"
