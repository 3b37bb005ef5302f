// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/http/message.h"

namespace mdmc::http {

enum class ContentCoding { Identity, Gzip, Zstd };

/// The best coding that an Accept-Encoding header allows: by quality, zstd before gzip; identity when none fits.
ContentCoding acceptedCoding(const QByteArray &acceptEncoding);

/// Compresses the body in place and sets Content-Encoding and Vary, when the type is text-like, the body is above
/// 1 kB, it shrinks, and the service did not encode it itself.
void compress(Response &response, const QByteArray &acceptEncoding);

} // namespace mdmc::http
