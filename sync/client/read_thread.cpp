// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/read_thread.h"

#include "core/storage/transaction.h"

namespace mdmc::sync {

/// The connection with what reads need.
struct ReadThread::Connection {
    explicit Connection(storage::Database database)
        : db(std::move(database)), store(db), rules(store), view(db, store, rules)
    {
    }
    storage::Database db;
    storage::RecordStore store;
    storage::StoredRules rules;
    ReplicaReader view;
};

ReadThread::ReadThread(const QString &name) : m_thread(name) {}

ReadThread::~ReadThread()
{
    stop();
}

Result<> ReadThread::open(const storage::OpenOptions &options)
{
    MDMC_ASSIGN(storage::Database database, storage::Database::open(options));
    auto connection = std::make_unique<Connection>(std::move(database));
    const std::lock_guard lock(m_mutex);
    m_connection = std::move(connection);
    return {};
}

void ReadThread::post(Job job, std::shared_ptr<const std::atomic<bool>> isGivenUp)
{
    m_thread.post([this, job = std::move(job), isGivenUp = std::move(isGivenUp)](bool isCancelled) {
        if (isCancelled)
            return job(failure(ErrorCode::Cancelled, QStringLiteral("the workspace was closed")));
        if (!m_connection)
            return job(failure(ErrorCode::Internal, QStringLiteral("the workspace is not open")));
        if (m_areRulesStale.exchange(false))
            m_connection->rules.invalidate();
        m_connection->db.giveUpWhen(isGivenUp.get());
        auto transaction = storage::Transaction::begin(m_connection->db, storage::Transaction::Mode::Read);
        job(transaction ? Result<ReplicaReader *>(&m_connection->view) : tl::unexpected<Error>(transaction.error()));
        m_connection->db.giveUpWhen(nullptr);
    });
}

void ReadThread::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_connection)
            m_connection->db.interrupt();
    }
    m_thread.stop([this] {
        const std::lock_guard lock(m_mutex);
        m_connection.reset();
    });
}

} // namespace mdmc::sync
