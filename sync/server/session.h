// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/change_feed.h"
#include "sync/server/operation_processor.h"
#include "sync/server/prepared_snapshot.h"

#include <functional>

namespace mdmc::sync {

/// Reading is what costs a server most, so a frame asks for little of it at a time: what goes beyond is answered
/// rate_limited, the frame's other messages as ever.
class ReadBudget {
public:
    static constexpr int kMost = 16; ///< Pulls, pages, checksums and buckets of one frame: the answers fit one.

    /// The answer to a question too many.
    std::optional<Message> refusal(const Message &question);
    static bool isReading(const Message &question);

private:
    int m_taken = 0;
};

/// One client's conversation, without any I/O: messages in, messages out. The same over a WebSocket (`Live`: changes
/// come unasked once the client follows) and over HTTP (one session per request). Same thread as the store.
class SyncSession {
public:
    enum class Kind { Request, Live };
    struct Setting {
        Store &store;
        OperationProcessor &processor;
        const Clock &clock;
        SyncLimits limits;
        QString workspaceName;
        Kind kind = Kind::Request;
        /// A new access token: who it is for, or an error. Null: renewals are refused.
        std::function<Result<>(const QByteArray &accessToken)> renew;
        /// Called after a commit that changed rows.
        std::function<void()> committed;
        /// Live: what the sessions of one hub read together.
        TailCache *tail = nullptr;
        /// Snapshot pages have their rows packed: for a host that sends them on as they are.
        bool arePagesPacked = false;
        /// Pages made beforehand, handed out `compressed`: for such a host, too. Null: there are none.
        PreparedSnapshot *prepared = nullptr;
    };
    SyncSession(Setting setting, const Actor &actor)
        : m_s(std::move(setting)), m_feed(m_s.store, m_s.limits), m_actor(actor)
    {
    }

    /// Answers one message. A message out of turn or a failure is answered with ProtocolError.
    std::vector<Message> handle(const Message &message);
    /// Answers pushes that came one right after the other, one answer to each: they cost one commit where all goes well.
    std::vector<Message> handle(std::span<const Push> pushes);
    /// So many are taken together: what they hold takes about 0.1 s, in which nobody else writes.
    static constexpr int kPushesTogether = 4;
    /// A client may have so many under way: the next are there when those are answered.
    static constexpr int kPushesUnderWay = 2 * kPushesTogether;

    struct NextFrame {
        QByteArray bytes;
        bool isLast = false; ///< Nothing more for now.
    };
    /// Live: the next changes for a session that follows, encoded; nothing when there are none up to the head of `tail`.
    std::optional<NextFrame> nextFrame();
    /// Live: the same as messages, to go out with the answers to so many pushes; none where `nextFrame` does it better.
    std::vector<Message> nextChanges(int pushes = 1);
    /// Live: too much is unsent. The session stops following until the client pulls.
    Message fallBehind();
    /// The user's record changed: a session that sees other rows now stops following and is told. Nothing otherwise.
    std::optional<Message> setActor(const Actor &actor);

    const Actor &actor() const { return m_actor; }
    const RecordId &clientId() const { return m_client; }
    bool isFollowing() const { return m_isFollowing; }
    bool hasFatalError() const { return m_isFatal; }

private:
    std::vector<Message> on(const Hello &hello);
    std::vector<Message> on(const Push &push);
    std::optional<Message> refusalOfPushes();
    Message answer(Result<DecidedPush> &outcome);
    std::vector<Message> on(const AckResults &ack);
    std::vector<Message> on(const Pull &pull);
    std::vector<Message> on(const SnapshotRequest &request);
    std::vector<Message> on(const ChecksumRequest &request);
    std::vector<Message> on(const BucketRequest &request);
    std::vector<Message> on(const Renew &renew);
    std::vector<Message> on(const Ping &ping);
    template <typename Other> std::vector<Message> on(const Other &);

    std::vector<Message> fail(const Error &error);
    std::vector<Message> failFollowing(const Error &error); ///< As changes were read.
    std::vector<Message> fail(const QString &code, const QString &detail, bool isFatal = false,
                              qint64 retryAfterMs = 0);
    Result<ChangeFeed::Continuity> continuityOf(const Cursor &cursor);
    Result<std::vector<qint64>> lastNumbers(const std::vector<RecordId> &clients);
    Result<Welcome::Resume> resumeFor(const Hello &hello, const std::optional<ClientState> &state);

    Setting m_s;
    ChangeFeed m_feed;
    Actor m_actor;
    RecordId m_client;
    int m_clientIds = 0; ///< Different ones that this session has said hello with.
    QString m_application;
    QByteArray m_helloTag; ///< The scope that the client said it was filled for.
    Cursor m_cursor; ///< Live: up to where changes were handed out.
    bool m_isFollowing = false;
    bool m_isForked = false;
    bool m_isOfOtherHistory = false; ///< The greeting's cursor was; until the next one.
    bool m_isFatal = false;
};

} // namespace mdmc::sync
