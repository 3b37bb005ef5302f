// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/trace.h"

#include <cstdio>

namespace mdmc::simulation {

void Trace::add(qint64 now, const QString &line)
{
    const QByteArray bytes = QByteArray::number(now) + ' ' + line.toUtf8();
    for (const char c : bytes)
        m_hash = (m_hash ^ quint8(c)) * 0x100000001b3ULL;
    ++m_lines;
    if (m_isVerbose)
        std::fprintf(stderr, "%10.3f %s\n", double(now) / 1000, line.toUtf8().constData());
}

quint64 diceOf(quint64 a, quint64 b, quint64 c, quint64 d)
{
    // SplitMix64's finaliser over each part in turn.
    quint64 hash = 0x9e3779b97f4a7c15ULL;
    for (const quint64 part : {a, b, c, d}) {
        hash += part + 0x9e3779b97f4a7c15ULL;
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
        hash ^= hash >> 31;
    }
    return hash;
}

} // namespace mdmc::simulation
