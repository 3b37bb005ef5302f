// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/settings/settings_page.h"
#include "ui/pages/settings/settings_section.h"
#include "ui/pages/settings/settings_table_model.h"

namespace mdmc::ui {

class RecordTable;

/// Who has an account: administrators change roles, sight, team and access; others read. Accounts themselves are made
/// by the server's command, because a password must never pass through a replica.
class UsersSection : public SettingsSection {
    Q_OBJECT
public:
    UsersSection(const PageContext &context, const SettingsFacts &facts, QWidget *parent);

private:
    void refresh();

    PageContext m_context;
    RecordTable *m_table;
    SettingsTableModel *m_model;
};

} // namespace mdmc::ui
