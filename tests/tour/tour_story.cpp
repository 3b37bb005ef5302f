// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tour/tour.h"

namespace mdmc::tour {

void Tour::hugoArrives() {}
void Tour::adaImports() {}
void Tour::adaEdits() {}
void Tour::bothWorkOffline() {}
void Tour::theServerDies() {}
void Tour::theyMeetAgain() {}
void Tour::theConflictIsSettled() {}
void Tour::lookAround() {}
void Tour::everythingIsClosed() {}

} // namespace mdmc::tour
