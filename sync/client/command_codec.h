// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/workspace.h"

namespace mdmc::sync {

/// CBOR of record edits, as undo steps and before-values are kept in the replica.
QByteArray encodeEdits(const std::vector<RecordEdit> &edits);
/// StorageCorrupt on malformed bytes; empty bytes are no edits.
Result<std::vector<RecordEdit>> decodeEdits(const QByteArray &cbor);

} // namespace mdmc::sync
