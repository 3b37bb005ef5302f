// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/migrations.h"

#include <span>

namespace mdmc::sync {

/// Marks a file as a replica ("MDMR").
inline constexpr qint32 kReplicaApplicationId = 0x4d444d52;

/// The replica's schema, step by step. Released steps are frozen.
///
/// Beside the records: `sync_meta` (where it stands), `sync_shadow` (the server's row, only while the row has pending
/// operations; NULL when the server has none), `outbox`, `attention`, `acked_ops` (kept 30 days for an epoch change),
/// `undo_step`, `local_value`, `snapshot_seen` (rows met by the running snapshot, for its sweep).
std::span<const storage::Migration> replicaMigrations();

} // namespace mdmc::sync
