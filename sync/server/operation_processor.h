// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "sync/protocol/messages.h"
#include "sync/server/working_set.h"

#include <unordered_map>

namespace mdmc::sync {

/// Whose operations are processed.
struct Submitter {
    RecordId client;
    RecordId user;
    QString device; ///< Name for lists of devices and the audit; may be empty.
};

struct DecidedPush {
    std::vector<OperationResult> results; ///< In n order; later operations were not reached.
    Head head; ///< After the commit.
    bool hasChanged = false; ///< Rows changed: wake the live sessions.
    Head before; ///< When the transaction began.
    Committed committed; ///< What lies between; nothing when there was more than one transaction.
};

/// The one path by which data changes: decides operations and writes rows, change log, results, client state and audit
/// in one transaction, in the order of SYNC.md "Commit order". Committed means durable.
/// Clock and randomness are handed in. Same thread as its store.
class OperationProcessor {
public:
    OperationProcessor(Store &store, const Clock &clock, Random &random, SyncLimits limits = {})
        : m_store(store), m_clock(clock), m_random(random), m_limits(limits)
    {
    }

    /// Processes a client's operations in n order. What was decided before is answered from the stored results.
    /// Groups are atomic. When something unexpected happens, groups are tried one by one; the one that fails is
    /// Deferred and what follows it is not reached, so that no number is skipped. One that failed kFailures times while
    /// the store took other writes is refused (server_error), and what follows goes on.
    /// `skipped`: what the client gave up on; before the operations, in n order.
    /// Forbidden: the account is disabled or gone.
    static constexpr int kFailures = 8;
    /// `afterN`: as in Push. When that number is not decided nothing of it is reached, and there are no results.
    Result<DecidedPush> push(const Submitter &submitter, const std::vector<Operation> &operations,
                             const std::vector<SkippedOperation> &skipped = {}, qint64 afterN = 0);

    /// Pushes that one client sent one after the other, in one transaction where they are sound and all goes well, and
    /// each by itself otherwise. One answer to each of them; of those decided together the last has what was committed.
    std::vector<Result<DecidedPush>> pushTogether(const Submitter &submitter, std::span<const Push> pushes);

    /// For writers without an outbox (REST, administration): numbers the operations itself, makes them one group and
    /// forgets the results at once. `n`, `group`, `groupSize`, `actor` and times of the operations are filled in.
    Result<DecidedPush> submit(const Submitter &submitter, std::vector<Operation> operations);

    /// The client has the results up to `n` durably. Kept in memory and written with a later push, since nothing but the
    /// removal of results long after depends on it. The client is known to be the session's.
    void acknowledged(const RecordId &client, qint64 n);

private:
    struct Effect {
        const Operation *operation;
        qint64 seq;
    };
    struct Part {
        std::span<const SkippedOperation> skipped;
        std::span<const Operation> operations;
        std::span<const Effect> before; ///< Of the same push: what follows was typed on top of them.
        bool isQuarantined = false;     ///< The operations are refused unseen.
        qint64 afterN = 0;              ///< Nothing is reached before this number is decided.
    };
    Result<> check(const std::vector<Operation> &operations, const std::vector<SkippedOperation> &skipped) const;
    bool areSound(std::span<const Push> pushes) const;
    Result<DecidedPush> decide(const Submitter &submitter, const std::vector<Operation> &operations,
                               const std::vector<SkippedOperation> &skipped, qint64 afterN);
    void withRows(const RecordId &user, DecidedPush &outcome);
    Result<> addRows(const RecordId &user, std::vector<OperationResult> &results);
    Result<DecidedPush> attempt(const Submitter &submitter, const Part &part);
    Result<DecidedPush> inTransaction(const Submitter &submitter, const Part &part);
    Result<> writeAcknowledged(ClientState &state);
    Result<DecidedPush> attemptGroup(const Submitter &submitter, Part part);
    Result<> forgetResults(const RecordId &client, qint64 upToN);
    Result<int> countFailure(const Submitter &submitter, const Operation &head);

    Store &m_store;
    const Clock &m_clock;
    Random &m_random;
    SyncLimits m_limits;
    std::unordered_map<RecordId, qint64> m_acknowledged;
    RuleData m_rules;
};

} // namespace mdmc::sync
