// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/compression.h"
#include "sync/server/change_feed.h"
#include "server_fixture.h"
#include "store_dump.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QTcpSocket>
#include <QWebSocket>

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

const QString kLiar = QStringLiteral("account_manager");
const QString kHonest = QStringLiteral("manager");
constexpr char kFrameType[] = "application/vnd.mdmc.sync";

/// A WebSocket that sends bytes as they are and remembers what came back.
class RawSocket {
public:
    RawSocket(RunningServer &s, const QByteArray &token)
    {
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket, [this](const QByteArray &frame) {
            std::vector<Message> messages = decodeFrame(frame).value();
            for (Message &message : messages)
                received.push_back(std::move(message));
        });
        QNetworkRequest request(QUrl(QString(s.server->url()).replace(QStringLiteral("http"), QStringLiteral("ws"))
                                     + QStringLiteral("/api/v1/sync/live")));
        request.setRawHeader("Authorization", "Bearer " + token);
        socket.open(request);
    }
    bool isClosed() const { return socket.state() == QAbstractSocket::UnconnectedState; }
    template <typename T> const T *find() const
    {
        for (const Message &message : received)
            if (const T *found = std::get_if<T>(&message))
                return found;
        return nullptr;
    }
    QWebSocket socket;
    std::vector<Message> received;
};

/// `QCborArray{array}` is a copy, not an array of an array.
QCborArray arrayOf(const QCborValue &only)
{
    QCborArray array;
    array.append(only);
    return array;
}

/// One message with these fields, as a well-behaved encoder would never write it.
QByteArray rawMessage(int kind, const QCborArray &fields)
{
    return char(0) + QCborValue(arrayOf(QCborArray{kind, fields})).toCbor();
}

QCborArray rawOperation(const QCborValue &n, const QCborArray &edits, const QCborValue &type = 6)
{
    return {n, n, 1, type, QByteArray(16, '\7'), 2, edits, 0, 0, 1, QByteArray(16, '\7')};
}

QByteArray rawPush(const QCborArray &operation)
{
    return rawMessage(1, arrayOf(arrayOf(operation)));
}

QByteArray nested(int depth)
{
    return char(0) + QByteArray(depth, '\x81') + '\0';
}

/// With a surplus text, which costs next to nothing to send.
QByteArray pingOfFourMegabytes()
{
    return char(1) + compressZstd(QByteArray::fromHex("818208" "82015a003d0900") + QByteArray(4'000'000, 'x'));
}

} // namespace

class TestLyingTransport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void malformedFrames_data();
    void malformedFrames();
    void malformedJson_data();
    void malformedJson();
    void floodOfFramesIsLimited();
    void largeFramesCountForMore();
    void largeFramesOverHttpCountForMore();
    void othersAreServedBetweenTheFrames();
    void readingManyTimesInAFrame();
    void whoAsksAndDoesNotReadIsEnded();
    void renewWithAnothersToken();
    void textIsNoFrame();

private:
    /// A new lead of somebody else goes through while the liar is at it.
    bool honestClientWorks(RunningServer &s)
    {
        Hello hello;
        hello.clientId = RecordId::mint();
        const auto replies = s.exchange(s.tokenOf(kHonest), {hello, Push{{s.newLead(kHonest, QStringLiteral("Honest"))}}});
        const PushResult *pushed = std::get_if<PushResult>(&replies.back());
        return pushed && pushed->results.front().outcome == Outcome::Applied;
    }
    QByteArray dump(RunningServer &s) { return dumpOf(static_cast<EmbeddedStore &>(s.server->store())); }
    Hello helloOf(RunningServer &s, const QString &role)
    {
        Hello hello;
        hello.clientId = RecordId::mint();
        hello.cursor = s.server->store().head().value().cursor();
        hello.scopeTag = scopeTag(actorFor(s.users[role]));
        return hello;
    }
};

void TestLyingTransport::malformedFrames_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &frame, int status = 400) { QTest::newRow(name) << frame << status; };
    const QCborArray note = arrayOf(QCborArray{33, 0, QStringLiteral("x"), 0});
    row("nothing", "");
    row("no CBOR", QByteArray("\0nonsense", 9));
    row("unknown compression", QByteArray("\7abc", 4), 415);
    row("bytes behind the messages", QByteArray("\0\x80\x80", 3));
    row("unknown message", rawMessage(99, {}), 415);
    row("unknown message, enormous", char(0) + QByteArray::fromHex("81821bffffffffffffffff80"), 415);
    row("message number below zero", rawMessage(-1, {}));
    row("nested a thousand times", nested(1000));
    row("nested a million times", nested(1'000'000));
    row("length beyond all memory", char(0) + QByteArray::fromHex("9bffffffffffffffff"));
    row("text beyond all memory", char(0) + QByteArray::fromHex("8182008401011b7fffffffffffffff7b7fffffffffffffff"));
    row("unknown record type", rawPush(rawOperation(1, note, 250)), 415);
    row("record type beyond 8 bits", rawPush(rawOperation(1, note, 262)), 415);
    row("field below zero", rawPush(rawOperation(1, arrayOf(QCborArray{-1, 0, QStringLiteral("x"), 0}))));
    row("number beyond 64 bits", rawPush(rawOperation(QCborValue(1e30), note)));
    row("not a number", rawPush(rawOperation(QCborValue(std::numeric_limits<double>::quiet_NaN()), note)));
    row("endless number", rawPush(rawOperation(QCborValue(std::numeric_limits<double>::infinity()), note)));
    row("number as text", rawPush(rawOperation(QStringLiteral("1"), note)));
    row("text as number", rawPush(rawOperation(1, arrayOf(QCborArray{33, 0, 7, 0}))));
    row("amount as number", rawPush(rawOperation(1, arrayOf(QCborArray{8, 0, 7, 0}))));
    row("amount that is not a number",
        rawPush(rawOperation(1, arrayOf(QCborArray{8, 0, QCborArray{std::numeric_limits<double>::quiet_NaN(), QStringLiteral("EUR")}, 0}))));
    row("set of numbers", rawPush(rawOperation(1, arrayOf(QCborArray{2, 1, QCborArray{1, 2}, 0}))));
    row("action of tomorrow", rawPush(rawOperation(1, arrayOf(QCborArray{33, 3, QStringLiteral("x"), 0}))));
    row("id of 15 bytes", rawPush({1, 1, 1, 6, QByteArray(15, '\7'), 2, note, 0, 0, 1, QByteArray(16, '\7')}));
    row("map for an array", char(0) + QCborValue(QCborMap{{1, 2}}).toCbor());
    QByteArray badText = rawPush(rawOperation(1, arrayOf(QCborArray{33, 0, QStringLiteral("ABCD"), 0})));
    badText.replace("ABCD", "AB\xc3\x28");
    row("text that is no UTF-8", badText);
    row("zstd of nothing", QByteArray("\1", 1));
    row("zstd twice", char(1) + compressZstd(QByteArray(5000, 'a')) + compressZstd(QByteArray(50, 'a')));
    row("bytes behind zstd", char(1) + compressZstd(QByteArray::fromHex("80")) + "x");
    row("a hundred thousand operations", [&] {
        QCborArray operations;
        for (int i = 0; i < 99'999; ++i)
            operations.append(rawOperation(i + 1, {}));
        return char(1) + compressZstd(QByteArrayView(rawMessage(1, arrayOf(operations))).sliced(1));
    }(), 413);
    row("sets of four million texts", [&] {
        QCborArray texts, edits, operations;
        for (int i = 0; i < 1000; ++i)
            texts.append(QString::number(i));
        for (int i = 0; i < 300; ++i)
            edits.append(QCborArray{2, 1, texts, 0});
        for (int i = 0; i < 14; ++i)
            operations.append(rawOperation(i + 1, edits));
        return char(1) + compressZstd(QByteArrayView(rawMessage(1, arrayOf(operations))).sliced(1));
    }(), 413);
    row("zstd cut off", char(1) + compressZstd(QByteArray(5000, 'a')).left(12));
    row("bomb", char(1) + compressZstd(QByteArray(64 << 20, '\0')), 413);
    row("bomb of pings", char(1) + compressZstd(QByteArray::fromHex("9a000f4240") + QByteArray::fromHex("82088100").repeated(1'000'000)), 413);
    row("thirty-three pages", [] {
        std::vector<Message> many(33, SnapshotRequest{EntityType::Lead, {}, 5000});
        return encodeFrame(many);
    }(), 413);
}

void TestLyingTransport::malformedFrames()
{
    QFETCH(QByteArray, frame);
    QFETCH(int, status);
    static RunningServer s; // One for all rows: none may leave a mark on it.
    const QByteArray token = s.tokenOf(kLiar);
    s.tokenOf(kHonest);
    const QByteArray before = dump(s);
    const Answer answer = s.send("POST", QStringLiteral("/api/v1/sync"), token, frame, {}, kFrameType);
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.json()[u"code"].toString().isEmpty());
    QVERIFY(!answer.json()[u"message"].toString().isEmpty());
    // The same over the live tail: told, then closed.
    RawSocket socket(s, token);
    QTRY_VERIFY(socket.socket.isValid());
    socket.socket.sendBinaryMessage(frame);
    QTRY_VERIFY(socket.isClosed());
    const ProtocolError *told = socket.find<ProtocolError>();
    QVERIFY(told || frame.isEmpty() || frame.size() > 1'000'000); // Over the frame limit the socket itself closes (1009).
    if (told) {
        QVERIFY(told->isFatal && !told->detail.isEmpty());
        QCOMPARE(told->code, answer.json()[u"code"].toString());
    }
    QCOMPARE(dump(s), before);
    QVERIFY(honestClientWorks(s));
}

void TestLyingTransport::malformedJson_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no JSON") << QByteArray("nonsense");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("nested") << QByteArray(100'000, '[');
    QTest::newRow("nested objects") << QByteArray("{\"artistName\":").repeated(20'000) + "1" + QByteArray(20'000, '}');
    QTest::newRow("invalid UTF-8") << QByteArray("{\"artistName\":\"a\xff\"}");
    QTest::newRow("half a surrogate pair") << QByteArray("{\"artistName\":\"a\\ud800\"}");
    QTest::newRow("text for amount") << QByteArray("{\"artistName\":\"a\",\"budget\":\"lots\"}");
    QTest::newRow("fraction of a cent") << QByteArray("{\"artistName\":\"a\",\"budget\":{\"minor\":1.5,\"currency\":\"EUR\"}}");
    QTest::newRow("number beyond doubles") << QByteArray("{\"artistName\":\"a\",\"budget\":{\"minor\":1e999,\"currency\":\"EUR\"}}");
    QTest::newRow("computed field") << QByteArray("{\"artistName\":\"a\",\"score\":99}");
    QTest::newRow("unknown field") << QByteArray("{\"artistName\":\"a\",\"isAdmin\":true}");
    QTest::newRow("another owner") << QByteArray("{\"artistName\":\"a\",\"ownerId\":\"OTHER\"}");
    QTest::newRow("id that is none") << QByteArray("{\"artistName\":\"a\",\"id\":\"1\"}");
}

void TestLyingTransport::malformedJson()
{
    QFETCH(QByteArray, body);
    static RunningServer s;
    body.replace("OTHER", s.users[kHonest].id.toString().toLatin1());
    const QByteArray token = s.tokenOf(kLiar);
    s.tokenOf(kHonest);
    const QByteArray before = dump(s);
    const Answer answer = s.send("POST", QStringLiteral("/api/v1/leads"), token, body);
    QVERIFY2(answer.status >= 400 && answer.status < 500, QByteArray::number(answer.status));
    QVERIFY(!answer.json()[u"code"].toString().isEmpty());
    QVERIFY(!answer.json()[u"message"].toString().isEmpty());
    QCOMPARE(dump(s), before);
    QVERIFY(honestClientWorks(s));
}

void TestLyingTransport::floodOfFramesIsLimited()
{
    RunningServer s;
    RawSocket liar(s, s.tokenOf(kLiar));
    RawSocket honest(s, s.tokenOf(kHonest));
    QTRY_VERIFY(liar.socket.isValid() && honest.socket.isValid());
    liar.socket.sendBinaryMessage(encodeFrame(helloOf(s, kLiar)));
    honest.socket.sendBinaryMessage(encodeFrame(helloOf(s, kHonest)));
    QTRY_VERIFY(liar.find<Welcome>() && honest.find<Welcome>());
    const QByteArray before = dump(s);
    const QByteArray ping = encodeFrame(Message(Ping{1}));
    // The server's clock stands still, so nothing is refilled.
    for (int i = 0; i < int(LiveHub::kFrames.burst) + LiveHub::kRefusedFrames + 100; ++i)
        liar.socket.sendBinaryMessage(ping);
    QTRY_VERIFY_WITH_TIMEOUT(liar.isClosed(), 20'000);
    const ProtocolError *told = liar.find<ProtocolError>();
    QVERIFY(told);
    QCOMPARE(told->code, QStringLiteral("rate_limited"));
    QVERIFY(!told->isFatal && told->retryAfterMs > 0);
    QVERIFY(std::get<ProtocolError>(liar.received.back()).isFatal);
    QVERIFY(std::count_if(liar.received.begin(), liar.received.end(),
                          [](const Message &m) { return std::holds_alternative<Pong>(m); })
            <= int(LiveHub::kFrames.burst));
    QCOMPARE(dump(s), before);
    QVERIFY(honestClientWorks(s));
    QTRY_VERIFY(honest.find<Changes>());
}

void TestLyingTransport::largeFramesCountForMore()
{
    RunningServer s;
    RawSocket liar(s, s.tokenOf(kLiar));
    QTRY_VERIFY(liar.socket.isValid());
    liar.socket.sendBinaryMessage(encodeFrame(helloOf(s, kLiar)));
    QTRY_VERIFY(liar.find<Welcome>());
    const QByteArray large = pingOfFourMegabytes();
    QVERIFY(large.size() < 10'000);
    for (int i = 0; i < 10; ++i)
        liar.socket.sendBinaryMessage(large);
    QTRY_COMPARE(int(liar.received.size()), 1 + 10);
    const auto count = [&](auto isWanted) { return std::count_if(liar.received.begin(), liar.received.end(), isWanted); };
    QCOMPARE(count([](const Message &m) { return std::holds_alternative<Pong>(m); }), 3);
    QCOMPARE(count([](const Message &m) {
        const ProtocolError *told = std::get_if<ProtocolError>(&m);
        return told && told->code == QStringLiteral("rate_limited") && told->retryAfterMs > 0 && !told->isFatal;
    }), 7);
}

void TestLyingTransport::largeFramesOverHttpCountForMore()
{
    RateLimits rates = RunningServer::generousRates();
    rates.frames = RateLimits().frames;
    RunningServer s(rates);
    const QByteArray token = s.tokenOf(kLiar);
    const QByteArray large = pingOfFourMegabytes();
    const auto post = [&](const QByteArray &as, const QByteArray &frame) {
        return s.send("POST", QStringLiteral("/api/v1/sync"), as, frame, {}, kFrameType);
    };
    for (int i = 0; i < 4; ++i)
        QCOMPARE(post(token, large).status, 200);
    const Answer limited = post(token, large);
    QCOMPARE(limited.status, 429);
    QVERIFY(limited.headers["retry-after"].toInt() > 0);
    QCOMPARE(limited.json()[u"code"].toString(), QStringLiteral("rate_limited"));
    const QByteArray ping = encodeFrame(Message(Ping{1}));
    QCOMPARE(post(token, ping).status, 200); // Next to nothing is left for it.
    QCOMPARE(post(s.tokenOf(kHonest), large).status, 200);
}

void TestLyingTransport::othersAreServedBetweenTheFrames()
{
    RunningServer s;
    RawSocket liar(s, s.tokenOf(kLiar));
    RawSocket honest(s, s.tokenOf(kHonest));
    QTRY_VERIFY(liar.socket.isValid() && honest.socket.isValid());
    for (RawSocket *one : {&liar, &honest})
        one->socket.sendBinaryMessage(encodeFrame(helloOf(s, one == &liar ? kLiar : kHonest)));
    QTRY_VERIFY(liar.find<Welcome>() && honest.find<Welcome>());
    // As in one packet: all of them are there before the server has answered the first.
    qsizetype answersBefore = -1;
    QObject::connect(&honest.socket, &QWebSocket::binaryMessageReceived, &honest.socket,
                     [&] { answersBefore = answersBefore < 0 ? qsizetype(liar.received.size()) : answersBefore; });
    for (int i = 0; i < 500; ++i)
        liar.socket.sendBinaryMessage(encodeFrame(Message(Ping{i})));
    honest.socket.sendBinaryMessage(encodeFrame(Message(Ping{1})));
    QTRY_VERIFY(answersBefore >= 0);
    QVERIFY2(answersBefore < 450, QByteArray::number(answersBefore));
    QTRY_COMPARE(int(liar.received.size()), 501);
}

void TestLyingTransport::readingManyTimesInAFrame()
{
    RunningServer s;
    std::vector<Message> frame{helloOf(s, kLiar)};
    for (int i = 0; i < 31; ++i)
        frame.push_back(SnapshotRequest{EntityType::Lead, {}, 5000});
    const auto replies = s.exchange(s.tokenOf(kLiar), frame);
    QCOMPARE(replies.size(), frame.size());
    for (size_t i = 1; i < replies.size(); ++i) {
        QCOMPARE(std::holds_alternative<SnapshotPage>(replies[i]), i <= size_t(ReadBudget::kMost));
        const ProtocolError *told = std::get_if<ProtocolError>(&replies[i]);
        QVERIFY(!told || (told->code == QStringLiteral("rate_limited") && !told->isFatal && told->retryAfterMs > 0));
    }
}

void TestLyingTransport::whoAsksAndDoesNotReadIsEnded()
{
    RunningServer s;
    // 60 leads of 18 kB: each page is some hundred kilobytes, compressed.
    Hello hello = helloOf(s, kHonest);
    for (int i = 0; i < 60; i += 6) {
        std::vector<Operation> operations;
        for (int j = 1; j <= 6; ++j) {
            Operation op = s.newLead(kHonest, QStringLiteral("Large"));
            QString notes; // Nothing that compresses away
            while (notes.size() < 18'000)
                notes += RecordId::mint().toString();
            op.edits.push_back({entityInfo(op.type).indexOf(QLatin1String("notes")), EditAction::Assign, notes, 0});
            op.n = op.group = i + j;
            operations.push_back(op);
        }
        const auto replies = s.exchange(s.tokenOf(kHonest), {hello, Push{operations}});
        QCOMPARE(std::get<PushResult>(replies.back()).results.back().outcome, Outcome::Applied);
        hello.lastN = i + 6;
    }
    QTcpSocket liar;
    liar.setReadBufferSize(1024);
    liar.connectToHost(QHostAddress::LocalHost, s.server->port());
    liar.write("GET /api/v1/sync/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer "
               + s.tokenOf(kHonest) + "\r\n\r\n");
    QTRY_COMPARE(s.server->hub().sessionCount(), 1);
    const auto send = [&](const std::vector<Message> &messages) {
        const QByteArray frame = encodeFrame(messages);
        QByteArray header("\x82", 1);
        if (frame.size() < 126)
            header += char(0x80 | frame.size());
        else
            header += char(0x80 | 126) + QByteArray(1, char(frame.size() >> 8)) + char(frame.size() & 0xff);
        liar.write(header + QByteArray(4, '\0') + frame); // Masked with zeros
    };
    send({hello});
    for (int i = 0; i < 150; ++i)
        send({SnapshotRequest{EntityType::Lead, {}, 5000}});
    QTRY_COMPARE_WITH_TIMEOUT(s.server->hub().sessionCount(), 0, 30'000);
    QVERIFY(honestClientWorks(s));
}

void TestLyingTransport::renewWithAnothersToken()
{
    RunningServer s;
    s.tokenOf(kHonest);
    RawSocket liar(s, s.tokenOf(kLiar));
    QTRY_VERIFY(liar.socket.isValid());
    liar.socket.sendBinaryMessage(encodeFrame(helloOf(s, kLiar)));
    QTRY_VERIFY(liar.find<Welcome>());
    const QByteArray before = dump(s);
    liar.socket.sendBinaryMessage(encodeFrame({Renew{s.tokenOf(kHonest)}, SnapshotRequest{EntityType::Lead, {}, 10}}));
    QTRY_VERIFY(liar.isClosed());
    QVERIFY(liar.find<ProtocolError>() && liar.find<ProtocolError>()->isFatal);
    QCOMPARE(liar.find<ProtocolError>()->code, QStringLiteral("session_revoked"));
    QVERIFY(!liar.find<SnapshotPage>());
    QCOMPARE(dump(s), before);
    for (const QByteArray &token : {QByteArray(), QByteArray("a.b.c"), QByteArray(200'000, 'x')}) {
        RawSocket other(s, s.tokenOf(kLiar));
        QTRY_VERIFY(other.socket.isValid());
        other.socket.sendBinaryMessage(encodeFrame({helloOf(s, kLiar), Renew{token}}));
        QTRY_VERIFY(other.isClosed());
        QVERIFY(other.find<ProtocolError>() && other.find<ProtocolError>()->isFatal);
    }
}

void TestLyingTransport::textIsNoFrame()
{
    RunningServer s;
    RawSocket liar(s, s.tokenOf(kLiar));
    QTRY_VERIFY(liar.socket.isValid());
    liar.socket.sendTextMessage(QStringLiteral("hello"));
    QTRY_VERIFY(liar.isClosed());
    QCOMPARE(liar.find<ProtocolError>()->code, QStringLiteral("protocol_violation"));
}

QTEST_GUILESS_MAIN(TestLyingTransport)
#include "test_lying_transport.moc"
