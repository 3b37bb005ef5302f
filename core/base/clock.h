// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <memory>

namespace mdmc {

/// Milliseconds since 1970-01-01T00:00:00Z. Zones are applied only where people read times.
using UtcMs = qint64;

/// Time as handed in. Production uses `SystemClock`; tests and the simulator turn their own.
class Clock {
public:
    virtual ~Clock() = default;
    /// Wall-clock time; may jump in both directions.
    virtual UtcMs nowUtc() const = 0;
    /// Milliseconds that only go forward, for time-outs and back-off.
    virtual qint64 monotonicMs() const = 0;
};

class SystemClock final : public Clock {
public:
    UtcMs nowUtc() const override;
    qint64 monotonicMs() const override;
};

/// A clock that stands still until it is turned.
class ManualClock final : public Clock {
public:
    explicit ManualClock(UtcMs start = 1'760'000'000'000) : m_utc(start) {}
    UtcMs nowUtc() const override { return m_utc; }
    qint64 monotonicMs() const override { return m_monotonic; }
    void advance(qint64 ms) { m_utc += ms; m_monotonic += ms; }
    /// Moves only the wall clock, as a person or a time server does.
    void jumpWallClock(qint64 ms) { m_utc += ms; }

private:
    UtcMs m_utc;
    qint64 m_monotonic = 0;
};

} // namespace mdmc
