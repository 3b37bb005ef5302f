// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QLocalSocket>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <functional>

namespace mdmc::test {

/// One running `mdmc-crm` with a window, worked over its automation socket. Every call throws `Failure` when it cannot
/// be done, with what the program answered.
class ClientWindow {
public:
    struct Failure {
        QString what;
    };

    ClientWindow(QString name, QString binDir, QString dataDir, QString passphrase);
    ~ClientWindow();

    void start(const QStringList &options = {});
    /// Closes the window as a person does; kills after ten seconds.
    void close();
    void kill();
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    const QString &name() const { return m_name; }
    const QString &passphrase() const { return m_passphrase; }
    QString log() const; ///< What the program wrote, its last 4 kB.

    void click(const QString &target);
    void key(const QString &keys, const QString &target = {});
    void type(const QString &text, const QString &target = {});
    void focus(const QString &target);
    void trigger(const QString &action);
    void selectRow(const QString &target, int row);
    void resize(int width, int height);
    void grab(const QString &file);
    QString picture(); ///< Changes with every pixel of the window.
    void drop(const QString &target, const QString &file);
    /// Whether a widget of this name is there and visible.
    bool sees(const QString &target);
    QJsonValue get(const QString &target, const char *property);
    QString text(const QString &target) { return get(target, "text").toString(); }
    int rows(const QString &target);
    QString cell(const QString &target, int row, int column);
    QStringList tree();
    QJsonObject status();                        ///< As `mdmc-crm status` tells it.
    QJsonArray leads(const QString &search = {}); ///< From the replica, sorted by name.

    /// Asks again and again until `isDone` says so; throws with `what` after `timeoutMs`.
    void waitUntil(const QString &what, const std::function<bool()> &isDone, int timeoutMs = 20'000);

private:
    QJsonObject call(QJsonObject request);

    QString m_name;
    QString m_binDir;
    QString m_dataDir;
    QString m_socketName;
    QString m_passphrase;
    QProcess m_process;
    QLocalSocket m_socket;
};

} // namespace mdmc::test
