// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/replica_key.h"
#include "ui/models/page_context.h"
#include "ui/shell/page.h"
#include "ui/shell/settings_store.h"
#include "ui/theme/theme.h"

class QListWidget;
class QStackedWidget;

namespace mdmc::ui {

class ProfileSection;
class SettingsSection;

/// What the settings page asks of the composition root. All are called on the GUI thread, from the event loop and never
/// from inside one of the page's own handlers, so that they may take the page down.
struct SettingsCallbacks {
    std::function<void()> signOut;
    /// Signs in again after the session has ended (`sync::signInAgain`).
    std::function<QFuture<Result<>>(const QString &password)> signInAgain;
    /// `en`, `fr`, or empty for the system's. Already stored under Setting::Language.
    std::function<void(const QString &language)> setLanguage;
    /// Already stored under Setting::RowsComfortable.
    std::function<void(bool comfortable)> setRowsComfortable;
};

/// What the page shows and cannot find out by itself.
struct SettingsFacts {
    std::optional<security::KeyProtection> protection; ///< Unset: kept in memory only (demo).
    QString dataFolder;
    QString serverDataFolder; ///< Of a workspace hosted by this program; empty for a server elsewhere.
};

/// Profile, appearance, language, security, pipeline and lists, users, about. Changes apply at once.
class SettingsPage : public Page {
    Q_OBJECT
public:
    /// `theme` and `store` outlive the page.
    SettingsPage(const PageContext &context, Theme &theme, SettingsStore &store, SettingsCallbacks callbacks,
                 SettingsFacts facts = {}, QWidget *parent = nullptr);

    QString title() const override;
    QString recordTitle() const override; ///< The section's name.
    QList<ActionSpec> actions() override;
    /// The id of a section: profile, appearance, language, security, pipeline, users, about.
    void openRecord(const QString &id) override;
    QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    QWidget *focusTarget() override;

    void openSection(const QString &id);
    QString currentSection() const;
    /// Opens the sheet that signs in again, as the link in Profile does.
    void askPassword();

private:
    void addSection(const QString &id, const QString &name, Symbol symbol, SettingsSection *section, int width);

    SettingsCallbacks m_callbacks;
    sync::Workspace &m_workspace;
    ProfileSection *m_profile = nullptr;
    QListWidget *m_sections;
    QStackedWidget *m_stack;
    QStringList m_ids;
};

} // namespace mdmc::ui
