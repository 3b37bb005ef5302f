// SPDX-License-Identifier: GPL-3.0-or-later
#include "server_fixture.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QWebSocket>

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

/// A client of the live tail.
class Socket {
public:
    Socket(RunningServer &s, const QByteArray &token)
    {
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket, [this](const QByteArray &frame) {
            std::vector<Message> messages = decodeFrame(frame).value();
            for (Message &message : messages)
                received.push_back(std::move(message));
        });
        QNetworkRequest request(QUrl(QString(s.server->url()).replace(QStringLiteral("http"), QStringLiteral("ws"))
                                     + QStringLiteral("/api/v1/sync/live")));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        socket.open(request);
    }
    void send(const Message &message) { socket.sendBinaryMessage(encodeFrame(message)); }
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

template <typename T> const T *find(const std::vector<Message> &messages)
{
    for (const Message &message : messages)
        if (const T *found = std::get_if<T>(&message))
            return found;
    return nullptr;
}

Hello helloFor(RunningServer &s, const QString &role)
{
    Hello hello;
    hello.clientId = RecordId::mint();
    hello.cursor = s.server->store().head().value().cursor();
    hello.scopeTag = scopeTag(actorFor(s.users[role]));
    return hello;
}

const QString kManager = QStringLiteral("manager");
const QString kAdmin = QStringLiteral("admin");

} // namespace

class TestSyncTransport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pushAndPullOverHttp()
    {
        RunningServer s;
        Hello hello = helloFor(s, kManager);
        const Cursor before = hello.cursor;
        const Operation op = s.newLead(kManager, QStringLiteral("Over HTTP"));
        const auto replies = s.exchange(s.tokenOf(kManager), {hello, Push{{op}}, Pull{before, 100, 0}});
        QVERIFY(find<Welcome>(replies));
        QCOMPARE(find<Welcome>(replies)->workspaceName, QStringLiteral("Agence"));
        QCOMPARE(find<PushResult>(replies)->results.front().outcome, Outcome::Applied);
        QCOMPARE(find<Changes>(replies)->rows.front().id, op.id);
        // The reply was lost: the same frame again has the same effect.
        hello.lastN = 1;
        const auto again = s.exchange(s.tokenOf(kManager), {hello, Push{{op}}});
        QCOMPARE(find<PushResult>(again)->results, find<PushResult>(replies)->results);
    }

    void snapshotPagesCoverAllTypes()
    {
        RunningServer s;
        Hello hello;
        hello.clientId = RecordId::mint();
        std::vector<Message> frame{hello};
        for (const EntityInfo *info : allEntities())
            frame.push_back(SnapshotRequest{info->type, {}, 5000});
        const auto replies = s.exchange(s.tokenOf(kManager), frame);
        QCOMPARE(find<Welcome>(replies)->resume, Welcome::Resume::Snapshot);
        QCOMPARE(replies.size(), allEntities().size() + 1);
        QVERIFY(std::get<SnapshotPage>(replies.back()).isLast);
        for (size_t i = 1; i < replies.size(); ++i) {
            const SnapshotPage &page = std::get<SnapshotPage>(replies[i]);
            QCOMPARE(page.type, allEntities()[i - 1]->type);
            QCOMPARE(page.liveCount, qint64(page.rows.size()));
        }
    }

    void longPollWakes()
    {
        RunningServer s;
        const Hello hello = helloFor(s, kAdmin);
        const QByteArray managerToken = s.tokenOf(kManager), adminToken = s.tokenOf(kAdmin);
        Operation op = s.newLead(kManager, QStringLiteral("Waited for"));
        QTimer::singleShot(0, this, [&] { s.exchange(managerToken, {helloFor(s, kManager), Push{{op}}}); });
        const auto replies = s.exchange(adminToken, {hello, Pull{hello.cursor, 100, 20'000}});
        QVERIFY(find<Changes>(replies));
        QCOMPARE(find<Changes>(replies)->rows.size(), 1u);
        QCOMPARE(find<Changes>(replies)->rows.front().id, op.id);
    }

    /// Whose account goes while they wait hears nothing of what is done then.
    void longPollOfAnAccountThatEnds_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"deleted", "disabled", "new password"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void longPollOfAnAccountThatEnds()
    {
        QFETCH(QString, how);
        RunningServer s;
        const Hello hello = helloFor(s, kManager);
        const QByteArray managerToken = s.tokenOf(kManager), adminToken = s.tokenOf(kAdmin);
        const User person = s.users[kManager];
        QTimer whenItWaits;
        connect(&whenItWaits, &QTimer::timeout, this, [&] {
            if (s.server->hub().waitingCount() == 0)
                return;
            whenItWaits.stop();
            if (how == u"new password") {
                QVERIFY(s.server->accounts().setPassword(person.id, QStringLiteral("quite another long phrase 7")).has_value());
            } else if (how == u"disabled") {
                User user = person;
                user.isActive = false;
                QVERIFY(changeUser(s.server->store(), s.server->accounts(), s.clock, s.random, user).has_value());
            } else {
                StoreTransaction transaction = StoreTransaction::begin(s.server->store(), Store::Mode::Write).value();
                Record row = s.server->store().load({EntityType::User, person.id}).value().value();
                const RowScope scope = s.server->store().scopeOf({EntityType::User, person.id}).value().value();
                const ScopedRow before{row, scope};
                row.deleted = row.rev;
                QVERIFY(s.server->store().save(row, scope, &before).has_value());
                QVERIFY(transaction.commit().has_value());
            }
            s.exchange(adminToken, {helloFor(s, kAdmin), Push{{s.newLead(kAdmin, QStringLiteral("Not for them"))}}});
        });
        whenItWaits.start(1);
        const auto replies = s.exchange(managerToken, {hello, Pull{hello.cursor, 100, 20'000}});
        QVERIFY(!find<Changes>(replies));
        QVERIFY(find<ProtocolError>(replies));
        QCOMPARE(find<ProtocolError>(replies)->code, QStringLiteral("session_revoked"));
        QVERIFY(find<ProtocolError>(replies)->isFatal);
    }

    void badFramesAreRefused()
    {
        RunningServer s;
        const QByteArray token = s.tokenOf(kAdmin);
        const QString path = QStringLiteral("/api/v1/sync");
        QCOMPARE(s.send("POST", path, token, "garbage", {}, "application/vnd.mdmc.sync").status >= 400, true);
        QCOMPARE(s.send("POST", path, token, "{}").status, 415);
        QCOMPARE(s.send("POST", path, {}, encodeFrame(Message(Ping{1})), {}, "application/vnd.mdmc.sync").status, 401);
        QCOMPARE(s.send("GET", path, token).status, 405);
    }

    void liveTailReachesWhoMaySee()
    {
        RunningServer s;
        Socket manager(s, s.tokenOf(kManager)), own(s, s.tokenOf(QStringLiteral("account_manager")));
        QTRY_VERIFY(manager.socket.isValid() && own.socket.isValid());
        manager.send(helloFor(s, kManager));
        own.send(helloFor(s, QStringLiteral("account_manager")));
        QTRY_VERIFY(manager.find<Welcome>() && own.find<Welcome>());
        QCOMPARE(manager.find<Welcome>()->resume, Welcome::Resume::Tail);
        const Operation op = s.newLead(kAdmin, QStringLiteral("Live"));
        s.exchange(s.tokenOf(kAdmin), {helloFor(s, kAdmin), Push{{op}}});
        QTRY_VERIFY(manager.find<Changes>());
        QCOMPARE(manager.find<Changes>()->rows.size(), 1u);
        QTRY_VERIFY(own.find<Changes>());
        QVERIFY(own.find<Changes>()->rows.empty());
    }

    void upgradeNeedsAToken()
    {
        RunningServer s;
        for (const QByteArray &authorization : {QByteArray(), QByteArray("Authorization: Bearer a.b.c\r\n"),
                                                QByteArray("Origin: https://elsewhere.example\r\n")}) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, s.server->port());
            socket.write(
                "GET /api/v1/sync/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + authorization + "\r\n");
            QTRY_VERIFY(socket.canReadLine());
            const QByteArray expected = authorization.startsWith("Origin") ? "403" : "401";
            QCOMPARE(socket.readLine().split(' ').value(1), expected);
        }
        QCOMPARE(s.server->hub().sessionCount(), 0);
        QCOMPARE(s.send("GET", QStringLiteral("/api/v1/sync/live"), s.tokenOf(kAdmin)).status, 426);
    }

    void disabledAccountLosesItsSocket()
    {
        RunningServer s;
        const QByteArray token = s.tokenOf(kManager);
        Socket manager(s, token);
        QTRY_VERIFY(manager.socket.isValid());
        manager.send(helloFor(s, kManager));
        QTRY_VERIFY(manager.find<Welcome>());
        User user = s.users[kManager];
        user.isActive = false;
        QVERIFY(changeUser(s.server->store(), s.server->accounts(), s.clock, s.random, user).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(manager.find<ProtocolError>(), 5000);
        QCOMPARE(manager.find<ProtocolError>()->code, QStringLiteral("session_revoked"));
        QTRY_VERIFY(manager.socket.state() == QAbstractSocket::UnconnectedState);
        QCOMPARE(s.send("GET", QStringLiteral("/api/v1/auth/me"), token).status, 401);
    }

    void changedSightIsTold()
    {
        RunningServer s;
        Socket manager(s, s.tokenOf(kManager));
        QTRY_VERIFY(manager.socket.isValid());
        manager.send(helloFor(s, kManager));
        QTRY_VERIFY(manager.find<Welcome>());
        User user = s.users[kManager];
        user.scope = sightKey(Sight::All);
        QVERIFY(changeUser(s.server->store(), s.server->accounts(), s.clock, s.random, user).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(manager.find<ScopeChanged>(), 5000);
        QCOMPARE(manager.find<ScopeChanged>()->scopeTag, scopeTag(actorFor(user)));
    }

    void expiringTokenIsAnnouncedAndRenewed()
    {
        RunningServer s;
        const QString reader = QStringLiteral("read_only");
        Socket renewing(s, s.tokenOf(kManager)), silent(s, s.tokenOf(reader));
        QTRY_VERIFY(renewing.socket.isValid() && silent.socket.isValid());
        renewing.send(helloFor(s, kManager));
        silent.send(helloFor(s, reader));
        QTRY_VERIFY(renewing.find<Welcome>() && silent.find<Welcome>());
        s.clock.jumpWallClock(841'000); // Of 900 s
        QTRY_VERIFY(renewing.find<TokenExpiring>() && silent.find<TokenExpiring>());
        QVERIFY(renewing.find<TokenExpiring>()->inMs <= LiveHub::kExpiryNoticeMs);
        s.tokens.clear();
        renewing.send(Renew{s.tokenOf(kManager)});
        renewing.send(Ping{7}); // Answered after the renewal
        QTRY_VERIFY(renewing.find<Pong>());
        s.clock.jumpWallClock(130'000);
        QTRY_VERIFY(silent.find<ProtocolError>());
        QCOMPARE(silent.find<ProtocolError>()->code, QStringLiteral("unauthenticated"));
        QVERIFY(!renewing.find<ProtocolError>());
        QVERIFY(renewing.socket.isValid());
        Socket foreign(s, s.tokenOf(kAdmin));
        QTRY_VERIFY(foreign.socket.isValid());
        foreign.send(helloFor(s, kAdmin));
        foreign.send(Renew{s.tokenOf(kManager)}); // Nobody slips into another's session
        QTRY_VERIFY(foreign.find<ProtocolError>());
        QVERIFY(foreign.find<ProtocolError>()->isFatal);
    }

    void deadPeerIsDropped()
    {
        RunningServer s;
        Socket manager(s, s.tokenOf(kManager));
        QTRY_VERIFY(manager.socket.isValid());
        QTRY_COMPARE(s.server->hub().sessionCount(), 1);
        s.clock.advance(LiveHub::kDeadAfterMs + 1);
        QTRY_COMPARE(s.server->hub().sessionCount(), 0);
    }

    void stoppingSaysGoodbye()
    {
        RunningServer s;
        Socket manager(s, s.tokenOf(kManager));
        QTRY_VERIFY(manager.socket.isValid());
        manager.send(helloFor(s, kManager));
        QTRY_VERIFY(manager.find<Welcome>());
        QSignalSpy stopped(s.server.get(), &Server::stopped);
        s.server->stop();
        QTRY_VERIFY(manager.find<ProtocolError>());
        QVERIFY(manager.find<ProtocolError>()->isFatal);
        QVERIFY(stopped.count() == 1 || stopped.wait(15'000));
    }
};

QTEST_GUILESS_MAIN(TestSyncTransport)
#include "test_sync_transport.moc"
