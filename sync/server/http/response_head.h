// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "sync/server/http/message.h"

namespace mdmc::http {

/// Whether a reply of that status may carry a body at all.
bool mayHaveBody(int status);

/// Status line and headers with the closing empty line. Headers of the service that frame the message, that the layer
/// sets itself, or that could break out of their line are left out. Content-Length is the body's, also for HEAD.
QByteArray responseHead(const Response &response, const QString &requestId, bool keepAlive, UtcMs now);

} // namespace mdmc::http
