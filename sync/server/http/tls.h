// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSslConfiguration>

namespace mdmc::http {

/// A server configuration of TLS 1.2 and above from PEM files: the certificate with its intermediates, leaf first, and
/// its RSA or ECDSA key without passphrase. NotFound when a file is missing or unreadable, InvalidInput when it holds
/// something else, when the key does not belong to the certificate, or when the system's Qt has no TLS.
Result<QSslConfiguration> loadTls(const QString &certificateFile, const QString &keyFile);

} // namespace mdmc::http
