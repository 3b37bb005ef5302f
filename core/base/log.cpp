// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

namespace mdmc {

Q_LOGGING_CATEGORY(lcStorage, "mdmc.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSecurity, "mdmc.security", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSync, "mdmc.sync", QtInfoMsg)
Q_LOGGING_CATEGORY(lcServer, "mdmc.server", QtInfoMsg)
Q_LOGGING_CATEGORY(lcHttp, "mdmc.http", QtInfoMsg)
Q_LOGGING_CATEGORY(lcImport, "mdmc.import", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "mdmc.ui", QtInfoMsg)

} // namespace mdmc
