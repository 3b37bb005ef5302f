// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/operation_processor.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "sync/server/push_batch.h"

namespace mdmc::sync {

namespace {

constexpr size_t kMostAcknowledged = 1000;
constexpr int kRetryAfterMs = 2000;
constexpr int kFullRetryAfterMs = 5000; ///< Room on a disk does not come by itself.

/// What is wrong with the machine is not the operation's fault, and passes.
bool isEnvironment(ErrorCode code)
{
    return code == ErrorCode::StorageBusy || code == ErrorCode::StorageFull || code == ErrorCode::Cancelled;
}

} // namespace

void OperationProcessor::acknowledged(const RecordId &client, qint64 n)
{
    if (m_acknowledged.size() < kMostAcknowledged || m_acknowledged.contains(client))
        m_acknowledged[client] = std::max(m_acknowledged[client], n);
}

/// That of the client whose push this is goes with its state; the others' too once there are many.
Result<> OperationProcessor::writeAcknowledged(ClientState &state)
{
    if (const auto found = m_acknowledged.find(state.client); found != m_acknowledged.end())
        state.ackedN = std::max(state.ackedN, std::min(found->second, state.lastN));
    if (m_acknowledged.size() < kMostAcknowledged)
        return {};
    for (const auto &[client, n] : m_acknowledged)
        MDMC_TRY(m_store.acknowledge(client, n));
    return {};
}

Result<DecidedPush> OperationProcessor::attempt(const Submitter &submitter, const Part &part)
{
    auto outcome = inTransaction(submitter, part);
    if (!outcome)
        m_rules = {}; // It may have been read from what never came to be.
    return outcome;
}

Result<DecidedPush> OperationProcessor::inTransaction(const Submitter &submitter, const Part &part)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    DecidedPush outcome;
    MDMC_ASSIGN(outcome.before, m_store.head());
    if (!m_rules.at || !(m_rules.at->cursor() == outcome.before.cursor()))
        m_rules = {}; // Somebody else wrote since.
    WorkingSet rows(m_store, m_rules);
    const std::optional<User> user = rows.user(submitter.user);
    MDMC_TRY(rows.check());
    if (!user || !user->isActive)
        return failure(ErrorCode::Forbidden, QStringLiteral("the account is disabled"));
    MDMC_ASSIGN(std::optional<ClientState> known, m_store.client(submitter.client));
    if (known && known->user != submitter.user) {
        MDMC_ASSIGN(outcome.head, m_store.head());
        OperationResult forked;
        forked.n = part.operations.empty() ? part.skipped.front().n : part.operations.front().n;
        forked.outcome = Outcome::Rejected;
        forked.reason = RejectReason::ClientForked;
        forked.detail = QStringLiteral("the client belongs to another account");
        outcome.results.push_back(forked);
        return outcome;
    }
    if (part.afterN > (known ? known->lastN : 0)) { // It has overtaken the one before it, or that one failed.
        outcome.head = outcome.before;
        return outcome;
    }
    const UtcMs now = m_clock.nowUtc();
    ClientState state = known.value_or(ClientState{submitter.client, submitter.user, 0, 0, 0, {}});
    MDMC_TRY(writeAcknowledged(state));
    const Actor actor = actorFor(*user);
    Decision decision({rows, m_clock, m_random, m_limits, actor, submitter.client, now});
    for (const Effect &effect : part.before)
        decision.recognise(*effect.operation, effect.seq);
    PushBatch batch(m_store, rows, decision, state, actor);
    for (const SkippedOperation &skipped : part.skipped)
        if (!batch.isForked())
            MDMC_TRY(batch.skip(skipped));
    for (const std::span<const Operation> group : groupsOf(part.operations)) {
        if (batch.isForked())
            break;
        if (part.isQuarantined && group.front().n > state.lastN)
            batch.quarantine(group);
        else
            MDMC_TRY(batch.process(group));
    }
    MDMC_TRY(rows.write(m_random, now));
    MDMC_ASSIGN(outcome.results, batch.finish(now));
    state.lastSeen = now;
    if (!submitter.device.isEmpty())
        state.device = submitter.device;
    MDMC_TRY(m_store.saveClient(state));
    MDMC_ASSIGN(outcome.head, m_store.head());
    if (auto done = transaction.commit(); !done && !isMutated(Mutation::AckBeforeCommit))
        return tl::unexpected<Error>(std::move(done.error()));
    if (m_acknowledged.size() < kMostAcknowledged)
        m_acknowledged.erase(state.client);
    else
        m_acknowledged.clear(); // `writeAcknowledged` has written them all.
    if (rows.hasChangedRules())
        m_rules = {};
    else
        m_rules.at = outcome.head;
    outcome.hasChanged = !rows.isEmpty();
    outcome.committed = rows.takeCommitted();
    return outcome;
}

Result<int> OperationProcessor::countFailure(const Submitter &submitter, const Operation &head)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    MDMC_ASSIGN(const int failures, m_store.countFailure(submitter.client, head.n, operationHash(head)));
    MDMC_TRY(transaction.commit());
    return failures;
}

/// One group alone. That its failure could be counted proves that the store takes writes: it is the group's own.
Result<DecidedPush> OperationProcessor::attemptGroup(const Submitter &submitter, Part part)
{
    auto done = attempt(submitter, part);
    if (done || isEnvironment(done.error().code) || done.error().code == ErrorCode::Forbidden)
        return done;
    const auto failures = countFailure(submitter, part.operations.front());
    if (!failures || *failures < kFailures || isMutated(Mutation::PoisonBlocks))
        return done;
    qCWarning(lcServer) << "an operation failed" << *failures << "times and is refused:"
                        << errorCodeName(done.error().code) << done.error().detail;
    part.isQuarantined = true;
    return attempt(submitter, part);
}

Result<DecidedPush> OperationProcessor::push(const Submitter &submitter, const std::vector<Operation> &operations,
                                             const std::vector<SkippedOperation> &skipped, qint64 afterN)
{
    auto outcome = decide(submitter, operations, skipped, afterN);
    if (outcome)
        withRows(submitter.user, *outcome);
    return outcome;
}

/// A row that cannot be read must not hold back an answer that stands: for want of it the operation at which the server
/// failed would be sent for ever (simulator, seed 7002).
void OperationProcessor::withRows(const RecordId &user, DecidedPush &outcome)
{
    if (const auto added = addRows(user, outcome.results); !added)
        for (OperationResult &result : outcome.results)
            result.serverRow.reset();
}

/// Rows that go with refusals, as they stand now: later operations of the push may have changed them, or have taken them
/// out of their author's sight (simulator, seed 2200080), and a refused group never came to be (seed 1008548).
Result<> OperationProcessor::addRows(const RecordId &user, std::vector<OperationResult> &results)
{
    if (std::none_of(results.begin(), results.end(), [](const OperationResult &r) { return r.serverRow.has_value(); }))
        return {};
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Read));
    MDMC_ASSIGN(const std::optional<Record> author, m_store.load({EntityType::User, user}));
    if (!author)
        return failure(ErrorCode::Forbidden);
    const Actor actor = actorFor(fromRecord<User>(*author));
    for (OperationResult &result : results) {
        if (!result.serverRow)
            continue;
        const RecordRef ref{result.serverRow->type, result.serverRow->id};
        MDMC_ASSIGN(std::optional<Record> row, m_store.load(ref));
        MDMC_ASSIGN(const std::optional<RowScope> scope, m_store.scopeOf(ref));
        const bool isShown = row && scope && isVisible(actor, scope->key);
        result.serverRow = isShown ? std::optional(forWire(std::move(*row))) : std::nullopt;
    }
    return {};
}

/// Each push by itself, and in the order of their numbers.
bool OperationProcessor::areSound(std::span<const Push> pushes) const
{
    for (size_t i = 0; i < pushes.size(); ++i) {
        const Push &push = pushes[i];
        if (push.operations.empty() || !push.skipped.empty() || !check(push.operations, push.skipped))
            return false;
        if (i == 0)
            continue;
        const Operation &before = pushes[i - 1].operations.back();
        const Operation &first = push.operations.front();
        if (first.n <= before.n || first.group == before.group || push.afterN > before.n)
            return false;
    }
    return true;
}

std::vector<Result<DecidedPush>> OperationProcessor::pushTogether(const Submitter &submitter,
                                                                  std::span<const Push> pushes)
{
    std::vector<Result<DecidedPush>> answers;
    if (pushes.size() > 1 && !submitter.client.isNull() && areSound(pushes)) {
        std::vector<Operation> all;
        for (const Push &push : pushes)
            all.insert(all.end(), push.operations.begin(), push.operations.end());
        Part whole{{}, all, {}};
        whole.afterN = pushes.front().afterN;
        if (auto decided = attempt(submitter, whole)) {
            withRows(submitter.user, *decided);
            auto next = decided->results.begin();
            for (const Push &push : pushes) {
                const auto end = std::find_if(next, decided->results.end(), [&push](const OperationResult &result) {
                    return result.n > push.operations.back().n;
                });
                DecidedPush part;
                part.results.assign(std::make_move_iterator(next), std::make_move_iterator(end));
                part.head = decided->head;
                next = end;
                answers.push_back(std::move(part));
            }
            DecidedPush &last = *answers.back();
            last.hasChanged = decided->hasChanged;
            last.before = decided->before;
            last.committed = std::move(decided->committed);
            return answers;
        }
    }
    for (const Push &one : pushes)
        answers.push_back(push(submitter, one.operations, one.skipped, one.afterN));
    return answers;
}

Result<> OperationProcessor::check(const std::vector<Operation> &operations,
                                   const std::vector<SkippedOperation> &skipped) const
{
    if (int(operations.size() + skipped.size()) > m_limits.maxPushOperations)
        return failure(ErrorCode::TooLarge,
                       QStringLiteral("a push holds at most %1 operations").arg(m_limits.maxPushOperations));
    // One group alone is answered operation by operation, so that it cannot stay in the client's way for ever.
    if (groupsOf(operations).size() > 1 && isOver(operations, m_limits.maxPushBytes))
        return failure(ErrorCode::TooLarge, QStringLiteral("a push holds at most %1 bytes").arg(m_limits.maxPushBytes));
    qint64 last = 0;
    const auto follows = [&last](const auto &op) { return op.n > std::exchange(last, op.n); };
    if (!std::all_of(skipped.begin(), skipped.end(), follows)
        || !std::all_of(operations.begin(), operations.end(), follows))
        return failure(ErrorCode::InvalidInput, QStringLiteral("operations must come in the order of their numbers"));
    return {};
}

Result<DecidedPush> OperationProcessor::decide(const Submitter &submitter, const std::vector<Operation> &operations,
                                               const std::vector<SkippedOperation> &skipped, qint64 afterN)
{
    if ((operations.empty() && skipped.empty()) || submitter.client.isNull())
        return failure(ErrorCode::InvalidInput, QStringLiteral("a push needs operations and a client id"));
    MDMC_TRY(check(operations, skipped));
    auto whole = attempt(submitter, {skipped, operations, {}, false, afterN});
    if (whole || whole.error().code == ErrorCode::Forbidden)
        return whole;
    qCWarning(lcServer) << "push failed, trying its groups one by one:" << errorCodeName(whole.error().code)
                        << whole.error().detail;
    DecidedPush all;
    const auto add = [&all](const DecidedPush &part) {
        all.results.insert(all.results.end(), part.results.begin(), part.results.end());
        all.head = part.head;
        all.hasChanged |= part.hasChanged;
    };
    if (!skipped.empty()) {
        MDMC_ASSIGN(const DecidedPush part, attempt(submitter, {skipped, {}, {}, false, afterN}));
        add(part);
    }
    std::vector<Effect> effects;
    for (const std::span<const Operation> group : groupsOf(operations)) {
        const auto part = attemptGroup(submitter, {{}, group, effects, false, afterN});
        if (part) {
            add(*part);
            for (const Operation &op : group)
                for (const OperationResult &result : part->results)
                    if (result.n == op.n && result.outcome != Outcome::Rejected)
                        effects.push_back({&op, result.seq});
            continue;
        }
        for (const Operation &op : group) {
            OperationResult result;
            result.n = op.n;
            result.outcome = Outcome::Deferred;
            result.retryAfterMs = part.error().code == ErrorCode::StorageFull ? kFullRetryAfterMs : kRetryAfterMs;
            result.detail = errorCodeName(part.error().code);
            all.results.push_back(result);
        }
        break;
    }
    if (all.head.epoch.isEmpty()) {
        MDMC_ASSIGN(all.head, m_store.head());
    }
    return all;
}

Result<> OperationProcessor::forgetResults(const RecordId &client, qint64 upToN)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    MDMC_TRY(m_store.forgetResults(client, upToN));
    return transaction.commit();
}

Result<DecidedPush> OperationProcessor::submit(const Submitter &submitter, std::vector<Operation> operations)
{
    MDMC_ASSIGN(const std::optional<ClientState> state, m_store.client(submitter.client));
    const qint64 first = (state ? state->lastN : 0) + 1;
    for (size_t i = 0; i < operations.size(); ++i) {
        operations[i].n = first + qint64(i);
        operations[i].group = first;
        operations[i].groupSize = int(operations.size());
        operations[i].actor = submitter.user;
        operations[i].editedAt = m_clock.nowUtc();
        operations[i].clockOffset = 0;
    }
    MDMC_ASSIGN(DecidedPush outcome, push(submitter, operations));
    const bool isDecided = std::none_of(outcome.results.begin(), outcome.results.end(), [](const OperationResult &r) {
        return r.outcome == Outcome::Deferred;
    });
    // Done is done, whatever becomes of this: results that stay behind go with those of the next one.
    if (isDecided)
        if (const auto forgotten = forgetResults(submitter.client, operations.back().n); !forgotten)
            qCWarning(lcServer) << "results were not forgotten:" << errorCodeName(forgotten.error().code);
    return outcome;
}

} // namespace mdmc::sync
