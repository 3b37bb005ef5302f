// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace mdmc::security {

/// What one Argon2id evaluation costs. It is stored beside every result, so it can be raised later.
struct Argon2Cost {
    quint64 memoryBytes = 64ull << 20;
    quint64 passes = 3;

    /// 64 MiB, 3 passes: about 0.1 s on a desktop of 2022.
    static constexpr Argon2Cost standard() { return {}; }
    /// As cheap as the algorithm allows. Only for tests.
    static constexpr Argon2Cost forTests() { return {8192, 1}; }

    bool operator==(const Argon2Cost &) const = default;
};

} // namespace mdmc::security
