// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/push_batch.h"

#include "core/base/mutation.h"
#include "sync/protocol/codec.h"

#include <QCryptographicHash>

namespace mdmc::sync {

namespace {

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

bool isWhole(std::span<const Operation> group)
{
    for (size_t i = 0; i < group.size(); ++i)
        if (group[i].n != group[i].group + qint64(i) || group[i].groupSize != int(group.size()))
            return isMutated(Mutation::GroupSplit);
    return true;
}

/// Under whose number the result of an operation stands when another one's stands under its first number: copies of a
/// client that was set back each gave that number to something else. A UUIDv8, which no sync client may call its own.
RecordId besideOrigin(const Origin &origin, const QByteArray &hash)
{
    QByteArray id =
        QCryptographicHash::hash("mdmc-origin:" + origin.client.toBytes() + QByteArray::number(origin.n) + ':' + hash,
                                 QCryptographicHash::Sha256)
            .left(16);
    id[6] = char((id[6] & 0x0f) | 0x80);
    id[8] = char((id[8] & 0x3f) | 0x80);
    return *RecordId::fromBytes(id);
}

} // namespace

std::vector<std::span<const Operation>> groupsOf(std::span<const Operation> operations)
{
    std::vector<std::span<const Operation>> groups;
    size_t start = 0;
    for (size_t i = 1; i <= operations.size(); ++i)
        if (i == operations.size() || operations[i].group != operations[start].group || isMutated(Mutation::GroupSplit)) {
            groups.push_back(operations.subspan(start, i - start));
            start = i;
        }
    return groups;
}

bool isOver(std::span<const Operation> operations, qint64 bytes)
{
    // Hardly any comes near a limit, which a look at the values tells: encoding them for their size costs more than
    // deciding them.
    qint64 most = 0;
    for (const Operation &op : operations) {
        most += 200;
        for (const FieldEdit &edit : op.edits)
            most += 40 + mostEncoded(edit.value);
    }
    if (most <= bytes)
        return false;
    qint64 exact = 0;
    for (const Operation &op : operations)
        exact += encodeOperation(op).size();
    return exact > bytes;
}

qint64 mostEncoded(const Value &value)
{
    qint64 size = 40; // Numbers, ids, dates, amounts with the code of a currency.
    if (const QString *text = value.get<QString>())
        size += 3 * text->size();
    else if (const QByteArray *blob = value.get<QByteArray>())
        size += blob->size();
    else if (const Money *money = value.get<Money>())
        size += 3 * money->currency.size();
    else if (const QStringList *texts = value.get<QStringList>())
        for (const QString &text : *texts)
            size += 9 + 3 * text.size();
    return size;
}

Result<> PushBatch::skip(const SkippedOperation &skipped)
{
    if (skipped.n <= m_state.lastN)
        return replay(skipped.n, skipped.hash, nullptr);
    const bool isFirst = skipped.n == skipped.group || m_fresh.empty() || m_fresh.back().result.n < skipped.group;
    m_fresh.push_back({isFirst ? rejected(skipped.n, RejectReason::ServerError,
                                          QStringLiteral("the server failed to take it again and again"))
                               : rejected(skipped.n, RejectReason::GroupAborted,
                                          QStringLiteral("another change of the same step was refused"), skipped.group),
                       skipped.hash,
                       {}});
    m_state.lastN = skipped.n;
    return {};
}

Result<> PushBatch::process(std::span<const Operation> group)
{
    if (group.front().n <= m_state.lastN && !isMutated(Mutation::RetryNotIdempotent)) {
        for (const Operation &op : group) {
            MDMC_TRY(replay(op.n, operationHash(op), &op));
            if (m_isForked)
                break;
        }
        return {};
    }
    if (!isWhole(group)) {
        refuse(group, RejectReason::Validation, QStringLiteral("the group of operations is incomplete"));
        return {};
    }
    if (const qint64 most = m_decision.limits().maxPushBytes; isOver(group, most)) {
        refuse(group, RejectReason::TooLarge, QStringLiteral("a group of operations holds at most %1 bytes").arg(most));
        return {};
    }
    MDMC_ASSIGN(std::optional<std::vector<OperationResult>> known, decidedElsewhere(group));
    if (known) {
        keep(group, std::move(*known));
        return {};
    }
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

void PushBatch::refuse(std::span<const Operation> group, RejectReason reason, const QString &detail)
{
    std::vector<OperationResult> results;
    for (const Operation &op : group)
        results.push_back(rejected(op.n, reason, detail));
    keep(group, std::move(results));
}

void PushBatch::quarantine(std::span<const Operation> group)
{
    std::vector<OperationResult> results{
        rejected(group.front().n, RejectReason::ServerError, QStringLiteral("the server cannot take this change"))};
    abort(group, results);
    keep(group, std::move(results));
}

/// Decided before: the same answer again.
Result<> PushBatch::replay(qint64 n, const QByteArray &hash, const Operation *op)
{
    MDMC_ASSIGN(const std::optional<StoredResult> stored, m_store.result(m_state.client, n));
    if (!stored || stored->hash != hash) {
        m_isForked = true;
        m_replayed.push_back(rejected(n, RejectReason::ClientForked,
                                      QStringLiteral("another operation was sent under this number before")));
        return {};
    }
    MDMC_ASSIGN(OperationResult result, decodeResult(stored->result));
    if (result.outcome == Outcome::Rejected && op)
        result.serverRow = Record(op->type, op->id);
    else if (op)
        m_decision.recognise(*op, result.seq); // What follows in this push may build upon it.
    m_replayed.push_back(std::move(result));
    return {};
}

/// Under its own number a new operation has a result only by way of a copy of this client: one look for all of a push.
Result<bool> PushBatch::mayBeKnown(const Operation &op)
{
    if (op.origin && op.origin->client != m_state.client)
        return true;
    if (!m_hasOwnResults) {
        MDMC_ASSIGN(m_hasOwnResults, m_store.hasResultsAfter(m_state.client, m_state.lastN));
    }
    return *m_hasOwnResults || (op.origin && op.origin->n <= m_state.lastN);
}

/// What was decided under the number that the operation had first, or (own numbers) by way of a copy of this client
/// that was told to take another id and came earlier.
Result<std::optional<StoredResult>> PushBatch::storedUnderOrigin(const Operation &op)
{
    MDMC_ASSIGN(const bool mayBe, mayBeKnown(op));
    if (!mayBe)
        return std::optional<StoredResult>();
    const Origin origin = op.origin.value_or(Origin{m_state.client, op.n});
    if (origin.client != m_state.client) {
        MDMC_ASSIGN(const std::optional<ClientState> former, m_store.client(origin.client));
        if (former && former->user != m_actor.userId)
            return std::optional<StoredResult>();
    }
    const QByteArray hash = operationHash(op);
    MDMC_ASSIGN(std::optional<StoredResult> stored, m_store.result(origin.client, origin.n));
    if (stored && stored->hash == hash)
        return stored;
    return m_store.result(besideOrigin(origin, hash), origin.n);
}

Result<std::optional<std::vector<OperationResult>>> PushBatch::decidedElsewhere(std::span<const Operation> group)
{
    std::vector<OperationResult> results;
    for (const Operation &op : group) {
        if (op.actor != m_actor.userId || isMutated(Mutation::RetryNotIdempotent))
            return std::optional<std::vector<OperationResult>>();
        MDMC_ASSIGN(const std::optional<StoredResult> stored, storedUnderOrigin(op));
        if (!stored)
            return std::optional<std::vector<OperationResult>>();
        MDMC_ASSIGN(OperationResult result, decodeResult(stored->result));
        if (result.cause > 0)
            result.cause += op.n - result.n;
        result.n = op.n;
        if (result.outcome == Outcome::Rejected)
            result.serverRow = Record(op.type, op.id);
        results.push_back(std::move(result));
    }
    for (size_t i = 0; i < results.size(); ++i)
        if (results[i].outcome != Outcome::Rejected)
            m_decision.recognise(group[i], results[i].seq);
    return std::optional(std::move(results));
}

void PushBatch::abort(std::span<const Operation> group, std::vector<OperationResult> &results)
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

void PushBatch::keep(std::span<const Operation> group, std::vector<OperationResult> results)
{
    for (size_t i = 0; i < results.size(); ++i) {
        const bool hasOwnOrigin = group[i].origin && group[i].actor == m_actor.userId;
        m_fresh.push_back(
            {std::move(results[i]), operationHash(group[i]), hasOwnOrigin ? group[i].origin : std::nullopt});
    }
    m_state.lastN = group.back().n;
}

/// A copy of this client may have kept another operation's result under the number that is written now.
Result<> PushBatch::moveAside(qint64 n, const QByteArray &hash)
{
    if (!m_hasOwnResults.value_or(true))
        return {};
    MDMC_ASSIGN(const auto present, m_store.result(m_state.client, n));
    return present && present->hash != hash
        ? m_store.saveResult(besideOrigin({m_state.client, n}, present->hash), n, *present)
        : Result<>();
}

/// Another copy of the client may still send the operation, under its first number or under one of its own.
Result<> PushBatch::keepUnderOrigin(const Origin &origin, StoredResult stored, OperationResult result)
{
    MDMC_ASSIGN(const auto former, m_store.client(origin.client));
    if (former && former->user != m_actor.userId)
        return {};
    MDMC_ASSIGN(const auto present, m_store.result(origin.client, origin.n));
    if (present && present->hash == stored.hash)
        return {};
    if (result.cause > 0)
        result.cause += origin.n - result.n;
    result.n = origin.n;
    stored.result = encodeResult(result);
    return m_store.saveResult(present ? besideOrigin(origin, stored.hash) : origin.client, origin.n, stored);
}

Result<std::vector<OperationResult>> PushBatch::finish(UtcMs now)
{
    std::vector<OperationResult> all = std::move(m_replayed);
    for (Fresh &fresh : m_fresh) {
        OperationResult &result = fresh.result;
        result.seq = m_rows.sequence(result.seq);
        // The row stays out of what is kept: it would lie there unsealed, and may be out of sight when it is asked for.
        OperationResult kept = result;
        kept.serverRow.reset();
        MDMC_TRY(moveAside(kept.n, fresh.hash));
        MDMC_TRY(m_store.saveResult(m_state.client, kept.n, {fresh.hash, encodeResult(kept), now}));
        if (fresh.origin && fresh.origin->client != m_state.client)
            MDMC_TRY(keepUnderOrigin(*fresh.origin, {fresh.hash, {}, now}, std::move(kept)));
        all.push_back(std::move(result));
    }
    return all;
}

} // namespace mdmc::sync
