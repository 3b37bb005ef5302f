// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QUrl>

namespace mdmc::ui {

/// The server's address as people type it: `crm.example.com`, `crm.example.com:8443`, `https://…/mdmc/`. Without a
/// scheme it is https; `http` only for this computer (localhost, 127.0.0.0/8, ::1). Query, fragment and a trailing
/// slash are dropped. InvalidInput with field `server` and detail `empty`, `address`, `scheme`, `plain` or
/// `credentials`.
Result<QUrl> parseServerAddress(const QString &text);
/// The sentence for one of these.
QString serverAddressProblem(const Error &error);

} // namespace mdmc::ui
