// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/page_context.h"

namespace mdmc::ui {

bool PageContext::mayEdit(const Record &record, int field) const
{
    const Merge merge = record.info().field(field).merge;
    if (merge == Merge::Server || merge == Merge::Append || record.isDeleted())
        return false;
    const int fields[] = {field};
    return mayChange(workspace.actor(), &record, record, fields).has_value();
}

} // namespace mdmc::ui
