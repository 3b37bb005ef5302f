// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>

#include <functional>

class QLocalServer;
class QWidget;

namespace mdmc::app {

/// Lets the tour work the program as a hand would: key presses, clicks and screenshots asked for over a local socket
/// that only the same user can open. Compiled in only with the build option MDMC_AUTOMATION, which released builds
/// leave off, and then active only with --automation.
///
/// One JSON object a line, answered by one: {"do":"click","target":"newLead"} → {"ok":true} or {"ok":false,"why":…}.
/// Verbs: tree, click, doubleClick, key, type, focus, get, set, rows, cell, selectRow, trigger, grab, picture (its hash), resize, drop, close; and
/// ask, which the composition root answers from the replica. Targets are object names, class names, accessible names or
/// the text on a widget, looked up among visible widgets first.
class Automation : public QObject {
    Q_OBJECT
public:
    explicit Automation(const QString &socketName, QObject *parent = nullptr);
    bool isListening() const;
    /// Who answers “ask”; runs in the socket's handler and may wait.
    void setAnswer(std::function<QJsonObject(const QJsonObject &)> answer) { m_answer = std::move(answer); }

private:
    void serve();
    QJsonObject perform(const QJsonObject &request);

    QLocalServer *m_server;
    std::function<QJsonObject(const QJsonObject &)> m_answer;
};

} // namespace mdmc::app
