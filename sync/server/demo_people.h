// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <QString>

namespace mdmc::sync {

// Words that demo data is put together from. All invented.
QString demoFirstName(Random &random);
QString demoLastName(Random &random);
QString demoArtistName(Random &random);
QString demoReleaseTitle(Random &random);
QString demoNote(Random &random);
QString demoTask(Random &random);
QString demoNextStep(Random &random);

} // namespace mdmc::sync
