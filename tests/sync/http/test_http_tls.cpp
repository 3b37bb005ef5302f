// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/tls.h"
#include "tests/sync/http/fixture.h"

#include <QFile>
#include <QProcess>
#include <QSslSocket>
#include <QTemporaryDir>

using namespace mdmc;
using namespace mdmc::http;
using namespace mdmc::http::test;

class HttpTlsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void serves_data();
    void serves();
    void refusesOldProtocols();
    void largeBodiesBothWays();
    void upgrades();
    void silentHandshakesAreDropped();
    void loadingFails_data();
    void loadingFails();

private:
    QString path(const QString &name) const { return m_dir.filePath(name); }
    bool makeCertificate(const QString &name, const QStringList &keyType);
    std::unique_ptr<Server> listen(const QString &name);
    std::unique_ptr<QSslSocket> dial(quint16 port, QSsl::SslProtocol protocol = QSsl::SecureProtocols);

    QTemporaryDir m_dir;
    ManualClock m_clock;
    StubService m_service;
};

bool HttpTlsTest::makeCertificate(const QString &name, const QStringList &keyType)
{
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    QStringList arguments = QStringLiteral("req -x509 -nodes -days 2 -subj /CN=localhost").split(u' ');
    arguments << QStringLiteral("-keyout") << path(name + QLatin1String(".key"));
    arguments << QStringLiteral("-out") << path(name + QLatin1String(".crt"));
    openssl.start(QStringLiteral("openssl"), arguments << QStringLiteral("-newkey") << keyType);
    return openssl.waitForFinished() && openssl.exitCode() == 0;
}

void HttpTlsTest::initTestCase()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("Qt without TLS");
    QVERIFY(makeCertificate(QStringLiteral("rsa"), {QStringLiteral("rsa:2048")}));
    QVERIFY(makeCertificate(QStringLiteral("ec"), {QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                                   QStringLiteral("ec_paramgen_curve:P-256")}));
    QFile garbage(path(QStringLiteral("garbage")));
    QVERIFY(garbage.open(QIODevice::WriteOnly) && garbage.write("no PEM") > 0);
}

std::unique_ptr<Server> HttpTlsTest::listen(const QString &name)
{
    auto server = std::make_unique<Server>(m_service, m_clock);
    const auto tls = loadTls(path(name + QLatin1String(".crt")), path(name + QLatin1String(".key")));
    if (!tls || !server->listen(QHostAddress::LocalHost, 0, *tls))
        return nullptr;
    m_service.handled.clear();
    m_service.adopted.clear();
    m_service.onHandle = nullptr;
    return server;
}

std::unique_ptr<QSslSocket> HttpTlsTest::dial(quint16 port, QSsl::SslProtocol protocol)
{
    auto socket = std::make_unique<QSslSocket>();
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(protocol);
    socket->setSslConfiguration(configuration);
    socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    return socket;
}

void HttpTlsTest::serves_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("tls12");
    QTest::newRow("rsa") << QStringLiteral("rsa") << false;
    QTest::newRow("ecdsa") << QStringLiteral("ec") << false;
    QTest::newRow("tls 1.2") << QStringLiteral("ec") << true;
}

void HttpTlsTest::serves()
{
    QFETCH(QString, name);
    QFETCH(bool, tls12);
    const auto server = listen(name);
    QVERIFY(server);
    const auto socket = dial(server->port(), tls12 ? QSsl::TlsV1_2 : QSsl::TlsV1_3);
    QVERIFY(eventually([&] { return socket->isEncrypted(); }));
    QCOMPARE(socket->sessionProtocol(), tls12 ? QSsl::TlsV1_2 : QSsl::TlsV1_3);
    QByteArray received;
    for (int i = 1; i <= 2; ++i) {
        socket->write(get("/x"));
        QVERIFY(eventually([&] { return (received += socket->readAll()).count("HTTP/1.1 200 OK") == i; }));
    }
    QVERIFY(m_service.handled.at(0).secure);
}

void HttpTlsTest::refusesOldProtocols()
{
    const auto server = listen(QStringLiteral("rsa"));
    QVERIFY(server);
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    const auto socket = dial(server->port(), QSsl::TlsV1_1);
    QT_WARNING_POP
    QVERIFY(eventually([&] { return socket->state() == QAbstractSocket::UnconnectedState; }));
    QVERIFY(!socket->isEncrypted());
    // The client's own TLS library may be what refused above, so ask for the server's setting as well.
    QCOMPARE(loadTls(path(QStringLiteral("rsa.crt")), path(QStringLiteral("rsa.key")))->protocol(),
             QSsl::TlsV1_2OrLater);

    RawClient plain(server->port());
    plain.send(get("/x"));
    QVERIFY(eventually([&] { return plain.isClosed(); }));
    QVERIFY(m_service.handled.empty());
}

void HttpTlsTest::largeBodiesBothWays()
{
    const auto server = listen(QStringLiteral("ec"));
    QVERIFY(server);
    const QByteArray body(1 << 20, 'x');
    const QByteArray answer(20 << 20, 'y');
    m_service.onHandle = [&](const Request &request, Reply reply) {
        reply(Response::bytes(request.body == body ? 200 : 400, "application/octet-stream", answer));
    };
    const auto socket = dial(server->port());
    socket->write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body
                  + get("/next"));
    QByteArray received;
    QVERIFY(eventually([&] { return (received += socket->readAll()).size() > 2 * answer.size(); }));
    QVERIFY(received.startsWith("HTTP/1.1 200 OK"));
    QVERIFY(received.endsWith("yyy"));
}

void HttpTlsTest::upgrades()
{
    const auto server = listen(QStringLiteral("ec"));
    QVERIFY(server);
    m_service.onAdmitUpgrade = [](const Request &) { return std::nullopt; };
    QWebSocket client;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.setSslConfiguration(configuration);
    client.open(QUrl(QStringLiteral("wss://127.0.0.1:%1/live").arg(server->port())));
    QVERIFY(eventually([&] { return m_service.adopted.size() == 1; }));
    QWebSocket *peer = m_service.adopted[0].get();
    QString text;
    connect(&client, &QWebSocket::textMessageReceived, &client, [&](const QString &message) { text = message; });
    connect(peer, &QWebSocket::textMessageReceived, peer, [&](const QString &m) { peer->sendTextMessage(m); });
    QVERIFY(eventually([&] { return client.state() == QAbstractSocket::ConnectedState; }));
    client.sendTextMessage(QString(500'000, u'a'));
    QVERIFY(eventually([&] { return text.size() == 500'000; }));
    m_service.adopted.clear();
}

void HttpTlsTest::silentHandshakesAreDropped()
{
    const auto server = listen(QStringLiteral("ec"));
    QVERIFY(server);
    RawClient silent(server->port());
    QVERIFY(eventually([&] { return server->connectionCount() == 1; }));
    m_clock.advance(10'000);
    QVERIFY(eventually([&] { return silent.isClosed() && server->connectionCount() == 0; }));
}

void HttpTlsTest::loadingFails_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *certificate, const char *key, ErrorCode code, const char *says) {
        QTest::newRow(name) << QString::fromLatin1(certificate) << QString::fromLatin1(key) << int(code)
                            << QString::fromLatin1(says);
    };
    row("no certificate", "missing", "rsa.key", ErrorCode::NotFound, "cannot read the TLS certificate");
    row("no key", "rsa.crt", "missing", ErrorCode::NotFound, "cannot read the TLS key");
    row("not a certificate", "garbage", "rsa.key", ErrorCode::InvalidInput, "no certificate");
    row("key as certificate", "rsa.key", "rsa.key", ErrorCode::InvalidInput, "no certificate");
    row("not a key", "rsa.crt", "garbage", ErrorCode::InvalidInput, "no RSA or ECDSA key");
    row("another's key", "rsa.crt", "ec.key", ErrorCode::InvalidInput, "does not belong");
}

void HttpTlsTest::loadingFails()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(int, code);
    QFETCH(QString, says);
    const auto loaded = loadTls(path(certificate), path(key));
    QVERIFY(!loaded);
    QCOMPARE(int(loaded.error().code), code);
    QVERIFY2(loaded.error().detail.contains(says), qPrintable(loaded.error().detail));
}

QTEST_GUILESS_MAIN(HttpTlsTest)
#include "test_http_tls.moc"
