// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sync/client/replica_fixture.h"

#include "sync/client/engine.h"
#include "sync/protocol/codec.h"

namespace mdmc::sync::test {

/// A network that does nothing by itself: the test sees what was sent and answers.
class ScriptedLink final : public Link {
public:
    void openLive() override { ++opens; isOpen = true; }
    void sendLive(const QByteArray &frame) override
    {
        const std::vector<Message> messages = decodeFrame(frame).value();
        sent.insert(sent.end(), messages.begin(), messages.end());
    }
    void closeLive() override { isOpen = false; }
    quint64 post(const QByteArray &frame, int) override
    {
        posts.emplace(++lastPost, decodeFrame(frame).value());
        return lastPost;
    }
    void afterSending(std::function<void()> work) override { isHolding ? held.push_back(std::move(work)) : work(); }
    void cancelPosts() override { posts.clear(); held.clear(); }
    void renew() override { ++renewals; }

    LinkEvents &events() { return *m_events; }
    void answer(const Message &message) { m_events->liveFrame(encodeFrame(message)); }
    void answer(const std::vector<Message> &messages) { m_events->liveFrame(encodeFrame(messages)); }
    void close(ErrorCode code, qint64 retryAfterMs = 0)
    {
        isOpen = false;
        m_events->liveClosed({Error{code, QStringLiteral("scripted"), {}}, retryAfterMs});
    }
    /// Answers the oldest post that carries such a message.
    template<typename Asked>
    bool reply(const std::vector<Message> &messages)
    {
        for (const auto &[id, asked] : posts) {
            if (!std::any_of(asked.begin(), asked.end(), [](const Message &m) { return std::holds_alternative<Asked>(m); }))
                continue;
            const quint64 found = id;
            posts.erase(found);
            m_events->replied(found, decodeFramePacked(encodeFrame(messages)));
            return true;
        }
        return false;
    }
    template<typename Asked>
    std::optional<Asked> posted() const
    {
        for (const auto &[id, asked] : posts)
            for (const Message &message : asked)
                if (const Asked *found = std::get_if<Asked>(&message))
                    return *found;
        return std::nullopt;
    }
    /// The last message of the kind on the live socket, taken out.
    template<typename Kind>
    std::optional<Kind> take()
    {
        for (size_t i = sent.size(); i-- > 0;) {
            if (const Kind *found = std::get_if<Kind>(&sent[i])) {
                const Kind message = *found;
                sent.erase(sent.begin() + qptrdiff(i));
                return message;
            }
        }
        return std::nullopt;
    }

    int opens = 0;
    bool isHolding = false;
    std::vector<std::function<void()>> held;
    int renewals = 0;
    bool isOpen = false;
    std::vector<Message> sent;
    std::map<quint64, std::vector<Message>> posts;
    quint64 lastPost = 0;
};

/// An engine over a real replica and a scripted network.
struct Bench : ReplicaFixture, EngineObserver {
    Bench()
    {
        known = leadRow(QStringLiteral("Known"));
        snapshot({known});
        engine = std::make_unique<SyncEngine>(*replica, link, clock, random, *this);
    }

    void statusChanged(const SyncStatus &status) override { states.push_back(status.state); }
    void replicaChanged(const ChangeSet &) override { ++changes; }
    void operationRefused(const Refusal &refusal) override { refusals.push_back(refusal); }
    const std::atomic<bool> *awaited() const override { return &isWaitedFor; }

    QByteArray scopeTag = "tag"; ///< Of what the server lets the person see.

    Welcome welcome(Welcome::Resume resume = Welcome::Resume::Tail) const
    {
        Welcome message;
        message.epoch = epoch;
        message.head = seq;
        message.lastN = replica->hello()->lastN; // Whatever has a result, the server knows;
        if (resume == Welcome::Resume::ClientForked)
            ++message.lastN; // and more of a copy.
        message.serverTime = clock.nowUtc();
        message.scopeTag = scopeTag;
        message.userId = me.id;
        message.resume = resume;
        return message;
    }

    void goLive()
    {
        engine->start();
        link.events().liveOpened();
        link.answer(welcome());
        catchUp();
    }

    /// The tail catches up with the server's head.
    void catchUp(std::vector<Record> rows = {}) { link.answer(batch(std::move(rows))); }
    Changes batch(std::vector<Record> rows = {})
    {
        Changes message;
        message.from = replica->cursor()->seq;
        message.to = cursorAt(seq);
        message.rows = std::move(rows);
        return message;
    }

    void edit(const QString &notes)
    {
        require(commit(Kind::Patch, known.id, {leadText("notes", notes)}));
        engine->localChange();
    }

    /// Lets time pass as the host does: never past the engine's own deadline.
    /// The first number of each push that was sent and not taken yet, in their order; -1 behind one that should come
    /// right after the one before it.
    QList<qint64> pushedNumbers()
    {
        QList<qint64> numbers;
        qint64 last = 0;
        for (const Message &message : std::exchange(link.sent, {})) {
            const Push *push = std::get_if<Push>(&message);
            if (!push)
                continue;
            numbers.append(last > 0 && push->afterN != last ? -1 : push->operations.front().n);
            last = push->operations.back().n;
        }
        return numbers;
    }
    void pass(qint64 ms)
    {
        while (ms > 0) {
            const qint64 step = std::min(ms, engine->msToNextTick());
            clock.advance(step);
            ms -= step;
            engine->tick();
        }
    }

    SyncState state() const { return engine->status().state; }

    ScriptedLink link;
    Record known;
    std::unique_ptr<SyncEngine> engine;
    std::vector<SyncState> states;
    std::vector<Refusal> refusals;
    std::atomic<bool> isWaitedFor = false;
    int changes = 0;
};

} // namespace mdmc::sync::test
