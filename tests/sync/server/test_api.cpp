// SPDX-License-Identifier: GPL-3.0-or-later
#include "server_fixture.h"

#include <QTcpSocket>

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

const QString kLeads = QStringLiteral("/api/v1/leads");

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

} // namespace

class TestApi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roleMatrix_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<int>("list");
        QTest::addColumn<int>("create");
        QTest::addColumn<int>("edit");
        QTest::addColumn<int>("editContract");
        QTest::addColumn<int>("remove");
        QTest::newRow("admin") << "admin" << 200 << 201 << 200 << 200 << 204;
        QTest::newRow("manager") << "manager" << 200 << 201 << 200 << 200 << 204;
        QTest::newRow("account manager, own records") << "account_manager" << 200 << 201 << 404 << 404 << 404;
        QTest::newRow("finance") << "finance" << 200 << 403 << 403 << 200 << 403;
        QTest::newRow("read-only") << "read_only" << 200 << 403 << 403 << 403 << 403;
        QTest::newRow("nobody") << "" << 401 << 401 << 401 << 401 << 401;
    }
    void roleMatrix()
    {
        QFETCH(QString, role);
        QFETCH(int, list);
        QFETCH(int, create);
        QFETCH(int, edit);
        QFETCH(int, editContract);
        QFETCH(int, remove);
        RunningServer s;
        const QByteArray token = role.isEmpty() ? QByteArray() : s.tokenOf(role);
        // A lead of the manager's team, owned by the manager.
        const Answer made = s.send("POST", kLeads, s.tokenOf(QStringLiteral("manager")),
                                   json({{QStringLiteral("artistName"), QStringLiteral("Matrix")}}));
        QCOMPARE(made.status, 201);
        const QString one = kLeads + u'/' + made.json()[QStringLiteral("id")].toString();
        const QList<std::pair<QByteArray, QByteArray>> any{{"If-Match", "*"}};
        QCOMPARE(s.send("GET", kLeads, token).status, list);
        QCOMPARE(s.send("POST", kLeads, token, json({{QStringLiteral("artistName"), QStringLiteral("Mine")}})).status,
                 create);
        QCOMPARE(s.send("PATCH", one, token, json({{QStringLiteral("nextStep"), QStringLiteral("call")}}), any).status,
                 edit);
        const QJsonObject amount{{QStringLiteral("minor"), 5000}, {QStringLiteral("currency"), QStringLiteral("EUR")}};
        QCOMPARE(s.send("PATCH", one, token, json({{QStringLiteral("contractValue"), amount}}), any).status,
                 editContract);
        QCOMPARE(s.send("DELETE", one, token, {}, any).status, remove);
    }

    void errorForm_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("field");
        QTest::newRow("no such address") << QByteArray("GET") << "/api/v1/nothing" << QByteArray() << 404 << "";
        QTest::newRow("wrong method") << QByteArray("PUT") << "/api/v1/leads" << QByteArray("{}") << 405 << "";
        QTest::newRow("no such lead") << QByteArray("GET") << "/api/v1/leads/01900000-0000-7000-8000-000000000000"
                                      << QByteArray() << 404 << "";
        QTest::newRow("no id") << QByteArray("GET") << "/api/v1/leads/x" << QByteArray() << 404 << "";
        QTest::newRow("no JSON") << QByteArray("POST") << "/api/v1/leads" << QByteArray("{") << 400 << "";
        QTest::newRow("an array") << QByteArray("POST") << "/api/v1/leads" << QByteArray("[]") << 400 << "";
        QTest::newRow("unknown field") << QByteArray("POST") << "/api/v1/leads" << QByteArray("{\"nope\":1}") << 400
                                       << "nope";
        QTest::newRow("wrong type") << QByteArray("POST") << "/api/v1/leads" << QByteArray("{\"artistName\":1}") << 400
                                    << "artistName";
        QTest::newRow("fraction of a cent")
            << QByteArray("POST") << "/api/v1/leads"
            << QByteArray("{\"artistName\":\"A\",\"budget\":{\"minor\":1.5,\"currency\":\"EUR\"}}") << 400 << "budget";
        QTest::newRow("computed field") << QByteArray("POST") << "/api/v1/leads"
                                        << QByteArray("{\"artistName\":\"A\",\"score\":100}") << 400 << "score";
        QTest::newRow("required field") << QByteArray("POST") << "/api/v1/leads" << QByteArray("{\"lastName\":\"B\"}")
                                        << 400 << "artistName";
        QTest::newRow("bad e-mail") << QByteArray("POST") << "/api/v1/leads"
                                    << QByteArray("{\"artistName\":\"A\",\"emails\":[\"a@example.org\",\"b\"]}") << 400
                                    << "emails[1]";
        QTest::newRow("page too large") << QByteArray("GET") << "/api/v1/leads?limit=201" << QByteArray() << 400
                                        << "limit";
        const auto filtered = [](const char *filter) {
            return QStringLiteral("/api/v1/leads?filter=") + QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(filter)));
        };
        QTest::newRow("no filter") << QByteArray("GET") << filtered("{") << QByteArray() << 400 << "";
        QTest::newRow("unknown field of a filter")
            << QByteArray("GET") << filtered(R"({"all":[{"field":"nope","is":"isEmpty"}]})") << QByteArray() << 400
            << "all[0].field";
        QTest::newRow("encrypted field of a filter")
            << QByteArray("GET")
            << filtered(R"({"groups":[{"any":[{"field":"emails","is":"equals","values":["a@b.example"]}]}]})")
            << QByteArray() << 400 << "emails";
        QTest::newRow("bad cursor") << QByteArray("GET") << "/api/v1/leads?after=x" << QByteArray() << 400 << "after";
    }
    void filteredPages()
    {
        RunningServer s;
        const QByteArray admin = s.tokenOf(QStringLiteral("admin"));
        const auto create = [&](const QString &name, const QString &priority) {
            const Answer made = s.send("POST", kLeads, admin,
                                       json({{QStringLiteral("artistName"), name}, {QStringLiteral("priority"), priority}}));
            return made.json()[QStringLiteral("id")].toString();
        };
        QString last;
        for (int i = 0; i < 5; ++i)
            last = create(QStringLiteral("Urgent %1").arg(i), QStringLiteral("urgent"));
        create(QStringLiteral("Later"), QStringLiteral("low"));
        const QString path = kLeads + QStringLiteral("?limit=3&filter=")
            + QString::fromLatin1(QUrl::toPercentEncoding(QStringLiteral(
                R"({"all":[{"field":"priority","is":"equals","values":["urgent"]}]})")));
        const auto names = [&](const Answer &answer) {
            QStringList found;
            for (const QJsonValue &item : answer.json()[QStringLiteral("items")].toArray())
                found.append(item[QStringLiteral("artistName")].toString());
            return found;
        };
        const Answer first = s.send("GET", path, admin);
        QCOMPARE(first.status, 200);
        QCOMPARE(names(first), (QStringList{QStringLiteral("Urgent 0"), QStringLiteral("Urgent 1"), QStringLiteral("Urgent 2")}));
        const QString rest = path + QStringLiteral("&after=") + first.json()[QStringLiteral("next")].toString();
        QCOMPARE(names(s.send("GET", rest, admin)), (QStringList{QStringLiteral("Urgent 3"), QStringLiteral("Urgent 4")}));
        // Kept pages are those of the moment, and nobody else's.
        QCOMPARE(names(s.send("GET", rest, admin)).size(), 2);
        QCOMPARE(s.send("DELETE", kLeads + u'/' + last, admin, {}, {{"If-Match", "*"}}).status, 204);
        QCOMPARE(names(s.send("GET", rest, admin)), QStringList{QStringLiteral("Urgent 3")});
        QVERIFY(names(s.send("GET", rest, s.tokenOf(QStringLiteral("account_manager")))).isEmpty());
    }

    void errorForm()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, field);
        RunningServer s;
        const Answer answer = s.send(method, path, s.tokenOf(QStringLiteral("admin")), body);
        QCOMPARE(answer.status, status);
        const QJsonObject error = answer.json();
        QVERIFY(!error[QStringLiteral("code")].toString().isEmpty());
        QVERIFY(!error[QStringLiteral("message")].toString().isEmpty());
        QVERIFY(error[QStringLiteral("fields")].isObject());
        QCOMPARE(error[QStringLiteral("requestId")].toString().toLatin1(), answer.headers["x-request-id"]);
        if (!field.isEmpty())
            QVERIFY2(error[QStringLiteral("fields")].toObject().contains(field), answer.body.constData());
        if (status == 405)
            QCOMPARE(answer.headers["allow"], QByteArray("GET, HEAD, POST"));
    }

    void versionsAreChecked()
    {
        RunningServer s;
        const QByteArray token = s.tokenOf(QStringLiteral("admin"));
        const Answer made =
            s.send("POST", kLeads, token, json({{QStringLiteral("artistName"), QStringLiteral("Versioned")}}));
        const QByteArray etag = made.headers["etag"];
        const QString one = QString::fromLatin1(made.headers["location"]);
        QVERIFY(!etag.isEmpty() && !one.isEmpty());
        QCOMPARE(s.send("GET", one, token, {}, {{"If-None-Match", etag}}).status, 304);
        const QByteArray change = json({{QStringLiteral("nextStep"), QStringLiteral("call")}});
        QCOMPARE(s.send("PATCH", one, token, change).status, 428);
        const Answer patched = s.send("PATCH", one, token, change, {{"If-Match", etag}});
        QCOMPARE(patched.status, 200);
        QCOMPARE(patched.json()[QStringLiteral("nextStep")].toString(), QStringLiteral("call"));
        QVERIFY(patched.headers["etag"] != etag);
        QCOMPARE(s.send("PATCH", one, token, change, {{"If-Match", etag}}).status, 412);
        QCOMPARE(s.send("DELETE", one, token, {}, {{"If-Match", etag}}).status, 412);
        QCOMPARE(s.send("DELETE", one, token, {}, {{"If-Match", patched.headers["etag"]}}).status, 204);
        QCOMPARE(s.send("GET", one, token).status, 404);
    }

    void pagesAreStable()
    {
        RunningServer s;
        const QByteArray token = s.tokenOf(QStringLiteral("admin"));
        QSet<QString> made, seen;
        for (int i = 0; i < 7; ++i)
            made.insert(
                s.send("POST", kLeads, token, json({{QStringLiteral("artistName"), QStringLiteral("P%1").arg(i)}}))
                    .json()[QStringLiteral("id")]
                    .toString());
        QString next = QStringLiteral("/api/v1/leads?limit=3");
        int pages = 0;
        while (!next.isEmpty()) {
            const QJsonObject page = s.send("GET", next, token).json();
            for (const QJsonValue &item : page[QStringLiteral("items")].toArray())
                seen.insert(item.toObject()[QStringLiteral("id")].toString());
            const QString cursor = page[QStringLiteral("next")].toString();
            next = cursor.isEmpty() ? QString() : QStringLiteral("/api/v1/leads?limit=3&after=") + cursor;
            ++pages;
        }
        QCOMPARE(pages, 3);
        QCOMPARE(seen, made);
    }

    void foreignOriginIsRefused()
    {
        RunningServer s;
        const QByteArray token = s.tokenOf(QStringLiteral("admin"));
        QCOMPARE(s.send("GET", kLeads, token, {}, {{"Origin", "https://elsewhere.example"}}).status, 403);
        QCOMPARE(s.send("GET", kLeads, token).status, 200);
    }

    /// However often a page was asked for, and whoever changed what is in it.
    void pagesAreOfTheMoment()
    {
        RunningServer s;
        const QByteArray admin = s.tokenOf(QStringLiteral("admin")), manager = s.tokenOf(QStringLiteral("manager"));
        std::vector<QString> leads;
        for (int i = 0; i < 3; ++i)
            leads.push_back(s.send("POST", kLeads, manager, json({{QStringLiteral("artistName"), QStringLiteral("A%1").arg(i)}}))
                                .json()[QStringLiteral("id")]
                                .toString());
        const auto names = [&](const QByteArray &token, const QString &options = {}) {
            QStringList found;
            for (const QJsonValue &item : s.send("GET", kLeads + options, token).json()[QStringLiteral("items")].toArray())
                found.append(item[QStringLiteral("artistName")].toString());
            return found;
        };
        const auto rename = [&](const QString &name) {
            return s.send("PATCH", kLeads + u'/' + leads[1], admin, json({{QStringLiteral("artistName"), name}}),
                          {{"If-Match", "*"}}).status;
        };
        const auto becomes = [](const QString &middle) {
            return QStringList{QStringLiteral("A0"), middle, QStringLiteral("A2")};
        };
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(names(admin), becomes(QStringLiteral("A1")));
            QCOMPARE(names(manager), becomes(QStringLiteral("A1")));
            QCOMPARE(names(manager, QStringLiteral("?limit=3")), becomes(QStringLiteral("A1")));
        }
        QCOMPARE(rename(QStringLiteral("B")), 200);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(names(admin), becomes(QStringLiteral("B")));
            QCOMPARE(names(manager), becomes(QStringLiteral("B")));
        }
        QCOMPARE(rename(QStringLiteral("C")), 200);
        QCOMPARE(names(manager), becomes(QStringLiteral("C")));
        // Handed on to somebody whom the manager does not see.
        const auto other = addUser(s.server->store(), s.server->accounts(), s.clock, s.random,
                                   {QStringLiteral("Other"), QStringLiteral("other@example.org"), QStringLiteral("manager"),
                                    {}, {}, kPassword});
        QVERIFY(other.has_value());
        const QByteArray toOther = QJsonDocument(QJsonObject{{QStringLiteral("ownerId"), other->id.toString()},
                                                             {QStringLiteral("teamId"), QJsonValue::Null}}).toJson();
        QCOMPARE(s.send("PATCH", kLeads + u'/' + leads[1], admin, toOther, {{"If-Match", "*"}}).status, 200);
        QCOMPARE(names(manager), (QStringList{QStringLiteral("A0"), QStringLiteral("A2")}));
        QCOMPARE(names(admin), becomes(QStringLiteral("C")));
    }

    void anAccountThatEndsWhileTheBodyComes()
    {
        RunningServer s;
        const QByteArray token = s.tokenOf(QStringLiteral("manager"));
        const QByteArray body = json({{QStringLiteral("artistName"), QStringLiteral("Late")}});
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, s.server->port());
        socket.write("POST /api/v1/leads HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                     "Expect: 100-continue\r\nContent-Length: "
                     + QByteArray::number(body.size()) + "\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        QTRY_VERIFY(socket.canReadLine());
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 100"));
        QVERIFY(s.server->accounts().setPassword(s.users[QStringLiteral("manager")].id, QStringLiteral("quite another long phrase 7")).has_value());
        socket.write(body);
        QTRY_VERIFY(socket.canReadLine());
        QCOMPARE(socket.readLine().left(12), QByteArray("HTTP/1.1 401"));
    }

    /// 429 comes before everything else, the Origin before the token.
    void pipelineOrder()
    {
        RateLimits rates = RunningServer::generousRates();
        rates.api = {5, 0.001};
        RunningServer s(rates);
        const QList<std::pair<QByteArray, QByteArray>> foreign{{"Origin", "https://elsewhere.example"}};
        for (int i = 0; i < 5; ++i)
            QCOMPARE(s.send("GET", kLeads, {}, {}, foreign).status, 403);
        const Answer limited = s.send("GET", kLeads, {}, {}, foreign);
        QCOMPARE(limited.status, 429);
        QVERIFY(limited.headers["retry-after"].toInt() > 0);
        QCOMPARE(limited.json()[QStringLiteral("code")].toString(), QStringLiteral("rate_limited"));
        QCOMPARE(s.send("GET", kLeads, s.tokenOf(QStringLiteral("admin"))).status, 200); // Another key
        QCOMPARE(s.send("GET", QStringLiteral("/healthz")).status, 200);
    }

    void statusIsForPeopleWhoAreSignedIn()
    {
        RunningServer s;
        const QString path = QStringLiteral("/api/v1/status");
        QCOMPARE(s.send("GET", path).status, 401);
        const QJsonObject status = s.send("GET", path, s.tokenOf(QStringLiteral("read_only"))).json();
        QCOMPARE(status[QStringLiteral("head")].toInteger(), s.server->store().head()->seq);
        QCOMPARE(status[QStringLiteral("floor")].toInteger(), 0);
        QVERIFY(status[QStringLiteral("preparedSnapshot")].isNull()); // A small workspace.
    }

    void signInOverHttp()
    {
        RunningServer s;
        const Answer good = s.login(QStringLiteral("admin@example.org"), kPassword);
        QCOMPARE(good.status, 200);
        QCOMPARE(good.json()[QStringLiteral("expiresIn")].toInt(), 900);
        QCOMPARE(good.json()[QStringLiteral("user")].toObject()[QStringLiteral("role")].toString(),
                 QStringLiteral("admin"));
        const QByteArray token = good.json()[QStringLiteral("accessToken")].toString().toLatin1();
        QCOMPARE(s.send("GET", QStringLiteral("/api/v1/auth/me"), token).json()[QStringLiteral("email")].toString(),
                 QStringLiteral("admin@example.org"));
        QCOMPARE(s.send("GET", QStringLiteral("/api/v1/auth/me?access_token=") + QString::fromLatin1(token)).status,
                 401);
        const QByteArray refresh =
            json({{QStringLiteral("refreshToken"), good.json()[QStringLiteral("refreshToken")]}});
        QCOMPARE(s.send("POST", QStringLiteral("/api/v1/auth/refresh"), {}, refresh).status, 200);
        QCOMPARE(s.send("POST", QStringLiteral("/api/v1/auth/refresh"), {}, refresh).status, 401);
        QCOMPARE(s.login(QStringLiteral("admin@example.org"), QStringLiteral("wrong")).status, 401);
        const Answer form = s.send("POST", QStringLiteral("/api/v1/auth/login"), {}, "email=admin%40example.org", {},
                                   "application/x-www-form-urlencoded");
        QCOMPARE(form.status, 415);
        for (int i = 1; i < Accounts::kFreeAttempts; ++i)
            s.login(QStringLiteral("admin@example.org"), QStringLiteral("wrong"));
        const Answer locked = s.login(QStringLiteral("admin@example.org"), kPassword);
        QCOMPARE(locked.status, 429);
        QVERIFY(locked.headers["retry-after"].toInt() > 0);
    }
};

QTEST_GUILESS_MAIN(TestApi)
#include "test_api.moc"
