// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <functional>
#include <map>

namespace mdmc::simulation {

/// Virtual time, in milliseconds from the beginning of the world, and what is to happen in it. Events of one moment
/// happen in the order in which they were set up.
class Timeline {
public:
    using Id = quint64; ///< Never 0.

    qint64 now() const { return m_now; }
    Id after(qint64 ms, std::function<void()> work);
    void cancel(Id id);
    /// Runs everything up to now + ms; `now` is there afterwards.
    void advance(qint64 ms);
    /// Moves to the next event and runs it, unless it lies beyond `until`. False: there is none up to then.
    bool runNext(qint64 until);
    /// Jumps ahead without running what lies between: everybody was asleep. Events that were due run when asked for.
    void skip(qint64 ms) { m_now += ms; }
    qint64 eventCount() const { return m_done; }

private:
    std::map<std::pair<qint64, Id>, std::function<void()>> m_events;
    std::map<Id, qint64> m_times;
    qint64 m_now = 0;
    Id m_last = 0;
    qint64 m_done = 0;
};

/// A computer's clock: virtual time, wrong as faults make it. The wall clock may be off, jump and stand still; the
/// monotonic one never is.
class SimulatedClock final : public Clock {
public:
    static constexpr UtcMs kBeginning = 1'760'000'000'000;

    explicit SimulatedClock(const Timeline &timeline) : m_timeline(timeline) {}
    UtcMs nowUtc() const override
    {
        return m_frozenAt ? *m_frozenAt : kBeginning + m_timeline.now() + m_skew;
    }
    qint64 monotonicMs() const override { return m_timeline.now() + 1'000'000; }

    qint64 skew() const { return m_skew; }
    void setSkew(qint64 ms) { m_skew = ms; }
    void freeze() { m_frozenAt = nowUtc(); }
    void thaw() { m_frozenAt.reset(); }
    bool isFrozen() const { return m_frozenAt.has_value(); }

private:
    const Timeline &m_timeline;
    qint64 m_skew = 0;
    std::optional<UtcMs> m_frozenAt;
};

} // namespace mdmc::simulation
