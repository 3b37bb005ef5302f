// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/workspace.h"

namespace mdmc::sync {

Workspace::~Workspace() = default;

bool ChangeSet::touches(EntityType type) const
{
    return isWide || std::any_of(records.begin(), records.end(), [type](const RecordRef &r) { return r.type == type; });
}

bool ChangeSet::touches(const RecordRef &ref) const
{
    return isWide || std::find(records.begin(), records.end(), ref) != records.end();
}

} // namespace mdmc::sync
