// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

namespace mdmc::exchange {

/// What a file is, told by its first bytes and never by its name.
enum class FileKind { Text, Empty, Xlsx, Ods, Xls, Pdf, Zip, Gzip, Html, Json, Vcard, Image, Binary };

/// Looks at the first bytes (4 KiB are plenty). `Text` means only that nothing else was recognised.
FileKind sniffFileKind(QByteArrayView head);

/// Why a file of this kind cannot be read as a table, and what to do. `field` is `file.` and the kind in lower case,
/// for translation; `detail` the sentence in English.
tl::unexpected<Error> fileKindFailure(FileKind kind);

} // namespace mdmc::exchange
