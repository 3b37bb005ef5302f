// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/backoff.h"
#include "sync/client/link.h"
#include "sync/client/replica.h"
#include "sync/client/sync_log.h"

#include <deque>
#include <map>

namespace mdmc::sync {

/// Hears what the engine does. Calls come from inside the engine's own calls: do not call it back from there.
class EngineObserver {
public:
    virtual ~EngineObserver() = default;
    virtual void statusChanged(const SyncStatus &status) = 0;
    virtual void replicaChanged(const ChangeSet &changes) = 0;
    virtual void operationRefused(const Refusal &refusal) = 0;
    /// Whether anybody may be waiting for the engine's thread, who else has to wait for the end of longer work.
    virtual bool isAwaited() const { return true; }
    /// The same, to be looked at in the midst of long work; it outlives the engine. Null: not known there.
    virtual const std::atomic<bool> *awaited() const { return nullptr; }
};

/// Keeps a replica in step with its server (SYNC.md). Does no input or output of its own: disk is the replica, network
/// the link, time the clock. One thread; deterministic for equal events, clock and randomness.
///
/// The person never waits for it: it reacts to `localChange`, the link's events and `tick`, which its host calls after
/// `msToNextTick` at the latest.
class SyncEngine final : public LinkEvents {
public:
    static constexpr qint64 kConnectMs = 20'000;     ///< For opening and greeting.
    static constexpr qint64 kSilenceMs = 45'000;     ///< A live socket without bytes is replaced.
    static constexpr qint64 kPingMs = 20'000;
    static constexpr qint64 kResultMs = 60'000;      ///< Operations without a result are sent again.
    static constexpr qint64 kAuditMs = 60'000;
    static constexpr qint64 kIndexMs = 1000;         ///< Indexing in one transaction, while nobody waits.
    static constexpr qint64 kQuietMs = 2000;         ///< After the person did something, before an index of a field is made.
    static constexpr qint64 kMaxQuietMs = 60'000;    ///< The same, when it was given up again and again.
    static constexpr qint64 kCheckMs = 600'000;
    static constexpr qint64 kRepairMs = 600'000;     ///< At most one repair in this time.
    static constexpr qint64 kScrubMs = 600'000;      ///< At most one rewriting of the file in this time.
    static constexpr qint64 kHttpMs = 600'000;       ///< How long the fallback lasts before the live tail is tried again.
    static constexpr int kPollMs = 25'000;
    static constexpr int kPushesUnderWay = 8;        ///< Where the server takes so many.
    static constexpr size_t kPagesAhead = 4;         ///< Pages of a snapshot that came and are not written yet, before more are asked for.
    static constexpr int kPostMs = 60'000;           ///< For an answer to a request.
    static constexpr qint64 kCheckChanges = 5000;    ///< Rows after which checksums are compared early.

    SyncEngine(Replica &replica, Link &link, const Clock &clock, Random &random, EngineObserver &observer);
    ~SyncEngine() override;

    void start();        ///< Connects, or tries again at once. Nothing for a replica without a server.
    void stop();         ///< Closes the connection and stays away.
    void localChange();  ///< The outbox has grown.
    void personActed();  ///< What takes the machine for seconds begins later.
    void tick();
    qint64 msToNextTick() const;
    const SyncStatus &status() const { return m_status; }
    /// Counts have changed by something the engine did not do (retry, discard).
    void refreshStatus();
    /// For the sync inspector: where things stand, and what happened lately.
    Result<SyncInspection> inspect();

    void liveOpened() override;
    void liveFrame(const QByteArray &frame) override;
    void liveClosed(const LinkFailure &failure) override;
    void replied(quint64 post, Result<std::vector<Message>> messages) override;
    void postFailed(quint64 post, const LinkFailure &failure) override;
    void renewed(const QByteArray &accessToken) override;
    void renewFailed(const LinkFailure &failure) override;

private:
    enum class Phase : quint8 {
        Idle,      ///< Not started, or told to stay away.
        Waiting,   ///< For the next attempt.
        Renewing,  ///< A new access token is on its way.
        Opening,
        Greeting,
        Snapshot,
        Following, ///< The tail comes in, operations go out.
        SignIn,    ///< The session has ended.
        Halted,    ///< Will not go on by itself.
    };
    enum class Purpose : quint8 { Greet, Page, Poll, Push, CatchUp, Check };

    // Connection
    void connect();
    void disconnect();
    void wait(const LinkFailure &failure);
    void halt(const Error &error);
    void fail(const LinkFailure &failure);
    void storageFailed(const Error &error);
    void stalled();
    void sayHello();
    /// `seen`: of a page that the replica has not taken yet, so that no answer is of another history than it.
    void post(Purpose purpose, std::vector<Message> messages, int timeoutMs, const Cursor &seen = {});
    bool isUnderWay(Purpose purpose) const;
    void sendLive(const std::vector<Message> &messages);
    /// The value, or nothing after the engine has paused because of the disk.
    template<typename T>
    std::optional<T> kept(Result<T> result);
    bool kept(const Result<> &result);

    // Messages
    void handle(Result<std::vector<Message>> messages);
    void on(const Welcome &welcome);
    void on(PushResult &result);
    void afterResults(const PushResult &result, const PushOutcome &outcome);
    void afterChanges(const Changes &batch, PullOutcome outcome);
    void on(const Changes &changes);
    void on(const ChecksumReply &reply);
    void on(const BucketReply &reply);
    void on(const Behind &behind);
    void on(const TokenExpiring &notice);
    void on(const ScopeChanged &notice);
    void on(const Pong &pong);
    void on(const ProtocolError &error);
    template<typename Other>
    void on(const Other &);
    void resume(const Welcome &welcome);
    bool offerMissing(const Welcome &welcome);
    bool hasOvertaken(const Welcome &welcome);
    void takeNewId();
    bool isOfThisClient(const PushResult &result);

    // Work
    void follow(bool mustPull);
    std::optional<Pull> pullFromCursor(int waitMs);
    void poll(int waitMs);
    void catchUp();
    void push();
    bool mayPush();
    std::optional<Push> nextPush();
    std::optional<std::vector<Message>> nextPushes(int most);
    bool isPushing() const { return !m_pushes.empty(); }
    void forgetPushes();
    void pushAnswered(const std::vector<OperationResult> &results);
    Result<bool> skipsUndecided(const PushResult &result);
    Result<Replica::Together> resultsAlone(const PushResult &result);
    void onResults(std::vector<PushResult> results, std::optional<Changes> batch);
    void pushFailed(const Error &error, qint64 retryAfterMs, bool isEditsFault = true);
    void noteDeferral(const PushResult &result);
    static bool isStoresTrouble(const QString &code);
    void delayPush(std::optional<ErrorCode> why, qint64 atLeastMs);
    void logAnswer(const PushResult &result);
    void logRefusal(const Refusal &refusal);
    void logComparison(const ChecksumReply &reply, size_t differing);
    void logRepair(const BucketReply &reply, bool isRefused);
    void beginSnapshot(const QByteArray &scopeTag);
    void requestPage();
    void onPages(std::vector<SnapshotPage> pages);
    void askForPages(const Cursor &seen);
    void takeNextPage(int run);
    void takePage(const SnapshotPage &page);
    void forgetPages();
    void check();
    void nextRepair();
    void audit();
    void scrub();
    void index();
    void indexField();
    void changed(const ChangeSet &changes);
    void learnClock(UtcMs serverTime, qint64 roundTripMs);
    void keepLastSynced(UtcMs at, bool isConnected);
    void updateStatus();
    SyncState stateOf(const Replica::Counts &counts);

    Replica &m_replica;
    Link &m_link;
    const Clock &m_clock;
    EngineObserver &m_observer;
    SyncLog m_log;
    UtcMs m_startedAt = 0;
    UtcMs m_comparedAt = 0;
    int m_differing = 0;
    UtcMs m_repairedAt = 0;
    Backoff m_backoff;
    Backoff m_pushBackoff;
    SyncLimits m_limits;

    Phase m_phase = Phase::Idle;
    SyncStatus m_status;
    UtcMs m_lastSyncedKept = 0; ///< As the replica has it.
    std::optional<Error> m_error;
    std::optional<Error> m_notice;  ///< Something wrong that does not stop the work.
    std::optional<Error> m_deferral; ///< Why the server takes no edits for the moment, while it answers otherwise.
    qint64 m_deadline = 0;          ///< Of the phase, monotonic.
    UtcMs m_retryAt = 0;
    bool m_isHttp = false;
    bool m_isLiveOpen = false;
    qint64 m_httpUntil = 0;
    int m_stalls = 0;
    int m_openFailures = 0;
    int m_greetings = 0;
    bool m_isTokenFresh = false;    ///< Renewed, and no success since.
    bool m_isRenewingInBand = false;
    qint64 m_lastBytesAt = 0;
    qint64 m_lastPingAt = 0;

    QByteArray m_epoch;
    QByteArray m_scopeTag;
    qint64 m_floor = 0;
    qint64 m_head = 0;

    std::map<quint64, Purpose> m_posts;
    std::optional<Purpose> m_answered; ///< Of the post whose reply is being read; nothing for a live frame.
    /// Sent and not answered yet, in the order in which the answers come.
    struct UnderWay {
        qint64 firstN = 0;
        qint64 lastN = 0;
        qint64 operations = 0;
        qint64 aloneGroup = 0; ///< The group that it holds, when it holds no other.
        qint64 at = 0;
    };
    std::deque<UnderWay> m_pushes;
    bool m_startsAnew = false; ///< One of them was not decided: the next begins with that, once all are answered.
    qint64 m_pushNotBefore = 0;
    int m_pushFailures = 0;
    bool m_isServerHealthy = true;  ///< Something else was answered since a push last failed.
    qint64 m_ackN = 0;              ///< To acknowledge with the next push, ping or request.
    bool m_isCatchingUp = false;
    int m_snapshotRun = 0; ///< Pages of an earlier one are dropped.
    std::deque<SnapshotPage> m_pages; ///< They came and are not written yet.
    std::optional<SnapshotRequest> m_afterPages; ///< What is to be asked for after them.

    qint64 m_nextAudit = 0;
    qint64 m_nextScrub = 0;
    qint64 m_indexNotBefore = 0;
    qint64 m_fieldIndexNotBefore = 0;
    qint64 m_quietMs = kQuietMs;
    qint64 m_nextCheck = 0;
    qint64 m_changesSinceCheck = 0;
    qint64 m_lastRepair = 0;
    bool m_hasRepaired = false;
    std::vector<EntityType> m_typesToCheck;
    std::vector<Checksum> m_bucketsToRepair;
};

template<typename T>
std::optional<T> SyncEngine::kept(Result<T> result)
{
    if (result)
        return std::move(*result);
    storageFailed(result.error());
    return std::nullopt;
}

template<typename Other>
void SyncEngine::on(const Other &)
{
    fail({Error{ErrorCode::ProtocolViolation, QStringLiteral("the server sent a message that is a client's"), {}}, 0});
}

} // namespace mdmc::sync
