// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/messages.h"

namespace mdmc::sync {

/// A frame is one byte that names the compression (0 none, 1 zstd, 2 several zstd frames one after the other) and the CBOR of
/// an array of messages, each an array [kind, field…]. A frame is a WebSocket message or the body of an HTTP request or reply
/// (Content-Type application/vnd.mdmc.sync). Later protocol versions append fields; unknown trailing fields are skipped.
QByteArray encodeFrame(const std::vector<Message> &messages);
QByteArray encodeFrame(const Message &message);
/// One message as a zstd frame, to be kept and sent in `SnapshotPage::compressed`.
QByteArray compressMessage(const Message &message);
/// The same in as few frames as the limits of one allow; a message that is too large for any has one of its own.
std::vector<QByteArray> framesOf(std::vector<Message> messages, const SyncLimits &limits = {});

/// InvalidInput for malformed bytes, TooLarge above the limits (a compressed frame never inflates beyond
/// limits.maxInflatedBytes), Unsupported for an unknown compression or message kind. Never crashes on any input.
Result<std::vector<Message>> decodeFrame(const QByteArray &frame, const SyncLimits &limits = {});
/// The same, but the rows of snapshot pages stay packed: well-formed CBOR of rows with an id each, their values not yet
/// looked at. What cannot be read so is read as by `decodeFrame`.
Result<std::vector<Message>> decodeFramePacked(const QByteArray &frame, const SyncLimits &limits = {});
/// Bytes that it inflates to by what it says of itself; the limit's at most.
qint64 plainSize(const QByteArray &frame, const SyncLimits &limits = {});
/// The page that `compressMessage` was given, with packed rows.
Result<SnapshotPage> readCompressed(const QByteArray &page);
/// The rows of a page that is packed; of another, its rows.
Result<std::vector<Record>> rowsOf(const SnapshotPage &page);

QByteArray encodeOperation(const Operation &operation);
Result<Operation> decodeOperation(const QByteArray &cbor);
QByteArray encodeResult(const OperationResult &result);
Result<OperationResult> decodeResult(const QByteArray &cbor);

} // namespace mdmc::sync
