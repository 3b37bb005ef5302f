// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <QRandomGenerator>

#include <cstring>

namespace mdmc {

void Random::fill(std::span<quint8> bytes)
{
    for (size_t at = 0; at < bytes.size(); at += 8) {
        const quint64 word = next();
        std::memcpy(bytes.data() + at, &word, std::min<size_t>(8, bytes.size() - at));
    }
}

quint64 SystemRandom::next()
{
    return QRandomGenerator::system()->generate64();
}

} // namespace mdmc
