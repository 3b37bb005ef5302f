// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/campaigns/pacing_bar.h"
