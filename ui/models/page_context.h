// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/permissions.h"
#include "ui/models/field_text.h"

namespace mdmc::ui {

/// What every page stands on; made by the composition root and handed down. Everything it names outlives the pages.
struct PageContext {
    sync::Workspace &workspace;
    Lookups &lookups;
    const Clock &clock;
    Formatter format;

    FieldText fields() const { return FieldText(lookups, format); }
    bool may(Action action, EntityType type) const { return mayPerform(workspace.actor(), action, type); }
    /// Whether the person may change this field of this record.
    bool mayEdit(const Record &record, int field) const;
    QDate today() const { return format.today(); }
};

} // namespace mdmc::ui
