// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/observed_store.h"

#include "sync/protocol/codec.h"
#include "tests/simulation/ledger.h"

namespace mdmc::simulation {

using namespace sync;

Result<> ObservedStore::begin(Mode mode)
{
    MDMC_TRY(m_inner.begin(mode));
    m_open.reset();
    if (mode != Mode::Write)
        return {};
    const auto head = m_inner.head();
    m_open = std::make_shared<StoreCommit>();
    m_open->headBefore = head ? head->seq : 0;
    return {};
}

Result<> ObservedStore::commit()
{
    const std::shared_ptr<StoreCommit> commit = std::exchange(m_open, nullptr);
    if (commit) {
        commit->at = m_clock.nowUtc();
        const auto head = m_inner.head();
        commit->headAfter = head ? head->seq : commit->headBefore;
        commit->epoch = head ? head->epoch : QByteArray();
        m_ledger.committing(commit);
    }
    const auto done = m_inner.commit();
    if (commit)
        m_ledger.committed(commit, done.has_value());
    return done;
}

void ObservedStore::rollback()
{
    m_open.reset();
    m_inner.rollback();
}

Result<std::optional<Record>> ObservedStore::load(const RecordRef &row)
{
    if (m_open && m_poisoned.contains(row.id))
        return failure(ErrorCode::Internal, QStringLiteral("poisoned"));
    return m_inner.load(row);
}

Result<> ObservedStore::save(const Record &record, const RowScope &scope, const ScopedRow *before)
{
    if (m_open)
        m_open->rows.push_back({record, scope});
    return m_inner.save(record, scope, before);
}

Result<> ObservedStore::append(const Change &change)
{
    if (m_open)
        m_open->changes.push_back(change);
    return m_inner.append(change);
}

Result<> ObservedStore::saveResult(const RecordId &client, qint64 n, const StoredResult &result)
{
    if (m_open) {
        auto decoded = decodeResult(result.result);
        m_open->decided.push_back({client, n, result.hash, decoded.value_or(OperationResult{}), {}, m_clock.nowUtc()});
    }
    return m_inner.saveResult(client, n, result);
}

Result<> ObservedStore::raiseFloor(qint64 floor)
{
    if (m_open) {
        m_open->isFolding = true;
        m_open->floor = floor;
    }
    return m_inner.raiseFloor(floor);
}

Result<> ObservedStore::purge(const RecordRef &row)
{
    if (m_open)
        m_open->purged.push_back(row);
    return m_inner.purge(row);
}

Result<> ObservedStore::saveClient(const ClientState &state)
{
    if (m_open)
        m_open->submitter = state.client;
    return m_inner.saveClient(state);
}

} // namespace mdmc::simulation
