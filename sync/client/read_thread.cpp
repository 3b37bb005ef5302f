// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/read_thread.h"

#include "core/storage/transaction.h"

namespace mdmc::sync {

namespace {

constexpr int kMostTimesAside = 8; ///< Then a whole list is read to its end, whoever waits.

} // namespace

/// The connection with what reads need.
struct ReadThread::Connection {
    Connection(storage::Database database, std::shared_ptr<const storage::RecentRows> recentRows)
        : db(std::move(database)), store(db), rules(store), recent(std::move(recentRows)), view(db, store, rules)
    {
        view.recentRows = recent.get();
    }
    storage::Database db;
    storage::RecordStore store;
    storage::StoredRules rules;
    std::shared_ptr<const storage::RecentRows> recent;
    ReplicaReader view;
};

ReadThread::ReadThread(const QString &name) : m_thread(name) {}

ReadThread::~ReadThread()
{
    stop();
}

Result<> ReadThread::open(const storage::OpenOptions &options, std::shared_ptr<const storage::RecentRows> recentRows)
{
    MDMC_ASSIGN(storage::Database database, storage::Database::open(options));
    auto connection = std::make_unique<Connection>(std::move(database), std::move(recentRows));
    const std::lock_guard lock(m_mutex);
    m_connection = std::move(connection);
    return {};
}

void ReadThread::post(ReadJob job, std::shared_ptr<const std::atomic<bool>> isGivenUp, Rank rank)
{
    enqueue({std::move(job), std::move(isGivenUp), rank, 0});
    // Counted once it is there: one that is set aside for it finds it before itself. It may have begun already, hence below 0.
    if (rank == Rank::First)
        countFirst(1);
}

void ReadThread::countFirst(int more)
{
    const std::lock_guard lock(m_mutex);
    m_firstWaiting += more;
    m_isFirstWaiting = m_firstWaiting > 0;
}

void ReadThread::enqueue(Task task)
{
    m_thread.post([this, task = std::move(task)](bool isCancelled) mutable { perform(task, isCancelled); });
}

void ReadThread::perform(Task &task, bool isCancelled)
{
    if (task.rank == Rank::First)
        countFirst(-1);
    if (isCancelled)
        task.job.run(failure(ErrorCode::Cancelled, QStringLiteral("the workspace was closed")));
    else if (!m_connection)
        task.job.run(failure(ErrorCode::Internal, QStringLiteral("the workspace is not open")));
    else if (!run(task)) {
        ++task.timesAside;
        return enqueue(std::move(task));
    }
    task.job.deliver();
}

bool ReadThread::run(const Task &task)
{
    const auto isOutranked = [&] {
        const bool isWanted = !task.isGivenUp || !*task.isGivenUp;
        return task.rank == Rank::Later && task.timesAside < kMostTimesAside && m_isFirstWaiting && isWanted;
    };
    if (isOutranked())
        return false;
    if (m_areRulesStale.exchange(false))
        m_connection->rules.invalidate();
    const bool maySetAside = task.rank == Rank::Later && task.timesAside < kMostTimesAside;
    m_connection->db.giveUpWhen(task.isGivenUp.get(), maySetAside ? &m_isFirstWaiting : nullptr);
    if (m_connection->recent)
        m_connection->view.asOf = m_connection->recent->settled(); // Before the snapshot: it has all of that.
    auto transaction = storage::Transaction::begin(m_connection->db, storage::Transaction::Mode::Read);
    const bool isDone =
        task.job.run(transaction ? Result<ReplicaReader *>(&m_connection->view) : tl::unexpected<Error>(transaction.error()));
    m_connection->db.giveUpWhen(nullptr);
    return isDone || !isOutranked();
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
