// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/hosted_server.h"
#include "app/desktop/options.h"
#include "app/desktop/profile_folder.h"
#include "app/desktop/start_window.h"
#include "app/desktop/translations.h"
#include "app/desktop/workspace_window.h"
#include "core/security/key_store.h"

class QApplication;

namespace mdmc::app {

/// The life of the program with a window: from the first page or the passphrase to the workspace and back. Holds what
/// outlives windows: theme, language, settings, keychain, the server that a workspace of this computer needs.
class DesktopSession : public QObject {
    Q_OBJECT
public:
    DesktopSession(const ProgramOptions &options, QApplication &application, ProfileFolder &folder);
    ~DesktopSession() override;

    void start();
    /// What the window's replica says, for the tour: {"what":"status"} or {"what":"leads","filter":…,"search":…}.
    QJsonObject answer(const QJsonObject &question);

private:
    void openProfile();
    void signIn(const sync::SignIn &credentials);
    void host(const HostedOwner &owner);
    void showDemo();
    void giveUpSignIn();
    void arrive(std::unique_ptr<sync::Workspace> workspace);
    void fail(const Error &error);
    void setLanguage(const QString &language);
    void signOut();
    void startAnew();
    void askNothingMore(); ///< What waits for a passphrase or the keychain ends.
    void leave();
    sync::KeyAccess keyAccess();
    ui::SettingsCallbacks settingsCallbacks();
    QString replicaDir() const;

    ProgramOptions m_options;
    ProfileFolder &m_folder;
    SystemClock m_clock;
    ui::FileSettingsStore m_settings;
    Translations m_translations;
    ui::Theme m_theme;
    std::unique_ptr<security::KeychainKeyStore> m_keychain;
    std::unique_ptr<HostedServer> m_hosted;
    PassphrasePrompt m_prompt;
    StartWindow m_startWindow;
    std::unique_ptr<WorkspaceWindow> m_window;
    int m_attempt = 0; ///< Of signing in; what an earlier one brings is no longer wanted.
    bool m_isSigningIn = false;
    std::optional<sync::SignIn> m_next; ///< Waits for an attempt that was given up: two must not share the folder.
};

} // namespace mdmc::app
