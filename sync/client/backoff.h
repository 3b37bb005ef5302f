// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

namespace mdmc::sync {

/// Growing pauses with full jitter between 0.5 s and 60 s ("Exponential Backoff And Jitter", AWS architecture blog):
/// a thousand clients that lost one server come back spread out.
class Backoff {
public:
    static constexpr qint64 kFirstMs = 500;
    static constexpr qint64 kLongestMs = 60'000;

    explicit Backoff(Random &random) : m_random(random) {}

    /// The next pause; at least `atLeastMs`.
    qint64 next(qint64 atLeastMs = 0)
    {
        const qint64 ceiling = std::min(kLongestMs, kFirstMs << std::min(m_failures, 7));
        ++m_failures;
        const qint64 pause = kFirstMs + qint64(m_random.below(quint64(ceiling - kFirstMs + 1)));
        // What a server asked for is spread too.
        return atLeastMs > pause ? atLeastMs + qint64(m_random.below(quint64(atLeastMs / 10 + 1))) : pause;
    }
    void reset() { m_failures = 0; }
    int failures() const { return m_failures; }

private:
    Random &m_random;
    int m_failures = 0;
};

} // namespace mdmc::sync
