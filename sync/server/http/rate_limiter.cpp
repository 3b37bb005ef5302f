// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace mdmc::http {

RateLimiter::RateLimiter(const Clock &clock, Policy policy) : m_clock(clock), m_policy(policy)
{
    Q_ASSERT(policy.burst > 0 && policy.perSecond > 0 && policy.maxKeys >= 2);
}

RateLimiter::Bucket &RateLimiter::bucket(const QByteArray &key)
{
    const qint64 now = m_clock.monotonicMs();
    auto found = m_recent.find(key);
    if (found == m_recent.end()) {
        if (m_recent.size() >= m_policy.maxKeys / 2) {
            m_older = std::move(m_recent);
            m_recent = {};
        }
        Bucket kept{m_policy.burst, now};
        if (const auto old = m_older.constFind(key); old != m_older.cend()) {
            kept = *old;
            m_older.erase(old);
        }
        found = m_recent.insert(key, kept);
    }
    const double refill = double(now - found->at) * m_policy.perSecond / 1000;
    found->tokens = std::min(m_policy.burst, found->tokens + refill);
    found->at = now;
    return *found;
}

RateLimiter::Decision RateLimiter::take(const QByteArray &key, double cost)
{
    Bucket &mine = bucket(key);
    cost = std::min(cost, m_policy.burst);
    // A millionth of slack: refills of 0.1 add up to 0.9999…
    if (mine.tokens + 1e-6 >= cost) {
        mine.tokens = std::max(0.0, mine.tokens - cost);
        return {true, 0, 0, int(mine.tokens + 1e-6)};
    }
    const double wait = std::min((cost - mine.tokens) / m_policy.perSecond, 86'400.0);
    return {false, std::max(1, int(std::ceil(wait - 1e-6))), std::max<qint64>(1, qint64(std::ceil(wait * 1000 - 1e-3))),
            int(mine.tokens)};
}

void RateLimiter::reset(const QByteArray &key)
{
    m_recent.remove(key);
    m_older.remove(key);
}

} // namespace mdmc::http
