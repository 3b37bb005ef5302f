// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/replica.h"
#include "sync/server/store.h"
#include "tests/simulation/invariants/violation.h"
#include "tests/simulation/server_history.h"

#include <functional>

namespace mdmc::simulation {

/// A word that occurs nowhere else: what the simulated people write holds one each. Where it turns up, there the row is.
/// Its last eight letters alone are as good as unique (a full-text index stores words without the beginning that they
/// share with the one before).
QString canaryWord(quint64 dice);
/// All canary words in a text or in bytes that hold text.
QStringList canariesIn(const QString &text);

/// One operation that a person committed, durable on their computer: the unit of which none may be lost.
struct Intention {
    int number = 0;
    int client = 0;              ///< Where it was made.
    sync::Operation operation;   ///< As it was appended.
    UtcMs at = 0;                ///< True time.
    QString toString() const;    ///< "#17 patch lead 0198… (client 2, n 5): notes"
};

/// An intention as one database holds it. A cloned or rolled back database makes further copies.
struct Copy {
    enum class State : quint8 {
        Pending,   ///< No result has arrived at this client.
        Decided,   ///< Applied or merged, says the result that arrived.
        Refused,   ///< Rejected: it has to be in the tray.
        Discarded, ///< The person discarded it from the tray.
        TakenUp,   ///< The person retried it from the tray: another intention took its place.
        SetBack,   ///< The database was set back to a moment before it was made.
    };
    int intention = 0;
    RecordId client;  ///< Client id and number as they stand now: a client that takes a new id numbers anew.
    qint64 n = 0;
    qint64 group = 0;
    State state = State::Pending;
    qint64 seq = 0;             ///< Decided: of the result.
    qint64 branch = -1;         ///< Decided: in which of the server's branches.
    bool isOfEarlierId = false; ///< Decided under a client id that was given up since.
};

/// What a person does at a client.
enum class Act : quint8 { Edit, Retry, Discard };

/// What the ledger knows of one client's database: copied with it.
struct ClientFacts {
    RecordId user;
    RecordId clientId;
    qint64 lastN = 0;
    std::vector<Copy> copies;
    sync::Cursor cursor;        ///< The last one seen.
    bool isOpened = false;      ///< The database has been seen at all.
    /// The process ended with this act, and nobody knows yet what it took out of the tray, which held this before.
    struct Doubt {
        Act act;
        std::map<qint64, sync::Operation> tray;
    };
    std::optional<Doubt> doubt;
    std::map<RecordRef, qint64> tombstones; ///< Deletions that this client was told of, with their sequence.
};

/// A message that the server handed to a session, and what was true at that moment.
struct Handed {
    int client = 0;
    Actor actor;
    sync::Message message;
    size_t branch = 0;   ///< Which of the server's branches,
    size_t commits = 0;  ///< and how many of its commits were done.
};

/// What really happened, noted independently of the product's own bookkeeping. The world calls it at these points:
///
/// - a person acts: `act` around every call of Replica that appends operations or touches the tray;
/// - a client's database was opened (first start, after every kill, after a clone or roll-back): `opened`;
/// - after every call into an engine (frame, reply, failure, tick): `afterEngine`;
/// - a message reaches a client's engine: `delivered`, before the engine gets it;
/// - the server hands a message to a session: `handed`, before the network gets it; a message of a client reaches the
///   server: `received`, before the session gets it;
/// - everything durable on the server: by `ObservedStore` (observed_store.h), over which processor, feed and sessions
///   have to work;
/// - copies and restores: `mark`, `cloned`, `rolledBack`, `markServer`, `serverRestored`.
///
/// Checks what can only be seen on the way; what it finds is in `found()`. One thread.
class Ledger {
public:
    Ledger();
    ~Ledger();

    // Clients -----------------------------------------------------------------------------------------------------
    void addClient(int client, const RecordId &user);
    /// Runs `action`, which appends operations to the replica's outbox or touches the tray. What became durable is
    /// noted; where the disk died on the way, `opened` finds out what did. The action says whether it succeeded and
    /// must leave the replica alive.
    using Act = simulation::Act;
    bool act(int client, sync::Replica &replica, UtcMs now, Act kind, const std::function<bool()> &action);
    void opened(int client, sync::Replica &replica, UtcMs now);
    void afterEngine(int client, sync::Replica &replica, UtcMs now);
    void delivered(int client, const sync::Message &message);
    /// The client leaves the world for good (wiped after a revocation): what it still held is given up.
    void retired(int client);

    /// To be taken together with an image of the client's disk.
    using ClientMark = ClientFacts;
    ClientMark mark(int client) const { return m_clients.at(client); }
    void rolledBack(int client, const ClientMark &mark);
    /// The disk of `origin` now also stands in the new client `copy`.
    void cloned(int origin, int copy);

    // Server ------------------------------------------------------------------------------------------------------
    /// The store as the world begins, and after each of the server's starts.
    void serverStarted(sync::Store &store);
    /// By ObservedStore: a commit is about to be written; it was, or it failed or the process is gone.
    void committing(const std::shared_ptr<StoreCommit> &commit);
    void committed(const std::shared_ptr<StoreCommit> &commit, bool isDone);
    void received(int client, const RecordId &clientId, const sync::Push &push, UtcMs now);
    void handed(int client, const Actor &actor, const sync::Message &message);
    /// A line that the product wrote to its log.
    void logged(const QString &line);
    /// Bytes that wait to be sent to a session.
    void queued(int client, qint64 unsentBytes);
    /// A server that fails at this record's operations was injected.
    void poisoned(const RecordId &record) { m_poisoned.insert(record); }

    using ServerMark = quint64; ///< To be taken together with an image of the server's disk.
    ServerMark markServer() const { return m_server.mark(); }
    /// The store was set back to the mark; before it is started again.
    void serverRestored(ServerMark mark, UtcMs at);
    ServerHistory &server() { return m_server; }
    const ServerHistory &server() const { return m_server; }

    /// What `feed.after(actor, cursor)` said for the cursor in use of each client, before and after the log was folded.
    struct Folding {
        int client = 0;
        sync::Cursor cursor;
        sync::Changes before, after;
        bool isContinued = false; ///< Afterwards the cursor can still be continued, or lies below the new floor.
    };
    void folded(Folding folding) { m_foldings.push_back(std::move(folding)); }
    const std::vector<Folding> &foldings() const { return m_foldings; }

    // What was noted ----------------------------------------------------------------------------------------------
    const std::vector<Intention> &intentions() const { return m_intentions; }
    const Intention &intention(int number) const { return m_intentions[size_t(number)]; }
    const std::map<int, ClientFacts> &clients() const { return m_clients; }
    const std::vector<Handed> &handedMessages() const { return m_handed; }
    /// Final results that the server handed out.
    struct Answer {
        int client = 0;
        RecordId clientId;
        sync::OperationResult result;
        size_t branch = 0;
        size_t commits = 0; ///< Durable commits of that branch at the moment.
    };
    const std::vector<Answer> &answers() const { return m_answers; }
    const std::set<RecordId> &poisonedRecords() const { return m_poisoned; }
    const std::optional<Violation> &found() const { return m_found; }
    qint64 examinedOnTheWay(int invariant) const { return m_examined.at(size_t(invariant)); }
    qint64 maxUnsentBytes() const { return m_maxUnsent; }
    qint64 maxMessageBytes() const { return m_maxMessage; }

private:
    template<typename Message>
    void note(int invariant, bool isFine, Message message)
    {
        ++m_examined[size_t(invariant)];
        if (!isFine && !m_found)
            m_found = Violation{invariant, message()};
    }
    void settleTray(int client, ClientFacts &facts, const std::map<qint64, sync::Operation> &tray);
    bool look(int client, ClientFacts &facts, sync::Replica &replica, UtcMs now);
    void adopt(int client, ClientFacts &facts, const std::vector<sync::Operation> &outbox, UtcMs now);
    void renumbered(int client, ClientFacts &facts, const RecordId &id, const std::vector<sync::Operation> &outbox);
    void offeredAgain(ClientFacts &facts, const RecordId &id, const sync::Operation &op);
    void reoffered(ClientFacts &facts, const std::vector<sync::Operation> &outbox);
    void takeResults(ClientFacts &facts, const sync::PushResult &result);
    void checkOwnEdits(int client, const ClientFacts &facts, sync::Replica &replica);
    void checkOwnEdits(int client, const std::vector<const Copy *> &copies, sync::Replica &replica);
    void checkRemovals(int client, sync::Replica &replica);
    void checkNoReturn(int client, ClientFacts &facts, sync::Replica &replica);
    bool wasUndeleted(const RecordRef &ref) const;
    void checkHandedChanges(int client, const Actor &actor, const sync::Changes &page);
    void checkHandedRow(int client, const Actor &actor, const Record &row);

    std::vector<Intention> m_intentions;
    std::map<int, ClientFacts> m_clients;
    std::map<int, std::vector<RecordRef>> m_toWatch; ///< Rows of messages on their way into an engine.
    std::map<int, std::vector<RecordRef>> m_unverified; ///< Evictions that the server's own count does not cover.
    ServerHistory m_server;
    std::shared_ptr<StoreCommit> m_doubtful; ///< Nobody knows whether it was written.
    std::map<std::tuple<RecordId, qint64, QByteArray>, sync::Operation> m_received; ///< By client id, n and hash.
    std::vector<Handed> m_handed;
    std::vector<Answer> m_answers;
    std::pair<RecordId, std::vector<sync::Operation>> m_lastPush; ///< And the client id under which it came.
    std::map<int, RecordId> m_pushing; ///< Client id of the last push of each client.
    std::vector<Folding> m_foldings;
    std::set<RecordId> m_poisoned;
    std::array<qint64, 21> m_examined{};
    std::optional<Violation> m_found;
    qint64 m_maxUnsent = 0;
    qint64 m_maxMessage = 0;
};

} // namespace mdmc::simulation
