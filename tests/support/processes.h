// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace mdmc::test {

/// What a program said before it ended.
struct Finished {
    int exitCode = -1;
    bool crashed = false;
    QByteArray out;
    QByteArray err;

    QJsonObject json() const; ///< Of `out`; empty when it is no JSON object.
};

/// Runs one of our programs (from MDMC_BIN_DIR) to its end; killed after `timeoutMs`.
Finished runProgram(const QString &binDir, const QString &program, const QStringList &arguments,
                    const QByteArray &input = {}, const QStringList &environment = {}, int timeoutMs = 60'000);

/// A real `mdmc-server` on loopback, on a free port, in a folder of its own. Ended with the object, and on Linux with the
/// thread that started it, however that ends.
class ServerProcess {
public:
    /// `dataDir` is made by `init`. `port` 0 takes a free one.
    ServerProcess(const QString &binDir, const QString &dataDir, quint16 port = 0);
    ~ServerProcess();

    /// `mdmc-server init`; `demo` leads, 0 for an empty workspace. Aborts the test program when it fails.
    void init(const QString &adminEmail, const QString &password, int demo = 0);
    void addUser(const QString &email, const QString &name, const QString &role, const QString &password,
                 const QString &scope = {});
    void start();      ///< Waits until it listens; keeps its port over restarts.
    void kill();       ///< SIGKILL.
    void terminate();  ///< SIGTERM and waits.
    bool isRunning() const;
    /// Called by the starting thread's event loop when a server that was started later ends otherwise than by this object.
    void onUnexpectedEnd(std::function<void()> told) { m_unexpectedEnd = std::move(told); }

    QString url() const;
    qint64 pid() const { return m_process ? m_process->processId() : 0; }
    quint16 port() const { return m_port; }
    QString dataDir() const { return m_dataDir; }
    QByteArray log() const; ///< What it has said since `init`, over restarts.

private:
    QString logPath() const;
    QString m_binDir;
    QString m_dataDir;
    quint16 m_port = 0;
    std::unique_ptr<QProcess> m_process;
    std::function<void()> m_unexpectedEnd;
};

} // namespace mdmc::test
