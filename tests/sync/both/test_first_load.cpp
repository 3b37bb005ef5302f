// SPDX-License-Identifier: GPL-3.0-or-later
// A first load from pages that the server made beforehand: real server process, real replicas, real network.
#include "tests/sync/both/person.h"

#include "sync/server/server.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace mdmc::sync {

using namespace test;

class TestFirstLoad : public QObject {
    Q_OBJECT

    QJsonObject answerOf(QNetworkReply *reply)
    {
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, kPatience))
            qFatal("no answer");
        reply->deleteLater();
        return QJsonDocument::fromJson(reply->readAll()).object();
    }

    QByteArray tokenOf(const QString &email)
    {
        QNetworkRequest login(QUrl(m_server->url() + QStringLiteral("/api/v1/auth/login")));
        login.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        const QJsonObject who{{QStringLiteral("email"), email}, {QStringLiteral("password"), kPassword}};
        return answerOf(m_network.post(login, QJsonDocument(who).toJson()))[QStringLiteral("accessToken")].toString().toLatin1();
    }
    QJsonValue prepared(const QByteArray &token)
    {
        QNetworkRequest status(QUrl(m_server->url() + QStringLiteral("/api/v1/status")));
        status.setRawHeader("Authorization", "Bearer " + token);
        return answerOf(m_network.get(status))[QStringLiteral("preparedSnapshot")];
    }
    QJsonValue prepared()
    {
        if (m_token.isEmpty())
            m_token = tokenOf(kAda);
        return prepared(m_token);
    }
    int timesMade() const { return int(m_server->log().count("snapshot prepared at")); }
    bool isMadeAgain(int before = 0) const { return QTest::qWaitFor([&] { return timesMade() == before + 1; }, kPatience); }
    qint64 served() { return prepared()[QStringLiteral("pagesServed")].toInteger(-1); }

    void signIn(Person &person, const QString &email)
    {
        VERIFY_OK(person.signInAs(email, m_server->url()));
        QTRY_VERIFY_WITH_TIMEOUT(person.isSynced(), kPatience);
    }

    QTemporaryDir m_dir;
    std::unique_ptr<mdmc::test::ServerProcess> m_server;
    QNetworkAccessManager m_network;
    QByteArray m_token;

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<mdmc::test::ServerProcess>(QStringLiteral(MDMC_BIN_DIR), m_dir.filePath(QStringLiteral("server")));
        m_server->init(kAda, kPassword, 2500); // With what belongs to them over 5,000 rows.
        m_server->addUser(kBen, QStringLiteral("Ben"), QStringLiteral("manager"), kPassword, QStringLiteral("all"));
        m_server->addUser(QStringLiteral("tia@example.org"), QStringLiteral("Tia"), QStringLiteral("manager"), kPassword, QStringLiteral("team"));
        m_server->start();
    }

    void prepareAndLoad()
    {
        Person before; // Signs in before anything is prepared.
        signIn(before, kAda);
        const auto rows = before.rows();
        QVERIFY(isMadeAgain());
        QCOMPARE(served(), 0);
        // Changes that the pages do not hold: they come with the tail.
        const RecordId made = RecordId::mint();
        const auto some = std::find_if(rows.begin(), rows.end(), [](const auto &row) { return row.first.type == EntityType::Lead; });
        VERIFY_OK(before.edit(RecordEdit::Kind::Create, made, {text("artistName", QStringLiteral("Made since"))}));
        VERIFY_OK(before.edit(RecordEdit::Kind::Delete, some->first.id));
        QTRY_VERIFY_WITH_TIMEOUT(before.isSynced(), kPatience);

        Person ben;
        signIn(ben, kBen);
        QTRY_COMPARE_WITH_TIMEOUT(differenceOf(before.rows(), ben.rows()), QString(), kPatience);
        QVERIFY(ben.lead(made));
        QVERIFY(!ben.lead(some->first.id));
        const qint64 pages = served();
        QCOMPARE(pages, prepared()[QStringLiteral("pages")].toInteger());

        Person tia; // Sees her team's only: her pages are her own.
        signIn(tia, QStringLiteral("tia@example.org"));
        QVERIFY(tia.rows().size() < ben.rows().size());
        QCOMPARE(served(), pages);
        const QJsonObject told = prepared(tokenOf(QStringLiteral("tia@example.org"))).toObject();
        QVERIFY(told.contains(QStringLiteral("head")));
        QVERIFY(!told.contains(QStringLiteral("rows"))); // Of which she may not know how many there are.
    }

    void aRestartedServerKeepsThem()
    {
        const QJsonValue before = prepared();
        m_server->terminate();
        m_server->start();
        QCOMPARE(prepared()[QStringLiteral("head")], before[QStringLiteral("head")]);
        Person cleo;
        signIn(cleo, kBen);
        QCOMPARE(served(), prepared()[QStringLiteral("pages")].toInteger());
        // And one that was killed.
        m_server->kill();
        m_server->start();
        QCOMPARE(prepared()[QStringLiteral("head")], before[QStringLiteral("head")]);
        QCOMPARE(timesMade(), 1);
    }

    /// Without the file, or with one that is none, it goes on as ever.
    void withoutTheFile()
    {
        const int before = timesMade();
        m_server->terminate();
        QFile file(preparedPath(m_server->dataDir()));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray(200'000, 'z'));
        file.close();
        m_server->start();
        QVERIFY(prepared().isNull());
        Person dan;
        signIn(dan, kBen);
        QVERIFY(dan.rows().size() > 5000);
        QVERIFY(isMadeAgain(before));
        QVERIFY(prepared().isObject());
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestFirstLoad)
#include "test_first_load.moc"
