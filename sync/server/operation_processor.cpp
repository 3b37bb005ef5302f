// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/operation_processor.h"

#include "core/base/log.h"
#include "sync/protocol/codec.h"
#include "sync/server/decision.h"

namespace mdmc::sync {

namespace {

constexpr int kRetryAfterMs = 2000;

OperationResult rejected(qint64 n, RejectReason reason, const QString &detail, qint64 cause = 0)
{
    OperationResult result;
    result.n = n;
    result.outcome = Outcome::Rejected;
    result.reason = reason;
    result.detail = detail;
    result.cause = cause;
    return result;
}

/// Operations of one atomic group: neighbours with one `group`.
std::vector<std::span<const Operation>> groupsOf(std::span<const Operation> operations)
{
    std::vector<std::span<const Operation>> groups;
    size_t start = 0;
    for (size_t i = 1; i <= operations.size(); ++i)
        if (i == operations.size() || operations[i].group != operations[start].group) {
            groups.push_back(operations.subspan(start, i - start));
            start = i;
        }
    return groups;
}

bool isWhole(std::span<const Operation> group)
{
    for (size_t i = 0; i < group.size(); ++i)
        if (group[i].n != group[i].group + qint64(i) || group[i].groupSize != int(group.size()))
            return false;
    return true;
}

/// One push while it is being processed.
class Batch {
public:
    Batch(Store &store, WorkingSet &rows, Decision &decision, ClientState &state, const Actor &actor)
        : m_store(store), m_rows(rows), m_decision(decision), m_state(state), m_actor(actor)
    {
    }

    Result<> process(std::span<const Operation> group)
    {
        if (group.front().n <= m_state.lastN)
            return replay(group);
        if (!isWhole(group))
            return refuseAll(group, RejectReason::Validation, QStringLiteral("the group of operations is incomplete"));
        std::vector<OperationResult> results;
        for (const Operation &op : group) {
            MDMC_ASSIGN(OperationResult result, m_decision.decide(op));
            MDMC_TRY(m_rows.check());
            const bool isRefused = result.outcome == Outcome::Rejected;
            results.push_back(std::move(result));
            if (isRefused) {
                abort(group, results);
                break;
            }
        }
        if (results.back().outcome != Outcome::Rejected)
            m_rows.keepGroup();
        keep(group, std::move(results));
        return {};
    }

    bool isForked() const { return m_isForked; }

    Result<std::vector<OperationResult>> finish(const RecordId &client)
    {
        for (OperationResult &result : m_fresh)
            result.seq = m_rows.sequence(result.seq);
        for (size_t i = 0; i < m_fresh.size(); ++i) {
            if (m_fresh[i].serverRow)
                renumber(*m_fresh[i].serverRow);
            // The row stays out of what is kept: it would lie there unsealed, and may be out of sight when it is asked for.
            OperationResult kept = m_fresh[i];
            kept.serverRow.reset();
            MDMC_TRY(m_store.saveResult(client, kept.n, {m_hashes[i], encodeResult(kept)}));
        }
        std::vector<OperationResult> all = std::move(m_replayed);
        all.insert(all.end(), m_fresh.begin(), m_fresh.end());
        return all;
    }

private:
    void renumber(Record &row) const
    {
        row.rev = m_rows.sequence(row.rev);
        row.deleted = m_rows.sequence(row.deleted);
        for (qint64 &version : row.versions)
            version = m_rows.sequence(version);
    }

    /// Decided before: the same answer again. Another operation under the number of a decided one means that the client
    /// was cloned or set back; nothing of it may be taken.
    Result<> replay(std::span<const Operation> group)
    {
        for (const Operation &op : group) {
            MDMC_ASSIGN(const std::optional<StoredResult> stored, m_store.result(m_state.client, op.n));
            if (!stored || stored->hash != operationHash(op)) {
                m_isForked = true;
                m_replayed.push_back(rejected(op.n, RejectReason::ClientForked,
                                              QStringLiteral("another operation was sent under this number before")));
                return {};
            }
            MDMC_ASSIGN(OperationResult result, decodeResult(stored->result));
            if (result.outcome == Outcome::Rejected) {
                MDMC_ASSIGN(result.serverRow, visibleRow({op.type, op.id}));
            }
            m_replayed.push_back(std::move(result));
        }
        return {};
    }

    Result<std::optional<Record>> visibleRow(const RecordRef &ref)
    {
        MDMC_ASSIGN(std::optional<Record> row, m_store.load(ref));
        MDMC_ASSIGN(const std::optional<RowScope> scope, m_store.scopeOf(ref));
        if (!row || !scope || !isVisible(m_actor, scope->key))
            return std::optional<Record>();
        return std::optional<Record>(forWire(std::move(*row)));
    }

    void abort(std::span<const Operation> group, std::vector<OperationResult> &results)
    {
        m_rows.dropGroup();
        const OperationResult cause = results.back();
        results.clear();
        for (const Operation &op : group) {
            if (op.n == cause.n)
                results.push_back(cause);
            else
                results.push_back(rejected(op.n, RejectReason::GroupAborted,
                                           QStringLiteral("another change of the same step was refused"), cause.n));
        }
    }

    Result<> refuseAll(std::span<const Operation> group, RejectReason reason, const QString &detail)
    {
        std::vector<OperationResult> results;
        for (const Operation &op : group)
            results.push_back(rejected(op.n, reason, detail));
        keep(group, std::move(results));
        return {};
    }

    void keep(std::span<const Operation> group, std::vector<OperationResult> results)
    {
        for (size_t i = 0; i < results.size(); ++i) {
            m_hashes.push_back(operationHash(group[i]));
            m_fresh.push_back(std::move(results[i]));
        }
        m_state.lastN = group.back().n;
    }

    Store &m_store;
    WorkingSet &m_rows;
    Decision &m_decision;
    ClientState &m_state;
    const Actor m_actor;
    std::vector<OperationResult> m_replayed;
    std::vector<OperationResult> m_fresh;
    std::vector<QByteArray> m_hashes;
    bool m_isForked = false;
};

} // namespace

Result<DecidedPush> OperationProcessor::attempt(const Submitter &submitter, std::span<const Operation> operations)
{
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    WorkingSet rows(m_store);
    const std::optional<User> user = rows.user(submitter.user);
    MDMC_TRY(rows.check());
    if (!user || !user->isActive)
        return failure(ErrorCode::Forbidden, QStringLiteral("the account is disabled"));
    MDMC_ASSIGN(std::optional<ClientState> known, m_store.client(submitter.client));
    DecidedPush outcome;
    if (known && known->user != submitter.user) {
        MDMC_ASSIGN(outcome.head, m_store.head());
        outcome.results.push_back(rejected(operations.front().n, RejectReason::ClientForked,
                                           QStringLiteral("the client belongs to another account")));
        return outcome;
    }
    ClientState state = known.value_or(ClientState{submitter.client, submitter.user, 0, 0, 0, {}});
    const Actor actor = actorFor(*user);
    Decision decision({rows, m_clock, m_random, m_limits, actor, submitter.client, m_clock.nowUtc()});
    Batch batch(m_store, rows, decision, state, actor);
    for (const std::span<const Operation> group : groupsOf(operations)) {
        MDMC_TRY(batch.process(group));
        if (batch.isForked())
            break;
    }
    MDMC_TRY(rows.write(m_random));
    MDMC_ASSIGN(outcome.results, batch.finish(submitter.client));
    state.lastSeen = m_clock.nowUtc();
    if (!submitter.device.isEmpty())
        state.device = submitter.device;
    MDMC_TRY(m_store.saveClient(state));
    MDMC_ASSIGN(outcome.head, m_store.head());
    MDMC_TRY(transaction.commit());
    outcome.hasChanged = !rows.isEmpty();
    return outcome;
}

Result<DecidedPush> OperationProcessor::push(const Submitter &submitter, const std::vector<Operation> &operations)
{
    if (operations.empty() || submitter.client.isNull())
        return failure(ErrorCode::InvalidInput, QStringLiteral("a push needs operations and a client id"));
    if (int(operations.size()) > m_limits.maxPushOperations)
        return failure(ErrorCode::TooLarge,
                       QStringLiteral("a push holds at most %1 operations").arg(m_limits.maxPushOperations));
    for (size_t i = 1; i < operations.size(); ++i)
        if (operations[i].n <= operations[i - 1].n)
            return failure(ErrorCode::InvalidInput,
                           QStringLiteral("operations must come in the order of their numbers"));
    auto whole = attempt(submitter, operations);
    if (whole || whole.error().code == ErrorCode::Forbidden)
        return whole;
    qCWarning(lcServer) << "push failed, trying its groups one by one:" << errorCodeName(whole.error().code)
                        << whole.error().detail;
    DecidedPush all;
    for (const std::span<const Operation> group : groupsOf(operations)) {
        auto part = attempt(submitter, group);
        if (part) {
            all.results.insert(all.results.end(), part->results.begin(), part->results.end());
            all.head = part->head;
            all.hasChanged |= part->hasChanged;
            continue;
        }
        for (const Operation &op : group) {
            OperationResult result;
            result.n = op.n;
            result.outcome = Outcome::Deferred;
            result.retryAfterMs = kRetryAfterMs;
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
    MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(m_store, Store::Mode::Write));
    MDMC_TRY(m_store.forgetResults(submitter.client, operations.back().n));
    MDMC_TRY(transaction.commit());
    return outcome;
}

} // namespace mdmc::sync
