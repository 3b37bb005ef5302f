// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window_program.h"

#include "app/desktop/automation.h"
#include "app/desktop/desktop_session.h"

#include <QApplication>
#include <QTextStream>

namespace mdmc::app {

int runWindow(const ProgramOptions &options, QApplication &application)
{
    QApplication::setApplicationDisplayName(QStringLiteral("MDMC CRM"));
    QApplication::setDesktopFileName(QStringLiteral("fr.mdmc.Crm"));
    QApplication::setQuitOnLastWindowClosed(false); // The session decides: windows change places while it runs
    auto folder = ProfileFolder::open(options.profile, options.dataDir);
    if (!folder) {
        QTextStream(stderr) << folder.error().detail << '\n';
        return 1;
    }
    if (const auto locked = folder->lock(); !locked) {
        QTextStream(stderr) << locked.error().detail << '\n';
        return 1;
    }
    DesktopSession session(options, application, *folder);
#ifdef MDMC_AUTOMATION
    std::unique_ptr<Automation> automation;
    if (!options.automationSocket.isEmpty()) {
        automation = std::make_unique<Automation>(options.automationSocket);
        automation->setAnswer([&session](const QJsonObject &question) { return session.answer(question); });
    }
#endif
    session.start();
    return QApplication::exec();
}

} // namespace mdmc::app
