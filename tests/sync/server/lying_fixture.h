// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/codec.h"
#include "sync/server/session.h"
#include "workspace_fixture.h"

namespace mdmc::sync::test {

inline constexpr qint64 kHuge = std::numeric_limits<qint64>::max();

/// A workspace in which Ana (sees her own) lies, Ben's lead is out of her sight, and Ben works on.
struct Stand : Workspace {
    Stand() : ana(*this, Workspace::ana), ben(*this, Workspace::ben)
    {
        hidden = ben.createLead(QStringLiteral("Hidden"), {assign("consent", QStringLiteral("denied"))});
        own = ana.createLead(QStringLiteral("Own"), {assign("consent", QStringLiteral("denied"))});
        base = row(EntityType::Lead, own).rev;
        tail.moveTo(store->head().value());
    }

    SyncSession session(const User &user)
    {
        return SyncSession({*store, *processor, clock, {}, QStringLiteral("Agence"), SyncSession::Kind::Request, {}, {},
                            &tail},
                           actorFor(user));
    }
    SyncSession greeted(const User &user, const TestClient &client)
    {
        SyncSession s = session(user);
        Hello hello;
        hello.clientId = client.id;
        hello.lastN = client.n;
        hello.scopeTag = scopeTag(actorFor(user));
        if (!std::holds_alternative<Welcome>(s.handle(hello).front()))
            qFatal("no welcome");
        return s;
    }
    /// What the liar is told, by way of the wire as a transport would.
    Message answer(SyncSession &session, const Message &message)
    {
        const auto decoded = decodeFrame(encodeFrame(message));
        if (!decoded)
            return ProtocolError{errorCodeName(decoded.error().code), decoded.error().detail, 0, true};
        const std::vector<Message> replies = session.handle(decoded->front());
        return replies.empty() ? Message(Ping{}) : replies.front();
    }
    Operation op(OperationKind kind, const RecordId &id, std::vector<FieldEdit> edits = {},
                 EntityType type = EntityType::Lead)
    {
        return ana.make(kind, type, id, std::move(edits));
    }
    Operation note(const RecordId &id, const QString &text = QStringLiteral("x"))
    {
        return op(OperationKind::Patch, id, {assign("notes", text, base)});
    }
    RecordId newId() { return RecordId::mint(clock, random); }
    FieldEdit of(EntityType type, const char *field, Value value) { return assign(field, std::move(value), 0, type); }

    /// Nobody else is in the least disturbed.
    bool benCanWork()
    {
        SyncSession s = greeted(Workspace::ben, ben);
        const Message reply = answer(s, Push{{ben.makeLead(QStringLiteral("Undisturbed"))}});
        const PushResult *result = std::get_if<PushResult>(&reply);
        return result && result->results.front().outcome == Outcome::Applied;
    }

    TestClient ana, ben;
    RecordId hidden, own;
    qint64 base = 0;
    TailCache tail;
};

} // namespace mdmc::sync::test
