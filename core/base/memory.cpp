// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"

#include <cstdlib> // Says which C library this is.

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace mdmc {

void giveMemoryBack()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace mdmc
