// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/rate_limiter.h"
#include "sync/server/http/trusted_proxies.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::http;

class HttpPeersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void limitsAndRefills();
    void keysAreIndependent();
    void retryAfterIsEnough_data();
    void retryAfterIsEnough();
    void memoryIsBounded();
    void keepsKeysInUse();
    void parsesNetworks_data();
    void parsesNetworks();
    void findsTheClient_data();
    void findsTheClient();
    void countsByNetwork();
};

void HttpPeersTest::limitsAndRefills()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.burst = 3, .perSecond = 2});
    QCOMPARE(limiter.take("a").remaining, 2);
    QVERIFY(limiter.take("a").allowed);
    QVERIFY(limiter.take("a").allowed);
    QVERIFY(!limiter.take("a").allowed);
    clock.advance(499);
    QVERIFY(!limiter.take("a").allowed);
    clock.advance(1);
    QVERIFY(limiter.take("a").allowed);
    QVERIFY(!limiter.take("a").allowed);
    clock.advance(3'600'000); // Never more than the burst.
    QVERIFY(limiter.take("a", 3).allowed);
    QVERIFY(!limiter.take("a").allowed);
    clock.advance(1499);
    QVERIFY(!limiter.take("a", 9).allowed); // Takes all of a full one.
    clock.advance(1);
    QVERIFY(limiter.take("a", 9).allowed);
    QVERIFY(!limiter.take("a").allowed);
    limiter.reset("a");
    QVERIFY(limiter.take("a").allowed);
    clock.jumpWallClock(-3'600'000); // A clock set back changes nothing.
    QVERIFY(limiter.take("a").allowed);
}

void HttpPeersTest::keysAreIndependent()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.burst = 1, .perSecond = 1});
    QVERIFY(limiter.take("a").allowed);
    QVERIFY(limiter.take("b").allowed);
    QVERIFY(!limiter.take("a").allowed);
}

void HttpPeersTest::retryAfterIsEnough_data()
{
    QTest::addColumn<double>("perSecond");
    for (const double rate : {0.01, 0.1, 0.3, 1.0, 3.0, 50.0})
        QTest::newRow(QByteArray::number(rate)) << rate;
}

void HttpPeersTest::retryAfterIsEnough()
{
    QFETCH(double, perSecond);
    ManualClock clock;
    RateLimiter limiter(clock, {.burst = 1, .perSecond = perSecond});
    QVERIFY(limiter.take("a").allowed);
    const auto refused = limiter.take("a");
    QVERIFY(!refused.allowed && refused.retryAfterSeconds >= 1);
    clock.advance(refused.retryAfterSeconds * 1000);
    QVERIFY(limiter.take("a").allowed);
}

void HttpPeersTest::memoryIsBounded()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.burst = 1, .perSecond = 1, .maxKeys = 100});
    for (int i = 0; i < 10'000; ++i) {
        limiter.take(QByteArray::number(i));
        QVERIFY(limiter.keyCount() <= 100);
    }
}

void HttpPeersTest::keepsKeysInUse()
{
    ManualClock clock;
    RateLimiter limiter(clock, {.burst = 1, .perSecond = 0.001, .maxKeys = 100});
    QVERIFY(limiter.take("victim").allowed);
    for (int i = 0; i < 1000; ++i) {
        limiter.take(QByteArray::number(i));
        if (i % 20 == 0)
            QVERIFY(!limiter.take("victim").allowed);
    }
}

void HttpPeersTest::parsesNetworks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    for (const char *good : {"10.0.0.0/8", "192.0.2.7", " ::1 ", "fd00::/8", "0.0.0.0/0"})
        QTest::newRow(good) << QString::fromLatin1(good) << true;
    for (const char *bad : {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.", "300.1.1.1", "fd00::/129"})
        QTest::newRow(("bad " + QByteArray(bad)).constData()) << QString::fromLatin1(bad) << false;
}

void HttpPeersTest::parsesNetworks()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);
    const auto parsed = TrustedProxies::parse({text});
    QCOMPARE(parsed.has_value(), valid);
    if (!valid) {
        QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
        QVERIFY(parsed.error().detail.contains(u'"' + text.trimmed() + u'"'));
    }
}

void HttpPeersTest::findsTheClient_data()
{
    QTest::addColumn<QString>("direct");
    QTest::addColumn<QByteArray>("forwarded");
    QTest::addColumn<QString>("client");
    const auto row = [](const char *name, const char *direct, const char *forwarded, const char *client) {
        QTest::newRow(name) << QString::fromLatin1(direct) << QByteArray(forwarded) << QString::fromLatin1(client);
    };
    row("a stranger's word", "203.0.113.5", "1.1.1.1", "203.0.113.5");
    row("one proxy", "10.0.0.1", "203.0.113.5", "203.0.113.5");
    row("forged beginning", "10.0.0.1", "1.1.1.1, 203.0.113.5", "203.0.113.5");
    row("two proxies", "10.0.0.1", "203.0.113.5,10.0.0.2", "203.0.113.5");
    row("forged proxy", "10.0.0.1", "1.1.1.1, 10.0.0.9, 203.0.113.5, 10.0.0.2", "203.0.113.5");
    row("no header", "10.0.0.1", "", "10.0.0.1");
    row("only proxies", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3");
    row("malformed", "10.0.0.1", "203.0.113.5, unknown", "10.0.0.1");
    row("IPv6", "::1", "2001:db8::5", "2001:db8::5");
    row("mapped", "::ffff:10.0.0.1", "::ffff:203.0.113.5", "203.0.113.5");
}

void HttpPeersTest::findsTheClient()
{
    QFETCH(QString, direct);
    QFETCH(QByteArray, forwarded);
    QFETCH(QString, client);
    const auto proxies = TrustedProxies::parse({QStringLiteral("10.0.0.0/8"), QStringLiteral("::1")});
    QVERIFY(proxies.has_value());
    QCOMPARE(proxies->client(QHostAddress(direct), forwarded).toString(), client);
    QCOMPARE(TrustedProxies().client(QHostAddress(direct), forwarded), normalised(QHostAddress(direct)));
}

void HttpPeersTest::countsByNetwork()
{
    const auto key = [](const char *address) { return peerKey(QHostAddress(QLatin1String(address))); };
    QCOMPARE(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
    QVERIFY(key("2001:db8:1:2::1") != key("2001:db8:1:3::1"));
    QCOMPARE(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    QVERIFY(key("192.0.2.1") != key("192.0.2.2"));
}

QTEST_GUILESS_MAIN(HttpPeersTest)
#include "test_http_peers.moc"
