// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QJsonObject;
class QLocalServer;
class QWidget;

namespace mdmc::app {

/// Lets the tour work the program as a hand would: key presses, clicks and screenshots asked for over a local socket
/// that only the same user can open. Compiled in only with the build option MDMC_AUTOMATION, which released builds
/// leave off, and then active only with --automation.
///
/// One JSON object a line, answered by one: {"do":"click","target":"newLead"} → {"ok":true} or {"ok":false,"why":…}.
/// Verbs: tree, click, doubleClick, key, type, focus, get, set, rows, cell, selectRow, trigger, grab, resize, close.
/// Targets are object names, looked up among visible widgets first.
class Automation : public QObject {
    Q_OBJECT
public:
    explicit Automation(const QString &socketName, QObject *parent = nullptr);
    bool isListening() const;

private:
    void serve();
    QJsonObject perform(const QJsonObject &request);

    QLocalServer *m_server;
};

} // namespace mdmc::app
