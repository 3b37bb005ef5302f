// SPDX-License-Identifier: GPL-3.0-or-later
// What slow, greedy and silent peers may take of the server, and how it ends.
#include "tests/sync/http/fixture.h"

#include <QSignalSpy>


using namespace mdmc;
using namespace mdmc::http;
using namespace mdmc::http::test;

class HttpBoundsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slowClientsAreDropped_data();
    void slowClientsAreDropped();
    void survivesPeersThatLeave();
    void slowReaderIsBoundedAndDropped();
    void bufferedBytesAreBounded();
    void connectionsAreCapped();
    void drains();
    void drainIsBounded();
};

void HttpBoundsTest::slowClientsAreDropped_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status"); // 0: closed without a word
    QTest::newRow("silent") << QByteArray() << 0;
    QTest::newRow("half a head") << QByteArray("GET / HTTP/1.1\r\nHost") << 408;
    QTest::newRow("half a body") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab") << 408;
    QTest::newRow("half a chunk")
        << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab") << 408;
}

void HttpBoundsTest::slowClientsAreDropped()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    Limits limits;
    limits.headerTimeoutMs = limits.bodyTimeoutMs = 1000;
    Fixture f(limits);
    RawClient client(f.server.port());
    client.send(bytes.isEmpty() ? QByteArray() : bytes.left(1));
    QVERIFY(eventually([&] { return f.server.connectionCount() == 1; }));
    f.clock.advance(900); // Drops of bytes do not prolong the time for the head.
    client.send(bytes.mid(1));
    QVERIFY(f.hasCaughtUp());
    f.clock.advance(bytes.startsWith("POST") ? 1000 : 100);
    if (status) {
        QVERIFY(client.waitForReplies(1));
        QCOMPARE(client.replies()[0].status, status);
        f.clock.advance(60'000);
    }
    QVERIFY(eventually([&] { return client.isClosed() && f.server.connectionCount() == 0; }));
    QVERIFY(f.service.handled.empty());
}

void HttpBoundsTest::survivesPeersThatLeave()
{
    Fixture f;
    std::vector<Reply> waiting;
    f.service.onHandle = [&](const Request &, Reply reply) { waiting.push_back(std::move(reply)); };
    for (int i = 0; i < 3; ++i) {
        RawClient client(f.server.port());
        client.send(get("/"));
        QVERIFY(eventually([&] { return int(waiting.size()) == i + 1; }));
        client.socket.abort();
        QVERIFY(eventually([&] { return f.server.connectionCount() == 0; }));
    }
    waiting[0](Response::empty(204)); // Late.
    waiting.clear();                  // Never.
    RawClient next(f.server.port());
    f.service.onHandle = nullptr;
    next.send(get("/"));
    QVERIFY(next.waitForReplies(1));
}

void HttpBoundsTest::slowReaderIsBoundedAndDropped()
{
    Limits limits;
    limits.writeTimeoutMs = 1000;
    Fixture f(limits);
    f.service.onHandle = [](const Request &, Reply reply) {
        reply(Response::bytes(200, "application/octet-stream", QByteArray(64 << 20, 'x')));
    };
    RawClient client(f.server.port());
    client.socket.setReadBufferSize(1024);
    client.send(get("/a") + get("/b"));
    QVERIFY(eventually([&] { return client.socket.bytesAvailable() > 0; }));
    QVERIFY(f.hasCaughtUp());
    QCOMPARE(f.service.handled.size(), 1u); // The next one waits until this reply has been taken.
    f.clock.advance(1000);
    QVERIFY(eventually([&] { return f.server.connectionCount() == 0; }));
    QCOMPARE(f.service.handled.size(), 1u);

    RawClient reader(f.server.port());
    reader.send(get("/a"));
    qsizetype got = 0;
    QVERIFY(eventually([&] { return (got += reader.socket.readAll().size()) > (64 << 20); }));
}

void HttpBoundsTest::bufferedBytesAreBounded()
{
    Limits limits;
    limits.maxBufferedBytes = 32 << 20;
    Fixture f(limits);
    f.service.onHandle = [](const Request &, Reply reply) {
        reply(Response::bytes(200, "application/octet-stream", QByteArray(64 << 20, 'x')));
    };
    RawClient hog(f.server.port());
    hog.socket.setReadBufferSize(1024);
    hog.send(get("/"));
    QVERIFY(eventually([&] { return hog.socket.bytesAvailable() > 0; }));
    RawClient other(f.server.port());
    other.send(get("/"));
    QVERIFY(other.waitForReplies(1));
    QCOMPARE(other.replies()[0].status, 503);
    QVERIFY(!other.replies()[0].header("Retry-After").isEmpty());
    hog.socket.abort();
    QVERIFY(eventually([&] { return f.server.connectionCount() <= 1; }));
    f.service.onHandle = nullptr;
    RawClient next(f.server.port());
    next.send(get("/"));
    QVERIFY(next.waitForReplies(1));
    QCOMPARE(next.replies()[0].status, 200);
}

void HttpBoundsTest::connectionsAreCapped()
{
    for (const bool perPeer : {false, true}) {
        Limits limits;
        (perPeer ? limits.maxConnectionsPerPeer : limits.maxConnections) = 2;
        Fixture f(limits);
        auto first = std::make_unique<RawClient>(f.server.port());
        RawClient second(f.server.port());
        first->send(get("/"));
        second.send(get("/"));
        QVERIFY(first->waitForReplies(1) && second.waitForReplies(1));
        RawClient third(f.server.port());
        third.send(get("/"));
        QVERIFY(eventually([&] { return third.isClosed(); }));
        QCOMPARE(f.server.connectionCount(), 2);
        first.reset();
        QVERIFY(eventually([&] { return f.server.connectionCount() == 1; }));
        RawClient fourth(f.server.port());
        fourth.send(get("/"));
        QVERIFY(fourth.waitForReplies(1));
    }
}

void HttpBoundsTest::drains()
{
    Fixture f;
    std::vector<Reply> waiting;
    f.service.onHandle = [&](const Request &, Reply reply) { waiting.push_back(std::move(reply)); };
    RawClient idle(f.server.port());
    RawClient busy(f.server.port());
    busy.send(get("/") + get("/never"));
    QVERIFY(eventually([&] { return waiting.size() == 1 && f.server.connectionCount() == 2; }));
    QSignalSpy drained(&f.server, &Server::drained);
    const quint16 port = f.server.port();
    f.server.close();
    QVERIFY(eventually([&] { return idle.isClosed(); }));
    RawClient late(port);
    QVERIFY(eventually([&] { return late.isClosed(); }));
    QCOMPARE(drained.count(), 0);
    waiting[0](Response::bytes(200, "text/plain", "finished"));
    QVERIFY(eventually([&] { return drained.count() == 1; }));
    QVERIFY(eventually([&] { return busy.isClosed(); }));
    QCOMPARE(busy.replies().size(), 1u);
    QCOMPARE(busy.replies()[0].body, "finished");
    QCOMPARE(busy.replies()[0].header("Connection"), "close");
    QCOMPARE(waiting.size(), 1u);
}

void HttpBoundsTest::drainIsBounded()
{
    Fixture f;
    std::vector<Reply> waiting;
    f.service.onHandle = [&](const Request &, Reply reply) { waiting.push_back(std::move(reply)); };
    RawClient client(f.server.port());
    client.send(get("/"));
    QVERIFY(eventually([&] { return waiting.size() == 1; }));
    QSignalSpy drained(&f.server, &Server::drained);
    f.server.close();
    f.clock.advance(10'000);
    QVERIFY(eventually([&] { return drained.count() == 1; }));
    QCOMPARE(f.server.connectionCount(), 0);
    waiting.clear();
}

QTEST_GUILESS_MAIN(HttpBoundsTest)
#include "test_http_bounds.moc"
