// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/index_builder.h"

#include "sync/client/worker.h"

#include <chrono>

namespace mdmc::sync {

IndexBuilder::IndexBuilder(OpenReader open, std::vector<EntityType> types, qint64 maxBytes)
    : m_build(maxBytes), m_thread([this, open = std::move(open), types = std::move(types)] { run(open, types); })
{
}

IndexBuilder::~IndexBuilder()
{
    m_build.giveUp();
    m_thread.join();
}

void IndexBuilder::run(const OpenReader &open, const std::vector<EntityType> &types)
{
    nameThisThread(QStringLiteral("replica index"));
    Result<> result = [&]() -> Result<> {
        MDMC_ASSIGN(storage::Database database, open());
        return m_build.make(database, types);
    }(); // The connection is closed by now, and holds back no checkpoint.
    const std::lock_guard lock(m_mutex);
    m_result = std::move(result);
    m_hasEnded.notify_all();
}

bool IndexBuilder::isDone() const
{
    const std::lock_guard lock(m_mutex);
    return m_result.has_value();
}

void IndexBuilder::wait(const std::function<bool()> &goesOn) const
{
    using namespace std::chrono_literals;
    std::unique_lock lock(m_mutex);
    while (!m_result && goesOn())
        m_hasEnded.wait_for(lock, 5ms);
}

Result<storage::IndexBuild *> IndexBuilder::build()
{
    const std::lock_guard lock(m_mutex);
    if (!m_result)
        return nullptr;
    if (!*m_result)
        return tl::unexpected<Error>(m_result->error());
    return &m_build;
}

} // namespace mdmc::sync
