// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

// One category per concern. Messages hold ids, counts and codes, never names, addresses, tokens or keys.
namespace mdmc {

Q_DECLARE_LOGGING_CATEGORY(lcStorage)    // mdmc.storage
Q_DECLARE_LOGGING_CATEGORY(lcSecurity)   // mdmc.security
Q_DECLARE_LOGGING_CATEGORY(lcSync)       // mdmc.sync
Q_DECLARE_LOGGING_CATEGORY(lcServer)     // mdmc.server
Q_DECLARE_LOGGING_CATEGORY(lcHttp)       // mdmc.http
Q_DECLARE_LOGGING_CATEGORY(lcImport)     // mdmc.import
Q_DECLARE_LOGGING_CATEGORY(lcUi)         // mdmc.ui

} // namespace mdmc
