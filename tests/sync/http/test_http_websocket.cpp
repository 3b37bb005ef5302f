// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/http/fixture.h"

#include <QSignalSpy>
#include <QWebSocketProtocol>

using namespace mdmc;
using namespace mdmc::http;
using namespace mdmc::http::test;

namespace {

QByteArray upgradeRequest(const QByteArray &headers = {})
{
    return get("/live", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers);
}

} // namespace

class HttpWebSocketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void echoes();
    void refusesBeforeTheUpgrade();
    void refusesByDefault();
    void upgradesAfterRequestsAndWhateverThePieces();
    void closesOversizeMessages_data();
    void closesOversizeMessages();
    void closesAnnouncedOversizeFrames();
    void survivesPeersThatLeaveDuringTheUpgrade();
    void adoptedSocketsCountAndOutliveTheServer();
};

void HttpWebSocketTest::echoes()
{
    Fixture f;
    f.service.onAdmitUpgrade = [](const Request &) { return std::nullopt; };
    QWebSocket client;
    QSignalSpy messages(&client, &QWebSocket::binaryMessageReceived);
    QNetworkRequest request(QUrl(QStringLiteral("ws://127.0.0.1:%1/live?x=1").arg(f.server.port())));
    request.setRawHeader("Authorization", "Bearer token");
    client.open(request);
    QVERIFY(eventually([&] { return f.service.adopted.size() == 1; }));
    QCOMPARE(f.service.adoptedHeads[0].path, QStringLiteral("/live"));
    QCOMPARE(f.service.adoptedHeads[0].header("authorization"), "Bearer token");
    QVERIFY(f.service.adoptedHeads[0].upgrade);
    QVERIFY(!f.service.adoptedHeads[0].requestId.isEmpty());
    QVERIFY(f.service.handled.empty());
    QWebSocket *server = f.service.adopted[0].get();
    connect(server, &QWebSocket::binaryMessageReceived, server, [server](const QByteArray &m) {
        server->sendBinaryMessage(m);
    });
    QVERIFY(eventually([&] { return client.state() == QAbstractSocket::ConnectedState; }));
    for (const qsizetype size : {0, 10, 100'000, 1 << 20}) {
        const QByteArray message(size, 'x');
        messages.clear();
        client.sendBinaryMessage(message);
        QVERIFY(eventually([&] { return messages.count() == 1; }));
        QCOMPARE(messages[0][0].toByteArray(), message);
    }
    // No time-out of the HTTP layer applies any more: a silent connection of the same age is dropped, this one speaks on.
    RawClient silent(f.server.port());
    QVERIFY(eventually([&] { return f.server.connectionCount() == 2; }));
    f.clock.advance(1'000'000);
    QVERIFY(eventually([&] { return silent.isClosed(); }));
    messages.clear();
    client.sendBinaryMessage("still there");
    QVERIFY(eventually([&] { return messages.count() == 1; }));
}

void HttpWebSocketTest::refusesBeforeTheUpgrade()
{
    Fixture f;
    f.service.onAdmitUpgrade = [](const Request &head) -> std::optional<Response> {
        if (head.header("Authorization") == "ok")
            return std::nullopt;
        return Response::error(401, QStringLiteral("unauthenticated"), QStringLiteral("Sign in."), head.requestId);
    };
    RawClient client(f.server.port());
    client.send(upgradeRequest());
    QVERIFY(client.waitForReplies(1));
    QCOMPARE(client.replies()[0].status, 401);
    QVERIFY(client.replies()[0].header("Sec-WebSocket-Accept").isEmpty());
    QVERIFY(client.replies()[0].body.contains("unauthenticated"));
    // What follows on that connection is HTTP, not frames.
    client.send(get("/next"));
    QVERIFY(client.waitForReplies(2));
    QCOMPARE(client.replies()[1].body, "/next");
    QVERIFY(f.service.adopted.empty());

    f.service.onAdmit = [](const Request &head) -> std::optional<Response> { return Response::empty(429); };
    RawClient limited(f.server.port());
    limited.send(upgradeRequest("Authorization: ok\r\n"));
    QVERIFY(limited.waitForReplies(1));
    QCOMPARE(limited.replies()[0].status, 429);
    QVERIFY(f.service.adopted.empty());
}

void HttpWebSocketTest::refusesByDefault()
{
    Fixture f;
    RawClient client(f.server.port());
    client.send(upgradeRequest());
    QVERIFY(client.waitForReplies(1));
    QCOMPARE(client.replies()[0].status, 404);
}

void HttpWebSocketTest::upgradesAfterRequestsAndWhateverThePieces()
{
    Fixture f;
    f.service.onAdmitUpgrade = [](const Request &) { return std::nullopt; };
    RawClient client(f.server.port());
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + upgradeRequest().left(60));
    QVERIFY(client.waitForReplies(1));
    client.send(upgradeRequest().mid(60));
    QVERIFY(client.waitForReplies(2));
    QCOMPARE(client.replies()[0].body, "/x");
    QCOMPARE(client.replies()[1].status, 101);
    QCOMPARE(client.replies()[1].header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    QVERIFY(eventually([&] { return f.service.adopted.size() == 1; }));
    QSignalSpy texts(f.service.adopted[0].get(), &QWebSocket::textMessageReceived);
    client.send(QByteArray("\x81\x82\0\0\0\0hi", 8)); // One masked text frame.
    QVERIFY(eventually([&] { return texts.count() == 1; }));
    QCOMPARE(texts[0][0].toString(), QStringLiteral("hi"));
}

void HttpWebSocketTest::closesOversizeMessages_data()
{
    QTest::addColumn<bool>("oneFrame");
    QTest::newRow("one frame") << true;
    QTest::newRow("many frames") << false;
}

void HttpWebSocketTest::closesOversizeMessages()
{
    QFETCH(bool, oneFrame);
    Fixture f;
    f.service.onAdmitUpgrade = [](const Request &) { return std::nullopt; };
    QWebSocket client;
    client.setOutgoingFrameSize(oneFrame ? 4 << 20 : 64 << 10);
    client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(f.server.port())));
    QVERIFY(eventually([&] { return client.state() == QAbstractSocket::ConnectedState; }));
    QVERIFY(eventually([&] { return !f.service.adopted.empty(); }));
    QSignalSpy received(f.service.adopted[0].get(), &QWebSocket::binaryMessageReceived);
    QSignalSpy closed(f.service.adopted[0].get(), &QWebSocket::disconnected);
    client.sendBinaryMessage(QByteArray((1 << 20) + 1, 'x'));
    QVERIFY(eventually([&] { return closed.count() == 1; }));
    QCOMPARE(received.count(), 0);
    QCOMPARE(f.service.adopted[0]->closeCode(), QWebSocketProtocol::CloseCodeTooMuchData);
}

void HttpWebSocketTest::closesAnnouncedOversizeFrames()
{
    Fixture f;
    f.service.onAdmitUpgrade = [](const Request &) { return std::nullopt; };
    RawClient client(f.server.port());
    client.send(upgradeRequest());
    QVERIFY(eventually([&] { return f.service.adopted.size() == 1; }));
    QSignalSpy closed(f.service.adopted[0].get(), &QWebSocket::disconnected);
    // The head of a masked frame of 1 GiB; nobody waits for its payload.
    client.send(QByteArray::fromHex("82ff000000004000000000000000"));
    QVERIFY(eventually([&] { return closed.count() == 1; }));
    QCOMPARE(f.service.adopted[0]->closeCode(), QWebSocketProtocol::CloseCodeTooMuchData);
}

void HttpWebSocketTest::survivesPeersThatLeaveDuringTheUpgrade()
{
    Fixture f;
    RawClient *current = nullptr;
    f.service.onAdmitUpgrade = [&](const Request &) {
        current->socket.abort();
        return std::nullopt;
    };
    for (int i = 0; i < 3; ++i) {
        RawClient client(f.server.port());
        current = &client;
        client.send(upgradeRequest());
        QVERIFY(eventually([&] { return client.isClosed(); }));
        f.service.adopted.clear();
        f.clock.advance(60'000);
        QVERIFY(eventually([&] {
            f.service.adopted.clear();
            return f.server.connectionCount() == 0;
        }));
    }
}

void HttpWebSocketTest::adoptedSocketsCountAndOutliveTheServer()
{
    ManualClock clock;
    StubService service;
    service.onAdmitUpgrade = [](const Request &) { return std::nullopt; };
    auto server = std::make_unique<Server>(service, clock);
    QVERIFY(server->listen(QHostAddress::LocalHost, 0).has_value());
    QWebSocket first, second;
    for (QWebSocket *client : {&first, &second})
        client->open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(server->port())));
    QVERIFY(eventually([&] { return service.adopted.size() == 2; }));
    QCOMPARE(server->connectionCount(), 2);
    service.adopted[0].reset();
    QCOMPARE(server->connectionCount(), 1);
    QSignalSpy drained(server.get(), &Server::drained);
    server->close(); // WebSockets do not hold it up.
    QVERIFY(eventually([&] { return drained.count() == 1; }));
    server.reset();
    QWebSocket *left = service.adopted[1].get();
    QVERIFY(eventually([&] { return first.state() == QAbstractSocket::ConnectedState
                                 || second.state() == QAbstractSocket::ConnectedState; }));
    QCOMPARE(left->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(left->sendTextMessage(QStringLiteral("still here")), 10);
    service.adopted.clear();
}

QTEST_GUILESS_MAIN(HttpWebSocketTest)
#include "test_http_websocket.moc"
