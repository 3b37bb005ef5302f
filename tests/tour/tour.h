// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/processes.h"
#include "tests/support/client_window.h"

#include <QTemporaryDir>
#include <QTextStream>

namespace mdmc::tour {

using test::ClientWindow;

/// The story: two people work one pipeline, online and offline. Ada signs in through the window, Hugo's client is French
/// and dark; they import, edit, lose the server, edit on both sides, meet again, and settle a conflict.
class Tour {
public:
    Tour(const QString &binDir, const QString &outDir);
    /// Prints each step with its checks; false when one failed.
    bool run(bool printTree);

private:
    void startServer();
    void adaSignsIn();
    void hugoArrives();
    void adaImports();
    void adaEdits();
    void bothWorkOffline();
    void theServerDies();
    void theyMeetAgain();
    void theConflictIsSettled();
    void lookAround();
    void everythingIsClosed();

    void step(const QString &title);
    void check(const QString &what, bool holds);
    void shot(ClientWindow &client, const QString &name);
    void edit(ClientWindow &client, const QString &artist, const QString &field, const QString &value);
    void create(ClientWindow &client, const QString &artist, const QString &picture);
    void openConflictTab();
    void settle(ClientWindow &client);
    void open(ClientWindow &client, const QString &artist);
    QJsonObject lead(ClientWindow &client, const QString &artist);
    QString waitForPending(ClientWindow &client, int pending);

    QString m_binDir;
    QString m_outDir;
    QTemporaryDir m_data;
    test::ServerProcess m_server;
    ClientWindow m_ada;
    ClientWindow m_hugo;
    QString m_password;
    QString m_hugoEmail;
    QString m_stageBefore;
    QString m_newArtist = QStringLiteral("Nuit Blanche Tour");
    QStringList m_artists;
    QTextStream m_out;
    int m_step = 0;
    int m_shot = 0;
    int m_checks = 0;
};

} // namespace mdmc::tour
