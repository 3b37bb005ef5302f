// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include <cstdio>
#include <cstdlib>

namespace mdmc::fuzz {

void require(bool holds, const char *what, const QByteArray &more)
{
    if (holds)
        return;
    std::fprintf(stderr, "REQUIREMENT BROKEN: %s %s\n", what, more.constData());
    std::abort();
}

} // namespace mdmc::fuzz
