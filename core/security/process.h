// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mdmc::security {

/// First thing in a program's main function, before anything has used OpenSSL: the library is then left to the system
/// when the program ends, instead of being taken down by an exit handler. Threads of Qt that nobody can join (those of
/// its network access and thread pools end some time after they are said to be finished) free their OpenSSL data when
/// they end, and beside that handler they would free what it has freed.
void leaveCryptoToSystemAtExit();

} // namespace mdmc::security
