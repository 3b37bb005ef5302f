// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/migrations.h"

namespace mdmc::sync {

/// Marks the file as a server store: "MDMS".
inline constexpr qint32 kServerApplicationId = 0x4d444d53;

/// All versions of the embedded store's schema, oldest first. Released ones are frozen.
std::vector<storage::Migration> serverMigrations();

} // namespace mdmc::sync
