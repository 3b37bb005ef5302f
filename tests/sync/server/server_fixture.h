// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"
#include "sync/server/embedded_store.h"
#include "sync/server/server.h"
#include "sync/server/workspace_setup.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

namespace mdmc::sync::test {

inline const QString kPassword = QStringLiteral("correct horse 77");

struct Answer {
    int status = 0;
    QByteArray body;
    QHash<QByteArray, QByteArray> headers; ///< Lower-case names.
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

/// A real server on loopback with one account of each role, spoken to over real HTTP.
class RunningServer {
public:
    explicit RunningServer(RateLimits rates = generousRates())
    {
        const ServerKeys keys{*security::SecretKey::fromBytes(QByteArray(32, 'k')), QByteArray(32, 's')};
        const security::Argon2Cost cost = security::Argon2Cost::forTests();
        {
            auto store = EmbeddedStore::open({storePath(dir.path()), keys.store, true}).value();
            const TokenIssuer tokens = TokenIssuer::create(keys.tokenSecret, clock).value();
            Accounts accounts(*store, tokens, clock, random, security::PasswordHasher(cost));
            NewUser admin{QStringLiteral("Admin"), QStringLiteral("admin@example.org"), {}, {}, {}, kPassword};
            const User first =
                createWorkspace(*store, accounts, clock, random, QStringLiteral("Agence"), admin).value();
            users.insert(QStringLiteral("admin"), first);
            for (const char *role : {"manager", "account_manager", "finance", "read_only"}) {
                const QString key = QString::fromLatin1(role);
                users.insert(key,
                             addUser(*store, accounts, clock, random,
                                     {key, key + QStringLiteral("@example.org"), key, {}, first.teamId, kPassword})
                                 .value());
            }
        }
        ServerConfig config;
        config.dataDir = dir.path();
        config.keys = keys;
        config.rates = rates;
        config.passwordCost = cost;
        server = Server::open(config, clock, random).value();
        if (const auto started = server->start(); !started)
            qFatal("%s", qPrintable(started.error().detail));
    }

    static RateLimits generousRates()
    {
        RateLimits rates;
        rates.login = rates.api = rates.sync = rates.frames = rates.peer = {100'000, 1000};
        return rates;
    }

    Answer send(const QByteArray &method, const QString &path, const QByteArray &token = {},
                const QByteArray &body = {}, const QList<std::pair<QByteArray, QByteArray>> &headers = {},
                const QByteArray &type = "application/json")
    {
        QNetworkRequest request(QUrl(server->url() + path));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        if (!body.isNull())
            request.setRawHeader("Content-Type", type);
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        QNetworkReply *reply = network.sendCustomRequest(request, method, body);
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(30'000, &loop, &QEventLoop::quit);
        if (!reply->isFinished())
            loop.exec();
        Answer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = reply->readAll();
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers.insert(name.toLower(), value);
        reply->deleteLater();
        return answer;
    }

    Answer login(const QString &email, const QString &password)
    {
        return send("POST", QStringLiteral("/api/v1/auth/login"), {},
                    QJsonDocument(QJsonObject{{QStringLiteral("email"), email}, {QStringLiteral("password"), password}})
                        .toJson());
    }
    QByteArray tokenOf(const QString &role)
    {
        if (!tokens.contains(role))
            tokens.insert(
                role, login(users[role].email, kPassword).json()[QStringLiteral("accessToken")].toString().toLatin1());
        return tokens[role];
    }

    std::vector<Message> exchange(const QByteArray &token, const std::vector<Message> &messages)
    {
        const Answer answer =
            send("POST", QStringLiteral("/api/v1/sync"), token, encodeFrame(messages), {}, "application/vnd.mdmc.sync");
        const auto replies = decodeFrame(answer.body);
        if (answer.status != 200 || !replies)
            qFatal("sync answered %d %s", answer.status, answer.body.constData());
        return *replies;
    }

    /// The creation of a lead as a client's first operation.
    Operation newLead(const QString &role, const QString &artist)
    {
        Lead lead;
        lead.artistName = artist;
        Operation op;
        op.n = op.group = 1;
        op.kind = OperationKind::Create;
        op.id = RecordId::mint();
        op.edits = editsOfCreate(toRecord(lead));
        op.editedAt = clock.nowUtc();
        op.actor = users[role].id;
        return op;
    }

    ManualClock clock{QDateTime::currentMSecsSinceEpoch()};
    SystemRandom random;
    QTemporaryDir dir;
    QHash<QString, User> users;
    QHash<QString, QByteArray> tokens;
    QNetworkAccessManager network;
    std::unique_ptr<Server> server;
};

} // namespace mdmc::sync::test
