// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace mdmc::sync {

/// One zstd frame (RFC 8878) of the bytes, level 1: several times faster than zlib and smaller.
QByteArray compressZstd(QByteArrayView plain);
/// TooLarge as soon as the output would pass `limit`; InvalidInput for anything that is no zstd frame.
Result<QByteArray> decompressZstd(QByteArrayView compressed, qint64 limit);
/// The same of several frames, one after the other: their contents joined. InvalidInput for more than `maxFrames`: an empty
/// one takes eight bytes and as much work as a small one.
Result<QByteArray> decompressZstdFrames(QByteArrayView compressed, qint64 limit, int maxFrames);
/// What it says of itself, `limit` at most and where it says nothing.
qint64 inflatedSize(QByteArrayView compressed, qint64 limit);

} // namespace mdmc::sync
