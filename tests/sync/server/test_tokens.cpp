// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/tokens.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

const QByteArray kSecret(32, 's');

QByteArray base64(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray forge(const QJsonObject &header, const QJsonObject &payload, const QByteArray &secret,
                 QCryptographicHash::Algorithm hash)
{
    const QByteArray text = base64(QJsonDocument(header).toJson(QJsonDocument::Compact)) + '.'
        + base64(QJsonDocument(payload).toJson(QJsonDocument::Compact));
    return text + '.'
        + (secret.isEmpty() ? QByteArray() : base64(QMessageAuthenticationCode::hash(text, secret, hash)));
}

} // namespace

class TestTokens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_clock = std::make_unique<ManualClock>(); }

    void roundTrip()
    {
        const TokenIssuer issuer = TokenIssuer::create(kSecret, *m_clock).value();
        const RecordId user = RecordId::mint();
        const QByteArray token = issuer.issue(user, 7).value();
        const auto claims = issuer.verify(token);
        QVERIFY2(claims.has_value(), claims ? "" : qPrintable(claims.error().detail));
        QCOMPARE(claims->user, user);
        QCOMPARE(claims->tokenVersion, 7);
        QCOMPARE(claims->expiresAt - claims->issuedAt, 900'000);
    }

    void shortSecretIsRefused()
    {
        QCOMPARE(TokenIssuer::create(QByteArray(31, 's'), *m_clock).error().code, ErrorCode::InvalidInput);
    }

    void times_data()
    {
        QTest::addColumn<qint64>("laterBy");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("just before its end") << qint64(899'000) << true;
        QTest::newRow("within the leeway") << qint64(955'000) << true;
        QTest::newRow("beyond the leeway") << qint64(962'000) << false;
        QTest::newRow("issued a little ahead") << qint64(-55'000) << true;
        QTest::newRow("issued in the future") << qint64(-65'000) << false;
    }
    void times()
    {
        QFETCH(qint64, laterBy);
        QFETCH(bool, isGood);
        const TokenIssuer issuer = TokenIssuer::create(kSecret, *m_clock).value();
        const QByteArray token = issuer.issue(RecordId::mint(), 1).value();
        m_clock->jumpWallClock(laterBy);
        QCOMPARE(issuer.verify(token).has_value(), isGood);
    }

    void forgeries_data()
    {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<int>("hash");
        QTest::addColumn<QString>("changed"); // claim that is changed, with its value after '='
        QTest::addColumn<bool>("isGood");
        QTest::newRow("genuine") << "HS256" << kSecret << int(QCryptographicHash::Sha256) << "" << true;
        QTest::newRow("no algorithm, no signature") << "none" << QByteArray() << 0 << "" << false;
        QTest::newRow("none, signed") << "none" << kSecret << int(QCryptographicHash::Sha256) << "" << false;
        QTest::newRow("None in capitals") << "NONE" << QByteArray() << 0 << "" << false;
        QTest::newRow("other algorithm, right key")
            << "HS512" << kSecret << int(QCryptographicHash::Sha512) << "" << false;
        QTest::newRow("wrong key") << "HS256" << QByteArray(32, 'x') << int(QCryptographicHash::Sha256) << "" << false;
        QTest::newRow("no signature") << "HS256" << QByteArray() << 0 << "" << false;
        QTest::newRow("other issuer") << "HS256" << kSecret << int(QCryptographicHash::Sha256) << "iss=someone"
                                      << false;
        QTest::newRow("other audience") << "HS256" << kSecret << int(QCryptographicHash::Sha256) << "aud=someone"
                                        << false;
        QTest::newRow("no subject") << "HS256" << kSecret << int(QCryptographicHash::Sha256) << "sub=nobody" << false;
    }
    void forgeries()
    {
        QFETCH(QString, algorithm);
        QFETCH(QByteArray, secret);
        QFETCH(int, hash);
        QFETCH(QString, changed);
        QFETCH(bool, isGood);
        const qint64 now = m_clock->nowUtc() / 1000;
        QJsonObject payload{{QStringLiteral("iss"), QStringLiteral("mdmc-server")},
                            {QStringLiteral("aud"), QStringLiteral("mdmc-api")},
                            {QStringLiteral("sub"), RecordId::mint().toString()},
                            {QStringLiteral("ver"), 1},
                            {QStringLiteral("iat"), now},
                            {QStringLiteral("exp"), now + 900}};
        if (!changed.isEmpty())
            payload[changed.section(u'=', 0, 0)] = changed.section(u'=', 1);
        const QByteArray token =
            forge({{QStringLiteral("alg"), algorithm}, {QStringLiteral("typ"), QStringLiteral("JWT")}}, payload, secret,
                  QCryptographicHash::Algorithm(hash));
        const TokenIssuer issuer = TokenIssuer::create(kSecret, *m_clock).value();
        const auto claims = issuer.verify(token);
        QCOMPARE(claims.has_value(), isGood);
        if (!isGood)
            QCOMPARE(claims.error().code, ErrorCode::Unauthenticated);
    }

    void aLongLifeOrNoneIsRefused()
    {
        const TokenIssuer issuer = TokenIssuer::create(kSecret, *m_clock).value();
        const qint64 now = m_clock->nowUtc() / 1000;
        QJsonObject payload{{QStringLiteral("iss"), QStringLiteral("mdmc-server")},
                            {QStringLiteral("aud"), QStringLiteral("mdmc-api")},
                            {QStringLiteral("sub"), RecordId::mint().toString()},
                            {QStringLiteral("ver"), 1},
                            {QStringLiteral("iat"), now},
                            {QStringLiteral("exp"), now + 9000}};
        const QJsonObject header{{QStringLiteral("alg"), QStringLiteral("HS256")}};
        QVERIFY(!issuer.verify(forge(header, payload, kSecret, QCryptographicHash::Sha256)));
        payload.remove(QStringLiteral("exp"));
        QVERIFY(!issuer.verify(forge(header, payload, kSecret, QCryptographicHash::Sha256)));
    }

    void garbageNeverCrashes()
    {
        const TokenIssuer issuer = TokenIssuer::create(kSecret, *m_clock).value();
        const QByteArray good = issuer.issue(RecordId::mint(), 1).value();
        for (const QByteArray &bad :
             {QByteArray(), QByteArray("."), QByteArray(".."), QByteArray("a.b.c"), QByteArray("....."),
              QByteArray(5000, 'a'), QByteArray("\0\0\0", 3), good.left(good.size() / 2), good + "x"})
            QVERIFY(!issuer.verify(bad));
        for (int i = 0; i < good.size(); i += 3) {
            QByteArray flipped = good;
            flipped[i] = flipped[i] == 'A' ? 'B' : 'A';
            if (flipped != good)
                QVERIFY(!issuer.verify(flipped));
        }
    }

private:
    std::unique_ptr<ManualClock> m_clock;
};

QTEST_GUILESS_MAIN(TestTokens)
#include "test_tokens.moc"
