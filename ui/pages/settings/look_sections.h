// SPDX-License-Identifier: GPL-3.0-or-later
// Sections without data: appearance, language, security, about.
#pragma once

#include "ui/pages/settings/settings_page.h"
#include "ui/pages/settings/settings_section.h"

namespace mdmc::ui {

class AppearanceSection : public SettingsSection {
    Q_OBJECT
public:
    AppearanceSection(Theme &theme, SettingsStore &store, const SettingsCallbacks &callbacks, QWidget *parent);
};

class LanguageSection : public SettingsSection {
    Q_OBJECT
public:
    LanguageSection(SettingsStore &store, const SettingsCallbacks &callbacks, QWidget *parent);
};

class SecuritySection : public SettingsSection {
    Q_OBJECT
public:
    SecuritySection(const SettingsFacts &facts, QWidget *parent);
};

class AboutSection : public SettingsSection {
    Q_OBJECT
public:
    explicit AboutSection(QWidget *parent);
};

} // namespace mdmc::ui
