// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/settings/settings_page.h"
#include "ui/pages/settings/settings_section.h"

namespace mdmc::ui {

class Button;
class InlineNotice;
class Sheet;

/// Who works here, for which workspace; signing out, and in again when the session has ended.
class ProfileSection : public SettingsSection {
    Q_OBJECT
public:
    ProfileSection(const PageContext &context, const SettingsCallbacks &callbacks, QWidget *parent);
    void askPassword();
    void signOut();

private:
    void refresh();
    void tryPassword(Sheet *sheet, const QString &password);

    PageContext m_context;
    const SettingsCallbacks &m_callbacks;
    InlineNotice *m_ended;
    QLabel *m_name;
    QLabel *m_email;
    QLabel *m_role;
    QLabel *m_team;
    QLabel *m_workspace;
    QLabel *m_server;
    Button *m_signOut;
};

} // namespace mdmc::ui
