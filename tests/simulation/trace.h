// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace mdmc::simulation {

/// What happened in a run, as a running hash: two runs of one seed must have the same. Nothing that differs between
/// processes (addresses, ciphertext, epochs) may be added.
class Trace {
public:
    explicit Trace(bool isVerbose) : m_isVerbose(isVerbose) {}
    void add(qint64 now, const QString &line);
    quint64 hash() const { return m_hash; }
    qint64 lines() const { return m_lines; }
    bool isVerbose() const { return m_isVerbose; }

private:
    quint64 m_hash = 0xcbf29ce484222325ULL;
    qint64 m_lines = 0;
    bool m_isVerbose;
};

/// A well mixed hash of what is given: the network's dice, which leaving out a step leaves as they are.
quint64 diceOf(quint64 a, quint64 b = 0, quint64 c = 0, quint64 d = 0);
/// In [0, 1).
inline double unitOf(quint64 dice) { return double(dice >> 11) * 0x1.0p-53; }

} // namespace mdmc::simulation
