// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QHash>

namespace mdmc::http {

/// Token buckets by key (a peer, an account, a token). Bounded memory: keys seen least recently are forgotten, which
/// refills them, so `maxKeys` is to be well above the number of keys active within a refill.
class RateLimiter {
public:
    struct Policy {
        double burst = 50;         ///< Tokens a fresh key has, > 0.
        double perSecond = 20;     ///< Refill, > 0.
        int maxKeys = 100'000;     ///< Upper bound of keys remembered, ≥ 2.
    };
    struct Decision {
        bool allowed = true;
        int retryAfterSeconds = 0; ///< ≥ 1 when refused: for the Retry-After header.
        qint64 retryAfterMs = 0;   ///< ≥ 1 when refused, and no longer than it takes.
        int remaining = 0;         ///< Whole tokens left.
    };

    RateLimiter(const Clock &clock, Policy policy);

    /// Takes `cost` tokens when there are that many, else none. A cost above the burst takes all of a full bucket.
    Decision take(const QByteArray &key, double cost = 1);
    /// Forgets a key, as after a successful sign-in.
    void reset(const QByteArray &key);
    int keyCount() const { return int(m_recent.size() + m_older.size()); }

private:
    struct Bucket {
        double tokens;
        qint64 at;
    };
    Bucket &bucket(const QByteArray &key);

    const Clock &m_clock;
    Policy m_policy;
    // Two generations: when the recent one is full it becomes the older one, and the older one is dropped.
    QHash<QByteArray, Bucket> m_recent;
    QHash<QByteArray, Bucket> m_older;
};

} // namespace mdmc::http
