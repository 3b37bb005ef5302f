// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mdmc {

/// Gives memory that is free back to the system, where the C library would keep it (glibc keeps what each thread freed for
/// that thread). Takes some milliseconds: for between two pieces of work that each need much, on different threads or
/// in pieces of different sizes. Any thread.
void giveMemoryBack();

} // namespace mdmc
