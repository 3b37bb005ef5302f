// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <random>
#include <span>

namespace mdmc {

/// Randomness as handed in, so that the simulator can repeat a run.
/// Keys and tokens never come from here: `core/security` takes them from libsodium.
class Random {
public:
    virtual ~Random() = default;
    virtual quint64 next() = 0;

    /// Uniform in [0, bound); bound > 0. The modulo bias is below 2^-32 for the bounds used here.
    quint64 below(quint64 bound) { return next() % bound; }
    /// Uniform in [0, 1).
    double unit() { return double(next() >> 11) * 0x1.0p-53; }
    void fill(std::span<quint8> bytes);
};

class SystemRandom final : public Random {
public:
    quint64 next() override;
};

/// Deterministic, for tests and the simulator.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(quint64 seed) : m_engine(seed) {}
    quint64 next() override { return m_engine(); }

private:
    std::mt19937_64 m_engine;
};

} // namespace mdmc
