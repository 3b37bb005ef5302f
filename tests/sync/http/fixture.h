// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/http/server.h"

#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

namespace mdmc::http::test {

/// Waits for a condition in the event loop, where server and client both live.
template<typename Condition>
bool eventually(Condition condition)
{
    return QTest::qWaitFor(condition, 10'000);
}

/// A service made of whatever functions a test sets.
class StubService final : public Service {
public:
    std::optional<Response> admit(const Request &head) override { return onAdmit ? onAdmit(head) : std::nullopt; }
    void handle(Request request, Reply reply) override
    {
        handled.push_back(request);
        if (onHandle)
            return onHandle(request, std::move(reply));
        reply(Response::bytes(200, "text/plain", request.path.toUtf8()));
    }
    std::optional<Response> admitUpgrade(const Request &head) override
    {
        return onAdmitUpgrade ? onAdmitUpgrade(head) : Service::admitUpgrade(head);
    }
    void adopt(const Request &head, std::unique_ptr<QWebSocket> socket) override
    {
        adoptedHeads.push_back(head);
        adopted.push_back(std::move(socket));
    }

    std::function<std::optional<Response>(const Request &)> onAdmit;
    std::function<void(const Request &, Reply)> onHandle;
    std::function<std::optional<Response>(const Request &)> onAdmitUpgrade;
    std::vector<Request> handled;
    std::vector<Request> adoptedHeads;
    std::vector<std::unique_ptr<QWebSocket>> adopted;
};

struct ParsedReply {
    int status = 0;
    QByteArray head;
    QByteArray body;

    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            const qsizetype colon = line.indexOf(':');
            if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
                return line.mid(colon + 1).trimmed();
        }
        return {};
    }
};

/// A client that writes raw bytes and takes replies apart by Content-Length.
class RawClient {
public:
    explicit RawClient(quint16 port)
    {
        socket.connectToHost(QHostAddress::LocalHost, port);
        socket.waitForConnected(5000); // By the kernel; the server in this thread has not seen it yet.
    }

    void send(const QByteArray &bytes)
    {
        socket.write(bytes);
        socket.flush();
    }
    bool isClosed() const { return socket.state() == QAbstractSocket::UnconnectedState; }

    /// Whole replies received so far. `headOnly`: they answer HEAD, so no body follows.
    std::vector<ParsedReply> replies(bool headOnly = false)
    {
        if (socket.bytesAvailable() > 0)
            received += socket.readAll();
        std::vector<ParsedReply> all;
        for (qsizetype at = 0;;) {
            const qsizetype end = received.indexOf("\r\n\r\n", at);
            if (end < 0)
                return all;
            ParsedReply reply;
            reply.head = received.mid(at, end - at);
            reply.status = reply.head.mid(9, 3).toInt();
            const qsizetype size = headOnly || reply.status == 100 ? 0 : reply.header("Content-Length").toLongLong();
            if (received.size() < end + 4 + size)
                return all;
            reply.body = received.mid(end + 4, size);
            at = end + 4 + size;
            all.push_back(reply);
        }
    }
    bool waitForReplies(size_t count)
    {
        return eventually([&] { return replies().size() >= count; });
    }

    QTcpSocket socket;
    QByteArray received;
};

/// A server on a free loopback port whose time stands still until the test turns it.
class Fixture {
public:
    explicit Fixture(Limits limits = {}) : server(service, clock, limits)
    {
        const auto listening = server.listen(QHostAddress::LocalHost, 0);
        if (!listening)
            qFatal("%s", qPrintable(listening.error().detail));
    }

    /// Waits until the server has taken in what was sent to it before: then a later connection, refused before any
    /// service sees it, has its reply.
    bool hasCaughtUp()
    {
        RawClient later(server.port());
        later.send("GET / HTTP/9.9\r\n\r\n");
        return later.waitForReplies(1) && later.replies().front().status == 505;
    }

    ManualClock clock;
    StubService service;
    Server server;
};

inline QByteArray get(const QByteArray &path, const QByteArray &headers = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

} // namespace mdmc::http::test
